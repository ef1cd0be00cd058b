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

Half an hour on two cores, fixed seeds. Of the situations, a fifth is never looked at here (`frontstage`'s figures are
measured on them), and a tenth only sets the thresholds. Written are `language/artefacts/reader` and
`roleplay/act_heads.npz`.
"""

import hashlib
import json
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from evaluation.dataset import Part, Split, load_conversations, load_messages
from language import make_encoder
from language.encoder import ENCODER_FOLDER, READER_FOLDER
from roleplay.act_heads import (
    ACT_HEADS,
    FORMS,
    HEADS,
    LENGTHS,
    SCALE,
    WHOLE_FORMS,
    WIDTH,
    Layers,
    forms_of,
    nearness_of,
)
from roleplay.exemplars import load_exemplars, load_oddities
from roleplay.reader import signs_in
from roleplay.reading_context import open_questions
from roleplay.sentences import LONGEST_SENTENCE, plain, split_sentences
from roleplay.tongues import words_of

# The build environment's packages. The project's own environment, in which types are checked, has none of them.
onnxruntime = import_module("onnxruntime")
safetensors = import_module("safetensors.numpy")
tokenizers = import_module("tokenizers")
torch = import_module("torch")
transformers = import_module("transformers")
nn = torch.nn

SEED: Final = 7
EPOCHS: Final = int(sys.argv[1]) if len(sys.argv) > 1 else 7
BATCH: Final = 24
LAYER_RATE, HEAD_RATE, DECAY = 1e-4, 1e-3, 0.01
DROPOUT: Final = 0.15
UNHEARD: Final = 0.1  # share of a sentence's words that the trained half does not get to see, others each time
MOST_TOKENS: Final = 64  # of one sentence
HIDDEN: Final = {"acts": 128, "empathy": 128, "mood": 64}
OUTPUTS: Final = {"acts": len(Act), "empathy": 9, "mood": 1}
OWN_LAYERS: Final = make_encoder.LAYERS - make_encoder.SHARED
# Exemplars stand alone, so they say nothing of acts that depend on what was said before.
NEEDS_CONTEXT: Final = frozenset({Act.PERSONALISE, Act.IGNORE_QUESTION, Act.ASK_REPEAT, Act.OFF_TOPIC})
ROW: Final = {act: row for row, act in enumerate(Act)}
NEVER: Final = 1e4
SPELT: Final = frozenset({"native", "formal", "terse", "chatty"})  # voices that are written as a dictionary has it
SHORTEST: Final = 5  # letters of a word that is put right
SEEN: Final = 2  # times that a word stands in the data to be no slip

Table = NDArray[np.float32]
Tensor = Any  # torch is no dependency of the environment in which types are checked


@dataclass(frozen=True, eq=False)
class Example:
    """A message: of each sentence its tokens, vector and forms, and the part of the labelled text that it belongs to.
    `shows` (parts, acts); `counts` (acts,) is 0 where a label says nothing; levels and mood are None if unlabelled."""

    ids: list[tuple[int, ...]]
    part: list[int]
    vectors: Table
    forms: Table
    before: Table
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

    def vector(self, text: str) -> Table:
        if text not in self._known:
            ids = np.array(self._tokenizer.encode(text).ids, np.int64)
            self._known[text] = self._session.run(["vector"], {"ids": ids})[0][0]
        return self._known[text]

    def example(
        self,
        parts: Sequence[Part],
        before: str,
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
        said = (Turn(0, Speaker.CUSTOMER, before),) if before and mood is None else ()
        signs = signs_in(sentences, said) if mood is None else [frozenset[Act]()] * len(sentences)
        vectors = np.stack([self.vector(sentence.plain) for sentence in sentences])
        last = self.vector(plain(before)[:LONGEST_SENTENCE]) if before else np.zeros(WIDTH, np.float32)
        questions = [self.vector(question.plain) for question in open_questions(said)]
        near = nearness_of(vectors, last, np.array(questions, np.float32).reshape(-1, WIDTH))
        return Example(
            ids=[tuple(self._tokenizer.encode(sentence.plain).ids[:MOST_TOKENS]) for sentence in sentences],
            part=[place for place, _ in found],
            vectors=vectors,
            forms=forms_of(sentences, signs, before, near, asked=bool(questions)),
            before=last,
            shows=np.array([[act in part.acts for act in Act] for part in parts], np.float32),
            counts=counts,
            levels=levels,
            mood=mood,
            split=split,
        )


def examples(maker: Maker) -> Iterator[Example]:
    """All there is to learn from: messages, exemplars, and the customers' turns of the conversations."""
    every, none = np.ones(len(Act), np.float32), np.zeros(len(Act), np.float32)
    alone = np.array([act not in NEEDS_CONTEXT for act in Act], np.float32)
    for situation in load_messages():
        for reply in situation.replies:
            example = maker.example(
                reply.parts, situation.customer, split=situation.split, counts=every, levels=reply.levels
            )
            if example:
                yield example
    for exemplar in load_exemplars():
        example = maker.example([Part(exemplar.text, frozenset(exemplar.acts))], "", split="train", counts=alone)
        if example:
            yield example
    for conversation in load_conversations():
        before = ""
        for said in conversation.turns:
            if said.mood is not None:
                part = Part(said.c, frozenset())
                example = maker.example([part], before, split=conversation.split, counts=none, mood=said.mood)
                if example:
                    yield example
            before = said.c or said.a


def through(layers: Sequence[Tensor], hidden: Tensor, attention: Tensor) -> Tensor:
    """Hidden states through BERT's own layers."""
    mask = (1.0 - attention[:, None, None, :]) * -NEVER
    for layer in layers:
        after = layer(hidden, attention_mask=mask)
        hidden = after[0] if isinstance(after, tuple) else after
    return hidden


class Halves:
    """The shared half of the encoder, run once over every sentence and kept, and the half that is trained."""

    def __init__(self, folder: Path, sentences: Sequence[tuple[int, ...]]) -> None:
        bert = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
        self.own = nn.ModuleList(bert.encoder.layer[make_encoder.SHARED :])
        self._kept: dict[tuple[int, ...], NDArray[np.float16]] = {}
        for weights in bert.parameters():
            weights.requires_grad = False
        for weights in self.own.parameters():
            weights.requires_grad = True
        ordered = sorted(set(sentences), key=lambda ids: (len(ids), ids))
        with torch.no_grad():
            for start in range(0, len(ordered), 64):
                some = ordered[start : start + 64]
                ids, attention = padded(some)
                hidden = bert.embeddings(input_ids=torch.from_numpy(ids))
                hidden = through(bert.encoder.layer[: make_encoder.SHARED], hidden, torch.from_numpy(attention))
                for each, row in zip(some, hidden, strict=True):
                    self._kept[each] = row[: len(each)].half().numpy()

    def middle(self, sentences: Sequence[tuple[int, ...]]) -> tuple[Tensor, Tensor]:
        """(sentences, tokens, 384) half-way states, and the mask of real tokens."""
        longest = max(map(len, sentences))
        states = np.zeros((len(sentences), longest, WIDTH), np.float32)
        attention = np.zeros((len(sentences), longest), np.float32)
        for row, ids in enumerate(sentences):
            states[row, : len(ids)] = self._kept[ids]
            attention[row, : len(ids)] = 1
        return torch.from_numpy(states), torch.from_numpy(attention)


def padded(sentences: Sequence[tuple[int, ...]]) -> tuple[NDArray[np.int64], Table]:
    longest = max(map(len, sentences))
    ids = np.zeros((len(sentences), longest), np.int64)
    attention = np.zeros((len(sentences), longest), np.float32)
    for row, each in enumerate(sentences):
        ids[row, : len(each)] = each
        attention[row, : len(each)] = 1
    return ids, attention


class Net:
    """The trained half and the heads. Shapes are those of `roleplay.act_heads`."""

    def __init__(self, halves: Halves) -> None:
        self.halves, self.own, self.drop = halves, halves.own, nn.Dropout(DROPOUT)
        inputs = {"acts": 4 * WIDTH + FORMS} | dict.fromkeys(("empathy", "mood"), 3 * WIDTH + WHOLE_FORMS)
        self.first = nn.ModuleDict({name: nn.Linear(inputs[name], HIDDEN[name]) for name in HEADS})
        self.second = nn.ModuleDict({name: nn.Linear(HIDDEN[name], OUTPUTS[name]) for name in HEADS})

        self.all = nn.ModuleList([self.own, self.drop, self.first, self.second])

    def head(self, name: str, inputs: Tensor) -> Tensor:
        return self.second[name](self.drop(torch.relu(self.first[name](self.drop(inputs)))))

    def __call__(self, some: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of each part's acts (all parts, acts), of the levels (n, 3, 3) and of the moods (n,)."""
        states, attention = self.halves.middle([ids for each in some for ids in each.ids])
        if self.all.training:
            heard = torch.rand(attention.shape) >= UNHEARD
            heard[:, 0] = True  # the token that stands before every sentence
            attention = attention * heard
        hidden = through(self.own, states, attention)
        traits = (hidden * attention[..., None]).sum(1) / attention.sum(1)[:, None]
        owner = torch.tensor([row for row, each in enumerate(some) for _ in each.ids])
        sizes = torch.tensor([float(len(each.ids)) for each in some])[:, None]
        mean = torch.zeros(len(some), WIDTH).index_add(0, owner, traits) / sizes
        index = owner[:, None].expand(-1, WIDTH)
        most = torch.full((len(some), WIDTH), -NEVER).scatter_reduce(0, index, traits, "amax")
        before = torch.from_numpy(np.stack([each.before for each in some])) * SCALE
        vectors = torch.from_numpy(np.concatenate([each.vectors for each in some])) * SCALE
        forms = torch.from_numpy(np.concatenate([each.forms for each in some]))
        scores = self.head("acts", torch.cat([traits, vectors, before[owner], mean[owner], forms], -1))
        whole_forms = torch.zeros(len(some), FORMS).index_add(0, owner, forms) / sizes
        lasting = [place for place in range(FORMS) if place not in LENGTHS]
        whole = torch.cat([mean, most, before, whole_forms[:, lasting]], -1)
        starts = np.cumsum([0, *(len(each.shows) for each in some)])
        part = torch.tensor([int(starts[row]) + place for row, each in enumerate(some) for place in each.part])
        # A label holds for the sentence that shows it best: it may stand behind several.
        parts = torch.full((int(starts[-1]), len(Act)), -30.0)
        parts = parts.scatter_reduce(0, part[:, None].expand(-1, len(Act)), scores, "amax")
        return parts, self.head("empathy", whole).view(-1, 3, 3), self.head("mood", whole)[:, 0]


def loss_of(net: Net, some: Sequence[Example]) -> Tensor:
    parts, levels, moods = net(some)
    shows = torch.from_numpy(np.concatenate([each.shows for each in some]))
    counts = torch.from_numpy(np.concatenate([np.repeat(each.counts[None], len(each.shows), 0) for each in some]))
    loss = nn.functional.binary_cross_entropy_with_logits(parts, shows, reduction="none") * counts
    total = loss.sum() / max(float(counts.sum()) / len(Act), 1.0)
    rated = [row for row, each in enumerate(some) if each.levels is not None]
    if rated:
        wanted = torch.tensor([some[row].levels for row in rated])
        total = total + sum(nn.functional.cross_entropy(levels[rated][:, kind], wanted[:, kind]) for kind in range(3))
    felt = [row for row, each in enumerate(some) if each.mood is not None]
    if felt:
        total = total + nn.functional.mse_loss(moods[felt], torch.tensor([some[row].mood for row in felt]))
    return total


def train(net: Net, learnt_from: list[Example], watched: Sequence[Example]) -> None:
    groups = [{"params": list(net.own.parameters()), "lr": LAYER_RATE}]
    groups.append({"params": [*net.first.parameters(), *net.second.parameters()], "lr": HEAD_RATE})
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
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
            nn.utils.clip_grad_norm_(net.all.parameters(), 1.0)
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


def threshold(scores: Table, shows: Table) -> tuple[float, float, float]:
    """Slope and offset by which a score becomes a probability, and the probability from which an act is found: that of
    the best F1, drawn a third of the way to 0.4, since a few messages move it far."""
    line = np.array([1.0, 0.0])
    inputs = np.stack([scores, np.ones_like(scores)], axis=1).astype(np.float64)
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(inputs @ line, -50, 50)))
        curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + 0.5 * np.eye(2)
        line -= np.linalg.solve(curvature, inputs.T @ (p - shows) + 0.5 * (line - np.array([1.0, 0.0])))
    p = 1 / (1 + np.exp(-np.clip(inputs @ line, -50, 50)))
    tried = np.arange(0.2, 0.71, 0.05)
    f1 = [2 * (shows * (p >= at)).sum() / max(shows.sum() + (p >= at).sum(), 1) for at in tried]
    return float(line[0]), float(line[1]), float((2 * tried[int(np.argmax(f1))] + 0.4) / 3)


def vocabulary() -> str:
    """The words that messages of people at work are made of, as one string: those that stand in several of them."""
    texts = [reply.plain for situation in load_messages() for reply in situation.replies if reply.voice in SPELT]
    texts += [situation.customer for situation in load_messages()]
    exemplars = [*(each.text for each in load_exemplars()), *(each.text for each in load_oddities())]
    texts += exemplars * SEEN  # these hold no slips
    counts = Counter(word for text in texts for word in words_of(plain(text)) if word.isascii())
    return " ".join(sorted(word for word, count in counts.items() if count >= SEEN))


def known_words() -> frozenset[str]:
    """Words of the encoder's own list, which nobody has misspelt."""
    listed = json.loads((ENCODER_FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(word for word in listed if word.isascii() and word.isalpha() and len(word) >= SHORTEST)


def write_heads(net: Net, lines: NDArray[np.float64]) -> None:
    arrays: dict[str, Any] = {"names": np.array([act.value for act in Act])}
    for name in HEADS:
        weights = (net.first[name].weight.T, net.first[name].bias, net.second[name].weight.T, net.second[name].bias)
        for part, value in zip(Layers._fields, weights, strict=True):
            arrays[f"{name}_{part}"] = value.detach().numpy().astype(np.float16)
    arrays |= {"slope": lines[:, 0], "offset": lines[:, 1], "least": lines[:, 2], "words": np.array(vocabulary())}
    arrays["known"] = np.array(" ".join(sorted(known_words())))
    np.savez_compressed(ACT_HEADS, **arrays)


def write_layers(net: Net, base: dict[str, Table], folder: Path) -> None:
    """The trained half as an int8 graph: `middle` (tokens, 384) in, `traits` (1, 384) out."""
    weights = dict(base)
    for place, layer in enumerate(net.own):
        for name, value in layer.state_dict().items():
            weights[f"encoder.layer.{make_encoder.SHARED + place}.{name}"] = value.numpy()
    graph = make_encoder.Graph(weights)
    x = "middle"
    for place in range(OWN_LAYERS):
        x = graph.layer(x, f"encoder.layer.{make_encoder.SHARED + place}")
    traits = graph.add("ReduceMean", x, graph.constant("tokens", np.array([0], np.int64)), keepdims=1)
    graph.save(
        folder / "fp32.onnx",
        inputs={"middle": (make_encoder.onnx.TensorProto.FLOAT, ["tokens", WIDTH])},
        outputs={"traits": (traits, 1)},
    )
    make_encoder.quantise(folder / "fp32.onnx", folder / "model.onnx")


PROVENANCE = """# Where the reader's layers come from

The last three layers of all-MiniLM-L6-v2 (see ../all-MiniLM-L6-v2, Apache-2.0, LICENSE there), trained further on
{count} texts written for Frontstage (messages and customers' turns in `evaluation/data`, whose README is the data card,
and the sentences in `roleplay/exemplars.yaml`) by `roleplay/make_reader.py`, seed {seed}, {epochs} epochs, with torch
{torch}, and quantised to int8 as the encoder is. The heads over them stand in `roleplay/act_heads.npz`.

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
        net = Net(Halves(model, [ids for each in found for ids in each.ids]))
        train(net, learnt_from, set_on)
        scores, shows = best_per_message(net, set_on)
        write_heads(net, np.array([threshold(scores[:, ROW[act]], shows[:, ROW[act]]) for act in Act]))
        write_layers(net, safetensors.load_file(str(model / "model.safetensors")), folder)
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
