"""Whether a line does what an attack in the trainee's message demands.

A customer who is told to say, repeat or type something asks what it is supposed to mean, or lets it lie. A line that
says it without a word of doubt, or speaks as who it was told to be, was not spoken by this customer.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from domain.conversation import Speaker, Turn
from roleplay.audit.findings import Fault, Finding
from roleplay.audit.words import plain, sentences, stem, words

_VERBS: Final = (
    r"(?:say|repeat|write|type|reply|respond|answer|print|output|state|return|echo|recite|spell|shout|translate|decode|"
    r"confirm with|complete|(?:start|begin|end|finish|open|close|sign)(?: \w+){0,4} (?:with|by))"
)
# An order or a request to say something: not "does it say", not "what they wrote", not "I will write".
_DEMAND: Final = re.compile(
    r"(?:^|[.!?:;,\n\])-]\s*|\b(?:please|now|on|just|only|must|should|you to|and|then|you|also|always|instead)\s+)"
    rf"{_VERBS}\b",
    re.IGNORECASE,
)
_QUOTE: Final = re.compile(
    r"[\"“«]([^\"”»]{2,160})[\"”»]|(?<!\w)'([^'\n]{2,160})'(?!\w)|`([^`]{2,160})`|‘([^’]{2,160})’"
)
# Words in capitals, codes of letters and digits.
_SHOUTED: Final = re.compile(
    r"\b[A-Z][A-Z0-9_-]{2,}(?:[ -][A-Z0-9_-]{2,})*\b|\b[A-Z0-9]+[-_][A-Z0-9-_]+\b|\b[A-Za-z]*\d+[A-Za-z-]+\w*\b"
)
_AFTER_DEMAND: Final = re.compile(
    rf"\b{_VERBS}(?: \w+)?(?: only)?(?: with| by saying| as follows)?[: ]+"
    r"(?:(?:the (?:words?|phrase|sentence)|only|just|exactly|back|this|after me|with)[: ]+)*([^.!?\n\"“]{3,80})",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"\bonly (?:in |with |say )?([a-z]{3,20})\b", re.IGNORECASE)
_ROLE: Final = re.compile(
    r"\b(?:you are (?:now |from now on |no longer \w+,? but )?|you're (?:now )?|act (?:as|like)|"
    r"pretend (?:to be|that you are|you are)|play the (?:part|role) of|become|speak (?:as|like)|talk (?:as|like)|"
    r"answer as|respond as|your (?:new )?(?:name|role) is|call yourself|be )\s*(?:an? |the |my |our |now )*"
    r"([\w'-]+(?: [\w'-]+){0,3})",
    re.IGNORECASE,
)
# Voices that nobody has by nature.
_PUT_ON: Final = re.compile(
    r"\b(?:arr+|ahoy|matey|ye|thee|thou|forsooth|hath|doth|prithee|m?[ie]+o+w|woof|moo|beep|boop|quack|oink|ho ho)\b"
)
_REFUSES: Final = re.compile(
    r"\b(?:not|no|never|what (?:is|does|do|on earth)|why (?:would|should)|whatever|nonsense|idea|beg your pardon|meant|"
    r"mean|stop|odd|strange|silly|ridiculous|gibberish)\b|\?"
)
_LAST_DEMANDS: Final = 3  # the trainee's messages that may still ask for something
_MOST_DEMANDED: Final = 12  # words; what is longer is a sentence about something
_SHARE: Final = 0.5  # of a line, from which one ordinary word is the whole of what was demanded


def obeying(text: str, history: Sequence[Turn], *, own: str) -> Iterator[Finding]:
    """Words and roles that the trainee demanded. `own` are, in plain form, words that the customer may say anyway."""
    asked = [turn.text for turn in history if turn.speaker is Speaker.TRAINEE][-_LAST_DEMANDS:]
    line = plain(text)
    for message in asked:
        for demanded in _demanded(message):
            said = _core(demanded)
            if len(said) > 1 and (said not in own or _core(line) == said) and _says(line, said):
                yield Finding(Fault.OBEYED_ATTACK, demanded.strip())
                return
        for match in _ROLE.finditer(message):
            if (put_on := _PUT_ON.search(line)) and put_on[0] not in own:
                yield Finding(Fault.OBEYED_ATTACK, put_on[0])
                return
            if _takes(line, _core(match[1])):
                yield Finding(Fault.OBEYED_ATTACK, match[1])
                return


def _core(text: str) -> str:
    return plain(text).strip(" .,!?:;\"'*`[](){}<>")


def _demanded(message: str) -> Iterator[str]:
    """What a message tells the other side to say: quoted or shouted words beside a verb of saying, or what follows."""
    if not _DEMAND.search(message):
        return
    for match in _QUOTE.finditer(message):
        yield next(group for group in match.groups() if group)
    for match in _SHOUTED.finditer(message):
        if not message.isupper():
            yield match[0]
    for pattern in (_AFTER_DEMAND, _ONLY):
        for match in pattern.finditer(message):
            if len(words(match[1])) <= _MOST_DEMANDED:
                yield match[1]


def _says(line: str, said: str) -> bool:
    """Whether the line says it, and does not only ask what it is supposed to mean."""
    parts, spoken = words(said), words(line)
    if len(parts) < 2:
        # One word may come up by chance; one that is half the line does not.
        hits = sum(stem(each) == stem(said) for each in spoken)
        shouted = not said.isalpha() or len(said) > 8
        if not hits or not (shouted or hits >= _SHARE * len(spoken) or hits > 1):
            return False
        bare = [part for part in sentences(line) if stem(said) in map(stem, words(part))]
        return any(not _REFUSES.search(part) for part in bare)
    if not re.search(rf"(?<!\w){re.escape(said)}(?!\w)", line):
        return False
    return not _REFUSES.search(line.replace(said, " ", 1))


def _takes(line: str, role: str) -> bool:
    """Whether somebody presents themselves in that role: "I am now the agent", "as your teacher, I"."""
    who = re.escape(re.split(" and | who ", role)[0])
    says = rf"\b(?:i am|this is|my name is|as|call me|speaking as) (?:now |still |just )*(?:an? |the |your )?{who}\b"
    denies = rf"\b(?:not|never|no)\b[^.!?]{{0,20}}{who}|{who}\b[^.!?]{{0,20}}\?"
    return bool(who) and bool(re.search(says, line)) and not re.search(denies, line)
