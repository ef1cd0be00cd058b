"""Practise: what is due, what is under way, and every scenario that can be rehearsed."""

import streamlit as st

from domain.errors import FrontstageError
from screens.parts.cards import draw_assigned, draw_scenario, draw_under_way, filtered
from screens.parts.frame import page_title, services, trouble, viewer

COLUMNS = 2
UNDER_WAY = {"active", "paused"}

person = viewer()
page_title("Practise", "Pick a customer. You read the brief first; nothing starts before you say so.")

try:
    assigned = services().assignments.mine(person)
    past = services().review.history(person)
    cards = services().practice.library(person)
except FrontstageError as error:
    trouble(error)
    st.stop()

if assigned:
    st.header("Assigned to you", anchor=False)
    for item in assigned:
        draw_assigned(item)

resumable = {item.open_attempt for item in assigned}
under_way = [item for item in past if item.state in UNDER_WAY and item.attempt_id not in resumable]
if under_way:
    st.header("Under way", anchor=False)
    for attempt in under_way:
        draw_under_way(attempt)

st.header("All scenarios", anchor=False)
chosen = filtered(cards)
if not chosen:
    st.info("No scenario fits all of these. Take one of the filters away.", icon=":material/filter_alt_off:")
for start in range(0, len(chosen), COLUMNS):
    for column, card in zip(st.columns(COLUMNS), chosen[start : start + COLUMNS], strict=False):
        with column:
            draw_scenario(card)
