"""The scorecard: the cascade over all criteria, the gates, the dimensions with their bands, and the JSON of it all.

Cheapest first: a scenario's own rules and checks where a rehearsal is known; for the rest the model judge where one was
asked and gave something usable, else the embedded scorer. Each criterion says who decided.

Always holds: the same inputs give the same scorecard, byte for byte; every quote stands word for word in the trainee's
turn that it names; what could not be judged is `Unscored`, never a number; what answers a faulty line of the
simulator's costs nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from domain.conversation import Speaker, Transcript
from domain.errors import InvalidInput
from domain.reading import CustomerReading, Reading
from domain.scorecard import (
    CriterionScore,
    Decider,
    Dimension,
    DimensionScore,
    Gate,
    Level,
    Scorecard,
    Unscored,
    Versions,
)
from evaluation import checks
from evaluation.band import Certainty, band, certainty
from evaluation.case import Case
from evaluation.evidence import usable
from evaluation.gates import judge_gates
from evaluation.judge_level import judged_level, with_apology
from evaluation.judgement import DimensionJudgement, Judgement
from evaluation.observations import NOBODY_HEARD, observe
from evaluation.rubric import Rubric, RubricCriterion
from evaluation.scorer import Scored, ScorerModel, load_scorer, score_criterion
from evaluation.sightings import Observation
from evaluation.simulated import simulate
from evaluation.sparing import spare
from evaluation.unread import why_unscored
from scenarios.model import Criterion

_CARD: Final = TypeAdapter(Scorecard)
NO_CAP: Final = 5.0


class _Basis(NamedTuple):
    """All that a criterion can be decided from."""

    transcript: Transcript
    readings: Mapping[int, Reading]
    case: Case | None
    seen: Mapping[str, Observation]
    model: ScorerModel
    judgement: Judgement | None = None


def score(
    transcript: Transcript,
    readings: Mapping[int, Reading],
    *,
    rubric: Rubric,
    case: Case | None = None,
    customers: Mapping[int, CustomerReading] = NOBODY_HEARD,
    judgement: Judgement | None = None,
    versions: Sequence[tuple[str, str]] = (),
) -> Scorecard:
    """Score a conversation.

    `readings` holds the reading of each trainee turn under the turn's number; `customers`, for a transcript from
    elsewhere, those of the customer's; `judgement` is what a model made of the
    criteria that `left_to_judge` names; `versions` are added to the scorecard's own (reader, scenario). Raises
    InvalidInput when a trainee turn has no reading.
    """
    model = load_scorer()
    own = own_readings(transcript, readings)
    known = certainty(own)
    spared = spare(transcript, own, case)
    gates = judge_gates(rubric, transcript, spared.readings, spared.case)
    if reason := why_unscored(own) or _too_little(known.messages, rubric.least_messages):
        criteria = tuple(_unscored(rubric, case, reason))
    else:
        seen = observe(transcript, spared.readings, spared.case, customers=customers)
        basis = _Basis(transcript, spared.readings, spared.case, seen, model, judgement)
        criteria = tuple(_decide(rubric, basis))
        if case is not None and case.harmed:
            whole = replace(case, harmed=frozenset())
            seen = observe(transcript, own, whole)
            strict = _decide(rubric, _Basis(transcript, own, whole, seen, model, judgement))
            pairs = zip(criteria, strict, strict=True)
            criteria = tuple(_kinder(mild, full, case.spared) for mild, full in pairs)
    judged = judgement.versions if judgement is not None else ()
    return Scorecard(
        criteria=criteria,
        dimensions=tuple(_dimension(which, criteria, gates, known, rubric) for which in Dimension),
        gates=gates,
        simulated=simulate(spared.case) if spared.case is not None else None,
        versions=Versions((("rubric", rubric.name), ("scorer", model.name), *judged, *versions)),
        left_out=spared.left_out,
    )


def left_to_judge(
    transcript: Transcript, readings: Mapping[int, Reading], *, rubric: Rubric, case: Case | None = None
) -> dict[Dimension, tuple[RubricCriterion, ...]]:
    """The criteria about which a model may be asked: those that no rule of the scenario and no check decides.

    Empty when there is too little to judge or it cannot be read, or when the trainee had to answer a faulty line of the
    simulator's: the embedded scorer knows what to leave out there, and a model does not. Raises InvalidInput as `score`
    does."""
    own = own_readings(transcript, readings)
    unscored = why_unscored(own) or _too_little(certainty(own).messages, rubric.least_messages)
    if unscored or (case is not None and case.spared & own.keys()):
        return {}
    basis = _Basis(transcript, own, case, observe(transcript, own, case), load_scorer())
    ruled = {each.id for each in case.scenario.criteria} if case is not None else set()
    left = {
        dimension: tuple(
            each
            for each in criteria
            if each.id not in ruled and _check(each.id, basis) is None and not _silent(each.id, transcript)
        )
        for dimension, criteria in rubric.dimensions.items()
    }
    return {dimension: criteria for dimension, criteria in left.items() if criteria}


def _kinder(mild: CriterionScore, full: CriterionScore, spared: frozenset[int]) -> CriterionScore:
    """The higher of a level with turns spared and the one without: a stock phrase that is left out may have been worth
    more than silence. Nothing in the spared turns is held up against the trainee either way."""
    if not (isinstance(mild.outcome, Level) and isinstance(full.outcome, Level)):
        return mild
    if full.outcome.value <= mild.outcome.value:
        return mild
    return replace(full, evidence=tuple(each for each in full.evidence if each.holds or each.turn not in spared))


def own_readings(transcript: Transcript, readings: Mapping[int, Reading]) -> dict[int, Reading]:
    """The readings of the trainee's turns, in their order. Raises InvalidInput when one is missing."""
    numbers = [turn.number for turn in transcript.by(Speaker.TRAINEE)]
    if missing := [number for number in numbers if number not in readings]:
        raise InvalidInput(f"Turn {missing[0]} was not read yet, so the conversation cannot be scored.")
    return {number: readings[number] for number in numbers}


def scorecard_to_json(card: Scorecard) -> str:
    return _CARD.dump_json(card).decode()


def scorecard_from_json(text: str) -> Scorecard:
    """Raises InvalidInput when the text is no scorecard."""
    try:
        return _CARD.validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"This is no scorecard: {error.errors(include_url=False)[0]['msg']}.") from error


def _decide(rubric: Rubric, basis: _Basis) -> Iterator[CriterionScore]:
    """The rubric's criteria in its order, each replaced where the scenario has its own, then the scenario's others."""
    own = {each.id: each for each in basis.case.scenario.criteria} if basis.case is not None else {}
    for dimension, criteria in rubric.dimensions.items():
        for criterion in criteria:
            if criterion.id in own:
                yield _by_scenario(own[criterion.id], basis, criterion)
            else:
                yield _by_rubric(criterion, dimension, basis)
    for name, each in own.items():
        if name not in rubric.criteria:
            yield _by_scenario(each, basis, None)


def _by_scenario(own: Criterion, basis: _Basis, replaced: RubricCriterion | None) -> CriterionScore:
    assert basis.case is not None
    scored = checks.check_scenario(own, basis.case, basis.readings, basis.model)
    weight = own.weight if replaced is None or "weight" in own.model_fields_set else replaced.weight
    return CriterionScore(
        id=own.id,
        title=own.title,
        dimension=own.dimension,
        outcome=scored.level,
        decided_by=Decider.CHECK,
        evidence=usable(scored.evidence, basis.transcript),
        weight=weight,
    )


def _by_rubric(criterion: RubricCriterion, dimension: Dimension, basis: _Basis) -> CriterionScore:
    decided_by, scored = _cascade(criterion, dimension, basis)
    outcome = scored.level if isinstance(scored, Scored) else scored
    return CriterionScore(
        id=criterion.id,
        title=criterion.title,
        dimension=dimension,
        outcome=outcome,
        decided_by=decided_by,
        evidence=usable(scored.evidence, basis.transcript) if isinstance(scored, Scored) else (),
        weight=criterion.weight,
        anchor=criterion.anchor(outcome.value) if isinstance(outcome, Level) else "",
    )


def _cascade(criterion: RubricCriterion, dimension: Dimension, basis: _Basis) -> tuple[Decider, Scored | Unscored]:
    checked = _check(criterion.id, basis)
    if checked is not None:
        return Decider.CHECK, checked
    if _silent(criterion.id, basis.transcript):
        return Decider.SCORER, Unscored("The customer wrote only once, so nothing shows how your words arrived.")
    scored: Scored | Unscored = (
        score_criterion(basis.model, criterion.id, basis.seen)
        if criterion.id in basis.model.criteria
        else Unscored("Nothing here can judge this criterion yet; a person can.")
    )
    judged = basis.judgement.of(dimension) if basis.judgement is not None else None
    return (Decider.SCORER, scored) if judged is None else _by_judge(criterion, judged, scored, basis)


def _by_judge(
    criterion: RubricCriterion, judged: DimensionJudgement, embedded: Scored | Unscored, basis: _Basis
) -> tuple[Decider, Scored | Unscored]:
    if not judged.usable:
        return Decider.SCORER, with_apology(embedded, judged)
    verdict = judged.verdict(criterion.id)
    if verdict is None:  # it was asked about other criteria
        return Decider.SCORER, embedded
    level = judged_level(
        verdict, criterion, embedded=embedded, seen=basis.seen, readings=basis.readings, model=basis.model
    )
    return Decider.JUDGE, level


def _silent(criterion: str, transcript: Transcript) -> bool:
    """Whether the customer said nothing more in which this criterion could show."""
    return criterion == "received" and len(transcript.by(Speaker.CUSTOMER)) < 2


def _check(name: str, basis: _Basis) -> Scored | None:
    if basis.case is None:
        return None
    match name:
        case "received":
            return checks.check_received(basis.case)
        case "need_found":
            return checks.check_need_found(basis.case, basis.readings)
        case "facts_verified":
            return checks.check_facts(basis.transcript, basis.case, basis.readings, basis.seen)
        case "solution":
            return checks.check_solution(basis.transcript, basis.case, basis.readings)
        case _:
            return None


def _unscored(rubric: Rubric, case: Case | None, reason: str) -> Iterator[CriterionScore]:
    for dimension, criteria in rubric.dimensions.items():
        for each in criteria:
            yield CriterionScore(each.id, each.title, dimension, Unscored(reason), Decider.CHECK, (), each.weight)
    for own in case.scenario.criteria if case is not None else ():
        if own.id not in rubric.criteria:
            yield CriterionScore(own.id, own.title, own.dimension, Unscored(reason), Decider.CHECK, (), own.weight)


def _too_little(messages: int, least: int) -> str:
    """Why a conversation is too short to score, "" when it is not."""
    if messages >= least:
        return ""
    wrote = {0: "You wrote no message", 1: "You wrote one message"}.get(messages, f"You wrote {messages} messages")
    return f"{wrote} with words in it; a score needs at least {least}."


def _dimension(
    which: Dimension, criteria: Sequence[CriterionScore], gates: Sequence[Gate], known: Certainty, rubric: Rubric
) -> DimensionScore:
    own = [each for each in criteria if each.dimension is which]
    levels = [(each.weight, each.outcome.value) for each in own if isinstance(each.outcome, Level)]
    if not levels:
        reason = next((each.outcome.reason for each in own), "The rubric has no criterion here.")
        return DimensionScore(which, Unscored(reason), None)
    mean = sum(weight * value for weight, value in levels) / sum(weight for weight, _ in levels)
    fired = min((gate for gate in gates if gate.fired), key=lambda gate: gate.cap, default=None)
    cap = fired.cap if fired is not None else NO_CAP
    value = round(min(mean, cap), 2)
    reason = f"The weighted mean of {len(levels)} criteria"
    reason += f", held at {cap:g} by the gate “{fired.title}”." if fired is not None and mean > cap else "."
    return DimensionScore(which, Level(value, reason), band(value, own, known, rubric.uncertainty, cap=cap))
