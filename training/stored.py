"""What the records keep as JSON, read back: the one way for all of training.

Always holds: what cannot be read ends in one error, which says that nothing was lost; so that a list can leave one
document out, and go on.
"""

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from domain.errors import InvalidInput

T = TypeVar("T")


class KeptByAnotherVersion(InvalidInput):
    """A document in the records that this version of Frontstage cannot read."""


def stored(read: Callable[[str], T], text: str, what: str) -> T:
    """What `read` makes of a kept document; `what` names it in a sentence, "the score". `read` raises pydantic's error,
    or InvalidInput where a room below has mapped that already. Raises KeptByAnotherVersion."""
    try:
        return read(text)
    except (ValidationError, InvalidInput) as error:
        raise KeptByAnotherVersion(
            f"Another version of Frontstage kept {what} of this conversation, and this version cannot read it. Nothing "
            "was lost: it opens again with the version that kept it. Tell whoever runs Frontstage."
        ) from error
