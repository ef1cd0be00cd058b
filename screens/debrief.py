"""The debrief of one's own conversation. Opens once the trainee has rated it. A trainer who comes by a trainee's link
is led to their own page of it.
"""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.debrief import draw_debrief
from screens.parts.frame import open_page, page_title, services, trouble, viewer
from screens.parts.taking_again import offer_again
from training.review import SelfRatingDue

person = viewer()
attempt = st.query_params.get("attempt", "")


def again(turn: int, key: str) -> None:
    offer_again(person, attempt, turn, key=f"again-{key}")


try:
    with st.spinner("Reading the conversation once more"):
        view = services().review.debrief(person, attempt)
        branches = services().review.branches(person, attempt)
except SelfRatingDue:
    open_page("rate", attempt=attempt)
except FrontstageError as error:
    page_title("Debrief")
    trouble(error)
    if st.button("My conversations", type="primary"):
        open_page("history")
else:
    if not view.own:
        open_page("attempt", attempt=attempt)
    draw_debrief(view, branches=branches, again=again)
    with st.container(horizontal=True, key="onwards"):
        if st.button("Practise it again", type="primary", icon=":material/replay:"):
            open_page("brief", scenario=view.brief.scenario_id)
        if st.button("My conversations", icon=":material/history:"):
            open_page("history")
