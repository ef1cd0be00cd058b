"""What is settled before a conversation begins: who will see it, and how heated the customer may become.

Always holds: where there is no choice, the screen says so and why; nothing is hidden behind the start.
"""

from typing import Final

import streamlit as st

from domain.mood import Ceiling
from domain.people import Purpose
from screens.parts.words import CEILING_MEANING, CEILING_WORDS, PURPOSE_MEANING, PURPOSE_WORDS

CHOICES: Final = (Purpose.PRACTICE, Purpose.SHARED)
CEILINGS: Final = (Ceiling.GENTLE, Ceiling.FIRM, Ceiling.FULL)


def choose_purpose(assigned: Purpose | None) -> Purpose:
    """Who will see the conversation. `assigned` is what the trainer chose, None where the trainee does."""
    st.header("Who will see it", anchor=False)
    if assigned is not None:
        st.markdown(f"**{PURPOSE_WORDS[assigned]}.** {PURPOSE_MEANING[assigned]}")
        return assigned
    return st.radio(
        "Who will see this conversation?",
        CHOICES,
        format_func=PURPOSE_WORDS.__getitem__,
        captions=[PURPOSE_MEANING[choice] for choice in CHOICES],
        label_visibility="collapsed",
        key="purpose",
    )


def choose_ceiling(purpose: Purpose) -> Ceiling:
    """How heated the customer may become: the trainee's choice, except in formal attempts."""
    st.header("Their temper", anchor=False)
    if purpose is Purpose.FORMAL:
        st.markdown(
            f"**{CEILING_WORDS[Ceiling.FULL]}.** Formal conversations are the same for everyone, so there is no milder "
            "version, and the Help button is away. Both are there in practice. You can stop at any time, and nothing "
            "is held against you."
        )
        return Ceiling.FULL
    return st.radio(
        "How heated may the customer get?",
        CEILINGS,
        index=CEILINGS.index(Ceiling.FULL),
        format_func=CEILING_WORDS.__getitem__,
        captions=[CEILING_MEANING[choice] for choice in CEILINGS],
        label_visibility="collapsed",
        key="ceiling",
    )
