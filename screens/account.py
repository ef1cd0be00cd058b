"""Your account: who you are here, and a new password."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import ROLE_WORDS, page_title, services, trouble, viewer
from screens.parts.text import as_typed

person = viewer()
page_title("Your account")
st.markdown(f"Signed in as **{as_typed(person.name)}**, {ROLE_WORDS[person.role]}.")

st.header("Change the password", anchor=False)
with st.form("password"):
    old = st.text_input("Present password", type="password", max_chars=200, autocomplete="current-password")
    new = st.text_input(
        "New password, 10 characters or more", type="password", max_chars=200, autocomplete="new-password"
    )
    again = st.text_input("New password once more", type="password", max_chars=200, autocomplete="new-password")
    sent = st.form_submit_button("Change password", type="primary")
if sent and new != again:
    st.error("The two new passwords differ. Nothing was changed.", icon=":material/error:")
elif sent:
    try:
        services().accounts.change_password(person, old=old, new=new)
    except FrontstageError as error:
        trouble(error)
    else:
        st.success(
            "The password is changed, and every sign-in has ended, this one too. [Sign in](/sign-in) with the new one.",
            icon=":material/check_circle:",
        )
        st.stop()
