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
from language.encoder import CUES, GLIMPSES, MARKS
from roleplay.act_heads import FORMS, LENGTHS, SCALE, WHOLE_FORMS, WIDTH
from roleplay.beside import KINDS, MOST
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
_NO_WORDS: Final = np.zeros((0, WIDTH), np.float16)
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
        return padded([self._kept[ids] for ids in sentences], WIDTH)

    def words(self, texts: Sequence[Ids]) -> tuple[Tensor, Tensor]:
        """The same of texts, some of them empty, without the tokens that stand before and behind each."""
        return padded([self._kept[ids][1:-1] if ids else _NO_WORDS for ids in texts], WIDTH)


def padded(rows: Sequence[NDArray[Any]], width: int) -> tuple[Tensor, Tensor]:
    """(n, most, width) of n tables (any number, width), and (n, most), 1 where a table has a row."""
    states = np.zeros((len(rows), max(1, *map(len, rows)), width), np.float32)
    real = np.zeros(states.shape[:2], np.float32)
    for place, row in enumerate(rows):
        states[place, : len(row)] = row
        real[place, : len(row)] = 1
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
        self.sentences = nn.Linear(2 * WIDTH + FORMS, MESSAGE)
        self.theirs, self.told = nn.Linear(WIDTH, MESSAGE), nn.Linear(WIDTH, MESSAGE)
        self.attention = nn.MultiheadAttention(MESSAGE, LOOKS, dropout=DROPOUT, batch_first=True)
        self.inner, self.outer = nn.Linear(MESSAGE, 2 * MESSAGE), nn.Linear(2 * MESSAGE, MESSAGE)
        self.attended, self.thought = nn.LayerNorm(MESSAGE), nn.LayerNorm(MESSAGE)
        self.out = nn.Linear(MESSAGE, len(Act))
        self.places, self.kinds = nn.Embedding(PLACES, MESSAGE), nn.Embedding(KINDS, MESSAGE)
        # What a dozen looks at the words of a sentence find, for the head to make something of.
        self.looks, self.seen = nn.Linear(WIDTH, GLANCES), nn.Linear(WIDTH, GLIMPSES)
        # What a word has to do with what was said before, see `beside`.
        self.marks = nn.Linear(MARKS, WIDTH, bias=False)
        for weights in (self.out.weight, self.places.weight, self.kinds.weight, self.marks.weight):
            nn.init.zeros_(weights)
        own = (self.first, self.second, self.where, self.what, self.looks, self.seen, self.marks)
        layer = (self.attention, self.inner, self.outer, self.attended, self.thought)
        beside = (self.sentences, self.theirs, self.told, self.places, self.kinds)
        self.heads = nn.ModuleList([*own, *layer, *beside, self.out])
        self.all = nn.ModuleList([self.own, self._drop, self.heads])

    def head(self, name: str, inputs: Tensor) -> Tensor:
        return self.second[name](self._drop(torch.relu(self.first[name](self._drop(inputs)))))

    def marked(self, some: Sequence[Example], states: Tensor, theirs: Tensor, there: Tensor) -> Tensor:
        """(sentences, tokens, 384) to be added to the states, by the marks of each word, by how like it is to any word
        (messages, words, 384) of the message that it answers, and by whether there is one."""
        marks, _ = padded([marks for each in some for marks in each.marks], MARKS - 2)
        owner = torch.tensor([row for row, each in enumerate(some) for _ in each.ids])
        alike = nn.functional.normalize(states, dim=-1) @ nn.functional.normalize(theirs, dim=-1)[owner].transpose(1, 2)
        likest = torch.relu((alike * there[owner][:, None]).amax(-1, keepdim=True))
        answers = there.amax(1)[owner][:, None, None].expand_as(likest)
        return self.marks(torch.cat([marks, likest, answers], -1))

    def understand(self, some: Sequence[Example], theirs: Tensor, there: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Traits (sentences, 384), cues (sentences, 44) and glimpses (sentences, 384) of all messages, one behind the
        other, as answers to messages of the words `theirs` (messages, words, 384), which are `there` (messages,
        words)."""
        states, real = self._halves.middle([ids for each in some for ids in each.ids])
        states = states + self.marked(some, states, theirs, there)
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

    def among(self, some: Sequence[Example], inputs: Tensor, before: Tensor, theirs: Tensor) -> Tensor:
        """(sentences, acts): what the sentences of each message say beside one another, the one they answer and its
        sentences."""
        sizes = [len(each.ids) for each in some]
        row = torch.tensor([row for row, size in enumerate(sizes) for _ in range(size)])
        column = torch.tensor([place for size in sizes for place in range(size)])
        places = self.places(torch.clamp(column, max=PLACES - 1))
        states, real = (torch.zeros(len(some), max(sizes), *width) for width in ((MESSAGE,), ()))
        states = states.index_put((row, column), self.sentences(self._drop(inputs)) + places)
        real[row, column] = 1.0
        told, there = self.sentences_of(some, theirs)
        rows = torch.cat([states, self.theirs(before)[:, None], told], 1)
        real = torch.cat([real, torch.ones(len(some), 1), there], 1)
        seen, _ = self.attention(states, rows, rows, key_padding_mask=real == 0, need_weights=False)
        states = self.attended(states + self._drop(seen))[row, column]
        return self.out(self.thought(states + self._drop(self.outer(self._drop(torch.relu(self.inner(states)))))))

    def sentences_of(self, some: Sequence[Example], theirs: Tensor) -> tuple[Tensor, Tensor]:
        """(messages, sentences, width) of the messages that are answered, of whose words (messages, words, 384) each
        is the mean, and (messages, sentences), 1 where there is one."""
        means, there = torch.zeros(len(some), MOST, theirs.shape[1]), torch.zeros(len(some), MOST)
        kinds = torch.zeros(len(some), MOST, dtype=torch.int64)
        for row, each in enumerate(some):
            standing = np.array(each.places)
            for place, kind in enumerate(each.kinds):
                words = np.flatnonzero(standing == place)
                means[row, place, words] = 1.0 / len(words)
                there[row, place], kinds[row, place] = 1.0, int(kind)
        return self.told(self._drop(means @ theirs)) + self.kinds(kinds), there

    def __call__(self, some: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of each part's acts (all parts, acts), of the levels (n, 3, 3) and of the moods (n,)."""
        theirs, there = self._halves.words([each.theirs for each in some])
        traits, cues, glimpses = self.understand(some, theirs, there)
        owner = torch.tensor([row for row, each in enumerate(some) for _ in each.ids])
        sizes = torch.tensor([float(len(each.ids)) for each in some])[:, None]
        mean = torch.zeros(len(some), WIDTH).index_add(0, owner, traits) / sizes
        index = owner[:, None].expand(-1, WIDTH)
        most = torch.full((len(some), WIDTH), -NEVER).scatter_reduce(0, index, traits, "amax")
        before = torch.from_numpy(np.stack([each.before for each in some])) * SCALE
        vectors = torch.from_numpy(np.concatenate([each.vectors for each in some])) * SCALE
        forms = torch.from_numpy(np.concatenate([each.forms for each in some]))
        scores = self.head("acts", torch.cat([traits, vectors, before[owner], mean[owner], forms, glimpses], -1))
        known = torch.cat([traits, vectors, forms], -1)
        scores = scores + cues[:, : len(Act)] + self.among(some, known, before, theirs)
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
