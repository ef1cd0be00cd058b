"""My conversations: what one has practised, the newest first, and the way back into each."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import open_page, page_title, services, trouble, viewer
from screens.parts.past import draw_attempt

AT_ONCE = 20

person = viewer()
page_title("My conversations", "Go on with one, say how it went, or read a debrief again.")
try:
    attempts = services().review.history(person)
except FrontstageError as error:
    trouble(error)
    st.stop()
if not attempts:
    st.info("You have not talked to anyone yet.", icon=":material/forum:")
    if st.button("Choose a scenario", type="primary"):
        open_page("practise")
    st.stop()
shown = st.session_state.setdefault("attempts_shown", AT_ONCE)
for item in attempts[:shown]:
    draw_attempt(item)
if len(attempts) > shown and st.button(f"Show {min(AT_ONCE, len(attempts) - shown)} more"):
    st.session_state["attempts_shown"] = shown + AT_ONCE
    st.rerun()
