"""Whether a line makes something up: a number, day or hour, a name, a person or thing of their own, an event.

A model that invents makes the trainee answer for what no desk can know. Figures of speech invent nothing: "a hundred
times", "like a wedding without the bride".
"""

import math
import re
from collections.abc import Iterator
from typing import Final

from roleplay.audit.findings import Fault, Finding
from roleplay.audit.known import Known, held
from roleplay.audit.lists import lexicon, notions_of
from roleplay.audit.quantities import DAY_KEYS, RELATIVE, WEEKDAYS, Quantity, quantities
from roleplay.audit.words import plain, sentences, stem, stems, words
from scenarios.model import Scenario

_CAPITALISED: Final = re.compile(r"(?<![\w'’])[A-Z][^\W\d_A-Z]{2,}(?:-[A-Z][a-z]+)?")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?…:]\s+|\n\s*|[\"“'(]\s*)$")
_IDIOM_AFTER: Final = re.compile(
    r"^[- ]?(?:moments?|words?|sentences?|halves|of (?:us|you|those|these|which)|"
    r"sides?|sorts|"
    r"kinds|things|other|out of|times over|or three|hundred|thousand|way|ways|fold|steps?|pence|cents|bits?|feet|"
    r"shakes|"
    r"ends|thoughts|minds|people in|lines?|answers?|questions?|heads?|hands?|ears|eyes)\b"
)
_IDIOM_BEFORE: Final = re.compile(
    r"(?:\b(?:one|two|three|four|nine|ten) (?:or|to|in|out of) |\bone in |nine times out of |\bout of )$"
)
# What a small number must count to be a claim about the case: "four sorries" are none, "four days" are.
_CLAIM_UNIT: Final = re.compile(
    r"^[- ](?:more |full |whole |solid |entire |other |different |extra |separate |working |business )*(?:days?|"
    r"weeks?|months?|years?|hours?|"
    r"pounds?|quid|euros?|dollars?|pence|per ?cent|times|people|children|kids|grandchildren|letters|e-?mails|"
    r"texts|messages|calls|phone "
    r"calls|boxes|parcels|packages|orders|items|technicians|engineers|doctors|agents|representatives|managers|"
    r"departments|colleagues|"
    r"nights?|weekends|visits|appointments|deliveries|deposits|payments|bills|invoices|complaints|tickets|miles|"
    r"kilomet(?:re|er)s|km|"
    r"bedrooms?|rooms|cats|dogs|o'clock|am|pm|years old|guests|friends|neighbours|cards|vouchers|tries|attempts|"
    r"restarts|kettles|phones)\b"
)
_AT_A_TIME: Final = re.compile(
    r"\b(?:at|by|until|till|before|after|since|around|from|between|past) (?:about |exactly |around )?$"
)
_COUNTS: Final = re.compile(r"^[- ](?:days?|weeks?|months?|years?|hours?|minutes?|pounds?|times|boxes|people)\b")
_BRIEFLY: Final = re.compile(r"^[- ]?(?:minutes?|mins?|seconds?|of them)\b")
_BRIEF: Final = 10  # minutes that are a manner of speaking: "give me five minutes"
_LISTED: Final = re.compile(r"\bthere (?:have been|has been|were|was|are) (?:only |at least |about |already )?$")
_FEW, _MANY = 6, 13  # numbers from these on are claims: of anything, and of what the case is not about
_ANY_DAY: Final = re.compile(r"\b(?:a|an|any|every|most|some|wet|slow|quiet|month of) (?:\w+ )?$")
_ROUND: Final = frozenset({"n:100", "n:1000", "n:1e+06", "n:0", "n:1000000"})


def inventions(text: str, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """The first quantity, and the first name, person, thing or event, that is known from nowhere."""
    yield from _invented_quantities(text, scenario, known)
    yield from _invented_things(text, scenario, known)


def _invented_quantities(text: str, scenario: Scenario, known: Known) -> Iterator[Finding]:
    said = "\n".join(map(plain, known.texts))
    case = held(scenario).case
    for match in RELATIVE.finditer(plain(text)):
        if match[0] not in said and not _same_day(match[0], known):
            yield Finding(Fault.INVENTED_NUMBER, match[0])
            return
    for quantity in quantities(text):
        keys = _read(quantity)
        if not (keys & known.keys or _idiom(quantity, case) or _derived(quantity, known)):
            yield Finding(Fault.INVENTED_NUMBER, quantity.words)
            return


def _read(quantity: Quantity) -> frozenset[str]:
    """The keys that fit what stands around it: an hour is no count, and what counts something is no hour."""
    hours = frozenset(key for key in quantity.keys if key.startswith("t:"))
    if quantity.clock:
        return hours
    return quantity.keys - hours if _COUNTS.match(quantity.after) else quantity.keys


def _same_day(relative: str, known: Known) -> bool:
    """ "last Wednesday" for a Wednesday that is known; "yesterday" and "the weekend" when their weekdays are."""
    day = relative.rsplit(maxsplit=1)[-1]
    if relative == "last weekend":
        return len(DAY_KEYS & known.keys) > 1
    if day in WEEKDAYS:
        return f"w:{day}" in known.keys
    if day == "yesterday":
        return bool(known.today) and f"w:{WEEKDAYS[(WEEKDAYS.index(known.today) - 1) % 7]}" in known.keys
    if day == "weekend":
        return bool({"w:saturday", "w:sunday", "w:friday"} & known.keys)
    return False


def _idiom(quantity: Quantity, case: frozenset[str]) -> bool:
    """Numbers that count nothing: "one more time", "two minutes", "a hundred times", "four sorries"."""
    if quantity.keys & DAY_KEYS:
        return bool(_ANY_DAY.search(quantity.before))
    values = [float(key[2:]) for key in quantity.keys if key.startswith("n:")]
    if not values or (quantity.words.isdigit() and len(quantity.words) > 2) or "£" in quantity.before[-1:]:
        return False
    if max(values) > 1 and _LISTED.search(quantity.before):
        return False
    if max(values) <= _BRIEF and _BRIEFLY.match(quantity.after):
        return True
    if 1 in values or _IDIOM_AFTER.match(quantity.after) or _IDIOM_BEFORE.search(quantity.before):
        return True
    if quantity.keys & _ROUND:
        return not re.match(r" ?(?:pounds?|quid|euros?|dollars?|%|per cent)", quantity.after)
    if _CLAIM_UNIT.match(quantity.after) or (max(values) > 2 and _AT_A_TIME.search(quantity.before)):
        return False
    counted = re.match(r"[- ]([a-z]{3,})", quantity.after)
    return max(values) < (_MANY if counted and stem(counted[1]) not in case else _FEW)


_ABOUT: Final = re.compile(r"^(?:-| )(?:odd|ish|or so|or thereabouts|something)\b")
_ROUGHLY: Final = re.compile(
    r"\b(?:about|around|almost|nearly|roughly|some|over|under|more than|less than|close to|best part of) (?:a |£)?$"
)
_OTHERS: Final = re.compile(r"^ (?:others?|more|of us|of them|neighbours|people|customers|parcels)\b")


_RECKONED: Final = 10  # sums and differences count from this on; below it chance would make too many


def _derived(quantity: Quantity, known: Known) -> bool:
    """A known number said in parts, roughly, or without oneself: the last digits of a telephone number, pounds without
    their pence, fifty-odd, thirty others of thirty-one."""
    values = {float(key[2:]) for key in quantity.keys if key.startswith("n:")}
    told = {value for key in known.keys if key.startswith("n:") and math.isfinite(value := float(key[2:]))}
    parts = {part for value in told if value != int(value) for part in (int(value), round(value % 1 * 100))}
    days = sorted(WEEKDAYS.index(key[2:]) for key in known.keys if key in DAY_KEYS)
    spans = {
        float((later - earlier) % 7 + also) for earlier in days for later in days if earlier != later for also in (0, 1)
    }
    if values & spans and re.match(r"[- ](?:\w+ )?(?:days?|nights?|mornings?)\b", quantity.after):
        return True
    minutes = {int(key[2:]) % 60 for key in known.keys if key.startswith("t:")}
    if values & parts or (values & minutes and re.match(r" (?:minutes? )?(?:past|to|o'clock)\b", quantity.after)):
        return True
    if _OTHERS.match(quantity.after) and any(value + 1 in told for value in values):
        return True
    rough = _ABOUT.match(quantity.after) or _ROUGHLY.search(quantity.before)
    if rough and any(_close(value, each) for value in values for each in told):
        return True
    if quantity.before.endswith("half a ") and any(_close(value / 2, each) for value in values for each in told):
        return True
    if re.match(r" miles?\b", quantity.after) and any(
        _close(value * _KM, each) for value in values for each in _km(known)
    ):
        return True
    if _near_hour(quantity, known) or any(value >= _RECKONED and value in known.reckoned for value in values):
        return True
    codes = "".join(sorted(f"{key[2:]}|" for key in known.keys if key[:2] in {"d:", "c:", "n:"})) + _squeezed(known)
    own = {re.sub(r"[^a-z\d.]", "", key[2:]) for key in quantity.keys if key[:2] in {"d:", "c:", "n:"}}
    return any(len(digits) > 2 and digits in codes for digits in own)


_KM: Final = 1.609  # in a mile


def _km(known: Known) -> set[float]:
    return {float(found) for text in known.texts for found in re.findall(r"(\d+) ?(?:km|kilomet)", plain(text))}


def _close(value: float, told: float) -> bool:
    return abs(value - told) <= 0.12 * told


def _squeezed(known: Known) -> str:
    """All letters and digits of what is known, for codes that are written with other gaps."""
    return "|".join(re.sub(r"[^a-z\d]", "", plain(each)) for each in known.texts if re.search(r"\d{2}", each))


def _near_hour(quantity: Quantity, known: Known) -> bool:
    """An hour told as people tell it: quarter past two for 14:12, forty minutes for thirty-eight."""
    told = {int(key[2:]) for key in known.keys if key.startswith("t:")}
    own = {int(key[2:]) for key in quantity.keys if key.startswith("t:") and int(key[2:]) % 60}
    if any(abs(one - other) <= 5 for one in own for other in told if other % 60):
        return True
    values = {float(key[2:]) for key in quantity.keys if key.startswith("n:")}
    numbers = {float(key[2:]) for key in known.keys if key.startswith("n:")}
    minutes = re.match(r"[- ]minutes?\b", quantity.after)
    return bool(minutes) and any(value % 5 == 0 and abs(value - each) <= 3 for value in values for each in numbers)


_MINE: Final = re.compile(r"\b(?:my|our)(?: own| late| poor| dear| old| eldest| youngest| new| little)* $")
_FIGURE: Final = re.compile(
    r"\b(?:like|as|than|as if|as though|such|any|no|every|what|if|would|could|sort of|kind of|half|not|might|"
    r"neither|never|may|can|should|shall|will|either|unless|rather|sooner)\b"
)


_ARTICLE: Final = re.compile(r"\b(?:a|an|the|her|his|another|second|some|our) (?:\w+ )?$")
_HAPPENED: Final = re.compile(
    r"\b(?:was|were|had|has|have|did|is|came|went|saw|told|said|bought|sent|rang|wrote|gave|took|left|got|\w{3,}ed)\b"
)
_ACTED: Final = re.compile(
    r"\b(?:i|we) (?:have |had |even |already |also |then |did |once |just )*(?:rang|rung|"
    r"been (?:to|on to)|had (?:my|our|a|the)|"
    r"called|phoned|wrote|written|e-?mailed|"
    r"texted|bought|ordered|visited|spoke|"
    r"complained|signed|posted|returned|booked|cancelled|switched|travelled|drove|contacted|sent|hired)\b(.*)"
)
_BY_OTHERS: Final = re.compile(
    r"\b(?:the|a|an|one of your|some|another|your) ((?:\w+ ){0,2}\w+)(?: (?:in|at|from|of) (?:the |"
    r"your )?\w+)? (?:saw|told|promised|drove|stopped|rang|called|"
    r"knocked|signed|wrote|moved|came|left|took|read|assured|admitted|laughed|shouted|explained|confirmed|offered|"
    r"charged|sent)\b(.*)"
)


# What happened, told by the way: "since the storm".
_SINCE: Final = re.compile(r"\b(?:since|during|because of) the ([a-z]{4,})\b")
# "I have a chess club": something that the customer owns or belongs to.
_OWNS: Final = re.compile(
    r"\bi (?:have|own|run|keep|sing in|play in|belong to|work (?:at|in|for)) an? ((?:[a-z]+ )?[a-z]+)\b(?! to\b)"
)


def _invented_events(sentence: str, mine: frozenset[str]) -> str:
    """Something that this customer or somebody else did, told with words that are known from nowhere."""
    if _FIGURE.search(sentence):
        return ""
    owned = _OWNS.search(sentence)
    if owned and len(new := stems(owned[1]) - mine) >= 2 and new == stems(owned[1]):
        return owned[0]
    since = _SINCE.search(sentence)
    if since and not {stem(since[1])} & (mine | lexicon().everyday):
        return since[0]
    for pattern in (_ACTED, _BY_OTHERS):
        match = pattern.search(sentence)
        if match and not (pattern is _BY_OTHERS and re.search(r"\b(?:i|you|we|it|that|which|who)\b", match[1])):
            told = stems(" ".join(group or "" for group in match.groups())) - lexicon().everyday
            new = told - mine
            if len(new) >= 2 and len(new) >= 0.5 * len(told):
                return match[0][:80]
    return ""


_YOU_SAID: Final = re.compile(
    r"\byou (?:say|said|tell me|told me|promised?|wrote|mentioned|assured me|answered|reply|"
    r"replied)\b,? (?:that )?([^.!?]*)"
)


def _invented_words_of_theirs(text: str, known: Known) -> Iterator[Finding]:
    """What the other person is said to have said must have been said."""
    for match in _YOU_SAID.finditer(plain(text)):
        told = stems(match[1]) - lexicon().everyday
        if len(told) >= 3 and len(told & known.stems) < 0.34 * len(told):
            yield Finding(Fault.SPOKE_FOR_TRAINEE, match[0])
            return


# Letters of a stem that tells something, and how many such stems from nowhere make a sentence a story of its own.
_TELLS, _STORY = 4, 3


def _invented_things(text: str, scenario: Scenario, known: Known) -> Iterator[Finding]:
    yield from _invented_names(text, scenario, known)
    yield from _invented_words_of_theirs(text, known)
    has, lists = held(scenario), lexicon()
    mine = has.small_talk | known.stems
    known_notions = notions_of(known.stems)
    for sentence in sentences(text):
        if event := _invented_events(sentence, mine | lists.everyday):
            yield Finding(Fault.INVENTED_FACT, event)
            return
        new = {each for each in stems(sentence) - mine - lists.everyday if len(each) >= _TELLS}
        if len(new) >= _STORY and not sentence.endswith("?") and not _FIGURE.search(sentence):
            yield Finding(Fault.INVENTED_FACT, sentence[:80])
            return
        for match in re.finditer(r"[a-z]+(?:-[a-z]+)*", sentence):
            each = stem(match[0])
            if match[0] not in lists.claims or each in mine or lists.notions.get(each, _NONE) & known_notions:
                continue
            if _claimed(match[0], sentence[: match.start()], sentence):
                yield Finding(Fault.INVENTED_FACT, match[0])
                return


_NONE: Final[frozenset[int]] = frozenset()
_DID: Final = re.compile(r"\bi (?:have |had |even |already |also |then )*$")


def _claimed(word: str, before: str, sentence: str) -> bool:
    """Whether a word of the lexicon is said to be so: "my daughter", "a solicitor has", "I emailed"."""
    lists = lexicon()
    if word in lists.deeds and _DID.search(before):
        return True
    listed = word in lists.acquaintances or word in lists.things
    if _MINE.search(before):
        return word in lists.family or (listed and not _FIGURE.search(before))
    return listed and bool(_ARTICLE.search(before) and _HAPPENED.search(sentence)) and not _FIGURE.search(sentence)


_NAMED: Final = re.compile(
    r"\b(?:called|named|name is|spoke (?:to|with)|talked to|told by|told me|by|with|mr|mrs|ms|miss|dr|asked|met|"
    r"from|at|to|in|near|ordered|"
    r"bought|my|our|and) (?:the |a |an |my |our |your |[A-Z][a-z]+ )*$",
)
_LIKENED: Final = re.compile(r"\b(?:like|as|than|worthy of|something out of|sort of|another)\b")


_UNHEARD_OF: Final = re.compile(
    r"\b(?:know|heard of|idea|wonder|ask) (?:who|whoever|what|any) $|\b(?:who|what) (?:is|are|on earth is) $"
)


def _invented_names(text: str, scenario: Scenario, known: Known) -> Iterator[Finding]:
    for match in _CAPITALISED.finditer(text):
        name, before = match[0].lower(), text[: match.start()]
        person = name in lexicon().names
        if name in lexicon().no_names or (_SENTENCE_START.search(before) and not person):
            continue
        if any({name, name.removesuffix("s"), f"{name}'s"} & set(words(source)) for source in known.texts):
            continue
        sentence = re.split(r"[.!?] ", before)[-1]
        if _UNHEARD_OF.search(sentence):
            continue
        family = re.search(r"\b[Tt]he $", sentence) and name.endswith("s")
        if person or family or (_NAMED.search(sentence) and not _LIKENED.search(sentence)):
            yield Finding(Fault.INVENTED_FACT, match[0])
            return
