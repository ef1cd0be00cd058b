"""The messages of a conversation, and the sign that the customer is typing.

Always holds: people's words go through `st.text`, which renders nothing; everything comes from the records, so that a
browser that comes back sees what one that stayed sees.
"""

from datetime import datetime

import streamlit as st

from domain.conversation import Engine, Speaker
from training.views import TurnView

CUSTOMER_ICON = ":material/person:"
TRAINEE_ICON = ":material/support_agent:"


def draw_turns(turns: tuple[TurnView, ...], *, customer: str, trainee: str = "You", earlier: int = 0) -> None:
    """The messages in order. `earlier` says how many before them are not drawn."""
    if earlier:
        st.caption(f"{earlier} earlier messages are kept and stand in the debrief.")
    for turn in turns:
        draw_turn(turn, customer=customer, trainee=trainee)


def draw_turn(turn: TurnView, *, customer: str, trainee: str = "You") -> None:
    mine = turn.speaker is Speaker.TRAINEE
    name = trainee if mine else customer
    with (
        st.container(key=f"{'mine' if mine else 'theirs'}-{turn.number}"),
        st.chat_message(name, avatar=TRAINEE_ICON if mine else CUSTOMER_ICON),
    ):
        st.text(turn.text)
        if turn.replaced:
            st.caption("The model’s line was not usable here; the script spoke instead.")


def draw_typing(partial: str, *, customer: str) -> None:
    """What the customer has written so far, or that they are writing."""
    with st.container(key="theirs-typing"), st.chat_message(customer, avatar=CUSTOMER_ICON):
        if partial:
            st.text(partial)
        st.markdown(f":shimmer[{_first_name(customer)} is writing]")


def spoken_by(turn: TurnView) -> str:
    """Which engine worded a customer's line, for the transcript; "" for a person's."""
    match turn.engine:
        case None:
            return ""
        case Engine.MODEL:
            return "worded by the model"
        case Engine.SCRIPTED:
            return "worded by the script in place of the model" if turn.replaced else "worded by the script"


def day(moment: datetime) -> str:
    """A date as people write it, in UTC: 9 June 2025."""
    return f"{moment.day} {moment:%B %Y}"


def _first_name(customer: str) -> str:
    from screens.parts.text import as_typed

    return as_typed(customer.split()[0] if customer.split() else "The customer")
