"""Checks each customer line against its cue and scenario before anyone relies on it.

Authored lines are checked once by `scenarios.checking`; a model's line is checked here, every time. The checks look
for what makes a simulated customer useless or unfair: leaving the role, telling what was not asked for, inventing
facts, giving in too soon, speaking for the trainee, leaking instructions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.conversation import Turn
from domain.mood import Tone
from roleplay.state import Cue
from scenarios.model import Fact, Scenario


class Fault(StrEnum):
    EMPTY = "empty"
    ROLE_FLIP = "role_flip"
    EARLY_DISCLOSURE = "early_disclosure"
    INVENTED_NUMBER = "invented_number"
    GAVE_IN = "gave_in"
    SPOKE_FOR_TRAINEE = "spoke_for_trainee"
    LEAK = "leak"
    MARKDOWN = "markdown"
    TOO_LONG = "too_long"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and the words that show it."""

    fault: Fault
    words: str


LONGEST_LINE: Final = 600

_ROLE_FLIP: Final = re.compile(
    r"how (?:can|may) (?:i|we) (?:help|assist)|(?:anything|something) else (?:i|we) can (?:help|do)|"
    r"(?:happy|glad|here) to (?:help|assist) you|i(?:'m| am) (?:here|just here) to help|"
    r"(?:your|the) (?:refund|replacement|order) (?:has been|will be) (?:processed|issued|arranged) by (?:us|me)|"
    r"i(?:'ll| will) (?:look into|check) (?:that|this|it) for you|thank you for (?:contacting|reaching out|calling)|"
    r"sorry for (?:the|any) inconvenience|as (?:an? )?(?:customer service|support) (?:agent|representative)|"
    r"\bwe (?:apologi[sz]e|value your)|valued customer",
    re.IGNORECASE,
)
_LEAK: Final = re.compile(
    r"\bas an ai\b|language model|\bi(?:'m| am) an? (?:ai|assistant|bot|chatbot|program)\b|system prompt|"
    r"my (?:instructions|prompt)|\bpersona\b|\bscenario\b|role-?play|\bthe cue\b",
    re.IGNORECASE,
)
_SPEAKS_FOR: Final = re.compile(
    r"^\s*(?:agent|trainee|support|representative|customer|advisor|user|assistant)\s*:", re.IGNORECASE | re.MULTILINE
)
_MARKDOWN: Final = re.compile(r"(\*\*|__|^#{1,6} |^\s*[-*] |```|^\s*\d+\. )", re.MULTILINE)
_GAVE_IN: Final = re.compile(
    r"(?:that|this) (?:solves|resolves|fixes) (?:everything|it all|my problem)|"
    r"(?:problem|issue) (?:is )?(?:solved|resolved)|"
    r"i(?:'m| am) (?:completely|totally|fully|so|very) (?:happy|satisfied|grateful)|thank you so much|"
    r"you(?:'ve| have) been (?:so|very|incredibly) helpful|no further questions",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"[a-zA-ZÀ-ÿ][\w'-]{3,}")


def audit(text: str, *, scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> tuple[Finding, ...]:
    """The faults of a line, empty when it may stand."""
    return tuple(_faults(text, scenario, cue, history))


def _faults(text: str, scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> Iterator[Finding]:
    if not _LETTER.search(text):
        yield Finding(Fault.EMPTY, text)
        return
    if len(text) > LONGEST_LINE:
        yield Finding(Fault.TOO_LONG, text[LONGEST_LINE:])
    for fault, pattern in (
        (Fault.ROLE_FLIP, _ROLE_FLIP),
        (Fault.LEAK, _LEAK),
        (Fault.SPOKE_FOR_TRAINEE, _SPEAKS_FOR),
        (Fault.MARKDOWN, _MARKDOWN),
    ):
        if match := pattern.search(text):
            yield Finding(fault, match[0])
    # Thanks are for the end, or for a customer who is already at ease.
    if not cue.ending and cue.tone in (Tone.ANGRY, Tone.TENSE) and (match := _GAVE_IN.search(text)):
        yield Finding(Fault.GAVE_IN, match[0])
    if any(turn.text.strip() == text.strip() for turn in history):
        yield Finding(Fault.REPEATED, text)
    known = _known(scenario, cue, history)
    for match in _NUMBER.finditer(text):
        if match[0] not in known:
            yield Finding(Fault.INVENTED_NUMBER, match[0])
            break
    yield from _disclosures(text, scenario, cue, known)


def _known(scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> str:
    """All text that the customer may draw on: their situation, what they have told, what was said and done."""
    facts = [scenario.fact(name) for name in cue.allowed]
    records = [f"{record.label} {record.value}" for record in scenario.desk.records.values()]
    parts = [
        scenario.situation,
        scenario.persona.about,
        str(scenario.persona.age),
        *scenario.brief.good_to_know,
        *records,
    ]
    parts += [_text_of(fact) for fact in facts]
    parts += [line.text for lines in scenario.lines.values() for line in lines]
    parts += [line.text for move in scenario.moves for line in (*move.says, *move.objects)]
    parts += [line.text for line in (*scenario.opening.says, *(line for e in scenario.endings for line in e.says))]
    parts += [turn.text for turn in history]
    return "\n".join(parts)


def _text_of(fact: Fact) -> str:
    return "\n".join([fact.statement, *(line.text for line in fact.says)])


def _disclosures(text: str, scenario: Scenario, cue: Cue, known: str) -> Iterator[Finding]:
    """Facts told too early: two or more words that only the forbidden fact could have brought into the line."""
    spoken = {word.lower() for word in _WORD.findall(text)}
    common = {word.lower() for word in _WORD.findall(known)}
    for name in cue.forbidden:
        telling = {word.lower() for word in _WORD.findall(_text_of(scenario.fact(name)))} - common
        shared = sorted(spoken & telling)
        if len(shared) >= 2:  # one shared word happens by chance
            yield Finding(Fault.EARLY_DISCLOSURE, f"{name}: {', '.join(shared)}")
