"""How the customer's mood moved, and the sentences that moved it.

Always holds: lines differ by their dashes, not by colour alone; the same numbers stand in a table.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from evaluation.debrief import MoodPoint, MovedBy
from screens.parts.quotes import Messages, cited, where
from screens.parts.tables import draw_table
from screens.parts.text import as_typed

if TYPE_CHECKING:
    import altair as alt

LINES: Final = {"Frustration": [1, 0], "Trust": [7, 3], "Effort": [2, 3]}
MOST_SHOWN: Final = 5  # sentences on top; all of them are one click away


def draw_mood_curve(points: Sequence[MoodPoint], *, customer: str, messages: Messages) -> None:
    st.header(f"What moved {as_typed(customer)}", anchor=False)
    if len(points) < 2:
        st.markdown("Nothing was said that could have moved anything.")
        return
    st.altair_chart(_chart(points, messages), width="stretch")
    with st.expander("The curve as a table"):
        rows = [[_label(point, messages), *(f"{value:.1f}" for value in _values(point).values())] for point in points]
        draw_table(["After", *LINES], rows, title="The mood after each message")
    moments = [moved for point in points for moved in point.moved_by]
    strongest = sorted(moments, key=_size, reverse=True)[:MOST_SHOWN]
    for moved in sorted(strongest, key=moments.index):
        _draw_moment(moved, messages)
    if len(moments) > len(strongest):
        with st.expander(f"All {len(moments)} moments"):
            for moved in moments:
                _draw_moment(moved, messages)


def change_words(moved: MovedBy) -> str:
    """ "frustration down 0.8, trust up 0.4"."""
    parts = (("frustration", moved.frustration), ("trust", moved.trust), ("effort", moved.effort))
    return ", ".join(f"{name} {'up' if value > 0 else 'down'} {abs(value):.1f}" for name, value in parts if value)


def _draw_moment(moved: MovedBy, messages: Messages) -> None:
    sign = ":material/trending_up: **Helped**" if moved.better else ":material/trending_down: **Hurt**"
    quote = cited(moved.quote, moved.turn, messages) or f"Your message{where(moved.turn, messages)}"
    with st.container(border=True):
        st.markdown(f"{sign} · {change_words(moved)}\n\n{quote}\n\n{as_typed(moved.sentence)}")


def _size(moved: MovedBy) -> float:
    return abs(moved.frustration) + abs(moved.trust) + abs(moved.effort)


def _values(point: MoodPoint) -> dict[str, float]:
    return {"Frustration": point.frustration, "Trust": point.trust, "Effort": point.effort}


def _label(point: MoodPoint, messages: Messages) -> str:
    return "Start" if point.turn is None else str(messages.get(point.turn, point.turn))


def _chart(points: Sequence[MoodPoint], messages: Messages) -> "alt.Chart":
    import altair as alt

    order = [_label(point, messages) for point in points]
    rows = [
        {"after": label, "value": value, "line": line}
        for label, point in zip(order, points, strict=True)
        for line, value in _values(point).items()
    ]
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolSize=900, symbolStrokeWidth=2.5)
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=alt.X("after:N", sort=order, title="After your message", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("value:Q", title="0 to 10", scale=alt.Scale(domain=[0, 10]), axis=alt.Axis(tickCount=5)),
            color=alt.Color("line:N", sort=list(LINES), legend=legend),
            strokeDash=alt.StrokeDash(
                "line:N", scale=alt.Scale(domain=list(LINES), range=list(LINES.values())), legend=legend
            ),
            tooltip=["line:N", "after:N", alt.Tooltip("value:Q", format=".1f")],
        )
        .properties(
            height=280,
            description="Frustration, trust and effort after each message. The table below holds the same numbers.",
        )
    )
    return chart
