"""What a trainer can do about somebody's account: a new first password, close it, open it again.

Always holds: nothing happens before the trainer has read what it means and said so.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, assert_never

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Viewer
from screens.parts.first_password import forget_first_password, keep_first_password
from screens.parts.frame import services, trouble
from screens.parts.text import as_typed
from training.views import PersonItem


class Step(StrEnum):
    """What can be done. The value is the button's label."""

    RENEW = "New password"
    CLOSE = "Close account"
    OPEN = "Open account again"


MEANING: Final = {
    Step.RENEW: "The present password stops working, and every sign-in of theirs ends now. You get a new first "
    "password to pass on.",
    Step.CLOSE: "They are signed out everywhere and cannot sign in until you open the account again. What they have "
    "practised is kept.",
    Step.OPEN: "They can sign in again, with the password that they had.",
}
CONSENT: Final = {
    Step.RENEW: "Make a new password",
    Step.CLOSE: "Close this account",
    Step.OPEN: "Open this account",
}


def manage(viewer: Viewer, people: Sequence[PersonItem]) -> None:
    """Choose somebody, choose what to do, read what it means, and do it or leave it."""
    by_id = {each.person_id: each for each in people}
    chosen = st.selectbox(
        "Whose account?",
        list(by_id),
        index=None,
        placeholder="Choose a person",
        # The browser sends the label back: it must not change with what is done to the account.
        format_func=lambda each: f"{by_id[each].name} · {by_id[each].email}",
        key="account",
    )
    if chosen is None:
        return
    person = by_id[chosen]
    if not person.active:
        st.markdown("This account is closed.")
    with st.container(horizontal=True):
        for step in (Step.RENEW, Step.CLOSE) if person.active else (Step.OPEN,):
            if st.button(step.value):
                st.session_state["account-step"] = (chosen, step)
    if done := st.session_state.pop("account-done", ""):
        st.success(as_typed(done), icon=":material/check_circle:")
    asked = st.session_state.get("account-step")
    if asked is not None and asked[0] == chosen:
        _ask(viewer, person, asked[1])


def _ask(viewer: Viewer, person: PersonItem, step: Step) -> None:
    with st.container(border=True, key="account-question"):
        st.markdown(f"**{as_typed(person.name)}:** {MEANING[step]}")
        with st.container(horizontal=True):
            agreed = st.button(CONSENT[step], type="primary")
            left = st.button("Leave it as it is")
    if left:
        del st.session_state["account-step"]
        st.rerun()
    if agreed:
        try:
            _do(viewer, person, step)
        except FrontstageError as error:
            trouble(error)
        else:
            del st.session_state["account-step"]
            st.rerun()


def _do(viewer: Viewer, person: PersonItem, step: Step) -> None:
    accounts = services().accounts
    match step:
        case Step.RENEW:
            made = accounts.new_password(viewer, person.person_id)
            keep_first_password(f"{person.name} has a new first password.", made, place="renewed")
        case Step.CLOSE:
            accounts.set_active(viewer, person.person_id, active=False)
            forget_first_password(person.email)
            st.session_state["account-done"] = f"{person.name} is signed out everywhere."
        case Step.OPEN:
            accounts.set_active(viewer, person.person_id, active=True)
            st.session_state["account-done"] = f"The account of {person.name} is open again."
        case _:
            assert_never(step)
