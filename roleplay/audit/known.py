"""What this customer may know at this moment, as words and as quantities.

Always holds: what may be known is the situation, what has been said in the conversation, the facts told or to be told
now, and the lines behind the cue. What stands on the trainee's screen or in the brief is not the customer's to know.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.conversation import Speaker, Turn
from roleplay.audit.lists import lexicon, notions_of
from roleplay.audit.quantities import WEEKDAYS, keys_of, quantities, quantity_keys
from roleplay.audit.words import plain, stem_runs, stems, stems_of
from roleplay.state import Cue, lines_of
from scenarios.model import Fact, Intent, Scenario

PHRASE: Final = 4  # words in a row that make a phrase of a fact


class _Same:
    """A scenario as a key of its own: the same object, not an equal one."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.scenario is self.scenario


@dataclass(frozen=True, slots=True)
class Held:
    """The words of a scenario, by who may use them. `free` is what the customer knows from the start; `small_talk` are
    the stems of reactions, which hold no fact; `facts` the stems of each fact's statement and lines, `about` those of
    the questions around it, `notions` what both mean, `phrases` its runs of words, `in_facts` in which facts a stem
    stands; `case` are the stems of situation and facts together, `mine` what the customer calls "my", `written` every
    stem of theirs, `today` the weekday."""

    free: tuple[str, ...]
    free_stems: frozenset[str]
    free_keys: frozenset[str]
    small_talk: frozenset[str]
    small_talk_keys: frozenset[str]
    facts: dict[str, frozenset[str]]
    about: dict[str, frozenset[str]]
    notions: dict[str, frozenset[int]]
    fact_keys: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[tuple[str, ...]]]
    in_facts: dict[str, frozenset[str]]
    case: frozenset[str]
    mine: frozenset[str]
    written: frozenset[str]
    today: str


def fact_text(fact: Fact) -> str:
    return "\n".join([fact.statement, *(line.text for line in fact.says)])


@lru_cache(maxsize=32)
def _held(same: _Same) -> Held:
    scenario = same.scenario
    persona = scenario.persona
    free = (
        scenario.situation,
        persona.about,
        f"{persona.name} {persona.age} {scenario.brief.company}",
        *(line.text for line in scenario.opening.says),
    )
    own = {Intent.CONFIRM_IDENTITY}
    talk = [line.text for which, lines in scenario.lines.items() if which not in own for line in lines]
    talk += [line.text for trigger in persona.triggers for line in trigger.says]
    return Held(
        free,
        stems_of(free),
        keys_of(free),
        stems_of(talk),
        frozenset(key for key in keys_of(talk) if not key.startswith("t:")),
        {fact.id: stems(fact_text(fact)) for fact in scenario.facts},
        {fact.id: stems_of((*fact.asked_by, fact.matters)) for fact in scenario.facts},
        {fact.id: _notions(fact) for fact in scenario.facts},
        {fact.id: quantity_keys(fact_text(fact)) for fact in scenario.facts},
        {fact.id: _runs_of(fact) for fact in scenario.facts},
        _facts_by_stem(scenario),
        stems_of((*free, *map(fact_text, scenario.facts))),
        _mine(scenario),
        stems_of((*free, *talk, *map(fact_text, scenario.facts))),
        _today(scenario),
    )


def _notions(fact: Fact) -> frozenset[int]:
    return notions_of(stems_of((fact_text(fact), *fact.asked_by, fact.matters)) - lexicon().everyday)


def _runs_of(fact: Fact) -> frozenset[tuple[str, ...]]:
    """Runs of four words of a fact's lines, as stems."""
    return frozenset().union(*(stem_runs(each, PHRASE) for each in fact_text(fact).split("\n")))


def _facts_by_stem(scenario: Scenario) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for fact in scenario.facts:
        for each in stems(fact_text(fact)):
            found.setdefault(each, set()).add(fact.id)
    return {each: frozenset(names) for each, names in found.items()}


_OWNED: Final = re.compile(r"\b(my|your|our) (?:own |late |poor |dear |old |new )*([a-z]{3,})\b")


def _mine(scenario: Scenario) -> frozenset[str]:
    """What this customer calls "my" and never "your": said with "your", somebody else is speaking."""
    texts = [line.text for fact in scenario.facts for line in fact.says]
    texts += [line.text for move in scenario.moves for line in (*move.says, *move.objects)]
    texts += [line.text for need in scenario.needs for line in need.presses]
    texts += [line.text for lines in scenario.lines.values() for line in lines]
    texts += [line.text for line in scenario.opening.says]
    owned: dict[str, set[str]] = {"my": set(), "your": set(), "our": set()}
    for text in texts:
        for whose, what in _OWNED.findall(plain(text)):
            owned[whose].add(what)
    return frozenset(owned["my"] - owned["your"])


def _today(scenario: Scenario) -> str:
    """The weekday on which the conversation takes place, as the brief gives it; "" when it does not."""
    said = plain(f"{scenario.brief.role} {scenario.brief.situation}")
    days = "|".join(WEEKDAYS)
    found = re.search(rf"\b(?:it is|it's|today is|today,) ({days})\b", said) or re.search(rf"\b({days})\b", said)
    return found[1] if found else ""


def held(scenario: Scenario) -> Held:
    return _held(_Same(scenario))


@dataclass(frozen=True, slots=True)
class Known:
    """All that a line may draw on: texts, their stems and quantities, today's weekday and sums of known numbers. `own`
    is, in plain form, all of it that the customer and the cue have said."""

    texts: tuple[str, ...]
    stems: frozenset[str]
    keys: frozenset[str]
    today: str
    reckoned: frozenset[float]
    own: str


@lru_cache(maxsize=4096)
def _reckoned(text: str) -> frozenset[float]:
    """What two numbers of the same message make together: people add up what they are told."""
    numbers = {float(key[2:]) for key in quantity_keys(text) if key.startswith("n:")}
    sums = {round(one + other, 2) for one in numbers for other in numbers}
    return frozenset(sums | {round(one - other, 2) for one in numbers for other in numbers if one > other})


def known_now(scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> Known:
    has = held(scenario)
    texts = [fact_text(scenario.fact(name)) for name in cue.allowed]
    pieces = [piece for piece in (cue.reaction, *cue.content, *cue.spare) if piece]
    lines = [line.text for piece in pieces for line in lines_of(scenario, piece)]
    own = [*texts, *(turn.text for turn in history if turn.speaker is Speaker.CUSTOMER)]
    texts += [*lines, *(turn.text for turn in history)]
    texts.append(cue.when)
    return Known(
        (*has.free, *texts),
        has.free_stems | stems_of(texts),
        _with_days_around(
            has.free_keys | has.small_talk_keys | keys_of(texts) | _every_key(lines), has, scenario.situation, texts
        ),
        has.today,
        frozenset().union(*map(_reckoned, texts)),
        "\n".join(map(plain, (*has.free, *lines, *own))),
    )


def _every_key(lines: Sequence[str]) -> frozenset[str]:
    """Every way to read the quantities of the cue's own lines: they may be said as they stand."""
    return frozenset(key for line in lines for quantity in quantities(line) for key in quantity.keys)


def _with_days_around(keys: frozenset[str], has: Held, situation: str, texts: Sequence[str]) -> frozenset[str]:
    """Today's weekday, which everybody knows, and the day after or before when somebody has spoken of it."""
    if not has.today:
        return keys
    at = WEEKDAYS.index(has.today)
    said = "\n".join(map(plain, (situation, *texts)))
    around = [(at + step) % 7 for word, step in (("tomorrow", 1), ("yesterday", -1)) if word in said]
    return keys | {f"w:{WEEKDAYS[each]}" for each in (at, *around)}
