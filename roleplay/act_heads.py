"""What a message does, learnt from the labelled messages in `evaluation/data`: a probability for each act of each
sentence, and EPITOME's three levels of the whole.

Small networks over what the encoder makes of each sentence (what it is about, what it does) with what rules find in it,
of the whole message and of the message before it; to their scores are added the cues, what single words speak for, and
what the sentences say beside one another (`message_layer`). The weights are an artefact of `roleplay/make_reader.py`;
the same words after the same turns give the same numbers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from domain.acts import Act
from domain.errors import MissingArtefact
from roleplay.artefacts import opened, unpacked
from roleplay.beside import SMALL, Theirs
from roleplay.message_layer import EVEN, LINEAR, Even, Linear, MessageLayer
from roleplay.sentences import Sentence, plain

ACT_HEADS: Final = Path(__file__).with_name("act_heads.npz")
WIDTH: Final = 384  # of what the encoder makes of a text: its vector, and its traits
FORMS: Final = 10 + len(Act)
LENGTHS: Final = (5, 6)  # the places of the lengths among the forms
WHOLE_FORMS: Final = FORMS - len(LENGTHS)
HEADS: Final = ("acts", "empathy")
LINES: Final = ("slope", "offset", "least")
SCALE: Final = 5.0  # unit vectors are small beside traits; both were trained at this scale

Table = NDArray[np.float32]

_WORD: Final = re.compile(r"[a-z0-9']+")
_LEAST: Final = 3  # letters of a word that can be the customer's own


class Heard(NamedTuple):
    """A message as the heads take it: of its n sentences the `vectors` (n, 384), `traits` (n, 384), `cues` (n, 44) and
    `glimpses` (n, 384) of the encoder, and their `forms` (n, 45); `before` (384,) is the vector of the other side's
    last message, zeros if there is none, and `theirs` are its sentences."""

    vectors: Table
    traits: Table
    cues: Table
    glimpses: Table
    forms: Table
    before: Table
    theirs: Theirs

    def only(self, sentences: NDArray[np.bool_]) -> "Heard":
        """These (n,) of its sentences alone."""
        return Heard._make([*(part[sentences] for part in self[:-2]), self.before, self.theirs])


def forms_of(
    sentences: Sequence[Sentence], signs: Sequence[frozenset[Act]], told: str, nearness: Table, *, asked: bool
) -> Table:
    """(n, 45): whether it asks; words shared with what the other side has `told` (up to four, and as a share of its
    own); whether it opens or closes the message; its length up to 40 words, and that of the message up to 8 sentences;
    how near it is to the message before and to the question in that which it is nearest to (`nearness` (n, 2),
    cosines), and whether there was one (`asked`); and for each act whether rules find it (`signs`, one set a
    sentence). All in -1..1."""
    theirs = _own_words(plain(told))
    rows = np.zeros((len(sentences), FORMS), np.float32)
    for place, sentence in enumerate(sentences):
        own = _own_words(sentence.plain)
        shared = len(own & theirs)
        rows[place] = (
            float(sentence.asks),
            min(shared, 4) / 4,
            shared / max(len(own), 1),
            float(place == 0),
            float(place == len(sentences) - 1),
            min(len(sentence.plain.split()), 40) / 40,
            min(len(sentences), 8) / 8,
            *nearness[place],
            float(asked),
            *(float(act in signs[place]) for act in Act),
        )
    return rows


def nearness_of(vectors: Table, before: Table, questions: Table) -> Table:
    """(n, 2): cosines of sentences (n, 384) to the message before them (384,), and to the nearest of the `questions`
    (any number, 384) in it; 0 where there is none."""
    nearest = (vectors @ questions.T).max(axis=1, initial=-1.0) if len(questions) else np.zeros(len(vectors))
    near: Table = np.stack([vectors @ before, nearest], axis=1).astype(np.float32)
    return near


def _own_words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text) if word not in SMALL and len(word) >= _LEAST)


class Layers(NamedTuple):
    """A network of one hidden layer: (inputs, hidden), (hidden,), (hidden, outputs), (outputs,)."""

    first: Table
    first_bias: Table
    second: Table
    second_bias: Table

    def __call__(self, inputs: Table) -> Table:
        hidden = np.maximum(inputs @ self.first + self.first_bias, 0)
        outputs: Table = hidden @ self.second + self.second_bias
        return outputs


@dataclass(frozen=True, slots=True)
class ActHeads:
    """`slope` and `offset` (acts,) turn a score into a probability (Platt 1999), `least` (acts,) is the probability
    from which an act counts as found; both were set on messages that nothing else was trained on. `words` are those
    that messages of people at work are made of, `known` further ones that are spelt right."""

    acts: Layers
    empathy: Layers
    among: MessageLayer
    slope: Table
    offset: Table
    least: Table
    words: frozenset[str]
    known: frozenset[str]

    def acts_of(self, heard: Heard) -> Table:
        """(n, acts) probabilities in 0..1, acts in the order of `Act`."""
        count = len(heard.forms)
        whole = np.repeat(heard.traits.mean(axis=0, keepdims=True), count, axis=0)
        before = np.repeat(heard.before[None] * SCALE, count, axis=0)
        own = [heard.traits, heard.vectors * SCALE]
        scores = self.acts(np.hstack([*own, before, whole, heard.forms, heard.glimpses])) + heard.cues[:, : len(Act)]
        scores = scores + self.among(np.hstack([*own, heard.forms]), heard.before * SCALE, heard.theirs)
        scores = scores * self.slope + self.offset
        probabilities: Table = 1 / (1 + np.exp(-np.clip(scores, -50, 50)))
        return probabilities

    def levels_of(self, heard: Heard) -> Table:
        """(3, 3): for each of emotional reaction, interpretation and exploration the probabilities of 0, 1 and 2. The
        sentence whose cues speak most for a level speaks for the message."""
        scores = (self.empathy(_whole(heard)) + heard.cues[:, len(Act) :].max(axis=0)).reshape(3, 3)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities: Table = powers / powers.sum(axis=1, keepdims=True)
        return probabilities


def _whole(heard: Heard) -> Table:
    """Without its length: to say much is no warmth, and to be brief no coldness."""
    forms = np.delete(heard.forms.mean(axis=0), LENGTHS)
    whole: Table = np.concatenate([heard.traits.mean(axis=0), heard.traits.max(axis=0), heard.before * SCALE, forms])
    return whole


@cache
def load_act_heads(path: Path = ACT_HEADS) -> ActHeads:
    """Raises MissingArtefact when the file is missing, damaged or made for another list of acts."""
    with opened(path, whose="reader", made_by="make reader") as file:
        names = file["names"].tolist()
        acts, empathy = (
            Layers(
                _table(file, f"{head}_first"),
                file[f"{head}_first_bias"],
                _table(file, f"{head}_second"),
                file[f"{head}_second_bias"],
            )
            for head in HEADS
        )
        linear = [Linear(_table(file, f"among_{part}"), file[f"among_{part}_bias"]) for part in LINEAR]
        even = [Even(file[f"among_{part}_scale"], file[f"among_{part}_bias"]) for part in EVEN]
        among = MessageLayer._make([*linear, *even, file["among_places"], file["among_kinds"]])
        slope, offset, least = (file[part].astype(np.float32) for part in LINES)
        words, known = (frozenset(str(file[part]).split()) for part in ("words", "known"))
    if names != [act.value for act in Act]:
        raise MissingArtefact(f"{path.name} was made for another list of acts. Make it again with `make reader`.")
    return ActHeads(acts, empathy, among, slope, offset, least, words, known)


def _table(file: NpzFile, name: str) -> Table:
    return unpacked(file[name], file[f"{name}_steps"])
