"""What a chat model made of a conversation: its passes over each dimension, and what comes out of them.

Always holds: every pass is kept with what it said, cost and got wrong; a criterion's level is the median of the passes
that worked; each quote stood word for word in the trainee's turn that it names when the answer came in.
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from domain.errors import InvalidInput
from domain.scorecard import Dimension
from language.chat import Usage


@dataclass(frozen=True, slots=True)
class Quoted:
    """The trainee's own words in turn `turn`, and whether they speak for them or against them."""

    turn: int
    quote: str
    speaks_for: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion in one pass. `level` is 1 to 5 in halves, `reason` a sentence or two to the trainee."""

    criterion: str
    quotes: tuple[Quoted, ...]
    level: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pass:
    """One look at one dimension: a finding for each criterion asked for, or none and why it `failed`.

    `faults` tell what was wrong with each answer that could not be used, in order: one that is mended by the repair
    stands here too. `model` is the name that the provider gave, "" when it never answered; `usage` is that of every
    request that was, or may be, billed.
    """

    findings: tuple[Finding, ...]
    failed: str = ""
    faults: tuple[str, ...] = ()
    model: str = ""
    requests: int = 0
    usage: tuple[Usage, ...] = ()


class Verdict(NamedTuple):
    """A criterion's median level, with the quotes and the reason of the pass that is nearest to it, and the levels of
    all passes that worked, in order."""

    level: float
    quotes: tuple[Quoted, ...]
    reason: str
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DimensionJudgement:
    """All passes over one dimension. `key` is the SHA-256 of everything that was asked."""

    dimension: Dimension
    key: str
    passes: tuple[Pass, ...]

    @property
    def usable(self) -> bool:
        return any(each.findings for each in self.passes)

    @property
    def failed(self) -> str:
        """Why there is no judgement, "" when there is one."""
        return "" if self.usable else next((each.failed for each in self.passes), "it was not asked")

    def verdict(self, criterion: str) -> Verdict | None:
        """None when no pass worked, or none was asked about this."""
        found = [each for made in self.passes for each in made.findings if each.criterion == criterion]
        if not found:
            return None
        level = float(statistics.median(each.level for each in found))
        nearest = min(found, key=lambda each: abs(each.level - level))
        return Verdict(level, nearest.quotes, nearest.reason, tuple(each.level for each in found))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the scorecard is given. `model` and `prompts` (a hash) name the judge, `passes` how often it looked."""

    model: str
    prompts: str
    passes: int
    dimensions: tuple[DimensionJudgement, ...]

    def of(self, dimension: Dimension) -> DimensionJudgement | None:
        return next((each for each in self.dimensions if each.dimension is dimension), None)

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """What is stored with a score: who judged, and where all passes are kept."""
        keys = " ".join(each.key for each in self.dimensions)
        return judge_version(self.model, self.prompts, self.passes), ("judgement", keys)


def judge_version(model: str, prompts: str, passes: int) -> tuple[str, str]:
    """Who judges, alike for all conversations: while it is the same, scores can be compared."""
    return "judge", f"{model}, prompts {prompts}, passes {passes}"


_PASSES: Final = TypeAdapter(tuple[Pass, ...])


def passes_to_json(passes: Iterable[Pass]) -> str:
    return _PASSES.dump_json(tuple(passes)).decode()


def passes_from_json(text: str) -> tuple[Pass, ...]:
    """Raises InvalidInput when the text holds no passes."""
    try:
        return _PASSES.validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"This is no judgement: {error.errors(include_url=False)[0]['msg']}.") from error
