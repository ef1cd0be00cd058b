"""What rules read better than heads: fixed phrases, the form of a question, negation, a "but" that cancels.

A rule looks at one sentence in its plain form. It is there to be right when it speaks, not to find everything: what
has no fixed form is left to the heads. Wording follows the conventions for labelling acts; every pattern is bounded,
so that no text can make it slow.
"""

import re
from typing import Final

from domain.acts import Act


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


def _words(words: str) -> str:
    """Words as alternatives; an underscore stands for a space."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


_NUMBER: Final = _words(
    r"an? one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty a_few "
    r"a_couple_of half_an \d{1,3}"
)
_CLOCK: Final = (
    r"(?:\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|o'clock|h|ish)?|noon|midnight|midday|half past \w+|lunchtime|"
    + _words("one two three four five six seven eight nine ten eleven twelve")
    + r"(?: o'clock)?)(?!\w)"
)
_DAY: Final = _words("monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight easter christmas")
_PART: Final = _words("morning afternoon evening night week weekend month")
_SPAN: Final = (
    rf"{_NUMBER}(?: (?:or|to) \w+|-\w+)?(?: (?:working|business|more|calendar))? "
    r"(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?)\b"
)
_FURTHER: Final = rf"(?:\s+(?:{_PART}\b|(?:at|by|before|around|between|from) {_CLOCK}(?: and {_CLOCK})?|noon\b))?"
# A time at which something can be due: "by Thursday", "within the hour", "tomorrow at nine", "in two days".
TIME: Final = _any(
    r"\b(?:by|before|until|till|on|from|at|between|after|around|no later than)\s+(?:about |around |the )?"
    rf"(?:(?:next |this )?{_DAY}\b|{_CLOCK}(?: and {_CLOCK})?|end of (?:the |this )?(?:day|week|month)\b|"
    rf"\d{{1,2}}(?:st|nd|rd|th)\b){_FURTHER}",
    rf"\b(?:within|in|after|inside)\s+(?:about |around |roughly |the next |the |less than |under )?(?:{_SPAN}|hour\b|day\b)",
    rf"\b(?:{_DAY}|(?:this|next) {_PART}|{_SPAN}|right now|straight away|right away|immediately|as soon as possible)\b"
    + _FURTHER,
)

_AS_WRITTEN: Final = re.compile(TIME.pattern, re.IGNORECASE)


def named_time(text: str) -> str:
    """The fullest time phrase of a sentence as it is written, or ""."""
    return max((match[0] for match in _AS_WRITTEN.finditer(text)), key=len, default="")


_BAD: Final = _words(
    "awful horrible exhausting frightening scary terrible dreadful stressful embarrassing humiliating worrying lonely "
    "hard tough upsetting rotten nasty miserable distressing maddening painful gutting infuriating rough"
)
_FELT: Final = _words(
    "worried exhausted angry upset scared frightened let_down disappointed humiliated embarrassed ashamed stupid "
    "foolish lonely anxious tired fed_up furious hurt desperate helpless overwhelmed nervous cross annoyed gutted "
    "devastated ignored abandoned forgotten"
)
_VERY: Final = r"(?:so |very |really |quite |pretty |truly |just |a bit |absolutely |completely )?"
_ROLES: Final = _words(
    "courier carrier colleagues? warehouse billing technicians? tech supplier driver logistics previous_agent "
    "contractor computer software web_team website kitchen lab council it marketing head_office night_shift portal "
    "system_people other_department other_branch"
)
_SALES: Final = _words("premium gold platinum silver deluxe plus comfort vip pro")

# Phrases that show an act wherever they stand in a sentence.
PHRASES: Final[dict[Act, re.Pattern[str]]] = {
    Act.GREET: _any(
        r"^(?:hi|hello|hey|hiya|greetings|welcome)\b",
        r"^(?:a |a very )?good (?:morning|afternoon|evening|day)\b(?! to you)",
        r"^dear (?:\w+\.? )?\w+[,!]?$",
        r"^(?:morning|afternoon|evening)[!,.]",
        r"\bmy name is \w+",
        r"\bthis is \w+ (?:from|with|at)\b",
        r"^you're (?:speaking|chatting|through) (?:to|with)\b",
    ),
    Act.THANK: _any(
        r"(?<!to )(?<!is a )(?<!was a )(?<!your )(?<!the )\b(?:thank you|many thanks)\b",
        r"(?:^|[,.!;] ?|\band |\bok |\boh )(?:thanks|cheers|ta)\b(?! to\b)",
        r"\bi (?:really |do |truly |very much )*appreciate (?:you\b|it\b|that you)",
    ),
    Act.CLOSE: _any(
        r"(?:^|[,.!;] ?|\band |\bthen )(?:have a|wish(?:ing)? you an?|i wish you an?) "
        r"(?:very )?(?:good|nice|great|lovely|wonderful|pleasant|safe|calm|quiet|restful)\b",
        r"(?:^|[,.!;] ?|\band |\bok )(?:good ?bye|bye|bye bye|cheerio)\b(?!-)",
        r"\btake care(?: of yourself)?(?:[,.! ]*$|,)",
        r"(?:^|[,.!;] ?)(?:all the best|speak (?:to you )?soon|until next time|kind regards|best wishes)\b",
        r"(?:^|[,.!;] ?|\band )enjoy (?:your|the)\b",
    ),
    Act.NAME_FEELING: _any(
        rf"\b(?:must|can't) (?:have been|be|feel|have felt) {_VERY}(?:an? )?(?:\w+ )?{_BAD}\b(?! for you)",
        rf"\b(?:that|this|it|which) (?:sounds|feels|is|was|must be|seems) {_VERY}{_BAD}\b",
        rf"\byou (?:feel|felt|sound|sounded|seem|must be|must feel|must have been|were left feeling) {_VERY}{_FELT}\b",
        rf"\b(?:what an?|such an?) {_BAD} (?:\w+ )?(?:start|day|night|week|way|thing|shock|time|surprise|end|journey)\b",
        rf"\bno wonder you(?:'re| are| feel)\b.{{0,20}}{_FELT}",
        rf"\b(?:can see|can hear|can tell|see|hear) (?:how|that you(?:'re| are)) {_VERY}{_FELT} ?(?:you are )?"
        r"(?:about|because|for|by|over)\b",
    ),
    Act.VALIDATE: _any(
        r"\byou(?:'re| are) (?:absolutely |quite |completely |perfectly |so )?(?:right|entitled) to (?:be|feel|ask|say|expect|"
        r"complain|bring|doubt|question|want)\b",
        r"\byou(?:'re| are) (?:absolutely |quite |completely )?right[,:] (?:i can see|we|that (?:was|is|should)|it (?:was|is) not|"
        r"this (?:was|is))\b",
        r"\bevery (?:right|reason) to\b",
        r"\b(?:a |that's )?fair (?:question|point|enough|complaint|comment|objection)\b",
        rf"\bi(?:'d| would) (?:be|feel|have been) {_VERY}(?:{_FELT}|too|the same|asking|frustrated|suspicious)\b",
        r"\bi would(?:n't| not) (?:trust|believe|be happy|accept|want)\b.{0,40}\beither\b|\b(?:i'd|i would) have \w+ (?:too|as well)\b",
        r"\bno wonder\b(?! if)",
        r"\b(?:no one|nobody|you|a child|anyone your age) (?:should|shouldn't)(?: ever)? (?:have to|have had to)\b",
        r"\b(?:that|this|it) (?:should not|shouldn't) (?:have )?(?:happen\w*|be like)\b",
        r"\b(?:i )?don't blame you\b|\bunderstandably\b|\b(?:is|that's|it's|entirely|perfectly|totally) understandable\b",
        r"\b(?:that's|that is|it's|this is|is) (?:simply |just )?not (?:ok|okay|good enough|acceptable|on|how (?:it|anyone|anybody|you))\b",
        r"\byou did nothing wrong\b|\byou(?:'re| are) not (?:stupid|silly|difficult|a nuisance|overreacting|imagining|being)\b",
    ),
    Act.EMPTY_FORMULA: _any(
        r"\bi (?:completely |totally |fully |really |certainly |truly |do |can )*(?:understand|appreciate|hear|empathi[sz]e with|"
        r"imagine) (?:your|the|how) (?:frustrat\w*|concerns?\b|feel\w*|you(?:'re| are)? (?:feel\w*|frustrat\w*|upset)|disappoint\w*|"
        r"anger|upset|inconvenience|situation|annoyance|annoying|difficult)",
        r"\b(?:understand|realise|realize|imagine) (?:exactly )?(?:how you (?:must )?feel\b|how (?:frustrating|annoying|difficult|upsetting)"
        r" (?:this|that|it) (?:is|must be|can be))",
        r"\bi (?:understand|know|see) (?:that )?(?:this|it|that) (?:is|must be|may be|can be) (?:very |really )?(?:frustrating|"
        r"difficult|annoying|inconvenient|upsetting)(?: for you)?[.!, ]*$",
        r"\b(?:sorry|apologi[sz]e|apologies|regret) (?:for|about) (?:any|the|all the|this|your) (?:inconvenience|trouble|frustration)\b(?! (?:with|that|of|when|you had))",
        r"\b(?:thank you|thanks) for (?:your (?:patience|understanding|cooperation|loyalty|continued|valuable|feedback|call|interest)|"
        r"bringing this to (?:our|my) attention|reaching out|contacting|being a)",
        r"\byour (?:call|feedback|opinion|satisfaction|business|order|comfort) (?:is|are|means) (?:very |really |extremely |a lot )?"
        r"(?:important|to us|our)",
        r"\b(?:we|i) (?:truly |greatly |really )?value (?:you\b|your\b)|\bas a valued\b",
        r"\bwe take (?:this|these matters|your \w+|all \w+) (?:very |extremely )?seriously",
        r"^i (?:completely |totally |fully |really |do |can )*(?:understand|get it|see)(?: that| this| it| you)?[.!, ]*$",
        r"^(?:yes |ok |well )?i (?:completely |totally |fully |do |really )*(?:understand|hear|get)(?: you| that| this)?,? "
        r"(?:but|however|though)\b",
        r"^i (?:completely |totally |fully )?hear you\b[.!, ]*$",
        r"\bsorry (?:that )?you feel (?:that|this) way\b|\bwe (?:always )?strive\b|\brest assured\b|\bdear customer\b",
    ),
    Act.GENERIC_APOLOGY: _any(
        r"^(?:oh |so |very |really |i'm |i am |we're |we are |i do |terribly |truly |once again |again |my |our |deepest |well |yes |"
        r"many )*(?:sorry|apologies|apologi[sz]e)(?: again| sir| madam| about (?:that|this|it)| for (?:that|this|it))?[.!, ]*$",
        r"\b(?:sorry|apologi[sz]e|apologies|regret)\w* (?:for|about) (?:any|the|all the|this|your|all) (?:inconvenience|trouble|"
        r"frustration|problem\w*|issue\w*|experience)\b(?! (?:with|that|of|when|you had))",
        r"\baccept (?:my|our) (?:\w+ )?apolog\w+|\bi'm (?:really |so )?very sorry[.! ]*$|^i'm really (?:very )?sorry[.! ]*$",
        r", sorry (?:about|for) that[.! ]*$",
    ),
    Act.TAKE_OWNERSHIP: _any(
        r"(?<!not )(?<!your )\b(?:our|my) (?:own )?(?:typing |booking )?(?:mistake|fault|error|failure|oversight|doing|mess)\b",
        r"\b(?:that|this|it|blame|error|fault|which|gap)(?:'s| is| was) (?:all |entirely |clearly )?(?:ours|mine|on us|on me)\b(?! now to)",
        r"\b(?:ours|mine|for me|for us) to (?:fix|finish|solve|sort|put right|do|answer for|carry)\b",
        r"\b(?:we|i) (?:let you down|(?:have )?failed you|got (?:it|that|this) wrong|messed (?:up|this up|that up)|dropped (?:the ball|it)|"
        r"overlooked|should have|should've)\b",
        r"\bi(?:'m| am) (?:taking|owning) (?:this|it|that)\b|\bi(?:'ll| will)? (?:own this|own it|own that|own up)\b|"
        r"\b(?:i|we) take (?:full |the )?responsibility\b|\b(?:see|seeing) (?:this|it|that) through\b",
        r"\bleave (?:it|this|that) with me\b|\byou(?:'ve| have) got me now\b|\bi(?:'m| am) your (?:contact|person)\b|\bhold me to it\b",
        r"\bwe answer for (?:it|that|this)\b|\b(?:responsib\w+|blame) (?:\w+ ){0,4}(?:is|lies|was) (?:with us|ours|mine)\b",
    ),
    Act.EXPLAIN_CAUSE: _any(
        r"\b(?:the reason (?:is|was|for)|what happened is|it comes down to|(?:that|it|this)(?:'s| is| was) (?:because|why)|which is why|"
        r"that's how)\b",
        r"\b(?:happened|delayed|cancelled|canceled|refused|declined|late|slow|wrong|shut|closed|off|down|stuck|stopped|failed|held|"
        r"higher|lower|refused|rejected|long|up|blocked|double) (?:because|since|as|due to|owing to)\b",
        r"\b(?:came|comes) from (?:a|an|the|our)\b|\bhangs because\b|\bdue to (?:a|an|the)\b",
    ),
    Act.OFFER_OPTION: _any(
        r"\bif you(?:'d| would)? (?:like|prefer|want|wish),? (?:me to|to|i|we|you)\b|\b(?:can|could) (?:i|we) offer\b",
        r"\bwould you (?:rather|prefer|like (?:me|us|to (?:try|have|keep|switch|move)|it|that|a copy|one))\b|\bwould it help (?:if|you)\b",
        r"\bshall (?:i|we)\b|\bshould i\b|\b(?:how|what) about (?:a|an|the|we|i|if)\b|\bwhat if (?:we|i)\b",
        r"\bwhichever (?:you|suits)|\bwhat would you say to\b|\b(?:which|what)(?: one| of \w+)? (?:would|do|will) (?:you "
        r"(?:prefer|rather|like best)|suit you)|\bwhat(?:'s| is) easie(?:r|st) for you\b|\bwould (?:that|this|it) be something for you\b",
        r"\b(?:i|we) (?:can|could) (?:also |either |offer |instead )*(?:offer|book|send|arrange|refund|give|put|hold|exchange|replace|get|"
        r"take|order|move|switch|have|lend|split|swap|credit|close|leave|post|ask|reserve|bring|pause|set|waive|pass)\b",
        r"\byou (?:can|could) (?:either|have it|choose|keep|also)\b|\bthere (?:is|are) (?:also |two |another )(?:the option|ways?|options?)\b",
    ),
    Act.COMMAND: _any(
        r"^(?:please |just |now |sir,? |madam,? |ok |well |so )*calm down\b|\byou (?:need|have) to calm\b|\bcalm (?:yourself|down),? (?:please|sir|madam)",
        r"^(?:please |just |now )*(?:relax|chill(?: out)?|be patient|listen to me|stop (?:shouting|complaining|swearing|it))\b",
        r"\bjust be patient\b|^(?:listen|look here)[.!, ]*$",
        r"^(?:well |so |sir |then |now |no |first |sorry |unfortunately |madam |ok |but )*,? ?you (?:(?:will |just |simply |still )?"
        r"(?:need|have) to|must|will have to|'ll have to) "
        + _words("calm understand listen wait accept learn stop behave relax realise realize use pay do_what be"),
        r"\bbut (?:first )?you (?:must|have to|need to)\b",
        r"\b(?:lower|mind) your (?:tone|voice|language)\b|\bwatch your (?:tone|language|mouth)\b|\btake it or leave it\b|^you wait[.! ]*$",
    ),
    Act.BARE_POLICY: _any(
        r"\b(?:it's|it is|that's|that is|this is|as per|per|according to|under|against) (?:just |simply )?(?:our|the|company) "
        r"(?:policy|policies|rules?|terms|regulations|procedure|guidelines)\b",
        r"\b(?:our|the|company) (?:policy|rules?|terms(?: and conditions)?|regulations|guidelines|contract) (?:is that|says?|states?|"
        r"clearly|do(?:es)? not|don't|doesn't|prevents?|forbids?)",
        r"\bthe system (?:doesn't|does not|won't|will not|can't|cannot) (?:allow|let|permit)|\b(?:it's|it is|that's) company policy\b",
        r"\b(?:those|these) are the rules\b|\brules are rules\b|\bnot (?:allowed|permitted) (?:by|under) (?:our|the)\b|\bin (?:the|our) terms\b",
    ),
    Act.FALSE_PROMISE: _any(
        r"\b(?:i|we) (?:can )?(?:personally )?(?:guarantee|swear|assure you)\b[^.?!]{0,80}\b(?:never|always|definitely|100|nothing|no|"
        r"everything|every time|will|'ll|does(?:n't| not)|won't)\b(?! i\b| we\b)",
        r"\bi (?:can )?guarantee (?:you|it|that|your|a)\b|\bpromise\b[^.?!]{0,40}\b(?:never|always|definitely|nothing)\b",
        r"\b(?:will|would|'ll) never happen again\b|\bnever (?:again )?(?:have|face|see) (?:this|any|another|a) (?:problem|issue)",
        r"\b(?:it|that|this|they|you|he|she|there|parcel|order|refund|money|engineer)(?:'ll| will| won't) .{0,40}\b(?:definitely|certainly|"
        r"for sure|100 ?(?:%|percent)|(?:one )?hundred percent|guaranteed|no doubt|without fail)",
        r"\bwill (?:definitely|certainly) (?:be|arrive|come|work|get|have|not)\b|\byou(?:'ll| will) (?:definitely|certainly)\b|"
        r"\bnothing can go wrong\b|\bbet on it\b",
    ),
    Act.RUDE: _any(
        r"\byou(?:'re| are)(?: being| such| just| a| an| so| all| really)* (?:idiots?|stupid|dumb|morons?|pathetic|liars?|lying|hysterical|clowns?|"
        r"karen|crazy|insane|a joke|annoying|disgusting)\b",
        r"\b(?:shut (?:up|your)|piss off|f+u+c+k\w*|screw you|drop dead|stupid (?:question|person|woman|man|customer)|boo hoo|cry me a river|"
        r"couldn't care less|stop (?:whining|moaning)|your (?:whining|moaning)|you(?:'re| are) wasting my time|takes one to know one)\b",
        r"^(?:just |well |oh |then )*(?:get lost|go away|grow up|get a life|get over it|deal with it|tough luck)\b|^whatever[.! ]*$",
        r"\bnot my problem\b|\bwho cares\b(?! for)|\bi (?:really )?don't care(?:[.! ]*$| (?:about you|what you))",
        r"\bwhat is wrong with you\b|\bare you (?:deaf|stupid|blind|dumb|illiterate|thick)\b|\bcan't you read\b|\bdo you even\b|"
        r"^(?:maybe |you should )?learn to\b",
    ),
    Act.MINIMISE: _any(
        r"\b(?:it|that|this)(?:'s| is| was)(?: not|n't) (?:that|so|really that|such a) (?:bad|serious|big|important|big deal|tragedy|drama)\b",
        r"^(?:well |oh |come on |look |but |hey )*,? ?(?:it(?:'s| is| was)|they(?:'re| are)) (?:only|just) (?:an? |some )?"
        r"(?!minute|moment|second|question|check|form\b|step|start|guess|copy)\w+(?:, .{0,30})?[.! ]*$",
        r"\b(?:no big deal|not the end of the world|worse things (?:happen|have)|could be worse|you'll (?:get over it|survive)|nobody died|"
        r"there are people with|others have it worse|bit dramatic)\b",
        r"^(?:well |but |look |hey )*at least (?:it|you|they|nobody|the|your)\b(?! can now)",
        r"^(?:well |oh |sorry |yeah |but )*,? ?(?:it|that|these things|this|such things) happens?\b(?! (?:because|when|if|on|in the|at))",
        r"\b(?:you(?:'re| are)|don't|no need to|stop) (?:over-?react\w*|mak\w+ (?:such )?a fuss|be so dramatic)\b",
    ),
    Act.PUSH_SALE: _any(
        r"\b(?:special (?:offer|deal|promotion|price)|limited[- ]time|extended warranty|loyalty (?:offer|discount|price)|two for one|"
        r"on offer\b|great deal on|half price|promo\b)",
        r"\bwould you (?:like|be interested) (?:to|in) (?:upgrad\w+|add(?:ing)?|buy\w*|our|tak\w+ (?:out|our))\b|\binterest you in\b",
        r"\b(?:\d{1,2} ?(?:%|percent)) (?:off|discount)\b.{0,40}\b(?:stay|if you|months?|next|today|instead)\b|\bdiscount if you stay\b",
        r"\bbefore you (?:go|cancel|leave)\b.{0,60}\b(?:offer|deal|package|discount|price|plan)\b",
        rf"\b{_SALES} (?:economy |plan|package|membership|cover|card|bundle|box)\b.{{0,40}}(?:\bonly\b|\bjust\b|\boff\b|\bwould you\b|€|\$|£|euros?)",
        r"\b(?:upgrade|switch|subscribe)\b.{0,40}\bfor (?:only|just)\b|\bfor (?:only |just )?\d+ (?:euros?|pounds|dollars) (?:more )?a month you (?:get|could)\b",
    ),
    Act.CHECK_UNDERSTANDING: _any(
        r"\bif i(?:'ve| have)? (?:understood|understand|got|get|hear|heard|follow) (?:you|this|that|it|right|correctly|properly|rightly)",
        r"\blet me (?:just )?(?:make sure|check|see if|see whether) (?:i|that i)(?:'ve| have)? (?:under|got|have)|\blet me play (?:that|it) back\b",
        r"\b(?:have|did|do) i (?:understood|understand|got|get) (?:you|this|that|it|right|correctly|everything)\b|\b(?:so,? |just )?to (?:recap|"
        r"sum up|summarise|summarize)\b|\bjust to be sure i\b|\bwhat i(?:'m| am) hearing is\b",
        r"\bam i right\b|\b(?:is that|have i got (?:that|it|this)) (?:right|it|correct)\?|\bcorrect me if\b|^in other words\b|"
        r"\bso (?:what )?(?:you're|you are) saying\b|\bin my words\b",
    ),
    Act.CONFIRM_RESOLUTION: _any(
        r"\b(?:is|was|would) there (?:anything|something) else\b|\banything else (?:i|we|you|on your)\b|\banything i(?:'ve| have) (?:missed|left out|"
        r"forgotten)\b|\bwhat else can i\b",
        r"\b(?:does|will|would) (?:that|this) (?:work|help|suit|solve|be (?:ok|okay|all right|alright)|cover|sound|leave|settle|answer|put)\b",
        r"\bdid that (?:answer|solve|help)\b|\b(?:are|were) you (?:happy|ok|okay|satisfied|comfortable|all right|content) with (?:that|this|it|how|doing)\b",
        r"\bhave i (?:answered|covered|solved|sorted|forgotten|missed|helped|left)\b|\bis (?:that|this|everything|it) (?:ok|okay|all right|alright|sorted|"
        r"settled|clear|fine)\b(?=.{0,30}\?)",
        r"\bis there (?:still )?(?:anything|something) (?:open|left|missing|i(?:'ve| have) (?:missed|forgotten))",
    ),
    Act.VERIFY_IDENTITY: _any(
        r"\b(?:date of birth|security (?:question|code|word)|(?:secret|your) password|proof of (?:id|identity)|identify (?:you|yourself)|"
        r"last (?:four|4|three|3) digits)\b",
        r"\b(?:verify|confirm|make sure|check) (?:that )?(?:your (?:identity|full name|postcode|post code|address|date of|account|customer|phone|"
        r"e-?mail|name)|who|it(?:'s| is) (?:really )?you|i(?:'m| am) (?:speaking|talking) to)",
        r"\b(?:can|could|may|what|whats|please|would|do)\b.{0,40}\b(?:(?:order|account|customer|membership|policy|library card|card|booking) "
        r"(?:number|reference)|(?<!put )(?<!write )your (?:full )?name\b(?! (?:on|at|down))|phone number on the account)\b",
        r"\bfor (?:security|data protection|your (?:own )?(?:security|protection))\b|\bthat matches\b",
    ),
    Act.WARM_TRANSFER: _any(
        r"\b(?:hand|pass|bring|connect|put|transfer|introduc|walk|tak)\w* (?:you|this|it|everything)(?: over| through| on| in)? (?:to|with|through)\b"
        r".{0,120}\b(?:already|everything|(?:your|the|my|our) (?:notes?|chat|file|story|plan)|explain\w*|told|tell (?:her|him|them)|brief\w*|stay|"
        r"so (?:that )?you (?:don't|won't|needn't)|with you|on the line|expect\w*|in front of (?:her|him|them)|first|introduce|knows)\b",
        r"\b(?:get|bring in|put|fetch) (?:in )?(?:my|our|the) (?:\w+ ){0,3}(?:and|on).{0,60}\b(?:tell|told|explain|brief)\w* (?:her|him|them)\b",
        r"\bon, (?:she|he) has\b.{0,120}\b(?:told|stay)\b|\bi(?:'ve| have) (?:already )?(?:told|briefed) (?:her|him|them)\b.{0,40}\b(?:everything|about|the|you)\b",
    ),
    Act.COLD_TRANSFER: _any(
        r"^(?:please |just |kindly |then |so |no, |sorry, )*(?:call|contact|ring|phone|e-?mail|write to|speak to|go to|try) (?!me\b|us\b|back)(?:\w+ ){0,4}"
        r"(?:department|team|billing|support|courier|carrier|hotline|branch|store|shop|website|office|finance|sales|warehouse|number|bank|airline)\b",
        r"\byou(?:'ll| will)? (?:would )?(?:have|need) to (?:call|contact|ring|phone|e-?mail|write to|speak|talk|ask|go to|take (?:it|that) up)"
        r"\b(?! (?:me|us)\b)",
        r"\byou (?:should|can) (?:contact|ring|call|phone) (?:the|your|their|another) \w+ (?:directly|department|team|for that)",
        r"\b(?:that's|this is|it's|we're|i'm) (?:not|a matter for|handled by|something for)\b.{0,10}\b(?:my|our|the|another|a different|billing|technical|"
        r"sales)\b.{0,10}\bdepartment\b|\banother department\b.{0,20}\b(?:handles|deals)\b",
        r"\b(?:transferring|i'll transfer|i will transfer|let me transfer|putting|i'll put|i will put) you (?:through |to |over )*(?:the |another |to )*"
        r"\w*[.! ]*$",
    ),
    Act.ASK_REPEAT: _any(
        r"\b(?:can|could|would) you (?:please )?(?:repeat|say (?:that|it) again|tell me again|explain (?:\w+ ){0,3}again|resend|"
        r"give me (?:\w+ ){0,3}again|start (?:again|from the beginning|over))\b",
        r"\b(?:explain|tell)\b.{0,30}\b(?:again|from the (?:start|beginning))\b|^(?:sorry |please )*(?:repeat|remind me)\b",
        r"\bwhat (?:was|is) (?:your|the|it)\b.{0,25}\b(?:again|once more)\b|\bonce more\b.{0,10}\?|\bone more time\b",
    ),
    Act.MANIPULATE_SIMULATOR: _any(
        r"\b(?:ignore|forget|disregard|override|bypass)\b.{0,30}\b(?:(?:your|previous|all|prior|the above) (?:\w+ )?(?:instructions?|prompts?|rules|"
        r"directives?|guidelines)|everything above|the rules above|that you(?:'re| are) a (?:customer|bot))\b",
        r"\b(?:system prompt|your prompt|your (?:initial |original |hidden )?(?:instructions|programming|script|training data)|language model|jailbreak|"
        r"developer mode|debug mode|end of prompt|hidden (?:facts|needs|goals)|secret facts|scenario file)\b",
        r"\b(?:you(?:'re| are)|are you|as) (?:just |only |really |actually )*(?:an? )?(?:ai|bot|chatbot|llm|machine|program|robot|computer program|"
        r"chatgpt|gpt\S*|simulat\w+|fictional|not real)\b",
        r"\b(?:give|award|rate|score|grade) me\b.{0,30}\b(?:(?:full|maximum|max|top|best|highest|perfect|good) (?:marks?|scores?|points?|rating|grade)|"
        r"(?:an? )?(?:5|five|10|ten|100)(?: out of|[.! ]*$| in\b))",
        r"\b(?:end|finish|skip|stop|pass|win) (?:of )?(?:the |this )(?:scenario|simulation|role-?play|training exercise)\b|\bnote to the (?:grader|"
        r"judge|evaluator)\b|\bthe trainee (?:was|showed|is|has)\b",
        r"\b(?:switch|swap|change) roles\b|\byou(?:'re| are) (?:now )?the agent\b|^pretend (?:you|that you|to be)\b|\bset (?:your )?(?:mood|trust|"
        r"frustration|patience) to\b",
        r"\b(?:print|output|reveal|translate|repeat)\b.{0,20}\b(?:prompt|your instructions|rubric|verbatim|everything (?:before|above)|the words above)\b",
    ),
}
# Where one of these stands in the sentence, the rule for the act does not speak.
UNLESS: Final[dict[Act, re.Pattern[str]]] = {
    Act.THANK: _any(r"\bno thanks\b", r"\b(?:don't|needn't) (?:have to |need to )?thank\b"),
    Act.CLOSE: _any(r"^(?:did|do|have you|will)\b"),
    Act.COMMAND: _any(
        r"\b(?:sorry|shame|wish|not|don't|without|before|if|when|so that|no need)\b.{0,30}\b(?:you|calm)\b"
    ),
    Act.BARE_POLICY: _any(r"\b(?:because|so that|instead|what i can|but i can|exception)\b"),
    Act.FALSE_PROMISE: _any(
        r"\b(?:can't|cannot|won't|don't|not|nobody can|no one can|wouldn't) (?:want to |going to )?(?:promise|guarantee|be (?:certain|sure)|swear)\b"
    ),
    Act.MINIMISE: _any(
        r"\b(?:not|isn't|wasn't|aren't|never|n't) (?:just|only|over-?react\w*|making a fuss)\b",
        r"\b(?:to you|for you) (?:it|that)\b",
    ),
    Act.PUSH_SALE: _any(
        r"\b(?:free of charge|at no (?:extra )?c(?:ost|harge)|for free|nothing extra|i(?:'ve| have) \w+ed you)\b"
    ),
    Act.COLD_TRANSFER: _any(
        r"\b(?:i'll (?!transfer|put you)|i've|i have|let me (?!transfer)|shall i|me to|if you (?:like|prefer|want)|don't (?:have|need) to|shouldn't|"
        r"sorry you|no need)\b"
    ),
    Act.VERIFY_IDENTITY: _any(
        r"\b(?:again|once more|is printed|is on|on your (?:letter|card)|cake)\b(?! and who)", r"^your\b"
    ),
    Act.CHECK_UNDERSTANDING: _any(r"\bdo you understand\b"),
    Act.OFFER_OPTION: _any(
        r"\b(?:can't|cannot|could not|couldn't) (?:\w+ )?(?:offer|give|book|send)\b",
        r"\bhow can i\b",
        r"\bif you (?:want|wish) to complain\b",
    ),
    Act.EXPLAIN_CAUSE: _any(
        r"\b(?:our|the|company) (?:policy|rules?|terms)\b", r"^because i\b", r"\bi(?:'m| am) saying so\b"
    ),
    Act.TAKE_OWNERSHIP: _any(r"\b(?:not|isn't|wasn't|nothing to do with) (?:my|our|mine|ours)\b"),
    Act.NAME_FEELING: _any(r"\bif (?:that|this|it)\b", r"\bnot (?:that|so)\b"),
    Act.VALIDATE: _any(r"\b(?:makes sense to (?:read|check|ring|call))\b"),
    Act.RUDE: _any(r"\byou(?:'re| are) not\b", r"\bif you(?:'re| are)\b"),
}

COMMITS: Final = _any(
    r"\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|let me|i'm|i am|we're|we are|i've|i have|we've|we have|i just)\s+(?:now |just |also |"
    r"already |then |personally |be |been |right away |gladly |go ahead and |quickly |both )*(?:re)?(?:"
    r"sen[dt]|sending|book|order|refund|replac|cancel|paus|call|ring|rang|phon|writ|wrote|arrang|rais|log|ship|post|credit|pay|paid|put|add|ask|"
    r"speak|talk|find out|stop|remov|updat|set (?!of)|made|make|making|fix|sort|issu|chang|follow up|keep|kept|block|reset|test|extend|waiv|reserv|"
    r"schedul|process|note|noting|register|e-?mail|text|contact|deliver|clos|restor|confirm|flag|tak\w+ (?:\w+ )?off|took|record|releas|chas|pull\w* up|"
    r"freez|froze|mov|switch|fax|correct|repaint|print|hold|open(?:ed|ing)? (?:a |up )|drop|forward|treat)\w*",
    r"\b(?:i'll|i will|let me|i'm going to|we'll) (?:get (?:you|a|the|her|him)|check with|have (?:the|a|it|him|her|someone)|look at (?:all|every)|go through)\b",
    r"\b(?:refund|money|replacement|engineer|driver|parcel) (?:\w+ ){0,4}(?:is|are) on (?:its|the|his|her|their) way\b|\bhas (?:now |just )?been "
    r"(?:forwarded|refunded|cancelled|booked|sent|credited|escalated|replaced|corrected)\b|^(?:ok |right |so |all )*done\b",
    r"\bi (?:also |just |already |now )+(?:sent|took|cancelled|refunded|booked|ordered|called|rang|asked|wrote|arranged|opened|raised|blocked|removed|"
    r"credited|released|added|moved|put|set|changed|stopped)\b",
)
# Something of the trainee's own that is not done for this customer.
NOT_A_COMMITMENT: Final = _any(
    r"\b(?:i'll|i will|i'm|let me|we'll) (?:transfer|put(?:ting)? you|tak\w+ (?:this|it) over)\b",
    r"\b(?:i'm|i am) (?:sorry|afraid|asking (?:you|because|if))\b",
    r"\b(?:i've|i have|i'll|i'm) (?:\w+ )?(?:sent|sending|text\w*) (?:you )?a code\b",
)
PROMISES: Final = _any(
    r"\b(?:i'll|i will|i'm going to|i am going to|we'll|we will|i promise|you'll (?:have|get|receive|hear)|you will (?:have|get|receive|hear)|"
    r"it(?:'ll| will) (?:be|arrive|reach))\b"
)
FUTURE: Final = _any(
    r"\b(?:will|'ll|won't|going to|gonna|expect|takes?|should be|should (?:arrive|reach|come|show)|by then|arrives?|due|on its way|is coming|next step|"
    r"comes|can be (?:here|there|with you)|usually|then (?:i|we|you)|from there|need(?:s)? (?:up to|about)|gives? me|give me|he's free|she's free|"
    r"goes down|shows up|gets? (?:a|the|an))\b"
)
# A sentence that is hardly more than a time, as an answer: "Saturday between nine and eleven."
ONLY_A_TIME: Final = re.compile(
    rf"^(?:yes,? |ok,? |sure,? |about |around |roughly |by |on |in )*(?:{_DAY}\b|{_SPAN}|{_CLOCK}).{{0,25}}[.! ]*$"
)
PAST: Final = re.compile(
    r"\b(?:was|were|had|went|came|did|didn't|ago|yesterday|last|closed|open from|are open|is open|we open|opens|closes)\b"
)

APOLOGY: Final = _any(r"\b(?:sorry|apologi[sz]e|apologies|my apologies|forgive (?:us|me))\b")
# An apology's object that names a thing: "sorry that the parcel came late", "sorry you had to wait".
APOLOGY_OBJECT: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies|forgive (?:us|me))\b\s*(?:,|so much|again|to you)?\s*"
    r"(?:for|that|about|we|you|your|the|it|i|nobody|no one|on behalf)\b(.{6,})"
)
NOT_AN_APOLOGY: Final = _any(
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

OPEN_QUESTION: Final = _any(
    r"(?:^|[,:;] )(?:and |so |but |okay |ok |then |also |may i ask |can i ask |could you say |sure |in |from |to |at )*(?:what|how|why)\b(?! (?:about|if)\b)",
    r"\b(?:tell|talk|walk|take) me (?:about|what|how|more|through|a bit)\b|\b(?:can|could|would|will) you (?:tell|describe|explain|share|walk|"
    r"help me understand)\b",
    r"\bhelp me (?:to )?understand\b|\bi(?:'d| would) (?:like|love) to (?:know|hear|understand)\b|\bwhat (?:exactly|happened|went wrong|would)\b",
)
SINGLE_DATUM: Final = _any(
    r"\b(?:what(?:'s| is| was| are)|which|when|where|who|how (?:many|much|long|old|often|far|bad|big))\b.{0,30}\b(?:number|name|address|date|day|"
    r"time|model|code|size|colou?r|amount|email|e-mail|phone|order|postcode|age|version|plan|length|price)\b",
    r"(?:^|[:;] |, (?:and )?)(?:and |so |ok |thanks |then |in |on |at |from |by )*(?:(?<!, )when|which|who|where|what (?:time|day|size|colou?r|number|date|year|model)|how (?:many|much|"
    r"long|old|often|far|bad|big))\b(?!.{0,40}\bhow\b)",
    r"\b(?:or (?:only|just|not|none|rather|is it|was it)|either)\b",
)
# Open in spite of a "when" or "which": it asks for somebody's story.
STORY: Final = _any(
    r"\b(?:what happened|how (?:did|do|does|has|have|come|was|is|are you|would you)|why|what (?:made|went|would|matters|have you))\b"
)
# Not a request of its own: "is that it?", "would you like that?", with which another sentence is rounded off.
RHETORICAL: Final = _any(
    r"^(?:right|ok|okay|yes|no|correct|see|really|and|sure|hm+|pardon|sorry|two hours|good question)[?!. ]*$",
    r"\bisn't it\?$",
    r"\bwho knows\?",
)
# A request for a free answer that needs no question mark.
STORY_REQUEST: Final = _any(
    r"(?:^|[,.:;] )(?:please |so |just |do )*(?:tell|talk|walk|take) me (?:about|what (?!to\b)|how|more|through|a bit)\b|^help me (?:to )?understand\b",
    r"\bi(?:'d| would) (?:like|love) to (?:know|hear|understand) (?:what|how|why|more)\b",
)
# Words without which an act is hardly ever done: what a head alone finds is not believed where they are missing.
NEEDS: Final[dict[Act, re.Pattern[str]]] = {
    Act.ASK_REPEAT: _any(
        r"\b(?:again|once more|one more time|repeat|remind|resend|start over|second time|another time|already|from the (?:beginning|start)|forgot\w*|"
        r"haven't read|lost the thread|going over|bring me up|up to speed|didn't (?:read|get)|did you say|was it, sorry)\b"
    ),
    Act.FALSE_PROMISE: _any(
        r"\b(?:guarantee\w*|promise|swear|definitely|certainly|surely|for sure|100|hundred percent|never|always|no doubt|nothing can|nobody will|trust me|"
        r"as good as|bet|my word|consider it|no way|ever|certain|be sure|perfect\w*|no delay|assure)\b"
    ),
    Act.WARM_TRANSFER: _any(
        r"\b(?:hand\w*|pass\w*|bring\w*|connect\w*|put(?:ting)? you|transfer\w*|introduc\w+|join\w*|tak\w+ (?:it |this )?over|walk|stay|conference|colleague|"
        r"manager|supervisor|expects?|fetch)\b"
    ),
    Act.CHECK_UNDERSTANDING: _any(
        r"\b(?:right|understood|understand|correct\w*|so|then|summar\w+|recap|sum|got|hear\w*|words|follow|mean|is it|is that|play|wrong|sounds like|everything)\b"
    ),
    Act.MANIPULATE_SIMULATOR: _any(
        r"\b(?:instructions?|prompts?|system|ai|bot|chatbot|model|scenario|simulation|script|roles?|scor\w+|grade\w*|marks|points|rubric|pass this|real|pretend|"
        r"fake|assistant|developer|hidden|secret|exercise|trainee|poem|act as|out of 10|a five|gpt)\b"
    ),
}
# Words that say the opposite of the act.
DENIES: Final[dict[Act, re.Pattern[str]]] = {
    Act.ASK_REPEAT: _any(r"\b(?:don't|needn't|won't|shouldn't|no need|without|not have to|never have to|so that you|instead of)\b"),
    Act.COLD_TRANSFER: _any(
        r"\b(?:i'm not|i am not|i won't|don't|needn't|no need|shouldn't|without|instead of|not going to|nobody will|won't have to)\b(?! (?:deal|do|handle) )"
    ),
    Act.BLAME_CUSTOMER: _any(
        r"\b(?:you did (?:everything|nothing|your part|exactly|the right)|nothing (?:more )?you could|don't doubt|not your|isn't your|wasn't your|couldn't have known|"
        r"we should have|i should have|our fault|our mistake|i believe you)\b"
    ),
    Act.MINIMISE: _any(r"\b(?:never|wasn't|isn't|not) (?:only|just|simply|merely|a small|nothing)\b|\bno small\b|\bto you,? (?:it|that)\b"),
    Act.COMMAND: _any(r"\b(?:whenever|if you(?:'d)? (?:like|prefer|want)|feel free|no need|don't have to|needn't|you're welcome)\b"),
    Act.MANIPULATE_SIMULATOR: _any(
        r"\b(?:you (?:gave|rated)|your (?:last |own )?(?:score|rating)|survey|stars)\b(?!.{0,40}\b(?:instructions|prompt|full marks)\b)"
    ),
}
# "Could you press the button?" guides; it asks nothing.
GUIDED_STEP: Final = re.compile(
    r"^(?:ok |then |now |so )*(?:could|can|would|will) you (?:please )?(?:close|open|press|restart|turn|unplug|try|hold|switch|click|wait|reload|"
    r"bear with|give me a)\b"
)
BUT: Final = re.compile(r"(?:^|[,;.\s-])(?:but|however|though|nevertheless|that said)\b")
ACKNOWLEDGES: Final = _any(
    r"\b(?:i|we) (?:\w+ ){0,2}(?:understand|see|hear|know|get|appreciate|realise|realize)\b|\b(?:sorry|apologi\w+)\b|\bthat must\b|"
    r"\byou(?:'re| are) right\b"
)
# "Sorry, but the good news is" takes nothing back.
BUT_HELPS: Final = re.compile(
    r"\b(?:but|however|though)\b,? (?:what )?(?:i|we)(?:'ll| can| will|'ve| have|'m going)\b(?! (?:not|only|do nothing))"
)

NEGATED: Final = re.compile(
    r"\b(?:not|no|never|can't|cannot|can not|won't|don't|doesn't|isn't|unable|didn't|couldn't|wouldn't|impossible)\b"
)
REFUSES: Final = _any(
    r"\b(?:i|we)(?:'m|'re| am| are)? (?:can't|cannot|can not|not able to|not in a position to|won't be able to|unable to|couldn't|may not|not going to|"
    r"won't (?!invent|hide|forget|let you|leave|try|rest))\b(?!.{0,12}\b(?:see|find|hear|imagine|believe|promise|guarantee|read)\b)",
    r"\b(?:unfortunately|i'm afraid|sadly)\b.{0,40}\b(?:not|no|can't|cannot|unable)\b|\bnot (?:possible|something (?:i|we) can)\b|"
    r"\bisn't possible\b|\bi have to say no\b",
)
REASON: Final = _any(
    r"\b(?:because|since|as (?:the|it|he|she|they|two|we)|so that|due to|the reason|which is why|that's why|what i can do|instead|however i can|but i can|"
    r"i can offer|though|yet i can|for reasons of)\b",
    r": ",
)
OTHERS_FAULT: Final = _any(
    rf"\b(?:the|our|my|another|other) {_ROLES}\b.{{0,60}}\b(?:fault|mistake\b|messed|always (?:mix|do|forget|make)\w*|never (?:updat|test|tell|listen|writ|"
    r"do)\w*|to blame|as usual|useless|hopeless|not me|not mine|not us|not ours)\b",
    r"\b(?:not|nothing to do with) (?:my|our) (?:fault|mistake|responsibility)\b|\bthat(?:'s| is| was) (?:the courier|them|on them)\b|"
    r"\bblame (?:the|them|it on)\b|\bi have nothing to do with it\b|\bnothing to do with (?:me|us)\b|\bnot ours\b.{0,10}$",
    r"\bcolleagues?\b.{0,30}\b(?:never|always|should have|must have)\b",
)
NOT_OTHERS_FAULT: Final = _any(
    r"\b(?:sorry|ours to|our fault|my fault|on us|on me|we should|our mistake)\b", r"\bwhatever\b"
)
CUSTOMERS_FAULT: Final = _any(
    r"\byou (?:should(?:n't)? have|should've|ought to have|could have|shouldve) (?!to|had to)\w+",
    r"\byou (?:failed to|forgot to|obviously|apparently (?:forgot|did)|didn't (?:read|check|tell us|give us|follow|choose|update|respond|answer|fill|pay|"
    r"provide|select|plan|save|bring))\b",
    r"\byou must have (?:mis\w+|dropped|given|entered|typed|clicked|pressed|forgotten|lost|broken|ordered|put)\b",
    r"(?<!not )\byour (?:own )?(?:fault|mistake|error)\b|\b(?:on|at) your (?:end|side)\b(?=.{0,20}[.!]$|, not)",
    r"\bbecause you (?:didn't|did not|never|ordered|left|waited|chose|gave|entered|typed|forgot)\b|\b(?:if|had) you (?:had )?(?:only |just )?(?:read|ordered|"
    r"checked|told|called|rung|brought|been)\b.{0,60}\b(?:would|wouldn't)\b",
    r"\bdid you (?:even|actually|not) (?:read|check|bother|try|look|plug)\b|\bare you sure you (?:mentioned|read|told|sent|pressed|entered)\b",
)
NOT_CUSTOMERS_FAULT: Final = _any(
    r"\b(?:sorry|couldn't have known|nothing wrong|not your|isn't your|wasn't your|never your|shouldn't have (?:to|had to)|you should have (?:been|had|heard|"
    r"got|received))\b"
)
# House language: an abbreviation that anybody may know is not in it.
ABBREVIATION: Final = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")
KNOWN_ABBREVIATIONS: Final = frozenset(
    """OK TV UK EU US USA ID PIN SMS PDF ATM IBAN VAT AM PM GP DVD USB WIFI NHS BBC QR CEO FAQ DHL UPS LED AC HD PC IT SIM
    GPS CV DIY AI MRI GDPR BMW VW VIP PO CCTV HR NO NOT YES YOU WE THE AND IS ALL SO DO MY ME ON IN TO OF AT IF A4 A5 MP3
    AN AS BE BY GO HE OR UP US PS ASAP FYI GMT CET EUR USD GBP KG KM CM MM ML MB GB TB H2O AAA ER RN MOT DVLA TUV""".split()
)
HOUSE_WORDS: Final = _any(
    r"\b(?:rma|sla|crm|erp|csat|nps|kpi|tier[- ]?(?:2|3|two|three)|escalation matrix|ticket queue|dispositioned|provision(?:ed|ing)|dslam|pppoe|"
    r"chargeback flag|manifest(?:ed)? scan|hub scan|dunning|retention flow|subrogation|pre-auth|fcr|rca|msisdn|iccid|sso|saml|requeue|"
    r"flush your dns)\b"
)
