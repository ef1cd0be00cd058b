"""My conversations: what one has practised, the newest first, and the way back into each."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import open_page, page_title, services, trouble, viewer
from screens.parts.more import draw_in_parts
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
draw_in_parts("history", attempts, draw_attempt, at_once=AT_ONCE)
