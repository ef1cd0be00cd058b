"""Learns what only a whole message shows (`roleplay.whole_message`) from the labelled messages on which nothing else
was trained: there the heads are as sure of an act as they are of messages to come. A build-time script, a step of
`make reader`; the same messages and heads give the same weights.
"""

import hashlib
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from evaluation.dataset import load_messages
from language.encoder import load_encoder
from roleplay.act_heads import load_act_heads
from roleplay.hearing import hear, signs_in
from roleplay.sentence_acts import OF_THE_WHOLE
from roleplay.sentences import split_sentences
from roleplay.whole_message import WHOLE_HEAD, Table, WholeHead, features_of

PENALTY: Final = 10.0  # of the squared weights, over features of variance 1
STEPS: Final = 30
FOLDS: Final = 5


class Learned(NamedTuple):
    """`features` (n, features) of n messages, what each `shows` (n, 2), and the `fold` (n,) of its situation."""

    features: Table
    shows: Table
    fold: Table


def messages() -> Iterator[tuple[Table, list[bool], int]]:
    encoder, heads = load_encoder(), load_act_heads()
    for situation in load_messages():
        if situation.split != "calibration":
            continue
        fold = hashlib.sha256(situation.id.encode()).digest()[-1] % FOLDS
        for reply in situation.replies:
            if sentences := split_sentences(reply.plain):
                heard = hear(encoder, sentences, signs_in(sentences, situation.before), situation.before)
                features = features_of(heads.acts_of(heard), heard, sentences, situation.before)
                yield features, [any(act in part.acts for part in reply.parts) for act in OF_THE_WHOLE], fold


def regression(features: Table, shows: Table) -> Table:
    """(features + 1,) weights and bias of a logistic regression on (n, features) and (n,), by Newton's steps."""
    inputs = np.hstack([features, np.ones((len(features), 1))])
    held = np.diag([*np.full(features.shape[1], PENALTY), 1e-6])
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(inputs @ weights, -50, 50)))
        curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + held
        weights = weights - np.linalg.solve(curvature, inputs.T @ (p - shows) + held @ weights)
    return weights


def best(probabilities: Table, shows: Table) -> tuple[float, float]:
    """The probability from which F1 is best, of those from .2 to .7 in steps of .05, and that F1."""
    tried = np.arange(0.2, 0.71, 0.05)
    f1 = [2 * (shows * (probabilities >= at)).sum() / max(shows.sum() + (probabilities >= at).sum(), 1) for at in tried]
    return float(tried[int(np.argmax(f1))]), float(max(f1))


def main() -> None:
    learned = Learned(*map(np.array, zip(*messages(), strict=True)))
    mean, spread = learned.features.mean(axis=0), learned.features.std(axis=0) + 1e-9
    alike = (learned.features - mean) / spread
    columns, least = [], []
    for place, act in enumerate(OF_THE_WHOLE):
        shows = learned.shows[:, place].astype(np.float64)
        left_out = np.zeros(len(shows))
        for fold in range(FOLDS):
            out = learned.fold == fold
            weights = regression(alike[~out], shows[~out])
            left_out[out] = 1 / (1 + np.exp(-(alike[out] @ weights[:-1] + weights[-1])))
        at, f1 = best(left_out, shows)
        sys.stdout.write(f"{act.value}: {int(shows.sum())} messages of {len(shows)}, F1 {f1:.3f} from {at:.2f}\n")
        columns.append(regression(alike, shows))
        least.append(at)
    weights = np.stack(columns, axis=1)
    head = WholeHead(weights[:-1] / spread[:, None], weights[-1] - (mean / spread) @ weights[:-1], np.array(least))
    np.savez_compressed(WHOLE_HEAD, **{name: part.astype(np.float32) for name, part in head._asdict().items()})


if __name__ == "__main__":
    main()
