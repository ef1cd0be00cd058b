"""The sentence encoder: a text becomes 384 numbers, on the CPU, in about two milliseconds.

What always holds: a text has one vector, byte for byte, whatever else is encoded with it, before it or beside it, and
a message in answer to another has the same traits each time. The int8 graphs scale their activations by what they are
given, so texts that shared a run would change one another's vectors; each text is therefore a run of its own, and so is
each message. An attempt replays because of it.

For the reader the encoder goes on with three layers that were trained on messages of service conversations
(`make_reader.py`). They start half way, from what both share, and give each sentence another 384 numbers: what it does,
where the first ones say what it is about. Here a sentence sees the message that it answers, and where the other
sentences of its own message begin.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingArtefact
from language.well_formed import well_formed

Vector = NDArray[np.float32]

WIDTH = 384
ENCODER_FOLDER = Path(__file__).parent / "artefacts" / "all-MiniLM-L6-v2"
READER_FOLDER = Path(__file__).parent / "artefacts" / "reader"

_MESSAGES = 512  # messages whose sentences are kept
_HALVES = 64  # texts whose tokens are kept half way
BEFORE = 96  # tokens of the message before that a sentence sees: the last ones, where the question stands
_NEVER = -10_000.0

_ENCODER_PARTS = ("model.onnx", "tokenizer.json")
_READER_PARTS = ("model.onnx",)
_REMEDY = (
    "Nothing that was saved is affected. Restore the folder language/artefacts from the release or the repository, "
    "or make it again with `make {target}`, and start Frontstage again."
)


class Understood(NamedTuple):
    """Of n texts: their unit vectors (n, 384), what they are about, and their traits (n, 384), what they do."""

    vectors: Vector
    traits: Vector


class Halfway(NamedTuple):
    """A text's unit vector (384,), and its tokens half way to it (tokens, 384), from which the reader goes on."""

    vector: Vector
    tokens: Vector


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Memory(Generic[K, V]):
    """What was made of the last `remembered` things. Serves all threads."""

    def __init__(self, make: Callable[[K], V], remembered: int) -> None:
        self._make, self._remembered = make, remembered
        self._made: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, thing: K) -> V:
        with self._lock:
            known = self._made.get(thing)
            if known is not None:
                self._made.move_to_end(thing)
                return known
        made = self._make(thing)
        with self._lock:
            self._made[thing] = made
            if len(self._made) > self._remembered:
                self._made.popitem(last=False)
        return made


class Encoder:
    """Texts to unit vectors. One instance serves all threads; the vectors of the last `remembered` texts are kept.
    With `threads` above 1 the texts of one call are spread over so many (for a corpus; a conversation needs one).

    `run` makes a text's vector (384,), `deeper` the vectors and traits of a message's sentences, given them and the
    message that they answer. `id` names the artefact (12 hex digits over all its parts): vectors of different ids must
    never be compared; `reader_id` that of the reader's layers.
    """

    def __init__(
        self,
        run: Callable[[str], Vector],
        *,
        deeper: Callable[[tuple[str, ...], str], Understood],
        identity: str,
        reader_identity: str = "",
        remembered: int = 4096,
        threads: int = 1,
    ) -> None:
        self.id, self.reader_id = identity, reader_identity
        self._vectors = _Memory(run, remembered)
        self._understood = _Memory[tuple[tuple[str, ...], str], Understood](
            lambda message: deeper(*message), min(remembered, _MESSAGES)
        )
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Vector:
        """The texts' vectors, shape (n, 384), float32, each row of length 1.

        A text beyond 256 tokens (about 190 words) counts up to there. An empty text has a vector too, the same always.
        """
        rows = np.empty((len(texts), WIDTH), np.float32)
        if self._threads > 1 and len(texts) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                for place, row in enumerate(pool.map(self._vectors.of, texts)):
                    rows[place] = row
        else:
            for place, text in enumerate(texts):
                rows[place] = self._vectors.of(text)
        return rows

    def understand(self, texts: Sequence[str], after: str = "") -> Understood:
        """The sentences of one message: the same vectors, and their traits in answer to the message before, `after`.
        Of that the last 96 tokens count (some 75 words)."""
        known = self._understood.of((tuple(texts), after))
        return Understood(known.vectors.copy(), known.traits.copy())


def laid_out(told: Vector | None, sentences: Sequence[Vector]) -> dict[str, Vector]:
    """What the reader's layers take: the tokens half way of the message before (none: None) and of the sentences, one
    behind the other, `middle` (tokens, 384); `told` (tokens, 1), 1 for those of the message before; `unseen` (tokens,
    tokens), a large negative number where a token does not see another; `share` (sentences, tokens), of which tokens a
    sentence is the mean."""
    parts = [*([told] if told is not None else []), *sentences]
    first = -1 if told is not None else 0
    place = np.repeat(np.arange(first, len(sentences)), [len(part) for part in parts])
    opens = np.zeros(len(place), bool)
    opens[np.cumsum([0, *(len(part) for part in parts)])[:-1]] = True
    before = place == -1
    seen = (place[:, None] == place) | (~before[:, None] & (before | opens))
    own = (np.arange(len(sentences))[:, None] == place).astype(np.float32)
    return {
        "middle": np.concatenate(parts),
        "told": before[:, None].astype(np.float32),
        "unseen": np.where(seen, 0, _NEVER).astype(np.float32),
        "share": own / own.sum(axis=1, keepdims=True),
    }


def load_encoder(folder: Path = ENCODER_FOLDER, *, reader: Path = READER_FOLDER, threads: int = 1) -> Encoder:
    """The encoder of that folder and the reader's layers, their parts checked against their SHA256SUMS first.

    Raises MissingArtefact when a part is not there, is not what its sum says, or cannot be read as what it should be.
    """
    sums = _check(folder, _ENCODER_PARTS, "encoder")
    reader_sums = _check(reader, _READER_PARTS, "reader")
    # onnxruntime reports its sessions to Microsoft unless this stands before its import (its Privacy.md, "Disabling
    # Telemetry"); the call below is for a process in which something else has imported it already.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    # Both cost a tenth of a second and tens of megabytes to import, which the sign-in page must not pay.
    import onnxruntime
    from tokenizers import Tokenizer

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    here, target = folder, "encoder"
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
        )
        here, target = reader, "reader"
        layers = onnxruntime.InferenceSession(
            str(reader / "model.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
        )
    # Neither library has one error of its own for a file that it cannot read: tokenizers raises Exception itself.
    except Exception as error:
        remedy = _REMEDY.format(target=target)
        raise MissingArtefact(f"The sentence encoder in {here} could not be opened ({error}). {remedy}") from error

    def ids_of(text: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(well_formed(text)).ids)

    def half(ids: tuple[int, ...]) -> Halfway:
        vector, tokens = session.run(["vector", "middle"], {"ids": np.array(ids, np.int64)})
        return Halfway(vector[0].astype(np.float32), tokens.astype(np.float32))

    halves = _Memory(half, _HALVES)  # of the texts that are at hand: the message before is read with each answer to it

    def run(text: str) -> Vector:
        return halves.of(ids_of(text)).vector

    def deeper(texts: tuple[str, ...], after: str) -> Understood:
        sentences = [halves.of(ids_of(text)) for text in texts]
        before = ids_of(after) if after else ()
        told = halves.of((*before[:1], *before[1:][-BEFORE + 1 :])).tokens if before else None
        (traits,) = layers.run(["traits"], laid_out(told, [each.tokens for each in sentences]))
        return Understood(np.stack([each.vector for each in sentences]), traits.astype(np.float32))

    return Encoder(
        run, deeper=deeper, identity=_identity(sums), reader_identity=_identity(reader_sums), threads=threads
    )


def _identity(sums: str) -> str:
    return hashlib.sha256(sums.encode()).hexdigest()[:12]


def _check(folder: Path, parts: Sequence[str], target: str) -> str:
    """The text of SHA256SUMS, once each part was found to agree with it."""
    remedy = _REMEDY.format(target=target)
    try:
        sums = (folder / "SHA256SUMS").read_text(encoding="utf-8", errors="replace")
        expected = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        for part in parts:
            if hashlib.sha256((folder / part).read_bytes()).hexdigest() != expected.get(part):
                raise MissingArtefact(f"The sentence encoder's file {folder / part} is damaged. {remedy}")
    except OSError as error:
        raise MissingArtefact(f"The sentence encoder's file {error.filename} could not be read. {remedy}") from error
    return sums
