"""What the reader looks for in a scenario: its moves, and the questions that ask for its facts.

They are learnt together from the scenario's own examples, against one another and against a background of ordinary
sentences, when the scenario is prepared. Form has its say too: a question makes only a move that was exemplified as a
question, and an offer that is refused is no offer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from roleplay import sentence_forms as forms
from roleplay.heads import Background
from roleplay.learning import Learnt, learn
from roleplay.sentences import Sentence, plain
from scenarios.model import Scenario

Vectors = NDArray[np.float32]

MOVE_FROM: Final = 0.30  # probability from which a sentence or clause makes a move
ASKS_FROM: Final = 0.20  # probability from which a question asks for a fact
SHARE: Final = 0.6  # a second match must have this share of the first one's probability
_MOST: Final = 2  # moves, or facts asked for, in one sentence


class Embedder(Protocol):
    def encode(self, texts: Sequence[str]) -> Vectors:
        """Texts to (n, 384) rows of length 1."""
        ...


class Piece(NamedTuple):
    """A sentence, or a clause of it, as the reader looks at it: its plain form and its unit vector."""

    sentence: Sentence
    text: str
    vector: Vectors


class Match(NamedTuple):
    name: str
    sentence: Sentence
    probability: float


@dataclass(frozen=True, slots=True)
class MoveForm:
    """In what forms a move was exemplified."""

    name: str
    asked: bool
    stated: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """`learnt` gives probabilities of the moves, then of the facts. `names` are the customer's, in plain form; `topic`
    are unit vectors of all that the scenario is about."""

    learnt: Learnt
    moves: tuple[MoveForm, ...]
    facts: tuple[str, ...]
    names: frozenset[str]
    topic: Vectors

    def find(self, pieces: Sequence[Piece]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
        """The moves made and the facts asked for, each with the sentence that shows it best, in order of the text."""
        if not self.learnt.meaning.size:
            return (), ()
        rows = self.learnt.probabilities(np.stack([piece.vector for piece in pieces]), [piece.text for piece in pieces])
        moves: dict[str, Match] = {}
        facts: dict[str, Match] = {}
        for piece, row in zip(pieces, rows, strict=True):
            made = list(_best(self._moves(piece, row[: len(self.moves)]), piece.sentence))
            surest = max((match.probability for match in made), default=0.0)
            asked = _best(self._facts(piece, row[len(self.moves) :]), piece.sentence)
            _keep(moves, made)
            # A question that makes a move asks for a fact only if it looks more like that.
            _keep(facts, [match for match in asked if match.probability >= surest])
        return tuple(moves.values()), tuple(facts.values())

    def _moves(self, piece: Piece, row: Vectors) -> Iterator[tuple[str, float]]:
        refused = forms.REFUSES.search(piece.text) or forms.DECLINES.search(piece.text)
        for move, probability in zip(self.moves, row, strict=True):
            fits = move.asked if piece.sentence.asks else move.stated
            if probability >= MOVE_FROM and fits and (move.negated or not refused):
                yield move.name, float(probability)

    def _facts(self, piece: Piece, row: Vectors) -> Iterator[tuple[str, float]]:
        if piece.sentence.asks or forms.STORY_REQUEST.search(piece.sentence.plain):
            for name, probability in zip(self.facts, row, strict=True):
                if probability >= ASKS_FROM:
                    yield name, float(probability)


def _best(found: Iterator[tuple[str, float]], sentence: Sentence) -> Iterator[Match]:
    ordered = sorted(found, key=lambda each: -each[1])[:_MOST]
    for name, probability in ordered:
        if probability >= SHARE * ordered[0][1]:
            yield Match(name, sentence, probability)


def _keep(kept: dict[str, Match], found: Sequence[Match]) -> None:
    for match in found:
        if match.name not in kept or kept[match.name].probability < match.probability:
            kept[match.name] = match


def prepare(scenario: Scenario, embedder: Embedder, background: Background) -> Targets:
    """Encode and learn what the reader needs of a scenario: about 2 ms a phrasing, and a fifth of a second."""
    moves = [(move.id, move.examples) for move in scenario.moves]
    facts = [(fact.id, fact.asked_by) for fact in scenario.facts if fact.asked_by]
    texts = [plain(text) for _, examples in (*moves, *facts) for text in examples]
    owners = [place for place, (_, examples) in enumerate((*moves, *facts)) for _ in examples]
    vectors = embedder.encode([*texts, plain(scenario.situation), plain(scenario.brief.situation)])
    examples, topic = vectors[: len(texts)], vectors
    shows = np.zeros((len(texts) + len(background.texts), len(moves) + len(facts)))
    shows[np.arange(len(texts)), owners] = 1
    learnt, _ = learn(np.vstack([examples, background.vectors]), [*texts, *background.texts], shows)
    return Targets(
        learnt=learnt,
        moves=tuple(_form(name, phrasings) for name, phrasings in moves),
        facts=tuple(name for name, _ in facts),
        names=frozenset(part for part in plain(scenario.persona.name).split() if len(part) > 1),
        topic=topic,
    )


def _form(name: str, examples: Sequence[str]) -> MoveForm:
    sentences = [Sentence(text, plain(text)) for text in examples]
    return MoveForm(
        name=name,
        asked=any(sentence.asks for sentence in sentences),
        stated=any(not sentence.asks for sentence in sentences),
        negated=any(
            forms.REFUSES.search(sentence.plain) or forms.DECLINES.search(sentence.plain) for sentence in sentences
        ),
    )
