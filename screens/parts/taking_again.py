"""Take it again from here: the way into another take of a conversation, and the mark where one leaves its first.

Always holds: the conversation that it is taken from is kept as it stands; what had been said at that point stands in
the box of the new take, as a draft to change.
"""

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Purpose, Viewer
from screens.parts.frame import once, open_page, services, trouble
from screens.parts.words import message_number
from training.views import ConversationView

LABEL = "Take it again from here"


def offer_again(person: Viewer, attempt: str, turn: int, *, key: str) -> None:
    """The button that takes the attempt up again from the trainee's turn, in a conversation of its own."""
    if st.button(LABEL, key=key, icon=":material/replay:", type="tertiary"):
        try:
            fork = once(f"fork {attempt} {turn}", lambda: services().practice.fork(person, attempt, turn))
        except FrontstageError as error:
            trouble(error)
        else:
            open_page("conversation", attempt=fork)


def may_take_again(view: ConversationView) -> bool:
    """Whether its messages can be taken again: not those of a formal conversation that is still to be ended."""
    return view.purpose is not Purpose.FORMAL or view.state in {"ended", "stopped"}


def draw_branching(view: ConversationView) -> None:
    """The mark between what was taken over and what is said anew, with the way back to where it comes from."""
    if view.forked_from is None:
        return
    parent, turn = view.forked_from
    with st.container(border=True, key="branching"):
        st.markdown(
            f":material/fork_right: **Another take, from your message {message_number(turn)}.** "
            "All that stands above it was taken over. This take is private practice, and the one before it is kept."
        )
        if st.button("Back to the one before", icon=":material/arrow_back:", key="to-parent"):
            open_page("conversation", attempt=parent)


def first_draft(person: Viewer, view: ConversationView) -> str:
    """What the trainee had written at the point where this take begins, "" once they have said something here."""
    try:
        return services().practice.draft(person, view.attempt_id)
    except FrontstageError:
        return ""  # the draft is a convenience: a conversation goes on without it
