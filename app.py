"""The entry of the screens: who is signed in, and which screens they get. Nothing else."""

from typing import Final

import streamlit as st

from domain.people import Role
from screens.parts.frame import MARK, PAGES, dress, services, sidebar, viewer
from screens.parts.privacy import ask_to_acknowledge

TITLES: Final = {
    "practise": ("Practise", ":material/forum:"),
    "history": ("My conversations", ":material/history:"),
    "team": ("Team", ":material/groups:"),
    "assign": ("Assign", ":material/assignment_turned_in:"),
    "people": ("People", ":material/person_add:"),
    "calibration": ("Calibration", ":material/balance:"),
    "report": ("Completion and scores", ":material/fact_check:"),
    "model": ("Model", ":material/smart_toy:"),
    "account": ("Your account", ":material/settings:"),
    "brief": ("Brief", ":material/description:"),
    "conversation": ("Conversation", ":material/chat:"),
    "cool-down": ("A moment first", ":material/self_improvement:"),
    "rate": ("Your own view", ":material/rate_review:"),
    "debrief": ("Debrief", ":material/insights:"),
    "attempt": ("Conversation of your team", ":material/groups:"),
    "notice": ("Who sees what", ":material/visibility:"),
}
TALKING: Final = ("brief", "conversation", "cool-down", "rate", "debrief")
MENUS: Final = {
    Role.TRAINEE: ("practise", "history", "notice", "account"),
    Role.TRAINER: ("team", "assign", "people", "calibration", "practise", "history", "notice", "account"),
    Role.HR: ("report", "model", "notice", "account"),
}
BEHIND: Final = {Role.TRAINEE: TALKING, Role.TRAINER: (*TALKING, "attempt"), Role.HR: ()}


def page(name: str, *, first: bool = False, shown: bool = True) -> st.Page:
    title, icon = TITLES[name]
    return st.Page(
        PAGES[name], title=title, icon=icon, url_path=name, default=first, visibility="visible" if shown else "hidden"
    )


st.set_page_config(page_title="Frontstage", page_icon=MARK)
dress()
person = viewer()
due = services().accounts.notice_due(person)
menu = [page(name, first=number == 0) for number, name in enumerate(MENUS[person.role])]
behind = [page(name, shown=False) for name in BEHIND[person.role]]
here = st.navigation([*menu, *behind], position="hidden" if due else "sidebar")
st.set_page_config(page_title=f"{here.title} · Frontstage")
sidebar(person)
if due:
    ask_to_acknowledge(person)
else:
    here.run()
