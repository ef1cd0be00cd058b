"""The labelled data that reader and scorer learn from: `data/messages`, `data/answers` and `data/conversations`.

Always holds for what is loaded: ids are unique, acts and criteria are of the closed lists, no reply stands twice, and a
situation is on one side of the split for good: its place is found by hash of its id, so that new data moves nothing.
Used at build time and by tests. `python -m evaluation.dataset` checks the files and prints their figures.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.errors import InvalidContent

DATA: Final = Path(__file__).with_name("data")
UNSEEN: Final = DATA / "unseen.jsonl"  # what heads say of conversations that they have not learnt from
VALIDATION: Final = 0.2  # share of the situations that nothing is trained or set on
CALIBRATION: Final = 0.1  # share on which thresholds are set, and nothing else is trained
NEAR_DUPLICATE: Final = 0.8  # share of common word triples from which two replies count as one wording
_TAGS: Final = re.compile(r"\s*\[([a-z_ ]+)\]\s*")
_WORD: Final = re.compile(r"[a-z0-9']+")
_TRIPLE: Final = 3

Voice = Literal["native", "second_language", "dialect", "young", "formal", "terse", "chatty"]
EmpathyLevel = Annotated[int, Field(ge=0, le=2)]
HalfStep = Annotated[float, Field(ge=1, le=5, multiple_of=0.5)]
Mood = Annotated[int, Field(ge=-2, le=2)]
Step = Annotated[int, Field(ge=0, le=3)]  # how far a message helps, checks, and the matter is settled
Split = Literal["train", "calibration", "validation"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Part(NamedTuple):
    """A sentence of a message (or a few that belong together) and the acts that it shows."""

    text: str
    acts: frozenset[Act]


class Reply(_Strict):
    """One trainee message. `text` carries its labels in brackets behind each sentence; `parts` are the two apart.
    `helps` and `checks` are labelled in some: what it does about the matter, and to make sure of the facts."""

    voice: Voice
    levels: tuple[EmpathyLevel, EmpathyLevel, EmpathyLevel]
    text: str
    near: tuple[Act, ...] = ()
    pair: str = ""
    helps: Step | None = None
    checks: Step | None = None

    @model_validator(mode="after")
    def _labels_are_known(self) -> "Reply":
        shown = {act for part in self.parts for act in part.acts}
        if wrong := sorted(shown & set(self.near)):
            raise ValueError(f"near names {wrong[0].value!r}, which the text shows")
        if not self.parts:
            raise ValueError("text holds no words")
        return self

    @property
    def parts(self) -> tuple[Part, ...]:
        """Raises ValueError for an act that does not exist."""
        pieces = _TAGS.split(self.text)
        found = []
        for index in range(0, len(pieces), 2):
            tags = pieces[index + 1].split() if index + 1 < len(pieces) else []
            if text := pieces[index].strip():
                found.append(Part(text, frozenset(map(Act, tags))))
        return tuple(found)

    @property
    def plain(self) -> str:
        """The message as it was sent, without labels."""
        return " ".join(part.text for part in self.parts)

    @property
    def acts(self) -> frozenset[Act]:
        return frozenset(act for part in self.parts for act in part.acts)


class _Record(_Strict):
    """What stands in the data under an id of its own."""

    id: str
    industry: str

    @property
    def split(self) -> Split:
        return split_of(self.id)


class Situation(_Record):
    """`customer` is what the replies answer. Where it does not open the conversation, `earlier` is what was said before
    it: the customer and the agent by turns."""

    earlier: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    customer: str
    replies: Annotated[tuple[Reply, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _earlier_ends_with_the_agent(self) -> "Situation":
        if len(self.earlier) % 2:
            raise ValueError("earlier begins with the customer and ends with the agent: an even number of messages")
        return self

    @property
    def before(self) -> tuple[Turn, ...]:
        """The turns that the replies answer."""
        sides = cycle((Speaker.CUSTOMER, Speaker.TRAINEE))
        said = zip(sides, (*self.earlier, self.customer), strict=False)
        return tuple(Turn(number, side, text) for number, (side, text) in enumerate(said))


class Answer(_Strict):
    """What a customer wrote `after` an agent's message, and how content it shows them to be with the help: -2..2."""

    after: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    mood: Mood


class Answers(_Record):
    """Customers' answers in one situation."""

    answers: Annotated[tuple[Answer, ...], Field(min_length=1)]


class Said(_Strict):
    """One turn: `c` the customer's words with their `mood` (-2..2), or `a` the agent's with what these do: how far they
    help, and how far they make sure of the facts. `settled` says how far the matter is, from the first answer on."""

    c: str = ""
    a: str = ""
    mood: Mood | None = None
    helps: Step | None = None
    checks: Step | None = None
    settled: Step | None = None

    @model_validator(mode="after")
    def _is_one_side(self) -> "Said":
        if self.c and not self.a and self.mood is not None and self.helps is None and self.checks is None:
            return self
        if self.a and not self.c and self.mood is None and None not in (self.helps, self.checks, self.settled):
            return self
        raise ValueError(
            "a turn is {c: words, mood: -2..2, settled: 0..3} or {a: words, helps: 0..3, checks: 0..3, settled: 0..3}"
        )


class Levels(_Strict):
    """1..5 in half steps, by the anchors of the core rubric."""

    emotional_reaction: HalfStep
    interpretation: HalfStep
    exploration: HalfStep
    genuineness: HalfStep
    received: HalfStep
    recovery_order: HalfStep
    need_found: HalfStep
    facts_verified: HalfStep
    solution: HalfStep
    options_and_expectations: HalfStep
    next_step_owned: HalfStep


class Conversation(_Record):
    voice: Voice
    turns: Annotated[tuple[Said, ...], Field(min_length=2)]
    levels: Levels
    satisfaction: HalfStep

    @model_validator(mode="after")
    def _matter_is_known_from_the_first_answer_on(self) -> "Conversation":
        answered = False
        for said in self.turns:
            answered = answered or bool(said.a)
            if answered != (said.settled is not None):
                raise ValueError(f"settled belongs to every turn from the first answer on, and to no other: {said.c!r}")
        return self


def split_of(name: str) -> Split:
    """The side of a situation or conversation, by its id."""
    place = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 16**8
    if place < VALIDATION:
        return "validation"
    return "calibration" if place < VALIDATION + CALIBRATION else "train"


@cache
def load_messages(folder: Path = DATA) -> tuple[Situation, ...]:
    """Every situation. Raises InvalidContent for the first mistake."""
    found = tuple(_records(folder / "messages", Situation))
    _are_unique([each.id for each in found])
    return found


@cache
def load_answers(folder: Path = DATA) -> tuple[Answers, ...]:
    """Every situation with its customers' answers. Raises InvalidContent for the first mistake."""
    found = tuple(_records(folder / "answers", Answers))
    _are_unique([each.id for each in found])
    return found


@cache
def load_conversations(folder: Path = DATA) -> tuple[Conversation, ...]:
    """Every conversation. Raises InvalidContent for the first mistake."""
    found = tuple(_records(folder / "conversations", Conversation))
    _are_unique([each.id for each in found])
    return found


R = TypeVar("R", bound=_Strict)


def _records(folder: Path, kind: type[R]) -> Iterator[R]:
    adapter = TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]
    for path in sorted(folder.glob("*.yaml")):
        try:
            # The files are large; the loader in C reads them ten times as fast as the one that tells lines of values.
            yield from adapter.validate_python(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise InvalidContent(path.name, line, "", "this is not YAML: put the text in double quotes") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            advice = first["msg"].removeprefix("Value error, ")
            raise InvalidContent(path.name, 0, ".".join(map(str, first["loc"])), advice) from error


def _are_unique(ids: list[str]) -> None:
    twice = [name for name, count in Counter(ids).items() if count > 1]
    if twice:
        raise InvalidContent("data", 0, twice[0], "this id stands twice; give one another name")


class Near(NamedTuple):
    """Two replies of nearly one wording, by their situations."""

    first: str
    second: str
    text: str


def near_duplicates(situations: tuple[Situation, ...], *, share: float = NEAR_DUPLICATE) -> list[Near]:
    """Replies of different situations that share most of their word triples; those of one situation may be a minimal
    pair, and are meant."""
    owners: dict[tuple[str, ...], list[int]] = {}
    replies = [(each.id, reply.plain) for each in situations for reply in each.replies]
    triples = [_triples(text) for _, text in replies]
    found = []
    for number, own in enumerate(triples):
        common = Counter(other for triple in own for other in owners.get(triple, ()))
        for other, count in common.items():
            size = max(len(own), len(triples[other]))
            if count / size >= share and replies[other][0] != replies[number][0]:
                found.append(Near(replies[other][0], replies[number][0], replies[number][1]))
        for triple in own:
            owners.setdefault(triple, []).append(number)
    return found


def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + _TRIPLE]) for at in range(len(words) - _TRIPLE + 1))


def figures(
    situations: Sequence[Situation], conversations: Sequence[Conversation], answers: Sequence[Answers]
) -> Iterator[str]:
    """What the data holds, a line each."""
    replies = [reply for each in situations for reply in each.replies]
    pairs = sum(len({reply.pair for reply in each.replies} - {""}) for each in situations)
    yield f"{len(situations)} situations, {len(replies)} messages, {pairs} minimal pairs"
    yield f"{len(conversations)} conversations"
    moods = Counter(answer.mood for each in answers for answer in each.answers)
    told = ", ".join(f"{moods[mood]} at {mood:+d}" for mood in range(-2, 3))
    yield f"{len(answers)} situations with {moods.total()} customers' answers: {told}"
    for split in get_args(Split):
        messages = sum(len(each.replies) for each in situations if each.split == split)
        yield f"{split}: {messages} messages, {sum(each.split == split for each in conversations)} conversations"
    industries = {each.industry for each in situations} | {each.industry for each in conversations}
    yield f"{len(industries)} industries"
    voices = Counter(reply.voice for reply in replies)
    yield "voices: " + ", ".join(f"{count} {name}" for name, count in voices.most_common())
    for place, name in enumerate(("emotional reaction", "interpretation", "exploration")):
        counts = Counter(reply.levels[place] for reply in replies)
        yield f"{name}: " + ", ".join(f"{counts[level]} at {level}" for level in range(3))
    shown = Counter(act for reply in replies for act in reply.acts)
    near = Counter(act for reply in replies for act in reply.near)
    for act in Act:
        yield f"{act.value:22}{shown[act]:5} shown, {near[act]:3} hard negatives"


def main() -> None:
    """Print what the data holds, or the first mistake, and replies of nearly one wording."""
    try:
        situations, conversations, answers = load_messages(), load_conversations(), load_answers()
    except InvalidContent as error:
        sys.exit(str(error))
    for line in figures(situations, conversations, answers):
        sys.stdout.write(f"{line}\n")
    for each in near_duplicates(situations):
        sys.stdout.write(f"near duplicate: {each.first} and {each.second}: {each.text[:80]}\n")


if __name__ == "__main__":
    main()
