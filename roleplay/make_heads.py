"""Trains the reader's heads from the exemplars and says how well each act is told apart. Run at build time:
`python -m roleplay.make_heads`. The same exemplars and encoder give the same weights.
"""

import hashlib
import sys

import numpy as np

from domain.acts import Act
from language.encoder import load_encoder
from roleplay.exemplars import EXEMPLARS, Exemplar, load_exemplars
from roleplay.heads import HEADS
from roleplay.learning import Matrix, learn
from roleplay.sentences import plain

_EVERY = 4  # of the exemplars that show an act, every fourth is in the background


def labels(exemplars: tuple[Exemplar, ...]) -> Matrix:
    """(exemplars, acts) of 0 and 1."""
    return np.array([[float(act in each.acts) for act in Act] for each in exemplars])


def background(exemplars: tuple[Exemplar, ...]) -> list[int]:
    """The places of those that show no act, and of every fourth of the others."""
    plain_ones = [place for place, each in enumerate(exemplars) if not each.acts]
    return plain_ones + [place for place, each in enumerate(exemplars) if each.acts][::_EVERY]


def best_f1(scores: Matrix, shows: Matrix) -> float:
    """The F1 at the best threshold; 0 when nothing shows the act."""
    ordered = shows[np.argsort(-scores, kind="stable")]
    right, taken = np.cumsum(ordered), np.arange(1, len(ordered) + 1)
    return float(np.max(2 * right / (taken + shows.sum())))


def main() -> None:
    exemplars = load_exemplars()
    texts = [plain(each.text) for each in exemplars]
    # What is stored is what is learnt from: half precision, which halves the file.
    vectors = load_encoder().encode(texts).astype(np.float16).astype(np.float32)
    shows = labels(exemplars)
    learnt, left_out = learn(vectors, texts, shows)
    places = background(exemplars)
    np.savez_compressed(
        HEADS,
        acts=np.array([act.value for act in Act]),
        examples=learnt.examples.astype(np.float16),
        meaning=learnt.meaning,
        words=learnt.words.astype(np.float16),
        slope=learnt.slope,
        offset=learnt.offset,
        background=np.array(places),
        background_texts=np.array([texts[place] for place in places]),
        source=np.array(hashlib.sha256(EXEMPLARS.read_bytes()).hexdigest()),
    )
    for row, act in enumerate(Act):
        count, figure = int(shows[:, row].sum()), best_f1(left_out[:, row], shows[:, row])
        sys.stdout.write(f"{act.value:22}{count:4} exemplars, left one out F1 {figure:.2f}\n")
    sys.stdout.write(f"{HEADS.name}: {len(exemplars)} exemplars, {HEADS.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
