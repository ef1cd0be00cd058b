"""Help in the middle of a conversation: one click away, a hint and not a sentence to copy, and counted in the open.

Always holds: who sees the count is said where it is shown; the hint stands until the next message, so that it can be
read while one writes.
"""

from typing import Final

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Purpose, Viewer
from screens.parts.frame import services, trouble
from screens.parts.text import as_typed, quoted
from training.views import ConversationView, HintView

WHO_SEES: Final = {
    Purpose.PRACTICE: "only you see this number",
    Purpose.SHARED: "your trainer sees this number",
    Purpose.FORMAL: "your trainer sees this number",
}


def offer_help(person: Viewer, view: ConversationView) -> None:
    """The button. Nothing is drawn where help is off."""
    if view.hints_allowed and st.button("Help", key="help", icon=":material/lightbulb:", disabled=view.waiting):
        try:
            hint = services().practice.hint(person, view.attempt_id)
        except FrontstageError as error:
            trouble(error)
            return
        st.session_state["hint"] = (_moment(view), hint)
        st.rerun()


def draw_help_used(view: ConversationView) -> None:
    """How often help was asked for, and who sees that; nothing before it was."""
    if view.hints:
        with st.container(key="help-used", width="content"):
            st.markdown(f":small[{help_used(view)}]")


def draw_hint(view: ConversationView) -> None:
    """The hint that was asked for after the last message, if there is one."""
    kept: tuple[tuple[str, int], HintView] | None = st.session_state.get("hint")
    if kept is None or kept[0] != _moment(view):
        return
    hint = kept[1]
    with st.container(border=True, key="hint"):
        st.markdown(":small[:material/lightbulb: One thing to try now]")
        st.header(as_typed(hint.skill), anchor=False)
        st.markdown(as_typed(hint.words))
        if hint.quote:
            with st.container(key="hint-quote"):
                st.markdown(f"{quoted(hint.quote)}  \n:small[From the guidance page “{as_typed(hint.guidance_title)}”]")
        with st.container(key="hint-used"):
            st.markdown(f":small[{help_used(view)}.]")
        if st.button("Put it away", key="hint-away", type="tertiary"):
            del st.session_state["hint"]
            st.rerun()


def help_used(view: ConversationView) -> str:
    return f"Help used: {view.hints}, {WHO_SEES[view.purpose]}"


def _moment(view: ConversationView) -> tuple[str, int]:
    return view.attempt_id, view.turns[-1].number if view.turns else 0
