"""Who worded the customers' lines in a month, and what went wrong with those that were replaced."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from screens.parts.tables import draw_table
from screens.parts.words import sentence_case
from training.wording import Tally, WordedBy, Wording

_WORDED_BY: Final = {
    WordedBy.MODEL: "The model",
    WordedBy.MODEL_AGAIN: "The model, at its second try",
    WordedBy.SCRIPT_AFTER_AUDIT: "The script: the model’s line did not pass the check",
    WordedBy.SCRIPT_AFTER_FAILURE: "The script: the model gave no answer",
    WordedBy.SCRIPT_OVER_BUDGET: "The script: the month’s limit was reached",
    WordedBy.SCRIPT: "The script alone: no model was asked",
    WordedBy.NOT_KNOWN: "Not known: kept by another version of Frontstage",
}


def draw_lines(wording: Wording) -> None:
    """Three tables: who worded the lines, what the check found, which calls failed; the last two where there is any."""
    total = sum(count for _, count in wording.lines)
    if not total:
        st.markdown("No customer has answered anybody in this month yet.")
        return
    draw_table(
        ["Worded by", "Lines", "Share"],
        [(_WORDED_BY[how], f"{count:,}", f"{100 * count / total:.0f} %") for how, count in wording.lines],
        title="Who worded the customers’ lines",
    )
    if wording.audited:
        st.subheader("What the check found", anchor=False)
        st.markdown("Lines of the model that nobody saw, because the check found one of these in them.")
        draw_table(["Fault", "Times"], _faults(wording.audited), title="What the check found")
    if wording.failures:
        st.subheader("When the model gave no answer", anchor=False)
        draw_table(
            ["What happened", "Times", "What to do"],
            [(each.words or sentence_case(each.kind), f"{each.count:,}", each.advice) for each in wording.failures],
            title="When the model gave no answer",
        )


def _faults(tallies: Sequence[Tally]) -> list[tuple[str, str]]:
    return [(sentence_case(each.kind), f"{each.count:,}") for each in tallies]
