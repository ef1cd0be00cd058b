"""The sentence encoder: a text becomes 384 numbers, on the CPU, in about two milliseconds.

What always holds: a text has one vector, byte for byte, whatever else is encoded with it, before it or beside it.
The int8 graphs scale their activations by what they are given, so texts that shared a run would change one another's
vectors; each text is therefore a run of its own. An attempt replays because of it.

For the reader the encoder goes on with three layers that were trained on messages of service conversations
(`make_reader.py`). They start half way, from what both share, and give another 384 numbers: what a sentence does, where
the first ones say what it is about. Beside them stand its cues: for each thing that the reader looks for, how far those
of its words speak for it that say most about it. And its glimpses: what a dozen looks find, each at words of its own.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingArtefact
from language.well_formed import well_formed

Vector = NDArray[np.float32]

WIDTH = 384
CUES = 44  # 35 acts, and three levels of each of three kinds of empathy
GLIMPSES = 384  # twelve looks of 32 numbers
ENCODER_FOLDER = Path(__file__).parent / "artefacts" / "all-MiniLM-L6-v2"
READER_FOLDER = Path(__file__).parent / "artefacts" / "reader"

_ENCODER_PARTS = ("model.onnx", "tokenizer.json")
_READER_PARTS = ("model.onnx",)
_LAYERS_GIVE = {"traits": WIDTH, "cues": CUES, "glimpses": GLIMPSES}
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


class _Memory:
    """What was made of the last `remembered` texts. Serves all threads."""

    def __init__(self, make: Callable[[str], Vector], remembered: int) -> None:
        self._make, self._remembered = make, remembered
        self._made: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: str) -> Vector:
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

    `run` makes a text's vector (384,), `deeper` all of `Understood` in one array (1196,). `id` names the
    artefact (12 hex digits over all its parts): vectors of different ids must never be compared; `reader_id` that of
    the reader's layers.
    """

    def __init__(
        self,
        run: Callable[[str], Vector],
        *,
        deeper: Callable[[str], Vector],
        identity: str,
        reader_identity: str = "",
        remembered: int = 4096,
        threads: int = 1,
    ) -> None:
        self.id, self.reader_id = identity, reader_identity
        self._vectors, self._understood = _Memory(run, remembered), _Memory(deeper, remembered)
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Vector:
        """The texts' vectors, shape (n, 384), float32, each row of length 1.

        A text beyond 256 tokens (about 190 words) counts up to there. An empty text has a vector too, the same always.
        """
        return self._rows(self._vectors, texts, WIDTH)

    def understand(self, texts: Sequence[str]) -> Understood:
        """The same vectors, and what the reader's layers make of the texts beside them."""
        rows = self._rows(self._understood, texts, 2 * WIDTH + CUES + GLIMPSES)
        return Understood(*np.split(rows, (WIDTH, 2 * WIDTH, 2 * WIDTH + CUES), axis=1))

    def _rows(self, memory: _Memory, texts: Sequence[str], width: int) -> Vector:
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

    def ids_of(text: str) -> NDArray[np.int64]:
        return np.array(tokenizer.encode(well_formed(text)).ids, np.int64)

    def run(text: str) -> Vector:
        vector: Vector = np.asarray(session.run(["vector"], {"ids": ids_of(text)})[0], np.float32)[0]
        return vector

    def deeper(text: str) -> Vector:
        vector, middle = session.run(["vector", "middle"], {"ids": ids_of(text)})
        made = layers.run([*_LAYERS_GIVE], {"middle": middle})
        return np.concatenate([vector[0], *(part[0] for part in made)]).astype(np.float32)

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
