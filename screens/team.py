"""Team: what the trainer's people have practised, shared or formal, and the way into each conversation."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.assigning import draw_given
from screens.parts.frame import page_title, services, trouble, viewer
from screens.parts.team_list import draw_attempts, narrowed

person = viewer()
page_title("Team", "Shared and formal conversations of the people whom you train. Private practice is never listed.")

try:
    attempts = services().review.team_attempts(person)
    given = () if attempts else services().assignments.given(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

if given:
    st.info("Nothing has been played yet. Conversations appear here once they begin.", icon=":material/groups:")
    st.header("Given so far", anchor=False)
    draw_given(person, given)
    st.stop()
if not attempts:
    st.info(
        "Nothing yet. Add your people, assign them a scenario, and what they practise appears here.",
        icon=":material/groups:",
    )
    st.page_link("screens/people.py", label="Add people", icon=":material/person_add:")
    st.page_link("screens/assign.py", label="Assign a scenario", icon=":material/assignment_turned_in:")
    st.stop()

draw_attempts(narrowed(attempts))
