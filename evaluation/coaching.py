"""Better words for a weak moment: authored patterns, filled from this case and this conversation.

Always holds: every slot is filled with words of the customer, of the scenario's author or of the trainee, never with
anything made up; the same conversation always gets the same wording.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from domain.acts import Act
from domain.conversation import Speaker, Transcript
from domain.endings import EndingKind
from domain.mood import Pattern
from domain.reading import Oddity, Reading
from domain.scorecard import Dimension
from evaluation.agent_words import sentences
from evaluation.case import Case
from evaluation.content import Content, load_content
from scenarios.model import Fact, Move

COACHING: Final = Path(__file__).with_name("coaching.yaml")
CAUSES: Final = Path(__file__).with_name("causes.yaml")
ANY: Final = "any"
TAGS: Final = frozenset(
    {
        ANY,
        "but_cancels",
        "apology_loop",
        "solution_too_early",
        "told_twice",
        "promise_broken",
        *(act.value for act in Act),
    }
)
SLOTS: Final = frozenset({"name", "their_words", "question", "move", "way"})
_SLOT: Final = re.compile(r"\{([a-z_]+)\}")
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "mr.", "mrs.", "ms.", "dr.", "prof."})
_BEGINS: Final = frozenset(
    ("a", "an", "the", "that", "to", "someone", "somebody", "her", "his", "their", "not", "no", "nobody", "what")
)
BEST: Final = 4  # levels of a scenario's own criteria that show what it is about
SHORT: Final = (4, 16)  # words of a sentence of the customer's that can be said back

Words = Annotated[str, Field(min_length=1)]


class Wording(Content):
    """One better sentence. `when` are tags of the message that it answers to."""

    when: Annotated[tuple[str, ...], Field(min_length=1)]
    text: Words

    @model_validator(mode="after")
    def _is_known(self) -> "Wording":
        if unknown := sorted(set(self.when) - TAGS):
            raise ValueError(f"{unknown[0]!r} is no act or pattern that a wording can answer to")
        if unknown := sorted(self.slots - SLOTS):
            raise ValueError(f"{{{unknown[0]}}} is no slot; there are {', '.join(sorted(SLOTS))}")
        return self

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(_SLOT.findall(self.text))


class Advice(Content):
    """What is said about one criterion when it is among the weakest. `next` (in the file: try) is the thing to try."""

    moment: Literal["first", "solution", "last"]
    why: Words
    next: Words = Field(alias="try")
    search: Words
    wordings: Annotated[tuple[Wording, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _always_has_words(self) -> "Advice":
        if not any(ANY in each.when and each.slots <= {"name"} for each in self.wordings):
            raise ValueError("write a wording with when: [any] and no slot but {name}, so that there is always one")
        return self


class Turns(Content):
    better: Annotated[tuple[Words, ...], Field(min_length=1)]
    worse: Annotated[tuple[Words, ...], Field(min_length=1)]
    open: Annotated[tuple[Words, ...], Field(min_length=1)]
    flat: Annotated[tuple[Words, ...], Field(min_length=1)]


class Coaching(Content):
    version: Annotated[int, Field(ge=1)]
    criteria: dict[str, Advice]
    headlines: dict[EndingKind, Annotated[tuple[Words, ...], Field(min_length=1)]]
    turns: Turns
    nothing_weak: Words
    nothing_read: Words
    nothing_written: Words

    @model_validator(mode="after")
    def _is_whole(self) -> "Coaching":
        if missing := sorted({*Dimension} - set(self.criteria)):
            raise ValueError(f"criteria has no entry for {missing[0]}, which a scenario's own criteria fall back to")
        if missing := sorted(set(EndingKind) - set(self.headlines)):
            raise ValueError(f"headlines has no entry for {missing[0]}")
        return self

    def advice(self, criterion: str, dimension: Dimension) -> Advice:
        return self.criteria.get(criterion, self.criteria[dimension.value])

    @property
    def name(self) -> str:
        return f"coaching {self.version} {self.hash}"


class Causes(Content):
    version: Annotated[int, Field(ge=1)]
    acts: dict[Act, Words]
    patterns: dict[Pattern, Words]
    oddities: dict[Oddity, Words]
    fact: Words
    need: Words
    move_better: Words
    move_worse: Words

    @model_validator(mode="after")
    def _names_every_cause(self) -> "Causes":
        for field, kind, named in (
            ("acts", Act, self.acts),
            ("patterns", Pattern, self.patterns),
            ("oddities", Oddity, self.oddities),
        ):
            if missing := sorted(set(kind) - set(named)):
                raise ValueError(f"{field} has no entry for {missing[0]}")
        return self


@cache
def load_coaching(path: Path = COACHING) -> Coaching:
    """Raises InvalidContent."""
    return load_content(path, Coaching)


@cache
def load_causes(path: Path = CAUSES) -> Causes:
    """Raises InvalidContent."""
    return load_content(path, Causes)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """The text with its slots filled, in one pass: what a person wrote is never itself read as a pattern."""
    return _SLOT.sub(lambda match: slots.get(match[1], match[0]), text)


def choose(texts: Sequence[str], *, seed: str) -> str:
    """One of several texts, always the same for the same seed."""
    return texts[zlib.crc32(seed.encode()) % len(texts)]


def better_wording(advice: Advice, tags: Iterable[str], slots: Mapping[str, str], *, seed: str) -> str:
    """A wording for a message that did `tags`: of the first group that fits and can be filled. "" when none can."""
    fitting = [each for each in advice.wordings if each.slots <= slots.keys()]
    present = frozenset(tags) - {ANY}
    named = next((each.when for each in fitting if present & set(each.when)), None)
    pool = [each for each in fitting if each.when == named] or [each for each in fitting if ANY in each.when]
    # A sentence with something of this conversation in it goes before one that would fit any.
    rich = [each.text for each in pool if each.slots - {"name"}]
    texts = rich or [each.text for each in pool]
    return fill(choose(texts, seed=seed), slots) if texts else ""


def slots_for(
    transcript: Transcript, readings: Mapping[int, Reading], case: Case, *, turn: int | None, wanted: Sequence[str]
) -> dict[str, str]:
    """What can be filled in at a turn. `wanted` are atoms ("move:...", "fact:...") that a better level asked for:
    their sentences go first."""
    name = first_name(case.scenario.persona.name)
    slots = {"name": name}
    if words := _their_words(transcript, turn, case):
        slots["their_words"] = words
    if question := _question(case, wanted):
        slots["question"] = question
    if move := _move(case, wanted, solution=False):
        slots["move"] = move
    if way := _move(case, wanted, solution=True):
        slots["way"] = way
    return slots


def first_name(name: str) -> str:
    """What the customer is called: the first name, or all of it when it begins with a title."""
    first = name.split(maxsplit=1)[0]
    return name if first.lower() in _TITLES else first


def _their_words(transcript: Transcript, turn: int | None, case: Case) -> str:
    """The fullest short sentence about their matter in the message before this turn, no full stop, no question."""
    number = turn if turn is not None else len(transcript.turns)
    said = [each.text for each in transcript.before(number) if each.speaker is Speaker.CUSTOMER]
    # What a script says for its tone, "I like a sentence with a verb in it", is nothing to come back to.
    for_tone = {bare for lines in case.scenario.lines.values() for line in lines for bare in _bare(line.text)}
    low, high = SHORT
    fit = [
        each
        for each in (_bare(said[-1]) if said else ())
        if low <= len(each.split()) <= high
        and not (each.endswith("?") or {*each} & {'"', "“"})
        and each not in for_tone
    ]
    # The longest says most of this customer: "That's right, yes" is nothing to come back to.
    return max(fit, key=len, default="")


def _bare(text: str) -> tuple[str, ...]:
    """Its sentences without what closes them."""
    return tuple(sentence.strip(" \"“”'").rstrip(".!,; ") for sentence in sentences(text))


def _question(case: Case, wanted: Sequence[str]) -> str:
    """A question of the scenario's for a fact that did not come out: the one on which most depends."""
    missed = [fact for fact in case.scenario.facts if fact.asked_by and fact.id not in case.situation.facts]
    depends = _mentions(case)

    def weight(fact: Fact) -> float:
        atom = f"fact:{fact.id}"
        return 2 * depends.count(atom) + (atom in wanted) + bool(fact.matters)

    missed.sort(key=weight, reverse=True)
    return as_sentence(missed[0].asked_by[0], end="?") if missed else ""


def _mentions(case: Case) -> tuple[str, ...]:
    """Every mention of an atom where it does good: in the needs, and in what the best levels ask for."""
    needs = [need.met_when for need in case.scenario.needs]
    best = [rule.when for criterion in case.scenario.criteria for rule in criterion.levels if rule.level >= BEST]
    return tuple(atom for when in (*needs, *best) for atom in (*when.all, *when.any))


def _move(case: Case, wanted: Sequence[str], *, solution: bool) -> str:
    """A sentence of a move that would have done good and was not made: one that was wanted, then one that is welcome
    by now, then the strongest. A way forward is only named when it leads to something that was wanted."""

    def good(move: Move) -> float:
        return move.effects.trust - move.effects.frustration

    leads = _leads_to(case, wanted)
    fitting = [
        move
        for move in case.scenario.moves
        if move.solution is solution and good(move) > 0 and move.id not in case.situation.moves
    ]
    if solution:
        fitting = [move for move in fitting if move.id in leads]

    def order(move: Move) -> tuple[bool, bool, bool, float]:
        welcome = move.requires.holds(case.situation)
        return f"move:{move.id}" not in wanted, move.id not in leads, not welcome, -good(move)

    fitting.sort(key=order)
    return _told(fitting[0].examples) if fitting else ""


def _told(examples: Sequence[str]) -> str:
    """The first example that tells; a question would not bear a sentence after it. Else the first."""
    return as_sentence(next((each for each in examples if not each.endswith("?")), examples[0]))


def _leads_to(case: Case, wanted: Sequence[str]) -> frozenset[str]:
    """The moves that a better level or an open need asks for, or that an action they ask for bears out."""
    asked = set(wanted)
    for need in case.scenario.needs:
        if not case.met(need):
            asked |= {*need.met_when.all, *need.met_when.any}
    return frozenset(
        move.id
        for move in case.scenario.moves
        if f"move:{move.id}" in asked or any(f"desk:{action}" in asked for action in move.kept_by)
    )


def as_sentence(text: str, *, end: str = ".") -> str:
    """Authored examples are written as people type; in a model sentence they begin large and end with a sign."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    text = re.sub(r"\bi\b(?=['’ ])", "I", text)
    return text if text.endswith((".", "?", "!", "…")) else text + end


def within(statement: str) -> str:
    """A statement as it continues a sentence: small at the beginning, unless it begins with a name."""
    first, _, rest = statement.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in _BEGINS else statement
