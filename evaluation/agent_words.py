"""What the trainee's words show besides acts: concrete detail, a limit, a step to take, a brush-off, vague words.

Each function looks at one message and gives the words that show it, exactly as written, or "". Patterns are bounded.
"""

import re
from collections.abc import Sequence, Set
from itertools import combinations
from typing import Final

LONGEST: Final = 4_000  # characters of a message that are looked at


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


_CONCRETE: Final = _any(
    r"[$€£¥]\s?\d|\b\d+(?:[.,:]\d+)?\s?(?:%|percent|euros?|dollars?|pounds?|yuan|mb|gb|days?|hours?|minutes?|"
    r"weeks?|months?|am|pm|o['’]clock)\b",
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow)\b",
    r"\b\d{1,2}(?::\d{2}|[./-]\d{1,2})\b|\b\d{3,}\b",
    r"\b(?:january|february|april|june|july|august|september|october|november|december)\b",
)
_TODAY: Final = _any(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b")
# Somebody is told to do it: at the beginning of a sentence or a clause, or as what they can or should do.
_TOLD: Final = (
    r"(?:^|[,;:.(–-]\s*|\b(?:please|kindly|then|next|first|finally|after that|try to|go and|need to|have to|"
    r"(?<!did )(?<!have )(?<!are )you(?:'ll| will)?(?: just| then| only| also| simply)?"
    r"(?: can| could| should| may| might| want to)?)\s+)"
    r"(?:now |just |also |then |simply |please )*"
)
_STEP: Final = _any(
    _TOLD + r"(?:click|tap|press|select|choose|open|enter|type|scan|restart|reboot|switch (?:\w+ ){0,3}(?:off|on)|"
    r"turn (?:\w+ ){0,3}(?:off|on)|unplug|plug|log (?:in|out|into)|go to|download|update|uninstall|reinstall|reset|"
    r"dial|hold|put|take|pull|push|keep|leave|bring|send|show|hand|fill|sign|upload|attach|scroll|swipe|"
    r"check (?:whether|if|the|your|that)|make sure|try (?:again|the|a|another|using|with))\b",
    r"\byou can (?:also )?(?:\w+ ){0,2}(?:find|see|change|set|get|use|cancel|return|exchange|request|apply|"
    r"track|collect|choose|check|query|view|buy|pay|switch)\b",
)
_DEFLECTS: Final = _any(
    r"\b(?:please |kindly |you (?:can|may|should|need to|have to) )(?:\w+ ){0,2}(?:call|ring|dial|contact|"
    r"consult|e-?mail|visit|write to|ask|refer to|follow)\b[^.?!\n]{0,60}\b(?:hotline|customer service|support|"
    r"department|team|store|shop|branch|website|manufacturer|operator|official|page|number|us|them|\d{3,})\b",
    r"\b(?:send|leave|provide|give|drop|tell)\b[^.?!\n]{0,40}\b(?:private message|direct message|dm|pm|inbox|"
    r"via message|contact (?:details|information|number)|phone number)\b",
    r"\b(?:private|direct) message (?:me|us)\b|\b(?:dm|pm) (?:me|us)\b|\bwe (?:will|'ll) (?:get back to|"
    r"contact|reply to|call) you\b(?![^.?!\n]{0,40}\b(?:today|tomorrow|by|within|at)\b)",
    r"\b(?:as soon as possible|in due course|at the earliest|when (?:we|i) can|be patient|please wait|bear with us)\b",
)
_VAGUE: Final = _any(
    # "Usually 6 to 8 weeks" says what is known, "maybe try the other door" is advice, and a wish leaves nothing open.
    r"\busually\b(?![^.?!\n]*(?:\d|\b(?:half|a|an|two|three|one) ))|"
    r"\b(?:maybe|perhaps)\b(?! (?:you|try|get|ask|have|take)\b)|"
    r"(?<!well )(?<!you )(?<!speak )(?<!better )(?<!not )\bsoon\b|"
    r"\b(?:ought to|hopefully|fingers crossed|probably|might|not sure|or so|in due course|some point|get round to)\b",
    r"\b(?:i|we|let's|i'd|we'd) (?:do |would )?hope (?:so|it|that|they|he|she|there|for|something|someone|"
    r"to (?:get|have|be|hear|know))\b",
    # Who will do it; who did it, or somebody of the customer's, is another matter.
    r"\b(?:some ?one|some ?body|one of us)(?:'ll\b| (?:\w+ ){0,3}(?:will|should|might|may|can|could|would|is going)\b)",
    # "I should have done that" is plain enough, and so is a range.
    r"\bshould (?:be|turn|come|get|go|have (?:it|them|this|that|one|your|an?|the|something))\b(?![^.?!\n]*\bbetween\b)|"
    r"\b(?:next|few|couple of) (?:few )?(?:weeks|days|months)\b",
    r"\bi (?:think|reckon|imagine|guess|suppose|expect) (?:so|it|he|she|they|that|you|there|before|we)\b|"
    r"\bi believe (?:so|it|he|she|they|that|there|before|we)\b|"
    r"\bi'd (?:imagine|think|guess|say|be fairly)\b",
    r"\b(?:see what i can|look into|keep an eye|have a (?:go|peep|look)|(?:try|trying) (?:my|our) best)\b|"
    r"\bsort (?:it|that|this|things)\b|\bget (?:it|that|this) sorted\b",
)
# What the speaker's side or the thing cannot do. "You can't know", "that can't have been easy" are no limits.
_LIMIT: Final = _any(
    r"\b(?:until|till|up to (?!(?:you|your)\b)|no later than|closes? at|at most|no more than|not before|valid|"
    r"except)\b",
    r"\bonly (?:\w+ ){0,2}(?:until|till|on|by|for|from|with|if|when|after|before|in|at|up to|\d|one|two|three|four|"
    r"half)\b",
    r"\b(?:costs?(?: you)? (?:nothing|about|around|[$€£¥]?\d)|free of charge|for free|free(?=[,.;])|"
    r"no (?:extra )?(?:charge|cost))\b",
    r"\b(?:i|we|nobody|they|he|she|it|the \w+(?: \w+)?|our \w+|my \w+) (?:just |really |simply |also )?"
    r"(?:can't|cannot|can not|won't|am not able|are not able|'m not able|'re not able|don't have|doesn't|does not)\b"
    r"(?! (?:happen|have been|be easy|matter|believe|imagine|understand|blame|thank))",
    r"\b(?:not possible|isn't possible|no way (?:to|of)|not (?:covered|included|available|allowed|refundable))\b",
)
_DONE: Final = _any(
    r"\b(?:it's|it is|that's|you're|they're|i've|i have|we've|is|are) (?:now |just |already |both |all )*(?:done|"
    r"booked|sent|paid|refunded|changed|moved|cancelled|reserved|ordered|switched|credited|fixed|set|on its way|"
    r"in your|with your name|put|noted|down for)\b"
    r"(?! by (?!(?:me|us)\b))",
)
# Only what can hardly be meant otherwise: "your kind words", "customers like you", "careful not to cut yourself" and
# "the line will go dead" put nobody down, and "we'll find you two seats" is no threat.
_PUTS_DOWN: Final = _any(
    r"(?:^|[.!,;] *|\b(?:just|please|should|better|go(?: and)?) )(?:kill|hang|shoot) yourself\b|"
    r"\bgo (?:and )?(?:hurt|cut) yourself\b|\b(?:drop dead|go (?:and )?die)\b|"
    r"\bi hope you (?:die|get hurt|suffer|choke|crash)\b",
    r"\b(?:i(?:'ll| will)|someone (?:should|will)|we(?:'ll| will)) (?:(?:come|find you) and )?(?:hurt|kill) you\b",
    r"\b(?:i(?:'ll| will)|someone (?:should|will)|we(?:'ll| will)) (?:(?:come|find you) and )?(?:beat|hit|shoot) you\b"
    r"(?=(?: up)?(?:[.! ]*$| for (?:this|that)\b| one day\b))|(?<!and )\b(?:i'll|i will|we'll) "
    r"come and find you[.! ]*$",
    r"\b(?:i(?:'ll| will)|someone will|we(?:'ll| will)) (?:come and )?get you\b(?= for (?:this|that)\b| one day\b|"
    r"[.! ]*$)",
    r"\byou people (?:always|never|all|just|only|think|click|want|expect|complain|should|ought|can't|don't|ring|keep|"
    r"make|have (?:no|done)|and your)\b|\b(?:with|of|from|like) you people\b",
    r"\b(?:old people|foreigners|immigrants) like you\b|\b(?:people|customers|women|men) like you (?:always|never|"
    r"only|think|should|ought|can't|cannot|don't|shouldn't|waste|ruin|expect)\b|"
    r"\b(?:sick|tired|fed up|enough|worst|because) (?:of|with) (?:people|customers|women|men) like you\b",
    r"\byour (?:kind|sort|lot) (?:are|is|always|never|all|of (?:people|person|customer))\b|"
    r"\b(?:know|serve|want|like) your (?:kind|sort|lot)\b(?= (?:here|in here)\b|[.!?, ]*$)",
    r"\bgo back (?:to (?:your|where you)|where you) (?:own )?(?:country|come from|came from)\b|\b(?:stupid|hysterical|"
    r"crazy|fat|dumb) (?:old )?(?:woman|women|man|girl|granny|hag|foreigner|immigrant)\b|\btypical (?:woman|man|granny|"
    r"foreigner|immigrant)\b|\byou (?:silly |daft )?old (?:woman|man|girl|granny|hag)\b",
    r"\byou(?:'re| are| were| seem) (?:\w+ )?too (?:old|slow) to (?:understand|use|read|get (?:it|this|that))\b|"
    r"\btoo (?:stupid|dumb) to (?:understand|use|read|get)\b|\blearn proper english\b|"
    r"\b(?:go(?: and)?|should|better|please|first|must|need to) learn english\b",
)
_FIGURE: Final = re.compile(r"\d[\d.,:/-]*\d")
_APART: Final = re.compile(r"[^a-z0-9]+")
_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d))+[.!?]*")  # 82.40 goes on
REPEATED_FROM: Final = 5  # words: a shorter message may well be said twice


def concrete(text: str) -> str:
    """A number, a day, an amount: something that could be held against the speaker. "How is it today?" is none."""
    return _sentence_with(_CONCRETE, text) or _sentence_with(_TODAY, text, asked=False)


def step(text: str) -> str:
    """Something that the customer can do now, with a way to do it."""
    return _sentence_with(_STEP, text)


def deflects(text: str) -> str:
    """The customer is sent to another channel, or put off to an unnamed time."""
    return _sentence_with(_DEFLECTS, text)


def vague(text: str) -> str:
    """What leaves open who, when or whether: "soon", "should be", "someone will", "I reckon"."""
    return _sentence_with(_VAGUE, text)


def limit(text: str) -> str:
    """How far it goes: until when, how much, what it costs, what is not possible."""
    return _sentence_with(_LIMIT, text, asked=False)


def done_now(text: str) -> str:
    """Something that has been done by the time it is said."""
    return _sentence_with(_DONE, text)


def puts_down(text: str) -> str:
    """A slur, a put-down of who the customer is, a threat, or a wish of harm."""
    return _sentence_with(_PUTS_DOWN, text)


def figures(text: str) -> frozenset[str]:
    """The numbers of two digits and more: amounts, days, references."""
    return frozenset(_FIGURE.findall(text[:LONGEST]))


def takes_up(text: str, told: Set[str]) -> str:
    """A figure that the customer `told`, in the speaker's words."""
    return next((part for part in sentences(text) if figures(part) & told), "")


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a message, small and without signs: what makes two messages the same."""
    return tuple(word for word in _APART.split(text[:LONGEST].lower()) if word)


def all_differ(texts: Sequence[str]) -> bool:
    """Whether no two of the texts have half of their words in common."""
    words = [frozenset(plain_words(text)) for text in texts]
    return not any(2 * len(one & other) >= len(one | other) for one, other in combinations(words, 2))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each an exact substring of it."""
    return tuple(found for part in _SENTENCE.findall(text[:LONGEST]) if (found := part.strip()))


def fullest(text: str) -> str:
    """Its longest sentence, which says what the message was about; the first is often "Great." """
    return max(sentences(text), key=len, default="")


def _sentence_with(pattern: re.Pattern[str], text: str, *, asked: bool = True) -> str:
    """The first sentence with it; without `asked`, no question."""
    return next(
        (
            part
            for part in sentences(text)
            if pattern.search(part.replace("’", "'")) and (asked or not part.endswith("?"))
        ),
        "",
    )
