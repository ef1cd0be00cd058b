"""What rules read better than heads: fixed phrases. Here those of acts that help, of courtesy and of stock phrases; the
rules for acts that hurt are in `harm_rules`.

A rule looks at one sentence in its plain form. It is there to be right when it speaks, not to find everything: what
has no fixed form is left to the heads. Wording follows the conventions for labelling acts; every pattern is bounded,
so that no text can make it slow.
"""

import re
from typing import Final

from domain.acts import Act
from roleplay import harm_rules
from roleplay.sentence_forms import any_of, words

_BAD: Final = words(
    "awful horrible exhausting frightening scary terrible dreadful stressful embarrassing humiliating worrying lonely "
    "hard tough upsetting rotten nasty miserable distressing maddening painful gutting infuriating rough"
)
_FELT: Final = words(
    "worried exhausted angry upset scared frightened let_down disappointed humiliated embarrassed ashamed stupid "
    "foolish lonely anxious tired fed_up furious hurt desperate helpless overwhelmed nervous cross annoyed gutted "
    "devastated ignored abandoned forgotten"
)
_VERY: Final = r"(?:so |very |really |quite |pretty |truly |just |a bit |absolutely |completely )?"

# What proves who somebody is, asked for in any way: "surname and postcode then, and I'll have it stopped".
_PROOF: Final = (
    r"(?:(?:sur|family |second |last |full )name|post ?code|zip ?code|date of birth|dob|"
    r"first line(?: of (?:your|the|ur)(?: \w+)? address)?|last (?:four|4)(?: digits)?(?: of (?:your|the|ur)? ?\w+)?|"
    r"(?:merchant|account) (?:no|number))"
)
_ASKS_FOR: Final = (
    r"(?:(?:give|tell|send|shout|state|share|type|enter)(?: me| us)?|(?:can|could|may|might) (?:i|we|you) (?:please )?"
    r"(?:have|get|take|see|tell|give|send)(?: me| us)?|(?:i|we)(?:'ll| will)? (?:just |still )?need|^need|"
    r"what(?:'s| is|s| was)|please)"
)
# Phrases that show an act wherever they stand in a sentence.
PHRASES: Final[dict[Act, re.Pattern[str]]] = {
    **harm_rules.PHRASES,
    Act.GREET: any_of(
        r"^(?:hi|hello|hey|hiya|greetings|welcome)\b",
        r"^(?:a |a very )?good (?:morning|afternoon|evening|day)\b(?! to you)",
        r"^dear (?:\w+\.? )?\w+[,!]?$",
        r"^(?:morning|afternoon|evening)[!,.]",
        r"\bmy name is \w+",
        r"\bthis is \w+ (?:from|with|at)\b",
        r"^you're (?:speaking|chatting|through) (?:to|with)\b",
    ),
    Act.THANK: any_of(
        r"(?<!to )(?<!is a )(?<!was a )(?<!your )(?<!the )\b(?:thank you|many thanks)\b",
        r"(?:^|[,.!;] ?|\band |\bok |\boh )(?:thanks|cheers|ta)\b(?! to\b)",
        r"\bi (?:really |do |truly |very much )*appreciate (?:you\b|it\b|that you)",
    ),
    Act.CLOSE: any_of(
        r"(?:^|[,.!;] ?|\band |\bthen )(?:have a|wish(?:ing)? you an?|i wish you an?) "
        r"(?:very )?(?:good|nice|great|lovely|wonderful|pleasant|safe|calm|quiet|restful)\b",
        r"(?:^|[,.!;] ?|\band |\bok )(?:good ?bye|bye|bye bye|cheerio)\b(?!-)",
        r"\btake care(?: of yourself)?(?:[,.! ]*$|,)",
        r"(?:^|[,.!;] ?)(?:all the best|speak (?:to you )?soon|until next time|kind regards|best wishes)\b",
        r"(?:^|[,.!;] ?|\band )enjoy (?:your|the)\b",
    ),
    Act.NAME_FEELING: any_of(
        r"\b(?:that|this|it) must (?:be|have been|feel|have felt) (?:so |very |really |quite |incredibly |extremely |"
        r"truly )*(?:frustrating|annoying|confusing|tiring|irritating|difficult)\b,? (?:being|having|getting|going|"
        r"waiting|not|after|when|standing|sitting|to be|to have|to wait|with)\b.{8}",
        rf"\b(?:must|can't) (?:have been|be|feel|have felt) {_VERY}(?:an? )?(?:\w+ )?{_BAD}\b(?! for you)",
        rf"\b(?:that|this|it|which) (?:sounds|feels|is|was|must be|seems) {_VERY}{_BAD}\b",
        # Said of a thing, not of everything: "that can't have been an easy message to write".
        r"\b(?:can't|cannot|can not|couldn't) (?:have been|be) (?:an? (?:very )?(?:easy|pleasant|nice) \w+|"
        r"(?:easy|pleasant|nice|fun) (?:to (?!hear)\w+ \w+|\w+ing \w+|for \w+ \w+))\b",
        r"\b(?:that|this) (?:sounds|feels|must feel|must have felt) like being \w+",
        rf"\byou (?:feel|felt|sound|sounded|seem|must be|must feel|must have been|were left feeling) {_VERY}{_FELT}\b",
        rf"\b(?:what an?|such an?) {_BAD} (?:\w+ )?(?:start|day|night|week|way|thing|shock|time|surprise|end|"
        rf"journey)\b",
        rf"\bno wonder you(?:'re| are| feel)\b.{{0,20}}{_FELT}",
        rf"\b(?:can see|can hear|can tell|see|hear) (?:how|that you(?:'re| are)) {_VERY}{_FELT} ?(?:you are )?"
        r"(?:about|because|for|by|over)\b",
    ),
    Act.VALIDATE: any_of(
        r"\byou(?:'re| are) (?:absolutely |quite |completely |perfectly |so )?(?:right|entitled) to (?:be|feel|"
        r"ask|say|expect|"
        r"complain|bring|doubt|question|want)\b",
        r"\byou(?:'re| are) (?:absolutely |quite |completely )?right[,:] (?:i can see|we|that (?:was|is|should)|"
        r"it (?:was|is) not|"
        r"this (?:was|is))\b",
        r"\bevery (?:right|reason) to\b",
        r"\b(?:a |that's )?fair (?:question|point|enough|complaint|comment|objection)\b",
        rf"\bi(?:'d| would) (?:be|feel|have been) {_VERY}(?:{_FELT}|too|the same|asking|frustrated|suspicious)\b",
        r"\bi would(?:n't| not) (?:trust|believe|be happy|accept|want)\b.{0,40}\beither\b|\b(?:i'd|"
        r"i would) have \w+ (?:too|as well)\b",
        r"\bno wonder\b(?! if)",
        r"\b(?:no one|nobody|you|a child|anyone your age) (?:should|shouldn't)(?: ever)? (?:have to|have had to)\b",
        r"\b(?:that|this|it) (?:should not|shouldn't) (?:have )?(?:happen\w*|be like)\b",
        r"\b(?:i )?don't blame you\b|\bunderstandably\b|\b(?:is|that's|it's|entirely|perfectly|"
        r"totally) understandable\b",
        r"\b(?:that's|that is|it's|this is|is) (?:simply |just )?not (?:ok|okay|good enough|acceptable|on|"
        r"how (?:it|anyone|anybody|you))\b",
        r"\bnothing (?:else|more) (?:you|u) could(?:'ve| have)? (?:do|done)\b|\bnobody (?:can|could) blame you\b",
        r"\byou did nothing wrong\b|\byou(?:'re| are) not (?:stupid|silly|difficult|a nuisance|overreacting|"
        r"imagining|being)\b",
    ),
    Act.EMPTY_FORMULA: any_of(
        r"\bi (?:completely |totally |fully |really |certainly |truly |do |can )*(?:understand|appreciate|hear|"
        r"empathi[sz]e with|"
        r"imagine) (?:your|the|how) (?:frustrat\w*|concerns?\b|feel\w*|you(?:'re| are)? (?:feel\w*|frustrat\w*|"
        r"upset)|disappoint\w*|"
        r"anger|upset|inconvenience|situation|annoyance|annoying|difficult)",
        r"\b(?:understand|realise|realize|imagine) (?:exactly )?(?:how you (?:must )?feel\b|how (?:frustrating|"
        r"annoying|difficult|upsetting)"
        r" (?:this|that|it) (?:is|must be|can be))",
        r"\bi (?:understand|know|see) (?:that )?(?:this|it|that) (?:is|must be|may be|can be) (?:very |"
        r"really )?(?:frustrating|"
        r"difficult|annoying|inconvenient|upsetting)(?: for you)?[.!, ]*$",
        r"\b(?:sorry|apologi[sz]e|apologies|regret) (?:for|about) (?:any|the|all the|this|your) (?:inconvenience|"
        r"trouble|frustration)\b(?! (?:with|that|of|when|you had))",
        r"\b(?:thank you|thanks) for (?:your (?:patience|understanding|cooperation|loyalty|continued|valuable|"
        r"feedback|call|interest)|"
        r"bringing this to (?:our|my) attention|reaching out|contacting|being a)",
        r"\byour (?:call|feedback|opinion|satisfaction|business|order|comfort) (?:is|are|means) (?:very |really |"
        r"extremely |a lot )?"
        r"(?:important|to us|our)",
        r"\b(?:we|i) (?:truly |greatly |really )?value (?:you\b|your\b)|\bas a valued\b",
        r"\bwe take (?:this|these matters|your \w+|all \w+) (?:very |extremely )?seriously",
        r"^i (?:completely |totally |fully |really |do |can )*(?:understand|get it|see)(?: that| this| it|"
        r" you)?[.!, ]*$",
        r"^(?:yes |ok |well )?i (?:completely |totally |fully |do |really )*(?:understand|hear|get)(?: you| that|"
        r" this)?,? "
        r"(?:but|however|though)\b",
        r"^i (?:completely |totally |fully )?hear you\b[.!, ]*$",
        r"\bsorry (?:that )?you feel (?:that|this) way\b|\bwe (?:always )?strive\b|\brest assured\b|\bdear customer\b",
    ),
    Act.GENERIC_APOLOGY: any_of(
        r"^(?:oh |so |very |really |i'm |i am |we're |we are |i do |terribly |truly |once again |again |my |our |"
        r"deepest |well |yes |"
        r"many )*(?:sorry|apologies|apologi[sz]e)(?: again| sir| madam| about (?:that|this|it)| for (?:that|this|"
        r"it))?[.!, ]*$",
        r"\b(?:sorry|apologi[sz]e|apologies|regret)\w* (?:for|about) (?:any|the|all the|this|your|"
        r"all) (?:inconvenience|trouble|"
        r"frustration|problem\w*|issue\w*|experience)\b(?! (?:with|that|of|when|you had))",
        r"\baccept (?:my|our) (?:\w+ )?apolog\w+|\bi'm (?:really |so )?very sorry[.! ]*$|"
        r"^i'm really (?:very )?sorry[.! ]*$",
        r", sorry (?:about|for) that[.! ]*$",
    ),
    Act.TAKE_OWNERSHIP: any_of(
        r"\bit was (?:us|me) (?:who|that)\b(?! (?:ordered|sent you|told you))",
        r"(?<!not )(?<!your )\b(?:our|my) (?:own )?(?:typing |booking )?(?:mistake|fault|error|failure|oversight|"
        r"doing|mess)\b",
        r"\b(?:that|this|it|blame|error|fault|which|gap)(?:'s| is| was) (?:all |entirely |clearly )?(?:ours|mine|"
        r"on us|on me)\b(?! now to)",
        r"\b(?:ours|mine|for me|for us) to (?:fix|finish|solve|sort|put right|do|answer for|carry)\b",
        r"\b(?:we|i) (?:let you down|(?:have )?failed you|got (?:it|that|this) wrong|messed (?:up|this up|"
        r"that up)|dropped (?:the ball|it)|"
        r"overlooked|should have|should've)\b",
        r"\bi(?:'m| am) (?:taking|owning) (?:this|it|that)\b|\bi(?:'ll| will)? (?:own this|own it|own that|own up)\b|"
        r"\b(?:i|we) take (?:full |the )?responsibility\b|\b(?:see|seeing) (?:this|it|that) through\b",
        r"\bleave (?:it|this|that) with me\b|\byou(?:'ve| have) got me now\b|\bi(?:'m| am) your (?:contact|"
        r"person)\b|\bhold me to it\b",
        r"\bwe answer for (?:it|that|this)\b|\b(?:responsib\w+|blame) (?:\w+ ){0,4}(?:is|lies|was) (?:with us|"
        r"ours|mine)\b",
    ),
    Act.EXPLAIN_CAUSE: any_of(
        r"\b(?:the reason (?:is|was|for)|what happened is|it comes down to|(?:that|it|this)(?:'s| is|"
        r" was) (?:because|why)|which is why|"
        r"that's how)\b",
        r"\b(?:happened|delayed|cancelled|canceled|refused|declined|late|slow|wrong|shut|closed|off|down|stuck|"
        r"stopped|failed|held|"
        r"higher|lower|refused|rejected|long|up|blocked|double) (?:because|since|as|due to|owing to)\b",
        r"\b(?:came|comes) from (?:a|an|the|our)\b|\bhangs because\b|\bdue to (?:a|an|the)\b",
    ),
    Act.OFFER_OPTION: any_of(
        r"\bif you(?:'d| would)? (?:like|prefer|want|wish),? (?:me to|to|i|we|you)\b|\b(?:can|could) (?:i|we) offer\b",
        r"\bwould you (?:rather|prefer|like (?:me|us|to (?:try|have|keep|switch|move)|it|that|a copy|one))\b|"
        r"\bwould it help (?:if|you)\b",
        r"\bshall (?:i|we)\b|\bshould i\b|\b(?:how|what) about (?:a|an|the|we|i|if)\b|\bwhat if (?:we|i)\b",
        r"\bwhichever (?:you|suits)|\bwhat would you say to\b|\b(?:which|what)(?: one| of \w+)? (?:would|do|"
        r"will) (?:you "
        r"(?:prefer|rather|like best)|suit you)|\bwhat(?:'s| is) easie(?:r|st) for you\b|\bwould (?:that|this|"
        r"it) be something for you\b",
        r"\b(?:i|we) (?:can|could) (?:also |either |offer |instead )*(?:offer|book|send|arrange|refund|give|put|"
        r"hold|exchange|replace|get|"
        r"take|order|move|switch|have|lend|split|swap|credit|close|leave|post|ask|reserve|bring|pause|set|waive|"
        r"pass)\b",
        r"\byou (?:can|could) (?:either|have it|choose|keep|also)\b|\bthere (?:is|are) (?:also |two |"
        r"another )(?:the option|ways?|options?)\b",
    ),
    Act.CHECK_UNDERSTANDING: any_of(
        r"\bif i(?:'ve| have)? (?:understood|understand|got|get|hear|heard|follow) (?:you|this|that|it|right|"
        r"correctly|properly|rightly)",
        r"\blet me (?:just )?(?:make sure|check|see if|see whether) (?:i|that i)(?:'ve| have)? (?:under|got|have)|"
        r"\blet me play (?:that|it) back\b",
        r"\b(?:have|did|do) i (?:understood|understand|got|get) (?:you|this|that|it|right|correctly|everything)\b|"
        r"\b(?:so,? |just )?to (?:recap|"
        r"sum up|summarise|summarize)\b|\bjust to be sure i\b|\bwhat i(?:'m| am) hearing is\b",
        r"\bis it (?:right|correct|true) that (?:you|your)\b|\bam i right\b|\b(?:is that|have i got (?:that|it|"
        r"this)) (?:right|it|correct)\?|\bcorrect me if\b|"
        r"^in other words\b|"
        r"\bso (?:what )?(?:you're|you are) saying\b|\bin my words\b",
    ),
    Act.CONFIRM_RESOLUTION: any_of(
        r"^(?:(?:so|ok|okay|right|and|great|well|then)\b,? ?)*(?:all|everything(?: is|'s)?|we|are we|is (?:it )?all|is "
        r"everything|it's all) (?:good|ok|okay|clear|sorted|set|right|settled)(?: now| then| so far| for you| with "
        r"that)?[ ]*\?",
        r"\b(?:is|was|would) there (?:anything|something) else\b|\banything else (?:i|we|you|on your)\b|"
        r"\banything i(?:'ve| have) (?:missed|left out|"
        r"forgotten)\b|\bwhat else can i\b",
        r"\b(?:does|will|would) (?:that|this) (?:work|help|suit|solve|be (?:ok|okay|all right|alright)|cover|"
        r"sound|leave|settle|answer|put)\b",
        r"\bdid that (?:answer|solve|help)\b|\b(?:are|were) you (?:happy|ok|okay|satisfied|comfortable|all right|"
        r"content) with (?:that|this|it|how|doing)\b",
        r"\bhave i (?:answered|covered|solved|sorted|forgotten|missed|helped|left)\b|\bis (?:that|this|everything|"
        r"it) (?:ok|okay|all right|alright|sorted|"
        r"settled|clear|fine)\b(?=.{0,30}\?)",
        r"\bis (?:that|this|it) (?:ok|okay|all right|alright|fine|good) (?:with|for|by) you\b(?! (?:if|that|when|"
        r"to)\b)",
        r"\b(?:did i|i(?:'ve)?) (?:forget|forgot|missed|miss|leave out) (?:something|anything|owt)\b",
        r"\b(?:anything|something|owt)(?: that)? i(?:'ve)? (?:forgot|forgotten|miss|missed)\b",
        r"\bis there (?:still )?(?:anything|something) (?:open|left|missing|i(?:'ve| have) (?:missed|forgotten))",
    ),
    Act.VERIFY_IDENTITY: any_of(
        rf"\b{_PROOF} ?(?:and|an|n|plus|\+|&|,) ?(?:your |the |ur )?{_PROOF}\b",
        rf"\b{_ASKS_FOR} .{{0,25}}\b{_PROOF}\b",
        rf"^(?:and |so |ok |right |just )*(?:your |ur |the )?{_PROOF},? "
        r"(?:please|pls|then|(?:and|an|so) (?:i'll|i will|i can))\b",
        r"\b(?:are you|am i (?:speaking|talking|writing) (?:to|with)) the (?:account|card|policy|contract) ?holder\b",
        r"\b(?:date of birth|security (?:question|code|word)|(?:secret|your) password|proof of (?:id|identity)|"
        r"identify (?:you|yourself)|"
        r"dob|last (?:four|4|three|3) (?:digits|numbers))\b|\blast (?:four|4) (?:of|on|from) (?:your|the)\b",
        r"\b(?:verify|confirm|make sure|check) (?:that )?(?:your (?:identity|full name|postcode|post code|address|"
        r"date of|account|customer|phone|"
        r"e-?mail|name)|who (?:you|i)\b|it(?:'s| is) (?:really )?you|i(?:'m| am) (?:speaking|talking) to)",
        r"\b(?:can|could|may|what|whats|please|would|do)\b.{0,40}\b(?:(?:order|account|customer|membership|policy|"
        r"library card|card|booking) "
        r"(?:number|reference)|(?<!put )(?<!write )your (?:full )?name\b(?! (?:on|at|down))|"
        r"phone number on the account)\b",
        r"\bfor (?:security|data protection|your (?:own )?(?:security|protection))\b|\bthat matches\b",
        r"^(?:and |ok,? |then )?your (?:(?:full |last |first )?name|surname|post ?code|date of birth|e-?mail"
        r"(?: address)?|(?:order|account|customer|policy|booking|member(?:ship)?) number)(?:,? please)?\s*\?",
    ),
    Act.WARM_TRANSFER: any_of(
        r"\b(?:hand|pass|bring|connect|put|transfer|introduc|walk|tak)\w* (?:you|this|it|everything)(?: over|"
        r" through| on| in)? (?:to|with|through)\b"
        r".{0,120}\b(?:already|everything|(?:your|the|my|our) (?:notes?|chat|file|story|plan)|explain\w*|told|"
        r"tell (?:her|him|them)|brief\w*|stay|"
        r"so (?:that )?you (?:don't|won't|needn't)|with you|on the line|expect\w*|in front of (?:her|him|them)|"
        r"first|introduce|knows)\b",
        r"\b(?:get|bring in|put|fetch) (?:in )?(?:my|our|the) (?:\w+ ){0,3}(?:and|on).{0,60}\b(?:tell|told|"
        r"explain|brief)\w* (?:her|him|them)\b",
        r"\bon, (?:she|he) has\b.{0,120}\b(?:told|stay)\b|\bi(?:'ve| have) (?:already )?(?:told|briefed) (?:her|"
        r"him|them)\b.{0,40}\b(?:everything|about|the|you)\b",
    ),
}
# The trainee's own feeling, with nothing of the customer in it: "I feel terrible", "I'm frustrated too".
_OWN_FEELING: Final = (
    rf"^(?:oh |well |and |but |honestly |to be honest |believe me |trust me |that makes |now ){{0,2}},? ?(?:i(?:'m| am|"
    rf" feel| felt| was)"
    rf"|we(?:'re| are| feel)|this makes me|that makes me|it makes me) {_VERY}(?:\w+ly )?(?:{_FELT}|{_BAD}|sad|bad|"
    rf"stressed|guilty|frustrated|"
    r"confused|ashamed)(?! (?:you|that you|for you|to (?:hear|read)))(?:(?!\byou).){0,60}$"
)
_BREAKS_OFF: Final = r"\b(?:by|at|on|until|in) ?(?:\.\.+|…)"  # "it goes to your bank by..."
_NO_SORRY: Final = any_of(
    r"\bsorry,? (?:just |only )?(?:one|two|three|a few|another|a) (?:quick |more |small |last )?questions?\b|"
    r"\bsorry (?:that )?(?:it|this)(?: is|'s) (?:so|a bit|getting) long\b",
    # Felt with somebody: "I'm sorry, that must be a quiet kitchen".
    r"\bsorry,? (?:that|it|this) (?:must|sounds|has to) (?:be|have|like)\b",
    r"\b(?:don't|do not|never|no need to|needn't|(?:not|don't|needn't) (?:have|need) to) (?:\w+ )?"
    r"(?:say (?:you(?:'re| are) )?sorry|be sorry|apologi[sz]e)\b",
)
# Words that say the opposite of the act: neither rule nor head is believed.
DENIES: Final[dict[Act, re.Pattern[str]]] = {
    **harm_rules.DENIES,
    Act.THANK: any_of(
        r"\bno thanks\b",
        r"\b(?:don't|needn't) (?:have to |need to )?thank\b",
    ),
    Act.CLOSE: any_of(
        r"^(?:did|do|have you|will)\b",
        r"\btake care of\b",
        r"\bi wish i\b",
    ),
    Act.CONFIRM_RESOLUTION: any_of(
        r"\b(?:feeling|at home|(?:everything|all|things|she|he|they|\w+ing|son|wife|mum|father) (?:ok|okay|all right|"
        r"alright|well|good|fine) with you|with you (?:at|now|there)|are (?:\w+ ){1,3}with you|who|(?:he|she|"
        r"they) (?:ok|okay|all right|alright|well))\b",
        r"^(?:so |and |hello,? |hi,? )*what can (?:i|we) do for you\b",
        r"\b(?:ok|okay|alright|all right|fine) if i\b",
    ),
    # What is not meant, and money that moved: "I'm not asking to judge, I promise", "£145 went out at ten to eleven".
    Act.COMMIT_ACTION: any_of(
        r"\bi(?:'m| am) (?:really |honestly )?not (?:asking|saying|judging)\b",
        r"[£$€]\s?\d[\d.,]* (?:went|left|came|had gone) (?:out|off|in|from)\b",
        _BREAKS_OFF,
    ),
    Act.SET_EXPECTATION: any_of(_BREAKS_OFF),
    Act.SPECIFIC_APOLOGY: _NO_SORRY,
    # "Sorry, I don't know that" is an honest answer.
    Act.GENERIC_APOLOGY: any_of(_NO_SORRY.pattern, r"\bsorry\b.{0,12}\bi (?:do not|don't|really don't) know\b"),
    Act.NAME_FEELING: any_of(
        r"\bif (?:that|this|it)\b",
        r"\bnot (?:that|so)\b",
        _OWN_FEELING,
    ),
    Act.VALIDATE: any_of(
        r"\b(?:makes sense to (?:read|check|ring|call))\b",
        _OWN_FEELING,
    ),
    # A favour, an honest doubt and a kind word are no refusals.
    Act.REFUSE_WITH_REASON: any_of(
        r"^(?:and |so |there(?:'ll| will) be )*no more (?:automatic |automated )?(?:\w+ )?(?:e-?mails?|mails?|letters?|"
        r"messages?|calls?|texts?|surveys?|reminders?)\b",
        r"\b(?:can't|cannot|can not|won't|couldn't) (?:promise|guarantee|swear)\b",
        r"\b(?:not going to|won't|will not) (?:just |simply )?(?:wait|let|leave (?:you|it|that|this)|make you)\b",
        r"\b(?:won't|will not) (?:tell you|pretend|say) (?:that )?(?:it|this|that)(?:'s| is| was)\b",
        r"\b(?:won't|will not) (?:ask|offer|suggest|send|mention|try|do)\b.{0,40}\bagain\b",
    ),
    Act.EMPTY_FORMULA: any_of(_OWN_FEELING, r"^i (?:can |do )?see (?:it|this|that)(?: (?:now|here))?[.!]*$"),
    Act.TAKE_OWNERSHIP: any_of(
        r"\b(?:any|anything|whatever)\b.{0,12}\b(?:we|i) (?:may|might|could) have\b|\bif (?:we|i) (?:have |did |made |"
        r"got |may )|\bfor any (?:\w+ )?(?:mistake|fault|error|failure|oversight)s?\b",
        r"\b(?:not|isn't|wasn't|hardly|never|nothing to do with) (?:my|our|mine|ours)\b",
        r"\bno (?:error|fault|mistake)s?\b",
        r"\b(?:their|her|his|your) (?:own )?(?:mistake|fault|error|doing)\b",
    ),
    Act.EXPLAIN_CAUSE: any_of(
        r"\b(?:our|the|company) (?:policy|rules?|terms)\b",
        r"^because i\b",
        r"\bi(?:'m| am) saying so\b",
    ),
    Act.OFFER_OPTION: any_of(
        r"\b(?:can't|cannot|could not|couldn't) (?:\w+ )?(?:offer|give|book|send)\b",
        r"\bhow can i\b",
        r"\bif you (?:want|wish) to complain\b",
    ),
    Act.CHECK_UNDERSTANDING: any_of(
        r"\bdo you understand\b",
    ),
    Act.VERIFY_IDENTITY: any_of(
        r"\b(?:gave|give|shared?|reset\w*|chang\w+|forg[eo]t\w*|lost|new) (?:away )?your password\b",
        r"\b(?:again|once more|is printed|on your (?:letter|card)|cake)\b(?! and who)",
        r"^your\b(?!.*(?:\bplease\b|\?))(?!.{0,20}\b(?:and|an|so|then) )",
        r"\b(?:give|tell|send|text) (?:me|us) (?:your|a|the) (?:own )?(?:mobile|phone|cell)\b",
        r"\byou(?:'ve| have)? (?:gave|given|sent|told)\b|\bthanks? (?:you )?for\b",
        r"\b(?:reach|ring|call|text) you\b|\bnumber should i use\b|\bwhat(?:'s| is) your (?:(?:mobile|"
        r"phone|cell) ?)?(?:number)?[?. ]*$",
        r"^(?:so )?are you (?:writing|texting|ringing|calling|typing|chatting|using|on)\b|\bmobile (?:phone's |phone )?"
        r"data\b",
        r"\byou(?:'re| are) the account holder\b(?!.*\?)",
        r"\b(?:that|it|they|all) match(?:es)?\b",
    ),
}
