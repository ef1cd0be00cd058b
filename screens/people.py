"""People: who is here, whose account needs help or is to be closed, and adding somebody with a first password."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.first_password import show_first_password
from screens.parts.frame import ROLE_WORDS, page_title, services, trouble, viewer
from screens.parts.hiring import ask_for_person, ask_for_team
from screens.parts.managing import manage
from screens.parts.tables import draw_table

person = viewer()
page_title("People")

try:
    people = sorted(services().accounts.people(person), key=lambda each: not each.active)
    managed = services().accounts.managed(person)
    teams = services().accounts.teams(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

draw_table(
    ["Name", "E-mail address", "Role", "Team"],
    [
        (each.name if each.active else f"{each.name} (account closed)", each.email, ROLE_WORDS[each.role], each.team)
        for each in people
    ],
    title="People",
)
if managed:
    st.header("Manage an account", anchor=False)
    manage(person, managed)
    show_first_password("renewed")
st.header("Add a person", anchor=False)
ask_for_person(person, teams)
show_first_password("added")
if person.team_id is None:
    st.header("Add a team", anchor=False)
    ask_for_team(person)
