"""Whether a better wording that a model made may be shown to a trainee. Code decides; a model only words.

Always holds for a text that passes: it is plain, short and not the trainee's own message again; no number, name, time,
promise or event stands in it that stands neither in the conversation up to there, nor in what the trainee's screen
shows of the case, nor in the authored wording; and the reader finds something good in it and nothing bad. What is in
doubt does not pass: the authored wording is there and costs nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.acts import Act
from domain.conversation import Transcript, Turn
from domain.reading import Reading
from evaluation.agent_words import sentences
from evaluation.coaching import load_coaching
from evaluation.sightings import FAULTS
from roleplay.audit.inventions import inventions
from roleplay.audit.known import Known, held
from roleplay.audit.quantities import keys_of
from roleplay.audit.words import plain, stem, stems_of, word_runs, words
from scenarios.model import Scenario

MOST_SENTENCES: Final = 3
MOST_WORDS: Final = 60
RUN: Final = 3  # words in a row by which a message is known again
AGAIN: Final = 0.6  # share of them from which it is the same message
_QUOTED: Final = re.compile(r'["“]([^"“”]*)["”]')
_MARKS: Final = re.compile(r"[*_#`<>{}\[\]|]|^\s*(?:[-•]|\d+[.)])\s|^\s*\w+:\s", re.MULTILINE)
_ABOUT_ITSELF: Final = re.compile(
    r"^(?:sure|certainly|of course)[,!.]|\b(?:wording|worded|rephrase\w*|rewrit\w+|trainee|better version|instead of)\b"
)
_TIMES: Final = frozenset(
    words(
        """today tonight tomorrow yesterday morning afternoon evening night noon midday midnight weekend week weeks
        fortnight month months year years day days hour hours"""
    )
)
_DEED: Final = re.compile(
    r"\b(?:i|we) (?:will|am going to|are going to|can) "
    r"(?:now |also |then |personally |gladly |just |not only )*([a-z]+)"
)
# What one may always say that one will do: it is done in the conversation itself.
_ALWAYS: Final = stems_of(
    ["look see check tell be listen read start begin take keep say ask put work get find help stay"]
) | {stem("do"), stem("be"), stem("go")}
# What says nothing to anybody's matter.
_COURTESIES: Final = frozenset({Act.GREET, Act.THANK, Act.CLOSE, Act.PERSONALISE})


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the wording would stand: instead of `message`, after `before`. `pattern` is the authored wording, `reads`
    the reader at this place."""

    scenario: Scenario
    transcript: Transcript
    before: Sequence[Turn]
    message: Turn
    pattern: str
    reads: Callable[[str], Reading]


def bare(text: str) -> str:
    """The words alone: one line, without the quotation marks that models put around what they are asked to word."""
    line = " ".join(text.split())
    whole = _QUOTED.fullmatch(line)
    return whole[1].strip() if whole else line


def fault_in(text: str, moment: Moment) -> str:
    """What keeps a wording from being shown, in a few words for the records; "" when nothing does."""
    return next(_faults(text, moment), "")


def case_texts(scenario: Scenario, transcript: Transcript, *, until: int) -> tuple[str, ...]:
    """What the trainee's screen showed by the turn `until`: brief, desk and policy, and what the desk had answered."""
    brief, desk = scenario.brief, scenario.desk
    return (
        *(brief.company, brief.role, brief.situation, *brief.goals, *brief.good_to_know),
        scenario.persona.name,
        *(f"{record.label}: {record.value}" for record in desk.records.values()),
        *desk.policy,
        *(f"{action.label}. {action.description}" for action in desk.actions),
        *(option for action in desk.actions for field in action.parameters for option in field.options),
        *(entry.result for entry in transcript.desk if entry.after_turn < until),
    )


def _faults(text: str, moment: Moment) -> Iterator[str]:
    if not any(letter.isalpha() for letter in text):
        yield "no words"
        return
    if _MARKS.search(text):
        yield "not plain text"
    if _ABOUT_ITSELF.search(plain(text)):
        yield "speaks about itself"
    if len(sentences(text)) > MOST_SENTENCES or len(words(text)) > MOST_WORDS:
        yield "too long"
    if any(_again(text, turn.text) for turn in (*moment.before, moment.message)):
        yield "said already"
    known = _known(moment)
    yield from (f"made up: {found.words}" for found in inventions(text, moment.scenario, known))
    yield from _unknown(text, known)
    yield from _read(moment.reads(text))


def _again(text: str, said: str) -> bool:
    runs = word_runs(text, RUN)
    return plain(text) == plain(said) or (bool(runs) and len(runs & word_runs(said, RUN)) >= AGAIN * len(runs))


def _known(moment: Moment) -> Known:
    texts = (
        *case_texts(moment.scenario, moment.transcript, until=moment.message.number),
        *(turn.text for turn in moment.before),
        moment.message.text,
        moment.pattern,
    )
    return Known(
        texts=texts,
        stems=stems_of(texts) | _vocabulary(),
        keys=keys_of(texts),
        today=held(moment.scenario).today,
        reckoned=frozenset(),
        own="\n".join(map(plain, texts)),
    )


def _vocabulary() -> frozenset[str]:
    """How one speaks to a customer, whatever the case: the stems of the authored wordings."""
    return stems_of(each.text for advice in load_coaching().criteria.values() for each in advice.wordings)


def _unknown(text: str, known: Known) -> Iterator[str]:
    """Times and deeds that nobody spoke of, everyday words as they are."""
    heard = frozenset(word for each in known.texts for word in words(each))
    if times := (_TIMES & set(words(text))) - heard:
        yield f"a time from nowhere: {min(times)}"
    done = stems_of(known.texts)
    for match in _DEED.finditer(plain(text)):
        deed = stem(match[1])
        if deed not in _ALWAYS and deed not in done:
            yield f"a promise from nowhere: {match[0]}"


def _read(reading: Reading) -> Iterator[str]:
    acts = [found.what for found in reading.acts]
    if bad := [act.value for act in acts if act in FAULTS]:
        yield f"reads as {bad[0]}"
    if reading.odd:
        yield f"reads as {reading.odd[0].what.value}"
    if reading.but_cancels:
        yield "a but that takes it back"
    if not set(acts) - FAULTS - _COURTESIES and not reading.moves and not reading.asked_facts:
        yield "nothing good is read in it"
