"""The forms of a sentence: times, promises, refusals, apologies, questions, a "but".

Patterns look at a sentence in its plain form and are bounded, so that no text can make them slow.
"""

import re
from typing import Final


def any_of(*phrases: str) -> re.Pattern[str]:
    """One pattern that finds any of these."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


def word_set(text: str) -> frozenset[str]:
    """The words of a text that lists them."""
    return frozenset(text.split())


def words(text: str) -> str:
    """Words as alternatives; an underscore stands for a space."""
    return "(?:" + "|".join(word.replace("_", " ") for word in text.split()) + ")"


_NUMBER: Final = words(
    r"an? one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty a_few "
    r"a_couple_of half_an \d{1,3}"
)
_CLOCK: Final = (
    r"(?:\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|o'clock|h|ish)?|noon|midnight|midday|lunchtime|"
    r"(?:half past|(?:(?:a )?quarter|five|ten|twenty|twenty-five|\d{1,2})(?: minutes?)? (?:to|past)) \w+|"
    + words("one two three four five six seven eight nine ten eleven twelve")
    + r"(?: o'clock)?)(?!\w)"
)
_DAY: Final = words("monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight easter christmas")
_PART: Final = words("morning afternoon evening night week weekend month")
_SPAN: Final = (
    rf"{_NUMBER}(?: (?:or|to) \w+|-\w+)?(?: (?:working|business|more|calendar))? "
    r"(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?)\b"
)
# "Six days without a line" is how long something lasted.
_NO_DURATION: Final = r"(?! (?:without|of|late|ago|in a row|for the|on hold|on the phone|long|old)\b)"
_FURTHER: Final = (
    rf"(?:\s+(?:{_PART}\b|{_DAY}\b(?! without)|(?:on |this |in the )(?:{_DAY}|{_PART})\b|"
    rf"(?:at|by|before|around|between|from) {_CLOCK}(?: and {_CLOCK})?|noon\b)){{0,2}}"
)
# A time at which something can be due: "by Thursday", "within the hour", "tomorrow at nine", "in two days".
TIME: Final = any_of(
    r"\b(?:by|before|until|till|on|from|at|between|after|around|no later than)\s+(?:about |around |the )?"
    rf"(?:(?:next |this )?{_DAY}\b|{_CLOCK}(?: and {_CLOCK})?|end of (?:the |this )?(?:day|week|month)\b|"
    rf"\d{{1,2}}(?:st|nd|rd|th)\b){_FURTHER}",
    rf"\b(?:within|in|after|inside)\s+(?:about |around |roughly |the next |the |less than |under )?(?:{_SPAN}|"
    rf"hour\b|day\b)",
    rf"(?<!since )(?<!every )(?<!on hold )(?<!last )\b(?:{_DAY}|(?:this|next) {_PART}|{_SPAN}{_NO_DURATION}|right now|"
    rf"straight away|right away|immediately|as soon as possible)\b{_FURTHER}",
)

_AS_WRITTEN: Final = re.compile(TIME.pattern, re.IGNORECASE)


def named_time(text: str) -> str:
    """The fullest time phrase of a sentence as it is written, or ""."""
    return max((match[0] for match in _AS_WRITTEN.finditer(text)), key=len, default="")


COMMITS: Final = any_of(
    r"\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|let me|i'm|i am|we're|we are|i've|i have|we've|"
    r"we have|i just)\s+(?:now |just |also |"
    r"already |then |personally |be |been |right away |gladly |go ahead and |quickly |both )*(?:re)?(?:"
    r"sen[dt]|sending|book|order|refund|replac|cancel|paus|call|ring|rang|phon|writ|wrote|arrang|rais|log|ship|"
    r"post|credit|pay|paid|put|add|ask|"
    r"speak|talk|find out|stop|remov|updat|set (?!of)|made|make|making|fix|sort|issu|chang|follow up|keep|kept|"
    r"block|reset|test|extend|waiv|reserv|"
    r"schedul|process|note|noting|register|e-?mail|text|contact|deliver|clos|restor|confirm|flag|"
    r"tak\w+ (?:\w+ )?off|tak\w+ (?:\w+ ){0,2}back|took|record|releas|chas|pull\w* up|"
    r"(?:un)?(?:freez|froze)|unblock|unlock|mov|switch|fax|correct|repaint|print|hold|open(?:ed|ing)? (?:a |up )|"
    r"drop|forward|treat)\w*",
    r"\b(?:i'll|i will|let me|i'm going to|we'll) (?:get (?:you|a|the|her|him)|check with|have (?:the|a|it|him|"
    r"her|someone)|look at (?:all|every)|go through)\b",
    r"\b(?:refund|money|replacement|engineer|driver|parcel) (?:\w+ ){0,4}(?:is|are) on (?:its|the|his|her|"
    r"their) way\b|\bhas (?:now |just )?been "
    r"(?:forwarded|refunded|cancelled|booked|sent|credited|escalated|replaced|corrected)\b|^(?:ok |right |so |"
    r"all )*done\b",
    r"\bi (?:also |just |already |now )+(?:sent|took|cancelled|refunded|booked|ordered|called|rang|asked|wrote|"
    r"arranged|opened|raised|blocked|removed|"
    r"credited|released|added|moved|put|set|changed|stopped)\b",
    r"\b(?:money|refund|payment|charge|amount|[£$€]?\d[\d.,]{0,8}) (?:\w+ )?(?:went|has gone|have gone) back\b",
)
# Something of the trainee's own that is not done for this customer.
NOT_A_COMMITMENT: Final = any_of(
    r"\b(?:i'll|i will|i'm|let me|we'll) (?:transfer|put(?:ting)? you|tak\w+ (?:this|it) over)\b",
    r"\b(?:i'm|i am) (?:sorry|afraid|asking (?:you|because|if))\b",
    r"\b(?:i've|i have|i'll|i'm) (?:\w+ )?(?:sent|sending|text\w*) (?:you )?a code\b",
)
# What is on its way to the customer, said as if it were so already: "the courier brings you the new one by three".
_BROUGHT: Final = (
    r"\b(?:it's|it is|that's|they're) with you (?:by|before|at|within|in|around|tomorrow|tonight|on)\b|"
    r"\b(?:brings|delivers|carries|sends|drops) (?:\w+ ){0,5}?you\b"
)
PROMISES: Final = any_of(
    r"\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|i promise|you'll (?:have|get|receive|hear)|"
    r"you will (?:have|get|receive|hear)|"
    r"it(?:'ll| will) (?:be|arrive|reach)|will (?:text|ring|call|phone|message|e-?mail|write to) you)\b",
    _BROUGHT,
)
FUTURE: Final = any_of(
    r"\b(?:will|'ll|won't|going to|gonna|expect|takes?|should be|should (?:arrive|reach|come|show)|by then|"
    r"arrives?|due|on its way|is coming|next step|"
    r"comes|can be (?:here|there|with you)|usually|up to|is going|from there|need(?:s)? (?:up to|about)|"
    r"gives? me|give me|he's free|she's free|"
    r"goes down|shows up|gets? (?:a|the|an))\b",
    _BROUGHT,
)
# A time that can only lie ahead, whatever the verb says: "a courier brings it this evening".
AHEAD: Final = re.compile(
    r"\b(?:tomorrow|tonight|this (?:evening|afternoon)|next (?:week|month|\w+day)|within (?!reach|the rules)|"
    r"no later than|by the end of|from now)\b"
)
# A sentence that is hardly more than a time, as an answer: "Saturday between nine and eleven."
ONLY_A_TIME: Final = re.compile(
    rf"^(?:yes,? |ok,? |sure,? |about |around |roughly |by |on |in )*(?:{_DAY}\b|{_SPAN}|{_CLOCK}).{{0,25}}[.! ]*$"
)
PAST: Final = re.compile(
    r"\b(?:was|were|had|went|came|did|didn't|ago|yesterday|last|closed|open from|are open|is open|we open|opens|"
    r"closes)\b"
)

APOLOGY: Final = any_of(r"\b(?:sorry|apologi[sz]e|apologies|my apologies|forgive (?:us|me))\b")
# An apology's object that names a thing: "sorry that the parcel came late", "sorry you had to wait".
APOLOGY_OBJECT: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies|forgive (?:us|me))\b\s*(?:,|so much|again|to you)?\s*"
    r"(?:for|that|about|we|you|your|the|it|i(?!'m| am)|nobody|no one|on behalf)\b(.{6,})"
)
# "Sorry for everything": an object that names nothing.
VAGUE_OBJECT: Final = any_of(
    r"\b(?:for|about) (?:this|that|it|everything|all (?:of )?(?:this|that))(?: all| again)?(?:[.,!]|$| and\b| but\b)",
    r"\b(?:for|about) (?:anything|any)\b|\bfor (?:asking|bothering|disturbing|interrupting)\b|\bto bother you\b|"
    r"\bcame to this\b",
)
NOT_AN_APOLOGY: Final = any_of(
    # About one's own writing: a courtesy, and nothing the customer was owed.
    r"\bsorry,? (?:if )?(?:i (?:do )?(?:go on|ramble|asked|ask|am asking|keep asking)|maybe|this is (?:a|maybe)|"
    r"for (?:all )?(?:the|my|so) (?:many )?(?:questions?|english|typing|typos?|spelling)|"
    r"my (?:english|typing|spelling))\b",
    r"\bsorry to (?:hear|interrupt|say)\b",
    r"\bsorry for your loss\b",
    r"\bnot (?:going to |gonna |to be )?(?:sorry|apologi)",
    r"\b(?:don't|needn't|no need|need not)\b.{0,25}\b(?:sorry|apologi)",
    r"\bsorry (?:that )?you feel (?:that|this) way\b",
    r"^sorry[?,]? (?:did|was|what|which|one|could|can|do|is|your)\b",
    r"^sorry\?",
    r"\bsorry,? (?:but )?(?:i|we) (?:can't|cannot|couldn't|won't|am not|are not)\b",
    r"\bapology letter\b|\bapologised to\b|\bsorry you (?:didn't|did not|never|failed)\b",
)

OPEN_QUESTION: Final = any_of(
    r"(?:^|[,:;] )(?:and |so |but |okay |ok |then |also |may i ask |can i ask |could you say |sure |in |from |to |"
    r"at )*(?:what|how|why)\b(?! (?:about|if)\b)",
    r"\b(?:tell|talk|walk|take) me (?:about|what|how|more|through|a bit)\b|\b(?:can|could|would|will) you (?:tell|"
    r"describe|explain|share|walk|"
    r"help me understand)\b",
    r"\bhelp me (?:to )?understand\b|\bi(?:'d| would) (?:like|love) to (?:know|hear|understand)\b|"
    r"\bwhat (?:exactly|happened|went wrong|would)\b",
)
SINGLE_DATUM: Final = any_of(
    r"\b(?:what(?:'s| is| was| are)|which|when|where|who|how (?:many|much|long|old|often|far|bad|"
    r"big))\b.{0,30}\b(?:number|name|address|date|day|"
    r"time|model|code|size|colou?r|amount|email|e-mail|phone|order|postcode|age|version|plan|length|price)\b",
    r"(?:^|[:;] |, (?:and )?)(?:and |so |ok |thanks |then |in |on |at |from |by )*(?:(?<!, )when|which|who|where|"
    r"what (?:time|day|size|colou?r|number|date|year|model)|how (?:many|much|"
    r"long|old|often|far|bad|big))\b(?!.{0,40}\bhow\b)",
    r"\b(?:or (?:only|just|not|none|rather|is it|was it)|either)\b",
)
# Open in spite of a "when" or "which": it asks for somebody's story.
STORY: Final = any_of(
    r"\b(?:what happened|how (?:did|do|does|has|have|come|was|is|are you|would you)|why|what (?:made|went|would|"
    r"matters|have you))\b"
)
# Not a request of its own: "is that it?", "would you like that?", with which another sentence is rounded off.
RHETORICAL: Final = any_of(
    r"^(?:right|ok|okay|yes|no|correct|see|really|and|sure|hm+|pardon|sorry|two hours|good question)[?!. ]*$",
    r"\bisn't it\?$",
    r"\bwho knows\?",
)
# "You still there?" asks whether anybody reads along, and nothing else.
CHECKS_IN: Final = re.compile(
    r"^(?:hello|hi|hey|ok|so|and|sorry|just checking)?[,.!? ]*(?:are )?(?:you|u|ya) (?:still )?(?:there|here|"
    r"with me|with us|online)"
    r"[?. ]*$"
)
_SHORT_TIME: Final = (
    r"(?:an?|one|two|a few|a couple of) (?:more |quick |little )?(?:moment|second|sec|minute|min|tick)s?\b"
)
_MEANWHILE: Final = (
    r"(?:,? please)?(?:[,:;]? (?:(?:while|whilst|so (?:that )?i|let me|(?:i|we)(?:'m|'ll|'re| am| will| are| need|"
    r" want|"
    r" have| just))\b)[^?]{0,60})?[.!? ]*$"
)
_LED_IN: Final = r"^(?:(?:ok|okay|right|sure|sorry|alright|all right|please|just|yes|so|well|now|then|lol)\b[,.! ]*)*"
# A request for a little time, and for nothing else: "please hold", "give me a second", "let me look, one moment".
A_MOMENT_PLEASE: Final = any_of(
    rf"{_LED_IN}(?:(?:hold on|hang on|bear with (?:me|us)|hold the line|stay on the line|hold)(?:,? (?:for )?(?:just )?"
    rf"{_SHORT_TIME})?|(?:wait|give me|let me have|i(?:'ll)? (?:just )?need|(?:can|could) (?:you )?(?:give me|i have))"
    rf"(?: for)? (?:just )?{_SHORT_TIME}|{_SHORT_TIME}){_MEANWHILE}",
    rf"{_LED_IN}(?:let me|i'm|i am|i'll|i will) (?:just |quickly )*(?:check|look|see|have "
    rf"a look)(?:ing)?\b[^?,.]{{0,40}},? (?:just )?{_SHORT_TIME}"
    r"(?:,? please)?[.! ]*$",
    rf"\b(?:put|pop|place|putting|placing) you on hold(?:,? (?:for )?(?:just )?{_SHORT_TIME})?{_MEANWHILE}",
)
# "Penguins mate for life, did you know?": a piece of knowledge, where it is like nothing that was said.
TRIVIA: Final = re.compile(r"\bdid you know\b(?! (?:if|whether|when|what|who|where|how|about)\b)")
SHORTLY: Final = re.compile(rf"(?:for )?(?:just )?{_SHORT_TIME}", re.IGNORECASE)
# The whole story once more, whichever part of it the words may be like.
WHOLE_AGAIN: Final = re.compile(
    r"\b(?:explain|tell|describe|repeat|go over|go through|say)\b.{0,30}\b(?:whole|entire|full|everything|problem|"
    r"issue|"
    r"story|matter)\b.{0,30}\b(?:again|once more|one more time|from the (?:start|beginning))\b"
)
# Whether there is more to do, whatever it may be like.
ANYTHING_ELSE: Final = re.compile(
    r"\b(?:can|could|may) (?:i|we) (?:\w+ )?(?:help|assist|do) (?:(?:for )?you )?(?:with )?(?:anything|"
    r"something) else\b|"
    r"\banything else (?:that )?(?:i|we) (?:can|could|may) (?:do|help|assist)\b|"
    r"^(?:so |and |ok |hello |hi )*(?:what|how) (?:can|could|may) (?:i|we) (?:do for|help|assist) you(?: today)?[?. ]*$"
)
# "Booking reference?" asks for that, and for no part of a story.
ONE_NUMBER: Final = re.compile(
    r"^(?:and |ok |so |your |the |what(?:'s| is) )*(?:order|account|customer|reference|booking|ticket|case|membership|"
    r"policy)(?: (?:number|reference|no))?(?: please)?[?. ]*$|"
    r"\b(?:your|the) (?:\w+ )?(?:post ?code|zip(?: code)?|date of birth)\b"
)
# A request for a free answer that needs no question mark.
STORY_REQUEST: Final = any_of(
    r"(?:^|[,.:;] )(?:please |so |just |do )*(?:tell|talk|walk|take) me (?:about|a (?:little|bit)|what (?!to\b)|how|"
    r"more|through|"
    r"a bit)\b|^help me (?:to )?understand\b",
    r"(?:^|[,.:;] )(?:please |so |just |then |and )*(?:give|send|tell|write) (?:me|us) (?:please )?(?:the|your|his|her|"
    r"how|which|what|where|when|whether)\b(?! (?:benefit|time|chance|moment)\b)",
    r"\bi(?:'d| would) (?:like|love) to (?:know|hear|understand) (?:what|how|why|more|about|a (?:little|bit))\b|"
    r"\bi(?:'m| am) "
    r"wondering (?:what|how|why)\b|\blet's talk about\b",
    # Typed in haste, without a mark: "and how much on cards, ballpark", "so what you looking to take the day".
    r"^(?:and |so |but |ok |right |then )*(?:about |roughly |just )?how (?:much|many|long|old|far)\b|"
    r"^(?:and |so |but |then )*what (?:you|u|ya) \w+ing\b|"
    r"^(?:and |so |but |then )*(?:what|which) (?:number|time|phone|telephone|address|size|day)\b",
)
# The opening of every service desk. It invites the other to say what they came for, and asks for nothing in particular.
INVITES: Final = re.compile(
    r"\bhow (?:can|may|could|might) (?:i|we) (?:help|assist|be of)\b|\bwhat (?:can|may|could) (?:i|we) do for you\b"
)
# A statement that opens a subject, and leaves it to the other to go on: "I saw the mail that we sent her."
OPENS_A_SUBJECT: Final = re.compile(
    r"^(?:and |so |well |ok |oh )*(?:i|we)(?:'ve| have)? (?:just |also )*(?:saw|seen|see|read|noticed|found|looked at|"
    r"heard "
    r"about|came across) (?:the|your|our|what|one of|those|these)\b(?! (?:notes?|account|file|message|case)\b)"
)
# A question that goes on from what was told: "and how is she now?", "did he say why?", "what happened then?"
ASKS_ON: Final = any_of(
    r"\b(?:is|are|was|were|does|did|do|has|have|had|can|could|will|would)(?:n't)? (?:he|she|they|it)\b|"
    r"\b(?:how|where|what|who|when|why)(?:'s|'re) (?:he|she|they|it)\b",
    r"^(?:and |but |so |oh |ok )*(?:why|how so|how come|since when|for how long|what then|then what|and then|like what|"
    r"in what way|what else|who else)"
    r"\b.{0,30}$",
    r"\bwhat (?:happened|came|did you do) (?:then|next|after)|\bwhat do you mean\b|\bwhat (?:did|does|do) (?:he|she|"
    r"they)\b|"
    r"\b(?:tell|say) (?:me )?(?:a (?:bit|little) )?more\b|\b(?:since|after) (?:then|that)\b|\bafterwards\b|\bgo on\b",
    r"^and (?:how|what|where|when|who|why|did|do|does|is|are|was|were|has|have)\b.{0,40}\b(?:now|then|today|since|"
    r"still|after|him|her|them|that)\b",
)
# Any desk says these: they ask for a part of somebody's story only where the story was written for them.
STOCK_QUESTION: Final = any_of(
    r"\b(?:how (?:can|may|could) (?:i|we) (?:\w+ )?(?:help|assist|be of)|what (?:can|could|may) (?:i|we) (?:\w+ "
    r")?do\b(?! about)|is there "
    r"anything|anything else|do you have any (?:other )?questions|does that (?:answer|help)|how are you(?: today| "
    r"doing)?[?.! ]*$|"
    r"bear with me|is (?:that|this|it) (?:ok|okay|all right|alright|fine)|(?:help|do for) you with anything|"
    r"^(?:is )?(?:all|everything) (?:good|ok|okay|clear|sorted)[? ]*$)"
)
# "Could you press the button?" guides; it asks nothing.
GUIDED_STEP: Final = re.compile(
    r"^(?:ok |then |now |so )*(?:could|can|would|will) you (?:please )?(?:close|open|press|restart|turn|unplug|"
    r"try|hold|switch|click|wait|reload|"
    r"bear with|give me a)\b"
)
# A question that offers: "shall I send you one?"
OFFERS_BY_ASKING: Final = any_of(
    r"\b(?:shall|may|can|should|could) (?:i|we)\b|\b(?:how|what) about\b|\bwould you (?:like|take|accept|be happy "
    r"with)\b|\bwhat if\b"
)
BUT: Final = re.compile(
    r"(?:^|[,;.\s-])(?<!nothing )(?<!anything )(?<!all )(?:but|however|though|nevertheless|that said)\b"
)
ACKNOWLEDGES: Final = any_of(
    r"\b(?:i|we) (?:\w+ ){0,2}(?:understand|hear|appreciate|realise|realize)\b|"
    r"\b(?:i|we) (?:\w+ ){0,2}(?:see|know|get) (?:how|why|you|your|it's|it is|this is|that(?:'s| is| you| it| this))\b|"
    r"\b(?:sorry|"
    r"apologi\w+)\b|\bthat must\b|"
    r"\byou(?:'re| are) right\b"
)
REFUSES: Final = any_of(
    r"\b(?:i|we)(?:'m|'re| am| are)? (?:can't|cannot|can not|not able to|not in a position to|won't be able to|"
    r"unable to|couldn't|may not|not going to|"
    r"won't (?!invent|hide|forget|let you|leave|try|rest))\b(?!.{0,12}\b(?:see|find|hear|imagine|believe|promise|"
    r"guarantee|read)\b)",
    r"\b(?:unfortunately|i'm afraid|sadly)\b.{0,40}\b(?:not|no|can't|cannot|unable)\b|\bnot (?:possible|"
    r"something (?:i|we) can)\b|"
    r"\bisn't possible\b|\bi have to say no\b",
)
SORRY_FOR_THAT: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e) (?:for|about) (?:all (?:of )?)?(?:that|this|it)\b(?! \w+ing\b)"
)
# What the trainee says that they do not do.
DECLINES: Final = re.compile(
    r"\b(?:i|we)(?: |')(?:won't|would not|wouldn't|will not|don't|do not|am not|are not|'m not|m not|re not|can't|"
    r"cannot|never)\b|"
    r"\bnot going to\b|\bno longer\b|\bwithout (?:offering|sending|asking)\b"
)
# What the trainee says that they had better done: too late to be doing it.
HINDSIGHT: Final = re.compile(r"\b(?:i|we) (?:\w+ )?(?:should|ought to)(?: have|'ve)\b")
# What somebody says that there is not: "no colleague, you stay with me". "No, I'll send it" says something else.
THERE_IS_NONE: Final = re.compile(
    r"^(?:no,? )*no (?!(?:problem|worries|trouble|bother|doubt|need|one|matter|later|wonder|i|we|you|it|that|the|this)"
    r"(?:'\w+)?\b)\w+"
)
# What the other one is to do: "text me if it drops".
THEIRS_TO_DO: Final = re.compile(
    r"(?:^|[,;] ?|\b(?:and|or|just|please|then|so) )(?:text|ring|call|phone|message|e-?mail|write(?: to)?) (?:me|us)\b"
)
TAKEN_BACK: Final = re.compile(r"\bforget (?:the|that|about)\b|\b(?:don't|do not) do (?:it|that)\b")
# What the other one is not to do, or need not do any more: "please don't switch it off", "forget the restart".
CALLED_OFF: Final = any_of(
    r"(?:^|[,;:] ?|\b(?:please|so|and|but|just|better) )(?:don't|do not|never)\b(?! (?:worry|hesitate|mind|you)\b)",
    r"\b(?:no need|(?:don't|do not) (?:need|have)|needn't|not asking you|without asking you) to\b|"
    r"\bneedn't\b|\bnot asking you\b|\bno more\b|\b(?:surely|already) tried\b",
    r"\bno (?:reason|form|explanation|survey|question)s? (?:is |are )?(?:required|needed|necessary|asked|to fill)\b",
)
REASON: Final = any_of(
    r"\b(?:because|since|as (?:the|it|he|she|they|two|we)|so that|due to|the reason|which is why|that's why|"
    r"what i can do|instead|however i can|but i can|"
    r"i can offer|though|yet i can|for reasons of)\b",
    r": ",
)
