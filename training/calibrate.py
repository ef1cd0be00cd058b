"""Calibrating: trainers (or a command) bring conversations that people labelled, and see how far the scores agree.

Always holds: trainers alone see and make calibrations, and each is noted in the audit trail; one that a trainer made
counts for their organisation, one from the command line for all; nothing here changes a score.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.errors import InvalidInput
from domain.people import Role, Viewer
from domain.scorecard import Dimension
from evaluation.agreement import Agreement
from evaluation.rubric import load_rubric
from evaluation.scorer import load_scorer
from records.rows import CalibrationRow
from records.store import Store
from roleplay import READER_VERSION
from training.access import require_role
from training.calibration import (
    Calibration,
    Record,
    Score,
    ScoringEngine,
    Versions,
    calibrate,
    calibration_from_json,
    calibration_to_json,
)
from training.judging import Judging
from training.labels import SATISFACTION, WHOLE, read_labels
from training.standing import LEAST_LABELS, Standing, Standings, changes

if TYPE_CHECKING:
    from language.encoder import Encoder

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 500
"""Conversations that a screen takes: some twenty seconds of the built-in scorer."""
_WHOLE_TITLES: Final = {
    Dimension.EMPATHY.value: "Empathy, the whole score",
    Dimension.PROBLEM_SOLVING.value: "Problem-solving, the whole score",
    SATISFACTION: "Satisfaction of the customer",
}
OnScored = Callable[[int, int], object]


class Scorer(NamedTuple):
    """An engine as it is now: how it scores records, and the versions of all that makes its scores."""

    score: Score
    versions: Callable[[], Versions]


def scorers(encoder: Callable[[], "Encoder"], judging: Judging | None) -> dict[ScoringEngine, Scorer]:
    """The engines in use: the built-in scorer, and the model judge where there is one."""

    def score(records: Iterable[Record], judging: Judging | None = None) -> Iterator[Record]:
        # It brings the reader with it, which the sign-in page must not wait for.
        from training.batch import score_transcripts

        return score_transcripts(records, judging=judging, encoder=encoder())

    found = {ScoringEngine.EMBEDDED: Scorer(score, _built_in)}
    if judging is not None:
        judged = Scorer(lambda records: score(records, judging), lambda: (*_built_in(), judging.version))
        found[ScoringEngine.MODEL] = judged
    return found


def _built_in() -> Versions:
    return ("rubric", load_rubric().name), ("scorer", load_scorer().name), ("reader", READER_VERSION)


def labelled_titles() -> dict[str, str]:
    """What may be labelled, by the id that a file writes, in the words of the rubric."""
    return {each.id: each.title for each in load_rubric().criteria.values()} | _WHOLE_TITLES


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One thing that can be labelled. `whole`: a score of the whole conversation, which no criterion rests on.
    `agreement` is None where nobody labelled it."""

    id: str
    title: str
    whole: bool
    agreement: Agreement | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class EngineView:
    """An engine's newest calibration: None when it was never calibrated. `changed` names what changed since, in words:
    every criterion is then advisory."""

    engine: ScoringEngine
    calibration: Calibration | None
    made_at: datetime | None
    changed: tuple[str, ...]
    lines: tuple[AgreementLine, ...]


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """The trainers' page. `bar` is the least weighted kappa with which a criterion counts as automatic, on at least
    `least_labels` conversations."""

    bar: float
    least_labels: int
    engines: tuple[EngineView, ...]


class Calibrations:
    def __init__(self, *, store: Store, bar: float, scorers: Mapping[ScoringEngine, Scorer]) -> None:
        self._store = store
        self._bar = bar
        self._scorers = scorers

    def view(self, viewer: Viewer) -> CalibrationView:
        """Each engine in use with its newest calibration."""
        require_role(viewer, Role.TRAINER)
        latest = self._latest(viewer.organisation_id)
        return CalibrationView(
            self._bar, LEAST_LABELS, tuple(self._engine_view(engine, latest.get(engine)) for engine in self._scorers)
        )

    def upload(self, viewer: Viewer, content: bytes, *, file: str, on_scored: OnScored) -> EngineView:
        """Calibrate the built-in scorer with a file of labelled conversations, and keep the figures; `on_scored` is
        told how many are done, and of how many. Raises InvalidInput for the first mistake in the file."""
        require_role(viewer, Role.TRAINER)
        calibration = self._run(content, ScoringEngine.EMBEDDED, file, on_scored, most=MOST_AT_ONCE)
        row = self._save(calibration, viewer)
        self._store.audit.append(
            actor=viewer.person_id, action="calibrate", subject=row.id, detail=f"{calibration.conversations} labelled"
        )
        return self._engine_view(calibration.engine, _Made(calibration, row.at))

    def run(self, content: bytes, *, file: str, engine: ScoringEngine, save: bool, on_scored: OnScored) -> EngineView:
        """As `upload`, for whoever runs Frontstage: with any engine in use, any number of conversations, and for every
        organisation. Raises InvalidInput also for an engine that is not in use."""
        if engine not in self._scorers:
            raise InvalidInput("No chat model is set, so there is none to compare: set FRONTSTAGE_MODEL first.")
        calibration = self._run(content, engine, file, on_scored)
        return self._engine_view(engine, _Made(calibration, self._save(calibration).at if save else None))

    def standings(self, organisation_id: str) -> Standings:
        """What is known of the scorers' agreement now, for the scores of an organisation."""
        latest = self._latest(organisation_id)
        return Standings(self._bar, {engine: made.calibration for engine, made in latest.items()})

    def _run(
        self, content: bytes, engine: ScoringEngine, file: str, on_scored: OnScored, most: int | None = None
    ) -> Calibration:
        labelled = read_labels(content, file=file, rubric=load_rubric(), most=most)
        return calibrate(
            labelled,
            engine=engine,
            score=self._scorers[engine].score,
            versions=self._scorers[engine].versions(),
            on_scored=lambda done: on_scored(done, len(labelled)),
        )

    def _save(self, calibration: Calibration, viewer: Viewer | None = None) -> CalibrationRow:
        return self._store.calibrations.save(
            engine=calibration.engine.value,
            body=calibration_to_json(calibration),
            organisation_id=viewer.organisation_id if viewer else None,
            made_by=viewer.person_id if viewer else None,
        )

    def _latest(self, organisation_id: str) -> dict[ScoringEngine, "_Made"]:
        found = {}
        for row in self._store.calibrations.latest(organisation_id):
            try:
                calibration = calibration_from_json(row.body)
            except InvalidInput as error:
                # Of another version of Frontstage: it says nothing of the scores of this one.
                log.warning("calibration %s is left out: %s", row.id, error)
                continue
            found[calibration.engine] = _Made(calibration, row.at)
        return found

    def _engine_view(self, engine: ScoringEngine, made: "_Made | None") -> EngineView:
        versions = self._scorers[engine].versions()
        standings = Standings(self._bar, {engine: made.calibration} if made else {})
        figures = made.calibration.agreement if made else {}
        return EngineView(
            engine=engine,
            calibration=made.calibration if made else None,
            made_at=made.at if made else None,
            changed=changes(made.calibration, versions) if made else (),
            lines=tuple(
                AgreementLine(name, title, name in WHOLE, figures.get(name), standings.of(name, engine, versions))
                for name, title in labelled_titles().items()
                if name not in WHOLE or name in figures
            ),
        )


class _Made(NamedTuple):
    calibration: Calibration
    at: datetime | None
