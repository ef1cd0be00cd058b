"""Prints how well reader and scorer do on the part of our own data that nothing was learnt from or set on:
`python -m tests.support.validation_figures`.

Acts and levels of single messages, acts and how it goes turn by turn, the criteria of whole conversations, whether the
two dimensions are told apart where their labels are, how often the band holds the label, and whether every shown quote
is the agent's own words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import EmpathyLevels
from domain.scorecard import Dimension, Level, Scorecard
from evaluation.agreement import weighted_kappa
from evaluation.dataset import DATA, Conversation, load_answers, load_conversations, load_messages
from evaluation.make_scorer import transcript_of
from evaluation.rubric import load_rubric
from roleplay.reader import Reader
from tests.support.practice import shared_encoder
from training.batch import TranscriptScorer

TURNS_ACTS = DATA / "annotators" / "acts.yaml"
OFTEN = 20  # turns in which an act has to be shown for its F1 to say something
APART = 1.0  # levels between the two dimensions of a conversation from which their labels are decoupled
MECHANISMS = ("emotional reaction", "interpretation", "exploration")
Matrix = NDArray[np.float64]


class Messages(NamedTuple):
    """(n, acts) of what was found and what the labels show, (n, 3) levels of both, and (n,) whether the message stands
    in the middle of a conversation."""

    found: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    read: NDArray[np.int64]
    levels: NDArray[np.int64]
    later: NDArray[np.bool_]


@cache
def messages() -> Messages:
    reader, rows = Reader(shared_encoder()), []
    for situation in load_messages():
        if situation.split != "validation":
            continue
        for reply in situation.replies:
            reading = reader.read(reply.plain, before=situation.before)
            rows.append(
                (
                    [reading.has(act) for act in Act],
                    [act in reply.acts for act in Act],
                    _three(reading.empathy),
                    reply.levels,
                    bool(situation.earlier),
                )
            )
    return Messages(*(np.array(column) for column in zip(*rows, strict=True)))


def _three(levels: EmpathyLevels) -> tuple[int, int, int]:
    return levels.emotional_reaction, levels.interpretation, levels.exploration


@cache
def labelled_turns() -> list[dict[str, Any]]:
    """Each held-out conversation by its id, with what annotators saw in each of the agent's turns."""
    loaded: list[dict[str, Any]] = yaml.load(TURNS_ACTS.read_text("utf-8"), yaml.CSafeLoader)
    return loaded


@cache
def turns_acts() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(n, acts) of what was found in the agents' turns of conversations, and of what they show."""
    reader, found, shown = Reader(shared_encoder()), [], []
    by_id = {each.id: each for each in load_conversations()}
    for labelled in labelled_turns():
        transcript = transcript_of(by_id[labelled["conversation"]])
        for each in labelled["turns"]:
            turn = transcript.turns[each["turn"]]
            reading = reader.read(turn.text, before=transcript.before(turn.number))
            found.append([reading.has(act) for act in Act])
            shown.append([act in each["shows"].split() for act in Act])
    return np.array(found), np.array(shown)


def f1(found: NDArray[np.bool_], shown: NDArray[np.bool_]) -> float:
    return float(2 * (found & shown).sum() / max(found.sum() + shown.sum(), 1))


def acts_f1() -> tuple[float, float]:
    """Micro and macro."""
    found, shown = messages().found, messages().shown
    return f1(found, shown), float(np.mean([f1(found[:, act], shown[:, act]) for act in range(len(Act))]))


def turns_f1() -> tuple[float, float]:
    """Micro, and macro over the acts that are seen often enough to say something."""
    found, shown = turns_acts()
    often = [act for act in range(len(Act)) if shown[:, act].sum() >= OFTEN]
    return f1(found, shown), float(np.mean([f1(found[:, act], shown[:, act]) for act in often]))


def levels_f1(mechanism: int) -> float:
    read, levels = messages().read[:, mechanism], messages().levels[:, mechanism]
    return float(np.mean([f1(read == level, levels == level) for level in range(3)]))


Pairs = tuple[list[float], list[float]]


@cache
def progress_figures() -> dict[str, Pairs]:
    """How it goes, by what is told: labels of conversations' turns, and as they were read."""
    reader, found = Reader(shared_encoder()), defaultdict[str, Pairs](lambda: ([], []))

    def note(name: str, label: float | None, read: float) -> None:
        if label is not None:
            found[name][0].append(float(label))
            found[name][1].append(read)

    for conversation in (each for each in load_conversations() if each.split == "validation"):
        transcript = transcript_of(conversation)
        for turn, said in zip(transcript.turns, conversation.turns, strict=True):
            before = transcript.before(turn.number)
            if said.a and (done := reader.read(turn.text, before=before).progress) is not None:
                note("how far agents' messages help", said.helps, done.helps)
                note("how far they make sure of the facts", said.checks, done.checks)
                note("how far the matter is settled, agents", said.settled, done.settled)
            elif said.c and (shown := reader.read_customer(turn.text, before=before)) is not None:
                note("how content customers are, turns", said.mood, shown.contentment)
                note("how far the matter is settled, customers", said.settled, shown.settled)
    for situation in load_answers():
        for answer in situation.answers if situation.split == "validation" else ():
            before = (Turn(0, Speaker.TRAINEE, answer.after),)
            if (shown := reader.read_customer(answer.text, before=before)) is not None:
                note("how content customers are, single answers", answer.mood, shown.contentment)
    return dict(found)


class Scored(NamedTuple):
    conversation: Conversation
    card: Scorecard


@cache
def scored() -> tuple[Scored, ...]:
    scorer = TranscriptScorer()
    held_out = [each for each in load_conversations() if each.split == "validation"]
    return tuple(Scored(each, scorer.scorecard(transcript_of(each))) for each in held_out)


def kappa(labels: Sequence[float], scores: Sequence[float]) -> float:
    """Quadratic weights, on half steps, as calibration takes it."""
    own, other = (np.round(np.array(each) * 2) for each in (labels, scores))
    return weighted_kappa(own, other) or 0.0


def pairs_of(criterion: str) -> tuple[list[float], list[float]]:
    """Labels and scores of a criterion, where it was scored."""
    found = [
        (float(getattr(each.conversation.levels, criterion)), score.outcome.value)
        for each in scored()
        for score in each.card.criteria
        if score.id == criterion and isinstance(score.outcome, Level)
    ]
    return [label for label, _ in found], [score for _, score in found]


def labelled(conversation: Conversation, dimension: Dimension) -> float:
    """The dimension as the labels give it: the weighted mean of its criteria."""
    criteria = load_rubric().dimensions[dimension]
    whole = sum(each.weight for each in criteria)
    return sum(each.weight * float(getattr(conversation.levels, each.id)) for each in criteria) / whole


def dimension_pairs(dimension: Dimension) -> tuple[list[float], list[float]]:
    found = [(labelled(each.conversation, dimension), each.card.value(dimension)) for each in scored()]
    kept = [(label, score) for label, score in found if score is not None]
    return [label for label, _ in kept], [score for _, score in kept]


def dimensions_of(least: float) -> list[tuple[float, float, float, float]]:
    """Labels of empathy and of problem-solving, and the scores of both, where the labels lie so far apart or more."""
    (warm, told_warm), (solved, told_solved) = (dimension_pairs(each) for each in Dimension)
    every = zip(warm, solved, told_warm, told_solved, strict=True)
    return [each for each in every if abs(each[0] - each[1]) >= least]


def correlation(first: Sequence[float], second: Sequence[float]) -> float:
    return float(np.corrcoef(np.array(first), np.array(second))[0, 1])


def coverage(dimension: Dimension) -> float:
    """The share of conversations whose label lies in the band."""
    inside = []
    for each in scored():
        band = each.card.dimension(dimension).band
        if band is not None:
            inside.append(band.low - 1e-9 <= labelled(each.conversation, dimension) <= band.high + 1e-9)
    return float(np.mean(inside))


def quotes() -> tuple[int, int]:
    """Shown quotes, and how many stand word for word in the agent's turn that they name."""
    own = shown = 0
    for each in scored():
        turns = {turn.number: turn for turn in transcript_of(each.conversation).turns}
        found = [*(part.evidence for part in each.card.criteria), *(gate.evidence for gate in each.card.gates)]
        for evidence in (evidence for part in found for evidence in part if evidence.quote):
            shown += 1
            turn = turns[evidence.turn] if evidence.turn is not None else None
            own += turn is not None and turn.speaker is Speaker.TRAINEE and evidence.quote in turn.text
    return shown, own


def rows() -> Iterator[tuple[str, str, str]]:
    """Name, how many, and the figure."""
    count = str(len(messages().shown))
    micro, macro = acts_f1()
    yield "acts, micro-F1", count, f"{micro:.3f}"
    yield "acts, macro-F1", count, f"{macro:.3f}"
    count_of_turns = str(len(turns_acts()[0]))
    found, shown, *_, later = messages()
    for where, part in (("answers to a first message", ~later), ("answers to a later one", later)):
        yield f"acts, micro-F1, {where}", str(int(part.sum())), f"{f1(found[part], shown[part]):.3f}"
    for name, value in zip(("micro-F1", f"macro-F1 of those shown {OFTEN} times"), turns_f1(), strict=True):
        yield f"acts in the turns of conversations, {name}", count_of_turns, f"{value:.3f}"
    for place, name in enumerate(MECHANISMS):
        yield f"{name}, macro-F1", count, f"{levels_f1(place):.3f}"
    for name, pairs in progress_figures().items():
        yield f"{name}: correlation", str(len(pairs[0])), f"{correlation(*pairs):.3f}"
    for criterion in load_rubric().criteria:
        labels, scores = pairs_of(criterion)
        yield f"{criterion}, weighted kappa", str(len(labels)), f"{kappa(labels, scores):.3f}"
    for dimension in Dimension:
        labels, scores = dimension_pairs(dimension)
        yield f"{dimension.value}, weighted kappa", str(len(labels)), f"{kappa(labels, scores):.3f}"
        yield f"{dimension.value}, label inside the band", str(len(labels)), f"{coverage(dimension):.3f}"
    for which, least in (("all conversations", 0.0), ("labels a level apart", APART)):
        both = dimensions_of(least)
        for what, first, second in (("labels", 0, 1), ("scores", 2, 3)):
            together = correlation(*([each[place] for each in both] for place in (first, second)))
            yield f"the two dimensions, {which}: correlation of the {what}", str(len(both)), f"{together:.3f}"
    quoted, own = quotes()
    yield "shown quotes that are the agent's own words", str(quoted), f"{own / quoted:.3f}"


def by_act() -> Iterator[tuple[str, str, str]]:
    found, shown = messages().found, messages().shown
    for place, act in enumerate(Act):
        yield act.value, str(int(shown[:, place].sum())), f"{f1(found[:, place], shown[:, place]):.2f}"


if __name__ == "__main__":
    for title, lines in (("Our own data, held out", rows()), ("F1 of each act", by_act())):
        table = Table("figure", "n", "value", title=title)
        for row in lines:
            table.add_row(*row)
        Console(width=100).print(table)
