"""The conversation: what the customer says, what you answer, and the desk beside it.

Always holds: a message that could not be sent stands in the box again, or below the last one once there is no box;
everything else is read from the records, so
that closing the tab loses nothing.
"""

import hashlib
from collections.abc import Callable, Mapping

import streamlit as st

from domain.conversation import DeskEntry
from domain.errors import FrontstageError
from screens.parts.desk import draw_policy, draw_records, draw_tools
from screens.parts.frame import open_page, page_title, services, trouble, viewer
from screens.parts.mood import draw_mood, mood_sentence
from screens.parts.style import draw_style
from screens.parts.talk import draw_turns, draw_typing
from screens.parts.text import as_typed
from training.views import BriefView, ConversationView

CHAT, SIDE = "Conversation", "Desk and brief"
POLL_SECONDS = 0.5

person = viewer()
practice = services().practice
attempt = st.query_params.get("attempt", "")


def read() -> ConversationView:
    try:
        return practice.conversation(person, attempt)
    except FrontstageError as error:
        page_title("Conversation")
        trouble(error)
        if st.button("Choose a scenario", type="primary"):
            open_page("practise")
        st.stop()


def header(view: ConversationView) -> str | None:
    """Who this is, and that they are simulated; what stands in the bar stays in sight while the messages move."""
    page_title(view.brief.customer)
    company = view.brief.company.split(",")[0]
    with st.container(key="bar", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(":gray-badge[:material/smart_toy: Simulated customer]", width="content")
            with st.container(key="about", width="stretch"):
                st.markdown(f"{as_typed(view.brief.title)} · {as_typed(company)} · {as_typed(view.brief.channel)}")
            if view.state == "active":
                leave_buttons(view)
        if view.state != "active":
            return CHAT  # on a phone, the next step must not stay hidden behind the desk
        return st.container(key="switch").segmented_control(
            "Show", [CHAT, SIDE], default=CHAT, required=True, label_visibility="collapsed", width="stretch"
        )


def leave_buttons(view: ConversationView) -> None:
    if st.button("Pause"):
        attempt_to(lambda: practice.pause(person, attempt))
    with st.popover("End"):
        st.markdown(
            f"What you have settled with {as_typed(view.brief.customer)} by now counts, and what is open stays open. "
            "An ended conversation cannot be taken up again."
        )
        if st.button("End the conversation", type="primary"):
            attempt_to(lambda: practice.end(person, attempt))


def attempt_to(act: Callable[[], None]) -> None:
    """Do what a button asks for and draw the screen anew, or say why it could not be done."""
    try:
        act()
    except FrontstageError as error:
        trouble(error)
        return
    st.rerun()


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
def typing(customer: str) -> None:
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
        draw_typing(view.partial, customer=customer)


def message_box(view: ConversationView) -> None:
    """Where the trainee writes. A message is named by what stood last when its box was drawn, and by its words: one
    that arrives twice, however that came about, arrives under one name and is saved once."""
    last = view.turns[-1].number if view.turns else 0
    drawn_after: dict[str, int] = st.session_state.setdefault("drawn_after", {})
    unsent: dict[str, tuple[str, str]] = st.session_state.setdefault("unsent", {})
    if attempt in unsent:
        st.session_state["message"], why = unsent.pop(attempt)
        st.error(why, icon=":material/error:")
    if view.mood is not None:
        with st.bottom, st.container(key="mood-line"):
            st.markdown(mood_sentence(view.mood))
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


def keep_late_words(view: ConversationView) -> None:
    """What was sent from a box that was drawn before the conversation was paused or ended elsewhere: nothing takes it
    any more, so it is said and shown, and after a pause it stands in the box again."""
    unsent: dict[str, tuple[str, str]] = st.session_state.setdefault("unsent", {})
    if late := st.session_state.get("message"):
        unsent[attempt] = (late, "This was not sent: the conversation rested. It is in the box again.")
    if attempt in unsent:
        why = "was over" if view.state == "ended" else "rested"
        st.warning(f"Your last words were not sent, for the conversation {why} by then:", icon=":material/info:")
        st.text(unsent[attempt][0])


def after_the_end(view: ConversationView) -> None:
    with st.container(border=True, key="ending"):
        st.header(as_typed(view.ending_title), anchor=False)
        st.markdown("The conversation is over. Everything that was said is kept.")
        if view.rated:
            if st.button("Open the debrief", type="primary", width="stretch"):
                open_page("debrief", attempt=attempt)
        elif st.button("Say how it went, then see the debrief", type="primary", width="stretch"):
            open_page("rate", attempt=attempt)


def resting(view: ConversationView) -> None:
    with st.container(border=True, key="resting"):
        st.header("The conversation rests", anchor=False)
        st.markdown(f"{as_typed(view.brief.customer)} waits, and no time is counted.")
        if st.button("Go on", type="primary", width="stretch"):
            attempt_to(lambda: practice.resume(person, attempt))


view = read()
st.set_page_config(layout="wide")
draw_style("conversation.css")
shown = header(view)
with st.container(key="talk-side" if shown == SIDE else "talk-chat"):
    left, right = st.columns([8, 5], gap="large")
with left, st.container(key="messages"):
    draw_turns(view.turns, customer=view.brief.customer, earlier=view.earlier)
    if view.waiting:
        typing(view.brief.customer)
    if view.state != "active":
        keep_late_words(view)
    if view.state == "ended":
        after_the_end(view)
    elif view.state == "paused":
        resting(view)
with right, st.container(key="side"):
    side(view)
if view.state == "active":
    message_box(view)
else:
    # The closed box keeps the page at its end, where the last words stand.
    st.chat_input("This conversation is over" if view.state == "ended" else "This conversation rests", disabled=True)
