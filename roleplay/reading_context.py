"""What a message does can depend on what was said before: repetition, details taken up, questions left open.

Errs on the side of the trainee: a question counts as ignored, a message as off the topic, a datum as asked twice only
when nothing speaks for the opposite.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from roleplay.sentence_forms import COMMITS, TIME, word_set
from roleplay.sentences import Sentence, plain, split_sentences

_WORD: Final = re.compile(r"[a-z0-9][a-z0-9'-]{2,}")
_OWNER: Final = re.compile(r"(?:'s|')$")
_ENDING: Final = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|es|s|e)$")
# Words that say nothing of this customer in particular; service talk included.
_COMMON: Final = word_set(
    """
    the and for you your yours are was were have has had this that these those with from what when where which
    who how why not but can could would will shall should may might must did does don't didn't isn't it's i'm
    i've i'll we're we've they them their there here then than very just only about into over under after before
    again also any all some more most much many one two three please thank thanks sorry help order orders parcel
    delivery delivered package service customer account problem issue day days today tomorrow yesterday week
    weeks time number phone call calls email chat company shop team department line internet subscription cancel
    get got let let's make made want need know see look sure okay yes right back now still been being because
    really going come came take took say said tell told ask asked check work works working out off its his her
    him our ours who's whose money pay paid price bill card refund booking book booked website app form letter
    message name address nothing something anything nobody somebody everything thing things good bad new old
    first last next same other another since until every never always well even too how's feel feels felt wrong
    whole part rest half glad happy
    """
)
# One of these is enough: a person's life, not the business.
_LIFE: Final = word_set(
    """
    wife husband mother father mum mom dad mam son daughter baby babies child children kid kids twins grandson
    granddaughter grandmother grandfather grandma grandad sister brother partner fiancee niece nephew neighbour
    birthday wedding anniversary funeral christening honeymoon graduation surgery operation asthma diabetes
    diabetic pregnant hospital wheelchair cancer exam interview dog cat holiday retirement nurse teacher
    night-shift died death
    """
)
_TITLED: Final = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|madame|monsieur|señora?)\.? ([a-zà-ž'-]{2,})")
_KINDS: Final = "order|account|customer|reference|booking|ticket|case|phone|membership|policy|meter|contract|card"
_ASKED_NUMBER: Final = re.compile(rf"\b({_KINDS})\s?(?:number|reference|no\b\.?)|\b(?:number|reference)")
_REQUESTS: Final = re.compile(
    r"\b(?:please|need|give|tell|send|confirm|provide|state|share|repeat|type|enter|take|have|get|verify|first)\b"
)
_GIVEN_NUMBER: Final = re.compile(
    rf"(?:\b({_KINDS})\b[^.?!\d]{{0,20}})?\b((?:[a-z]{{1,4}}-?\d{{3,}}|\d{{5,}}|(?<=number is )\d{{3,}})[\d-]*)\b"
)
_ANY_KIND: Final = "any"  # "number is 88213"
_JUST_BEFORE: Final = 20  # characters before a number in which it is called one
# Asking for the matter itself, of somebody who has just written what it is.
_FROM_THE_START: Final = re.compile(
    r"\b(?:what(?:'s| is| seems to be) (?:your|the) (?:problem|issue|matter)|"
    r"(?:describe|explain) (?:your|the) (?:problem|issue|matter)|"
    r"what(?:'s| is) this (?:about|regarding))\b"
)
_A_QUANTITY: Final = re.compile(r"\bhow (?:much|many|old|long|often|far|big)\b")
_A_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|"
    r"once|twice|half|dozen|couple|weeks?|months?|years?)\b"
)
_A_FEW_WORDS: Final = 6  # words below which they have told next to nothing
_A_STORY: Final = 12  # words from which a customer has said what it is about
_DATA: Final = {
    "address": re.compile(r"\b(?:your|the) (?:\w+ )?(?:address|postcode|post code)\b"),
    "email": re.compile(r"\byour (?:\w+ )?e-?mail\b"),
    "name": re.compile(r"\byour (?:full |last |first |sur)?name\b"),
    "birth": re.compile(r"\bdate of birth\b|\bwere you born\b|\bbirthday\b"),
}
# What the customer wrote, as written: names show by their capitals.
_GIVEN: Final = {
    "address": re.compile(
        r"\b\d{1,4}[a-z]?,? (?:[A-Z]\w+ ){1,3}(?:Street|Road|Lane|Avenue|Way|Close|Drive|Square|Place|Court|St)\b"
        r"|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|\b\w+(?:straße|strasse|gasse|weg|platz) \d"
    ),
    "email": re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w+"),
    "name": re.compile(
        r"\b[Mm]y name(?: is|'s) \w+|\b(?:I'm|I am|[Tt]his is|[Ii]t's) [A-Z]\w+ [A-Z]\w+|, [A-Z]\w+ [A-Z]\w+\b"
    ),
    "birth": re.compile(r"\b\d{1,2}[./ -](?:\d{1,2}|[A-Za-z]{3,9})[./ -](?:19|20)\d{2}\b|\bborn\b.{0,25}\d"),
}
# Told by a customer, it turns the shortest "I'm so sorry" into one about something.
_PAINFUL: Final = re.compile(
    r"\b(?:died|dying|funeral|cancer|stroke|dementia|hospital|operation|surgery|fell|fallen|lonely|cried|crying|in "
    r"tears|ashamed|embarrass\w+|"
    r"humiliat\w+|scared|afraid|frighten\w*|terrified|divorce\w*|moved out|widow\w*|care home|miscarriage|accident|"
    r"asthma|grief|"
    r"(?:hardly|not|n't|barely) sle(?:pt|ep\w*)|no longer lives|left (?:me|us)|slept in)\b"
)
_SHORT_SORROW: Final = re.compile(
    r"^(?:oh,? (?:no|dear|my|god|gosh|lord|\w+)[,.! ]*)?(?:(?:i'm|i am|we're|we are) )?(?:(?:so|very|really|truly|"
    r"terribly|deeply) ){1,2}sorry"
    r"(?: (?:to hear (?:that|this|it)|for (?:that|you|both of you)))?(?:,? (?!for|that|about|but|i\b|we\b)(?:mr |mrs |"
    r"ms )?[a-z'-]+(?: [a-z'-]+)?)?[.! ]*$"
)
_YOURS_TO_SAY: Final = re.compile(
    r"\b(?:you (?:need|want|wanted|said|mentioned|have|asked|would like|leave|go|are)|you're|you'd like|she (?:leaves|"
    r"goes|drives|is)|he (?:leaves|goes)|"
    r"latest|deadline|got it|noted|understood|so (?:by|before|until|on)|that means)\b"
)
_OWN_DOING: Final = re.compile(
    r"\b(?:i|we|he|courier|driver|technician|engineer|it|parcel|box)(?:'ll| will|'m going| am going|'re going)\b|"
    r"\byou(?:'ll| will)\b"
)
# A message of which every sentence shows nothing but these has said nothing, if it shows a stock one at all.
_STOCK: Final = frozenset(
    {Act.EMPTY_FORMULA, Act.GENERIC_APOLOGY, Act.CLOSE, Act.PUSH_SALE, Act.CONFIRM_RESOLUTION, Act.OFF_TOPIC}
)
_NO_ANSWER: Final = _STOCK | {Act.GREET, Act.THANK, Act.PERSONALISE}
# "Before I look, could you give me ...", "... so that I can check".
_WHAT_FOR: Final = re.compile(
    r"\b(?:before|so(?: that)?|then|and|while) (?:i|we)(?:'ll| can| could| will)?\b|\bto (?:look|check|find)\b"
)
# Right nine times in ten, by the messages that the reader learns from.
_WHICH: Final = re.compile(
    r"(?:(?:and|so|ok|sorry|right|hi),? )?(?:(?:which|whose)\b|(?:is|are|was|were|does|do|did) (?:it|that|this|the|you|"
    r"your|they)\b.* or (?!not\b|anything\b|something\b|what\b))"
)
_ANSWERS: Final = re.compile(
    r"^(?:oh |well |hi,? |hello,? |ok,? )*(?:yes|yep|yeah|no\b|nope|sure|of course|certainly|absolutely|not yet|true|"
    r"right|i don't know|i'm not sure|i do not know|let me|one moment|it depends|maybe|perhaps|because)"
)
_WHEN: Final = re.compile(r"\b(?:when|how long|what time|which day)\b")
_SPEAKS_TO: Final = 0.30  # cosine from which a sentence may be an answer to a question
_ELSEWHERE: Final = 0.12  # below this likeness to all that was said, a message is about something else
_FAR: Final = 0.25  # below this likeness a message that looks like small talk is
_HARDLY: Final = 0.3
_FEW: Final = 3
_ENOUGH: Final = 2  # words of their story in one sentence
_NUMERAL: Final = 3  # digits from which a number is somebody's own
_LONG: Final = 6


@lru_cache(1024)  # a customer's messages are looked at for each sentence of every answer
def telling_words(text: str) -> frozenset[str]:
    """The words of a text that could only have come from somebody's own story, without their endings."""
    return frozenset(_stem(word) for word in _WORD.findall(plain(text)) if _OWNER.sub("", word) not in _COMMON)


def _stem(word: str) -> str:
    return _ENDING.sub("", _OWNER.sub("", word))


_SMALL_WORDS: Final = word_set(
    "by before until till on from at between after around about the in within next this no later than of end"
)
_LIFE_STEMS: Final = frozenset(map(_stem, _LIFE))


def takes_up(sentence: Sentence, said: Sequence[Turn], names: frozenset[str]) -> bool:
    """Whether a sentence uses the customer's name, a word of their life, or two words or a number of their story."""
    words = telling_words(sentence.plain)
    told = frozenset(word for turn in said if turn.speaker is Speaker.CUSTOMER for word in telling_words(turn.text))
    addressed = _TITLED.findall(sentence.plain)
    if any(_stem(name) in told or name in names for name in addressed):
        return True
    if frozenset(re.findall(r"[^\W\d_]+", sentence.plain)) & names:
        return True
    shared = words & told
    numbers = any(sum(char.isdigit() for char in word) >= _NUMERAL for word in shared)
    return len(shared) >= _ENOUGH or bool(shared & _LIFE_STEMS) or numbers


def asks_again(sentence: Sentence, said: Sequence[Turn]) -> bool:
    """Whether a sentence asks for a datum that the customer has given already, and for nothing that is still new."""
    given = "\n".join(turn.text for turn in said if turn.speaker is Speaker.CUSTOMER)
    if _FROM_THE_START.search(sentence.plain) and len(given.split()) >= _A_STORY:
        return True
    wanted = [kind for kind in _DATA if _DATA[kind].search(sentence.plain)]
    if not all(_GIVEN[kind].search(given) for kind in wanted):
        return False
    asked = _ASKED_NUMBER.search(sentence.plain)
    if asked is None:
        return bool(wanted) and (sentence.asks or bool(_REQUESTS.search(sentence.plain)))
    if asked[1] is None:
        return False  # "which number?" may well be another one
    kinds = _numbers_given(said)
    return asked[1] in kinds or (_ANY_KIND in kinds and asked[1] != "phone")


def asks_what_is_unknown(sentence: Sentence, said: Sequence[Turn]) -> bool:
    """Whether a sentence asks how much, many, old or long, and the customer has given no number."""
    numbers = any(_A_NUMBER.search(turn.text.lower()) for turn in said if turn.speaker is Speaker.CUSTOMER)
    return bool(_A_QUANTITY.search(sentence.plain)) and not numbers


def told_little(said: Sequence[Turn]) -> bool:
    """Whether the customer has said so little that hardly anything can be known from it."""
    return sum(len(turn.text.split()) for turn in said if turn.speaker is Speaker.CUSTOMER) < _A_FEW_WORDS


def _numbers_given(said: Sequence[Turn]) -> frozenset[str]:
    """The kinds of number that the customer has given. A bare one is what had been asked for just before."""
    kinds: set[str] = set()
    wanted: list[str] = []
    for turn in said:
        if turn.speaker is Speaker.TRAINEE:
            wanted = [match[1] for match in _ASKED_NUMBER.finditer(plain(turn.text)) if match[1]]
            continue
        for match in _GIVEN_NUMBER.finditer(plain(turn.text)):
            named = "number" in match[0] or "number" in plain(turn.text)[: match.start(2)][-_JUST_BEFORE:]
            kinds |= {match[1]} if match[1] else {_ANY_KIND} if named else set(wanted)
    return frozenset(kinds)


def feels_for(sentence: Sentence, said: Sequence[Turn], *, hurt: bool) -> bool:
    """Whether a short "I'm so sorry" answers something painful: what the customer has just told is so by its words, or
    by being what they tell only somebody they trust (`hurt`)."""
    if not said or said[-1].speaker is not Speaker.CUSTOMER or not _SHORT_SORROW.search(sentence.plain):
        return False
    return hurt or _PAINFUL.search(plain(said[-1].text)) is not None


def plays_back_a_time(sentence: Sentence, said: Sequence[Turn]) -> bool:
    """Whether the time in a sentence is the customer's own, handed back: "so you need it before Thursday noon"."""
    if not _YOURS_TO_SAY.search(sentence.plain) or _OWN_DOING.search(sentence.plain) or COMMITS.search(sentence.plain):
        return False
    named = {word for match in TIME.finditer(sentence.plain) for word in match[0].split()} - _SMALL_WORDS
    heard = {
        word
        for turn in said[-6:]
        if turn.speaker is Speaker.CUSTOMER
        for word in re.findall(r"[\w:']+", plain(turn.text))
    }
    return bool(named) and named <= heard


def open_questions(said: Sequence[Turn]) -> tuple[Sentence, ...]:
    """The direct questions in the customer's last message, if it was the last thing said."""
    if not said or said[-1].speaker is not Speaker.CUSTOMER:
        return ()
    return tuple(sentence for sentence in split_sentences(said[-1].text) if sentence.asks)


def leaves_open(
    questions: Sequence[Sentence], seen: Sequence[tuple[Sentence, frozenset[Act]]], likeness: NDArray[np.float32]
) -> bool:
    """Whether a message leaves all of the customer's questions unanswered: it is stock from end to end and does not
    speak to them. A plain statement may be an answer. `likeness` is (questions, sentences) cosines."""
    said = frozenset(act for _, acts in seen for act in acts)
    if any(not acts or acts - _NO_ANSWER for _, acts in seen) or not said & _STOCK or likeness.max() >= _SPEAKS_TO:
        return False
    if any(_ANSWERS.search(sentence.plain) for sentence, _ in seen):
        return False
    if any(_WHEN.search(question.plain) for question in questions):
        return not any(char.isdigit() for sentence, _ in seen for char in sentence.plain)
    return True


def asks_which(sentence: Sentence) -> bool:
    """Whether a sentence asks which one it is about, or whether it is the one or the other."""
    return sentence.asks and bool(_WHICH.match(sentence.plain))


def says_what_for(sentence: Sentence) -> bool:
    """Whether a sentence that asks for a datum says that the matter is taken up with it."""
    return bool(_WHAT_FOR.search(sentence.plain))


def elsewhere(likeness: float, words: int, acts: frozenset[Act], small_talk: float, *, known: bool) -> bool:
    """Whether a message has nothing to do with the conversation: no act of service in it, and unlike all that was said;
    or it looks like small talk (`small_talk` 0..1) and is not very like it. `known` is False when nothing was said."""
    if acts - {Act.ASK_CLOSED, Act.ASK_OPEN, Act.GREET, Act.THANK}:
        return False
    if not known:
        return small_talk >= 1 / 2
    if small_talk >= 1 / 2 and words > _FEW and likeness < _FAR:
        return True
    asks = acts & {Act.ASK_CLOSED, Act.ASK_OPEN}
    return not asks and words >= _LONG and likeness < _ELSEWHERE and small_talk >= _HARDLY
