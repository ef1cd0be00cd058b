"""The trainer's list of conversations: narrowed by person and scenario, newest first, a screenful at a time."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from evaluation.pass_mark import Outcome
from screens.parts.frame import open_page
from screens.parts.more import begin_again, draw_in_parts
from screens.parts.text import as_typed
from screens.parts.words import PURPOSE_WORDS, count, score, sentence_case, short_day
from training.views import AttemptItem

EVERYBODY: Final = "Everybody"
EVERYTHING: Final = "All scenarios"
ANY: Final = "All"
STANDINGS: Final = ("For review", "Passed", "Not yet")
OUTCOME_WORDS: Final = {
    Outcome.PASSED: "Passed: the whole band reaches the pass mark",
    Outcome.NOT_YET: "Not yet: the whole band lies below the pass mark",
    Outcome.UNSCORED: "For review: a score is missing",
    Outcome.CROSSED: "For review: the pass mark lies inside the band",
    Outcome.ADVISORY: "For review: below the pass mark, by criteria that are advisory",
}
AT_ONCE: Final = 20
LIST: Final = "team"  # by this name the screen remembers how much of it is shown


def narrowed(attempts: Sequence[AttemptItem]) -> list[AttemptItem]:
    """The attempts that fit the filters, which are drawn here: the third only where there is a pass mark."""
    standings = [word for word in STANDINGS if any(standing(item) == word for item in attempts)]
    columns = st.columns(3 if standings else 2)

    def choose(place: int, label: str, options: list[str]) -> str:
        return columns[place].selectbox(label, options, on_change=begin_again, args=(LIST,))

    who = choose(0, "Person", [EVERYBODY, *sorted({item.person for item in attempts})])
    what = choose(1, "Scenario", [EVERYTHING, *sorted({item.title for item in attempts})])
    mark = choose(2, "Pass mark", [ANY, *standings]) if standings else ANY
    return [
        item
        for item in attempts
        if who in {EVERYBODY, item.person} and what in {EVERYTHING, item.title} and mark in {ANY, standing(item)}
    ]


def standing(item: AttemptItem) -> str:
    """One of STANDINGS, or "" where there is nothing to say of a pass mark."""
    if item.outcome is None:
        return ""
    return OUTCOME_WORDS[item.outcome].partition(":")[0]


def draw_attempts(attempts: Sequence[AttemptItem]) -> None:
    """The attempts as rows; more of them on demand."""
    draw_in_parts(LIST, attempts, _draw, at_once=AT_ONCE)


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
    """The help that was asked for and the lines that were marked, on a line of their own; on another, where it stands
    against the pass mark. "" when there is nothing of it."""
    parts = [f"help used {count(item.hints, 'time')}"] if item.hints else []
    if item.flags:
        parts.append(f"{count(item.flags, 'line')} marked as wrong")
    lines = [sentence_case(" · ".join(parts))] if parts else []
    if item.outcome is not None:
        lines.append(f"**{OUTCOME_WORDS[item.outcome]}**")
    return "".join(f"  \n{line}" for line in lines)
