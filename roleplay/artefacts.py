"""The weights that ship beside the code: how a file of them is opened, and what is said when it cannot be read."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.lib.npyio import NpzFile

from domain.errors import MissingArtefact


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
