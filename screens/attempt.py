"""A conversation of the trainer's team: its debrief and every word of it. Private practice never comes here."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.debrief import draw_debrief
from screens.parts.frame import open_page, page_title, services, trouble, viewer

person = viewer()
attempt = st.query_params.get("attempt", "")
if st.session_state.get("back-to-team"):  # before the conversation is read once more
    open_page("team")
try:
    with st.spinner("Reading the conversation once more"):
        view = services().review.debrief(person, attempt)
except FrontstageError as error:
    page_title("Conversation of your team")
    trouble(error)
else:
    draw_debrief(view, trainee=view.attempt.person)
st.button("Back to the team", icon=":material/arrow_back:", key="back-to-team")
