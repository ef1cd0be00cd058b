"""The weights that ship beside the code: how a file of them is opened, what is said when it cannot be read, and how
tables are made small in it."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from domain.errors import MissingArtefact

Table = NDArray[np.float32]

_STEPS: Final = 127  # of a number from 0 to the largest in its row


@contextmanager
def opened(path: Path, *, whose: str, made_by: str) -> Iterator[NpzFile]:
    """The file's arrays, for as long as the block lasts. Raises MissingArtefact when the file is missing, damaged or
    lacks what the block asks of it; the message names `whose` weights they are and the command that makes them."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            yield file
    # A cut file ends in EOFError or in the zip reader's own error, which is no OSError.
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise MissingArtefact(
            f"The weights of the {whose} ({path.name}) are missing or damaged. Nothing you wrote is lost; "
            f"restore the file from the release, or make it again with `{made_by}`."
        ) from error


def packed(rows: Table) -> tuple[NDArray[np.int8], Table]:
    """Rows as whole numbers from -127 to 127, and what a step is worth in each (n, 1)."""
    scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), np.finfo(np.float32).tiny * _STEPS) / _STEPS
    return np.round(rows / scale).astype(np.int8), scale.astype(np.float32)


def unpacked(rows: NDArray[np.int8], scale: Table) -> Table:
    table: Table = rows.astype(np.float32) * scale
    return table
