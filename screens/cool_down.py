"""A moment after a hard conversation, or after one that was stopped: short, optional, and before any rating."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.cool_down import draw_after_hostile, draw_after_stop
from screens.parts.frame import open_page, page_title, services, trouble, viewer

person = viewer()
attempt = st.query_params.get("attempt", "")
try:
    view = services().practice.conversation(person, attempt)
except FrontstageError as error:
    page_title("A moment first")
    trouble(error)
    st.stop()
if view.stopped:
    draw_after_stop(view)
elif view.state == "ended":
    draw_after_hostile(view)
else:
    open_page("conversation", attempt=attempt)
