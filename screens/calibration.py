"""Calibration: how far the scores agree with people, for trainers, and the way to compare them once more."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.agreement import draw_alarms, draw_engine, draw_meaning
from screens.parts.frame import page_title, services, trouble, viewer
from screens.parts.labelled import ask_for_labels, draw_format

person = viewer()
page_title("Calibration", "How far the scores agree with what people say of the same conversations.")

try:
    view = services().calibrations.view(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

draw_alarms(view)
draw_meaning(view)
for engine in view.engines:
    draw_engine(engine, view)
st.header("Compare with your own labels", anchor=False)
draw_format()
ask_for_labels(person)
