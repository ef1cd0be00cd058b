"""The form of an assignment, and the list of those that were given."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from domain.clock import day_not_over, utc_now
from domain.errors import FrontstageError
from domain.people import Purpose, Viewer
from screens.parts.frame import once, services, trouble
from screens.parts.more import draw_in_parts
from screens.parts.tables import draw_table
from screens.parts.text import as_typed
from screens.parts.words import DIFFICULTY_WORDS, PURPOSE_WORDS, count, short_day
from training.views import AssignmentItem, PersonItem, ScenarioCard

AT_ONCE: Final = 10
CHOICES = (Purpose.SHARED, Purpose.FORMAL)
MEANING = {
    Purpose.SHARED: "You can read it. HR sees none of it.",
    Purpose.FORMAL: "You can read it. HR sees completion and the two scores, never the words.",
}


def ask(viewer: Viewer, people: Sequence[PersonItem], cards: Sequence[ScenarioCard]) -> None:
    """The form. What was filled in stays when it cannot be used, and is cleared once it was."""
    by_id = {card.id: card for card in cards}
    names = {each.person_id: each for each in people}
    with st.form(f"assign-{st.session_state.setdefault('assign-round', 0)}"):
        scenario_id = st.selectbox("Scenario", list(by_id), format_func=lambda each: _scenario_label(by_id[each]))
        chosen = st.multiselect("People", list(names), format_func=lambda each: _person_label(names[each]))
        purpose = st.radio(
            "Who will see it?",
            CHOICES,
            format_func=lambda each: PURPOSE_WORDS[each],
            captions=[MEANING[each] for each in CHOICES],
        )
        left, middle, right = st.columns(3)
        due_on = left.date_input(
            "Due by (optional)", value=None, min_value=day_not_over(utc_now()), format="YYYY-MM-DD"
        )
        most = middle.number_input("Attempts allowed (optional)", value=None, min_value=1, max_value=100, step=1)
        mark = right.number_input(
            "Pass mark, 1 to 5 (optional)", value=None, min_value=1.0, max_value=5.0, step=0.5, format="%.1f"
        )
        mood_meter = st.checkbox("Show the customer's mood while they talk", value=True)
        note = st.text_area("A line for them (optional)", max_chars=500, height=80)
        sent = st.form_submit_button("Assign", type="primary")
    if not sent:
        return
    try:
        once(
            f"assign {st.session_state['assign-round']}",
            lambda: services().assignments.create(
                viewer,
                scenario_id=scenario_id,
                people=chosen,
                purpose=purpose,
                due_on=due_on,
                max_attempts=most,
                pass_mark=mark,
                mood_meter=mood_meter,
                note=note,
            ),
        )
    except FrontstageError as error:
        trouble(error)
        return
    st.session_state["assigned"] = f"{as_typed(by_id[scenario_id].title)} is assigned to {count_people(len(chosen))}."
    st.session_state["assign-round"] += 1
    st.rerun()


def draw_given(viewer: Viewer, given: Sequence[AssignmentItem]) -> None:
    """What was assigned, newest first, and for each who has completed it; more of them on demand."""
    if not given:
        st.markdown("Nothing has been assigned yet.")
        return
    draw_in_parts("given", given, lambda item: _draw_one(viewer, item), at_once=AT_ONCE)


def draw_left_out(broken: Sequence[str]) -> None:
    """The scenario files that nobody can be given, each with file, line, field and what to write there."""
    if not broken:
        return
    files = count(len(broken), "scenario file")
    st.warning(
        f"{files} cannot be used and {'is' if len(broken) == 1 else 'are'} missing here. Mend it as said below, and "
        "start Frontstage again; all else works meanwhile.",
        icon=":material/warning:",
    )
    with st.expander("What is wrong, and where"):
        for line in broken:
            st.text(line)


def _draw_one(viewer: Viewer, item: AssignmentItem) -> None:
    with st.container(border=True, key=f"given-{item.assignment_id}"):
        st.subheader(as_typed(item.title), anchor=False)
        st.markdown(" · ".join(_terms(item)))
        with st.expander(f"Completed by {item.completed} of {item.people}"):
            try:
                people = services().assignments.people(viewer, item.assignment_id)
            except FrontstageError as error:
                trouble(error)
                return
            draw_table(
                ["Name", "Completed", "Attempts"],
                [(each.name, "yes" if each.finished else "not yet", str(each.attempts)) for each in people],
                title=f"Who has completed {item.title}",
            )


def _terms(item: AssignmentItem) -> list[str]:
    """What was agreed, as the trainer chose it, in the order of the form."""
    terms = [
        PURPOSE_WORDS[item.purpose],
        f"due by {short_day(item.due_on)}" if item.due_on else "no due date",
        f"{count(item.max_attempts, 'attempt')} allowed" if item.max_attempts else "any number of attempts",
    ]
    if item.pass_mark is not None:
        terms.append(f"pass mark {item.pass_mark:.1f}")
    if not item.mood_meter:
        terms.append("mood hidden while they talk")
    return terms


def count_people(number: int) -> str:
    return count(number, "person", "people")


def _scenario_label(card: ScenarioCard) -> str:
    return f"{card.title} ({DIFFICULTY_WORDS[card.difficulty].lower()}, {card.minutes} minutes)"


def _person_label(person: PersonItem) -> str:
    """With the address: the browser sends labels back, and two people may have one name."""
    return f"{person.name} ({person.email}) · {person.team}" if person.team else f"{person.name} ({person.email})"
