"""What the reader looks for in a scenario: its moves, and the questions that ask for its facts.

They are learnt together from the scenario's own examples, against one another and against a background of ordinary
sentences, when the scenario is prepared. Form has its say too: a question makes only a move that was exemplified as a
question, an offer that is refused is no offer, what should have been done is not done by saying so, and an order that
is called off is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from roleplay import sentence_forms as forms
from roleplay.amounts import largest_amount
from roleplay.beside import Beside
from roleplay.heads import Background
from roleplay.learning import Learnt, learn
from roleplay.sentences import Sentence, plain
from roleplay.spelling import Speller, speller
from roleplay.tongues import words_of
from scenarios.model import Disclosure, Scenario

Vectors = NDArray[np.float32]

MOVE_FROM: Final = 0.30  # probability from which a sentence or clause makes a move
ASKS_FROM: Final = 0.20  # probability from which a question asks for a fact
OPENS_FROM: Final = 0.30  # probability from which a statement opens the subject of one
STOCK_FROM: Final = 0.60  # probability from which a question that any desk asks does
SURELY: Final = 0.6  # below this probability it must also be this like one of the fact's own questions
FAINTLY: Final = 0.40
# Or else it is this like (cosine) to a question that asks for the fact, and less so by this much to all others.
ALIKE: Final = 0.55
CLEARLY: Final = 0.13
SHARE: Final = 0.6  # a second match must have this share of the first one's probability
_ASKS_FOR_NO_FACT: Final = (forms.CHECKS_IN, forms.WHOLE_AGAIN, forms.A_MOMENT_PLEASE, forms.ANYTHING_ELSE)
# Forms in which something is no deed of the trainee's, unless an author gives it as an example of one.
_FORMS: Final = {
    "refused": (forms.REFUSES, forms.DECLINES),
    "too late": (forms.HINDSIGHT,),
    "none there": (forms.THERE_IS_NONE,),
    "taken back": (forms.TAKEN_BACK,),
    "theirs to do": (forms.THEIRS_TO_DO,),
}
_MOST: Final = 2  # moves, or facts asked for, in one sentence


class Embedder(Protocol):
    def encode(self, texts: Sequence[str]) -> Vectors:
        """Texts to (n, 384) rows of length 1."""
        ...

    def words(self, text: str) -> tuple[Vectors, Vectors, Sequence[str]]:
        """The same row, (384,), what the text's words are half way through the encoder, (words, 384), and the words."""
        ...

    def understand(
        self, texts: Sequence[str], *, beside: Beside | None = None
    ) -> tuple[Vectors, Vectors, Vectors, Vectors]:
        """The same rows, and of the texts, read beside that, the reader's traits (n, 384), cues (n, 44) and glimpses
        (n, 384)."""
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
    """In what forms a move was exemplified; `forms` are names of `_FORMS`."""

    name: str
    asked: bool
    stated: bool
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Targets:
    """`learnt` gives probabilities of the moves, then of the facts. `names` are the customer's, in plain form; `topic`
    are unit vectors of all that the scenario is about; `largest` is the largest sum of money in it, 0 if none;
    `questions` are unit vectors of each fact's questions; `spelling` knows its words; `says` are the lines
    in plain form that tell each fact, `guarded` the facts that take trust to tell; `hurting` are the moves that
    cost trust and calm nobody."""

    learnt: Learnt
    moves: tuple[MoveForm, ...]
    facts: tuple[str, ...]
    names: frozenset[str]
    topic: Vectors
    largest: float
    questions: tuple[Vectors, ...]
    spelling: Speller
    says: tuple[tuple[str, str], ...]
    guarded: frozenset[str]
    hurting: frozenset[str]

    def told_in(self, text: str) -> str:
        """The fact that a message of the customer has told in its own words, the last one if several, or ""."""
        heard = plain(text)
        places = [(heard.find(line), name) for name, line in self.says]
        return max((each for each in places if each[0] >= 0), default=(0, ""))[1]

    def find(self, pieces: Sequence[Piece], embedder: Embedder) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
        """The moves made and the facts asked for, each with the sentence that shows it best, in order of the text."""
        if not self.learnt.meaning.size:
            return (), ()
        pieces = self._spelt(pieces, embedder)
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
        shown = _forms_of(piece.text)
        for move, probability in zip(self.moves, row, strict=True):
            fits = move.asked if piece.sentence.asks else move.stated
            called_off = move.name in self.hurting and forms.CALLED_OFF.search(piece.text)
            if probability >= MOVE_FROM and fits and shown <= move.forms and not called_off:
                yield move.name, float(probability)

    def _spelt(self, pieces: Sequence[Piece], embedder: Embedder) -> Sequence[Piece]:
        """The pieces, with what is misspelt in them put right."""
        right = [self.spelling.right(piece.text) for piece in pieces]
        changed = [place for place, piece in enumerate(pieces) if piece.text != right[place]]
        if not changed:
            return pieces
        vectors = dict(zip(changed, embedder.encode([right[place] for place in changed]), strict=True))
        return [
            Piece(piece.sentence, right[place], vectors[place]) if place in vectors else piece
            for place, piece in enumerate(pieces)
        ]

    def _facts(self, piece: Piece, row: Vectors) -> Iterator[tuple[str, float]]:
        text = piece.sentence.plain
        if any(each.search(text) for each in _ASKS_FOR_NO_FACT):
            return
        if piece.sentence.asks or forms.STORY_REQUEST.search(text):
            stock = forms.STOCK_QUESTION.search(piece.text) or forms.ONE_NUMBER.search(piece.text)
            least = STOCK_FROM if stock else ASKS_FROM
        elif forms.OPENS_A_SUBJECT.search(text):
            least = OPENS_FROM
        else:
            return
        likeness = {
            name: float((own @ piece.vector).max()) for name, own in zip(self.facts, self.questions, strict=True)
        }
        surely = {
            name: float(p)
            for name, p in zip(self.facts, row, strict=True)
            if p >= least and (p >= SURELY or likeness[name] >= FAINTLY)
        }
        if not surely and least == ASKS_FROM:
            surely = _clearly_the_most(likeness)
        yield from surely.items()


def _forms_of(text: str) -> frozenset[str]:
    return frozenset(name for name, forms_ in _FORMS.items() if any(form.search(text) for form in forms_))


def _clearly_the_most(likeness: dict[str, float]) -> dict[str, float]:
    """The fact whose questions a question is clearly most like, if there is one."""
    ordered = sorted(likeness.items(), key=lambda each: -each[1])[:2]
    if not ordered or ordered[0][1] < ALIKE or (len(ordered) > 1 and ordered[0][1] - ordered[1][1] < CLEARLY):
        return {}
    return {ordered[0][0]: ordered[0][1] / 2}


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
    asked = [
        vectors[[place for place, owner in enumerate(owners) if owner == own]]
        for own in range(len(moves), len(moves) + len(facts))
    ]
    told = [
        *texts,
        *(plain(text) for text in _texts(scenario)),
        *(plain(line.text) for fact in scenario.facts for line in fact.says),
    ]
    learnt, _ = learn(np.vstack([examples, background.vectors]), [*texts, *background.texts], shows)
    return Targets(
        learnt=learnt,
        moves=tuple(_form(name, phrasings) for name, phrasings in moves),
        facts=tuple(name for name, _ in facts),
        names=frozenset(part for part in plain(scenario.persona.name).split() if len(part) > 1),
        topic=topic,
        largest=largest_amount(*_texts(scenario)),
        questions=tuple(asked),
        spelling=speller((word for text in told for word in words_of(text)), background.words),
        says=tuple((fact.id, plain(line.text)) for fact in scenario.facts for line in fact.says),
        guarded=frozenset(fact.id for fact in scenario.facts if fact.disclosure is Disclosure.TRUST),
        hurting=frozenset(
            move.id for move in scenario.moves if move.effects.trust < 0 and move.effects.frustration >= 0
        ),
    )


def _texts(scenario: Scenario) -> Iterator[str]:
    """Where the sums of a case stand."""
    yield from (scenario.situation, scenario.brief.situation, *scenario.brief.good_to_know, *scenario.desk.policy)
    yield from (record.value for record in scenario.desk.records.values())
    yield from (fact.statement for fact in scenario.facts)
    for action in scenario.desk.actions:
        yield from (f"{each.unit}{each.maximum}" for each in action.parameters if each.maximum is not None)


def _form(name: str, examples: Sequence[str]) -> MoveForm:
    sentences = [Sentence(text, plain(text)) for text in examples]
    return MoveForm(
        name=name,
        asked=any(sentence.asks for sentence in sentences),
        stated=any(not sentence.asks for sentence in sentences),
        forms=frozenset[str]().union(*(_forms_of(sentence.plain) for sentence in sentences)),
    )
