"""What the customer's own words say about how it went, where no simulated mood says it.

A small lexicon of service language with the rules that keep it honest: thanks that open a request are manners and not
gratitude, a negated "works" is a complaint, a question whether it works is neither, and "great, thanks a lot" after a
refusal is sarcasm. Patterns are bounded, so that no text can make them slow. Nothing here judges the trainee's words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.conversation import Speaker, Transcript, Turn

LONGEST: Final = 4_000  # characters of a turn that are looked at


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


_NOT: Final = r"(?:not|n't|never|no longer|hardly|nothing|isn t|doesn t|without)"
_THANKS: Final = _any(
    r"\b(?:many |much )?thanks\b",
    r"\bthank (?:you|u|god|goodness|heavens)\b",
    r"\b(?:thx|ty|cheers|bless you|much obliged|grateful|lifesaver|life saver)\b",
    r"\bappreciate (?:it|that|this|you|your|the)\b|\bmuch appreciated\b",
    r"\byou(?:'ve| have) been (?:very |so |really |most |extremely )?(?:helpful|kind|great|patient|wonderful)\b",
    r"\b(?:very|so|really|most|extremely) (?:helpful|kind of you|good of you)\b",
    r"\b(?:good|great|excellent|nice|wonderful) (?:service|job|work|attitude)\b|\bthumbs up\b|\bwell done\b",
)
_NOT_THANKS: Final = _any(
    r"\bno,? thank(?:s| you)\b",
    r"\bthank(?:s| you) (?:in advance|for nothing|a bunch|to you(?:r)?\b)",
    r"\b(?:don't|do not|not going to|nothing to) thank\b",
    r"\b(?:don't|do not|won't|not going to) (?:expect|want|get|ask for|wait for|hope for)\b[^.?!\n]{0,15}\bthank",
    r"\bappreciate it if\b|\bwould appreciate\b|\bgrateful if\b",
)
_SOLVED: Final = _any(
    r"\b(?:it|that|this|everything|all|now|internet|phone|line|order|app|page|account|"
    r"card)\b[^.?!\n]{0,20}\b(?:works|is working|working again|worked)\b",
    r"\b(?:works|working) (?:now|again|fine|perfectly|great)\b|\b(?:that|this) (?:did it|does it|helps|helped|"
    r"worked|will do)\b",
    r"\b(?:solved|resolved|fixed|sorted|settled|repaired|restored|corrected|done and dusted)\b",
    r"\b(?:back to normal|is back|are back|all good|all set|all clear|problem(?:'s| is)? gone|"
    r"no more (?:problems|questions))\b",
    r"\b(?:i(?:'ve| have)?|we(?:'ve| have)?|just) (?:now |just |already )*(?:received|got) (?:it|them|the|my|your)\b",
    r"\b(?:that's (?:it|the one|done|better|right|him|her)|there it is|found (?:it|him|her|them))\b|"
    r"\b(?:came|went) through\b",
    r"\bit(?:'s| is| has| just)? (?:now )?(?:there|here|open|opened|arrived|come|working|paired|printing|charging)\b",
    r"\bthat(?:'s| is)(?: exactly)? (?:all|what) i (?:need|needed|wanted)\b|\b(?:nothing else|that(?:'s|"
    r" is) all|that is everything)\b",
)
_GLAD: Final = _any(
    r"\b(?:good|great|better|happy|glad|relieved|satisfied|what a relief|perfect|excellent|brilliant|wonderful|"
    r"fantastic|awesome|lovely)\b",
)
_ACCEPTS: Final = _any(
    r"^(?:ok|okay|alright|all right|right|fine|sure|good|yes|yep|yeah|deal|agreed|understood|got it|i see|"
    r"noted|will do)\b",
    r"\b(?:i(?:'ll| will)|let me) (?:try|do (?:that|it)|wait|give it a (?:try|go)|check|have a look|take (?:it|"
    r"that))\b",
    r"\b(?:understood|i understand|got it|i see|makes sense|fair enough|sounds (?:good|fine|fair)|that(?:'s|"
    r" is) (?:fine|fair|ok|okay|good))\b",
)
_COMPLAINS: Final = _any(
    r"\bstill (?:no|not|nothing|n't|the same|down|waiting|broken|isn't|hasn't|haven't|doesn't|don't|can't|"
    r"cannot|won't|didn't|unable|have(?:n't| to| no))\b",
    r"\b(?:doesn't|does not|didn't|did not|isn't|is not|not|don't|won't|can't|cannot) (?:\w+ ){0,2}(?:work|"
    r"working|help|helping|solve|solved|fixed|resolved|load|open|connect|satisfied|happy|acceptable|arrive|"
    r"arrived)\w*\b",
    r"\b(?:no use|no good|no help|no answer|no reply|no response|no result|no one|nobody|ignored|unresolved|"
    r"useless|pointless)\b",
    r"\b(?:unacceptable|ridiculous|absurd|outrageous|unreasonable|terrible|awful|appalling|horrible|rubbish|"
    r"garbage|poor|bad|worse|worst|disgusting|disgraceful|shameful|shame|pathetic|joke|nonsense)\b",
    r"\b(?:disappoint\w*|frustrat\w*|annoy\w*|upset|fed up|sick of|tired of|had enough|furious|angry|"
    r"speechless|unhappy|dissatisfied|stressed)\b",
    r"\b(?:waste of|wasted|cheat\w*|scam\w*|rip[- ]?off|ripped off|fraud\w*|robbery|overcharg\w*|deceiv\w*|"
    r"lied|lies|lying|liars?|trick\w*|fool(?:ed|ing))\b",
    r"\b(?:(?:speak|talk) to (?:someone|somebody|anyone) else|(?:your|a|the) (?:manager|supervisor|boss)|"
    r"complain\w*|complaint|refund me|my money back|how much longer|too (?:long|slow|late|expensive)|"
    r"so (?:slow|long|bad|expensive))\b",
    r"\bfor (?:\w+ )?(?:days|weeks|months|hours)(?: now| already)?\b|\b(?:again and again|over and over|"
    r"every time|once again|yet again)\b",
)
# What is bad and no complaint, and whoever else is upset: "no news means bad news", "lying awake", "my boss was
# furious".
_NO_COMPLAINT: Final = re.compile(
    r"\bnot (?:too |so |that )?bad\b|\b(?:my )?bad (?:news|back|knee|luck|weather|timing|night)\b|"
    r"\blying (?:awake|down|in|on|here|around)\b|\b(?:she|he|they|client|boss|wife|husband|mum|mother|dad|father|"
    r"daughter|son|customer)s?(?:'s|'re| is| are| was| were| got) (?:\w+ )?(?:furious|angry|upset|annoyed|stressed)\b"
)
_ANGRY: Final = _any(
    r"\b(?:furious|outrageous|disgusting|disgraceful|scandal\w*|appalling|shame on you|how dare|hate|fed up|"
    r"sick of|damn|bloody|hell|crap|wtf|shit\w*|fuck\w*|bastards?|idiots?|stupid|bullshit|liars?|thieves|"
    r"crooks?|rubbish)\b",
    r"[!?]*![!?]*[!?]",
)
_TALKED_PAST: Final = _any(
    r"\b(?:not|isn't|wasn't) (?:what|the question) i(?:'m| am| was|'ve| have)? ?(?:ask|said|meant|talk|want)\w*",
    r"\bnot my question\b|\b(?:didn't|did not|haven't|not|don't) (?:\w+ )?(?:answer\w*|read|understand\w*|"
    r"listen\w*)\b[^.?!\n]{0,30}\b(?:me|my|question|what|message)\b",
    r"\b(?:are you|is this|talking to|you're|just) (?:a |an )?(?:robot|bot|machine|automatic|automated)\b|"
    r"\bcopy[- ]?(?:and[- ])?past\w*|\b(?:automatic|canned|standard|scripted|official|template) (?:reply|"
    r"replies|answers?|response)\b",
    r"\b(?:beating around the bush|passing the buck|kick\w* (?:me|the ball) around|sent (?:me )?(?:from|round)|"
    r"pass(?:ed|ing) (?:me|it) (?:around|on|from))\b",
)
_REPEATS: Final = _any(
    r"\b(?:as|like) i(?:'ve| have| already)? (?:said|told|wrote|explained|mentioned)\b",
    r"\bi(?:'ve| have)? (?:already|just) (?:told|said|given|gave|sent|explained|written|wrote|tried|did|done|"
    r"called|provided|answered)\b",
    r"\bi(?:'ve| have) told (?:you|them|your)\b|\bi told (?:you|them)\b|\bhow many times\b|\bi(?:'m|"
    r" am) repeating\b|\bi repeat\b|\bagain i\b",
    r"\b(?:done|did|tried) (?:that|it|this|all that)\b[^.?!\n]{0,20}\b(?:already|before|twice|times|yesterday)\b|"
    r"\balready (?:told|said|gave|given|sent|explained|wrote|written|tried|did|done)\b|"
    r"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th) time\b",
    r"\bi(?:'ve| have)? (?:told|gave|given|sent|wrote|written|answered)\b[^.?!\n]{0,30}\b(?:already|all|this|"
    r"(?:two|three|four) times|twice)\b",
    r"\b(?:it(?:'s| is)|that(?:'s| is)|also|all) (?:all )?(?:in|on|at) (?:my|the|what i|your)\b[^.?!\n]{0,12}\b(?:"
    r"messages?|mails?|e-?mails?|form|letter|file|ticket|subject|notes?|top|wrote|sent|said)\b",
    r"\b(?:read (?:my|what i)|scroll up|see above|my first (?:message|mail|e-?mail|line)|make me (?:say|type|"
    r"write|repeat))\b",
)
_CHASES: Final = _any(
    r"\byou (?:said|promised|told me|were going to)\b|^(?:and|well|so)\?|\bhello\?|\bany (?:news|update|luck)\b",
    r"\b(?:no|not a) (?:call|e-?mail|mail|reply|sign|word)\b|\b(?:nobody|no[- ]?one)(?:'s| has)? "
    r"(?:called|calls|rang|rung|came|come|phoned|wrote|written)\b",
    r"\bdid (?:you|anyone|anybody|they) (?:see|find|ask|ring|call|look|hear|get)\b",
)
_GIVES_UP: Final = _any(
    r"\b(?:forget it|never mind|i give up|i(?:'ve| have) given up|no point|what's the point|don't bother|leave it)\b",
    r"\b(?:cancel (?:everything|my|the|it)|close my account|switch(?:ing)? (?:to|provider|over)|"
    r"change (?:provider|operator|company)|go(?:ing)? elsewhere|another (?:provider|company|shop|operator)|"
    r"never (?:again|buy|use|order|come back))\b",
    r"\b(?:lawyer|solicitor|court|sue|ombudsman|regulator|consumer (?:protection|association|rights)|police|"
    r"the press|newspaper)\b",
)
_ASKS: Final = _any(
    r"\?",
    r"^(?:so |and |but |then |well |ok |please )*(?:what|why|how|when|where|which|who|can you|could you|do you|"
    r"will you|is there|may i)\b",
    r"\bplease (?:tell|help|check|explain|reply|answer|solve|fix|confirm|let me know|look|advise|send|call)\b",
)
_WONDERS: Final = re.compile(r"^(?:and |so |but |or |ok |then )*(?:should|shall|do|can|could|must|would) i\b")
_GLOWING: Final = _any(
    r"\b(?:oh,? )?(?:great|wonderful|perfect|brilliant|fantastic|lovely|nice|excellent|super|marvellous)\b"
)
_SARCASTIC: Final = _any(
    r"\bthank(?:s| you) for nothing\b|\bthanks a bunch\b|\bbig help\b|\bfat lot of\b|\bwell that(?:'s| is|"
    r" was) (?:helpful|useful)\b",
    r"^(?:oh|well|just|how),? (?:great|wonderful|perfect|brilliant|fantastic|lovely|nice|marvellous)\b",
    r"\b(?:great|nice|wonderful|brilliant|lovely|perfect),? (?:another|more|now|just what|so (?:i|now|you)|"
    r"service,? (?:really|indeed))\b",
)
_NEGATES: Final = re.compile(rf"\b\w*{_NOT}\b")
_IF: Final = re.compile(
    r"\b(?:if|when|until|unless|once|whether|has|have you|is it|will it|hope|hopefully|want|need|should|please|can)\b"
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_WORD: Final = re.compile(r"[a-z][a-z']{3,}")
_APOSTROPHE: Final = str.maketrans({"’": "'", "‘": "'"})
_LEFT_OUT: Final = (
    (re.compile(r"\b(do|does|did|is|was|are|were|have|has|had|ca|wo|could|would|should)nt\b"), r"\1n't"),
    (re.compile(r"\b(i|you|we|they)ve\b"), r"\1've"),
    (re.compile(r"\b(that|there|what|he|she)s\b"), r"\1's"),
    (re.compile(r"\bim\b"), "i'm"),
)  # apostrophes, by people who type in a chat
_SHORT: Final = 8  # words up to which "great, thanks a lot" can be only that
_SAME: Final = 0.6  # share of a turn's telling words that were in an earlier one: said again


@dataclass(frozen=True, slots=True)
class CustomerWords:
    """What one customer turn shows. `value` is the turn as a whole on -1 (angry, unsolved) .. 1 (solved, grateful)."""

    grateful: bool
    solved: bool
    glad: bool
    accepts: bool
    complains: bool
    angry: bool
    talked_past: bool
    repeats: bool
    chases: bool
    gives_up: bool
    asks: bool
    sarcastic: bool

    @property
    def value(self) -> float:
        # "Thanks, but it still does not work" is politeness on the way to a complaint.
        thanks = 0.15 if self.complains else 0.6
        good = 0.7 * self.solved + thanks * self.grateful + 0.3 * self.glad + 0.25 * self.accepts
        bad = (
            0.6 * self.complains
            + 0.3 * self.angry
            + 0.5 * self.talked_past
            + 0.3 * self.repeats
            + 0.6 * self.gives_up
            + 0.5 * self.sarcastic
            + 0.15 * self.asks
        )
        return max(-1.0, min(1.0, good - bad))

    @property
    def complaint(self) -> float:
        """How much of a complaint the turn is, 0..1. A question by itself is none."""
        if not (self.complains or self.angry or self.talked_past or self.repeats or self.gives_up or self.sarcastic):
            return 0.0
        return max(0.0, -self.value)


def read_customer(turn: Turn, *, before: Sequence[Turn] = (), after_no: bool = False) -> CustomerWords:
    """One customer turn. `before` are the turns before it; `after_no` says that the answer it replies to refused,
    or passed the customer on: then cheerful thanks, and nothing else, are not meant as thanks."""
    text = turn.text[:LONGEST].translate(_APOSTROPHE).lower()
    for typed, meant in _LEFT_OUT:
        text = typed.sub(meant, text)
    first = not any(each.speaker is Speaker.TRAINEE for each in before)
    sentences = [found.strip() for found in _SENTENCE.findall(text) if found.strip()]
    complains = bool(_COMPLAINS.search(_NO_COMPLAINT.sub("", text)))
    angry = bool(_ANGRY.search(text)) or _shouts(turn.text)
    thanks = bool(_THANKS.search(text)) and not _NOT_THANKS.search(text) and not first
    glowing = bool(_GLOWING.search(text))
    sarcastic = bool(_SARCASTIC.search(text)) or (
        (thanks or glowing) and ((complains and angry) or (after_no and glowing and len(text.split()) <= _SHORT))
    )
    may_please = not first and not sarcastic
    return CustomerWords(
        grateful=thanks and not sarcastic,
        solved=may_please and any(_states(_SOLVED, sentence) for sentence in sentences),
        glad=may_please and any(_states(_GLAD, sentence) for sentence in sentences),
        accepts=may_please and any(_ACCEPTS.search(sentence) for sentence in sentences),
        complains=complains or sarcastic,
        angry=angry,
        talked_past=bool(_TALKED_PAST.search(text)),
        repeats=bool(_REPEATS.search(text)) or (not first and _said_before(turn, before)),
        chases=not first and bool(_CHASES.search(text)),
        gives_up=any(_GIVES_UP.search(sentence) and not _WONDERS.search(sentence) for sentence in sentences),
        asks=any(_ASKS.search(sentence) for sentence in sentences),
        sarcastic=sarcastic,
    )


def read_customers(transcript: Transcript, *, refusals: frozenset[int] = frozenset()) -> dict[int, CustomerWords]:
    """Each customer turn by its number. `refusals` are the trainee turns that refused or passed the customer on."""
    found: dict[int, CustomerWords] = {}
    for index, turn in enumerate(transcript.turns):
        if turn.speaker is Speaker.CUSTOMER:
            before = transcript.turns[:index]
            after_no = bool(before) and before[-1].number in refusals
            found[turn.number] = read_customer(turn, before=before, after_no=after_no)
    return found


def _states(pattern: re.Pattern[str], sentence: str) -> bool:
    """Whether a sentence says so plainly: it does not ask, deny, wish or complain."""
    if not pattern.search(sentence) or _ASKS.search(sentence):
        return False
    return not (_NEGATES.search(sentence) or _IF.search(sentence) or _COMPLAINS.search(sentence))


def _shouts(text: str) -> bool:
    """Three words or more in capitals, and most of the text."""
    words = re.findall(r"[A-Za-z]{2,}", text[:LONGEST])
    loud = [word for word in words if word.isupper()]
    return len(loud) >= 3 and len(loud) * 2 > len(words)


def _said_before(turn: Turn, before: Sequence[Turn]) -> bool:
    own = frozenset(_WORD.findall(turn.text[:LONGEST].lower()))
    if len(own) < 4:
        return False
    earlier = (each for each in before if each.speaker is Speaker.CUSTOMER)
    return any(len(own & frozenset(_WORD.findall(each.text[:LONGEST].lower()))) >= _SAME * len(own) for each in earlier)
