"""How the customer feels just now: three quiet meters, each with its word beside it."""

from typing import Final

import streamlit as st

from domain.mood import HIGH, Mood

WORDS: Final = ((2.5, "low"), (5.0, "some"), (7.5, "high"), (HIGH, "very high"))


def mood_word(value: float) -> str:
    """A mood value of 0..10 in a word."""
    return next(word for most, word in WORDS if value <= most)


def mood_lines(mood: Mood) -> tuple[tuple[str, float], ...]:
    """What is shown of a mood: (label, value 0..10). Patience stays hidden: noticing it is the trainee's job."""
    return (("Frustration", mood.frustration), ("Trust", mood.trust), ("Effort", mood.effort))


def draw_mood(mood: Mood) -> None:
    """The meters, for the panel beside the conversation."""
    rows = "".join(
        f'<div class="mood-row"><span>{label}</span>'
        f'<span class="mood-bar" aria-hidden="true"><span style="width:{value / HIGH:.0%}"></span></span>'
        f"<span>{mood_word(value)}</span></div>"
        for label, value in mood_lines(mood)
    )
    st.html(f'<div class="mood" role="group" aria-label="The customer’s mood">{rows}</div>')


def mood_sentence(mood: Mood) -> str:
    """The same in one line, for a narrow screen."""
    return " · ".join(f"{label} {mood_word(value)}" for label, value in mood_lines(mood))
