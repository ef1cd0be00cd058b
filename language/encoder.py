"""The sentence encoder: a text becomes 384 numbers, on the CPU, in about two milliseconds.

What always holds: a text has one vector, byte for byte, whatever else is encoded with it, before it or beside it.
The int8 graph scales its activations by what it is given, so texts that shared a run would change one another's
vectors; each text is therefore a run of its own. An attempt replays because of it.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import MissingArtefact
from language.well_formed import well_formed

Vector = NDArray[np.float32]

WIDTH = 384
ENCODER_FOLDER = Path(__file__).parent / "artefacts" / "all-MiniLM-L6-v2"

_PARTS = ("model.onnx", "tokenizer.json")
_REMEDY = (
    "Nothing that was saved is affected. Restore the folder language/artefacts from the release or the repository, "
    "or make it again with `make encoder`, and start Frontstage again."
)


class Encoder:
    """Texts to unit vectors. One instance serves all threads; the vectors of the last `remembered` texts are kept.
    With `threads` above 1 the texts of one call are spread over so many (for a corpus; a conversation needs one).

    `id` names the artefact (12 hex digits over all its parts): vectors of different ids must never be compared.
    """

    def __init__(
        self, run: Callable[[str], Vector], *, identity: str, remembered: int = 4096, threads: int = 1
    ) -> None:
        self.id = identity
        self._run = run
        self._remembered, self._threads = remembered, threads
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vector:
        """The texts' vectors, shape (n, 384), float32, each row of length 1.

        A text beyond 256 tokens (about 190 words) counts up to there. An empty text has a vector too, the same always.
        """
        vectors = np.empty((len(texts), WIDTH), np.float32)
        if self._threads > 1 and len(texts) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                for row, vector in enumerate(pool.map(self._one, texts)):
                    vectors[row] = vector
        else:
            for row, text in enumerate(texts):
                vectors[row] = self._one(text)
        return vectors

    def _one(self, text: str) -> Vector:
        with self._lock:
            known = self._vectors.get(text)
            if known is not None:
                self._vectors.move_to_end(text)
                return known
        vector = self._run(text)
        with self._lock:
            self._vectors[text] = vector
            if len(self._vectors) > self._remembered:
                self._vectors.popitem(last=False)
        return vector


def load_encoder(folder: Path = ENCODER_FOLDER, *, threads: int = 1) -> Encoder:
    """The encoder of that folder, its parts checked against their SHA256SUMS first.

    Raises MissingArtefact when a part is not there, is not what its sum says, or cannot be read as what it should be.
    """
    sums = _check(folder)
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
    try:
        session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    # Neither library has one error of its own for a file that it cannot read: tokenizers raises Exception itself.
    except Exception as error:
        raise MissingArtefact(f"The sentence encoder in {folder} could not be opened ({error}). {_REMEDY}") from error

    def run(text: str) -> Vector:
        ids = np.array(tokenizer.encode(well_formed(text)).ids, np.int64)
        vector: Vector = np.asarray(session.run(None, {"ids": ids})[0], np.float32)[0]
        return vector

    return Encoder(run, identity=hashlib.sha256(sums.encode()).hexdigest()[:12], threads=threads)


def _check(folder: Path) -> str:
    """The text of SHA256SUMS, once each part was found to agree with it."""
    try:
        sums = (folder / "SHA256SUMS").read_text(encoding="utf-8", errors="replace")
        expected = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        for part in _PARTS:
            if hashlib.sha256((folder / part).read_bytes()).hexdigest() != expected.get(part):
                raise MissingArtefact(f"The sentence encoder's file {folder / part} is damaged. {_REMEDY}")
    except OSError as error:
        raise MissingArtefact(f"The sentence encoder's file {error.filename} could not be read. {_REMEDY}") from error
    return sums
