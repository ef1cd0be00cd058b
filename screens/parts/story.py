"""What never came out in the conversation, and what the desk bears witness to."""

from collections.abc import Sequence

import streamlit as st

from evaluation.debrief import DeskStory, MissedFact
from screens.parts.quotes import Messages, cited
from screens.parts.text import as_typed, on_one_line, quoted


def draw_missed(facts: Sequence[MissedFact], *, customer: str) -> None:
    if not facts:
        return
    st.header(f"What {as_typed(customer)} never told you", anchor=False)
    for fact in facts:
        with st.expander(as_typed(fact.statement)):
            if fact.matters:
                st.markdown(as_typed(fact.matters))
            if fact.question:
                st.markdown(f"A question that opens it: {quoted(fact.question)}")


def draw_desk_story(story: DeskStory, messages: Messages) -> None:
    if not (story.done or story.possible or story.promises):
        return
    st.header("At the desk", anchor=False)
    lines = [
        f"- {':material/check_circle: Done' if line.accepted else ':material/block: Refused'} · "
        f"**{as_typed(line.label)}**: {on_one_line(line.answer)}"
        for line in story.done
    ]
    lines += [
        f"- {':material/handshake: Kept' if promise.kept else ':material/hourglass_empty: Not done'} · "
        f"{cited(promise.quote, promise.turn, messages)}: {as_typed(promise.sentence)}"
        for promise in story.promises
    ]
    st.markdown("\n".join(lines) or "Nothing was done at the desk.")
    if story.possible:
        st.markdown("**What would still have helped:**")
        st.markdown("\n".join(f"- **{as_typed(label)}**: {on_one_line(about)}" for label, about in story.possible))
