"""Calibrating: what is compared with what, who may, what is kept, and what it changes beside a score."""

from collections.abc import Iterable, Iterator

import pytest

from domain.errors import InvalidInput, NotAllowed
from domain.people import Purpose
from domain.scorecard import Decider
from evaluation.agreement import Figure
from evaluation.rubric import load_rubric
from tests.support.labelled import agreeing, contrary, file_of, record
from tests.support.practice import SCENARIO, Cast, say
from training.calibrate import CalibrationView, EngineView
from training.calibration import (
    Calibration,
    Record,
    ScoringEngine,
    calibrate,
    calibration_from_json,
    calibration_to_json,
)
from training.labels import Labelled, read_labels
from training.standing import Cause, Standing
from training.wiring import Services

VERSIONS = (("rubric", "core 1"),)


def unheard(done: int, total: int) -> None:
    """Nobody watches."""


def labelled(count: int, *things: str, level: float = 3) -> tuple[Labelled, ...]:
    records = [record(number, dict.fromkeys(things, level)) for number in range(count)]
    return read_labels(file_of(records), file="labels.jsonl", rubric=load_rubric())


class Always:
    """A scorer that says the same of everything. `given` is what it was given."""

    def __init__(self, **changes: object) -> None:
        self.given: list[Record] = []
        self._changes = changes

    def __call__(self, records: Iterable[Record]) -> Iterator[Record]:
        for each in records:
            self.given.append(each)
            said = {"empathy": 3.0, "problem_solving": 2.0, "satisfaction": 4.0, "criteria": {"exploration": 2.0}}
            yield {"id": each["id"], **said, "unscored": {}, **self._changes}


def compared(score: Always, *things: str, engine: ScoringEngine = ScoringEngine.EMBEDDED) -> Calibration:
    return calibrate(labelled(6, *things), engine=engine, score=score, versions=VERSIONS)


def counts(calibration: Calibration) -> dict[str, tuple[int, int]]:
    return {name: (found.pairs, found.unscored) for name, found in calibration.agreement.items()}


def test_the_scorer_sees_the_conversations_and_nothing_of_the_labels() -> None:
    score = Always()
    found = compared(score, "exploration", "empathy")
    assert [set(each) for each in score.given] == [{"id", "turns"}] * 6
    assert (found.engine, found.conversations, found.versions) == (ScoringEngine.EMBEDDED, 6, VERSIONS)
    assert list(found.agreement) == ["exploration", "empathy"]
    assert found.agreement["exploration"].bias == Figure(-1.0, -1.0, -1.0)


def test_an_estimate_of_what_is_unscored_does_not_count_as_a_score() -> None:
    found = compared(Always(unscored={"empathy": "too short"}, criteria={}), "exploration", "empathy", "satisfaction")
    assert counts(found) == {"exploration": (0, 6), "empathy": (0, 6), "satisfaction": (6, 0)}


def test_of_a_model_only_what_it_decided_itself_is_compared() -> None:
    judge = {"decided": {"exploration": "You asked."}, "failed": {"problem_solving": "it gave no answer"}}
    score = Always(judge=judge, criteria={"exploration": 2.0, "solution": 3.0})
    things = ("exploration", "solution", "empathy", "problem_solving", "satisfaction")
    assert counts(compared(score, *things, engine=ScoringEngine.MODEL)) == {
        "exploration": (6, 0), "solution": (0, 6), "empathy": (6, 0), "problem_solving": (0, 6), "satisfaction": (0, 6),
    }  # fmt: skip
    assert counts(compared(Always(), "empathy", engine=ScoringEngine.MODEL)) == {"empathy": (0, 6)}


def test_a_calibration_comes_back_from_the_records_as_it_was() -> None:
    found = compared(Always(), "exploration", "empathy")
    assert calibration_from_json(calibration_to_json(found)) == found
    with pytest.raises(InvalidInput, match="This is no calibration"):
        calibration_from_json("{}")


def upload(services: Services, cast: Cast, content: bytes) -> EngineView:
    return services.calibrations.upload(cast.ines, content, file="labels.jsonl", on_scored=unheard)


def line(view: EngineView, name: str) -> Standing:
    return next(each.standing for each in view.lines if each.id == name)


def embedded(view: CalibrationView) -> EngineView:
    (engine,) = view.engines
    return engine


def test_before_any_calibration_every_criterion_is_advisory(services: Services, cast: Cast) -> None:
    view = services.calibrations.view(cast.ines)
    engine = embedded(view)
    assert (view.bar, view.least_labels) == (0.6, 30)
    assert (engine.calibration, engine.made_at, engine.changed) == (None, None, ())
    assert [each.id for each in engine.lines] == list(load_rubric().criteria)
    assert {each.standing for each in engine.lines} == {Standing(Cause.NEVER_COMPARED, 0.6)}


def test_labels_that_agree_make_a_criterion_automatic_and_it_stays_so_after_reading_it_back(
    services: Services, cast: Cast
) -> None:
    heard: list[tuple[int, int]] = []
    made = services.calibrations.upload(
        cast.ines,
        agreeing(30, "exploration"),
        file="labels.jsonl",
        on_scored=lambda done, total: heard.append((done, total)),
    )
    assert heard == [(done, 30) for done in range(1, 31)]
    assert line(made, "exploration").cause is Cause.AGREES
    assert line(made, "genuineness").cause is Cause.NO_LABELS
    assert embedded(services.calibrations.view(cast.jo)) == made
    note = services.store.audit.entries()[0]
    assert (note.actor, note.action, note.detail) == (cast.ines.person_id, "calibrate", "30 labelled")


def test_the_latest_calibration_counts_also_when_it_is_worse(services: Services, cast: Cast) -> None:
    upload(services, cast, agreeing(30, "exploration", "empathy"))
    made = upload(services, cast, contrary(30, "exploration", "empathy"))
    assert line(made, "exploration").cause is Cause.BELOW_BAR
    # A score of the whole is listed where it was labelled, and is no criterion.
    assert [each.id for each in made.lines if each.whole] == ["empathy"]


def test_another_organisation_knows_nothing_of_it_but_what_the_command_made_counts_for_all(
    services: Services, cast: Cast
) -> None:
    upload(services, cast, agreeing(30, "exploration"))
    assert embedded(services.calibrations.view(cast.otto)).calibration is None
    run = services.calibrations.run
    shown = run(
        agreeing(30, "exploration"),
        file="labels.jsonl",
        engine=ScoringEngine.EMBEDDED,
        save=False,
        on_scored=unheard,
    )
    assert shown.made_at is None
    assert embedded(services.calibrations.view(cast.otto)).calibration is None
    run(agreeing(30, "exploration"), file="labels.jsonl", engine=ScoringEngine.EMBEDDED, save=True, on_scored=unheard)
    assert embedded(services.calibrations.view(cast.otto)).calibration == shown.calibration


def test_only_trainers_see_and_make_calibrations(services: Services, cast: Cast) -> None:
    for viewer in (cast.mira, cast.hana):
        with pytest.raises(NotAllowed):
            services.calibrations.view(viewer)
        with pytest.raises(NotAllowed):
            services.calibrations.upload(viewer, b"", file="labels.jsonl", on_scored=unheard)


def test_a_file_that_cannot_be_used_changes_nothing(services: Services, cast: Cast) -> None:
    with pytest.raises(InvalidInput, match=r"labels\.jsonl:1: "):
        upload(services, cast, file_of([record(0, {"empathy": 9})]))
    with pytest.raises(InvalidInput, match="more than 500 conversations"):
        upload(services, cast, agreeing(501, "empathy"))
    assert embedded(services.calibrations.view(cast.ines)).calibration is None


def test_without_a_model_there_is_no_judge_to_compare(services: Services) -> None:
    with pytest.raises(InvalidInput, match="set FRONTSTAGE_MODEL first"):
        services.calibrations.run(
            agreeing(1, "empathy"), file="x", engine=ScoringEngine.MODEL, save=False, on_scored=unheard
        )


def test_a_changed_rubric_scorer_or_reader_is_named_and_makes_everything_advisory_again(
    services: Services, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(services, cast, agreeing(30, "exploration"))
    monkeypatch.setattr("training.calibrate.READER_VERSION", "another")
    engine = embedded(services.calibrations.view(cast.ines))
    assert engine.changed == ("the reader",)
    assert line(engine, "exploration").cause is Cause.CHANGED


def test_a_calibration_of_another_version_of_the_program_is_left_out(services: Services, cast: Cast) -> None:
    services.store.calibrations.save(engine="embedded", body='{"of": "another version"}')
    assert embedded(services.calibrations.view(cast.ines)).calibration is None


def test_a_debrief_says_of_each_scored_criterion_how_far_its_scorer_agrees_with_people(
    services: Services, cast: Cast
) -> None:
    upload(services, cast, agreeing(30, "exploration"))
    attempt = services.practice.start(cast.mira, SCENARIO, purpose=Purpose.SHARED, seed=5)
    for text in ("Good morning Mrs Adeyemi, that was our mistake.", "What do you need the glasses for most?"):
        say(services, cast.mira, attempt, text)
    services.practice.end(cast.mira, attempt)
    view = services.review.debrief(cast.ines, attempt)
    by_scorer = {each.id for each in view.scorecard.criteria if each.decided_by is Decider.SCORER}
    assert view.standings.keys() == by_scorer
    assert view.standings["exploration"].cause is Cause.AGREES
    assert view.standings["genuineness"].sentence == (
        "Advisory: nobody has compared this score with people’s labels yet."
    )
