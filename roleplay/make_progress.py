# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "numpy==2.4.6",
#     "onnxruntime==1.31.1",
#     "pydantic>=2.14",
#     "pyyaml>=6.0",
#     "tokenizers==0.23.3",
#     "torch==2.13.0",
# ]
# ///
"""Learns how it goes, turn by turn, over the layers that `make_reader.py` has trained: how content a customer's message
shows them to be, how far a trainee's message helps and makes sure of the facts, how far the matter is settled after
either. A build-time script (`make reader`); nothing at run time imports it. Seven minutes on two cores, fixed seed.

Its inputs are what the shipped encoder gives at run time, so that nothing differs between learning and reading. What
the length of a trainee's message says by itself is learnt beside them and then left out: long messages help more on
average, but who says the same in fewer words helps as much. Written are `roleplay/progress.npz` and
`evaluation/data/unseen.jsonl`: what heads make of each conversation to learn from that have not learnt from it. `make
scorer` goes by these, for the shipped heads know those conversations better than any that they will meet.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import cycle
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from evaluation.dataset import UNSEEN, Split, load_answers, load_conversations, load_messages
from language.encoder import load_encoder
from roleplay.act_heads import Layers
from roleplay.hearing import hear
from roleplay.progress import PROGRESS, Table, customer_inputs, earlier_traits, trainee_inputs
from roleplay.sentences import split_sentences
from roleplay.targets import Embedder

# The build environment's package. The project's own environment, in which types are checked, has none of it.
torch = import_module("torch")

SEED: Final = 1
EPOCHS, BATCH = 20, 64
LENGTHS_PACE: Final = 3.0  # how much faster than the other weights those of the length are learnt
HIDDEN: Final = 48
DROPOUT, RATE, DECAY = 0.4, 1e-3, 0.05
FOLDS: Final = 4
NO_TURN: Final = -1


class Labelled(NamedTuple):
    """A message with the turns before it and its labels in the order of the head's outputs; None is unlabelled.
    `conversation` is the id of the one whose turn `number` it is, "" for a message that stands alone; NO_TURN is the
    number of what nobody said there."""

    split: Split
    text: str
    before: tuple[Turn, ...]
    labels: tuple[int | None, ...]
    conversation: str = ""
    number: int = NO_TURN

    @property
    def fold(self) -> int | None:
        """The part of the conversations that this one belongs to, None if it belongs to none."""
        return hashlib.sha256(self.conversation.encode()).digest()[-1] % FOLDS if self.conversation else None


def of_customers() -> Iterator[Labelled]:
    for situation in load_answers():
        for answer in situation.answers:
            before = (Turn(0, Speaker.TRAINEE, answer.after),)
            yield Labelled(situation.split, answer.text, before, (answer.mood, None))
    yield from (each for each in _in_conversations() if len(each.labels) == 2)


def of_trainees() -> Iterator[Labelled]:
    """Every third to learn from also with words to the machine behind it: they do nothing for the customer's matter."""
    to_the_machine = cycle(
        reply.plain
        for situation in load_messages()
        for reply in situation.replies
        if situation.split == "train" and all(Act.MANIPULATE_SIMULATOR in part.acts for part in reply.parts)
    )
    labelled = (*_messages(), *(each for each in _in_conversations() if len(each.labels) == 3))
    yield from labelled
    for each in labelled[::3]:
        if each.split == "train":
            yield each._replace(text=f"{each.text} {next(to_the_machine)}", number=NO_TURN)


def _messages() -> Iterator[Labelled]:
    for situation in load_messages():
        for reply in situation.replies:
            if reply.helps is not None:
                yield Labelled(situation.split, reply.plain, situation.before, (reply.helps, reply.checks, None))


def _in_conversations() -> Iterator[Labelled]:
    for conversation in load_conversations():
        turns: tuple[Turn, ...] = ()
        for number, said in enumerate(conversation.turns):
            labels = (said.mood, said.settled) if said.c else (said.helps, said.checks, said.settled)
            yield Labelled(conversation.split, said.c or said.a, turns, labels, conversation.id, number)
            turns = (*turns, Turn(number, Speaker.CUSTOMER if said.c else Speaker.TRAINEE, said.c or said.a))


def heard_of_trainee(embedder: Embedder, text: str, before: Sequence[Turn]) -> Table | None:
    sentences = split_sentences(text)
    if not sentences:
        return None
    heard = hear(embedder, sentences, [frozenset()] * len(sentences), before)
    return trainee_inputs(heard, earlier_traits(embedder, before, Speaker.TRAINEE))


def train(inputs: Table, lengths: Table, labels: Table) -> Any:
    """A network over the inputs alone; `lengths` (n, 1) take from it what they say of the `labels` (n, outputs), which
    are NaN where there is none."""
    torch.manual_seed(SEED)
    nn = torch.nn
    net = nn.Sequential(
        nn.Dropout(DROPOUT),
        nn.Linear(inputs.shape[1], HIDDEN),
        nn.ReLU(),
        nn.Dropout(DROPOUT),
        nn.Linear(HIDDEN, labels.shape[1]),
    )
    of_length = nn.Linear(1, labels.shape[1], bias=False)
    nn.init.zeros_(of_length.weight)
    groups = [{"params": net.parameters(), "weight_decay": DECAY}, {"params": of_length.parameters()}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.0)
    batches = -(-len(labels) // BATCH)
    rates = [RATE, LENGTHS_PACE * RATE]
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=EPOCHS * batches)
    chance = np.random.default_rng(SEED)
    x, long, known = (torch.from_numpy(table) for table in (inputs, lengths, ~np.isnan(labels)))
    y = torch.from_numpy(np.nan_to_num(labels))
    for _ in range(EPOCHS):
        for rows in np.array_split(chance.permutation(len(labels)), batches):
            said = net(x[rows]) + of_length(long[rows])
            loss = ((said - y[rows]) ** 2 * known[rows]).sum() / known[rows].sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
    return net.eval()


def lengths_of(texts: Sequence[str], *, among: NDArray[np.bool_]) -> Table:
    """(n, 1): how many words each has, on a scale of ratios with mean 0 and variance 1 among some of them."""
    words = np.log1p([[len(text.split())] for text in texts])
    lengths: Table = ((words - words[among].mean()) / words[among].std()).astype(np.float32)
    return lengths


class Learnt(NamedTuple):
    """A head's arrays, and of each turn of a conversation to learn from what a head says that has not learnt from
    it."""

    arrays: dict[str, Table]
    unseen: dict[tuple[str, int], list[float]]


def learn(side: str, found: Sequence[tuple[Labelled, Table | None]], *, whatever_length: bool) -> Learnt:
    """`whatever_length`: what the length of a message says by itself is left out."""
    rows = [(each, row) for each, row in found if row is not None]
    inputs = np.stack([row for _, row in rows])
    labels = np.array([[np.nan if label is None else label for label in each.labels] for each, _ in rows], np.float32)
    learnt_from, set_on = (np.array([each.split == part for each, _ in rows]) for part in ("train", "calibration"))
    lengths = lengths_of([each.text for each, _ in rows], among=learnt_from) * whatever_length
    net = train(inputs[learnt_from], lengths[learnt_from], labels[learnt_from])
    told = said_by(net, inputs)
    for output in range(labels.shape[1]):
        for name, part in (("learnt from", learnt_from), ("not learnt from", set_on)):
            there = part & ~np.isnan(labels[:, output])
            alike = np.corrcoef(told[there, output], labels[there, output])[0, 1]
            print(f"{side} {output}: {there.sum()} messages {name}, correlation {alike:.3f}", flush=True)
    unseen: dict[tuple[str, int], list[float]] = {}
    for fold in range(FOLDS):
        held_out = learnt_from & np.array([each.fold == fold for each, _ in rows])
        without = learnt_from & ~held_out
        said = said_by(train(inputs[without], lengths[without], labels[without]), inputs[held_out])
        turns = [each for (each, _), out in zip(rows, held_out, strict=True) if out]
        unseen |= {
            (each.conversation, each.number): row
            for each, row in zip(turns, said.tolist(), strict=True)
            if each.number != NO_TURN
        }
    weights = (net[1].weight.T, net[1].bias, net[4].weight.T, net[4].bias)
    named = zip(Layers._fields, weights, strict=True)
    return Learnt({f"{side}_{name}": each.detach().numpy().astype(np.float16) for name, each in named}, unseen)


def said_by(net: Any, inputs: Table) -> Table:
    with torch.no_grad():
        told: Table = net(torch.from_numpy(inputs)).numpy()
    return told


def main() -> None:
    torch.set_num_threads(2)
    encoder = load_encoder()
    customers = [(each, customer_inputs(encoder, each.text, each.before)) for each in of_customers()]
    trainees = [(each, heard_of_trainee(encoder, each.text, each.before)) for each in of_trainees()]
    of_customer = learn("customer", customers, whatever_length=False)
    of_trainee = learn("trainee", trainees, whatever_length=True)
    arrays: dict[str, Any] = of_customer.arrays | of_trainee.arrays
    np.savez_compressed(PROGRESS, **arrays)
    turns: dict[str, dict[int, list[float]]] = defaultdict(dict)
    for (conversation, number), said in (of_customer.unseen | of_trainee.unseen).items():
        turns[conversation][number] = [round(value, 2) for value in said]
    lines = (json.dumps({"id": name, "turns": dict(sorted(turns[name].items()))}) for name in sorted(turns))
    UNSEEN.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
