"""Rules for what is odd about a sentence: talk to a machine, flirting, small talk, praise. Those for promises beyond
all reason and for roles turned round are in `absurd_rules` and `reversal_rules`.

As with the acts, a rule speaks only for what has a fixed form, and what a head alone finds is believed from a high
probability on. A customer who takes offence at an honest sentence teaches nothing: when in doubt, nothing is odd.
"""

import re
from typing import Final

from domain.reading import Oddity
from roleplay import absurd_rules, reversal_rules
from roleplay.sentence_forms import any_of, words

_MACHINE: Final = (
    r"(?:chat ?bot|bot|robot|a\.?i\.?|machine|computer(?: program| system)?|program(?:me)?|algorithm|software|"
    r"chat ?gpt|gpt\S{0,4}|claude|llm|language model|simulation|simulator|script|artificial intelligence|avatar)"
)
_ALIVE: Final = (
    r"(?:(?:real|actual|living|genuine|human|breathing) (?:live |human )?(?:person|human|being|customer|people|man|"
    r"woman)|"
    r"human(?: being)?|alive|real|an? person)"
)

_WEEK: Final = words("day weekend week morning afternoon evening night holiday summer christmas easter")
_SPORT: Final = words(
    r"football rugby cricket tennis golf basketball the_match the_game the_cup the_league olympics formula_1"
)
_FREETIME: Final = words(
    r"football rugby cricket tennis sports? music films? movies books gardening cooking baking reading hiking running "
    r"animals dogs cats pets tea coffee chocolate pizza travelling swimming fishing hobbies your_job"
)
_COLD: Final = words(r"raining snowing pouring sunny cold hot warm windy freezing foggy boiling")

_NICE: Final = words(
    r"amazing wonderful fantastic great lovely kind patient understanding nice polite friendly calm brave smart clever "
    r"remarkable incredible impressive brilliant forgiving reasonable loyal excellent charming generous helpful"
)
_FOR_THEM: Final = words(
    r"patience loyalty understanding cooperation co-operation kindness calm good_humour trust support_over custom "
    r"continued_\w+ forgiveness politeness"
)

PHRASES: Final[dict[Oddity, re.Pattern[str]]] = {
    Oddity.ABSURD: absurd_rules.PHRASES,
    Oddity.REVERSED: reversal_rules.PHRASES,
    Oddity.ASKS_IF_BOT: any_of(
        rf"\b(?:are|r|aren't|arent|were) (?:you|u|ur|these|your) (?:really |even |just |actually |in fact |answers |"
        rf"\w+ or )*(?:an? |some kind "
        rf"of |the |some )?(?:\w+ )?"
        rf"{_MACHINE}\b|\b(?:are|r|aren't|arent) (?:you|u) (?:\w+ ){{0,2}}(?:an? )?(?:{_ALIVE}\b(?! (?:who|that|in))|"
        rf"fake)",
        rf"\bis (?:this|it|that)(?: chat| thing)? (?:with )?(?:really |just |all |even |actually )?(?:an? "
        rf")?(?!your\b)(?:\w+ )?(?:{_MACHINE}|"
        rf"automated|virtual|{_ALIVE})\b(?! (?:who|that) (?:ordered|told))",
        r"\bis (?:there|anyone|anybody|someone|somebody) (?:(?:really|actually|even) )?(?:an? )?(?:real|human|actual|"
        r"actually typing|typing)\b|\breal (?:customer|person) or\b",
        rf"\b(?:am i|do i|i'm|i am|are we) (?:\w+ )?(?:talk|chat|speak|writ|deal|hav)\w* (?:to |with |about )?(?:an? |"
        rf"some |in "
        rf"front )?(?:\w+ )?(?:{_MACHINE}|{_ALIVE})\b(?! (?:who|in charge|about))",
        rf"\b(?:person|human|someone)\b.{{0,12}}\bor (?:an? )?{_MACHINE}\b|\b{_MACHINE} or (?:an? )?(?:{_ALIVE}|person|"
        rf"human)\b",
        rf"\b(?:think|bet|guess|feeling|wonder|suspect|say|sure|sounds? like|tell me if|whether)(?: that)? (?:you|u|"
        rf"you're|ur|"
        rf"i'm talking to|if you)(?: are|'re| r)?(?: not)? (?:an? )?(?:{_MACHINE}|{_ALIVE}|a person)\b",
        rf"\b(?:you're|you are|your|ur|you|u|you aren't) (?:not )?(?:really |just |only )?(?:an? )?(?:{_MACHINE}|"
        rf"real(?: person| human)?|"
        rf"human)\b,? ?(?:right|aren't (?:you|u)|arent (?:you|u)|are (?:you|u)|isn't it|yes|no)\b",
        rf"\b(?:written|generated|made|programmed|created|typed|answered) (?:to say|by (?:an? )?{_MACHINE})\b|\bdid "
        rf"an? {_MACHINE} "
        rf"write\b|\bthis is an? {_MACHINE},? right\b|\bwhich (?:ai|model|bot) are you\b",
        r"\bprove (?:to me )?(?:that )?(?:you|u)(?:'re| are| r) (?:not a (?:ro)?bot|human|real|a (?:real )?(?:person|"
        r"human))\b|"
        r"\byou are (?:a person at all|human\b)(?=.{0,4}$)",
        rf"\b(?:this|it) (?:feels|seems|sounds|looks) (?:like )?(?:an? )?(?:\w+ )?(?:automated|{_MACHINE}|scripted)\b|"
        rf"\b(?:sound|reply|"
        rf"answer|write|talk) like an? (?:\w+ )?{_MACHINE}\b",
        r"\b(?:heartbeat|processor|flesh and blood)\b|\bdo you (?:really |actually |even )*exist\b|\bonly a human "
        r"would say\b|"
        r"\bare you software\b|\bor (?:are you )?software\b|\bhuman who writes\b|\bdoes (?:a|any) (?:person|human) "
        r"read what i\b",
    ),
    Oddity.FLIRTING: any_of(
        r"\b(?:sexy|gorgeous|handsome|hottie|cutie|flirt\w*|kiss(?:es)?\b|good-looking|turns? me on|heart beat)",
        r"\b(?:free for (?:dinner|a drink|lunch|a coffee)|someone special in your|butterflies in my|romantic "
        r".{0,20}with me|evening with me|love at first "
        r"sight|made for each other|soul ?mate|spend the night|run away with me|hold your hand|cuddle|hang out with me|"
        r"wife material|good kisser)\b|"
        r"\b(?:are|r) (?:you|u) (?:single|married|taken|seeing (?:someone|anyone|somebody)|free tonight|still free|on "
        r"any dating)\b|\b(?:have|got|is there) (?:a|"
        r"your) (?:boyfriend|girlfriend)\b|\bi(?:'m| am) single\b|\bmy type\b|\bnice couple\b",
        r"\b(?:go out|dinner|drink|date|night|weekend|wine|coffee|movie|cinema) (?:with me|just (?:you and|"
        r"the two))\b|"
        r"\btake (?:you|u) out\b(?! of)|\b(?:a|for a) drink together\b|\bhow about a date\b|\bmeet for a drink\b|"
        r"\bgo out "
        r"with me\b",
        r"\b(?:falling )?in love with you\b|\bmarry (?:me|you)\b|\bmy place\b|\bcrush on you\b|\byour valentine\b|"
        r"\bstolen my "
        r"heart\b|\bsee you in my dreams\b|\bdream(?:t|ed|ing|s)? (?:of|about) (?:you|u)\b|\bstop thinking (?:about|"
        r"of) (?:you|u)\b",
        r"\b(?:you|u|ur|you're|you are) (?:r |are |so |very |really |such a |must be |sound |look )*(?:(?:hot|cute|"
        r"beautiful|attractive|sexy|adorable)\b(?! (?:day|kettle|present|thing|box))|"
        r"pretty(?=[.!?,]|$))|\byou sound lovely\b",
        r"\b(?:your|ur) (?:\w+ )?(?:eyes|lips|smile|pretty face|legs)\b|\byour (?:sexy|hot|beautiful|lovely) body\b|"
        r"\b(?:got|have) (?:a |such a )?(?:lovely|beautiful|"
        r"nice|pretty|sexy) (?:smile|eyes|voice|face|body|way of)\b|\byour (?:sexy )?voice is\b",
        r"\b(?:send me|have|see|got|get) (?:a |an |any |some |your )?(?:\w+ )?(?:photo|picture|pic|"
        r"selfie)s? of (?:you|u|"
        r"yourself)\b(?! (?:with|holding|next))|\bwhat are (?:you|u) wearing\b|\bwhat are (?:you|u) "
        r"doing "
        r"(?:tonight|later|after this|after work|this weekend)\b|\bprivate reasons\b|\byour private number\b|\bin "
        r"private\b(?= *[?.!]|$)",
        r"^(?:hey |hi |hello |oh |good morning |don't worry )*(?:baby|honey|sweetie|sugar|sweetheart|sexy|beautiful|"
        r"babe|"
        r"gorgeous|handsome)\b(?=[,!.]|$)|\bbabe\b|\b(?:woman|man|girl|guy) who knows what\b",
        r"\b(?:real|proper|right|bit of a|quite the|such a) looker\b|\b(?:with|and) me (?:instead of|"
        r"without) your (?:wife|"
        r"husband|partner)\b|\bleave your (?:husband|wife)\b|\bbetter than your (?:husband|wife)\b|"
        r"\bi like you[.!]|\byounger men\b|"
        r"\bcan i pick you up\?|"
        r"\b(?:give|gave|need) you a (?:\w+ and a )?(?:kiss|hug|cuddle|massage)\b|\blisten to you all night\b",
    ),
    Oddity.SMALL_TALK: any_of(
        r"\b(?:weather|sunshine)\b|\b(?:rainy|snowy|stormy|sunny) (?:day|morning|evening|afternoon|weekend)\b|\bin "
        r"your (?:free|spare) time\b|\bcup of (?:tea|"
        r"coffee) (?:right )?now\b",
        rf"\bdid you have a (?:nice|good|great|lovely|relaxing|fun) {_WEEK}\b|^having a (?:good|nice|great|"
        rf"lovely) {_WEEK}\b",
        r"\b(?:went to|been to|was at|saw|watched) (?:a|an|the|this|that) (?:\w+ ){0,2}(?:concert|film|movie|match|"
        r"game|play|party|festival|show|series|museum|"
        r"wedding)\b|\bnew season\b|\bdone anything (?:fun|nice)\b",
        rf"\b(?:it's|it is|is it|so|as) (?:so |very |really |as |been |too )*{_COLD}\b(?= (?:here|there|today|over|"
        rf"outside|at|all|as|"
        rf"too)|[.?!,]|$)|\bit's been {_COLD}\b|\bsun is (?:\w+ )?(?:shining|out)\b|\benjoying the (?:sun|sunshine)\b",
        r"^(?:what a |such a )?(?:beautiful|lovely|nice|gorgeous|sunny|cold|wet) (?:day|evening|morning|afternoon)(?:,|"
        r" today| here|"
        r" outside| isn't)",
        rf"\b(?:follow|like|watch\w*|play|see|into|think of) (?:the )?(?:{_SPORT})\b|\b(?:which|what) team\b|\bwho do "
        rf"you support\b|"
        rf"\bmy team\b|\bwin the (?:cup|league|match|game|title)\b",
        rf"\b(?:any|got|have|made) (?:\w+ )?plans for (?:the |your )?(?:\w+ )?{_WEEK}\b|\blooking forward to (?:the |"
        rf"your |my )?{_WEEK}\b",
        rf"\bhow(?:'s| was| is|s|'ve)? (?:ur|your|the) {_WEEK}(?: (?:been|going|so far|treating you))*[?.! ]*$|"
        rf"\b(?:are you |you're |u )"
        rf"having (?:a|an) (?:\w+ )?(?:day|evening|week)\b|\bhope you(?:'re| are) having\b",
        rf"\bdo (?:you|u) (?:\w+ )?(?:like|enjoy|love|prefer|have|follow|play) (?:\w+ )?(?:{_FREETIME})\b|\bfavou?rite "
        rf"(?:song|film|movie|"
        rf"food|colou?r|book|band|singer|season|team)\b|\b(?:cat|dog) person\b",
        r"\b(?:have for|had for|what's for|cooking for|had .{0,20} for) (?:breakfast|lunch|dinner|tea)\b|\bi had "
        r"(?:\w+ ){0,2}(?:pizza|"
        r"pasta|curry|pancakes|burgers?|sushi|soup|cake)\b|\bmore coffee\b|\b(?:first|second|third|fourth) coffee\b",
        r"\b(?:seen|read|watched|heard) any (?:good|nice|great) (?:films?|books?|movies?|series|shows?|jokes?)\b|\bnew "
        r"series\b|\bgood "
        r"books lately\b",
        r"\bmy (?:dog|cat|puppy|kitten|garden|hamster|holiday|holidays|vacation)\b(?=.{0,60}(?:[.!?]|$))(?! number)|"
        r"\bi love (?:autumn|spring|"
        r"summer|winter|christmas|snow|your part)\b|\bi've just got a new\b|\bit's (?:finally )?friday[!.]|^mondays\b",
        r"\b(?:where|anywhere) .{0,20}\bon holiday\b|\banywhere nice\b|\b(?:been to|we've been to|i've been to|i went "
        r"to) (?:wales|italy|"
        r"spain|greece|france|scotland|ireland|portugal)\b|\bdo you have (?:any )?(?:pets|hobbies|kids|brothers|"
        r"siblings)\b",
    ),
    Oddity.PRAISE: any_of(
        rf"\b(?:thank(?:s|ful)?|thx|grateful|appreciat\w*|value|impress\w*|admire)\b.{{0,45}}\b{_FOR_THEM}\b(?! (?:is|"
        rf"was|has))",
        r"\bfor (?:all )?your (?:\w+ )?(?:patience|loyalty|understanding|kindness)\b(?! (?:is|was|has))",
        rf"\b(?:thank(?:s| you)?|thx)\b.{{0,20}}\bfor (?:\w+ )?(?:being|staying|remaining|bearing) (?:so |such |with "
        rf"us\b(?! through)|with me|our |"
        rf"an? |very |really |{_NICE}|loyal|here)",
        rf"\b(?:you|u|ur)(?:'ve| have| r|'re| are|r)(?: been| being)? (?:so |very |such |really |"
        rf"truly |quite |incredibly |extremely |amazingly |wonderfully |\w+ly )*(?:an? |the )?(?:\w+, )?(?:\w+ "
        rf")?{_NICE}(?:ly)?\b"
        rf"(?=[.!,]|$| (?:customer|person|woman|man|lady|gentleman|about|with|throughout|and|today|to (?:be|talk|work|"
        rf"deal)|son|"
        rf"daughter|i\b))",
        r"\byou(?:'re| are|'ve been) (?:such )?(?:an?|the) (?:\w+ )?(?:angel|star|dream|saint|hero|gem|treasure|"
        r"darling|champion|legend|"
        r"good (?:son|daughter|husband|wife)|strong (?:woman|man))\b|\b(?:what|such) an? (?:\w+,? )*(?:gentleman|lady|"
        r"person|woman|man) you are\b",
        r"\b(?:customers?|lucky .{0,20}|more (?:people|persons)|nice .{0,20}) like you\b(?! (?:make|just|always|"
        r"never))|\b(?:only|wish)\b.{0,12}\ball (?:of )?(?:our |my )?customers\b|"
        r"\b(?:polite|friendly|nice|patient|charming|lovely|pleasant) (?:a )?customer\b|\bpatience of an? (?:saint|"
        r"angel)\b|\b(?:polite|friendly|nice|patient|charming|lovely|pleasant|kind) (?:gentleman|lady|person|man|"
        r"woman)\b",
        r"\bpleasure (?:to|of) (?:deal|work|talk|chat|help|speak)\w* (?:with|to)? ?(?:you|someone|somebody|such)\b|"
        r"\blucky to have you\b|"
        r"\bone in a million\b|\bone of our best\b|\bproud of yourself\b|\bdoes you credit\b|^bravo\b|^well done\b",
        r"\bthe (?:nicest|kindest|friendliest|loveliest|politest|most (?:patient|polite|understanding|loyal|friendly)) "
        r"(?:customer|person|man|woman|lady)\b|"
        r"\byour (?:patience|loyalty|kindness|understanding|trust|politeness) (?:means|is (?:\w+ )?(?:amazing|"
        r"admirable|appreciated|wonderful|remarkable|touching|"
        r"incredible)|really|truly|makes|helps)\b|\b(?:too|so|very|how|really) (?:kind|sweet|nice|gracious|patient|"
        r"thoughtful) of you\b|\byou(?:'re| are) too kind\b|"
        r"\bheart of gold\b|\bhats off to\b|\bkudos to\b|\bdon't deserve (?:you|customers)\b|\bi had your patience\b",
        r"\bimpress\w+ (?:by|with|me)\b|\bimpresses me\b|\bi admire\b|\bvalue you as\b|\bas a valued customer\b|"
        r"\byou(?:'re| are) taking (?:it|"
        r"this) (?:very |so |really )?well\b|\byou handled (?:that|this|it) (?:so )?well\b|\bstaying with us\b|\byou "
        r"write so\b",
    ),
}

DENIES: Final[dict[Oddity, re.Pattern[str]]] = {
    Oddity.ABSURD: absurd_rules.DENIES,
    Oddity.REVERSED: reversal_rules.DENIES,
    Oddity.ASKS_IF_BOT: any_of(
        r"\bi(?:'m| am) (?:not )?(?:an? )?(?:real|person|human|bot|robot|machine)\b|\byou(?:'re| are) not (?:talking|"
        r"chatting|speaking)\b",
        r"\bour (?:chat ?)?bot\b|\bdid (?:our|the)\b|\byou (?:asked|wanted|got|were sent|get)\b|\bmust have\b|\bfelt "
        r"like\b|\bon the "
        r"(?:website|phone)\b|\bdid you\b",
    ),
    Oddity.FLIRTING: any_of(
        r"\byour (?:wife|anniversary|"
        r"sweetheart)\b(?<!leave your wife)(?<!instead of your wife)(?<!without your wife)|\b(?:both of you|"
        r"the two of you|you both)\b|"
        r"\bkettle\b",
        r"\b(?:label|router|parcel|order)\b(?!.{0,30}\b(?:drink|dinner|together)\b)",
    ),
    Oddity.SMALL_TALK: any_of(
        r"\b(?:depot|delay\w*|line|cable|van|courier|technician|engineer|closed|because|box(?:es)?|parcel|order|"
        r"delivery|refund|alarm|"
        r"phone|router|kettle|appointment|them|those|him|sorry|your (?:father|wife|holiday is)|tracking|with all (?:of "
        r")?this|without|chair|nobody)\b",
        r"(?<!did you )\bhave a\b|\bguarantee\b|\benjoy your\b|\bhow are you\b|\bbirthday\b(?! in| today).{0,20}\bby "
        r"the way\b",
    ),
    Oddity.PRAISE: any_of(
        r"\b(?:too patient|tested your|tried your|patience (?:is|was|has|at an end|and lost)|run out|shouldn't have|"
        r"should not have|too "
        r"many|wore|worn)\b|\bif you(?:'re| are)\b|\?|\byou(?:'re| are) not\b|\byou are welcome\b",
        r"\b(?:neighbour|colleague|she|he|they) (?:is|was|has|are|were)\b|\b(?:that|it)(?:'s| is| was) (?:very |so "
        r")?(?:kind|good|nice|sweet) of "
        r"(?:your|him|her|them)\b|\bthank(?:s| you) for (?:telling|your (?:order|letter|message|answer|honesty))\b",
    ),
}
