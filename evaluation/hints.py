"""Help in the middle of a conversation: which skill comes next, decided by code from the signs of the moment.

Authored in `hints.yaml`. Always holds: a hint names a skill and says why it is due, and never writes the message; the
same moment gives the same hint in the same words; it holds nothing that the trainee could not know, for its only slots
are the customer's name and a tool of their own desk.
"""

import re
from collections.abc import Set as AbstractSet
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, model_validator

from evaluation.coaching import Words, choose, fill
from evaluation.content import Content, load_content

HINTS: Final = Path(__file__).with_name("hints.yaml")
SLOTS: Final = frozenset({"name", "tool"})
_SLOT: Final = re.compile(r"\{([a-z_]+)\}")


class Sign(StrEnum):
    """What can be seen of a conversation at a moment. Those of the first group are about the last message alone."""

    HURT = "hurt"  # it insulted, blamed, belittled or ordered about
    TOLD_TWICE = "told_twice"  # it asked for what had been told
    IGNORED = "ignored"  # it left the customer's question unanswered
    OVERPROMISED = "overpromised"
    CANCELLED = "cancelled"  # a "but" took its acknowledgement back
    LOOPING = "looping"  # one apology too many
    RULE_ALONE = "rule_alone"  # a rule was its only reason
    PASSED_ON = "passed_on"  # it sent the customer elsewhere, or pointed there
    FORMULA = "formula"  # stock phrases, and no acknowledgement of its own
    VAGUE = "vague"  # it committed to something and named no time
    PROMISE_WENT_WRONG = "promise_went_wrong"  # the customer noticed a promise changed, broken or not come back to

    TOO_EARLY = "too_early"  # a solution was offered that the customer could not take in yet
    UPSET = "upset"
    HEARD = "heard"  # the feeling has been met
    ASKED = "asked"  # something has been asked, or came out by asking
    HIDDEN = "hidden"  # something that matters comes out only by asking, and has not
    OPEN = "open"  # something that the customer asked for is not solved
    SOLVED = "solved"  # all that the customer asked for is solved
    UNSAID = "unsaid"  # a need that was not put into words is not met
    PROMISED = "promised"  # the desk does not bear out yet what was promised
    IDENTITY_DUE = "identity_due"  # what would help needs account data, and identity is not verified


class When(Content):
    """A condition over signs. Empty, it always holds."""

    all: tuple[Sign, ...] = ()
    any: tuple[Sign, ...] = ()
    none: tuple[Sign, ...] = ()

    def holds(self, signs: AbstractSet[Sign]) -> bool:
        some = not self.any or any(sign in signs for sign in self.any)
        return some and all(sign in signs for sign in self.all) and not any(sign in signs for sign in self.none)


class Hint(Content):
    """One situation and what to say in it. `guidance` is a paragraph's id, `quote` one sentence of it."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(?:_[a-z]+)*$")]
    skill: Words
    when: When
    words: Annotated[tuple[Words, ...], Field(min_length=2, max_length=3)]
    guidance: Annotated[str, Field(pattern=r"^[a-z0-9-]+#p[1-9][0-9]*$")]
    quote: Words

    @model_validator(mode="after")
    def _can_be_filled(self) -> "Hint":
        used = {slot for text in self.words for slot in _SLOT.findall(text)}
        if unknown := sorted(used - SLOTS):
            raise ValueError(f"{{{unknown[0]}}} is no slot; there are {', '.join(sorted(SLOTS))}")
        if "tool" in used and Sign.PROMISED not in self.when.all:
            raise ValueError("{tool} is only known where when.all asks for promised")
        return self

    @property
    def page(self) -> str:
        return self.guidance.partition("#")[0]

    def worded(self, *, name: str, tool: str, seed: str, given: int = 0) -> str:
        """One of its wordings, always the same for the same seed; the next one each time it was `given` before."""
        first = self.words.index(choose(self.words, seed=seed))
        text = self.words[(first + given) % len(self.words)]
        return fill(text, {"name": name, "tool": tool})


class Hints(Content):
    version: Annotated[int, Field(ge=1)]
    hints: tuple[Hint, ...]

    @model_validator(mode="after")
    def _always_has_one(self) -> "Hints":
        names = [hint.id for hint in self.hints]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the id {twice[0]!r} stands here twice")
        if not self.hints or self.hints[-1].when != When():
            raise ValueError("the last hint must fit every moment: write when: {} for it")
        return self

    def next(self, signs: AbstractSet[Sign]) -> Hint:
        """The first hint that fits."""
        return next(hint for hint in self.hints if hint.when.holds(signs))


@cache
def load_hints(path: Path = HINTS) -> Hints:
    """Raises InvalidContent."""
    return load_content(path, Hints)
