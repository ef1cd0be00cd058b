"""A whole Frontstage for a test: real records, real reader, the small scenario, and people of every role.

The sentence encoder is loaded once a process and shared, as the app does it. `Gate` holds a reply in the middle of its
making, at the point where the message is read, so that a test can do something else meanwhile.
"""

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import numpy as np

from domain.clock import NewId, Now
from domain.conversation import Engine
from domain.people import Role, Viewer
from language.encoder import Beside, Encoder, Vector, Words, load_encoder
from records.rows import TurnRow
from records.store import migrate
from tests.support.records import Ticking
from tests.support.scenario_fixture import SCENARIO_TEXT
from training.settings import Settings
from training.wiring import Services, build

SCENARIO = "late-glasses"
PATIENCE_SECONDS = 20.0
DEFAULTS: Mapping[str, object] = MappingProxyType({})
Open = Callable[..., Services]  # a Frontstage with these settings


@cache
def shared_encoder() -> Encoder:
    return load_encoder()


@cache
def migrated_records() -> bytes:
    """An empty SQLite file of this version, made once: migrating takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "frontstage.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


class Gate:
    """Stands before the encoder. While it is shut, whoever wants to read a text not seen before waits."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()
        self._open.set()

    def shut(self) -> None:
        self.reached.clear()
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def encoder(self) -> Encoder:
        real = shared_encoder()

        def wait() -> None:
            self.reached.set()
            assert self._open.wait(PATIENCE_SECONDS), "the gate was never opened again"

        def run(text: str) -> Vector:
            wait()
            vector: Vector = real.encode([text])[0]
            return vector

        def words(text: str) -> Words:
            wait()
            return real.words(text)

        def deeper(text: str, beside: Beside | None) -> Vector:
            wait()
            all_of_it: Vector = np.concatenate(real.understand([text], beside=beside), axis=1)[0]
            return all_of_it

        return Encoder(run, words=words, deeper=deeper, identity=real.id)


def hex_ids() -> NewId:
    """Ids 000...1, 000...2, ... of 32 hex digits."""
    numbers, gate = itertools.count(1), threading.Lock()

    def new_id() -> str:
        with gate:
            return f"{next(numbers):032x}"

    return new_id


def settings_in(folder: Path, **changes: object) -> Settings:
    """The default settings, with the records in `folder`, whatever the environment says."""
    return Settings.model_validate({"data_dir": folder, **changes})


def shelf(folder: Path, **files: str) -> Path:
    """A folder of scenarios: the small one, and what else is given as name=text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{SCENARIO}.yaml").write_text(SCENARIO_TEXT, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def open_house(
    folder: Path,
    *,
    now: Now | None = None,
    new_id: NewId | None = None,
    gate: Gate | None = None,
    settings: Mapping[str, object] = DEFAULTS,
) -> Services:
    """Services in `folder` on the small scenario, as `training.wiring` builds them."""
    records = folder / "frontstage.db"
    if not records.exists():
        folder.mkdir(parents=True, exist_ok=True)
        records.write_bytes(migrated_records())
    return build(
        settings_in(folder, **settings),
        now=now or Ticking(),
        new_id=new_id or hex_ids(),
        scenarios=shelf(folder / "scenarios"),
        load=gate.encoder if gate else shared_encoder,
    )


@dataclass(frozen=True)
class Cast:
    """Mira, Tomas and their trainer Ines are of one team, Lena of another, Pavel of none. Jo trains all teams, Hana is
    HR. Otto, a trainer without a team, belongs to another organisation."""

    mira: Viewer
    tomas: Viewer
    lena: Viewer
    pavel: Viewer
    ines: Viewer
    jo: Viewer
    hana: Viewer
    otto: Viewer


def hire(services: Services) -> Cast:
    people = services.store.people
    here = people.add_organisation(name="Lindgren Opticians")
    there = people.add_organisation(name="Harbour Telecom")
    floor = people.add_team(organisation_id=here.id, name="Shop floor").id
    phones = people.add_team(organisation_id=here.id, name="Telephones").id

    def person(name: str, role: Role, team: str | None, organisation: str = here.id) -> Viewer:
        row = people.add_person(
            organisation_id=organisation,
            team_id=team,
            email=f"{name.lower()}@people.example",
            name=name,
            role=role,
            password_hash=None,
        )
        return Viewer(row.id, name, role, organisation, team)

    return Cast(
        mira=person("Mira", Role.TRAINEE, floor),
        tomas=person("Tomas", Role.TRAINEE, floor),
        lena=person("Lena", Role.TRAINEE, phones),
        pavel=person("Pavel", Role.TRAINEE, None),
        ines=person("Ines", Role.TRAINER, floor),
        jo=person("Jo", Role.TRAINER, None),
        hana=person("Hana", Role.HR, None),
        otto=person("Otto", Role.TRAINER, None, there.id),
    )


def say(services: Services, viewer: Viewer, attempt_id: str, text: str, *, key: str | None = None) -> TurnRow:
    """Say it, wait for the answer, and return that."""
    services.practice.say(viewer, attempt_id, text, key=key or text)
    services.worker.wait(attempt_id)
    assert services.worker.trouble(attempt_id) == ""
    return services.store.attempts.turns(attempt_id)[-1]


def talk_on(services: Services, attempt_id: str, exchanges: int) -> None:
    """So many messages, "message 0" and on, and their answers, written straight into the records: nobody is asked."""
    attempts = services.store.attempts
    detail = attempts.turns(attempt_id)[0].detail or ""
    for n in range(exchanges):
        saved = attempts.save_message(attempt_id, text=f"message {n}", idempotency_key=str(n))
        before = attempts.get(attempt_id)
        attempts.complete_reply(
            attempt_id,
            answers=saved.number,
            expected_revision=before.revision,
            text=f"answer {n}",
            engine=Engine.SCRIPTED,
            reading="{}",
            detail=detail,
            director_state=before.director_state,
        )


def words(services: Services, attempt_id: str) -> list[str]:
    """What both sides said, in order."""
    return [turn.text for turn in services.store.attempts.turns(attempt_id)]
