"""Everything that the reader learns from, as numbers: labelled messages, exemplars, customers' turns and answers.

Part of `make_reader.py`, in its build-time environment; nothing at run time imports it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from evaluation.dataset import Part, Split, load_answers, load_conversations, load_messages
from language.encoder import ENCODER_FOLDER, MARKS, words_in
from roleplay.act_heads import WIDTH, forms_of, nearness_of
from roleplay.beside import Beside, beside_of, sentences_in, theirs_of
from roleplay.exemplars import load_exemplars
from roleplay.hearing import said_lately, signs_in
from roleplay.reading_context import open_questions
from roleplay.sentences import LONGEST_SENTENCE, plain, split_sentences

# The build environment's packages. The project's own environment, in which types are checked, has none of them.
onnxruntime = import_module("onnxruntime")
tokenizers = import_module("tokenizers")

MOST_TOKENS: Final = 64  # of one sentence
# Exemplars stand alone, so they say nothing of acts that depend on what was said before.
NEEDS_CONTEXT: Final = frozenset({Act.PERSONALISE, Act.IGNORE_QUESTION, Act.ASK_REPEAT, Act.OFF_TOPIC})

Table = NDArray[np.float32]
Ids = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Example:
    """A message: of each sentence its tokens, vector and forms, and the part of the labelled text that it belongs to;
    `marks` (tokens, 7) of each sentence say what its words have to do with what was said before, `before` (384,) is the
    vector of the message that it answers, `theirs` its tokens, `places` the sentences that these stand in, and `kinds`
    of what kind each is; all empty where a message is read alone. `shows` (parts, acts); `counts` (acts,) is 0 where a
    label says nothing; levels and mood are None if unlabelled."""

    ids: list[Ids]
    part: list[int]
    vectors: Table
    forms: Table
    marks: list[Table]
    before: Table
    theirs: Ids
    places: list[int]
    kinds: NDArray[np.int64]
    shows: Table
    counts: Table
    levels: tuple[int, int, int] | None
    mood: float | None
    split: Split


class Maker:
    """Texts to examples, with the committed encoder."""

    def __init__(self) -> None:
        self._tokenizer = tokenizers.Tokenizer.from_file(str(ENCODER_FOLDER / "tokenizer.json"))
        self._session = onnxruntime.InferenceSession(str(ENCODER_FOLDER / "model.onnx"))
        self._known: dict[str, Table] = {}

    def ids(self, text: str) -> Ids:
        return tuple(self._tokenizer.encode(text).ids)

    def vector(self, text: str) -> Table:
        if text not in self._known:
            ids = np.array(self.ids(text), np.int64)
            self._known[text] = self._session.run(["vector"], {"ids": ids})[0][0]
        return self._known[text]

    def marks(self, text: str, beside: Beside | None) -> Table:
        """(tokens, 7), zeros for a text that is read alone."""
        words = words_in(self._tokenizer.encode(text), text)[:MOST_TOKENS]
        if beside is None:
            return np.zeros((len(words), MARKS - 2), np.float32)
        return np.array([beside.mark(word) for word in words], np.float32)

    def theirs(self, text: str) -> tuple[Ids, list[int], NDArray[np.int64]]:
        """The tokens of the message that is answered, the sentence in which each stands, and each sentence's kind."""
        if not text:
            return (), [], np.zeros(0, np.int64)
        words = words_in(self._tokenizer.encode(text), text)[1:-1]
        kinds = theirs_of(np.zeros((len(words), 1), np.float32), words).kinds
        return self.ids(text), sentences_in(words)[0], kinds

    def example(
        self,
        parts: Sequence[Part],
        before: Sequence[Turn],
        *,
        split: Split,
        counts: Table,
        levels: tuple[int, int, int] | None = None,
        mood: float | None = None,
    ) -> Example | None:
        """None for a text without any sentence that the reader would read."""
        found = [(place, sentence) for place, part in enumerate(parts) for sentence in split_sentences(part.text)]
        if not found:
            return None
        sentences = [sentence for _, sentence in found]
        # Rules look for what a trainee does, and the customer's turns, which alone have a mood, are none of that.
        signs = signs_in(sentences, before) if mood is None else [frozenset[Act]()] * len(sentences)
        told = said_lately(Speaker.CUSTOMER if mood is None else Speaker.TRAINEE, before)
        vectors = np.stack([self.vector(sentence.plain) for sentence in sentences])
        answered = plain(before[-1].text)[:LONGEST_SENTENCE] if before else ""
        last = self.vector(answered) if answered else np.zeros(WIDTH, np.float32)
        # A customer's turn is read alone, see `progress`.
        beside = beside_of(before, Speaker.TRAINEE) if mood is None else None
        theirs, places, kinds = self.theirs(beside.text if beside else "")
        questions = [self.vector(question.plain) for question in open_questions(before)]
        near = nearness_of(vectors, last, np.array(questions, np.float32).reshape(-1, WIDTH))
        return Example(
            ids=[self.ids(sentence.plain)[:MOST_TOKENS] for sentence in sentences],
            part=[place for place, _ in found],
            vectors=vectors,
            forms=forms_of(sentences, signs, told, near, asked=bool(questions)),
            marks=[self.marks(sentence.plain, beside) for sentence in sentences],
            before=last,
            theirs=theirs,
            places=places,
            kinds=kinds,
            shows=np.array([[act in part.acts for act in Act] for part in parts], np.float32),
            counts=counts,
            levels=levels,
            mood=mood,
            split=split,
        )


def examples(maker: Maker) -> Iterator[Example]:
    """All there is to learn from."""
    made = (*_messages(maker), *_joined(maker), *_exemplars(maker), *_answers(maker), *_turns(maker))
    return (example for example in made if example is not None)


def _messages(maker: Maker) -> Iterator[Example | None]:
    every = np.ones(len(Act), np.float32)
    for situation in load_messages():
        for reply in situation.replies:
            yield maker.example(reply.parts, situation.before, split=situation.split, counts=every, levels=reply.levels)


def _joined(maker: Maker) -> Iterator[Example | None]:
    """Two replies to one message, one behind the other, for their levels: what is strong in one of them is strong in
    both, so that a kind sentence is not lost in a long message."""
    none = np.zeros(len(Act), np.float32)
    for situation in load_messages():
        if situation.split == "train" and len(situation.replies) > 1:
            first, second = random.Random(situation.id).sample(situation.replies, 2)
            reaction, interpretation, exploration = map(max, first.levels, second.levels)
            yield maker.example(
                [*first.parts, *second.parts],
                situation.before,
                split="train",
                counts=none,
                levels=(reaction, interpretation, exploration),
            )


def _exemplars(maker: Maker) -> Iterator[Example | None]:
    alone = np.array([act not in NEEDS_CONTEXT for act in Act], np.float32)
    for exemplar in load_exemplars():
        yield maker.example([Part(exemplar.text, frozenset(exemplar.acts))], (), split="train", counts=alone)


def _answers(maker: Maker) -> Iterator[Example | None]:
    for situation in load_answers():
        for answer in situation.answers:
            before = (Turn(0, Speaker.TRAINEE, answer.after),)
            yield _felt(maker, answer.text, before, answer.mood, situation.split)


def _turns(maker: Maker) -> Iterator[Example | None]:
    for conversation in load_conversations():
        before: tuple[Turn, ...] = ()
        for said in conversation.turns:
            if said.mood is not None:
                yield _felt(maker, said.c, before, said.mood, conversation.split)
            before = (Turn(0, Speaker.CUSTOMER if said.c else Speaker.TRAINEE, said.c or said.a),)


def _felt(maker: Maker, text: str, before: Sequence[Turn], mood: int, split: Split) -> Example | None:
    none = np.zeros(len(Act), np.float32)
    return maker.example([Part(text, frozenset())], before, split=split, counts=none, mood=mood)
