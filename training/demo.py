"""The demo organisation: who works there, and what they find when they first look around.

Always holds: it is made once, however many sign in at the same moment; what a crash left out is added at the next
sign-in; only scenarios that stand in the library are assigned.
"""

import threading
from datetime import timedelta
from typing import Final, NamedTuple

from domain.clock import Now
from domain.people import Purpose, Role
from records.rows import PersonRow
from records.store import Store
from training.access import viewer_of
from training.assign import Assignments
from training.library import Library

DEMO_NAME: Final = "Harbour & Pine"
DEMO_TEAM: Final = "Customer care"
DEMO_PEOPLE: Final = {
    Role.TRAINEE: ("noor@demo.invalid", "Noor Haddad"),
    Role.TRAINER: ("tomasz@demo.invalid", "Tomasz Wilk"),
    Role.HR: ("ines@demo.invalid", "Inês Duarte"),
}


class Homework(NamedTuple):
    """What the demo's trainer has asked of its trainee, due so many days after the demo was made."""

    scenario_id: str
    purpose: Purpose
    days: int
    note: str


DEMO_HOMEWORK: Final = (
    Homework(
        "third-contact",
        Purpose.FORMAL,
        7,
        "This one counts, so pick a quiet quarter of an hour for it. Ruth has told her story to two of us already: "
        "read what they wrote down before you type a word. She will notice within a minute whether you did.",
    ),
    Homework(
        "missed-anniversary",
        Purpose.SHARED,
        3,
        "Nobody but me reads this one, and nothing hangs on it. Owen is easy to pay off and hard to comfort. Try the "
        "sentence that you are usually too shy to write, and then let us talk about what he did with it.",
    ),
)


class Demo:
    def __init__(self, *, store: Store, library: Library, assignments: Assignments, now: Now) -> None:
        self._store = store
        self._library = library
        self._assignments = assignments
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, bool] = {}

    def person(self, role: Role) -> PersonRow:
        """The demo's person of this role. The organisation is made and furnished when it is not there yet."""
        with self._lock:
            people = self._people()
            self._assign(people[Role.TRAINER], people[Role.TRAINEE])
        return people[role]

    def holds(self, person: PersonRow) -> bool:
        """Whether the person belongs to a demo organisation: those it came with, and whoever was added there since."""
        known = self._known.get(person.organisation_id)
        if known is None:
            known = self._store.people.organisation(person.organisation_id).is_demo
            self._known[person.organisation_id] = known
        return known

    def _people(self) -> dict[Role, PersonRow]:
        people = self._store.people
        found = {role: people.person_by_email(email) for role, (email, _) in DEMO_PEOPLE.items()}
        places = [person.organisation_id for person in found.values() if person is not None]
        places += [organisation.id for organisation in people.organisations() if organisation.is_demo]
        organisation_id = places[0] if places else people.add_organisation(name=DEMO_NAME, is_demo=True).id
        teams = [team.id for team in people.teams(organisation_id) if team.name == DEMO_TEAM]
        team_id = teams[0] if teams else people.add_team(organisation_id=organisation_id, name=DEMO_TEAM).id
        return {
            role: found[role]
            or people.add_person(
                organisation_id=organisation_id,
                team_id=None if role is Role.HR else team_id,
                email=email,
                name=name,
                role=role,
                password_hash=None,
            )
            for role, (email, name) in DEMO_PEOPLE.items()
        }

    def _assign(self, trainer: PersonRow, trainee: PersonRow) -> None:
        given = {row.assignment.scenario_id for row in self._store.assignments.of_creator(trainer.id)}
        for homework in DEMO_HOMEWORK:
            if homework.scenario_id not in given and homework.scenario_id in self._library.ids():
                self._assignments.create(
                    viewer_of(trainer),
                    scenario_id=homework.scenario_id,
                    people=[trainee.id],
                    purpose=homework.purpose,
                    due_on=self._now().date() + timedelta(days=homework.days),
                    note=homework.note,
                )
