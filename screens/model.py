"""The chat model, for the administrator: which one, whether it is well, what it costs, and what it worded."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.frame import page_title, services, trouble, viewer
from screens.parts.model_costs import draw_days, draw_standing
from screens.parts.model_health import draw_health, offer_model
from screens.parts.model_lines import draw_lines
from screens.parts.words import month_name

person = viewer()
page_title("Model", "The chat model that words the customers. Everything here is a sum: nobody is named.")

try:
    months = services().model.months(person)
    present = services().model.view(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

if present is None:
    offer_model()
    st.stop()

draw_health(person, present)
st.header("What it costs", anchor=False)
month = st.selectbox("Month", months, format_func=month_name, width=240)
try:
    shown = present if month == present.month else services().model.view(person, month) or present
except FrontstageError as error:
    trouble(error)
    st.stop()
draw_standing(shown)
draw_days(shown)
st.header("Who worded the customers’ lines", anchor=False)
draw_lines(shown.wording)
