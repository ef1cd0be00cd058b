"""Whether the customer holds their ground: gives way no sooner than the cue does, and takes nothing absurd for real.

What is right to say is measured by the cue: whatever its own authored lines say, a model's line may say.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from domain.endings import EndingKind
from domain.mood import Tone
from roleplay.audit.findings import Fault, Finding
from roleplay.audit.lists import phrases
from roleplay.audit.moment import authored_words, holds_against, softens, strays, unbelieved
from roleplay.audit.role import unquoted
from roleplay.audit.words import sentences
from roleplay.state import Cue
from scenarios.model import Scenario

_SOUR: Final = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|neither|nor|but|still|yet|only|suppose|another|again|however|instead|"
    r"hardly|"
    r"unless|without|believe it when|we shall see|we will see|until|if|rather|although|though|all the same|i hope|"
    r"too late|"
    r"for once|at last|finally|how (?:nice|lovely|kind|generous) for|i am sure it is|or so|apparently|evidently)\b|\?"
)
_NEGATED: Final = re.compile(
    r"\b(?:not|no|never|hardly|nobody|nothing|if|until|unless|when|would sooner|cannot|neither|nor|were|once|"
    r"before|than|like to)\b[^.,;!?]{0,40}$"
)


def holds_back(text: str) -> bool:
    """Whether anything in the text holds back: a no, a but, a question, a doubt."""
    return bool(_SOUR.search(text))


def giving_in(text: str, scenario: Scenario, cue: Cue) -> Iterator[Finding]:
    """A customer who is won over before the note says so, or who goes along with what nobody can mean."""
    spoken, authored = unquoted(text), authored_words(cue, scenario)
    if (unbelieved(cue) or strays(cue)) and (found := _complies(spoken, authored)):
        yield Finding(Fault.ACCEPTED_ABSURDITY, found)
        return
    if unbelieved(cue) and (found := _plays_along(spoken, authored)):
        yield Finding(Fault.ACCEPTED_ABSURDITY, found)
        return
    if cue.settled or (cue.ending and scenario.ending(cue.ending).kind is EndingKind.RESOLVED):
        return
    upset = cue.tone in {Tone.TENSE, Tone.ANGRY}
    soft = softens(cue, scenario)
    if (upset or not soft) and (found := _won_over(spoken, authored)):
        yield Finding(Fault.GAVE_IN, found)
        return
    # Who leaves may well say "we are done": only gladness would be wrong there.
    groups = [] if cue.ending else ["settles"]
    if upset or not soft:
        groups.append("gush")
    if not soft and not cue.ending and holds_against(cue, scenario):
        groups += ["accepts", "yields"] if upset else ["accepts"]
    if found := _unopposed(spoken, authored, groups):
        yield Finding(Fault.GAVE_IN, found)


def _complies(spoken: str, authored: str) -> str:
    """The words with which a sentence does what was asked or counts on it, and holds nothing back."""
    for part in sentences(spoken):
        match = phrases("complies").search(part)
        if match and match[0].strip(" .,!") not in authored and not holds_back(part.replace(match[0], " ", 1)):
            return match[0]
    return ""


def _won_over(spoken: str, authored: str) -> str:
    for match in phrases("won").finditer(spoken):
        asked = re.match(r"[^.!?]*\?", spoken[match.end() :])
        theirs = re.match(r"you are|your|you", match[0]) is None and re.search(
            r"\byou (?:are|were|sound|seem) $", spoken[: match.start()]
        )
        if match[0] not in authored and not asked and not theirs and not _NEGATED.search(spoken[: match.start()]):
            return match[0]
    return ""


def _unopposed(spoken: str, authored: str, groups: Sequence[str]) -> str:
    """The first match that the cue's own lines do not have and that its sentence and the next do not take back."""
    parts = sentences(spoken)
    for group in groups:
        for at, part in enumerate(parts):
            match = phrases(group).search(part)
            if not match or match[0].strip(" .,!") in authored:
                continue
            own = part.replace(match[0], " ", 1)
            after = " ".join(parts[at + 1 : at + 2])
            if not holds_back(own) and not holds_back(after):
                return match[0]
    return ""


def _plays_along(spoken: str, authored: str) -> str:
    """The words with which a line takes for real what nobody can mean; "" when it does not, or shows that it knows."""
    if phrases("disbelieves").search(spoken):
        return _won_over(spoken, authored)
    match = next((each for each in phrases("engages").finditer(spoken) if each[0] not in authored), None)
    return match[0] if match else _won_over(spoken, authored)
