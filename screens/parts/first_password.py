"""A first password on the screen of the trainer who made it.

Always holds: each is shown right below what made it, until the trainer has passed it on or leaves; it is kept nowhere
else.
"""

import streamlit as st

from screens.parts.text import as_typed
from training.accounts import NewPerson


def keep_first_password(news: str, made: NewPerson, *, place: str) -> None:
    """Hold it for `show_first_password` of the same place. `news` says in a sentence what happened."""
    forget_first_password(made.person.email)
    _kept().append((place, news, made.person.email, made.first_password))


def forget_first_password(email: str) -> None:
    """Take the password of this address off the screen: it opens nothing any more."""
    kept = _kept()
    kept[:] = [each for each in kept if each[2] != email]


def _kept() -> list[tuple[str, str, str, str]]:
    """Place, news, address and password of each that is still to be passed on."""
    kept: list[tuple[str, str, str, str]] = st.session_state.setdefault("first-passwords", [])
    return kept


def show_first_password(place: str) -> None:
    """The passwords that were made at this place of the screen."""
    for made_at, news, email, password in tuple(_kept()):
        if made_at == place:
            _show(news, email, password)


def _show(news: str, email: str, password: str) -> None:
    with st.container(border=True, key=f"first-password-box-{email}"):
        st.success(as_typed(news), icon=":material/check_circle:")
        st.markdown(
            "Give them this address and first password in person or by a call. The password is kept nowhere else; "
            "they can change it under “Your account”."
        )
        # Two blocks of code, because what is copied from them is exact.
        st.code(email, language=None)
        st.code(password, language=None)
        if st.button("I have passed it on", key=f"passed-on-{email}"):
            forget_first_password(email)
            st.rerun()
