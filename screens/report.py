"""Completion and scores: what HR may know of formal practice. No conversation is reachable from here."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import page_title, services, trouble, viewer
from screens.parts.model_health import warn
from screens.parts.reporting import draw_people, draw_teams, narrowed

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

person = viewer()
page_title("Completion and scores", "Formal practice only. What was said stays between the trainee and the trainer.")

try:
    warn(services().model.alarm(person))
    people = services().reports.people(person)
    teams = services().reports.teams(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

if not people:
    st.info("No formal practice has been assigned yet. Trainers assign it.", icon=":material/fact_check:")
    st.stop()

st.header("By team", anchor=False)
draw_teams(teams)
st.header("By person", anchor=False)
draw_people(narrowed(people))
st.download_button(
    "Download both tables (.xlsx)",
    data=lambda: services().reports.export(person),
    file_name="frontstage-completion.xlsx",
    mime=SHEET,
    icon=":material/download:",
    on_click="ignore",
)
st.markdown(
    "Scores come from talks with simulated customers, on a scale of 1 to 5; “typical” is the median of the finished "
    "attempts. A score must not decide alone about a person. Each download is noted in the audit trail."
)
