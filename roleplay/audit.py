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
from roleplay.state import Cue, Source, lines_of
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
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and the words that show it."""

    fault: Fault
    words: str

    @property
    def complaint(self) -> str:
        """What the model is told about it. A fact that may not be told is not named to it here either."""
        name = self.fault.value.replace("_", " ")
        return (
            "told something that nobody has asked about"
            if self.fault is Fault.EARLY_DISCLOSURE
            else f"{name}: {self.words}"
        )


LONGEST_LINE: Final = 600
FEW_WORDS: Final = 2  # telling words from which a line holds a fact; one is shared by chance

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
    if not cue.ending and not cue.settled and (match := _GAVE_IN.search(text)):
        yield Finding(Fault.GAVE_IN, match[0])
    if any(turn.text.strip() == text.strip() for turn in history):
        yield Finding(Fault.REPEATED, text)
    known = _known(scenario, cue, history)
    numbers = set(_NUMBER.findall(known))
    for match in _NUMBER.finditer(text):
        if match[0] not in numbers:
            yield Finding(Fault.INVENTED_NUMBER, match[0])
            break
    yield from _disclosures(text, scenario, cue, known)
    yield from _omissions(text, scenario, cue, history)


def _known(scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> str:
    """All text that the customer may draw on now: their situation, what they have told, what was said, and what the
    cue gives them to say. What stands on the trainee's side, on screen or in the brief, is not theirs to know."""
    parts = [scenario.situation, scenario.persona.about, str(scenario.persona.age)]
    parts += [line.text for line in scenario.opening.says]
    parts += [_text_of(scenario.fact(name)) for name in cue.allowed]
    parts += [line.text for piece in (cue.reaction, *cue.content) if piece for line in lines_of(scenario, piece)]
    parts += [turn.text for turn in history]
    return "\n".join(parts)


def _text_of(fact: Fact) -> str:
    return "\n".join([fact.statement, *(line.text for line in fact.says)])


def _telling(fact: Fact, scenario: Scenario, known: str) -> frozenset[str]:
    """The words that only this fact could bring into a line: not among what is known anyway, nor among the small
    talk of reactions, which never holds a fact."""
    small_talk = "\n".join(line.text for lines in scenario.lines.values() for line in lines)
    return _words(_text_of(fact)) - _words(known) - _words(small_talk)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))


def _disclosures(text: str, scenario: Scenario, cue: Cue, known: str) -> Iterator[Finding]:
    """Facts told too early: two or more words that only the forbidden fact could have brought into the line."""
    spoken = _words(text)
    for name in cue.forbidden:
        shared = sorted(spoken & _telling(scenario.fact(name), scenario, known))
        if len(shared) >= FEW_WORDS:
            yield Finding(Fault.EARLY_DISCLOSURE, f"{name}: {', '.join(shared)}")


def _omissions(text: str, scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> Iterator[Finding]:
    """Facts that the cue gave out and the line does not hold: they would count as told, and were not."""
    spoken = _words(text)
    before = "\n".join([scenario.situation, *(turn.text for turn in history)])
    for piece in cue.content:
        if piece.source is Source.FACT:
            telling = _words(_text_of(scenario.fact(piece.name))) - _words(before)
            if len(spoken & telling) < min(FEW_WORDS, len(telling)):
                yield Finding(Fault.NOT_SAID, scenario.fact(piece.name).statement)
