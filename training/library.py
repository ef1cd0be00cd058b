"""The scenarios that can be rehearsed: today's files, and the frozen version that each attempt was played on.

Always holds: an attempt is read, continued and scored on the very version it was started with, whatever has become of
the file since. A broken file never takes the others down: it is left out and named.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from domain.errors import InvalidContent, MissingArtefact, NotFound
from evaluation.coaching import first_name
from records.rows import AttemptRow
from records.store import Store
from roleplay.pipeline import Customer
from scenarios.loading import LoadedScenario, load_scenario, parse_scenario, scenario_files
from scenarios.model import Scenario
from training.views import BriefView, ScenarioCard

if TYPE_CHECKING:
    from roleplay.targets import Targets

log = logging.getLogger(__name__)


class Shelf(NamedTuple):
    """What stands in a folder of scenarios: those that can be played by id, and for each file that cannot, one line
    with file, line, field and what to write."""

    scenarios: Mapping[str, LoadedScenario]
    broken: tuple[str, ...]


def fill_shelf(folder: Path) -> Shelf:
    """Load every scenario of a folder that can be loaded. Raises MissingArtefact when there is no such folder."""
    if not folder.is_dir():
        raise MissingArtefact(f"There is no folder of scenarios at {folder}. Restore it, or name another folder.")
    scenarios: dict[str, LoadedScenario] = {}
    broken: list[str] = []
    for path in scenario_files(folder):
        try:
            loaded = load_scenario(path)
            if loaded.scenario.id in scenarios:
                advice = f"another file has the id {loaded.scenario.id!r}; give this its own"
                raise InvalidContent(str(path), 0, "id", advice)
        except InvalidContent as error:
            log.error("a scenario was left out: %s", error)
            broken.append(str(error))
        else:
            scenarios[loaded.scenario.id] = loaded
    return Shelf(scenarios, tuple(broken))


class Prepared(NamedTuple):
    """A scenario with what the reader needs of it."""

    scenario: Scenario
    targets: "Targets"


class Library:
    """Scenarios by id (today's) and by hash (any that was ever played). Safe to use from several threads."""

    def __init__(
        self, scenarios: Mapping[str, LoadedScenario], *, store: Store, customer: Callable[[], Customer]
    ) -> None:
        self._scenarios = dict(scenarios)
        self._by_hash = {loaded.hash: loaded.scenario for loaded in scenarios.values()}
        self._targets: dict[str, Targets] = {}
        self._store = store
        self._customer = customer
        self._lock = threading.Lock()

    def ids(self) -> tuple[str, ...]:
        return tuple(self._scenarios)

    def current(self, scenario_id: str) -> LoadedScenario:
        """Today's version. Raises NotFound."""
        loaded = self._scenarios.get(scenario_id)
        if loaded is None:
            known = ", ".join(sorted(self._scenarios))
            raise NotFound(f"There is no scenario {scenario_id!r}. There are: {known}.")
        return loaded

    def played(self, attempt: AttemptRow) -> Scenario:
        """The version that the attempt was started with."""
        found = self._by_hash.get(attempt.scenario_hash)
        if found is None:
            body = self._store.attempts.scenario_body(attempt.scenario_hash)
            found = parse_scenario(body, file=f"{attempt.scenario_id} ({attempt.scenario_hash[:12]})").scenario
            self._by_hash[attempt.scenario_hash] = found
        return found

    def title(self, scenario_id: str) -> str:
        """The title of today's version, or the id when the scenario has gone."""
        loaded = self._scenarios.get(scenario_id)
        return loaded.scenario.title if loaded else scenario_id

    def prepared(self, attempt: AttemptRow) -> Prepared:
        """As `played`, with its moves and questions encoded; made once for each version (a second or so)."""
        scenario = self.played(attempt)
        return Prepared(scenario, self._encoded(attempt.scenario_hash, scenario))

    def get_ready(self) -> None:
        """Encode today's scenarios ahead of their first message. Raises MissingArtefact."""
        for loaded in self._scenarios.values():
            self._encoded(loaded.hash, loaded.scenario)

    def _encoded(self, scenario_hash: str, scenario: Scenario) -> "Targets":
        with self._lock:
            targets = self._targets.get(scenario_hash)
            if targets is None:
                targets = self._targets[scenario_hash] = self._customer().prepare(scenario)
        return targets

    def cards(self, attempts: Mapping[str, int]) -> tuple[ScenarioCard, ...]:
        """The library, easiest first; `attempts` counts the viewer's own by scenario id."""
        ordered = sorted(
            (loaded.scenario for loaded in self._scenarios.values()), key=lambda s: (s.difficulty, s.title)
        )
        return tuple(
            ScenarioCard(
                id=scenario.id,
                title=scenario.title,
                summary=scenario.summary,
                industry=scenario.industry,
                channel=scenario.channel,
                difficulty=scenario.difficulty,
                minutes=scenario.minutes,
                skills=scenario.skills,
                customer=scenario.persona.name,
                attempts=attempts.get(scenario.id, 0),
            )
            for scenario in ordered
        )


def brief_view(scenario: Scenario) -> BriefView:
    return BriefView(
        scenario_id=scenario.id,
        title=scenario.title,
        customer=scenario.persona.name,
        called=first_name(scenario.persona.name),
        channel=scenario.channel,
        minutes=scenario.minutes,
        company=scenario.brief.company,
        role=scenario.brief.role,
        situation=scenario.brief.situation,
        goals=scenario.brief.goals,
        good_to_know=scenario.brief.good_to_know,
    )
