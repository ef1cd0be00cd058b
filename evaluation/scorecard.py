"""The scorecard: the cascade over all criteria, the gates, the dimensions with their bands, and the JSON of it all.

Cheapest first: a scenario's own rules and checks where a rehearsal is known, the embedded scorer for the rest; each
criterion says who decided. Always holds: the same inputs give the same scorecard, byte for byte; every quote stands
word for word in the trainee's turn that it names; what could not be judged is `Unscored`, never a number; what answers
a faulty line of the simulator's costs nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from domain.conversation import Speaker, Transcript
from domain.errors import InvalidInput
from domain.reading import Reading
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
from evaluation.observations import Observation, observe
from evaluation.rubric import Rubric, RubricCriterion
from evaluation.scorer import Scored, ScorerModel, load_scorer, score_criterion
from evaluation.simulated import simulate
from evaluation.sparing import spare
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


def score(
    transcript: Transcript,
    readings: Mapping[int, Reading],
    *,
    rubric: Rubric,
    case: Case | None = None,
    versions: Sequence[tuple[str, str]] = (),
) -> Scorecard:
    """Score a conversation.

    `readings` holds the reading of each trainee turn under the turn's number; `versions` are added to the scorecard's
    own (reader, scenario, prompts). Raises InvalidInput when a trainee turn has no reading.
    """
    model = load_scorer()
    own = own_readings(transcript, readings)
    known = certainty(own)
    spared = spare(transcript, own, case)
    gates = judge_gates(rubric, transcript, spared.readings, spared.case)
    if known.messages < rubric.least_messages:
        criteria = tuple(_unscored(rubric, case, _too_little(known.messages, rubric.least_messages)))
    else:
        criteria = tuple(_decide(rubric, _basis(transcript, spared.readings, spared.case, model)))
        if case is not None and case.harmed:
            strict = _decide(rubric, _basis(transcript, own, replace(case, harmed=frozenset()), model))
            pairs = zip(criteria, strict, strict=True)
            criteria = tuple(_kinder(mild, full, case.spared) for mild, full in pairs)
    return Scorecard(
        criteria=criteria,
        dimensions=tuple(_dimension(which, criteria, gates, known, rubric) for which in Dimension),
        gates=gates,
        simulated=simulate(spared.case) if spared.case is not None else None,
        versions=Versions((("rubric", rubric.name), ("scorer", model.name), *versions)),
        left_out=spared.left_out,
    )


def _basis(transcript: Transcript, readings: Mapping[int, Reading], case: Case | None, model: ScorerModel) -> _Basis:
    return _Basis(transcript, readings, case, observe(transcript, readings, case), model)


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
    decided_by, scored = _cascade(criterion, basis)
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


def _cascade(criterion: RubricCriterion, basis: _Basis) -> tuple[Decider, Scored | Unscored]:
    checked = _check(criterion.id, basis)
    if checked is not None:
        return Decider.CHECK, checked
    if criterion.id == "received" and len(basis.transcript.by(Speaker.CUSTOMER)) < 2:
        return Decider.SCORER, Unscored("The customer wrote only once, so nothing shows how your words arrived.")
    if criterion.id not in basis.model.criteria:
        return Decider.SCORER, Unscored("Nothing here can judge this criterion yet; a person can.")
    return Decider.SCORER, score_criterion(basis.model, criterion.id, basis.seen)


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
