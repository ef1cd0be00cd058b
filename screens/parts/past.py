"""One conversation in a list of one's own: what it was, how it ended, and the one thing to do about it."""

import streamlit as st

from screens.parts.frame import open_page
from screens.parts.text import as_typed
from screens.parts.words import PURPOSE_WORDS, message_number, score, short_day
from training.views import AttemptItem


def draw_attempt(item: AttemptItem) -> None:
    label, page, primary = _next_step(item)
    with st.container(border=True, key=f"past-{item.attempt_id}"):
        words, action = st.columns([3, 1], vertical_alignment="center")
        with words:
            st.subheader(as_typed(item.title), anchor=False)
            st.markdown(
                f"{short_day(item.started_at)} · {PURPOSE_WORDS[item.purpose]} · {_standing(item)}{taken_from(item)}"
            )
            if item.rated:
                st.markdown(f"Empathy {score(item.empathy)} · problem-solving {score(item.problem_solving)}")
        if action.button(
            label, key=f"open-{item.attempt_id}", type="primary" if primary else "secondary", width="stretch"
        ):
            open_page(page, attempt=item.attempt_id)


def _next_step(item: AttemptItem) -> tuple[str, str, bool]:
    """The button's label, the page that it opens, and whether something is still to be done."""
    if item.state == "stopped":
        return "Look at it again", "conversation", False
    if item.state != "ended":
        return "Go on", "conversation", True
    if not item.rated:
        return "Say how it went", "rate", True
    return "Read the debrief", "debrief", False


def _standing(item: AttemptItem) -> str:
    if item.state == "ended":
        return as_typed(item.ending_title)
    return {"paused": "resting", "stopped": "stopped, without a score"}.get(item.state, "under way")


def taken_from(item: AttemptItem) -> str:
    """From which message it was taken again, to stand after what else is said of it; "" for a first take."""
    return "" if item.forked_from is None else f" · another take, from message {message_number(item.forked_from[1])}"
