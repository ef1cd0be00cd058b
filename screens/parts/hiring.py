"""The forms that add a person or a team."""

from collections.abc import Sequence

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Role, Viewer
from screens.parts.first_password import keep_first_password
from screens.parts.frame import ROLE_WORDS, once, services, trouble
from screens.parts.text import as_typed
from training.views import TeamItem

ROLES = (Role.TRAINEE, Role.TRAINER, Role.HR)


def ask_for_person(viewer: Viewer, teams: Sequence[TeamItem]) -> None:
    """The form. What was typed stays when it cannot be used."""
    names = {team.team_id: team.name for team in teams}
    choices = list(names) if viewer.team_id is not None else ["", *names]
    with st.form(f"person-{st.session_state.setdefault('person-round', 0)}"):
        left, right = st.columns(2)
        name = left.text_input("Name", max_chars=120, autocomplete="off")
        email = right.text_input("E-mail address", max_chars=254, autocomplete="off")
        # Columns of their own: on a phone each row of columns stacks, and the order of reading stays.
        left, right = st.columns(2)
        role = left.selectbox("Role", ROLES, format_func=lambda each: ROLE_WORDS[each])
        team_id = right.selectbox("Team", choices, format_func=lambda each: names.get(each, "No team"))
        sent = st.form_submit_button("Add person", type="primary")
    if not sent:
        return
    try:
        once(f"add {email}", lambda: _add(viewer, name=name, email=email, role=role, team_id=team_id or None))
    except FrontstageError as error:
        trouble(error)
        return
    st.session_state["person-round"] += 1
    st.rerun()


def _add(viewer: Viewer, *, name: str, email: str, role: Role, team_id: str | None) -> None:
    made = services().accounts.add_person(viewer, name=name, email=email, role=role, team_id=team_id)
    keep_first_password(f"{made.person.name} is added.", made, place="added")


def ask_for_team(viewer: Viewer) -> None:
    """The form of a team, one field. What was typed stays when it cannot be used."""
    with st.form(f"team-{st.session_state.setdefault('team-round', 0)}"):
        name = st.text_input("Team's name", max_chars=120)
        sent = st.form_submit_button("Add team")
    if added := st.session_state.pop("team-added", ""):
        st.success(f"{as_typed(added)} is added.", icon=":material/check_circle:")
    if not sent:
        return
    try:
        made = once(f"add team {name}", lambda: services().accounts.add_team(viewer, name))
    except FrontstageError as error:
        trouble(error)
        return
    st.session_state["team-added"] = made.name
    st.session_state["team-round"] += 1
    st.rerun()
