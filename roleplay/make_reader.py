# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "numpy==2.4.6",
#     "onnx==1.23.2",
#     "onnxruntime==1.31.1",
#     "pip",
#     "pydantic>=2.14",
#     "pyyaml>=6.0",
#     "safetensors",
#     "tokenizers==0.23.3",
#     "torch==2.13.0",
#     "transformers==5.23.0",
# ]
# ///
"""Trains the reader on the labelled messages: three layers on top of the shared half of the sentence encoder, and the
heads over them. A build-time script with its own environment (`make reader`); nothing at run time imports it.

Just under an hour on two cores, fixed seeds (processors that multiply otherwise give other last digits). Of the
situations, a fifth is never looked at here (the figures of `tests.support.validation_figures` are measured on them),
and a tenth only sets the thresholds. Written are `language/artefacts/reader` and `roleplay/act_heads.npz`.
"""

import hashlib
import json
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from evaluation.dataset import load_messages
from language import make_encoder
from language.encoder import CUES, ENCODER_FOLDER, GLIMPSES, MARKS, READER_FOLDER
from roleplay.act_heads import ACT_HEADS, HEADS, WIDTH
from roleplay.artefacts import packed
from roleplay.exemplars import load_exemplars, load_oddities
from roleplay.make_whole import best
from roleplay.message_layer import EVEN, LINEAR
from roleplay.reader_examples import Example, Maker, Table, examples
from roleplay.reader_net import GLANCES, Halves, Net, loss_of
from roleplay.sentences import plain
from roleplay.tongues import words_of

# The build environment's packages. The project's own environment, in which types are checked, has none of them.
safetensors = import_module("safetensors.numpy")
torch = import_module("torch")

SEED: Final = 7
EPOCHS: Final = int(sys.argv[1]) if len(sys.argv) > 1 else 5
BATCH: Final = 32
LAYER_RATE, HEAD_RATE, DECAY = 1.2e-4, 1e-3, 0.01
OWN_LAYERS: Final = make_encoder.LAYERS - make_encoder.SHARED
ROW: Final = {act: row for row, act in enumerate(Act)}
SPELT: Final = frozenset({"native", "formal", "terse", "chatty"})  # voices that are written as a dictionary has it
SHORTEST: Final = 5  # letters of a word that is put right
SEEN: Final = 2  # times that a word stands in the data to be no slip


def train(net: Net, learnt_from: list[Example], watched: Sequence[Example]) -> None:
    rates = ((net.own, LAYER_RATE), (net.heads, HEAD_RATE))
    groups = [{"params": list(part.parameters()), "lr": rate} for part, rate in rates]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = EPOCHS * math.ceil(len(learnt_from) / BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (steps / 12)) * max(0.02, 1 - step / steps)
    )
    chance, started = random.Random(SEED), time.monotonic()
    for epoch in range(EPOCHS):
        net.all.train()
        order = chance.sample(learnt_from, len(learnt_from))
        # Messages of one length together, so that little of a batch is padding.
        blocks = [order[start : start + 16 * BATCH] for start in range(0, len(order), 16 * BATCH)]
        for block in blocks:
            block.sort(key=lambda each: max(map(len, each.ids)))
        batches = [block[start : start + BATCH] for block in blocks for start in range(0, len(block), BATCH)]
        chance.shuffle(batches)
        total = 0.0
        for batch in batches:
            loss = loss_of(net, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.all.parameters(), 1.0)
            optimiser.step()
            rate.step()
            total += float(loss.detach())
        scores, shows = best_per_message(net, watched)
        found = scores >= 0
        f1 = 2 * (shows * found).sum() / max(shows.sum() + found.sum(), 1)
        print(
            f"epoch {epoch + 1}: loss {total / len(batches):.3f}, F1 {f1:.3f} on messages not learnt from, "
            f"{time.monotonic() - started:.0f} s",
            flush=True,
        )


def best_per_message(net: Net, some: Sequence[Example]) -> tuple[Table, Table]:
    """(n, acts) scores of the sentence that shows each act best, and (n, acts) of whether the message shows it."""
    net.all.eval()
    scores, shows = [], []
    with torch.no_grad():
        for start in range(0, len(some), BATCH):
            batch = some[start : start + BATCH]
            parts = net(batch)[0].numpy()
            at = 0
            for each in batch:
                scores.append(parts[at : at + len(each.shows)].max(axis=0))
                shows.append(each.shows.max(axis=0))
                at += len(each.shows)
    return np.array(scores), np.array(shows)


def line_of(scores: Table, shows: Table) -> NDArray[np.float64]:
    """Slope and offset by which a score becomes a probability (Platt 1999): Newton's steps, halved until they help."""
    inputs = np.stack([scores, np.ones_like(scores)], axis=1).astype(np.float64)
    start = np.array([1.0, 0.0])

    def off(line: NDArray[np.float64]) -> float:
        said = inputs @ line
        return float((np.logaddexp(0, said) - shows * said).sum() + 0.25 * ((line - start) ** 2).sum())

    line = start
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(inputs @ line, -50, 50)))
        curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + 0.5 * np.eye(2)
        step = np.linalg.solve(curvature, inputs.T @ (p - shows) + 0.5 * (line - start))
        shares = (0.5**halved for halved in range(20))
        line = next((line - share * step for share in shares if off(line - share * step) < off(line)), line)
    return line


def threshold(scores: Table, shows: Table) -> tuple[float, float, float]:
    """Slope and offset by which a score becomes a probability, and the probability from which an act is found: that of
    the best F1, drawn a third of the way to 0.4, since a few messages move it far."""
    slope, offset = line_of(scores, shows)
    p = 1 / (1 + np.exp(-np.clip(scores * slope + offset, -50, 50)))
    at, _ = best(p, shows.astype(np.float64))
    return float(slope), float(offset), (2 * at + 0.4) / 3


def vocabulary() -> str:
    """The words that messages of people at work are made of, as one string: those that stand in several of them."""
    texts = [reply.plain for situation in load_messages() for reply in situation.replies if reply.voice in SPELT]
    texts += [turn.text for situation in load_messages() for turn in situation.before]
    exemplars = [*(each.text for each in load_exemplars()), *(each.text for each in load_oddities())]
    texts += exemplars * SEEN  # these hold no slips
    counts = Counter(word for text in texts for word in words_of(plain(text)) if word.isascii())
    return " ".join(sorted(word for word, count in counts.items() if count >= SEEN))


def known_words() -> frozenset[str]:
    """Words of the encoder's own list, which nobody has misspelt."""
    listed = json.loads((ENCODER_FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in listed if word.isascii() and word.isalpha() and len(word) >= SHORTEST)


def message_layer_of(net: Net) -> dict[str, Any]:
    """The layer's linear parts by the names that `message_layer` has for them. PyTorch keeps three in one."""
    three = zip(net.attention.in_proj_weight.chunk(3), net.attention.in_proj_bias.chunk(3), strict=True)
    query, key, value = (SimpleNamespace(weight=weight, bias=bias) for weight, bias in three)
    inside = (query, key, value, net.attention.out_proj, net.inner, net.outer)
    return dict(zip(LINEAR, (net.sentences, net.theirs, net.told, *inside, net.out), strict=True))


def write_heads(net: Net, lines: NDArray[np.float64]) -> None:
    arrays: dict[str, Any] = {"names": np.array([act.value for act in Act])}
    linear = {f"{name}_{part}": getattr(net, part)[name] for name in HEADS for part in ("first", "second")}
    linear |= {f"among_{name}": part for name, part in message_layer_of(net).items()}
    for name, part in linear.items():
        arrays[name], arrays[f"{name}_steps"] = packed(part.weight.detach().numpy().T)
        arrays[f"{name}_bias"] = part.bias.detach().numpy()
    for name, norm in zip(EVEN, (net.attended, net.thought), strict=True):
        arrays[f"among_{name}_scale"], arrays[f"among_{name}_bias"] = (
            each.detach().numpy() for each in (norm.weight, norm.bias)
        )
    arrays |= {f"among_{name}": getattr(net, name).weight.detach().numpy() for name in ("places", "kinds")}
    arrays |= {"slope": lines[:, 0], "offset": lines[:, 1], "least": lines[:, 2], "words": np.array(vocabulary())}
    arrays["known"] = np.array(" ".join(sorted(known_words())))
    np.savez_compressed(ACT_HEADS, **arrays)


def write_layers(net: Net, base: dict[str, Table], folder: Path) -> None:
    """The trained half as an int8 graph: `middle` (tokens, 384) and `marks` (tokens, 9) in, `traits` (1, 384), `cues`
    (1, 44) and `glimpses` (1, 384) out."""
    weights = dict(base)
    for part in ("where", "what", "looks", "seen", "marks"):
        weights |= {f"{part}.{name}": value.numpy() for name, value in getattr(net, part).state_dict().items()}
    for place, layer in enumerate(net.own):
        for name, value in layer.state_dict().items():
            weights[f"encoder.layer.{make_encoder.SHARED + place}.{name}"] = value.numpy()
    graph = make_encoder.Graph(weights)
    told = graph.add("MatMul", "marks", graph.constant("marks.told", weights["marks.weight"].T))
    x = graph.add("Add", "middle", told)
    for place in range(OWN_LAYERS):
        x = graph.layer(x, f"encoder.layer.{make_encoder.SHARED + place}")
    tokens = graph.constant("tokens", np.array([0], np.int64))
    attention = graph.add("Softmax", graph.linear(x, "where"), axis=0)
    cues = graph.add("ReduceSum", graph.add("Mul", attention, graph.linear(x, "what")), tokens, keepdims=1)
    looks = graph.add("Softmax", graph.linear(x, "looks"), axis=0)
    shapes = {"each": [-1, GLANCES, 1], "seen": [-1, GLANCES, GLIMPSES // GLANCES], "flat": [1, GLIMPSES]}
    each, seen, flat = (graph.constant(f"{name}.shape", np.array(shape, np.int64)) for name, shape in shapes.items())
    found = graph.add("Mul", graph.add("Reshape", looks, each), graph.add("Reshape", graph.linear(x, "seen"), seen))
    glimpses = graph.add("Reshape", graph.add("ReduceSum", found, tokens, keepdims=1), flat)
    graph.save(
        folder / "fp32.onnx",
        inputs={
            name: (make_encoder.onnx.TensorProto.FLOAT, ["tokens", width])
            for name, width in (("middle", WIDTH), ("marks", MARKS))
        },
        outputs={
            "traits": (graph.add("ReduceMean", x, tokens, keepdims=1), [1, WIDTH]),
            "cues": (cues, [1, CUES]),
            "glimpses": (glimpses, [1, GLIMPSES]),
        },
    )
    make_encoder.quantise(folder / "fp32.onnx", folder / "model.onnx")


PROVENANCE = """# Where the reader's layers come from

The last three layers of all-MiniLM-L6-v2 (see ../all-MiniLM-L6-v2, Apache-2.0, LICENSE there), trained further on
{count} texts written for Frontstage (messages, one or two together, and customers' turns in `evaluation/data`, whose
README is the data card, and the sentences in `roleplay/exemplars.yaml`) by `roleplay/make_reader.py`, seed {seed},
{epochs} epochs, with torch {torch}, and quantised to int8 as the encoder is. The heads over them stand in
`roleplay/act_heads.npz`; the one for what only a whole message shows, learnt by `roleplay/make_whole.py`, in
`roleplay/whole_head.npz`; those for how it goes, learnt by `roleplay/make_progress.py`, in `roleplay/progress.npz`.

The file's hash is in SHA256SUMS, and Frontstage checks it when it loads the reader.
"""


def main() -> None:
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    maker = Maker()
    found = list(examples(maker))
    learnt_from = [each for each in found if each.split == "train"]
    set_on = [each for each in found if each.split == "calibration" and each.levels is not None]
    print(f"{len(learnt_from)} messages to learn from, {len(set_on)} to set thresholds on", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = make_encoder.fetch(folder)
        net = Net(Halves(model, [ids for each in found for ids in (*each.ids, each.theirs) if ids]))
        train(net, learnt_from, set_on)
        scores, shows = best_per_message(net, set_on)
        write_layers(net, safetensors.load_file(str(model / "model.safetensors")), folder)
        write_heads(net, np.array([threshold(scores[:, ROW[act]], shows[:, ROW[act]]) for act in Act]))
        READER_FOLDER.mkdir(parents=True, exist_ok=True)
        (READER_FOLDER / "model.onnx").write_bytes((folder / "model.onnx").read_bytes())
    digest = hashlib.sha256((READER_FOLDER / "model.onnx").read_bytes()).hexdigest()
    (READER_FOLDER / "SHA256SUMS").write_text(f"{digest}  model.onnx\n", encoding="utf-8")
    (READER_FOLDER / "PROVENANCE.md").write_text(
        PROVENANCE.format(count=len(learnt_from), seed=SEED, epochs=EPOCHS, torch=torch.__version__.split("+")[0]),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
