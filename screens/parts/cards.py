"""The cards of the library: an assignment, a conversation under way, a scenario; and what narrows the list."""

from collections.abc import Iterable, Sequence

import streamlit as st

from screens.parts.frame import open_page
from screens.parts.past import taken_from
from screens.parts.text import as_typed
from screens.parts.words import (
    CHANNEL_WORDS,
    DIFFICULTY_WORDS,
    PURPOSE_WORDS,
    count,
    day,
    sentence_case,
    short_day,
    skill,
)
from training.views import AssignedItem, AttemptItem, ScenarioCard

ANY = "Any"


def draw_assigned(item: AssignedItem) -> None:
    """An assignment with its due date and the one thing to do about it."""
    with st.container(border=True, key=f"assigned-{item.assignment_id}"):
        words, action = st.columns([3, 1], vertical_alignment="center")
        with words:
            st.subheader(as_typed(item.title), anchor=False)
            st.markdown(f"{_standing(item)} · {PURPOSE_WORDS[item.purpose]} · {_tries(item)}")
            if item.note:
                st.markdown(f"From your trainer: {as_typed(item.note)}")
        with action:
            _act_on(item)


def draw_under_way(item: AttemptItem) -> None:
    """A conversation that was not ended, and the way back into it."""
    with st.container(border=True, key=f"under-way-{item.attempt_id}"):
        words, action = st.columns([3, 1], vertical_alignment="center")
        with words:
            st.subheader(as_typed(item.title), anchor=False)
            st.markdown(f"Begun on {day(item.started_at)} · {PURPOSE_WORDS[item.purpose]}{taken_from(item)}")
        if action.button("Continue", key=f"continue-{item.attempt_id}", width="stretch"):
            open_page("conversation", attempt=item.attempt_id)


def draw_scenario(card: ScenarioCard) -> None:
    """A scenario: who the customer is, what it is about, what it trains."""
    with st.container(border=True, height="stretch", vertical_alignment="distribute", key=f"scenario-{card.id}"):
        with st.container():
            st.subheader(as_typed(card.title), anchor=False)
            st.markdown(
                f"{as_typed(sentence_case(card.industry))} · {CHANNEL_WORDS[card.channel]} · "
                f"{DIFFICULTY_WORDS[card.difficulty]} · about {card.minutes} minutes"
            )
            st.markdown(as_typed(card.summary))
            st.markdown(f"Trains {as_typed(', '.join(skill(each) for each in card.skills[:4]))}.")
            if card.attempts:
                st.markdown(f"You have been here {count(card.attempts, 'time')}.")
        if st.button(f"Meet {as_typed(card.customer)}", key=f"meet-{card.id}", type="primary"):
            open_page("brief", scenario=card.id)


def filtered(cards: Sequence[ScenarioCard]) -> list[ScenarioCard]:
    """The cards that fit the filters, which are drawn here and kept in the address."""
    with st.expander("Narrow the list", icon=":material/filter_alt:"):
        first, second, third, fourth = st.columns(4)
        industry = first.selectbox("Industry", _options(c.industry for c in cards), key="industry", bind="query-params")
        channel = second.selectbox("Channel", _options(c.channel for c in cards), key="channel", bind="query-params")
        difficulty = third.selectbox(
            "Difficulty", [ANY, *DIFFICULTY_WORDS.values()], key="difficulty", bind="query-params"
        )
        trained = sorted({sentence_case(skill(each)) for card in cards for each in card.skills})
        wanted = fourth.selectbox("Skill", [ANY, *trained], key="skill", bind="query-params")
    return [
        card
        for card in cards
        if industry in {ANY, sentence_case(card.industry)}
        and channel in {ANY, sentence_case(card.channel)}
        and difficulty in {ANY, DIFFICULTY_WORDS[card.difficulty]}
        and wanted in {ANY, *(sentence_case(skill(each)) for each in card.skills)}
    ]


def _options(values: Iterable[str]) -> list[str]:
    return [ANY, *sorted({sentence_case(value) for value in values})]


def _standing(item: AssignedItem) -> str:
    if item.completed:
        return "Completed"
    if item.due_on is None:
        return "No due date"
    return f"**Overdue since {short_day(item.due_on)}**" if item.overdue else f"Due by {day(item.due_on)}"


def _tries(item: AssignedItem) -> str:
    if item.max_attempts is None:
        return count(item.attempts, "attempt") + " so far"
    return f"{item.attempts} of {count(item.max_attempts, 'attempt')} used"


def _act_on(item: AssignedItem) -> None:
    if item.open_attempt is not None:
        if st.button("Continue", key=f"resume-{item.assignment_id}", type="primary", width="stretch"):
            open_page("conversation", attempt=item.open_attempt)
    elif item.max_attempts is not None and item.attempts >= item.max_attempts:
        st.markdown("All attempts used")
    elif st.button(
        "Once more" if item.attempts else "Read the brief",
        key=f"begin-{item.assignment_id}",
        type="secondary" if item.completed else "primary",
        width="stretch",
    ):
        open_page("brief", scenario=item.scenario_id, assignment=item.assignment_id)
