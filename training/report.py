"""What HR sees: who completed what, with which scores, by person and by team. Never a word of a conversation."""

from domain.people import Purpose, Role, Viewer
from exchange.spreadsheet import workbook
from records.rows import ReportRow, TeamReportRow
from records.store import Store
from training.access import require_role
from training.library import Library
from training.passing import reported

REPORTED = frozenset({Purpose.FORMAL})

PERSON_HEADINGS = (
    "Person",
    "Team",
    "Scenario",
    "Due on",
    "Completed",
    "Attempts",
    "Empathy, typical",
    "Empathy, best",
    "Problem-solving, typical",
    "Problem-solving, best",
    "Last completed (UTC)",
    "Pass mark",
    "Outcome",
)
TEAM_HEADINGS = ("Team", "Assigned", "Completed", "Empathy, typical", "Problem-solving, typical")


class Reports:
    def __init__(self, *, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def people(self, viewer: Viewer) -> list[ReportRow]:
        """One row for each person and formal assignment. Scores on 1..5."""
        require_role(viewer, Role.HR)
        return self._store.reports.by_person(viewer.organisation_id, purposes=REPORTED)

    def teams(self, viewer: Viewer) -> list[TeamReportRow]:
        require_role(viewer, Role.HR)
        return self._store.reports.by_team(viewer.organisation_id, purposes=REPORTED)

    def outcome(self, row: ReportRow) -> str:
        """Where the person stands against the pass mark: "passed", "for review", or "" when there is nothing to say.
        Never that they failed: that is for a person to say."""
        return reported(row.marked)

    def title(self, row: ReportRow) -> str:
        return self._library.title(row.scenario_id)

    def export(self, viewer: Viewer) -> bytes:
        """Both tables as an .xlsx file. The export is noted in the audit trail."""
        people, teams = self.people(viewer), self.teams(viewer)
        self._store.audit.append(actor=viewer.person_id, action="export_report", subject=viewer.organisation_id)
        return workbook(
            [
                (
                    "People",
                    PERSON_HEADINGS,
                    [
                        (
                            row.person_name,
                            row.team_name or "",
                            self.title(row),
                            row.due_on,
                            "yes" if row.completed else "no",
                            row.attempts,
                            row.typical_empathy,
                            row.best_empathy,
                            row.typical_problem_solving,
                            row.best_problem_solving,
                            row.last_completed_at,
                            row.pass_mark,
                            self.outcome(row),
                        )
                        for row in people
                    ],
                ),
                (
                    "Teams",
                    TEAM_HEADINGS,
                    [
                        (
                            row.team_name or "(no team)",
                            row.assigned,
                            row.completed,
                            row.typical_empathy,
                            row.typical_problem_solving,
                        )
                        for row in teams
                    ],
                ),
            ]
        )
