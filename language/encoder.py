"""The sentence encoder: a text becomes 384 numbers, on the CPU, in about two milliseconds.

What always holds: a text has one vector, byte for byte, whatever else is encoded with it, before it or beside it.
The int8 graphs scale their activations by what they are given, so texts that shared a run would change one another's
vectors; each text is therefore a run of its own. An attempt replays because of it.

For the reader the encoder goes on with three layers that were trained on messages of service conversations
(`make_reader.py`). They start half way, from what both share, and give another 384 numbers: what a sentence does, where
the first ones say what it is about. They are told of each word what it has to do with what was said before. Beside the
traits stand its cues: for each thing that the reader looks for, how far those of its words speak for it that say most
about it. And its glimpses: what a dozen looks find, each at words of its own.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingArtefact
from language.well_formed import well_formed

Vector = NDArray[np.float32]
Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")

WIDTH = 384
MARKS = 9  # seven of a word alone, how like it is to any word of the text that is answered, and whether there is one
CUES = 44  # 35 acts, and three levels of each of three kinds of empathy
GLIMPSES = 384  # twelve looks of 32 numbers
ENCODER_FOLDER = Path(__file__).parent / "artefacts" / "all-MiniLM-L6-v2"
READER_FOLDER = Path(__file__).parent / "artefacts" / "reader"

_ENCODER_PARTS = ("model.onnx", "tokenizer.json")
_READER_PARTS = ("model.onnx",)
_LAYERS_GIVE = {"traits": WIDTH, "cues": CUES, "glimpses": GLIMPSES}
_WORDS_REMEMBERED = 64  # texts: their words take much more room than their vectors
_REMEDY = (
    "Nothing that was saved is affected. Restore the folder language/artefacts from the release or the repository, "
    "or make it again with `make {target}`, and start Frontstage again."
)


class Understood(NamedTuple):
    """Of n texts: their unit vectors (n, 384), what they are about, their traits (n, 384), what they do, their cues
    (n, 44), what single words in them speak for, and their glimpses (n, 384), what single words in them say."""

    vectors: Vector
    traits: Vector
    cues: Vector
    glimpses: Vector


class Words(NamedTuple):
    """Of one text its unit vector (384,), what its words are half way through the encoder, `states` (words, 384), and
    the words, lower case: a long one stands there once for each of its pieces. Zeros and none for an empty text."""

    vector: Vector
    states: Vector
    words: tuple[str, ...]


class Beside(Protocol):
    """What a text is read beside: the one that it answers, and what each of its words has to do with what was said.
    Two that are equal must mark alike."""

    @property
    def text(self) -> str: ...

    def mark(self, word: str) -> Sequence[float]:
        """Seven numbers in 0..1."""
        ...

    def __hash__(self) -> int: ...


class _Memory(Generic[Key, Made]):
    """What was made of the last `remembered` texts. Serves all threads."""

    def __init__(self, make: Callable[[Key], Made], remembered: int) -> None:
        self._make, self._remembered = make, remembered
        self._made: OrderedDict[Key, Made] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: Key) -> Made:
        with self._lock:
            known = self._made.get(text)
            if known is not None:
                self._made.move_to_end(text)
                return known
        made = self._make(text)
        with self._lock:
            self._made[text] = made
            if len(self._made) > self._remembered:
                self._made.popitem(last=False)
        return made


class Encoder:
    """Texts to unit vectors. One instance serves all threads; the vectors of the last `remembered` texts are kept.
    With `threads` above 1 the texts of one call are spread over so many (for a corpus; a conversation needs one).

    `run` makes a text's vector (384,), `words` its Words, `deeper` all of `Understood` of a text beside another in one
    array (1196,). `id` names the artefact (12 hex digits over all its parts): vectors of different ids must never be
    compared; `reader_id` that of the reader's layers.
    """

    def __init__(
        self,
        run: Callable[[str], Vector],
        *,
        words: Callable[[str], Words],
        deeper: Callable[[str, Beside | None], Vector],
        identity: str,
        reader_identity: str = "",
        remembered: int = 4096,
        threads: int = 1,
    ) -> None:
        self.id, self.reader_id = identity, reader_identity
        self._vectors, self._words = _Memory(run, remembered), words
        self._understood = _Memory[tuple[str, Beside | None], Vector](lambda both: deeper(*both), remembered)
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Vector:
        """The texts' vectors, shape (n, 384), float32, each row of length 1.

        A text beyond 256 tokens (about 190 words) counts up to there. An empty text has a vector too, the same always.
        """
        return self._rows(self._vectors, texts, WIDTH)

    def words(self, text: str) -> Words:
        """The same vector, and the words."""
        return self._words(text) if text else Words(np.zeros(WIDTH, np.float32), np.zeros((0, WIDTH), np.float32), ())

    def understand(self, texts: Sequence[str], *, beside: Beside | None = None) -> Understood:
        """The same vectors, and what the reader's layers make of the texts, each read beside that."""
        rows = self._rows(self._understood, [(text, beside) for text in texts], 2 * WIDTH + CUES + GLIMPSES)
        return Understood(*np.split(rows, (WIDTH, 2 * WIDTH, 2 * WIDTH + CUES), axis=1))

    def _rows(self, memory: _Memory[Key, Vector], texts: Sequence[Key], width: int) -> Vector:
        rows = np.empty((len(texts), width), np.float32)
        if self._threads > 1 and len(texts) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                for place, row in enumerate(pool.map(memory.of, texts)):
                    rows[place] = row
        else:
            for place, text in enumerate(texts):
                rows[place] = memory.of(text)
        return rows


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
        if {each.name: each.shape[-1] for each in layers.get_outputs()} != _LAYERS_GIVE:
            raise ValueError("it was made for another reader")
    # Neither library has one error of its own for a file that it cannot read: tokenizers raises Exception itself.
    except Exception as error:
        remedy = _REMEDY.format(target=target)
        raise MissingArtefact(f"The sentence encoder in {here} could not be opened ({error}). {remedy}") from error

    def run(text: str) -> Vector:
        ids = np.array(tokenizer.encode(well_formed(text)).ids, np.int64)
        vector: Vector = np.asarray(session.run(["vector"], {"ids": ids})[0], np.float32)[0]
        return vector

    def half_way(text: str) -> tuple[Vector, Vector, list[str]]:
        whole = well_formed(text)
        encoding = tokenizer.encode(whole)
        vector, middle = session.run(["vector", "middle"], {"ids": np.array(encoding.ids, np.int64)})
        return vector[0], middle, words_in(encoding, whole)

    def words(text: str) -> Words:
        vector, middle, spelt = half_way(text)
        return Words(vector, middle[1:-1], tuple(spelt[1:-1]))

    answered = _Memory(words, _WORDS_REMEMBERED)

    def deeper(text: str, beside: Beside | None) -> Vector:
        vector, middle, spelt = half_way(text)
        marks = np.zeros((len(middle), MARKS), np.float32)
        if beside is not None:
            marks[:, :-2] = [beside.mark(word) for word in spelt]
            marks[:, -2] = likest(middle, answered.of(beside.text).states)
            marks[:, -1] = 1
        made = layers.run([*_LAYERS_GIVE], {"middle": middle, "marks": marks})
        return np.concatenate([vector, *(part[0] for part in made)]).astype(np.float32)

    return Encoder(
        run,
        words=answered.of,
        deeper=deeper,
        identity=_identity(sums),
        reader_identity=_identity(reader_sums),
        threads=threads,
    )


def words_in(encoding: Any, text: str) -> list[str]:
    """Of each token of a text that was cut into tokens, the word that it belongs to, lower case; "" for one of none."""
    spans: dict[int, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        if word is not None:
            first, _ = spans.get(word, (start, end))
            spans[word] = first, end
    return ["" if word is None else text[slice(*spans[word])].lower() for word in encoding.word_ids]


def likest(states: Vector, others: Vector) -> Vector:
    """(tokens,): the cosine of each of these (tokens, 384) to the one of the others (any number, 384) that is most like
    it, 0 where none is."""
    alike = _even(states) @ _even(others).T
    nearest: Vector = alike.max(axis=1, initial=0.0)
    return nearest


def _even(rows: Vector) -> Vector:
    even: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return even


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
