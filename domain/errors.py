"""Every error a person or another module may meet.

    FrontstageError
    |- InvalidInput          what was typed or sent cannot be used (InvalidSetting, InvalidContent below it)
    |  |- InvalidSetting     a value in the environment or .env
    |  |- InvalidContent     a scenario, rubric, prompt or guidance file: carries file, line, field, advice
    |- NotAllowed            this person may not do that
    |- NotFound              no such thing, or none that this person may know of
    |- Conflict              somebody or something else changed it first
    |- Unavailable           a part cannot work now
    |  |- MissingArtefact    a file that ships with Frontstage is not there or damaged
    |  |- StorageFailure     the records could not be written or read (disk full, database gone)
    |  |- ModelFailure       the chat model gave nothing usable (`retryable` and `kind` say more)
    |  |- Busy               at its limit; try again shortly

A message says what happened, what was kept and what to do, in words that a trainee can read. Foreign errors are
mapped to these at the border of the package that meets them, and a test proves each mapping.
"""

from enum import StrEnum


class FrontstageError(Exception):
    """The root. `str(error)` is fit to show."""


class InvalidInput(FrontstageError):
    pass


class InvalidSetting(InvalidInput):
    pass


class InvalidContent(InvalidInput):
    """A mistake in a content file. `line` counts from 1, 0 when unknown; `field` is a dotted path, "" for the file."""

    def __init__(self, file: str, line: int, field: str, advice: str) -> None:
        super().__init__(f"{file}:{line}: {field or 'file'}: {advice}")
        self.file, self.line, self.field, self.advice = file, line, field, advice


class NotAllowed(FrontstageError):
    pass


class NotFound(FrontstageError):
    pass


class Conflict(FrontstageError):
    pass


class Unavailable(FrontstageError):
    pass


class MissingArtefact(Unavailable):
    pass


class StorageFailure(Unavailable):
    pass


class ModelFault(StrEnum):
    """What went wrong with a model call."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    RATE_LIMIT = "rate_limit"
    BILLING = "billing"
    AUTHENTICATION = "authentication"
    NOT_FOUND = "not_found"
    SERVER = "server"
    INCOMPLETE = "incomplete"
    NONSENSE = "nonsense"
    REFUSED = "refused"
    TOO_LONG = "too_long"  # what was sent is longer than the model can read
    SPENT = "spent"  # nothing was asked: what one turn may ask was asked before
    BUDGET = "budget"  # nothing was asked: what a month may cost is used up


class ModelFailure(Unavailable):
    """A model call that gave no complete answer within its deadline and retries. `requests` is how many it cost."""

    def __init__(self, kind: ModelFault, message: str, *, requests: int = 0) -> None:
        super().__init__(message)
        self.kind = kind
        self.requests = requests

    @property
    def retryable(self) -> bool:
        return self.kind in {ModelFault.CONNECTION, ModelFault.RATE_LIMIT, ModelFault.SERVER, ModelFault.INCOMPLETE}


class Busy(Unavailable):
    pass
