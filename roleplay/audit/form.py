"""The outer form of a line: it ends when the conversation ends, is no repetition, has a fitting length, is whole and is
in the language of the conversation.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from domain.conversation import Speaker, Turn
from roleplay.audit.findings import Fault, Finding
from roleplay.audit.known import held
from roleplay.audit.lists import lexicon, phrases
from roleplay.audit.moment import authored_words, pieces_of
from roleplay.audit.role import unquoted
from roleplay.audit.words import plain, sentences, stem, word_runs, words
from roleplay.heads import load_heads
from roleplay.state import Cue, lines_of
from scenarios.model import Scenario


def parting(text: str, scenario: Scenario, cue: Cue) -> Iterator[Finding]:
    spoken = unquoted(text)
    if not cue.ending:
        match = phrases("farewell").search(spoken)
        if match and match[0].strip(" .!") not in authored_words(cue, scenario) and not _refuses_to_part(spoken, match):
            yield Finding(Fault.WRONG_ENDING, f'"{match[0].strip()}" parts, and the conversation goes on')
        return
    presses = phrases("presses_on")
    match = presses.search(spoken)
    authored = authored_words(cue, scenario)
    asks = match and (match[0] in authored or (match[0].strip() == "?" and "?" in authored))
    if match and not asks and not phrases("farewell").search(spoken):
        yield Finding(Fault.WRONG_ENDING, f'"{match[0].strip()}" asks for more, and this is your last line')


def _refuses_to_part(spoken: str, match: re.Match[str]) -> bool:
    """ "Goodbye, is it?", "You say goodbye", "not goodbye yet": the word, and no farewell."""
    start, end = match.span()
    before, after = spoken[max(0, start - 40) : start], spoken[end : end + 40]
    return bool(
        re.search(
            r"\b(?:you|your|not|no|never|say|says|said|saying|a|another|the|that|second|before|until|wish(?:ed)?|"
            r"with|for|than|third|"
            r"twice|much for|this|of|if)\b[^.!?]*$",
            before,
        )
        or re.match(r"[^.!]{0,30}\?|,? (?:is it|you say|already|so soon|twice)", after)
    )


# ---------------------------------------------------------------------------------------------------------------------
# Saying it again, saying too much, saying nothing

_NEAR: Final = 0.8  # share of words in the same order from which a line is one said before
_RUN, _LONG_RUN = 7, 14  # words of the other side in one run: half a line of them, and ever so many
_MIRRORED: Final = {
    "you": "i",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "me": "i",
    "are": "am",
    "were": "was",
    "we": "i",
    "our": "my",
}


def repeating(text: str, history: Sequence[Turn], *, authored: str) -> Iterator[Finding]:
    """Lines that this customer has said before, and lines of the other side's words."""
    own = [turn.text for turn in history if turn.speaker is Speaker.CUSTOMER]
    if _pieced_together(text, own) or any(_repeats(text, each, _stems_in(authored)) for each in own):
        yield Finding(Fault.REPEATED, text)
    elif any(_hands_back(text, turn.text) for turn in _last_asked(history)):
        yield Finding(Fault.PARROTED, text)


def _last_asked(history: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in history if turn.speaker is Speaker.TRAINEE][-3:]


def _hands_back(text: str, theirs: str) -> bool:
    if words(text) == words(theirs):
        return True
    spoken = _mirrored(words(unquoted(text)))
    run = _longest_run(spoken, _mirrored(words(theirs)))
    whole = len(spoken) > 1 and run == len(spoken) and "?" not in text
    return whole or run >= _LONG_RUN or (run >= _RUN and run >= 0.5 * len(spoken)) or (4 <= run >= 0.7 * len(spoken))


def _pieced_together(text: str, earlier: Sequence[str]) -> bool:
    """Whether a line is made of earlier ones: their runs of words in another order, or nothing but their words."""
    mine, telling = word_runs(text, 3), _telling(text)
    before = frozenset[tuple[str, ...]]().union(*(word_runs(each, 3) for each in earlier))
    if len(words(text)) >= _SOME and len(mine & before) >= _PIECED * len(mine):
        return True
    told = frozenset[str]().union(*map(_telling, earlier))
    return len(telling) >= _TELLING and len(telling & told) >= _ALL * len(telling)


def _repeats(text: str, earlier: str, given: frozenset[str]) -> bool:
    """Whether a line is an earlier one over again: nearly word for word, or much of it in words that the cue (`given`,
    as stems) does not ask for."""
    own, said = words(text), words(earlier)
    if len(own) < 2:
        return False
    mine, before = word_runs(text, 3), word_runs(earlier, 3)
    if own == said or (min(len(own), len(said)) >= _FEW and len(mine & before) >= _NEAR * len(mine)):
        return True
    telling = _telling(text)
    if len(telling - given) < 0.5 * len(telling):
        return False
    return len(mine & before) >= max(6, 0.5 * len(mine)) or (
        len(telling) >= _TELLING and len(telling & _telling(earlier)) >= _SAME * len(telling)
    )


_SOME, _PIECED = 8, 0.62  # words, and the share of their runs, from which a line is pieced together from earlier ones
_FEW: Final = 5  # words below which only the same line is a repetition
# Telling words of a line, the share of them that an earlier one had, and that all earlier ones together had.
_TELLING, _SAME, _ALL = 6, 0.7, 0.9


@lru_cache(maxsize=4096)
def _stems_in(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    return frozenset(each for each in _stems_in(text) if len(each) > 3)


@lru_cache(maxsize=4096)
def _mirrored(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem(_MIRRORED.get(each, each)) for each in texts)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    places: dict[str, list[int]] = {}
    for at, theirs in enumerate(other):
        places.setdefault(theirs, []).append(at)
    longest = 0
    before: dict[int, int] = {}  # by the place of its last word, how long the run that ends there is
    for each in one:
        before = {at: before.get(at - 1, 0) + 1 for at in places.get(each, ())}
        longest = max(longest, *before.values(), 0)
    return longest


LONGEST_LINE: Final = 600  # characters, whatever the cue
_ROOM: Final = 190  # characters beside what the cue's own lines take
_LEAST: Final = 320


def length(text: str, scenario: Scenario, cue: Cue) -> Iterator[Finding]:
    most = sum(max((len(line.text) for line in lines_of(scenario, piece)), default=0) for piece in pieces_of(cue))
    limit = min(LONGEST_LINE, max(_LEAST, most + _ROOM))
    if len(text) > limit:
        yield Finding(Fault.TOO_LONG, text[limit:])


_FILLERS: Final = re.compile(
    r"(?:(?:um+|uh+|er+|erm+|h+m+|mm+|ah+|oh+|n/?a|none|null|nothing|silence|no (?:response|reply|answer|comment)|"
    r"empty|blank|pause|…|\.{2,})[\s.,!…]*)+"
)
_HANGS: Final = re.compile(
    r"\b(?:and|or|but|because|the|a|an|to|of|with|for|in|on|at|that|which|who|my|your|is|was|are|were|from|as|if|"
    r"when|than)"
    r"\s*(?:\.\.\.+|…)?$|[,;:(]\s*$|\w-$"
)
_SHORT: Final = 7  # words up to which a line needs no full stop


def emptiness(text: str, scenario: Scenario) -> Iterator[Finding]:
    """Lines without a word, and lines that stop in the middle."""
    line = plain(text)
    if not re.search(r"[^\W\d_]", line) or (_FILLERS.fullmatch(line.strip(" \"'()[]*")) and not _own(line, scenario)):
        yield Finding(Fault.EMPTY, text)
    elif not _punctuates(scenario):
        return
    elif len(words(text)) > 3 and (match := _HANGS.search(line)):
        yield Finding(Fault.EMPTY, f"breaks off at {match[0].strip()!r}")
    elif len(words(text)) > _SHORT and not re.search(r"[.!?…)\"'*]$", line):
        yield Finding(Fault.EMPTY, f"breaks off at {line.split()[-1]!r}")


def _own(line: str, scenario: Scenario) -> bool:
    """Whether this person says so little: "Mm." may be all that somebody ever answers."""
    return any(plain(each.text) == line for lines in scenario.lines.values() for each in lines)


def _punctuates(scenario: Scenario) -> bool:
    """Whether this person ends sentences with a stop."""
    return all(line.text.rstrip().endswith((".", "!", "?", "…", '"', "'")) for line in scenario.opening.says)


# ---------------------------------------------------------------------------------------------------------------------
# Another language

_FOREIGN_LETTER: Final = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]")


_SMALL_WORDS: Final = 2  # small words of a language from which a text is taken to be in it


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language whose small words a text is made of, as a two-letter code; "" when too little tells."""
    found = Counter(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", plain(text)))
    counts = {
        name: sum(times for each, times in found.items() if each in listed)
        for name, listed in lexicon().languages.items()
    }
    best = max(counts, key=lambda name: (counts[name], name == "en"))
    return best if counts[best] >= _SMALL_WORDS else ""


_FOREIGN_SHARE: Final = 0.7  # of a sentence's words, from which it is in no language that is written here
_LEAST_FOREIGN: Final = 3


def _unknown_tongue(sentence: str, scenario: Scenario) -> bool:
    """Whether a sentence is of words that nobody here writes, whatever language that is."""
    spoken = [each for each in re.findall(r"[^\W\d_]+", sentence) if len(each) > 1]
    if len(spoken) < _LEAST_FOREIGN or re.search(r"\d", sentence):
        return False
    known, own = load_heads().background.words, held(scenario).written
    strange = sum(each not in known and stem(each) not in own for each in spoken)
    return strange >= _FOREIGN_SHARE * len(spoken)


def other_language(text: str, scenario: Scenario) -> Iterator[Finding]:
    spoken = language_of("\n".join(line.text for line in scenario.opening.says))
    letters = _FOREIGN_LETTER.findall(text)
    if len(letters) > 2 and not _FOREIGN_LETTER.search(scenario.opening.says[0].text):
        yield Finding(Fault.OTHER_LANGUAGE, "".join(letters[:20]))
        return
    for part in sentences(text):
        if _unknown_tongue(part, scenario):
            yield Finding(Fault.OTHER_LANGUAGE, part)
            return
    for part in (text, *sentences(text)):
        heard = language_of(part)
        if heard and spoken and heard != spoken:
            yield Finding(Fault.OTHER_LANGUAGE, part)
            return
