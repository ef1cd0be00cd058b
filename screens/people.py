"""People: who is here, and adding somebody with a first password that is shown once."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import ROLE_WORDS, page_title, services, trouble, viewer
from screens.parts.hiring import ask_for_person, ask_for_team, show_first_password
from screens.parts.tables import draw_table

person = viewer()
page_title("People")

try:
    people = services().accounts.people(person)
    teams = services().accounts.teams(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

show_first_password()
draw_table(
    ["Name", "E-mail address", "Role", "Team"],
    [(each.name, each.email, ROLE_WORDS[each.role], each.team) for each in people if each.active],
    title="People",
)
st.header("Add a person", anchor=False)
ask_for_person(person, teams)
if person.team_id is None:
    st.header("Add a team", anchor=False)
    ask_for_team(person)
