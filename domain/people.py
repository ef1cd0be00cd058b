"""Who uses Frontstage, and what each role may see. Rules live here; `training` enforces them on every call."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    TRAINEE = "trainee"
    TRAINER = "trainer"
    HR = "hr"


class Purpose(StrEnum):
    """What an attempt is for, and so who may read it. PRACTICE: the trainee alone. SHARED: the trainee's trainer too.
    FORMAL: as shared, and it counts in HR's completion and scores."""

    PRACTICE = "practice"
    SHARED = "shared"
    FORMAL = "formal"


SHOWN: Final = frozenset({Purpose.SHARED, Purpose.FORMAL})  # what others may see anything of


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person on whose behalf a use case runs."""

    person_id: str
    name: str
    role: Role
    organisation_id: str
    team_id: str | None
