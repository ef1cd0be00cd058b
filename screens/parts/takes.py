"""Other ways it went: the takes of one conversation side by side, from the mood down to the two messages that differ.

Always holds: takes are told apart by their dashes and by their names at the lines' ends, not by colour alone; the same
numbers stand in a table; what is not finished is named and not compared.
"""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from domain.mood import HIGH, LOW
from evaluation.debrief import MoodPoint
from screens.parts.frame import open_page
from screens.parts.tables import draw_table
from screens.parts.text import as_typed
from screens.parts.words import message_number, score
from training.views import Branches, BranchView

MOODS: Final = ("Frustration", "Trust", "Effort")
DASHES: Final = ([1, 0], [8, 4], [2, 3], [10, 3, 2, 3])
MOST: Final = len(DASHES)  # more lines than this nobody can tell apart
APART: Final = 0.9  # mood points between two names, so that both can be read
UNDER_WAY: Final = {"active": "under way", "paused": "resting", "stopped": "stopped"}


def draw_takes(branches: Branches, *, here: str, customer: str) -> None:
    """The whole section; nothing for a conversation with one take. `here` is the attempt whose debrief this is,
    `customer` what the customer is called."""
    everything = {take.attempt_id: take for take in (*branches.ended, *branches.under_way)}
    if len(everything) < 2:
        return
    st.header("Other ways it went", anchor=False)
    takes = _compared(branches.ended, here=here)
    if len(takes) > 1:
        _draw_moods(takes, customer=customer)
    for take in takes:
        if take.parent is not None:
            _draw_pair(take, everything.get(take.parent), here=here, customer=customer)
    for take in branches.under_way:
        _draw_unfinished(take)


def name_of(take: BranchView) -> str:
    """ "Take 2, from message 3"."""
    return take.label if take.from_turn is None else f"{take.label}, from message {message_number(take.from_turn)}"


def _compared(takes: Sequence[BranchView], *, here: str) -> list[BranchView]:
    """The takes that are compared: all while they can be told apart, else those that are chosen."""
    if len(takes) <= MOST:
        return list(takes)
    first = [take for take in takes if take.attempt_id in {here, takes[0].attempt_id}]
    names = {name_of(take): take for take in takes}
    shown = [name_of(take) for take in (*first, *(take for take in reversed(takes) if take not in first))][:MOST]
    chosen = st.multiselect("Takes to compare", list(names), default=shown, max_selections=MOST)
    return [take for name, take in names.items() if name in chosen]


def _draw_moods(takes: Sequence[BranchView], *, customer: str) -> None:
    mood = st.segmented_control("What to compare", MOODS, default=MOODS[0], required=True, key="compared-mood")
    st.vega_lite_chart(spec=_chart(takes, str(mood)), width="stretch")
    with st.expander("These curves as a table"):
        longest = max(len(take.mood) for take in takes)
        rows = [
            [
                _place(place),
                *(f"{_value(take.mood[place], str(mood)):.1f}" if place < len(take.mood) else "" for take in takes),
            ]
            for place in range(longest)
        ]
        draw_table(["After", *(take.label for take in takes)], rows, title=f"{mood} of {customer} in each take")


def _draw_pair(take: BranchView, parent: BranchView | None, *, here: str, customer: str) -> None:
    """What was said at the point where the two part, and where each of them led."""
    if take.from_turn is None:
        return
    st.subheader(f"{take.label}, from your message {message_number(take.from_turn)}", anchor=False)
    before, after = st.columns(2)
    with before, st.container(border=True, height="stretch", key=f"before-{take.attempt_id}"):
        st.markdown(f"**{parent.label if parent else 'The take before'}**")
        _draw_words(take.instead_of, take.instead_answer, customer=customer, key=f"before-words-{take.attempt_id}")
        if parent is not None:
            _draw_outcome(parent, here=here, beside=take)
    with after, st.container(border=True, height="stretch", key=f"after-{take.attempt_id}"):
        st.markdown(f"**{take.label}**")
        _draw_words(take.message, take.answer, customer=customer, key=f"after-words-{take.attempt_id}")
        _draw_outcome(take, here=here, beside=take)


def _draw_words(message: str, answer: str, *, customer: str, key: str) -> None:
    with st.container(key=key):
        if message:
            st.markdown(":small[You wrote]")
            st.text(message)
        else:
            st.markdown(":small[Nothing was said here any more.]")
        if answer:
            st.markdown(f":small[{as_typed(customer)} answered]")
            st.text(answer)


def _draw_outcome(take: BranchView, *, here: str, beside: BranchView) -> None:
    """How a take ended, its scores once its trainee has rated it, and the way to its debrief."""
    if take.state != "ended":
        st.markdown(f"**This take is {UNDER_WAY[take.state]}.**")
        return
    st.markdown(f"**{as_typed(take.ending_title)}**")
    key = f"{take.attempt_id}-beside-{beside.attempt_id}"
    if not take.rated:
        if st.button("Say how it went", key=f"rate-{key}"):
            open_page("rate", attempt=take.attempt_id)
        st.markdown(":small[Its scores stand here once you have.]")
        return
    st.markdown(f"Empathy {score(take.empathy)}  \nProblem-solving {score(take.problem_solving)}")
    if take.attempt_id == here:
        st.markdown(":small[This is the debrief that you are reading.]")
    elif st.button("Read its debrief", key=f"read-{key}"):
        open_page("debrief", attempt=take.attempt_id)


def _draw_unfinished(take: BranchView) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"unfinished-{take.attempt_id}"):
        st.markdown(f"**{name_of(take)}** · {UNDER_WAY[take.state]}", width="stretch")
        if st.button(
            "Look at it" if take.state == "stopped" else "Go on with it", key=f"unfinished-go-{take.attempt_id}"
        ):
            open_page("conversation", attempt=take.attempt_id)


def _value(point: MoodPoint, mood: str) -> float:
    return {"Frustration": point.frustration, "Trust": point.trust, "Effort": point.effort}[mood]


def _place(place: int) -> str:
    return "Start" if place == 0 else str(place)


def _heights(takes: Sequence[BranchView], mood: str) -> list[float]:
    """Where each line's name stands beside its end: as high as the line ends, but never on another name."""
    ends = [(len(take.mood), _value(take.mood[-1], mood)) for take in takes]
    heights = [value for _, value in ends]
    for last in {place for place, _ in ends}:
        least = LOW
        together = [which for which, (place, _) in enumerate(ends) if place == last]
        for done, which in enumerate(sorted(together, key=heights.__getitem__)):
            room = HIGH - APART * (len(together) - 1 - done)  # for the names above it
            heights[which] = min(max(heights[which], least), room)
            least = heights[which] + APART
    return heights


def _chart(takes: Sequence[BranchView], mood: str) -> dict[str, object]:
    """One line a take. A take's line begins where it parts from the one before: up to there both are the same."""
    order = [_place(place) for place in range(max(len(take.mood) for take in takes))]
    rows = [
        {"after": _place(place), "value": _value(point, mood), "take": take.label}
        for take in takes
        for place, point in enumerate(take.mood)
        if take.from_turn is None or place >= message_number(take.from_turn) - 1
    ]
    ends = [
        {"after": _place(len(take.mood) - 1), "value": height, "take": take.label}
        for take, height in zip(takes, _heights(takes, mood), strict=True)
    ]
    names = [take.label for take in takes]
    by_take = {"field": "take", "type": "nominal", "scale": {"domain": names}, "legend": None}
    x = {"field": "after", "type": "nominal", "sort": order, "title": "After your message", "axis": {"labelAngle": 0}}
    y = {
        "field": "value",
        "type": "quantitative",
        "title": f"{mood}, 0 to 10",
        "scale": {"domain": [0, 10]},
        "axis": {"tickCount": 5},
    }
    dashes = {**by_take, "scale": {"domain": names, "range": list(DASHES[: len(names)])}}
    tooltip = [
        {"field": "take", "type": "nominal", "title": "Take"},
        {"field": "after", "type": "nominal", "title": "After message"},
        {"field": "value", "type": "quantitative", "title": mood, "format": ".1f"},
    ]
    return {
        "description": f"{mood} after each message in each take. The table below holds the same numbers.",
        "height": 280,
        "padding": {"left": 5, "top": 5, "right": 80, "bottom": 20},  # the names stand outside, on the right
        "encoding": {"x": x, "y": y, "color": by_take},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
                "encoding": {"strokeDash": dashes, "tooltip": tooltip},
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 10, "fontSize": 13, "fontWeight": 600},
                "encoding": {"text": {"field": "take", "type": "nominal"}},
            },
        ],
    }
