"""Trains the reader's heads for what is odd from the exemplars and says how well each kind is told apart. Run at build
time: `make heads`. The same exemplars and encoder give the same weights.
"""

import hashlib
import sys
from typing import Final, NamedTuple

import numpy as np

from domain.acts import Act
from domain.reading import Oddity
from language.encoder import load_encoder
from roleplay.artefacts import packed, unpacked
from roleplay.exemplars import EXEMPLARS, Exemplar, load_exemplars, load_oddities
from roleplay.heads import HEADS
from roleplay.learning import Learnt, Matrix, Table, learn
from roleplay.sentences import plain
from roleplay.tongues import groups_of, words_of

_EVERY = 4  # of the exemplars that show an act, every fourth is in the background
# Exemplars of these may be odd as well, so they say nothing about what is ordinary.
_MAYBE_ODD: Final = frozenset({Act.MANIPULATE_SIMULATOR, Act.THANK, Act.EMPTY_FORMULA, Act.FALSE_PROMISE})


def background(exemplars: tuple[Exemplar, ...]) -> list[int]:
    """The places of those that show no act, and of every fourth of the others."""
    plain_ones = [place for place, each in enumerate(exemplars) if not each.acts]
    return plain_ones + [place for place, each in enumerate(exemplars) if each.acts][::_EVERY]


def best_f1(scores: Matrix, shows: Matrix) -> float:
    """The F1 at the best threshold; 0 when nothing shows the act."""
    ordered = shows[np.argsort(-scores, kind="stable")]
    right, taken = np.cumsum(ordered), np.arange(1, len(ordered) + 1)
    return float(np.max(2 * right / (taken + shows.sum())))


class Odd(NamedTuple):
    """What was learnt of `kinds`, from `examples` and the exemplars of acts at the places `ordinary`."""

    kinds: tuple[Oddity, ...]
    examples: Table
    ordinary: list[int]
    learnt: Learnt
    left_out: Matrix
    shows: Matrix


def encoded(texts: list[str]) -> Table:
    """What is stored is what is learnt from: whole numbers, a quarter of the file."""
    return unpacked(*packed(load_encoder().encode(texts)))


def learn_oddities(exemplars: tuple[Exemplar, ...], vectors: Table) -> Odd:
    odd = load_oddities()
    kinds = tuple(kind for kind in Oddity if any(each.odd is kind for each in odd))
    ordinary = [place for place, each in enumerate(exemplars) if not _MAYBE_ODD & set(each.acts)]
    own = [plain(each.text) for each in odd]
    examples = encoded(own)
    shows = np.zeros((len(own) + len(ordinary), len(kinds)))
    shows[: len(own)] = [[float(each.odd is kind) for kind in kinds] for each in odd]
    # What has nothing to do with any case is small talk, whatever else it is.
    shows[len(own) :, kinds.index(Oddity.SMALL_TALK)] = [Act.OFF_TOPIC in exemplars[place].acts for place in ordinary]
    texts = [*own, *(plain(exemplars[place].text) for place in ordinary)]
    learnt, left_out = learn(np.vstack([examples, vectors[ordinary]]), texts, shows)
    return Odd(kinds, examples, ordinary, learnt, left_out, shows)


def vocabulary(texts: list[str]) -> tuple[str, str]:
    """The groups of letters that words of these texts have, and the words, as one string each."""
    known = {word for text in texts for word in words_of(text) if word.isascii()}
    letters = {group for word in known for group in groups_of(word.replace("'", ""))}
    return " ".join(sorted(letters)), " ".join(sorted(known))


def main() -> None:
    exemplars = load_exemplars()
    texts = [plain(each.text) for each in exemplars]
    vectors = encoded(texts)
    places = background(exemplars)
    odd = learn_oddities(exemplars, vectors)
    letters, known = vocabulary(
        [*texts, *(plain(each.text) for each in load_oddities() if each.odd is not Oddity.NONSENSE)]
    )
    examples, examples_scale = packed(vectors)
    odd_examples, odd_scale = packed(odd.examples)
    np.savez_compressed(
        HEADS,
        examples=examples,
        examples_scale=examples_scale,
        background=np.array(places),
        background_texts=np.array([texts[place] for place in places]),
        kinds=np.array([kind.value for kind in odd.kinds]),
        odd_examples=odd_examples,
        odd_scale=odd_scale,
        ordinary=np.array(odd.ordinary),
        odd_meaning=odd.learnt.meaning,
        odd_words=odd.learnt.words.astype(np.float16),
        odd_slope=odd.learnt.slope,
        odd_offset=odd.learnt.offset,
        letters=np.array(letters),
        words_known=np.array(known),
        source=np.array(hashlib.sha256(EXEMPLARS.read_bytes()).hexdigest()),
    )
    for row, kind in enumerate(odd.kinds):
        count, figure = int(odd.shows[:, row].sum()), best_f1(odd.left_out[:, row], odd.shows[:, row])
        sys.stdout.write(f"{kind.value:22}{count:4} exemplars, left one out F1 {figure:.2f}\n")
    sys.stdout.write(f"{HEADS.name}: {len(exemplars)} exemplars, {HEADS.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
