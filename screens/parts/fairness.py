"""What whoever reads the scores should know besides: what was taken over, how much help there was, what was left out.

Always holds: each customer's line in which the simulator was at fault is named, with what was not counted for it.
"""

import streamlit as st

from domain.conversation import Speaker
from screens.parts.quotes import Messages, cited
from screens.parts.text import as_typed, quoted
from screens.parts.words import count
from training.review import DebriefView
from training.views import TurnView


def draw_fairness(view: DebriefView, messages: Messages, *, trainee: str = "") -> None:
    """The notes as one short list, and the faulty lines with what was left out for them."""
    who = as_typed(trainee) if trainee else "You"
    lines = [as_typed(note) for note in view.notes]
    if view.attempt.hints:
        lines.append(f"{who} asked for help {count(view.attempt.hints, 'time')}. It changes no score.")
    if view.attempt.flags:
        lines.append(f"{who} marked {count(view.attempt.flags, 'line')} of the customer’s as wrong; see “Every word”.")
    if lines:
        with st.container(key="notes"):
            st.markdown("\n".join(f"- {line}" for line in lines))
    harmed = [turn for turn in view.turns if turn.speaker is Speaker.CUSTOMER and turn.harmed]
    if harmed:
        with st.expander("Where the simulator was at fault", icon=":material/info:"):
            for turn in harmed:
                _draw_harmed(turn, view, messages)


def _draw_harmed(turn: TurnView, view: DebriefView, messages: Messages) -> None:
    name = as_typed(view.brief.customer)
    st.markdown(f"{name} said {quoted(turn.text)}  \n{as_typed(turn.harmed)}")
    answer = turn.number + 1
    left_out = [each for each in view.scorecard.left_out if each.turn == answer]
    if left_out:
        st.markdown(
            "\n".join(f"- {cited(each.quote, each.turn, messages)} {as_typed(each.statement)}" for each in left_out)
        )
    else:
        st.markdown(":small[Nothing in the answer to it spoke against the score, so nothing had to be left out.]")
