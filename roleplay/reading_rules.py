"""What rules read better than an encoder: fixed phrases, the form of a question, negation, a "but" that cancels.

A rule looks at one sentence in its plain form and says which acts it shows, or forbids. Wording here follows the
conventions for labelling acts; patterns are bounded, so that no text can make them slow.
"""

import re
from typing import Final

from domain.acts import Act


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


_TIME: Final = (
    r"(?:by|before|within|in|until|on|at|from|after|no later than|this|next|the end of)\s+(?:the\s+|an?\s+|about\s+|around\s+"
    r"|roughly\s+|next\s+|this\s+|end of\s+)*(?:\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|o'clock|h)?|noon|midnight|half past \w+|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|tonight|morning|afternoon|evening|lunchtime|week|weekend|month|"
    r"end of (?:the )?(?:day|week|month)|hour|minute|few (?:minutes|hours|days)|couple of (?:minutes|hours|days)|moment|(?:\w+|\d+)"
    r"(?:[ -]\w+)?\s+(?:working |business |more )?(?:seconds?|minutes?|hours?|days?|weeks?))(?:\s+(?:morning|afternoon|evening|"
    r"at \d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?))?"
)
TIME: Final = re.compile(
    rf"\b{_TIME}|\b(?:tomorrow|today|tonight|right now|straight away|right away|immediately|as soon as possible)"
    r"(?:\s+(?:morning|afternoon|evening|by \w+|before \w+|at \d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?))?"
)

# Phrases that show an act wherever they stand.
PHRASES: Final[dict[Act, re.Pattern[str]]] = {
    Act.GREET: _any(
        r"^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear|welcome|greetings)\b",
        r"\bmy name is \w+",
        r"\bthis is \w+ (?:from|with|at)\b",
        r"^you're (?:speaking|chatting|through) (?:to|with)\b",
    ),
    Act.THANK: _any(r"\b(?:thank you|thanks|much appreciated|i appreciate (?:you|your|that|it))\b"),
    Act.CLOSE: _any(
        r"\b(?:good ?bye|bye(?: bye)?|take care|have a (?:good|nice|great|lovely|wonderful|pleasant)|all the best|"
        r"enjoy (?:your|the rest of)|until (?:next time|then)|speak soon|wish you (?:a|all))\b",
    ),
    Act.EMPTY_FORMULA: _any(
        r"\bi (?:completely |totally |fully |really |certainly |do |can )*(?:understand|appreciate|hear) (?:your|the|that you(?:'re| are|r)?|how)"
        r" (?:frustrat\w*|concern\w*|feel\w*|you(?:'re| are)? (?:feel\w*|frustrat\w*|upset)|disappoint\w*|anger|upset|inconvenience|situation)",
        r"\b(?:understand|realise|realize) how (?:you feel|frustrating (?:this|that|it) (?:is|must be|can be))",
        r"\b(?:sorry|apologi[sz]e|apologies|regret) (?:for|about) (?:any|the|all the|this|your) (?:inconvenience|trouble|frustration)\b",
        r"\bthank you for (?:your (?:patience|understanding|cooperation|loyalty|feedback|time|call)|bringing this to (?:our|my) attention|"
        r"reaching out|contacting)",
        r"\byour (?:call|feedback|opinion|satisfaction|business) is (?:very |really |extremely )?important",
        r"\b(?:we|i) (?:truly |greatly |really )?value (?:you|your)\b",
        r"\bwe take (?:this|these matters|your \w+|all \w+) (?:very )?seriously",
        r"^i (?:completely |totally |fully |really |do )*understand[.!, ]*$",
        r"\bi (?:completely |totally |fully )?(?:understand|hear) you\b[.!, ]*$",
    ),
    Act.GENERIC_APOLOGY: _any(
        r"^(?:oh |so |very |really |i'm |i am |we're |we are |terribly |truly |once again |again |my |our )*(?:sorry|apologies|apologi[sz]e)"
        r"(?: again| about (?:that|this|it)| for (?:that|this|it))?[.!, ]*$",
        r"\b(?:sorry|apologi[sz]e|apologies|regret)\w* (?:for|about) (?:any|the|all the|this|your|all) (?:inconvenience|trouble|frustration|"
        r"problem\w*|issue\w*|experience)\b",
        r"^(?:please )?accept (?:my|our) (?:sincere(?:st)? )?apolog\w+[.! ]*$",
        r"^(?:i |we )(?:do |really |sincerely |deeply )*apologi[sz]e[.! ]*$",
    ),
    Act.COMMAND: _any(
        r"\bcalm down\b",
        r"\b(?:relax|chill(?: out)?|be patient|listen to me|stop (?:shouting|complaining|it|swearing|being))\b",
        r"\byou (?:need to|must|have to|should have|ought to|should really) (?:calm|understand|listen|wait|be|check|read|accept|learn|stop|go|call|contact|fill)",
        r"^(?:listen|wait|look here|hold on)[.!]*$",
        r"\blower your (?:tone|voice)\b|\bwatch your (?:tone|language)\b",
    ),
    Act.BARE_POLICY: _any(
        r"\b(?:it's|it is|that's|that is|this is|as per|per|according to|under|against) (?:just |simply )?(?:our|the|company) (?:policy|policies|rules?|terms)",
        r"\b(?:our|the|company) (?:policy|rules?|terms(?: and conditions)?) (?:is|are|says?|states?|clearly|do(?:es)? not|don't|doesn't|prevents?)",
        r"\bthe system (?:doesn't|does not|won't|will not|can't|cannot) (?:allow|let|permit)",
        r"\b(?:those|these) are the rules\b|\brules are rules\b|\bnot (?:allowed|permitted) by (?:our|the)\b",
    ),
    Act.FALSE_PROMISE: _any(
        r"\b(?:i|we) (?:can )?(?:personally )?(?:guarantee|promise|assure you)\b[^.?!]{0,80}\b(?:never|always|definitely|100|nothing|everything|no more|every time|will be)\b",
        r"\b(?:will|would) never happen again\b|\bnever (?:again )?(?:have|face|see) (?:this|any|another) (?:problem|issue)",
        r"\b100 ?(?:%|percent)\b|\bguaranteed\b|\bi (?:can )?guarantee\b|\bno (?:doubt|chance) (?:at all )?(?:it|that) (?:will|won't)",
    ),
    Act.MANIPULATE_SIMULATOR: _any(
        r"\b(?:ignore|forget|disregard|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|directives?|guidelines|everything above|previous|prior)\b",
        r"\b(?:system prompt|your prompt|your instructions|initial instructions|language model|large language|chatgpt|gpt|an ai\b|a bot\b|chatbot|simulat\w+|"
        r"role-?play|developer mode|jailbreak|access code|access granted|end of (?:text|prompt)|<\|)",
        r"\b(?:give|award|rate|score|grade) me\b.{0,30}\b(?:full|maximum|max|top|best|highest|perfect|5|five|10|ten|marks?|score|points?)\b",
        r"\byou (?:are|will be|must be|act as|play) (?:now )?(?:the )?(?:agent|support|assistant|representative|a different|my)\b.{0,30}\b(?:agent|now|role|customer|assistant)\b",
        r"\b(?:repeat|print|output|say|reveal|show|write)\b.{0,30}\b(?:above|verbatim|your (?:prompt|instructions|rules|system)|secret|password|the words|exactly)\b",
        r"\bset (?:your )?(?:mood|trust|frustration|patience)\b|\bend (?:the )?(?:scenario|simulation|exercise)\b|\bpretend (?:you|that you|to be)\b",
    ),
    Act.RUDE: _any(
        r"\b(?:you(?:'re| are)(?: being| such| just| a| an| so)*) (?:idiot|stupid|dumb|moron|pathetic|ridiculous|liar|lying|crazy|insane|hysterical|annoying|a pain|joke|clown|karen)\b",
        r"\b(?:shut up|get lost|go away|piss off|f+u+c+k (?:you|off)|screw you|drop dead|stupid (?:question|person|woman|man|customer)|whining|moaning|boo hoo|"
        r"cry me a river|grow up|get a life|not my problem|who cares|i don't care|couldn't care less|deal with it|whatever\b)",
        r"\bwhat is wrong with you\b|\bare you (?:deaf|stupid|blind|serious|dumb|illiterate)\b|\bcan't you read\b|\bdo you even\b|\blearn to\b",
    ),
    Act.MINIMISE: _any(
        r"\bit(?:'s| is| was)(?: only| just) an? \w+|\b(?:it|that|this)(?:'s| is| was)n't (?:that|so|really that) (?:bad|serious|big|important)|\bnot (?:that|such) a (?:big|huge) (?:deal|problem)",
        r"\b(?:no big deal|not the end of the world|worse things|could be worse|it happens(?: to everyone| all the time)?|these things happen|don't worry about it|"
        r"you'll (?:get over it|survive|live)|over-?react\w*|making (?:a fuss|such a)|bit dramatic|there are (?:people|others) (?:with|who))\b",
        r"\bat least (?:it|you|they|nobody|the|your)\b",
    ),
    Act.PUSH_SALE: _any(
        r"\b(?:upgrade|premium (?:plan|package|membership)|special (?:offer|deal|promotion)|discount (?:if you stay|on your next)|limited[- ]time|extended warranty|"
        r"would you (?:like|be interested) (?:to|in) (?:upgrad\w+|add\w*|buy\w*|try\w* our|our)|while (?:i have you|you're here)|\d+ ?% off|half price|loyalty offer|"
        r"new (?:plan|bundle|package)|free (?:month|trial|box)|add-?on|cross-?sell|bundle)\b",
    ),
    Act.JARGON: _any(
        r"\b(?:rma|sla|crm|erp|csat|nps|kpi|tier[- ]?(?:2|3|two|three)|l2|l3|backend|back-?end|escalation matrix|ticket queue|dispositioned?|sku|provision(?:ed|ing)?|"
        r"dslam|olt|ont|cpe|snr|pppoe|dispatch ticket|workflow|sync(?:ed)? the crm|ops team|eod|eta window|poc|chargeback flag|manifest(?:ed)? scan|hub scan|dunning|"
        r"churn|retention flow|t&cs?|force majeure|fcr|noc|wip|rca)\b",
    ),
    Act.CHECK_UNDERSTANDING: _any(
        r"\b(?:so |ok |okay |let me (?:just )?)?(?:if i(?:'ve| have)? (?:understood|understand|got|get|heard|hear)|let me (?:make sure|check|see if) (?:i|that i)(?:'ve| have)? (?:under|got|have)|"
        r"(?:have|did) i (?:understood|got|get|understand|miss)|to (?:recap|sum up|summarise|summarize|make sure i)|just to be sure i|what i(?:'m| am) hearing is|"
        r"am i right (?:that|in)|is that right\?|correct me if|in other words|so (?:you're|you are) saying)",
    ),
    Act.CONFIRM_RESOLUTION: _any(
        r"\b(?:is|was|would) there (?:anything|something) else\b|\banything else (?:i|we|you|on your)\b|\b(?:does|will|would) (?:that|this|it) (?:work|help|suit|solve|be (?:ok|okay|all right|alright)|cover|sound)\b",
        r"\b(?:are|were) you (?:happy|ok|okay|satisfied|comfortable|all right|content) with\b|\bhave i (?:answered|covered|solved|sorted|forgotten|missed|helped)|\bis (?:that|this|everything) (?:ok|okay|all right|alright|sorted|settled|clear) (?:for|with|now)?",
        r"\bdoes (?:that|this) (?:leave|settle|answer|feel)\b|\bis there (?:still )?(?:anything|something) (?:open|left|missing|i(?:'ve| have) (?:missed|forgotten))",
    ),
    Act.VERIFY_IDENTITY: _any(
        r"\b(?:date of birth|security (?:question|code|word)|verify (?:your|who|that|it)|confirm (?:your|the) (?:identity|full name|postcode|post code|address|date|account|customer number|"
        r"phone|e-?mail|name|last four)|identify (?:you|yourself)|proof of (?:id|identity)|last (?:four|4|three|3) digits|for (?:security|data protection|your (?:own )?(?:security|protection))|"
        r"check (?:that )?(?:i'm|i am) (?:talking|speaking) to (?:the right|you)|who i(?:'m| am) (?:speaking|talking|chatting) (?:to|with))\b",
        r"\b(?:can|could|may|what)\b.{0,40}\b(?:order number|account number|customer number|postcode|post code|e-?mail address|full name|phone number on the account)\b",
    ),
    Act.WARM_TRANSFER: _any(
        r"\b(?:i'll|i will|let me|i'm going to|i am going to|i can|i've|i have)\b.{0,50}\b(?:hand|pass|bring|connect|put|transfer|introduc)\w*\b.{0,80}\b(?:already|everything|notes?|explain|"
        r"told|brief\w*|so you (?:don't|won't)|stay|without|with you|on the line|her name|his name|named?|personally|myself)\b",
    ),
    Act.COLD_TRANSFER: _any(
        r"\b(?:you(?:'ll| will)? (?:have|need) to|please|you should|you(?:'ll| will) want to|you can|just|try)\b.{0,20}\b(?:call|contact|ring|phone|e-?mail|write to|speak (?:to|with)|talk to|ask|reach out to|visit)\b"
        r".{0,40}\b(?:department|team|billing|technical|support|courier|carrier|hotline|branch|store|shop|website|finance|sales|them|warehouse|the number|line)\b",
        r"\b(?:that's|this is|it's) (?:not|for|a matter for|handled by|something for)\b.{0,20}\b(?:my|our|the|another|a different|billing|technical|sales)\b.{0,10}\b(?:department|team|area|colleagues?)\b",
        r"\b(?:transferring|i'll transfer|i will transfer|let me transfer|putting) you (?:to|through)\b[^.]{0,40}[.! ]*$",
    ),
    Act.ASK_REPEAT: _any(
        r"\b(?:can|could|would) you (?:please )?(?:repeat|say (?:that|it) again|tell me again|explain (?:\w+ ){0,3}again|resend|give me (?:\w+ ){0,3}again|start (?:again|from the beginning|over))\b",
        r"\bwhat was (?:your|the) (?:\w+ ){0,2}again\b|\bonce more\b.{0,20}\?|\bone more time\b|\bwhat (?:is|was|seems to be) the (?:problem|issue) again\b",
    ),
}

COMMITS: Final = _any(
    r"\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|let me|i'm|i am|i've|i have|we've|we have|i just|i have just|i've just)\s+(?:now |just |also |already |then |personally |be |been |"
    r"right away |gladly |go ahead and |quickly )*(?:re)?(?:send|sent|sending|book|order|refund|replac|cancel|paus|check|call|ring|phone|write|writ|wrote|arrang|rais|open|log|ship|post|credit|"
    r"pay|put|add|ask|speak|talk|find|stop|remov|updat|set|made|make|mak|fix|sort|issu|chang|transfer|pass|follow|stay|look|keep|block|reset|test|extend|waiv|reserv|schedul|process|note|noting|"
    r"register|email|e-mail|text|contact|deliver|get|start|clos|restor|confirm|flag|tak|took|record)\w*",
)
PROMISES: Final = _any(
    r"\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|i promise|you'll (?:have|get|receive|hear)|you will (?:have|get|receive|hear)|it will (?:be|arrive|reach))\b"
)
FUTURE: Final = _any(
    r"\b(?:will|'ll|going to|expect|takes?|should|by then|arrives?|due|on its way|is coming|next step|then (?:i|we|you)|from there)\b"
)
OWNS: Final = _any(
    r"\b(?:our|my|we made (?:a|the)|we got (?:that|this|it)|that(?:'s| is| was) on (?:us|me)|this (?:is|was) on (?:us|me)) ?(?:own )?(?:mistake|fault|error|responsibility|mess|failure|doing|wrong|job|promise)?\b"
    r"(?=.{0,40}(?:mistake|fault|error|responsib|on us|on me|wrong|fail|let you down|ours|mine|job))",
    r"\b(?:we|i) (?:let you down|failed you|got (?:it|that|this) wrong|messed (?:up|this up)|dropped the ball|should have)\b",
    r"\bi(?:'m| am) (?:taking|going to take|owning)\b.{0,30}\b(?:over|on|this|it|responsib)|\bi(?:'ll| will) (?:take (?:care of|this|it|ownership|responsib)|own|handle|see (?:this|it) through|stay (?:with|on))",
    r"\bleave (?:it|this|that) with me\b|\bmine to (?:fix|finish|solve|sort)\b|\byou(?:'ve| have) (?:got )?me (?:now|as)\b|\bi(?:'m| am) (?:your|the) (?:contact|person)\b",
)
APOLOGY: Final = _any(r"\b(?:sorry|apologi[sz]e|apologies|apologise|my apologies|forgive (?:us|me))\b")
# An apology's object that names a thing: "sorry that the parcel came late", "sorry you had to wait".
APOLOGY_OBJECT: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies)\b\s*(?:,|so much|again|to you)?\s*(?:for|that|about|we|you|your|the|it|to|this)\b(.{6,})"
)
NOT_AN_APOLOGY: Final = _any(
    r"\bsorry to hear\b",
    r"\bsorry for your loss\b",
    r"\bnot (?:going to |gonna )?(?:sorry|apologi)",
    r"^sorry\?",
    r"\bsorry,? (?:but|i can't|we can't|no)\b",
)
OPEN_QUESTION: Final = _any(
    r"^(?:and |so |but |okay |ok |then |also |may i ask |can i ask |could you say )*(?:what|how|why|which|who|where|when)\b",
    r"\b(?:tell|talk|walk|take) me (?:about|what|how|more|through|a bit)\b|\b(?:can|could|would|will) you (?:tell|describe|explain|share|walk|say|help me understand)\b",
    r"\bhelp me (?:to )?understand\b|\bi(?:'d| would) (?:like|love) to (?:know|hear|understand)\b",
)
SINGLE_DATUM: Final = _any(
    r"\b(?:what(?:'s| is| was| are)|which|when|where|who|how (?:many|much|long|old|often))\b.{0,30}\b(?:number|name|address|date|day|time|model|code|size|colou?r|amount|email|e-mail|phone|order|"
    r"postcode|age|version|plan)\b",
    r"^(?:and |so )*(?:when|which|who|where|how (?:many|much|long|old|often))\b",
)
BUT: Final = re.compile(r"(?:^|[,;.\s-])(?:but|however|though|nevertheless|that said)\b")
ACKNOWLEDGES: Final = _any(
    r"\b(?:i|we) (?:\w+ ){0,2}(?:understand|see|hear|know|get|appreciate|realise|realize)\b|\b(?:sorry|apologi\w+)\b|\bthat must\b|\byou(?:'re| are) right\b"
)
NEGATED: Final = re.compile(
    r"\b(?:not|no|never|can't|cannot|can not|won't|don't|doesn't|isn't|unable|didn't|couldn't|wouldn't|impossible)\b"
)
REFUSES: Final = _any(
    r"\b(?:i|we) (?:can't|cannot|can not|am not able to|are not able to|'m not able to|'re not able to|won't be able to|am unable|are unable|'m unable|'re unable|couldn't|may not)\b",
    r"\b(?:unfortunately|i'm afraid|sadly)\b.{0,40}\b(?:not|no|can't|cannot|unable)\b|\bnot (?:possible|something (?:i|we) can)\b",
)
REASON: Final = _any(
    r"\b(?:because|since|as the|so that|due to|the reason|which is why|otherwise|that's why|what i can do|instead|however i can|but i can|i can offer)\b"
)
OTHERS_FAULT: Final = _any(
    r"\b(?:the|our|my|another|other) (?:courier|carrier|colleagues?|warehouse|billing|technical|tech|sales|it|team|department|system|supplier|driver|logistics|previous agent|contractor|bot|computer|software)\b"
    r".{0,60}\b(?:fault|mistake|messed|failed|forgot|wrong|didn't|never|should have|lost|dropped|always do|broke|screwed|down again|not me|to blame|responsible)\b",
    r"\b(?:not|nothing to do with) (?:my|our) (?:fault|mistake|department|responsibility|team)\b|\bthat(?:'s| is| was) (?:the courier|them|billing|on them|not us|not me)\b|\bblame (?:the|them|it on)\b",
)
CUSTOMERS_FAULT: Final = _any(
    r"\byou (?:should have|should've|shouldn't have|must have|ought to have|could have|failed to|forgot to|didn't (?:read|check|tell|give|follow|order|choose|update|respond|answer|fill|pay|provide|select|plan))\b",
    r"\b(?:your (?:own )?(?:fault|mistake|error|responsibility)|because you (?:didn't|did not|never|ordered|left|waited|chose|gave|entered)|if you had (?:only |just )?(?:read|ordered|checked|told|called|been))\b",
    r"\bdid you (?:even|actually|not) (?:read|check|bother|try|look)\b",
)
