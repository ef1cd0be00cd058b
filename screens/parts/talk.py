"""The messages of a conversation, and the sign that the customer is typing.

Always holds: people's words go through `st.text`, which renders nothing; everything comes from the records, so that a
browser that comes back sees what one that stayed sees.
"""

from collections.abc import Callable

import streamlit as st

from domain.conversation import Engine, Speaker
from screens.parts.text import as_typed, on_one_line, quoted
from training.views import BriefView, DeskView, TurnView

Tools = Callable[[TurnView], None]

CUSTOMER_ICON = ":material/person:"
TRAINEE_ICON = ":material/support_agent:"


def draw_turns(
    turns: tuple[TurnView, ...], *, customer: str, trainee: str = "You", earlier: int = 0, tools: Tools | None = None
) -> None:
    """The messages in order, each with its tools. `earlier` says how many before them are not drawn."""
    if earlier:
        st.markdown(f":small[{earlier} earlier messages are kept and stand in the debrief.]")
    for turn in turns:
        draw_turn(turn, customer=customer, trainee=trainee, tools=tools)


def draw_turn(turn: TurnView, *, customer: str, trainee: str = "You", tools: Tools | None = None) -> None:
    mine = turn.speaker is Speaker.TRAINEE
    name = trainee if mine else customer
    with (
        st.container(key=f"{'mine' if mine else 'theirs'}-{turn.number}"),
        st.chat_message(name, avatar=TRAINEE_ICON if mine else CUSTOMER_ICON),
    ):
        st.text(turn.text)
        if turn.replaced:
            st.markdown(":small[The model’s line was not usable here; the script spoke instead.]")
        if turn.harmed:
            with st.container(key=f"harmed-{turn.number}"):
                st.markdown(harm_words(turn.harmed))
        if turn.flagged:
            who = as_typed(trainee) if trainee != "You" else "You"
            st.markdown(f":small[:material/flag: {who} marked this line as wrong: {quoted(turn.flagged)}]")
        if tools is not None:
            tools(turn)


def harm_words(harmed: str) -> str:
    """What the simulator did wrong with a line, and that it is not the trainee who pays for it."""
    return f":material/info: **This was our fault, not yours.** {as_typed(harmed)} It costs you nothing."


def draw_typing(partial: str, brief: BriefView) -> None:
    """What the customer has written so far, or that they are writing."""
    with st.container(key="theirs-typing"), st.chat_message(brief.customer, avatar=CUSTOMER_ICON):
        if partial:
            st.text(partial)
        st.markdown(f":shimmer[{as_typed(brief.called)} is writing]")


def spoken_by(turn: TurnView) -> str:
    """Which engine worded a customer's line, for the transcript; "" for a person's."""
    match turn.engine:
        case None:
            return ""
        case Engine.MODEL:
            return "worded by the model"
        case Engine.SCRIPTED:
            return "worded by the script in place of the model" if turn.replaced else "worded by the script"


def draw_transcript(turns: tuple[TurnView, ...], desk: DeskView, *, customer: str, trainee: str) -> None:
    """Every word, with each use of the desk where it happened, and who worded the customer's lines."""
    for turn in turns:
        draw_turn(turn, customer=customer, trainee=trainee)
        if said_by := spoken_by(turn):
            st.markdown(f":small[Message {turn.number + 1}, {said_by}]")
        for entry in desk.log:
            if entry.after_turn == turn.number:
                outcome = "accepted" if entry.accepted else "refused"
                tool, result = on_one_line(desk.label(entry.action)), on_one_line(entry.result)
                st.markdown(f":small[At the desk: {tool}, {outcome}. {result}]")
