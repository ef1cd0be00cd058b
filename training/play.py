"""A whole practice without a browser: JSON lines in, JSON lines out.

The real path, records and all, on a database of its own that is thrown away. Always holds: the same scenario, seed and
lines give the same output, byte for byte, with the scripted engine; a line that cannot be used is answered with an
error, and the conversation goes on.
"""

import itertools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from domain.clock import NewId, Now
from domain.errors import Conflict, FrontstageError, InvalidInput, NotFound
from domain.people import Role, Viewer
from domain.scorecard import Scorecard
from language.encoder import Encoder, load_encoder
from records.rows import TurnRow
from scenarios.loading import LIBRARY, load_scenario, scenario_files
from training.scoring import scorecard_to_json
from training.settings import Settings
from training.turns import detail_from_json
from training.wiring import Services, build

LONGEST_LINE = 200_000


class _Do(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    action: str

    def arguments(self) -> dict[str, str]:
        return {name: str(value) for name, value in (self.model_extra or {}).items()}


class Step(BaseModel):
    """One line of input: something to say, or something to do at the desk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: str | None = None
    do: _Do | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Step":
        if (self.say is None) == (self.do is None):
            raise ValueError("write either say or do")
        return self


def play(
    scenario_id: str,
    lines: Iterable[str],
    *,
    seed: int,
    settings: Settings,
    scenarios: Path = LIBRARY,
    load: Callable[[], Encoder] = load_encoder,
) -> Iterator[dict[str, object]]:
    """Play a scenario. Yields the opening, then an answer to each line, then the ending with the scorecard.

    Raises NotFound for an unknown scenario; whatever a line holds only leads to an {"error": ...}."""
    with tempfile.TemporaryDirectory(prefix="frontstage-play-") as folder:
        services = build(
            settings.model_copy(
                update={"data_dir": Path(folder), "database_url": f"sqlite:///{folder}/play.db"},
            ),
            now=_clock(),
            new_id=_ids(),
            scenarios=scenarios,
            load=load,
        )
        try:
            yield from _Conversation(services, scenario_id, seed=seed).run(lines)
        finally:
            services.close()


def persona_name(scenario_id: str, scenarios: Path = LIBRARY) -> str:
    """The customer's name. Raises NotFound for an unknown scenario."""
    known = {path.stem: path for path in scenario_files(scenarios)}
    if scenario_id not in known:
        raise NotFound(f"There is no scenario {scenario_id!r}. There are: {', '.join(sorted(known))}.")
    return load_scenario(known[scenario_id]).scenario.persona.name


class _Conversation:
    def __init__(self, services: Services, scenario_id: str, *, seed: int) -> None:
        people = services.store.people
        organisation = people.add_organisation(name="Play", is_demo=True)
        person = people.add_person(
            organisation_id=organisation.id,
            team_id=None,
            email="player@play.invalid",
            name="Player",
            role=Role.TRAINEE,
            password_hash=None,
        )
        self._services = services
        self._viewer = Viewer(person.id, person.name, person.role, organisation.id, None)
        self._attempt = services.practice.start(self._viewer, scenario_id, seed=seed)
        self._keys = itertools.count()

    def run(self, lines: Iterable[str]) -> Iterator[dict[str, object]]:
        yield self._customer()
        for line in lines:
            if line.strip():
                yield self._answer(line)
                if self._over():
                    break
        self._services.practice.end(self._viewer, self._attempt)
        yield self._result()

    def _answer(self, line: str) -> dict[str, object]:
        try:
            step = _step(line)
            if step.say is not None:
                return self._say(step.say)
            assert step.do is not None
            entry = self._services.practice.use_desk(self._viewer, self._attempt, step.do.action, step.do.arguments())
        except FrontstageError as error:
            return {"error": str(error)}
        return {"desk": {"action": entry.action, "accepted": entry.accepted, "result": entry.result}}

    def _say(self, text: str) -> dict[str, object]:
        self._services.practice.say(self._viewer, self._attempt, text, key=str(next(self._keys)))
        self._services.worker.wait(self._attempt)
        if trouble := self._services.worker.trouble(self._attempt):
            raise Conflict(trouble)
        return {"said": self._turns()[-2].text, **self._customer()}

    def _customer(self) -> dict[str, object]:
        turn = self._turns()[-1]
        detail = detail_from_json(turn.detail or "")
        mood = detail.mood
        return {
            "customer": turn.text,
            "engine": turn.engine,
            "mood": {
                "frustration": mood.frustration,
                "trust": mood.trust,
                "effort": mood.effort,
                "patience": mood.patience,
                "tone": mood.tone,
            },
            "because": [
                {
                    "cause": change.cause,
                    "quote": change.quote,
                    "frustration": change.frustration,
                    "trust": change.trust,
                    "effort": change.effort,
                }
                for change in detail.changes
            ],
        }

    def _turns(self) -> list[TurnRow]:
        return self._services.store.attempts.turns(self._attempt)

    def _over(self) -> bool:
        return self._services.store.attempts.get(self._attempt).ending is not None

    def _result(self) -> dict[str, object]:
        attempt = self._services.store.attempts.get(self._attempt)
        ending = attempt.ending
        card: Scorecard = self._services.scoring.scorecard(attempt)
        return {
            "ending": {"id": ending.id, "kind": ending.kind} if ending else None,
            "scorecard": json.loads(scorecard_to_json(card)),
        }


def _step(line: str) -> Step:
    if len(line) > LONGEST_LINE:
        raise InvalidInput(f"A line takes up to {LONGEST_LINE:,} characters.")
    try:
        return Step.model_validate_json(line)
    except ValidationError as error:
        raise InvalidInput(
            'Write {"say": "..."} or {"do": {"action": "...", ...}}, one JSON object a line: '
            f"{error.errors(include_url=False)[0]['msg']}."
        ) from error


def _clock() -> Now:
    """A clock that moves on by a second at each look, so that nothing in the records depends on today."""
    ticks = itertools.count()
    return lambda: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=next(ticks))


def _ids() -> NewId:
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):032x}"
