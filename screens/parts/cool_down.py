"""Coming down from a hard conversation, in the words of a colleague and not of an app.

Always holds: everything here may be skipped in one click; nothing is measured, timed or asked; nothing is said by
colour.
"""

from typing import Final

import streamlit as st

from screens.parts.frame import open_page, page_title
from screens.parts.style import draw_style
from screens.parts.text import as_typed
from training.views import ConversationView

BREATHING: Final = (
    "**A minute of breathing.** In through the nose while you count to four, out slowly while you count to six. After "
    "six of those a minute has gone by, and your shoulders are somewhere else."
)
STEPS: Final = (
    "**A few steps.** To the window, the kettle, the far end of the corridor. This page will not mind waiting."
)
NOTHING: Final = "**Nothing at all.** Some people would rather go straight on. If that is you today, go straight on."
TALK: Final = (
    "If something of it stays with you, tell somebody you like talking to. Everyone who does this work has such a "
    "person, or needs one."
)


def draw_after_hostile(view: ConversationView) -> None:
    """After a customer who was hostile: before the trainee is asked how it went."""
    customer = as_typed(view.brief.called)
    draw_style("cool_down.css")
    with st.container(key="cool-down"):
        page_title("That was a hard one")
        st.markdown(
            f"{customer} was written to get this angry. The sharp lines were there before you typed your first word; "
            "they belong to a case that somebody made up, and not to you. Your body does not know that, though, and it "
            "has just been through an argument. So, if you like, before anything else:"
        )
        _draw_ways()
        if st.button("Go on to the debrief", type="primary", width="stretch"):
            open_page("debrief" if view.rated else "rate", attempt=view.attempt_id)
        if st.button("Leave it for today", width="stretch"):
            open_page("history")
        st.markdown(":small[The debrief does not run away. It waits for you under “My conversations”.]")


def draw_after_stop(view: ConversationView) -> None:
    """After the trainee stopped: there is no score and no debrief to go on to."""
    customer = as_typed(view.brief.called)
    draw_style("cool_down.css")
    with st.container(key="cool-down"):
        page_title("You stopped, and that is fine")
        st.markdown(
            f"{customer} is gone, and nothing was scored. Noticing that it is enough, and acting on it, is part of "
            "this work. What was hard about it was scripted, and it is meant to feel that way. If you like, now:"
        )
        _draw_ways()
        st.markdown(TALK)
        if st.button("Back to the scenarios", type="primary", width="stretch"):
            open_page("practise")
        if st.button("Look at the conversation again", width="stretch"):
            open_page("conversation", attempt=view.attempt_id)
        st.markdown(":small[There you can take it again from any of your messages, on another day if you want.]")


def _draw_ways() -> None:
    with st.container(key="ways"):
        for way in (BREATHING, STEPS, NOTHING):
            st.markdown(way)
