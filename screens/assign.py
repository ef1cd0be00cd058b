"""Assign: give people a scenario to play by a date, and see who has completed it."""

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Role
from screens.parts.assigning import ask, draw_given, draw_left_out
from screens.parts.frame import page_title, services, trouble, viewer

person = viewer()
page_title("Assign a scenario")

try:
    people = [each for each in services().accounts.people(person) if each.role is Role.TRAINEE and each.active]
    cards = services().practice.library(person)
    given = services().assignments.given(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

if done := st.session_state.pop("assigned", ""):
    st.success(done, icon=":material/check_circle:")
draw_left_out(services().broken)
if people:
    ask(person, people, cards)
else:
    st.info("There is nobody to assign anything to yet.", icon=":material/person_add:")
    st.page_link("screens/people.py", label="Add people", icon=":material/person_add:")

st.header("Given so far", anchor=False)
draw_given(person, given)
