"""Where a conversation stands once nobody is talking: it has ended, it was stopped, or it rests. One next step each."""

import streamlit as st

from domain.people import Viewer
from screens.parts.frame import attempt_to, open_page, services
from screens.parts.leaving import offer_stop
from screens.parts.text import as_typed
from training.views import ConversationView


def draw_over(person: Viewer, view: ConversationView) -> None:
    """The panel below the last message. Nothing while the conversation goes on."""
    match view.state:
        case "ended":
            _ended(view)
        case "stopped":
            _stopped()
        case "paused":
            _resting(person, view)
        case _:
            pass


def _ended(view: ConversationView) -> None:
    with st.container(border=True, key="ending"):
        st.header(as_typed(view.ending_title), anchor=False)
        st.markdown("The conversation is over. Everything that was said is kept.")
        if view.rated:
            if st.button("Open the debrief", type="primary", width="stretch"):
                open_page("debrief", attempt=view.attempt_id)
            return
        if view.cool_down:
            st.markdown("It got heated. There is no hurry now.")
            if st.button("Take a moment first", type="primary", width="stretch"):
                open_page("cool-down", attempt=view.attempt_id)
        if st.button(
            "Say how it went, then see the debrief",
            type="secondary" if view.cool_down else "primary",
            width="stretch",
        ):
            open_page("rate", attempt=view.attempt_id)


def _stopped() -> None:
    with st.container(border=True, key="ending"):
        st.header("You stopped here", anchor=False)
        st.markdown(
            "It has no score and no ending, and nothing about it is held against you. From each of your messages you "
            "can take it again whenever you like."
        )
        if st.button("Back to the scenarios", type="primary", width="stretch"):
            open_page("practise")


def _resting(person: Viewer, view: ConversationView) -> None:
    with st.container(border=True, key="resting"):
        st.header("The conversation rests", anchor=False)
        st.markdown(f"{as_typed(view.brief.customer)} waits, and no time is counted.")
        if st.button("Go on", type="primary", width="stretch"):
            attempt_to(lambda: services().practice.resume(person, view.attempt_id))
        offer_stop(person, view)
