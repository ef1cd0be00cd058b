"""What can be done with one message: take it again from one's own, or say that a line of the customer's was wrong.

Always holds: each is a button with words that the keyboard reaches; before a line is marked, the screen says what will
happen with that.
"""

from collections.abc import Callable

import streamlit as st

from domain.conversation import Speaker
from domain.errors import FrontstageError
from domain.people import Purpose, Viewer
from screens.parts.frame import services, trouble
from screens.parts.taking_again import may_take_again, offer_again
from training.practise import LONGEST_REASON
from training.views import ConversationView, TurnView

FLAG_LABEL = "This line was wrong"


def tools_for(person: Viewer, view: ConversationView) -> Callable[[TurnView], None]:
    """What draws the tools of each message of this conversation, below its words."""

    def draw(turn: TurnView) -> None:
        if turn.speaker is Speaker.CUSTOMER:
            if not turn.flagged:
                _offer_flag(person, view, turn.number)
        elif may_take_again(view):
            with st.container(key=f"tools-{turn.number}"):
                offer_again(person, view.attempt_id, turn.number, key=f"again-{turn.number}")

    return draw


def what_happens(purpose: Purpose) -> str:
    """What becomes of a marked line, said before it is marked."""
    if purpose is Purpose.PRACTICE:
        return "Your note is kept beside the line. This is private practice, so nobody but you reads it."
    return "Your note is kept beside the line, and your trainer reads it there. By itself it changes no score."


def _offer_flag(person: Viewer, view: ConversationView, turn: int) -> None:
    # The form is drawn only once it is asked for: thirty of them would make every screen slow.
    with st.container(key=f"tools-{turn}"):
        st.button(
            FLAG_LABEL,
            key=f"wrong-{turn}",
            icon=":material/flag:",
            type="tertiary",
            on_click=_open_or_close,
            args=(view.attempt_id, turn),
        )
    if st.session_state.get("marking") == (view.attempt_id, turn):
        _ask_why(person, view, turn)


def _open_or_close(attempt: str, turn: int) -> None:
    opened = st.session_state.get("marking") == (attempt, turn)
    st.session_state["marking"] = None if opened else (attempt, turn)


def _ask_why(person: Viewer, view: ConversationView, turn: int) -> None:
    with st.form(f"marking-{turn}", border=False):
        reason = st.text_input("What was wrong with it?", max_chars=LONGEST_REASON, key=f"reason-{turn}")
        st.markdown(f":small[{what_happens(view.purpose)}]")
        sent = st.form_submit_button("Mark this line")
    if sent:
        try:
            services().practice.flag(person, view.attempt_id, turn, reason)
        except FrontstageError as error:
            trouble(error)
            return
        del st.session_state["marking"]
        st.rerun()
