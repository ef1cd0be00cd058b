"""The network that `make_reader.py` trains: the upper half of the encoder, and the heads over it. The head for moods is
there to teach the layers what moods look like; the one that ships is learnt over them by `make_progress.py`.

Part of `make_reader.py`, in its build-time environment; nothing at run time imports it.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from language import make_encoder
from language.encoder import CUES, GLIMPSES
from roleplay.act_heads import FORMS, LENGTHS, SCALE, WHOLE_FORMS, WIDTH
from roleplay.message_layer import LOOKS, PLACES
from roleplay.reader_examples import Example, Ids

torch = import_module("torch")
transformers = import_module("transformers")
nn = torch.nn

DROPOUT: Final = 0.15
UNHEARD: Final = 0.1  # share of the words that the trained half does not get to see, others each time
HIDDEN: Final = {"acts": 128, "empathy": 128, "mood": 64}
GLANCES: Final = 12  # looks at the words of a sentence
MESSAGE: Final = 128  # width of the layer over the sentences of a message
OUTPUTS: Final = {"acts": len(Act), "empathy": 9, "mood": 1}
NEVER: Final = 1e4
assert OUTPUTS["acts"] + OUTPUTS["empathy"] == CUES

Tensor = Any  # torch is no dependency of the environment in which types are checked


def through(layers: Sequence[Tensor], hidden: Tensor, real: Tensor) -> Tensor:
    """Hidden states through BERT's own layers; `real` (n, tokens) is 1 where there is a token to be seen."""
    for layer in layers:
        after = layer(hidden, attention_mask=(1.0 - real[:, None, None]) * -NEVER)
        hidden = after[0] if isinstance(after, tuple) else after
    return hidden


class Halves:
    """The shared half of the encoder, run once over every sentence and kept, and the half that is trained."""

    def __init__(self, folder: Path, texts: Sequence[Ids]) -> None:
        bert = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
        bert.eval()
        self.own = nn.ModuleList(bert.encoder.layer[make_encoder.SHARED :])
        self._kept: dict[Ids, NDArray[np.float16]] = {}
        for weights in bert.parameters():
            weights.requires_grad = False
        for weights in self.own.parameters():
            weights.requires_grad = True
        ordered = sorted(set(texts), key=lambda ids: (len(ids), ids))
        with torch.no_grad():
            for start in range(0, len(ordered), 64):
                some = ordered[start : start + 64]
                ids = np.zeros((len(some), max(map(len, some))), np.int64)
                real = np.zeros(ids.shape, np.float32)
                for row, each in enumerate(some):
                    ids[row, : len(each)] = each
                    real[row, : len(each)] = 1
                hidden = bert.embeddings(input_ids=torch.from_numpy(ids))
                hidden = through(bert.encoder.layer[: make_encoder.SHARED], hidden, torch.from_numpy(real))
                for each, states in zip(some, hidden, strict=True):
                    self._kept[each] = states[: len(each)].half().numpy()

    def middle(self, sentences: Sequence[Ids]) -> tuple[Tensor, Tensor]:
        """(sentences, tokens, 384) half-way states, and (sentences, tokens), 1 where there is a token."""
        states = np.zeros((len(sentences), max(map(len, sentences)), WIDTH), np.float32)
        real = np.zeros(states.shape[:2], np.float32)
        for row, ids in enumerate(sentences):
            states[row, : len(ids)] = self._kept[ids]
            real[row, : len(ids)] = 1
        return torch.from_numpy(states), torch.from_numpy(real)


class Net:
    """The trained half and the heads. Shapes are those of `roleplay.act_heads`."""

    def __init__(self, halves: Halves) -> None:
        self._halves, self.own, self._drop = halves, halves.own, nn.Dropout(DROPOUT)
        inputs = {"acts": 4 * WIDTH + FORMS + GLIMPSES} | dict.fromkeys(("empathy", "mood"), 3 * WIDTH + WHOLE_FORMS)
        self.first = nn.ModuleDict({name: nn.Linear(inputs[name], HIDDEN[name]) for name in HIDDEN})
        self.second = nn.ModuleDict({name: nn.Linear(HIDDEN[name], OUTPUTS[name]) for name in HIDDEN})
        # Where each act, and each level, looks among the words of a sentence, and what it finds there.
        self.where, self.what = nn.Linear(WIDTH, CUES), nn.Linear(WIDTH, CUES)
        for weights in self.what.parameters():
            nn.init.zeros_(weights)
        # What the sentences of a message say beside one another, see `message_layer`.
        self.sentences, self.theirs = nn.Linear(2 * WIDTH + FORMS, MESSAGE), nn.Linear(WIDTH, MESSAGE)
        self.layer = nn.TransformerEncoderLayer(MESSAGE, LOOKS, 2 * MESSAGE, dropout=DROPOUT, batch_first=True)
        self.out, self.places = nn.Linear(MESSAGE, len(Act)), nn.Embedding(PLACES, MESSAGE)
        for weights in (self.out.weight, self.places.weight):
            nn.init.zeros_(weights)
        # What a dozen looks at the words of a sentence find, for the head to make something of.
        self.looks, self.seen = nn.Linear(WIDTH, GLANCES), nn.Linear(WIDTH, GLIMPSES)
        among = (self.sentences, self.theirs, self.layer, self.out, self.places)
        self.heads = nn.ModuleList([self.first, self.second, self.where, self.what, self.looks, self.seen, *among])
        self.all = nn.ModuleList([self.own, self._drop, self.heads])

    def head(self, name: str, inputs: Tensor) -> Tensor:
        return self.second[name](self._drop(torch.relu(self.first[name](self._drop(inputs)))))

    def understand(self, some: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
        """Traits (sentences, 384), cues (sentences, 44) and glimpses (sentences, 384) of all messages, one behind the
        other."""
        states, real = self._halves.middle([ids for each in some for ids in each.ids])
        if self.all.training:
            heard = torch.rand(real.shape) >= UNHEARD
            heard[:, 0] = True  # the token that stands before every sentence
            real = real * heard
        # Half the precision, where it only learns: processors of today have units of their own for that.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.all.training):
            hidden = through(self.own, states, real).float()
        traits = (hidden * real[..., None]).sum(1) / real.sum(1)[:, None]
        nothing = (1.0 - real[..., None]) * NEVER
        cues = (torch.softmax(self.where(hidden) - nothing, 1) * self.what(hidden)).sum(1)
        looks = torch.softmax(self.looks(hidden) - nothing, 1)[..., None]
        return traits, cues, (looks * self.seen(hidden).unflatten(-1, (GLANCES, -1))).sum(1).flatten(1)

    def among(self, some: Sequence[Example], inputs: Tensor, before: Tensor) -> Tensor:
        """(sentences, acts): what the sentences of each message say beside one another and the one they answer."""
        sizes = [len(each.ids) for each in some]
        row = torch.tensor([row for row, size in enumerate(sizes) for _ in range(size)])
        column = torch.tensor([1 + place for size in sizes for place in range(size)])
        states, nobody = (torch.zeros(len(some), max(sizes) + 1, *width) for width in ((MESSAGE,), ()))
        places = self.places(torch.clamp(column - 1, max=PLACES - 1))
        states[:, 0] = self.theirs(before)
        states = states.index_put((row, column), self.sentences(self._drop(inputs)) + places)
        nobody[:, 1:] = 1.0
        nobody[row, column] = 0.0
        return self.out(self.layer(states, src_key_padding_mask=nobody.bool())[row, column])

    def __call__(self, some: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of each part's acts (all parts, acts), of the levels (n, 3, 3) and of the moods (n,)."""
        traits, cues, glimpses = self.understand(some)
        owner = torch.tensor([row for row, each in enumerate(some) for _ in each.ids])
        sizes = torch.tensor([float(len(each.ids)) for each in some])[:, None]
        mean = torch.zeros(len(some), WIDTH).index_add(0, owner, traits) / sizes
        index = owner[:, None].expand(-1, WIDTH)
        most = torch.full((len(some), WIDTH), -NEVER).scatter_reduce(0, index, traits, "amax")
        before = torch.from_numpy(np.stack([each.before for each in some])) * SCALE
        vectors = torch.from_numpy(np.concatenate([each.vectors for each in some])) * SCALE
        forms = torch.from_numpy(np.concatenate([each.forms for each in some]))
        scores = self.head("acts", torch.cat([traits, vectors, before[owner], mean[owner], forms, glimpses], -1))
        scores = scores + cues[:, : len(Act)] + self.among(some, torch.cat([traits, vectors, forms], -1), before)
        whole_forms = torch.zeros(len(some), FORMS).index_add(0, owner, forms) / sizes
        lasting = [place for place in range(FORMS) if place not in LENGTHS]
        whole = torch.cat([mean, most, before, whole_forms[:, lasting]], -1)
        starts = np.cumsum([0, *(len(each.shows) for each in some)])
        part = torch.tensor([int(starts[row]) + place for row, each in enumerate(some) for place in each.part])
        # A label holds for the sentence that shows it best: it may stand behind several.
        parts = torch.full((int(starts[-1]), len(Act)), -30.0)
        parts = parts.scatter_reduce(0, part[:, None].expand(-1, len(Act)), scores, "amax")
        of_levels = cues[:, len(Act) :]
        cued = torch.full((len(some), OUTPUTS["empathy"]), -NEVER)
        cued = cued.scatter_reduce(0, owner[:, None].expand_as(of_levels), of_levels, "amax")
        levels = (self.head("empathy", whole) + cued).view(-1, 3, 3)
        return parts, levels, self.head("mood", whole)[:, 0]


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
