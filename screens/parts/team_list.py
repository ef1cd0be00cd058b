"""The trainer's list of conversations: narrowed by person and scenario, newest first, a screenful at a time."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from screens.parts.frame import open_page
from screens.parts.text import as_typed
from screens.parts.words import PURPOSE_WORDS, count, score, sentence_case, short_day
from training.views import AttemptItem

EVERYBODY: Final = "Everybody"
EVERYTHING: Final = "All scenarios"
AT_ONCE: Final = 20


def narrowed(attempts: Sequence[AttemptItem]) -> list[AttemptItem]:
    """The attempts that fit the two filters, which are drawn here."""
    left, right = st.columns(2)
    who = left.selectbox("Person", [EVERYBODY, *sorted({item.person for item in attempts})])
    what = right.selectbox("Scenario", [EVERYTHING, *sorted({item.title for item in attempts})])
    return [item for item in attempts if who in {EVERYBODY, item.person} and what in {EVERYTHING, item.title}]


def draw_attempts(attempts: Sequence[AttemptItem]) -> None:
    """The attempts as rows; more of them on demand."""
    shown = st.session_state.setdefault("team-shown", AT_ONCE)
    for item in attempts[:shown]:
        _draw(item)
    left = len(attempts) - shown
    if left > 0 and st.button(f"Show more ({left} left)"):
        st.session_state["team-shown"] = shown + AT_ONCE
        st.rerun()


def _draw(item: AttemptItem) -> None:
    with st.container(border=True, key=f"attempt-{item.attempt_id}"):
        words, scores, action = st.columns([4, 3, 2], vertical_alignment="center")
        words.markdown(
            f"**{as_typed(item.person)}** · {as_typed(item.title)}  \n"
            f"{PURPOSE_WORDS[item.purpose]} · {_when(item)} · {_outcome(item)}{_besides(item)}"
        )
        if item.state == "ended":
            scores.markdown(f"Empathy: {score(item.empathy)}  \nProblem-solving: {score(item.problem_solving)}")
            # There is nothing to read before the end: a conversation under way is the trainee's own.
            if action.button("Read", key=f"read-{item.attempt_id}", width="stretch"):
                open_page("attempt", attempt=item.attempt_id)


def _when(item: AttemptItem) -> str:
    return short_day(item.ended_at or item.started_at)


def _outcome(item: AttemptItem) -> str:
    if item.state == "ended":
        return as_typed(item.ending_title)
    return "Stopped" if item.state == "stopped" else "Under way"


def _besides(item: AttemptItem) -> str:
    """The help that was asked for and the lines that were marked, on a line of their own; "" when there are none."""
    parts = [f"help used {count(item.hints, 'time')}"] if item.hints else []
    if item.flags:
        parts.append(f"{count(item.flags, 'line')} marked as wrong")
    return f"  \n{sentence_case(' · '.join(parts))}" if parts else ""
