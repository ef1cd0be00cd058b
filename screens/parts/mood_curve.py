"""How the customer's mood moved, and the sentences that moved it.

Always holds: lines differ by their dashes, not by colour alone; the same numbers stand in a table.
"""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from evaluation.debrief import MoodPoint, MovedBy
from screens.parts.quotes import Messages, cited, where
from screens.parts.tables import draw_table
from screens.parts.text import as_typed

LINES: Final = {"Frustration": [1, 0], "Trust": [7, 3], "Effort": [2, 3]}
Again = Callable[[int, str], None]  # the trainee's turn, and a key of its own for the button
MOST_SHOWN: Final = 5  # sentences on top; all of them are one click away


def draw_mood_curve(
    points: Sequence[MoodPoint], *, customer: str, messages: Messages, again: Again | None = None
) -> None:
    """The curve, its table and its moments; `again` draws the way to take a moment's message again."""
    st.header(f"What moved {as_typed(customer)}", anchor=False)
    if len(points) < 2:
        st.markdown("Nothing was said that could have moved anything.")
        return
    st.vega_lite_chart(spec=_chart(points, messages), width="stretch")
    with st.expander("The curve as a table"):
        rows = [[_label(point, messages), *(f"{value:.1f}" for value in _values(point).values())] for point in points]
        draw_table(["After", *LINES], rows, title="The mood after each message")
    moments = [moved for point in points for moved in point.moved_by]
    strongest = sorted(moments, key=_size, reverse=True)[:MOST_SHOWN]
    for moved in sorted(strongest, key=moments.index):
        _draw_moment(moved, messages, again, key=f"moment-{moments.index(moved)}")
    if len(moments) > len(strongest):
        with st.expander(f"All {len(moments)} moments"):
            for place, moved in enumerate(moments):
                _draw_moment(moved, messages, again, key=f"every-moment-{place}")


def change_words(moved: MovedBy) -> str:
    """ "frustration down 0.8, trust up 0.4"."""
    parts = (("frustration", moved.frustration), ("trust", moved.trust), ("effort", moved.effort))
    return ", ".join(f"{name} {'up' if value > 0 else 'down'} {abs(value):.1f}" for name, value in parts if value)


def _draw_moment(moved: MovedBy, messages: Messages, again: Again | None, *, key: str) -> None:
    sign = ":material/trending_up: **Helped**" if moved.better else ":material/trending_down: **Hurt**"
    quote = cited(moved.quote, moved.turn, messages) or f"Your message{where(moved.turn, messages)}"
    with st.container(border=True):
        st.markdown(f"{sign} · {change_words(moved)}\n\n{quote}\n\n{as_typed(moved.sentence)}")
        if again is not None and moved.turn in messages:
            again(moved.turn, key)


def _size(moved: MovedBy) -> float:
    return abs(moved.frustration) + abs(moved.trust) + abs(moved.effort)


def _values(point: MoodPoint) -> dict[str, float]:
    return {"Frustration": point.frustration, "Trust": point.trust, "Effort": point.effort}


def _label(point: MoodPoint, messages: Messages) -> str:
    return "Start" if point.turn is None else str(messages.get(point.turn, point.turn))


def _chart(points: Sequence[MoodPoint], messages: Messages) -> dict[str, object]:
    """The curve as a Vega-Lite specification."""
    order = [_label(point, messages) for point in points]
    rows = [
        {"after": label, "value": value, "line": line}
        for label, point in zip(order, points, strict=True)
        for line, value in _values(point).items()
    ]
    names = list(LINES)
    line = {
        "field": "line",
        "type": "nominal",
        "legend": {
            "orient": "top",
            "title": None,
            "symbolType": "stroke",
            "symbolSize": 900,
            "symbolStrokeWidth": 2.5,
        },
    }
    return {
        "description": "Frustration, trust and effort after each message. The table below holds the same numbers.",
        "height": 280,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
        "encoding": {
            "x": {
                "field": "after",
                "type": "nominal",
                "sort": order,
                "title": "After your message",
                "axis": {"labelAngle": 0},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": "0 to 10",
                "scale": {"domain": [0, 10]},
                "axis": {"tickCount": 5},
            },
            "color": {**line, "scale": {"domain": names}},
            "strokeDash": {**line, "scale": {"domain": names, "range": list(LINES.values())}},
            "tooltip": [
                {"field": "line", "type": "nominal", "title": "Mood"},
                {"field": "after", "type": "nominal", "title": "After message"},
                {"field": "value", "type": "quantitative", "title": "0 to 10", "format": ".1f"},
            ],
        },
    }
