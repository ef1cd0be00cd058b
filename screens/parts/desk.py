"""The desk beside the conversation: what it knows, what it allows, what can be done, and what was done so far.

Always holds: an answer of the desk says in words and with a sign whether it was accepted, never by colour alone; what
was filled in stays in its field when the desk refuses.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from domain.conversation import DeskEntry
from domain.errors import FrontstageError
from screens.parts.frame import trouble
from screens.parts.text import as_typed, on_one_line
from training.views import ActionView, DeskView, FieldView

UseDesk = Callable[[str, Mapping[str, str]], DeskEntry]
MOST_RADIO = 3  # more choices than this go into a list that opens


def draw_records(desk: DeskView) -> None:
    """What the desk knows of the case."""
    for label, value in desk.records:
        st.markdown(f"**{as_typed(label)}**  \n{as_typed(value)}")


def draw_policy(desk: DeskView) -> None:
    st.markdown("\n".join(f"- {on_one_line(line)}" for line in desk.policy))


def draw_tools(desk: DeskView, *, use: UseDesk | None) -> None:
    """The tools, each with its form and its last answer. `use` is None when the desk is closed."""
    if use is None:
        st.markdown(":small[The desk is closed while nobody is talking.]")
    else:
        for action in desk.actions:
            with st.expander(as_typed(action.label)):
                _draw_tool(action, last=_last(desk, action.id), use=use)
    if desk.log:
        st.header("Done so far", anchor=False)
        draw_log(desk)


def draw_log(desk: DeskView) -> None:
    """Every use of the desk, the latest first."""
    for entry in reversed(desk.log):
        with st.container(border=True):
            st.markdown(f"{_outcome(entry)} · **{as_typed(desk.label(entry.action))}**  \n{_given(entry)}")
            st.text(entry.result)


def _draw_tool(action: ActionView, *, last: DeskEntry | None, use: UseDesk) -> None:
    st.markdown(as_typed(action.description))
    with st.form(f"tool-{action.id}", border=False):
        values = {field.id: _ask(action, field) for field in action.fields}
        sent = st.form_submit_button(as_typed(action.label), type="primary", width="stretch", wrap=True)
    if sent:
        try:
            last = use(action.id, values)
        except FrontstageError as error:
            trouble(error)
            return
        st.rerun()
    if last is not None:
        draw_answer(last)


def draw_answer(entry: DeskEntry) -> None:
    """What the desk answered, in words and with a sign."""
    if entry.accepted:
        st.success(f"**Accepted.** {as_typed(entry.result)}", icon=":material/check_circle:")
    else:
        st.warning(f"**Refused.** {as_typed(entry.result)}", icon=":material/block:")


def _ask(action: ActionView, field: FieldView) -> str:
    """One field; "" while nothing is chosen or written."""
    label = f"{as_typed(field.label)} ({as_typed(field.unit)})" if field.unit else as_typed(field.label)
    key = f"tool-{action.id}-{field.id}"
    match field.kind:
        case "choice":
            if len(field.options) <= MOST_RADIO:
                return st.radio(label, field.options, index=None, format_func=as_typed, key=key) or ""
            return st.selectbox(label, field.options, index=None, placeholder="Choose one", key=key) or ""
        case "amount":
            amount = st.number_input(label, min_value=0.0, value=None, step=1.0, format="%.2f", key=key)
            return "" if amount is None else f"{amount:.2f}".removesuffix(".00")
        case _:
            return st.text_area(label, key=key, height=100)


def _last(desk: DeskView, action_id: str) -> DeskEntry | None:
    return next((entry for entry in reversed(desk.log) if entry.action == action_id), None)


def _outcome(entry: DeskEntry) -> str:
    return ":material/check_circle: Accepted" if entry.accepted else ":material/block: Refused"


def _given(entry: DeskEntry) -> str:
    return as_typed(", ".join(value for _, value in entry.arguments))
