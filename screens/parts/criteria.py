"""Every line of the rubric with its level, the evidence behind it, and who or what decided it."""

from collections.abc import Mapping, Sequence
from typing import Final, assert_never

import streamlit as st

from domain.scorecard import Decider, Dimension, Evidence
from evaluation.debrief import CriterionCard
from screens.parts.quotes import Messages, cited
from screens.parts.scores import TITLES
from screens.parts.text import as_typed
from training.standing import Standing

DIMENSIONS: Final = (Dimension.EMPATHY, Dimension.PROBLEM_SOLVING)


def draw_criteria(cards: Sequence[CriterionCard], messages: Messages, standings: Mapping[str, Standing]) -> None:
    """`standings` say, by criterion, how far what decided it was shown to agree with people."""
    st.header("How the scores came about", anchor=False)
    for dimension in DIMENSIONS:
        st.subheader(TITLES[dimension], anchor=False)
        for card in cards:
            if card.dimension is dimension:
                _draw_card(card, messages, standings.get(card.id))


def decided_words(decider: Decider) -> str:
    match decider:
        case Decider.CHECK:
            return "Decided by a check: a rule that can be looked up."
        case Decider.SCORER:
            return "Decided by the built-in scorer, from how your words were read."
        case Decider.JUDGE:
            return "Decided by a language model, with its quotes checked."
        case Decider.PERSON:
            return "Decided by a person."
    assert_never(decider)


def _draw_card(card: CriterionCard, messages: Messages, standing: Standing | None) -> None:
    level = "not scored" if card.level is None else f"{card.level:.1f} of 5"
    with st.expander(f"{as_typed(card.title)} · {level}"):
        if card.question:
            st.markdown(f"**{as_typed(card.question)}**")
        if card.anchor and card.level is not None:
            st.markdown(as_typed(card.anchor))
        st.markdown(as_typed(card.reason))
        if card.evidence:
            st.markdown("\n".join(_evidence_line(each, messages) for each in card.evidence))
        st.markdown(f":small[{decided_words(card.decided_by)}]")
        if standing is not None:
            st.markdown(f":small[{standing.sentence}]")


def _evidence_line(each: Evidence, messages: Messages) -> str:
    sign = ":material/check: Yes" if each.holds else ":material/close: No"
    quote = cited(each.quote, each.turn, messages)
    return f"- {sign} · {as_typed(each.statement)}{' ' + quote if quote else ''}"
