"""How values are said on the screens: one wording everywhere, sentence case, plain words."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from domain.mood import Ceiling
from domain.people import Purpose

PURPOSE_WORDS: Final = {
    Purpose.PRACTICE: "Private practice",
    Purpose.SHARED: "Shared with the trainer",
    Purpose.FORMAL: "Formal",
}
PURPOSE_MEANING: Final = {
    Purpose.PRACTICE: "Yours alone. Neither your trainer nor HR sees the words or the scores.",
    Purpose.SHARED: "Your trainer can read the conversation, the scores and the debrief. HR sees none of it.",
    Purpose.FORMAL: "Your trainer can read it. HR sees that you completed it, when, and the scores; never the words.",
}
CEILING_WORDS: Final = {Ceiling.GENTLE: "Gentle", Ceiling.FIRM: "Firm", Ceiling.FULL: "Full"}
CEILING_MEANING: Final = {
    Ceiling.GENTLE: "Let down, but civil throughout.",
    Ceiling.FIRM: "Short with you, never boiling over.",
    Ceiling.FULL: "As angry as real people get.",
}
DIFFICULTY_WORDS: Final = {1: "Easier", 2: "Moderate", 3: "Hard"}
CHANNEL_WORDS: Final = {"chat": "Chat", "phone": "Phone", "shop": "In the shop", "e-mail": "E-mail"}
# What scenarios name as their skills: acts and criteria of the rubric, in the words of somebody who trains them.
_SKILL_WORDS: Final = {
    "ask_open": "asking openly",
    "check_understanding": "checking that you understood",
    "close": "closing well",
    "commit_action": "committing to an action",
    "confirm_resolution": "confirming that it is solved",
    "continuity": "not making them repeat",
    "de_escalation": "calming down",
    "explain_cause": "explaining the cause",
    "long_term": "thinking beyond today",
    "loop_closed": "closing the loop",
    "name_feeling": "naming the feeling",
    "need_found": "finding the need",
    "offer_option": "offering options",
    "personalise": "making it personal",
    "refuse_with_reason": "saying no with a reason",
    "respect": "staying respectful",
    "set_expectation": "saying what happens when",
    "solution": "finding the right solution",
    "specific_apology": "a real apology",
    "take_ownership": "taking ownership",
    "validate": "taking the feeling seriously",
    "verify_identity": "checking who it is",
    "warm_transfer": "handing over well",
}


def sentence_case(word: str) -> str:
    """An id or a lower-case word as a label: "need_found" is "Need found"."""
    plain = word.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def skill(word: str) -> str:
    """A scenario's skill in the middle of a sentence: "need_found" is "finding the need"."""
    return _SKILL_WORDS.get(word, sentence_case(word).lower())


def _here(when: datetime) -> datetime:
    """The same moment by the clock of whoever looks, where their browser says what that is; else in UTC."""
    try:
        return when.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):  # a browser may say what it likes
        return when


def _day_of(when: date | datetime) -> date:
    return _here(when).date() if isinstance(when, datetime) else when


def day(when: date | datetime) -> str:
    """ "Friday 6 March 2026", the same whatever the locale of the server."""
    on = _day_of(when)
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def short_day(when: date | datetime) -> str:
    """ "6 Mar 2026"."""
    on = _day_of(when)
    return f"{on.day} {on:%b} {on.year}"


def month_name(when: date) -> str:
    """ "March 2026"."""
    return f"{when:%B} {when.year}"


def moment(when: datetime) -> str:
    """ "6 Mar 2026, 15:05 CET"."""
    return f"{short_day(when)}, {_here(when):%H:%M %Z}"


def score(value: float | None) -> str:
    """A score on 1..5, or that there is none."""
    return "not scored" if value is None else f"{value:.1f} of 5"


def count(number: int, one: str, many: str = "") -> str:
    """ "1 person", "3 people"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def message_number(turn: int) -> int:
    """The how-manieth message of the trainee a turn of theirs is, counted from 1: the customer opens with turn 0, and
    both take turns."""
    return (turn + 1) // 2
