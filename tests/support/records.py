"""What tests of the records share: a clock and ids that count, and a small office with people in it."""

import itertools
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.people import Purpose, Role
from domain.scorecard import Band
from records.rows import AttemptRow, OrganisationRow, PersonRow, ScenarioRow, ScorecardRow, TeamRow
from records.store import Store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCENARIO = ScenarioRow("hash-1", "late-parcel", "3", "title: The parcel that never came\n")


class Ticking:
    """A clock that moves on by a second each time it is read; `at` says what it showed on reading `n` (from 0)."""

    def __init__(self) -> None:
        self._readings = itertools.count()
        self._leap = timedelta()

    def __call__(self) -> datetime:
        return self.at(next(self._readings)) + self._leap

    def leap(self, by: timedelta) -> None:
        self._leap += by

    @staticmethod
    def at(n: int) -> datetime:
        return START + timedelta(seconds=n)


class Counting:
    """Ids 'id-0001', 'id-0002', ... in the order in which they are asked for."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._gate = threading.Lock()

    def __call__(self) -> str:
        with self._gate:
            return f"id-{next(self._numbers):04}"


@dataclass(frozen=True)
class Office:
    organisation: OrganisationRow
    team: TeamRow
    mira: PersonRow
    tomas: PersonRow
    trainer: PersonRow


def furnish(store: Store) -> Office:
    """An organisation with one team: Mira and Tomas, who train, and Ines, who trains them."""
    organisation = store.people.add_organisation(name="Harbour Telecom")
    team = store.people.add_team(organisation_id=organisation.id, name="Returns desk")

    def hire(name: str, role: Role) -> PersonRow:
        return store.people.add_person(
            organisation_id=organisation.id,
            team_id=team.id,
            email=f"{name.lower()}@harbour.example",
            name=name,
            role=role,
            password_hash=None,
        )

    return Office(
        organisation, team, hire("Mira", Role.TRAINEE), hire("Tomas", Role.TRAINEE), hire("Ines", Role.TRAINER)
    )


def begin(
    store: Store,
    person: PersonRow,
    *,
    purpose: Purpose = Purpose.SHARED,
    assignment_id: str | None = None,
    scenario: ScenarioRow = SCENARIO,
) -> AttemptRow:
    """A new attempt of the person, in which the customer has said hello."""
    return store.attempts.start(
        person_id=person.id,
        scenario=scenario,
        purpose=purpose,
        assignment_id=assignment_id,
        seed=7,
        mood_meter=True,
        director_state='{"patience": 6}',
        opening_text="Hello? My parcel was due on Monday.",
    )


def rate(store: Store, attempt: AttemptRow, body: str = '{"criteria": []}', empathy: float = 3.5) -> ScorecardRow:
    """A scorecard for a finished attempt."""
    return store.attempts.save_scorecard(
        attempt.id,
        body=body,
        empathy=empathy,
        empathy_band=Band(3.1, 3.9),
        problem_solving=None,
        problem_solving_band=None,
    )
