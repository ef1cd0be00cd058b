"""The debrief: what this conversation did, in words that help the next one. Values only; a screen draws them.

Always holds: every quote is the trainee's own, word for word, in the turn that it names; nothing here changes a score;
guidance is cited with the paragraph it comes from; the same inputs give the same debrief.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from domain.conversation import Speaker, Transcript
from domain.reading import Reading
from domain.scorecard import CriterionScore, Level, Scorecard
from evaluation.agent_words import fullest
from evaluation.case import Case
from evaluation.coaching import (
    Advice,
    better_wording,
    choose,
    fill,
    first_name,
    load_causes,
    load_coaching,
    slots_for,
    within,
)
from evaluation.debrief_values import (
    CoachingCard,
    CriterionCard,
    Debrief,
    DeskLine,
    DeskStory,
    Guidance,
    GuidanceIndex,
    Habit,
    KeepStartStop,
    MissedFact,
    MoodPoint,
    MovedBy,
    PromiseLine,
    Strength,
)
from evaluation.desk_story import desk_story, missed_facts
from evaluation.evidence import cut
from evaluation.keep_start_stop import Place, Played, keep_start_stop, load_lines
from evaluation.moves_of_mood import gain, mood_points
from evaluation.observations import observe
from evaluation.recovery import SOLVES
from evaluation.rubric import Rubric, load_rubric
from evaluation.sparing import spare
from evaluation.strength import strongest
from evaluation.unread import why_unscored

__all__ = [
    "CoachingCard",
    "CriterionCard",
    "Debrief",
    "DeskLine",
    "DeskStory",
    "Guidance",
    "GuidanceIndex",
    "Habit",
    "KeepStartStop",
    "MissedFact",
    "MoodPoint",
    "MovedBy",
    "PromiseLine",
    "Strength",
    "make_debrief",
]

COACHED: Final = 2  # criteria: more than two things to change at once change nothing
SEARCHED: Final = 10  # passages looked through for one on a fitting page
HEADLINE_WORDS: Final = 14


def make_debrief(
    scorecard: Scorecard,
    transcript: Transcript,
    readings: Mapping[int, Reading],
    case: Case,
    guidance: GuidanceIndex | None = None,
    *,
    rubric: Rubric | None = None,
) -> Debrief:
    """The debrief of a scored rehearsal. Without guidance, coaching comes without citations.

    `rubric` is the one that the scorecard was made with (the core one by default)."""
    used = rubric if rubric is not None else load_rubric()
    moods = case.moods
    spared = spare(transcript, readings, case)
    readings, case = spared.readings, spared.case or case
    # The curve shows what this customer felt; what is not held against the trainee is not named as a cause of it.
    points = mood_points(transcript, replace(case, moods=moods))
    moved = tuple(each for point in points for each in point.moved_by)
    weakest = tuple(_weakest(scorecard))
    basis = _Basis(scorecard, transcript, readings, case, guidance, used, moved, points)
    strength = strongest(scorecard, readings, moved)
    coaching = tuple(_coach(each, basis) for each in weakest[:COACHED])
    return Debrief(
        headline=_headline(basis),
        summary=_summary(case),
        strength=strength,
        mood=points,
        cards=tuple(_card(each, used) for each in scorecard.criteria),
        coaching=coaching,
        missed_facts=missed_facts(case),
        desk=desk_story(transcript, readings, case),
        habits=_habits(basis, strength, coaching),
        next_try=_next_try(basis, weakest),
        versions=(
            *scorecard.versions.parts,
            ("coaching", load_coaching().name),
            ("causes", load_causes().hash),
            ("habits", load_lines().name),
        ),
    )


class _Basis(NamedTuple):
    """All that the parts of a debrief are made from."""

    scorecard: Scorecard
    transcript: Transcript
    readings: Mapping[int, Reading]
    case: Case
    guidance: GuidanceIndex | None
    rubric: Rubric
    moved: tuple[MovedBy, ...]
    points: tuple[MoodPoint, ...]

    @property
    def name(self) -> str:
        return first_name(self.case.scenario.persona.name)

    @property
    def seed(self) -> str:
        """What makes this conversation this one: the trainee's words."""
        return "\n".join(turn.text for turn in self.transcript.by(Speaker.TRAINEE))


def _summary(case: Case) -> str:
    return next((ending.summary for ending in case.scenario.endings if ending.id == case.ending_id), "")


def _weakest(card: Scorecard) -> Iterator[CriterionScore]:
    """The scored criteria, those first in which most is to be won: far from the top, and of weight."""
    scored = [(each, each.outcome.value) for each in card.criteria if isinstance(each.outcome, Level)]
    order = {each.id: index for index, each in enumerate(card.criteria)}
    below = [(each, value) for each, value in scored if value < 5]
    below.sort(key=lambda pair: (-(5 - pair[1]) * min(1.5, max(0.5, pair[0].weight)), order[pair[0].id]))
    for each, _ in below:
        yield each


def _headline(basis: _Basis) -> str:
    """One sentence: how it ended, then what counted in this conversation."""
    coaching, case = load_coaching(), basis.case
    slots = {"name": basis.name}
    by_size = sorted((each for each in basis.moved if each.quote), key=lambda each: each.trust - each.frustration)
    if by_size and by_size[-1].better:
        slots["best"] = _few_words(by_size[-1].quote)
    if by_size and not by_size[0].better:
        slots["worst"] = _few_words(by_size[0].quote)
    still_open = sorted((need for need in case.scenario.needs if not case.met(need)), key=lambda need: -need.weight)
    if still_open:
        slots["need"] = within(still_open[0].statement.rstrip(".")) + "."
    if case.ending is None:
        begin = "{name} was still there when it stopped"
    else:
        begin = choose(coaching.headlines[case.ending], seed=basis.seed)
    better = case.final.trust - case.opening.trust >= case.final.frustration - case.opening.frustration
    if better:
        ends = (coaching.turns.better, "best"), (coaching.turns.open, "need"), (coaching.turns.worse, "worst")
    else:
        ends = (coaching.turns.worse, "worst"), (coaching.turns.open, "need"), (coaching.turns.better, "best")
    texts = next((texts for texts, slot in ends if slot in slots), coaching.turns.flat)
    return fill(begin + choose(texts, seed=basis.seed), slots)


def _few_words(quote: str) -> str:
    words = quote.split()
    return quote.strip(" .!?,;") if len(words) <= HEADLINE_WORDS else " ".join(words[:HEADLINE_WORDS]) + " …"


def _card(score: CriterionScore, rubric: Rubric) -> CriterionCard:
    known = rubric.criteria.get(score.id)
    level = score.outcome.value if isinstance(score.outcome, Level) else None
    return CriterionCard(
        id=score.id,
        title=score.title,
        question=known.question if known is not None else "",
        dimension=score.dimension,
        level=level,
        anchor=score.anchor,
        reason=score.outcome.reason,
        decided_by=score.decided_by,
        evidence=score.evidence,
    )


def _coach(score: CriterionScore, basis: _Basis) -> CoachingCard:
    advice = load_coaching().advice(score.id, score.dimension)
    turn, quote = _moment(score, advice, basis)
    wanted = tuple(each.check for each in score.evidence if not each.holds)
    slots = slots_for(basis.transcript, basis.readings, basis.case, turn=turn, wanted=wanted)
    harm = [each for each in basis.moved if each.turn == turn and not each.better]
    tags = [each.cause.removeprefix("trigger:") for each in harm]
    if turn is not None:
        tags += [found.what.value for found in basis.readings[turn].acts]
    tags += [each.check for each in score.evidence if not each.holds and each.turn == turn]
    return CoachingCard(
        criterion=score.id,
        title=score.title,
        level=score.outcome.value if isinstance(score.outcome, Level) else 0.0,
        quote=cut(quote),
        turn=turn if quote else None,
        why=_why(score, turn, advice, harm, basis),
        better=better_wording(advice, tags, slots, seed=basis.seed + score.id),
        guidance=_cite(score.id, advice, basis),
    )


class _Moment(NamedTuple):
    turn: int | None
    quote: str


def _moment(score: CriterionScore, advice: Advice, basis: _Basis) -> _Moment:
    """Where to look: words that spoke against the trainee here, else the place that the advice names."""
    for each in score.evidence:
        if not each.holds and each.quote and each.turn is not None:
            return _Moment(each.turn, each.quote)
    said = [turn for turn in basis.transcript.by(Speaker.TRAINEE) if not basis.readings[turn.number].empty]
    if not said:
        return _Moment(None, "")
    solving = next((each for each in said if basis.readings[each.number].has(*SOLVES)), said[0])
    turn = {"first": said[0], "solution": solving, "last": said[-1]}[advice.moment]
    harm = [each for each in basis.moved if each.turn == turn.number and each.quote and not each.better]
    words = basis.readings[turn.number].quote(*SOLVES) if advice.moment == "solution" else ""
    if harm:
        words = min(harm, key=gain).quote
    if words not in turn.text or not words:
        words = fullest(turn.text)
    return _Moment(turn.number, words)


def _why(score: CriterionScore, turn: int | None, advice: Advice, harm: Sequence[MovedBy], basis: _Basis) -> str:
    """What it did to this customer, where the mood shows it; else the scenario's word; else what holds in general."""
    own = any(each.id == score.id for each in basis.case.scenario.criteria)
    usual = score.outcome.reason if own else advice.why
    place = next((index for index, point in enumerate(basis.points) if index and point.turn == turn), None)
    if place is None or not harm:
        return usual
    before, after = basis.points[place - 1], basis.points[place]
    worst = min(harm, key=gain)
    if after.frustration > before.frustration:
        moved = f"Frustration went from {before.frustration:.1f} to {after.frustration:.1f}."
    elif after.trust < before.trust:
        moved = f"Trust went from {before.trust:.1f} to {after.trust:.1f}."
    else:
        return usual
    return f"{worst.sentence} {moved}"


def _cite(criterion: str, advice: Advice, basis: _Basis) -> Guidance | None:
    """The passage that fits best on a page which the rubric (or the scenario) names for it, else the best of all."""
    if basis.guidance is None:
        return None
    known = basis.rubric.criteria.get(criterion)
    pages = (*known.guidance, *basis.case.scenario.guidance) if known is not None else basis.case.scenario.guidance
    found = tuple(basis.guidance.search(advice.search, k=SEARCHED))
    best = next((each for each in found if each.page_id in pages), found[0] if found else None)
    return Guidance(best.id, best.page_id, best.title, best.text) if best is not None else None


def _habits(basis: _Basis, strength: Strength | None, coaching: Sequence[CoachingCard]) -> KeepStartStop:
    return keep_start_stop(
        Played(
            scorecard=basis.scorecard,
            readings=basis.readings,
            seen=observe(basis.transcript, basis.readings, basis.case),
            moved=basis.moved,
            praised=[Place(strength.turn, strength.quote)] if strength is not None else [],
            criticised=[Place(each.turn, each.quote) for each in coaching],
            name=basis.name,
            seed=basis.seed,
        )
    )


def _next_try(basis: _Basis, weakest: Sequence[CriterionScore]) -> str:
    coaching = load_coaching()
    if weakest:
        return coaching.advice(weakest[0].id, weakest[0].dimension).next
    if any(isinstance(each.outcome, Level) for each in basis.scorecard.criteria):
        return coaching.nothing_weak
    return coaching.nothing_read if why_unscored(basis.readings) else coaching.nothing_written
