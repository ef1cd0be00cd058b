"""What went best, the two things that would change most (the moment, why it mattered, other words for it), and what to
keep, start and stop."""

import streamlit as st

from evaluation.debrief import CoachingCard, Guidance, KeepStartStop, Strength
from screens.parts.quotes import Messages, cited
from screens.parts.text import as_typed


def draw_strength(strength: Strength | None, messages: Messages) -> None:
    if strength is None:
        return
    with st.container(border=True, key="strength"):
        st.subheader("What worked", anchor=False)
        quote = cited(strength.quote, strength.turn, messages)
        st.markdown("\n\n".join(part for part in (quote, as_typed(strength.text)) if part))


def draw_coaching(card: CoachingCard, messages: Messages) -> None:
    with st.container(border=True, key=f"coaching-{card.criterion}"):
        st.subheader(f"Work on: {as_typed(card.title)}", anchor=False)
        if card.quote:
            st.markdown(f"You wrote: {cited(card.quote, card.turn, messages)}")
        st.markdown(as_typed(card.why))
        st.markdown("**You could have written, for example:**")
        with st.container(key=f"better-{card.criterion}"):
            st.text(card.better)
            st.markdown(f":small[{'Worded by the model.' if card.by_model else 'From our patterns.'}]")
        if card.guidance is not None:
            draw_guidance(card.guidance)


def draw_habits(habits: KeepStartStop, messages: Messages) -> None:
    """Three lines to take away, as far as there are any: the word first, the icon beside it, the quote after it."""
    lines = [
        f"{icon} **{label}** · {as_typed(habit.text)} {cited(habit.quote, habit.turn, messages)}".rstrip()
        for label, icon, habit in (
            ("Keep", ":material/favorite:", habits.keep),
            ("Start", ":material/add_circle:", habits.start),
            ("Stop", ":material/do_not_disturb_on:", habits.stop),
        )
        if habit is not None
    ]
    if lines:
        with st.container(border=True, key="habits"):
            st.subheader("Keep, start, stop", anchor=False)
            st.markdown("\n\n".join(lines))


def draw_guidance(guidance: Guidance) -> None:
    """The paragraph behind the advice. Guidance is our own content, written in Markdown."""
    with st.expander(f"The guidance behind it: {as_typed(guidance.title)}", icon=":material/menu_book:"):
        st.markdown(guidance.text)
        st.markdown(f":small[Guidance page “{as_typed(guidance.title)}”, paragraph {as_typed(guidance.paragraph_id)}]")
