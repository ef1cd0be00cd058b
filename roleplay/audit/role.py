"""Who is speaking: whether a line is this customer's own words and nothing else.

Looks for the voice of the desk (offers, apologies, closings of an agent), for talk about the exercise or its
instructions, and for what is no speech at all: labels, stage directions, formatting. Works on wording alone; words in
quotation marks are somebody else's, so a customer may quote an agent.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from domain.conversation import Speaker, Turn
from roleplay.audit.findings import Fault, Finding
from roleplay.audit.known import held
from roleplay.audit.lists import lexicon, phrases
from roleplay.audit.voice import desk_score
from roleplay.audit.words import plain, sentences, stem, stems, word_runs, words
from scenarios.model import Scenario

_EMOJI: Final = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23fa\ufe0f\U0001f1e6-\U0001f1ff]|<3"
    r"|(?:^|\s)[:;]-?[()DPp](?=\s|$|[.!])"
)
_MARKDOWN: Final = re.compile(
    r"\*\*|(?<!\w)__\w|^\s{0,3}#{1,6} |^\s*[-*•·–] |```|`[^`]+`|^\s*\d{1,2}[.)] |\[[^\]]+\]\([^)]+\)|"
    r"</?[a-z][a-z0-9]*[ />]"
    r"|^\s*\|.*\||^\s*[{\[]\s*[\"'{\[]|^>\s|^\s*(?:---+|===+|\*\*\*+)\s*$|\\n|&(?:amp|nbsp|quot);|~~",
    re.MULTILINE | re.IGNORECASE,
)
_STAGE: Final = re.compile(
    r"(?<![\w*])\*[^*\n]{1,120}\*(?![\w*])|(?<!\w)_[^_\n]{2,80}_(?!\w)|\[[^\]\n]{2,120}\]|<[^<>\n]{2,80}>"
    r"|\((?:[^)\n]{0,60}\b)?(?:sigh|paus|hang|laugh|silen|typ(?:e|ing)|look|shak|roll|mutter|groan|beat\b|click|"
    r"disconnect|leav"
    r"|log|angr|calm|voice|tone|quiet|cold|dry|smil|chuckl|scoff|wait|frown|cough|grit|softly|visibly|still upset|"
    r"end(?:s|ing|ed)?\b"
    r"|close|under (?:his|her|my) breath|reluctan|frustrat|tense|warm|sarcas|deadpan|no response|"
    r"inaudible)[^)\n]{0,80}\)"
    r"|^(?:sighs?|pauses?|long pause|groans?)\b(?=[.,:…]|$)|^silence\b(?=[.:…]|$)|(?:^|\s)~[^~]{2,40}~",
    re.IGNORECASE | re.MULTILINE,
)
_LABELS: Final = (
    "agent|trainee|support|representative|rep|customer|client|advis[eo]r|user|assistant|you|me|staff|operator|"
    "system|director|"
    "narrator|employee|colleague|technician|note|tone|mood|reply|response|answer|line|customer service|human|ai|bot"
)
# "What you do: it is not decided": a heading and what belongs under it.
_HEADING: Final = re.compile(
    r"^(?:(?:what|how|why|where|when|who)(?: [\w']+){1,3}|(?:(?:the|my|your|next|current|first) )?(?:goal|mood|topic|"
    r"subject|situation|context|action|step|statement|summary|thoughts?|feelings?|objective|emotion|intent)):\s",
    re.IGNORECASE,
)
_SELF_NARRATED: Final = re.compile(
    r'[,.!?…]" (?:i|she|he) (?:say|reply|type|answer|mutter|snap|add|sigh|respond|think)s?\b'
    r"|\b(?:you|the agent|the other person) (?:say|says|reply|replies|respond|responds|answer|answers|type|"
    r'types)[:,] ?"'
    r"|\bi (?:sigh|pause|hang up|roll my eyes|cross my arms|slam|raise my voice|lean back|take a deep breath)\b[ ,.]"
)
_QUOTED: Final = re.compile(r'"[^"]{1,300}"|(?<![\w])\'[^\'\n]{4,200}\'(?![\w])')


def unquoted(text: str) -> str:
    """The text, plain, without what stands in quotation marks: those words are somebody else's."""
    return _QUOTED.sub('""', plain(text))


def role_faults(text: str, scenario: Scenario, history: Sequence[Turn], *, authored: str) -> Iterator[Finding]:
    """Faults of voice and form, at most one of each kind. `authored` are the lines of the cue in plain form."""
    seen = set[Fault]()
    for finding in _voices(text, scenario, history, authored):
        if finding.fault not in seen:
            seen.add(finding.fault)
            yield finding


def _voices(text: str, scenario: Scenario, history: Sequence[Turn], authored: str) -> Iterator[Finding]:
    spoken = unquoted(text)
    heard = "\n".join(plain(turn.text) for turn in history if turn.speaker is Speaker.TRAINEE)
    for fault in (Fault.ROLE_FLIP, Fault.HELPER_TALK, Fault.COMMENT_ON_EXERCISE, Fault.LEAK):
        found = phrases(fault.value).finditer(spoken)
        matches = (match for match in found if not (match[0] in authored or _turned_down(spoken, match, heard)))
        if match := next(matches, None):
            yield Finding(fault, match[0])
    if words_of_desk := _desks_voice(spoken, authored):
        yield Finding(Fault.ROLE_FLIP, words_of_desk)
    if read := _reads_out(text, scenario, own=" ".join(words(authored))):
        yield Finding(Fault.LEAK, read)
    yield from _names_itself(spoken, scenario)
    yield from _turned_round(spoken, scenario, authored)
    yield from _decides_for_them(spoken, heard, authored)
    yield from _told_about(spoken, scenario, heard)
    yield from _other_voices(text, scenario)
    if (match := _MARKDOWN.search(text)) or ((match := _EMOJI.search(text)) and not _has_signs(scenario)):
        yield Finding(Fault.MARKDOWN, match[0])


def _has_signs(scenario: Scenario) -> bool:
    """Whether this person uses emoji or smileys themselves."""
    return any(_EMOJI.search(line.text) for lines in scenario.lines.values() for line in lines)


_OF_ONESELF: Final = re.compile(r"\b(?:i|my|we|our)\b")
_DENIAL: Final = re.compile(
    r"\b(?:not|no|never|neither|nor|nothing|none|nobody|what (?:is|are)|whatever|what on earth)\b|\?"
)


def _turned_down(spoken: str, match: re.Match[str], heard: str) -> bool:
    """Whether the customer only takes up the other person's word, to wave it away."""
    if match[0] not in heard or _OF_ONESELF.search(match[0]):
        return False
    start = max((spoken.rfind(mark, 0, match.start()) for mark in ".!?"), default=-1)
    end = min((at for mark in ".!?" if (at := spoken.find(mark, match.end())) >= 0), default=len(spoken))
    return bool(_DENIAL.search(spoken[start + 1 : end + 1]))


# Log odds from which a statement, a question about "your" things and any other question is the desk's: customers ask
# much as the desk does.
_DESKS, _DESKS_YOUR, _DESKS_QUESTION = 2.9, 3.6, 4.4
_LEAST_WORDS: Final = 4
_OWN_WORDS: Final = 0.5  # share of a sentence's telling words with which it only says what the cue says


def _desks_voice(spoken: str, authored: str) -> str:
    """The first sentence that no customer would say so, as far as what is authored for both sides tells."""
    given = stems(authored)
    for part in sentences(spoken):
        telling = stems(part) - lexicon().everyday
        if len(words(part)) < _LEAST_WORDS or len(telling & given) > _OWN_WORDS * len(telling):
            continue
        enough = _DESKS
        if part.endswith("?"):
            enough = _DESKS_YOUR if " your " in part else _DESKS_QUESTION
        if desk_score(part) > enough:
            return part
    return ""


_READ_OUT: Final = 6  # words in one run, shared with the page that the model is given, that are no chance any more


def _reads_out(text: str, scenario: Scenario, *, own: str) -> str:
    """Words of the model's own page: how this person sounds, or how they are described."""
    spoken = word_runs(text, _READ_OUT)
    shared = spoken & word_runs(scenario.persona.about, _READ_OUT) or word_runs(text, _READ_OUT - 2) & word_runs(
        scenario.persona.voice, _READ_OUT - 2
    )
    return next((run for run in map(" ".join, sorted(shared)) if run not in own), "")


def _names_itself(spoken: str, scenario: Scenario) -> Iterator[Finding]:
    """The customer's own name as others use it: in the third person, or to address somebody."""
    names = [re.escape(part) for part in plain(scenario.persona.name).split()]
    if not names:
        return
    first, last = names[0], names[-1]
    company = re.escape(plain(scenario.brief.company).split(",")[0])
    third = re.search(
        rf"\b{first}(?: {last})? (?:would|might|could|will|is|was|has|had|says?|said|sighs|replies|responds|feels|"
        rf"looks|"
        rf"pauses|seems|remains|continues|wants|needs|thinks|types|does|did)\b|\b{first}'s (?:response|reply|line|"
        rf"mood|feelings)",
        spoken,
    )
    if third:
        yield Finding(Fault.COMMENT_ON_EXERCISE, third[0])
    addressed = re.search(
        rf"(?:^|[.!?,;] )(?:mrs?|ms|miss)\.? {last}[,.!?]"
        rf"|(?:^|[.!?] |\b(?:hi|hello|dear|sorry|okay|thanks|thank you|understood|afternoon|evening|"
        rf"morning),? ){first}[,!]"
        rf"|, {first}[,.!?]|\b(?:hi|hello|dear) (?:mrs?|ms|miss)\.? {last}",
        spoken,
    )
    if addressed:
        yield Finding(Fault.ROLE_FLIP, addressed[0])
    if match := re.search(
        rf"\b(?:here at|we at|at) {company},? (?:we|i)\b|\bhere at {company}\b|\bfrom {company} (?:here|speaking)"
        rf"|this is \w+ (?:from|at) {company}|welcome to {company}",
        spoken,
    ):
        yield Finding(Fault.ROLE_FLIP, match[0])


_YOU_WILL: Final = re.compile(
    r"(?:^|[.!?] )you (?:will|are going to) (?!not\b|never\b|have to\b|see\b|find\b|forgive\b|"
    r"excuse\b|pardon\b|notice\b|"
    r"understand\b|know\b|want\b|hear\b|remember\b|have (?!the|your)|be (?:hearing|glad|pleased|sorry|aware|the)\b|"
    r"tell me\b|say\b|think\b|need\b|get (?:a|the|my) (?:letter|review)|allow\b|agree\b|recall\b|"
    r"do\b|recogni[sz]e\b|gather\b|appreciate\b)([a-z]+)([^.!?]*)([.!?]|$)"
)


def _decides_for_them(spoken: str, heard: str, authored: str) -> Iterator[Finding]:
    """ "You will send it tomorrow" out of nowhere: what the desk does is the desk's to say."""
    for match in _YOU_WILL.finditer(spoken):
        if stem(match[1]) not in stems(heard) | stems(authored) and match[3] != "?" and " if " not in match[2]:
            yield Finding(Fault.ROLE_FLIP, match[0])
            return


_NARRATED: Final = re.compile(
    r"^(?:she|he) (?:has|is|was|had|says?|said|wants?|feels?|looks?|sighs?|does|did|will|would|"
    r"asks?|replies|thinks?|knows?|needs?)\b"
    r"|\byou (?:have|had) (?:\w+ ){0,3}(?:told|tell|asked|answered|given|shown|promised) (?:her|him)\b"
)


def _told_about(spoken: str, scenario: Scenario, heard: str) -> Iterator[Finding]:
    """The customer in the third person: somebody else is telling the story."""
    match = _NARRATED.search(spoken)
    if match and not re.search(r"\b(?:she|he|her|him|who)\b|\?", heard) and not held(scenario).case & lexicon().kin:
        yield Finding(Fault.COMMENT_ON_EXERCISE, match[0])


def _turned_round(spoken: str, scenario: Scenario, authored: str) -> Iterator[Finding]:
    """ "Your father" from somebody whose father it is."""
    kin = held(scenario).mine & lexicon().family
    for match in re.finditer(r"\byour (?:own |late |poor |dear |old |lovely )*([a-z]+)\b", spoken):
        if match[1] in kin and match[0] not in authored:
            yield Finding(Fault.ROLE_FLIP, match[0])
            return


def _other_voices(text: str, scenario: Scenario) -> Iterator[Finding]:
    names = "|".join(re.escape(part) for part in scenario.persona.name.split())
    others = re.search(r"\n\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?:\s", text)
    label = others or re.search(
        rf"^\s*[\"'*]*(?:{_LABELS}|{names}|{re.escape(scenario.persona.name)})[*\"']*\s*:", text, re.I | re.M
    )
    if label:
        yield Finding(Fault.SPOKE_FOR_TRAINEE, label[0])
    elif text.count("“") != text.count("”") or text.count('"') % 2:
        yield Finding(Fault.SPOKE_FOR_TRAINEE, "a quotation mark without its other half")
    elif (
        (match := _HEADING.search(text))
        or (match := _STAGE.search(text))
        or (match := _SELF_NARRATED.search(plain(text)))
    ):
        yield Finding(Fault.SPOKE_FOR_TRAINEE, match[0])
    elif re.fullmatch(r'\s*["“][^"“”]+["”]\s*', text):
        yield Finding(Fault.SPOKE_FOR_TRAINEE, "quotation marks around the line")
