"""Whether a line keeps back what nobody has asked for, and tells what it had to tell.

A hidden fact shows in a line by its own words, by words that mean the same, by its numbers, names and phrases; what the
customer knows and says anyway counts for nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from domain.conversation import Speaker, Turn
from roleplay.audit.findings import Fault, Finding
from roleplay.audit.known import PHRASE, Known, fact_text, held
from roleplay.audit.lists import lexicon, notions_of
from roleplay.audit.quantities import keys_of, quantities, quantity_keys
from roleplay.audit.stance import holds_back
from roleplay.audit.words import plain, stem, stem_runs, stems, stems_of
from roleplay.state import Cue, Piece, Source, lines_of
from scenarios.model import Fact, Intent, Scenario

_NAME_INSIDE: Final = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?")
ENOUGH: Final = 1.5  # weight of evidence from which a line holds a hidden fact
# What each piece of evidence weighs: a word that only this fact has, one that others have too, a notion, a word of the
# questions around it, a phrase. Names and things that nobody mentions by chance count twice.
_OWN, _SHARED, _ALIKE, _AROUND, _PHRASE = 1.0, 0.5, 1.0, 0.5, 1.0
_MENTIONED: Final = re.compile(r"(?<!your )\b[a-z]+(?:-[a-z]+)*\b")
# Somebody else in the house, without a word for who it is.
_HOUSEHOLD: Final = re.compile(
    r"\b(?:somebody|someone|one of us|another person|a person|an? (?:old|elderly) (?:man|woman|person)|he|she|"
    r"a man|a woman)"
    r"\b[^.!?]{0,30}\b(?:in (?:this|the|my) house(?:hold)?|at home|under this roof|downstairs|upstairs|"
    r"here (?:who|whose|is)|"
    r"lives? (?:with|here)|depends?|relies)\b"
    r"|\b(?:i am|we are) not (?:alone|the only)|\bnot (?:only|just) (?:about )?me\b|\bthere are two of us\b"
)


def fact_faults(text: str, scenario: Scenario, cue: Cue, history: Sequence[Turn], *, known: Known) -> Iterator[Finding]:
    """Facts told that are still to be found out, and facts that had to be told and were not."""
    yield from _disclosures(text, scenario, cue, known)
    yield from _omissions(text, scenario, cue, history)


def _disclosures(text: str, scenario: Scenario, cue: Cue, known: Known) -> Iterator[Finding]:
    has, lists = held(scenario), lexicon()
    new = stems(text) - known.stems - lists.everyday - has.small_talk
    notions = notions_of(new) - notions_of(known.stems)
    mentioned = {
        stem(match[0]) for match in _MENTIONED.finditer(plain(text)) if match[0] in lists.things | lists.family
    }
    phrases = {each for each in stem_runs(text, PHRASE) if set(each) - lists.everyday}
    unheard = phrases.difference(*(stem_runs(each, PHRASE) for each in known.texts))
    stranger = bool(_HOUSEHOLD.search(plain(text))) and not known.stems & lists.kin
    for name in cue.forbidden:
        own, around = new & has.facts[name], (new & has.about[name]) - has.facts[name]
        alike = (notions & has.notions[name]) - notions_of(own)
        if not own and around:
            alike -= notions_of(around)
        numbers = _numbers_of(text, has.fact_keys[name], known)
        weight = (
            sum(_OWN if len(has.in_facts[each]) == 1 else _SHARED for each in own)
            + sum(_OWN for each in own if each in mentioned or _is_name(each, scenario.fact(name)))
            + _ALIKE * len(alike)
            + _AROUND * len(around)
            + _PHRASE * len(unheard & has.phrases[name])
            + len(numbers)
            + (stranger and bool(has.facts[name] & lists.kin))
        )
        if weight >= ENOUGH:
            yield Finding(Fault.EARLY_DISCLOSURE, f"{name}: {', '.join(sorted({*own, *numbers, *around}))}")


def _numbers_of(text: str, keys: frozenset[str], known: Known) -> set[str]:
    """Quantities of the line that this fact has and nothing known has."""
    return {
        quantity.words
        for quantity in quantities(text)
        if quantity.keys & keys and not quantity.keys & known.keys and not quantity.small
    }


def _is_name(found: str, fact: Fact) -> bool:
    return any(stem(plain(each)) == found for each in _NAME_INSIDE.findall(fact_text(fact)))


# ---------------------------------------------------------------------------------------------------------------------
# Left unsaid

_TOUCHED: Final = 3  # everyday words shared with a need's lines from which a line may well say it
_MOST_OF: Final = 0.6  # share of the words of one authored line with which a line says the same


def _omissions(text: str, scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> Iterator[Finding]:
    """What the cue gave out and the line does not hold: facts would count as told, and were not."""
    for piece in cue.content:
        if piece.source is Source.FACT and not _tells(text, scenario, scenario.fact(piece.name), history):
            yield Finding(Fault.NOT_SAID, scenario.fact(piece.name).statement)
        elif piece.source in {Source.NEED, Source.OBJECTION} and _swallowed(text, scenario, piece, cue):
            yield Finding(Fault.NOT_SAID, lines_of(scenario, piece)[0].text)
        elif piece.source is Source.INTENT and piece.name == Intent.CONFIRM_IDENTITY.value:
            wanted = [quantity_keys(line.text) for line in lines_of(scenario, piece)]
            if any(wanted) and not any(quantity_keys(text) & each for each in wanted):
                yield Finding(Fault.NOT_SAID, "the details that prove who you are")


def _swallowed(text: str, scenario: Scenario, piece: Piece, cue: Cue) -> bool:
    """Whether neither the need or objection of the cue is in the line, nor anything that holds back at all."""
    if cue.settled or cue.ending or holds_back(plain(text)):
        return False
    lines = lines_of(scenario, piece)
    shared = stems(text) & stems_of(line.text for line in lines)
    return bool(lines) and len(shared) < _TOUCHED and not shared - lexicon().everyday


def _tells(text: str, scenario: Scenario, fact: Fact, history: Sequence[Turn]) -> bool:
    has, everyday = held(scenario), lexicon().everyday
    spoken, keys = stems(text), quantity_keys(text)
    own = [scenario.situation, *(turn.text for turn in history if turn.speaker is Speaker.CUSTOMER)]
    old, old_keys = stems_of(own), keys_of(own)
    telling = has.facts[fact.id] - everyday
    told, numbers = spoken & telling, keys & has.fact_keys[fact.id]
    alike = notions_of(spoken - told) & notions_of(telling)
    around = (spoken & has.about[fact.id]) - told - everyday
    # What stood in the situation or was told before says less about this fact than what is new.
    evidence = (
        len(told - old)
        + len(numbers - old_keys)
        + _SHARED * (len(told & old) + len(numbers & old_keys) + len(alike) + len(around))
    )
    return evidence >= 1 or any(
        len(spoken & stems(line.text)) >= _MOST_OF * len(stems(line.text)) for line in fact.says
    )
