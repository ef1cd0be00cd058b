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
"""Learns how content a customer's message shows them to be, over the layers that `make_reader.py` has trained. A
build-time script (`make reader`); nothing at run time imports it. Two minutes on two cores, fixed seed.

Its inputs are what the shipped encoder gives at run time, so that nothing differs between learning and reading. Written
is `roleplay/contentment.npz`.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, NamedTuple

import numpy as np

from domain.conversation import Speaker, Turn
from evaluation.dataset import Split, load_answers, load_conversations
from language.encoder import load_encoder
from roleplay.act_heads import Layers
from roleplay.contentment import CONTENTMENT, INPUTS, Table, inputs_of

# The build environment's package. The project's own environment, in which types are checked, has none of it.
torch = import_module("torch")

SEED: Final = 1
EPOCHS, BATCH = 20, 64
HIDDEN: Final = 64
DROPOUT, RATE, DECAY = 0.4, 1e-3, 0.05


class Labelled(NamedTuple):
    """A customer's message and the turns before it, with its label."""

    split: Split
    text: str
    before: tuple[Turn, ...]
    mood: int


def labelled() -> Iterator[Labelled]:
    for situation in load_answers():
        for answer in situation.answers:
            yield Labelled(situation.split, answer.text, (Turn(0, Speaker.TRAINEE, answer.after),), answer.mood)
    for conversation in load_conversations():
        turns: tuple[Turn, ...] = ()
        for number, said in enumerate(conversation.turns):
            if said.mood is not None:
                yield Labelled(conversation.split, said.c, turns, said.mood)
            turns = (*turns, Turn(number, Speaker.CUSTOMER if said.c else Speaker.TRAINEE, said.c or said.a))


def train(inputs: Table, moods: Table) -> Any:
    torch.manual_seed(SEED)
    nn = torch.nn
    net = nn.Sequential(
        nn.Dropout(DROPOUT), nn.Linear(INPUTS, HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1)
    )
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    batches = -(-len(moods) // BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=EPOCHS * batches)
    chance = np.random.default_rng(SEED)
    x, y = torch.from_numpy(inputs), torch.from_numpy(moods)
    for _ in range(EPOCHS):
        for rows in np.array_split(chance.permutation(len(moods)), batches):
            loss = ((net(x[rows])[:, 0] - y[rows]) ** 2).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
    return net.eval()


def main() -> None:
    torch.set_num_threads(2)
    encoder = load_encoder()
    found = [(each, inputs_of(encoder, each.text, each.before)) for each in labelled()]
    rows = [(each.split, each.mood, inputs) for each, inputs in found if inputs is not None]
    inputs = np.stack([row for _, _, row in rows])
    moods = np.array([mood for _, mood, _ in rows], np.float32)
    learnt_from, set_on = (np.array([split == side for split, _, _ in rows]) for side in ("train", "calibration"))
    net = train(inputs[learnt_from], moods[learnt_from])
    with torch.no_grad():
        told = net(torch.from_numpy(inputs))[:, 0].numpy()
    for name, side in (("learnt from", learnt_from), ("not learnt from", set_on)):
        print(f"{side.sum()} messages {name}: correlation {np.corrcoef(told[side], moods[side])[0, 1]:.3f}")
    weights = (net[1].weight.T, net[1].bias, net[4].weight.T, net[4].bias)
    named = zip(Layers._fields, weights, strict=True)
    np.savez_compressed(CONTENTMENT, **{name: each.detach().numpy().astype(np.float16) for name, each in named})


if __name__ == "__main__":
    main()
