"""Your own view: what the trainee thinks of a conversation before any score is shown.

Always holds: both questions are answered before anything is saved; a conversation is rated once.
"""

from typing import Final

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Purpose
from screens.parts.frame import open_page, page_title, services, trouble, viewer
from screens.parts.text import as_typed

ANSWERS: Final = {1: "1 · Not at all", 2: "2 · A little", 3: "3 · In part", 4: "4 · Well", 5: "5 · Fully"}

person = viewer()
attempt = st.query_params.get("attempt", "")
try:
    view = services().practice.conversation(person, attempt)
except FrontstageError as error:
    page_title("Your own view")
    trouble(error)
    st.stop()
if view.stopped:
    page_title("Your own view")
    st.info("You stopped this conversation, so there is nothing to rate and nothing is scored.", icon=":material/info:")
    if st.button("My conversations", type="primary"):
        open_page("history")
    st.stop()
if view.state != "ended":
    page_title("Your own view")
    st.info("This conversation is not over yet. You rate it once it has ended.", icon=":material/info:")
    if st.button("Back to the conversation", type="primary"):
        open_page("conversation", attempt=attempt)
    st.stop()
if view.rated:
    open_page("debrief", attempt=attempt)

customer = as_typed(view.brief.customer)
page_title("Your own view", f"{view.brief.title} · {view.ending_title}")
st.markdown(
    "Before you see what Frontstage found: how do you think it went? "
    "Your answer changes no score; it stands beside it, and shows how well you judge yourself."
)
if view.purpose is not Purpose.PRACTICE:
    st.markdown("Your trainer can read your answer and what you write below.")
with st.form("own-view", border=False):
    empathy = st.radio(
        f"Did {customer} feel understood by you?",
        list(ANSWERS),
        index=None,
        format_func=ANSWERS.__getitem__,
        key="felt",
    )
    solving = st.radio(
        f"Did you move {customer}’s problem towards a solution?",
        list(ANSWERS),
        index=None,
        format_func=ANSWERS.__getitem__,
        key="solved",
    )
    reflection = st.text_area("What would you do differently? (optional)", max_chars=2_000, key="reflection")
    sent = st.form_submit_button("See the debrief", type="primary")
if sent:
    if empathy is None or solving is None:
        st.warning("Answer both questions first; a guess is fine.", icon=":material/info:")
        st.stop()
    try:
        services().review.rate(person, attempt, empathy=empathy, problem_solving=solving, reflection=reflection)
    except FrontstageError as error:
        trouble(error)
        st.stop()
    open_page("debrief", attempt=attempt)
