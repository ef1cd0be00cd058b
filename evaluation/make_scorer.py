"""Learns the points of the embedded scorer from the labelled conversations: `make scorer`, in a few minutes.

For each level a sum is fitted (least squares) whose terms keep the sign that their authors gave them and are drawn to
the points in `scorer_prior.yaml`: what is often seen in the data is learnt from it, what is seldom seen stays as it
was written. How strongly they are drawn is chosen by cross-validation. Conversations held out for validation take no
part, and how the others went is told by heads that have not learnt from them. The same data and reader give the same
file.
"""

import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.conversation import Speaker, Transcript, Turn
from domain.scorecard import Decider, Dimension
from evaluation.band import Certainty, certainty, spread
from evaluation.content import Content, load_content
from evaluation.dataset import UNSEEN, Conversation, load_conversations
from evaluation.observations import observe
from evaluation.rubric import load_rubric
from evaluation.scorer import HIGHEST, LOWEST, MODEL, Sum, Term, load_scorer
from evaluation.sightings import NOTHING, Observation
from language.encoder import load_encoder
from roleplay.conversation_reading import ConversationReading, read_conversation
from roleplay.progress import as_customer_reading, as_progress
from roleplay.reader import Reader

PRIOR: Final = Path(__file__).with_name("scorer_prior.yaml")
SATISFACTION: Final = "satisfaction"
COVERAGE: Final = 0.9  # of the labels that the band is to hold
DRAWN: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # how strongly terms are drawn to their prior, tried in turn
FOLDS: Final = 5
ROUNDS: Final = 400
SEED: Final = 3
LEAST: Final = 0.03  # points that a term keeps on its side, so that what is observed always counts for something
KEPT: Final = 0.2  # share of the points written for a term that it keeps at least
_CRITERIA: Final = re.compile(r"(?ms)^# The points below.*\Z|^criteria:\n.*\Z")

Matrix = NDArray[np.float64]


class Prior(Content):
    criteria: dict[str, Sum]
    satisfaction: Sum

    @property
    def sums(self) -> dict[str, Sum]:
        return {**self.criteria, SATISFACTION: self.satisfaction}


def transcript_of(conversation: Conversation) -> Transcript:
    sides = [(Speaker.CUSTOMER, said.c) if said.c else (Speaker.TRAINEE, said.a) for said in conversation.turns]
    return Transcript(tuple(Turn(number, *side) for number, side in enumerate(sides)))


def load_unseen() -> dict[str, dict[int, list[float]]]:
    """By conversation and turn what heads say that have not learnt from it (`roleplay/make_progress.py`), in the order
    of their outputs. Conversations that no head has learnt from are not in it."""
    lines = map(json.loads, UNSEEN.read_text(encoding="utf-8").splitlines())
    return {line["id"]: {int(number): said for number, said in line["turns"].items()} for line in lines}


def unseen(read: ConversationReading, said: Mapping[int, Sequence[float]]) -> ConversationReading:
    """The reading with how it went told by heads that have not learnt from the conversation."""
    readings = {
        number: replace(each, progress=as_progress(said[number])) if each.progress and number in said else each
        for number, each in read.readings.items()
    }
    customers = {
        number: as_customer_reading(said[number]) if number in said else each for number, each in read.customers.items()
    }
    return ConversationReading(readings, customers)


def labels_of(conversation: Conversation) -> dict[str, float]:
    return conversation.levels.model_dump() | {SATISFACTION: conversation.satisfaction}


class Fitted(NamedTuple):
    base: float
    points: Matrix


def fit(amounts: Matrix, levels: Matrix, prior: Sum, *, drawn: float) -> Fitted:
    """`amounts` (n, terms), each 0..1; `levels` (n,). Coordinate descent, each term held to the side of its prior."""
    start = np.array([term.points for term in (*prior.terms.values(), *prior.courtesy.values())])
    points, sides, least = start.copy(), np.sign(start), np.maximum(LEAST, KEPT * np.abs(start))
    base = float((levels - amounts @ points).mean())
    rest = levels - base - amounts @ points
    weights = (amounts**2).sum(axis=0)
    for _ in range(ROUNDS):
        most = 0.0
        for at in range(len(points)):
            best = (amounts[:, at] @ rest + weights[at] * points[at] + drawn * start[at]) / (weights[at] + drawn)
            best = sides[at] * max(least[at], best * sides[at])
            rest -= (best - points[at]) * amounts[:, at]
            most = max(most, abs(best - points[at]))
            points[at] = best
        shift = float(rest.mean())
        base, rest = base + shift, rest - shift
        if most < 1e-5:
            break
    return Fitted(base, points)


def amounts_of(seen: Sequence[Mapping[str, Observation]], prior: Sum) -> Matrix:
    terms = {**prior.terms, **prior.courtesy}
    return np.array(
        [[min(1.0, each.get(name, NOTHING).amount / term.full_at) for name, term in terms.items()] for each in seen],
        np.float64,
    )


class Chosen(NamedTuple):
    """How strongly to draw, and what is then said of each conversation (n,) by those that were fitted without it."""

    drawn: float
    told: Matrix


def chosen(amounts: Matrix, levels: Matrix, prior: Sum) -> Chosen:
    """The best of DRAWN in cross-validation."""
    folds = np.random.default_rng(SEED).integers(0, FOLDS, len(levels))
    tried = []
    for drawn in DRAWN:
        told = np.empty(len(levels))
        for fold in range(FOLDS):
            base, points = fit(amounts[folds != fold], levels[folds != fold], prior, drawn=drawn)
            told[folds == fold] = np.clip(base + amounts[folds == fold] @ points, LOWEST, HIGHEST)
        tried.append(Chosen(drawn, told))
    return min(tried, key=lambda each: error_of(each.told, levels))


def error_of(told: Matrix, levels: Matrix) -> float:
    """The root of the mean squared difference, in levels."""
    return float(np.sqrt(((told - levels) ** 2).mean()))


def width(
    which: Dimension, told: Mapping[str, Matrix], levels: Mapping[str, Matrix], known: Sequence[Certainty]
) -> float:
    """The half-width of the band, in spreads, that holds COVERAGE of the labels of a dimension."""
    rubric = load_rubric()
    criteria = rubric.dimensions[which]
    whole = sum(each.weight for each in criteria)
    off: Matrix = np.sum([each.weight * (told[each.id] - levels[each.id]) for each in criteria], axis=0) / whole
    decided = [(each.weight, Decider.SCORER) for each in criteria]
    ratios = [abs(one) / spread(decided, each, rubric.uncertainty) for one, each in zip(off, known, strict=True)]
    rank = min(1.0, math.ceil((len(ratios) + 1) * COVERAGE) / len(ratios))
    return float(np.quantile(ratios, rank, method="higher"))


def learnt(prior: Sum, fitted: Fitted, caps: Sum) -> Sum:
    """The sum as it is written down: points to two places, and the caps that stood there."""
    named = zip((*prior.terms, *prior.courtesy), fitted.points, strict=True)
    terms = {**prior.terms, **prior.courtesy}
    kept = {name: Term(points=round(float(points), 2), full_at=terms[name].full_at) for name, points in named}
    return Sum(
        base=round(min(HIGHEST, max(LOWEST, fitted.base)), 2),
        terms={name: term for name, term in kept.items() if name in prior.terms},
        courtesy={name: term for name, term in kept.items() if name in prior.courtesy},
        caps=caps.caps,
    )


def written(name: str, each: Sum, indent: int) -> Iterator[str]:
    pad = " " * indent
    yield f"{pad}{name}:"
    yield f"{pad}  base: {each.base:g}"
    for part, terms in (("terms", each.terms), ("courtesy", each.courtesy)):
        if terms:
            yield f"{pad}  {part}:"
            ordered = sorted(terms, key=lambda term: (-abs(terms[term].points), term))
            yield from (
                f"{pad}    {term}: {{points: {terms[term].points:g}, full_at: {terms[term].full_at:g}}}"
                for term in ordered
            )
    if each.caps:
        yield f"{pad}  caps:"
        for cap in each.caps:
            reason = f"'{cap.reason}'" if '"' in cap.reason else cap.reason
            least = f"least: {cap.least:g}, " if "least" in cap.model_fields_set else ""
            yield f"{pad}    - {{feature: {cap.feature}, level: {cap.level:g}, {least}reason: {reason}}}"


def main() -> None:
    reader, model = Reader(load_encoder()), load_scorer()
    prior = load_content(PRIOR, Prior)
    conversations = [each for each in load_conversations() if each.split != "validation"]
    seen, known = [], []
    told_unseen = load_unseen()
    for conversation in conversations:
        transcript = transcript_of(conversation)
        read = unseen(read_conversation(reader, transcript), told_unseen.get(conversation.id, {}))
        seen.append(observe(transcript, read.readings, customers=read.customers))
        known.append(certainty(read.readings))
    sums: dict[str, Sum] = {}
    told: dict[str, Matrix] = {}
    levels: dict[str, Matrix] = {}
    for name, expected in prior.sums.items():
        levels[name] = np.array([labels_of(each)[name] for each in conversations])
        amounts = amounts_of(seen, expected)
        drawn, told[name] = chosen(amounts, levels[name], expected)
        caps = model.satisfaction if name == SATISFACTION else model.criteria[name]
        sums[name] = learnt(expected, fit(amounts, levels[name], expected, drawn=drawn), caps)
        error = error_of(told[name], levels[name])
        sys.stdout.write(f"{name:26} off by {error:.2f} levels in cross-validation, drawn {drawn:g}\n")
    for which in Dimension:
        half = width(which, told, levels, known)
        sys.stdout.write(f"{which}: a band of {half:.2f} spreads holds {COVERAGE:.0%} of the labels\n")
    lines = [
        "# The points below were learnt from the labelled conversations (`make scorer`); each may be changed by hand.",
        "criteria:",
    ]
    for name, each in sums.items():
        lines += written(name, each, 0 if name == SATISFACTION else 2)
    text = MODEL.read_text(encoding="utf-8")
    MODEL.write_text(_CRITERIA.sub("", text).rstrip() + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
