"""A first password on the screen of the trainer who made it.

Always holds: it is shown once, right below what made it, until the trainer has passed it on or leaves; it is kept
nowhere else.
"""

import streamlit as st

from screens.parts.text import as_typed
from training.accounts import NewPerson


def keep_first_password(news: str, made: NewPerson, *, place: str) -> None:
    """Hold it for `show_first_password` of the same place. `news` says in a sentence what happened."""
    st.session_state["first-password"] = (place, news, made.person.email, made.first_password)


def forget_first_password(email: str) -> None:
    """Take the password of this address off the screen: it opens nothing any more."""
    if (kept := st.session_state.get("first-password")) is not None and kept[2] == email:
        del st.session_state["first-password"]


def show_first_password(place: str) -> None:
    """The password that was made at this place of the screen, when there is one."""
    kept = st.session_state.get("first-password")
    if kept is None or kept[0] != place:
        return
    _, news, email, password = kept
    with st.container(border=True, key="first-password-box"):
        st.success(as_typed(news), icon=":material/check_circle:")
        st.markdown(
            "Give them this address and first password in person or by a call. The password is kept nowhere else; "
            "they can change it under “Your account”."
        )
        # Two blocks of code, because what is copied from them is exact.
        st.code(email, language=None)
        st.code(password, language=None)
        if st.button("I have passed it on"):
            del st.session_state["first-password"]
            st.rerun()
