"""HR's two tables and what narrows them."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from records.rows import ReportRow, TeamReportRow
from screens.parts.frame import services
from screens.parts.tables import draw_table
from screens.parts.words import short_day

EVERY: Final = "All"
DONE, OPEN = "Completed", "Not yet"
MOST_ROWS: Final = 200
NO_TEAM: Final = "No team"


def narrowed(rows: Sequence[ReportRow]) -> list[ReportRow]:
    """The rows that fit the three filters, which are drawn here."""
    left, middle, right = st.columns(3)
    team = left.selectbox("Team", [EVERY, *sorted({_team(row) for row in rows})])
    title = middle.selectbox("Scenario", [EVERY, *sorted({services().reports.title(row) for row in rows})])
    standing = right.selectbox("Standing", [EVERY, DONE, OPEN])
    return [
        row
        for row in rows
        if team in {EVERY, _team(row)}
        and title in {EVERY, services().reports.title(row)}
        and standing in {EVERY, DONE if row.completed else OPEN}
    ]


def draw_people(rows: Sequence[ReportRow]) -> None:
    """One row for each person and assignment."""
    if not rows:
        st.markdown("Nobody fits all of these filters.")
        return
    marked = any(row.pass_mark is not None for row in rows)
    headings = ["Person", "Team", "Scenario", "Due by", "Completed", "Attempts", "Empathy", "Problem-solving"]
    draw_table(
        [*headings, "Pass mark"] if marked else headings,
        [
            (
                row.person_name,
                _team(row),
                services().reports.title(row),
                short_day(row.due_on) if row.due_on else "",
                short_day(row.last_completed_at) if row.last_completed_at else OPEN,
                str(row.attempts),
                _number(row.typical_empathy),
                _number(row.typical_problem_solving),
                *([_against_mark(row)] if marked else []),
            )
            for row in rows[:MOST_ROWS]
        ],
        title="By person",
    )
    if marked:
        st.markdown(
            "“Passed”: in a finished attempt, the whole band of both scores reaches the pass mark. “For review”: a "
            "person decides. Software fails nobody."
        )
    if len(rows) > MOST_ROWS:
        st.markdown(f"{len(rows) - MOST_ROWS} more rows: narrow the list, or download the tables.")


def draw_teams(rows: Sequence[TeamReportRow]) -> None:
    """One row for each team."""
    draw_table(
        ["Team", "Completed", "Empathy, typical", "Problem-solving, typical"],
        [
            (
                row.team_name or NO_TEAM,
                f"{row.completed} of {row.assigned}",
                _number(row.typical_empathy),
                _number(row.typical_problem_solving),
            )
            for row in rows
        ],
        title="By team",
    )


def _against_mark(row: ReportRow) -> str:
    if row.pass_mark is None:
        return ""
    return f"{_number(row.pass_mark)}: {services().reports.outcome(row) or 'nothing finished'}"


def _team(row: ReportRow) -> str:
    return row.team_name or NO_TEAM


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
