"""The ways out of a conversation: rest, end it and have it scored, or stop and have nothing scored.

Always holds: each says what it does before it is done; nobody stops by ending or ends by stopping, for they stand apart
and are confirmed in different words.
"""

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Purpose, Viewer
from screens.parts.frame import attempt_to, open_page, services, trouble
from screens.parts.text import as_typed
from training.views import ConversationView


def draw_ways_out(person: Viewer, view: ConversationView) -> None:
    practice, attempt = services().practice, view.attempt_id
    if st.button("Pause"):
        attempt_to(lambda: practice.pause(person, attempt))
    with st.popover("End"):
        st.markdown(
            f"What you have settled with {as_typed(view.brief.customer)} by now counts, and what is open stays open. "
            "An ended conversation is scored, and cannot be gone on with."
        )
        if st.button("End the conversation", type="primary"):
            attempt_to(lambda: practice.end(person, attempt))
    offer_stop(person, view)


def offer_stop(person: Viewer, view: ConversationView) -> None:
    """Stop without penalty, confirmed first. A calm screen follows."""
    with st.popover("Stop", type="tertiary", icon=":material/front_hand:"):
        st.markdown(f"**Stop here, without a score.** {what_stopping_means(view.purpose)}")
        if st.button("Stop, nothing is scored", key="stop"):
            try:
                services().practice.stop(person, view.attempt_id)
            except FrontstageError as error:
                trouble(error)
            else:
                open_page("cool-down", attempt=view.attempt_id)


def what_stopping_means(purpose: Purpose) -> str:
    """What is kept of a conversation that is stopped, and who sees that."""
    kept = "You need no reason, and nothing is held against you. You do not come back to this one; you can begin afresh"
    match purpose:
        case Purpose.PRACTICE:
            return f"{kept}, or take it again from any of your messages. Nobody else hears of it."
        case Purpose.SHARED:
            return f"{kept}, or take it again from any of your messages. Your trainer sees that you stopped, no more."
        case Purpose.FORMAL:
            return f"{kept}, and none of your attempts is used up. Your trainer sees that you stopped, no more."
