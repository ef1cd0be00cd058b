"""The conversation: what the customer says, what you answer, and the desk beside it.

Always holds: a message that could not be sent stands in the box again, or on the screen where there is no box;
everything else is read from the records, so that closing the tab loses nothing.
"""

import hashlib
from collections.abc import Mapping

import streamlit as st

from domain.conversation import DeskEntry
from domain.errors import FrontstageError
from domain.mood import Ceiling
from screens.parts.desk import draw_policy, draw_records, draw_tools
from screens.parts.frame import open_page, page_title, services, show_unsent, trouble, viewer
from screens.parts.helping import draw_help_used, draw_hint, offer_help
from screens.parts.leaving import draw_ways_out
from screens.parts.line_tools import tools_for
from screens.parts.mood import draw_mood, mood_sentence
from screens.parts.over import draw_over
from screens.parts.sound import draw_sound
from screens.parts.style import draw_style
from screens.parts.taking_again import draw_branching, first_draft
from screens.parts.talk import draw_turns, draw_typing
from screens.parts.text import as_typed
from screens.parts.words import CEILING_WORDS
from training.views import BriefView, ConversationView

CHAT, SIDE = "Conversation", "Desk and brief"
POLL_SECONDS = 0.5
CLOSED = {
    "ended": "This conversation is over",
    "stopped": "This conversation was stopped",
    "paused": "This conversation rests",
}

person = viewer()
practice = services().practice
attempt = st.query_params.get("attempt", "")


def read() -> ConversationView:
    try:
        return practice.conversation(person, attempt)
    except FrontstageError as error:
        page_title("Conversation")
        trouble(error)
        show_unsent()
        if st.button("Choose a scenario", type="primary"):
            open_page("practise")
        st.stop()


def header(view: ConversationView) -> str | None:
    """Who this is, and that they are simulated; what stands in the bar stays in sight while the messages move."""
    page_title(view.brief.customer)
    company = view.brief.company.split(",")[0]
    with st.container(key="bar", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="bar-row"):
            st.markdown(":gray-badge[:material/smart_toy: Simulated customer]", width="content")
            with st.container(key="about", width="stretch"):
                about = [view.brief.title, company, view.brief.channel]
                if view.ceiling is not Ceiling.FULL:
                    about.append(f"{CEILING_WORDS[view.ceiling].lower()} temper")
                st.markdown(" · ".join(as_typed(part) for part in about))
            if view.state == "active":
                draw_ways_out(person, view)
        if view.state != "active":
            return CHAT  # on a phone, the next step must not stay hidden behind the desk
        return st.container(key="switch").segmented_control(
            "Show", [CHAT, SIDE], default=CHAT, required=True, label_visibility="collapsed", width="stretch"
        )


def use_desk(action: str, values: Mapping[str, str]) -> DeskEntry:
    return practice.use_desk(person, attempt, action, values)


def side(view: ConversationView) -> None:
    if view.mood is not None:
        draw_mood(view.mood)
    records, tools, policy, brief = st.tabs(["Records", "Tools", "Policy", "Brief"])
    with records:
        draw_records(view.desk)
    with tools:
        draw_tools(view.desk, use=use_desk if view.state == "active" else None)
    with policy:
        draw_policy(view.desk)
    with brief:
        draw_brief(view.brief)


def draw_brief(brief: BriefView) -> None:
    st.markdown(f"**{as_typed(brief.company)}**  \n{as_typed(brief.role)}")
    st.markdown(as_typed(brief.situation))
    st.header("What you are here to do", anchor=False)
    st.markdown("\n".join(f"- {as_typed(goal)}" for goal in brief.goals))
    if brief.good_to_know:
        st.header("Good to know", anchor=False)
        st.markdown("\n".join(f"- {as_typed(line)}" for line in brief.good_to_know))


@st.fragment(run_every=POLL_SECONDS)
def typing(brief: BriefView) -> None:
    """Follow the reply that is being made. Asks anew who is signed in: a poll is a request like any other."""
    try:
        view = practice.conversation(viewer(), attempt)
    except FrontstageError as error:
        trouble(error)
        return
    if not view.waiting:
        st.rerun()
    if view.trouble:
        st.error(as_typed(view.trouble), icon=":material/error:")
        if st.button("Ask for the reply again"):
            practice.retry(person, attempt)
    else:
        draw_typing(view.partial, brief)


def message_box(view: ConversationView) -> None:
    """Where the trainee writes. A message is named by what stood last when its box was drawn, and by its words: one
    that arrives twice, however that came about, arrives under one name and is saved once."""
    last = view.turns[-1].number if view.turns else 0
    drawn_after: dict[str, int] = st.session_state.setdefault("drawn_after", {})
    unsent: dict[str, tuple[str, str]] = st.session_state.setdefault("unsent", {})
    if attempt in unsent:
        st.session_state["message"], why = unsent.pop(attempt)
        st.error(why, icon=":material/error:")
    elif draft := first_draft_once(view):
        st.session_state["message"] = draft
    with st.bottom:
        if view.mood is not None:
            with st.container(key="mood-line"):
                st.markdown(mood_sentence(view.mood))
        with st.container(key="aids", horizontal=True):
            offer_help(person, view)
            draw_sound(attempt, customer=view.brief.called)
            draw_help_used(view)
    text = st.chat_input(f"Write to {view.brief.customer}", key="message")
    if text is None:
        drawn_after[attempt] = last
        return
    name = f"{drawn_after.get(attempt, last)}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
    try:
        practice.say(person, attempt, text, key=name)
    except FrontstageError as error:
        unsent[attempt] = (text, as_typed(str(error)))
    st.rerun()


def first_draft_once(view: ConversationView) -> str:
    """What stood at this point in the take before: put into the box once, so that it can be changed or taken out."""
    drafted: set[str] = st.session_state.setdefault("drafted", set())
    if attempt in drafted:
        return ""
    drafted.add(attempt)
    return first_draft(person, view)


def keep_late_words(view: ConversationView) -> None:
    """What was sent from a box that was drawn before the conversation was paused or ended elsewhere: nothing takes it
    any more, so it is said and shown, and after a pause it stands in the box again."""
    unsent: dict[str, tuple[str, str]] = st.session_state.setdefault("unsent", {})
    if late := st.session_state.get("message"):
        unsent[attempt] = (late, "This was not sent: the conversation rested. It is in the box again.")
    if attempt in unsent:
        why = "rested" if view.state == "paused" else "was over"
        st.warning(f"Your last words were not sent, for the conversation {why} by then:", icon=":material/info:")
        st.text(unsent[attempt][0])


def messages(view: ConversationView) -> None:
    """Everything that was said, with what was taken over from another take marked off, and what comes after it."""
    begins = view.forked_from[1] if view.forked_from else 0
    taken_over = tuple(turn for turn in view.turns if turn.number < begins)
    said_here = tuple(turn for turn in view.turns if turn.number >= begins)
    customer, tools = view.brief.customer, tools_for(person, view)
    draw_turns(taken_over, customer=customer, earlier=view.earlier, tools=tools)
    draw_branching(view)
    draw_turns(said_here, customer=customer, tools=tools)
    if view.waiting:
        typing(view.brief)
    if view.state == "active":
        draw_hint(view)
    else:
        keep_late_words(view)
        draw_over(person, view)


view = read()
st.set_page_config(layout="wide")
draw_style("conversation.css")
shown = header(view)
with st.container(key="talk-side" if shown == SIDE else "talk-chat"):
    left, right = st.columns([8, 5], gap="large")
with left, st.container(key="messages"):
    messages(view)
with right, st.container(key="side"):
    side(view)
if view.state == "active":
    message_box(view)
else:
    # The closed box keeps the page at its end, where the last words stand.
    st.chat_input(CLOSED[view.state], disabled=True)
