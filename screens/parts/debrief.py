"""The debrief, from the headline down to every word that was said.

Always holds: a score stands with its band and is called provisional; what could not be judged says why; what a survey
would have said is called simulated; people's words are shown as they were typed.
"""

import streamlit as st

from domain.conversation import Speaker
from screens.parts.coaching import draw_coaching, draw_habits, draw_strength
from screens.parts.criteria import draw_criteria
from screens.parts.fairness import draw_fairness
from screens.parts.frame import page_title
from screens.parts.mood_curve import Again, draw_mood_curve
from screens.parts.scores import draw_gates, draw_scores, draw_simulated
from screens.parts.story import draw_desk_story, draw_missed
from screens.parts.style import draw_style
from screens.parts.takes import draw_takes
from screens.parts.talk import draw_transcript
from screens.parts.team_list import OUTCOME_WORDS
from screens.parts.text import as_typed
from screens.parts.words import PURPOSE_WORDS, day
from training.review import DebriefView
from training.views import Branches


def draw_debrief(
    view: DebriefView, *, trainee: str = "", branches: Branches | None = None, again: Again | None = None
) -> None:
    """Draw it for the trainee, or, with their name in `trainee`, for the trainer who reads it with them. `branches` are
    the conversation's other takes, `again` draws the way into a new one: both are the trainee's alone."""
    debrief, customer, called = view.debrief, view.brief.customer, view.brief.called
    messages = message_numbers(view)
    draw_style("debrief.css")
    page_title("Debrief" if not trainee else f"Debrief of {trainee}")
    about = [view.brief.title, customer, day(view.attempt.started_at), PURPOSE_WORDS[view.attempt.purpose]]
    st.markdown(" · ".join(as_typed(part) for part in about))
    if trainee:
        st.markdown(f":small[Written to {as_typed(trainee)}, just as they see it.]")
    st.header(as_typed(debrief.headline), anchor=False)
    if debrief.summary:
        st.markdown(as_typed(debrief.summary))
    draw_scores(view.scorecard, view.self_rating, view.standings, trainee=trainee)
    if trainee and view.attempt.outcome is not None:
        st.markdown(f"**{OUTCOME_WORDS[view.attempt.outcome]}.**")
    draw_gates(view.scorecard, messages)
    draw_fairness(view, messages, trainee=trainee)
    draw_mood_curve(debrief.mood, customer=called, messages=messages, again=again)
    if branches is not None:
        draw_takes(branches, here=view.attempt.attempt_id, customer=called)
    st.header("What to take with you", anchor=False)
    draw_strength(debrief.strength, messages)
    for card in debrief.coaching:
        draw_coaching(card, messages)
    draw_habits(debrief.habits, messages)
    st.markdown(f"**One thing to try next time.** {as_typed(debrief.next_try)}")
    draw_criteria(debrief.cards, messages, view.standings)
    draw_missed(debrief.missed_facts, customer=called)
    draw_desk_story(debrief.desk, messages)
    if view.scorecard.simulated is not None:
        draw_simulated(view.scorecard.simulated, customer=called)
    st.header("Every word", anchor=False)
    with st.expander("Read the conversation"):
        draw_transcript(view.turns, view.desk, customer=customer, trainee=trainee or "You")
    with st.expander("What made these scores"):
        st.markdown("\n".join(f"- {as_typed(part)}: {as_typed(version)}" for part, version in debrief.versions))


def message_numbers(view: DebriefView) -> dict[int, int]:
    """From a turn's number to the how-manieth message of the trainee it is, counted from 1."""
    mine = [turn.number for turn in view.turns if turn.speaker is Speaker.TRAINEE]
    return {number: place for place, number in enumerate(mine, start=1)}
