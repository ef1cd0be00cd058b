"""The brief: what the trainee may know beforehand, who will see it, how heated it may get, and the start."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import once, open_page, page_title, services, trouble, viewer
from screens.parts.starting import choose_ceiling, choose_purpose
from screens.parts.text import as_typed
from screens.parts.words import CHANNEL_WORDS

person = viewer()
scenario_id = st.query_params.get("scenario", "")
assignment_id = st.query_params.get("assignment")

try:
    brief = services().practice.brief(scenario_id)
    mine = {item.assignment_id: item for item in services().assignments.mine(person)}
except FrontstageError as error:
    page_title("Brief")
    trouble(error)
    if st.button("Back to the scenarios"):
        open_page("practise")
    st.stop()

assigned = mine.get(assignment_id or "")
page_title(brief.title)
st.markdown(
    f"With **{as_typed(brief.customer)}** · {CHANNEL_WORDS[brief.channel]} · about {brief.minutes} minutes · "
    "simulated customer"
)

words, start = st.columns([5, 3], gap="large")
with words:
    st.header("Where you are", anchor=False)
    st.markdown(f"**{as_typed(brief.company)}.** {as_typed(brief.role)}")
    st.markdown(as_typed(brief.situation))
    st.header("What you want to reach", anchor=False)
    st.markdown("\n".join(f"- {as_typed(goal)}" for goal in brief.goals))
    if brief.good_to_know:
        st.header("Good to know", anchor=False)
        st.markdown("\n".join(f"- {as_typed(line)}" for line in brief.good_to_know))

with start, st.container(border=True, key="start"):
    purpose = choose_purpose(assigned.purpose if assigned is not None else None)
    ceiling = choose_ceiling(purpose)
    if st.button("Start", type="primary", width="stretch"):
        try:
            with st.spinner(f"{as_typed(brief.customer)} is getting in touch…"):
                attempt_id = once(
                    f"start {scenario_id}",
                    lambda: services().practice.start(
                        person,
                        scenario_id,
                        purpose=purpose,
                        assignment_id=assigned.assignment_id if assigned else None,
                        ceiling=ceiling,
                    ),
                )
        except FrontstageError as error:
            trouble(error)
        else:
            open_page("conversation", attempt=attempt_id)
    if st.button("Back to the scenarios", width="stretch"):
        open_page("practise")
