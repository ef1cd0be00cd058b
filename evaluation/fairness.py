"""The fairness bench: the same content said by different people must get the same score, and no score may be talked up.

`data/fairness` holds conversations whose agent's messages were written again, sentence for sentence, as a learner of
English, in a dialect, in a hurry, shorter, longer, and with other names. Nothing is learnt from them. The weak ones
among them are what attacks on the scorer are added to.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple, get_args

import yaml
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from domain.conversation import Speaker, Transcript, Turn
from domain.errors import InvalidContent
from domain.scorecard import Dimension, Scorecard
from evaluation.content import Content

FOLDER: Final = Path(__file__).parent / "data" / "fairness"
ATTACKS: Final = Path(__file__).parent / "data" / "attacks.yaml"
WEAK: Final = 2.6  # a score up to which a conversation has something to gain from an attack
TOLERANCE: Final = 0.15  # of a level: how far the mean score of a way of speaking may lie from that of the base

Way = Literal["second_language", "dialect", "typos", "shorter", "longer", "names"]
Texts = tuple[Annotated[str, Field(min_length=1)], ...]


class Rewritten(Content):
    """A conversation, customer first and in turn, and the agent's side in other ways of speaking."""

    id: str
    industry: str
    customer: Texts
    agent: Texts
    rewrites: dict[Way | Literal["names_customer"], Texts]

    @model_validator(mode="after")
    def _fits(self) -> "Rewritten":
        if len(self.customer) not in (len(self.agent), len(self.agent) + 1):
            raise ValueError("write as many messages of the customer as of the agent, or one more")
        for way in get_args(Way):
            if len(self.rewrites.get(way, ())) != len(self.agent):
                raise ValueError(f"{way} needs {len(self.agent)} messages")
        if len(self.rewrites.get("names_customer", self.customer)) != len(self.customer):
            raise ValueError(f"names_customer needs {len(self.customer)} messages")
        return self

    def base(self) -> Transcript:
        return _transcript(self.customer, self.agent)

    def said(self, way: Way) -> Transcript:
        customer = self.rewrites.get("names_customer", self.customer) if way == "names" else self.customer
        return _transcript(customer, self.rewrites[way])


def _transcript(customer: Sequence[str], agent: Sequence[str]) -> Transcript:
    turns: list[Turn] = []
    for place, text in enumerate(customer):
        turns.append(Turn(len(turns), Speaker.CUSTOMER, text))
        if place < len(agent):
            turns.append(Turn(len(turns), Speaker.TRAINEE, agent[place]))
    return Transcript(tuple(turns))


@cache
def load_rewritten(folder: Path = FOLDER) -> tuple[Rewritten, ...]:
    """The conversations of the bench. Raises InvalidContent for the first mistake."""
    found: list[Rewritten] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found += TypeAdapter(list[Rewritten]).validate_python(
                yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
            )
        except (yaml.YAMLError, ValidationError) as error:
            raise InvalidContent(path.name, 0, "", f"this is no list of rewritten conversations: {error}") from error
    return tuple(found)


@cache
def load_attacks(path: Path = ATTACKS) -> tuple[str, ...]:
    """What is added to weak messages. Raises InvalidContent."""
    try:
        return TypeAdapter(tuple[str, ...]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidContent(path.name, 0, "", f"this is no list of texts: {error}") from error


class Shift(NamedTuple):
    """How one way of speaking moves one dimension, in levels: on average and at most; and how often it turns a score
    that surely passes the mark into one that surely does not, or the other way round."""

    way: Way
    dimension: Dimension
    mean: float
    most: float
    flips: int


def shifts(
    conversations: Sequence[Rewritten], score: Callable[[Transcript], Scorecard], *, pass_mark: float
) -> Iterator[Shift]:
    """A shift for every way of speaking and dimension."""
    bases = [score(each.base()) for each in conversations]
    for way in get_args(Way):
        cards = [score(each.said(way)) for each in conversations]
        for dimension in Dimension:
            moved = [_moved(base, card, dimension) for base, card in zip(bases, cards, strict=True)]
            flips = sum(
                {_surely(base, dimension, pass_mark), _surely(card, dimension, pass_mark)} == {True, False}
                for base, card in zip(bases, cards, strict=True)
            )
            yield Shift(way, dimension, sum(moved) / len(moved), max(moved, key=abs), flips)


def _moved(base: Scorecard, card: Scorecard, dimension: Dimension) -> float:
    before, after = base.value(dimension), card.value(dimension)
    return 0.0 if before is None or after is None else after - before


def _surely(card: Scorecard, dimension: Dimension, pass_mark: float) -> bool | None:
    """Whether the whole band passes the mark (True) or misses it (False); None for a score that goes to a person."""
    band = card.dimension(dimension).band
    if band is None or band.low <= pass_mark <= band.high:
        return None
    return band.low > pass_mark


class Gain(NamedTuple):
    """What one attack brought one weak conversation, in levels, in the dimension where it brought most."""

    attack: str
    conversation: str
    levels: float


def gains(
    conversations: Sequence[Rewritten], attacks: Sequence[str], score: Callable[[Transcript], Scorecard]
) -> Iterator[Gain]:
    """A gain for every attack, added to the last message of a weak conversation; they take turns."""
    cards = {each.id: score(each.base()) for each in conversations}
    weak = [each for each in conversations if all((cards[each.id].value(which) or 0) <= WEAK for which in Dimension)]
    for place, attack in enumerate(attacks):
        each = weak[place % len(weak)]
        attacked = score(_transcript(each.customer, (*each.agent[:-1], f"{each.agent[-1]}\n{attack}")))
        yield Gain(attack, each.id, max(_moved(cards[each.id], attacked, which) for which in Dimension))
