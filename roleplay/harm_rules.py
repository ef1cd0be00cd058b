"""Rules for acts that hurt or put off: blame, orders, rules as reasons, sales, insults, talk to a machine.

Found where they are not, these make the customer react unfairly to somebody who did nothing wrong. So a rule speaks
only for what has a fixed form, and what a head alone finds is believed only where the words that such an act needs
are there.
"""

import re
from typing import Final

from domain.acts import Act
from roleplay.sentence_forms import CHECKS_IN, any_of, word_set, words

_ROLES: Final = words(
    "courier carrier colleagues? warehouse billing technicians? tech supplier driver logistics previous_agent "
    "contractor computer software web_team website kitchen lab council it marketing head_office night_shift portal "
    "system_people other_department other_branch"
)
_SALES: Final = words("premium gold platinum silver deluxe plus comfort vip pro")

# Phrases that show an act wherever they stand in a sentence.
PHRASES: Final[dict[Act, re.Pattern[str]]] = {
    Act.COMMAND: any_of(
        r"^(?:please |just |now |sir,? |madam,? |ok |well |so )*calm down\b|\byou (?:need|have) to calm\b|"
        r"\bcalm (?:yourself|down),? (?:please|sir|madam)",
        r"^(?:please |just |now )*(?:relax|chill(?: out)?|be patient|listen to me|stop (?:shouting|complaining|"
        r"swearing|it))\b",
        r"\bjust be patient\b|^(?:listen|look here)[.!, ]*$",
        r"^(?:well |so |sir |then |now |no |first |sorry |unfortunately |madam |ok |but )*,? ?you (?:(?:will |"
        r"just |simply |still )?"
        r"(?:need|have) to|must|will have to|'ll have to) "
        + words(
            "calm understand listen wait accept learn stop behave relax realise realize use pay do_what be_patient "
            "be_quiet tell look"
        ),
        r"\bbut (?:first )?you (?:must(?! be| have| feel| think| wonder)|have to|need to)\b",
        r"\b(?:lower|mind) your (?:tone|voice|language)\b|\bwatch your (?:tone|language|mouth)\b|"
        r"\btake it or leave it\b|^you wait[.! ]*$",
    ),
    Act.BARE_POLICY: any_of(
        r"\b(?:it's|it is|that's|that is|this is|as per|per|according to|in accordance with|under|against) "
        r"(?:just |simply )?(?:our|the|company) "
        r"(?:policy|policies|rules?|terms|regulations|procedures?|guidelines|conditions)\b",
        r"\b(?:our|the|company) (?:policy|rules?|terms(?: and conditions)?|regulations|guidelines|"
        r"contract) (?:is that|says?|states?|"
        r"clearly|do(?:es)? not|don't|doesn't|prevents?|forbids?)",
        r"\bthe system (?:doesn't|does not|won't|will not|can't|cannot) (?:allow|let|permit)|\b(?:it's|it is|"
        r"that's) company policy\b",
        r"\b(?:those|these) are the rules\b|\brules are rules\b|\bnot (?:allowed|permitted) (?:by|under) (?:our|"
        r"the)\b|\bin (?:the|our) terms\b",
    ),
    Act.FALSE_PROMISE: any_of(
        r"\b(?:i|we) (?:can )?(?:personally )?(?:guarantee|swear|assure you)\b[^.?!]{0,80}\b(?:never|always|"
        r"definitely|100|nothing|no|"
        r"everything|every time|will|'ll|does(?:n't| not)|won't)\b(?! i\b| we\b)",
        r"\bi (?:can )?guarantee (?:you|it|that|your|a)\b|\bpromise\b[^.?!]{0,40}\b(?:never|always|definitely|"
        r"nothing)\b",
        r"\b(?:will|would|'ll) never happen again\b|\bnever (?:again )?(?:have|face|see) (?:this|any|another|"
        r"a) (?:problem|issue)",
        r"\b(?:it|that|this|they|you|he|she|there|parcel|order|refund|money|engineer)(?:'ll| will|"
        r" won't) .{0,40}\b(?:definitely|certainly|"
        r"for sure|100 ?(?:%|percent)|(?:one )?hundred percent|guaranteed|no doubt|without fail)",
        r"\bwill (?:definitely|certainly) (?:be|arrive|come|work|get|have|not)\b|\byou(?:'ll| will) (?:definitely|"
        r"certainly)\b|"
        r"\bnothing can go wrong\b|\bbet on it\b",
    ),
    Act.RUDE: any_of(
        r"\byou(?:'re| are)(?: being| such| just| a| an| so| all| really)* (?:idiots?|stupid|dumb|morons?|"
        r"pathetic|liars?|lying|hysterical|clowns?|"
        r"karen|crazy|insane|a joke|annoying|disgusting)\b",
        r"\b(?:shut (?:up|your (?:mouth|face|trap|gob))|piss off|f+u+c+k\w*|screw you|drop dead|boo hoo|"
        r"stupid (?:question|person|woman|man|customer)|cry me a river|what an? (?:joke|clown|fool) you are|"
        r"couldn't care less|stop (?:whining|moaning)|your (?:whining|moaning)|you(?:'re| are) wasting my time|"
        r"takes one to know one)\b",
        r"^(?:just |well |oh |then )*(?:get lost|go away|grow up|get a life|get over it|deal with it|"
        r"tough luck)\b|^whatever[.! ]*$",
        r"\bdon't be (?:ridiculous|silly|stupid|daft|absurd)\b|\b(?<!for )people like you\b"
        r"(?! (?:who|need|deserve|rely)|[^.!?]*\bthank)|\byou (?:fool|moron|idiot)\b|"
        r"(?<!our )(?<!the )(?<!my )(?<!this )\b(?:silly|stupid) old\b|, old (?:man|woman)\b",
        r"(?<![\"“'])\bnot my problem\b|(?<!one )(?<!body )(?<!people )(?<!person )(?<!team )"
        r"(?<!colleague )(?<!manager )\bwho cares\b(?! for| about you)|"
        r"\bi (?:really )?don't care(?:[.! ]*$| (?:about you|what you (?:want|think|say|need|do)))",
        r"\bhow will you (?:ever |even )?survive\b|\b(?:oh |aw+,? )(?:what a (?:tragedy|drama)|poor (?:you|baby|"
        r"little))\b|\bdrama queen\b|"
        r"\bfirst world problems?\b|\bsmallest violin\b|\bsomebody call the (?:police|press)\b",
        r"\bsome(?:one|body)(?:'s| is| got| woke).{0,25}\b(?:grumpy|cranky|wrong side|bad mood)\b|\bdo you want (?:a "
        r"medal|me to cry|a "
        r"cookie)\b|\b(?:well done|congratulations|bravo|thanks),? (?:genius|sherlock|einstein)\b|\bshall i cry\b|"
        r"\bcall "
        r"your (?:mummy|mommy)\b|\b(?:baby|poor|boo|aw+)\b.{0,40}\bcall your (?:mum|mom)\b|"
        r"\bcall your (?:mum|mom)\b.{0,20}\b(?:baby|poor|cry)|"
        r"\baren't you (?:special|a clever)\b",
        r"\bwhat is wrong with you\b|\bare you (?:deaf|stupid|blind|dumb|illiterate|thick)\b|\bcan't you read\b|"
        r"\bdo you even\b|"
        r"^(?:maybe |you should )?learn to\b",
    ),
    Act.MINIMISE: any_of(
        r"\b(?:it|that|this)(?:'s| is| was)(?: not|n't) (?:that|so|really that|such a) (?:bad|serious|big|"
        r"important|big deal|tragedy|drama)\b",
        r"^(?:well |oh |come on |look |but |hey )*,? ?(?:it(?:'s| is| was)|they(?:'re| are)) (?:only|"
        r"just) (?:an? |some )?"
        r"(?!minute|moment|second|question|check|form\b|step|start|guess|copy|fair\b|right\b|natural|human)"
        r"\w+(?:, .{0,30})?[.! ]*$",
        r"\b(?:no big deal|not the end of the world|worse things (?:happen|have)|could be worse|"
        r"you'll (?:get over it|survive)|nobody died|"
        r"there are people with|others have it worse|bit dramatic)\b",
        r"^(?:well |but |look |hey )*at least (?:it|you|they|nobody|the|your)\b(?! can now)",
        r"^(?:well |oh |sorry |yeah |but )*,? ?(?:it|that|these things|this|such things) happens?\b(?! (?:because|"
        r"when|if|on|in the|at))",
        r"\byou can (?:always|still|just|simply) (?:celebrate|do it|give it|have it|buy|get) (?:\w+ ){0,3}(?:another|"
        r"some other|any other|later|"
        r"next|anywhere|elsewhere)\b|\bit(?:'ll| will) still (?:be|work|do) (?:\w+ )?(?:as )?(?:a )?(?:nice "
        r")?(?:present|gift|fine)\b",
        r"\b(?:other|many|most|some) (?:people|customers) (?:\w+ ){0,3}?(?:wait|have to wait|(?:have|are) (?:it "
        r")?(?:much )?worse|manage|cope)\b|"
        r"\beverybody (?:has to|must|uses|waits)\b|\ba (?:few|couple of) (?:more )?(?:days|hours) (?:won't|don't|"
        r"doesn't|can't) (?:hurt|matter|"
        r"make)\b",
        r"\bno need to (?:be|get|feel) (?:so |that |all |this )?(?:upset|angry|worked up|dramatic|emotional|cross)\b|"
        r"\b(?:it|that)(?:'s| is) (?:hardly|"
        r"not exactly) (?:a |an |the )(?:tragedy|disaster|emergency|drama|end)\b|\bnothing to (?:cry|get upset|be "
        r"upset|lose sleep) (?:over|about)\b",
        r"\bsurely (?:it|that|one|a|the|you) .{0,40}\b(?:isn't|can't be|can) (?:a |so |that |such a |wait|manage|live)",
        r"\b(?:you(?:'re| are)|don't|no need to|stop) (?:over-?react\w*|mak\w+ (?:such )?a fuss|be so dramatic)\b",
    ),
    Act.PUSH_SALE: any_of(
        r"\b(?:special (?:offer|deal|promotion|price)|limited[- ]time|extended warranty|loyalty (?:offer|discount|"
        r"price)|two for one|"
        r"on offer\b|great deal on|half price|promo\b)",
        r"\bwould you (?:like|be interested) (?:to|in) (?:upgrad\w+|add(?:ing)?|buy\w*|our|tak\w+ (?:out|our))\b|"
        r"\binterest you in\b",
        r"\b(?:\d{1,2} ?(?:%|percent)) (?:off|discount)\b.{0,40}\b(?:stay|if you|months?|next|today|instead)\b|"
        r"\bdiscount if you stay\b",
        r"\bbefore you (?:go|cancel|leave)\b.{0,60}\b(?:offer|deal|package|discount|price|plan)\b",
        rf"\b{_SALES} (?:economy |plan|package|membership|cover|card|bundle|box)\b.{{0,40}}(?:\bonly\b|\bjust\b|"
        rf"\boff\b|\bwould you\b|€|\$|£|euros?)",
        r"\b(?:upgrade|switch|subscribe)\b.{0,40}\bfor (?:only|just)\b|\bfor (?:only |just )?\d+ (?:euros?|pounds|"
        r"dollars) (?:more )?a month you (?:get|could)\b",
    ),
    Act.COLD_TRANSFER: any_of(
        r"^(?:i'll|i will|let me|i'm going to) (?:just )?(?:transfer|put) you(?: through| over)?(?: now)?[.! ]*$",
        r"\b(?:i'll|i will|let me|i'm going to|i am going to) (?:just )?(?:pass|hand|send|refer|forward) you (?:on |"
        r"over |along |through |back )*to (?:the |our |another |a |my )?(?:\w+ ){0,3}(?:team|department|desk|people|"
        r"line|support|billing|sales)(?: now)?[.! ]*$",
        r"^(?:please |just |kindly |then |so |no, |sorry, )*(?:call|contact|ring|phone|e-?mail|write to|speak to|"
        r"go to|try) (?!me\b|us\b|back)(?:\w+ ){0,4}"
        r"(?:department|team|billing|support|courier|carrier|hotline|branch|store|shop|website|office|finance|"
        r"sales|warehouse|number|bank|airline)\b",
        r"\b(?:ask|asking) you to (?:call|contact|ring|phone|e-?mail|write to|speak to|go to)\b(?! (?:me|us)\b)",
        r"\byou(?:'ll| will)? (?:have to|need to|must|can only|should) (?:just |simply )?(?:do|sort|request|report|"
        r"cancel|fill|apply|raise|submit|"
        r"change|check|register|file|arrange|order) (?:\w+ ){0,3}(?:yourself )?(?:on|in|via|through|over|using|with) "
        r"(?:the|our|your) (?:website|web site|"
        r"app|portal|online form|form|page|self-service|bank)\b",
        r"\byou(?:'ll| will)? (?:would )?(?:have|need) to (?:call|contact|ring|phone|e-?mail|write to|speak|talk|"
        r"ask|go to|take (?:it|that) up)"
        r"\b(?! (?:me|us)\b)",
        r"\byou (?:should|can) (?:contact|ring|call|phone) (?:the|your|their|another) \w+ (?:directly|department|"
        r"team|for that)",
        r"\b(?:that's|this is|it's|we're|i'm) (?:not|a matter for|handled by|something for)\b.{0,10}\b(?:my|our|"
        r"the|another|a different|billing|technical|"
        r"sales)\b.{0,10}\bdepartment\b|\banother department\b.{0,20}\b(?:handles|deals)\b",
        r"\b(?:transferring|i'll transfer|i will transfer|let me transfer|putting|i'll put|"
        r"i will put) you (?:through |to |over )*(?:the |another |to )*"
        r"(?:\w+ )?\w*[.! ]*$",
    ),
    Act.ASK_REPEAT: any_of(
        r"\b(?:can|could|would) you (?:please )?(?:repeat|say (?:that|it) again|tell me again|"
        r"explain (?:\w+ ){0,3}again|resend|"
        r"give me (?:\w+ ){0,3}again|start (?:again|from the beginning|over)|(?:explain|describe|tell|go over|go "
        r"through) (?:\w+ ){1,6}(?:again|once more|one more time))\b",
        r"\b(?:explain|tell)\b.{0,30}\b(?:again|from the (?:start|beginning))\b|^(?:sorry |please )*(?:repeat|"
        r"remind me)\b",
        r"\bwhat (?:was|is) (?:your|the|it)\b.{0,25}\b(?:again|once more)\b|\bonce more\b.{0,10}\?",
    ),
    Act.MANIPULATE_SIMULATOR: any_of(
        r"\b(?:ignore|forget|disregard|override|bypass)\b.{0,30}\b(?:(?:your|previous|all|prior|"
        r"the above) (?:\w+ )?(?:instructions?|prompts?|rules|"
        r"directives?|guidelines)|everything above|the rules above|that you(?:'re| are) a (?:customer|bot))\b",
        r"\b(?:system prompt|your prompt(?! \w+)|your (?:initial |original |hidden |system )(?:instructions|script)|"
        r"your (?:programming|training data)|language model|jailbreak|"
        r"developer mode|debug mode|end of prompt|hidden (?:facts|needs|goals)|secret facts|scenario file)\b",
        r"\b(?:you(?:'re| are)|are you|as) (?:just |only |really |actually )*(?:an? )?(?:ai|bot|chatbot|llm|"
        r"machine|program|robot|computer program|"
        r"chatgpt|gpt\S*|simulat\w+|fictional|not real)\b",
        r"\b(?:give|award|rate|score|grade) me\b.{0,30}\b(?:(?:full|maximum|max|top|best|highest|perfect|"
        r"good) (?:marks?|scores?|points?|rating|grade)|"
        r"(?:an? )?(?:5|five|10|ten|100)(?: out of|[.! ]*$| in\b))",
        r"\b(?:give|award|rate|score|grade) me (?:anything |any )?(?:less|lower|worse|more|better) than (?:an? )?"
        r"(?:[1-5]|two|three|four|five)\b(?!.(?:min|hour|day|week|sec|percent|%))",
        r"\b(?:end|finish|skip|stop|pass|win) (?:of )?(?:the |this )(?:scenario|simulation|role-?play|"
        r"training exercise)\b|\bnote to the (?:grader|"
        r"judge|evaluator)\b|\bthe trainee (?:was|showed|is|has)\b",
        r"\b(?:switch|swap|change) roles\b|\byou(?:'re| are) (?:now )?the agent\b|^pretend (?:you|that you|"
        r"to be)\b|\bset (?:your )?(?:mood|trust|"
        r"frustration|patience) to\b",
        r"\b(?:print|output|reveal|translate|repeat)\b.{0,20}\b(?:prompt|your instructions|rubric|verbatim|"
        r"everything (?:before|above)|the words above)\b",
    ),
}
# Words that say the opposite of the act.
DENIES: Final[dict[Act, re.Pattern[str]]] = {
    Act.COMMAND: any_of(
        r"\b(?:sorry|shame|wish|not|don't|without|before|if|when|so that|no need)\b.{0,30}\b(?:you|calm)\b",
        r"\b(?:whenever|if you(?:'d)? (?:like|prefer|want)|feel free|no need|don't have to|needn't|you're welcome)\b",
        # What has been done, without who did it: "notes read", "account checked".
        r"^(?:\w+ ){0,2}(?:notes?|messages?|mails?|e-?mails?|logs?|file|account|order|record|history) (?:all )?(?:read|"
        r"checked|seen|opened)\b",
    ),
    Act.BARE_POLICY: any_of(
        r"\bno (?:policy|rule)\b|\bhas a reason\b|\b(?:i decide|you can|you may|lets? you|leaves? me)\b",
        r"\b(?:because|so that|instead|what i can|but i can|exception)\b",
    ),
    Act.FALSE_PROMISE: any_of(
        r"\b(?:can't|cannot|won't|don't|not|nobody can|no one can|wouldn't) (?:want to |going to )?(?:promise|"
        r"guarantee|be (?:certain|sure)|swear)\b",
        r"\b(?:assure|promise|guarantee|swear)(?: you| to you)?(?: that)? (?:i|we)(?:'ll|'m| will| am| have)\b",
        r"\b(?:i|we)(?:'ll| will) (?:most |quite )?(?:definitely|certainly|surely|always) (?!have|get|be fine)",
        r"\b(?:promised|a promise|the promise|that promise|your promise|broke)\b",
    ),
    Act.RUDE: any_of(
        r"\b(?:just )?(?:kidding|joking)\b",
        r"\b(?:you|i|we)(?:'re|'m| are| am) not\b",
        r"\bif you(?:'re| are)\b",
        r"\bi(?:'ll| will|'d better| should)(?: now| just)? (?:shut up|be quiet)\b",
    ),
    Act.MINIMISE: any_of(
        r"\bbut\b.{0,60}\b(?:dangerous|serious|important|matters|no joke|big)\b|^at least\b.{0,80}\b(?:i'll|we'll|"
        r"we will|i will)\b",
        r"\b(?:not|isn't|wasn't|aren't|never|n't) (?:just|only|over-?react\w*|making a fuss)\b",
        r"\b(?:to you|for you) (?:it|that)\b",
        r"\b(?:never|wasn't|isn't|not) (?:only|just|simply|merely|a small|nothing)\b|\bno small\b|"
        r"\bto you,? (?:it|that)\b",
    ),
    Act.PUSH_SALE: any_of(
        r"\b(?:free of charge|at no (?:extra )?c(?:ost|harge)|for free|nothing extra|i(?:'ve| have) \w+ed you)\b",
    ),
    Act.COLD_TRANSFER: any_of(
        r"\btime (?:that )?you(?:'ve| have|'d| had) (?:had )?to\b",
        r"\b(?:i'll (?!transfer|put you|(?:just )?(?:pass|hand|send|refer|forward) you)|i've|i have|let me (?!transfer|"
        r"(?:just )?(?:pass|hand|send|refer|forward) you)|shall i|me to|if you (?:like|prefer|"
        r"want)|don't (?:have|need) to|shouldn't|"
        r"sorry you|no need)\b",
        r"\b(?:i'm not|i am not|i won't|don't|needn't|no need|shouldn't|without|instead of|not going to|"
        r"nobody will|won't have to)\b(?! (?:deal|do|handle) )",
        r"\bnext (?:customer|person|guest|one)\b",
    ),
    Act.ASK_REPEAT: any_of(
        r"\bagain if\b|\b(?:i'll|let me|i) (?:say|repeat|tell)\b",
        r"\bnot (?:have |need )(?:to )?\w+|\bi(?:'ve| have)? (?:just |already )?read (?:it |this )?(?:all|"
        r"everything|what|"
        r"your)\b",
        r"\b(?:don't|needn't|won't|shouldn't|no need|without|not have to|never have to|so that you|instead of)\b",
    ),
    Act.MANIPULATE_SIMULATOR: any_of(
        r"\b(?:you (?:gave|rated)|your (?:last |own )?(?:score|rating)|survey|satisfaction|stars)\b"
        r"(?!.{0,40}\b(?:instructions|"
        r"prompt|full marks)\b)",
    ),
    Act.BLAME_CUSTOMER: any_of(
        r"\bnone of (?:this|that|it)\b|\bor ours\b|\bno fault of yours\b",
        r"\b(?:you did (?:everything|nothing|your part|exactly|the right)|nothing (?:more )?you could|don't doubt|"
        r"not your|isn't your|wasn't your|couldn't have known|"
        r"we should have|i should have|our fault|our mistake|i believe you)\b",
        r"\bnot (?:on )?you\b[.! ]*$|\byou did(?: not|n't)[.! ]*$|"
        r"\byou(?:'ve| have)? d(?:id|one) (?:it all|all|everything|your (?:bit|side|best)|nothing wrong)\b",
    ),
    # "That's on them, not you", of a thief; of the courier it is blame all the same.
    Act.BLAME_OTHER_TEAM: any_of(rf"^(?:(?!\b{_ROLES}\b).)*\bnot (?:on )?you\b[.! ]*$"),
}

# What a head alone is not believed beside: words as they are used among people who mean no harm.
_PLACE: Final = (
    r"(?:,? (?:from |at |on |of |in |with )?(?:the |our )?(?:[a-z-]+ ){0,3}"
    r"(?:desk|team|care|services?|support|line|office|department|shift|helpline|nights?))"
)
# "Piotr speaking, customer desk", "This is Marek from the service desk": who somebody is, said to the customer.
_NO_COLLEAGUE: Final = (
    r"(?!.*\b(?:evaluator|examiner|judge|systems?|scorer|grader|admin\w*|developer|tester|ai|gpt|model|assistant|"
    r"simulat\w+|machine)\b)"
)
_ROOM: Final = r"(?:customer (?:care|services?|desk)|help ?desk|service desk|front desk|support)"
_NAMES: Final = (
    r"(?:this is|i'm|i am|you're (?:now )?(?:through to|with|speaking (?:to|with))) [a-z'-]+(?: [a-z'-]+)?" + _PLACE
)
_INTRODUCES: Final = (
    rf"^{_NO_COLLEAGUE}(?:[a-z'-]+,? ){{1,4}}(?:speaking|here){_PLACE}?\W*$",
    rf"^{_NO_COLLEAGUE}(?:\w+,? )?{_NAMES}\W*$",
    rf"^{_NO_COLLEAGUE}{_ROOM}[,:]? (?:this is )?[a-z'-]+(?: speaking| here)?\W*$",
    r"^(?:kind|best|warm) regards\b(?:,? [a-z'-]+){0,4}\W*$",
    r"^(?:so |and |hello,? |hi,? )?how (?:can|may) (?:i|we) help\b",
)
HEAD_DENIES: Final[dict[Act, re.Pattern[str]]] = {
    Act.RUDE: any_of(
        r"\byou(?:'d| would|'ll| will)(?: always)? be (?:very |most |always )?welcome\b|\bnever again will i\b",
        r"^that must have cost you\b",
        r"^what on earth\b|^(?:please |just )*(?:wait|hold on|hang on|just) a (?:moment|second|sec|minute)\b",
        r"^(?:and )?have you (?:checked|tried|looked)\b|^(?:most|many|lots of) people\b",
        r"^\W*(?:(?:lol|lmao|rofl|heh|haha|ha|hehe|hihi|xd)\b\W*)+$",
        r"\b(?:you|u|that|this|it)(?:'re| are|'s| is| was)? (?:so |really |very |quite |pretty |too )*(?:funny|"
        r"hilarious|"
        r"a good one)\b[^\w]*(?:lol|haha)?[^\w]*$",
        r"\b(?:like|love|enjoy) (?:your|ur) (?:\w+ )?(?:humou?r|jokes?|style|spirit)\b|\byour sense of humou?r\b",
        r"\b(?:i'm|i am|we're|we are) (?:(?:so|very|really|truly|terribly|deeply)\b,? ?){0,4}sorry (?:about|for|"
        r"that|to "
        r"hear)\b(?!.{0,40}\b(?:precious|little|poor|tragedy|drama)\b)",
        r"\b(?:you|u)(?:'re| are)? (?:sound|just|remind me|talk|so)?\s?(?:like|of) my (?:grand\w+|gran|granny|nan|nana|"
        r"mum|mom|dad|aunt|uncle|sister|brother)\b",
    ),
    Act.NAME_FEELING: any_of(
        r"\byou (?:sound|seem|look) like my\b|\byou must be (?:\w+ )?(?:happy|satisfied|pleased) with (?:us|our)\b"
    ),
    Act.BLAME_CUSTOMER: any_of(
        rf"\b{_ROLES}'s (?:own )?(?:fault|mistake|error)\b",
        r"\bthey (?:gave|told|sent) you\b|\byou(?:'re| are| were) (?:\w+ )?right to\b",
        r"\byou should(?:n't)? (?:have (?:been|had|heard|got|received|found|to)|hear|be|get|see|receive|soon|now)\b",
        r"^you (?:only|just) (?:need|have) to\b|^you (?:don't|won't|needn't) (?:have|need) to\b",
        r"^you (?:told|said|asked|wrote|mentioned|rang|called)\b(?!.{0,40}\b(?:wrong|late|never|not)\b)",
        r"\bif you(?:'d| had) (?:only )?been\b",
        r"^(?:well |and |but |so )*it's your (?:account|choice|decision|call|money|evening|day)\b",
        r"^(?:well |but |and )*we should\b",
        r"^just so you know\b|\byou (?:\w+ ){1,4}(?:correctly|the right \w+)\b",
        r"^that must have cost you\b",
        r"\bbecause you \w+ .{0,20}\b(?:early|soon|quickly|at once|straight away|in time)\b",
        r"\bbecause you (?:were|are|'ve been|have been) (?:so |very )?(?:honest|kind|patient|open|quick|early|loyal)\b",
    ),
    Act.BLAME_OTHER_TEAM: any_of(
        r"\b(?:has|have|had) (?:now |just |already )*(?:found|fixed|sent|solved|mended)\b",
        r"\b(?:and|but) i (?:should|could|ought to)(?: have|'ve)\b|\bplease ignore (?:them|it|those|that)\b",
        r"^(?:just )?so you know\b|^for your information\b",
        r"\b(?:fool|catch|trick|take in)s? (?:\w+ ){0,2}(?:managers?|experts?|everyone|everybody|anyone|anybody)\b",
    ),
    Act.COLD_TRANSFER: any_of(
        r"\b(?:has|have|had) (?:now |just |already )*(?:found|fixed|sent|solved|mended)\b",
        r"\b(?:in accordance with|as per|according to) (?:our|the|company)\b",
        r"\byou(?:'ve| have)? (?:already |just |also )?(?:spoke|spoken|talked|written) to\b",
        r"\b(?:contact|call) us again\b",
        r"\bi (?:can|will|could|'ll) (?:get|fetch|ask for|request) (?:that|it|one|them) for you\b",
    ),
    Act.ASK_REPEAT: any_of(
        r"\b(?:could|can|would) you try\b",
        r"^(?:is|are|has|have) (?:the|it|that|they)\b.{0,40}\b(?:gone|back|fixed|working|sorted|better)\b",
        r"^are you (?:at|in|near|by|with|on)\b.{0,40}\b(?:right now|now|there)\b",
        r"\bagain (?:after|since) (?:the|that|it)\b|\b(?:contact|call) us again\b",
    ),
    Act.VALIDATE: any_of(r"^(?:that|this|it) (?:makes no|doesn't make any|does not make any) sense\W*$"),
    # To promise a word at a certain time is a deed with a time; whose fault it was or who will see it through, is more.
    Act.TAKE_OWNERSHIP: any_of(
        r"^(?!.*\b(?:fault|mistake|mine|through|until|till|my name)\b).*\bi(?:'ll| will) (?:ring|call|phone|text|write|"
        r"message|e-?mail)\b"
    ),
    Act.VERIFY_IDENTITY: any_of(r"\bserial number\b"),
    Act.ASK_CLOSED: CHECKS_IN,
    Act.EMPTY_FORMULA: any_of(r"^(?!i\b|yes\b|ok).{6,}, (?:now )?i understand(?: now)?\W*$"),
    Act.COMMAND: any_of(
        r"\b(?:don't|do not|didn't|won't) (?:\w+ )?(?:have|need) to\b|\b(?:needn't|feel free|whenever|if you(?:'d)? "
        r"(?:like|prefer|want))\b",
        r"\byou (?:only|just) need to\b|\byou(?:'ll| will| should) (?:soon |now |also )*(?:hear|get|receive|see|find|"
        r"have)\b",
        r"\blisten to your (?:body|own)\b|\bnever again will i\b",
    ),
    Act.MINIMISE: any_of(
        r"^what on earth\b|\bit's only (?:fair|right|natural|human)\b|^it's just that\b",
        r"\bglad (?:that )?you(?:'re| are) (?:all right|ok|okay|safe|unhurt|well)\b|\byou don't need the\b",
    ),
    Act.FALSE_PROMISE: any_of(r"\bnever again will i\b|\bto be sure (?:that )?(?:i|we)\b"),
    Act.MANIPULATE_SIMULATOR: any_of(
        r"\byou (?:have |had )?(?:gave|given|rated|scored|left) us\b|^tell me again\b",
        *_INTRODUCES,
        r"\b(?:sur|family |second )name\b|\bpost ?code\b|\bdate of birth\b|\blast (?:four|4)\b",
        r"^i(?:'d| would) (?:also |really )?like to (?:learn|know|hear|understand|find out) (?:what|how|why|where)\b",
        r"^(?:my|our) (?:system|computer|screen|till) is (?:very |so |a bit )?(?:slow|down|frozen|stuck)"
        r"(?: today| again)?(?:,? (?:please )?(?:give me|bear with me|wait)(?: for)? (?:a|one|two) "
        r"(?:minute|moment|second)s?)?(?:,? please)?\W*$",
    ),
    Act.CLOSE: any_of(r"\bhappy (?:birthday|anniversary)\b|\bi hope your \w+ (?:feels?|gets?|is)\b"),
    Act.PUSH_SALE: any_of(
        r"\byou(?:'d| would|'ll| will)? save\b|\b(?:a|the|your) (?:credit|refund|voucher)\b",
        r"\bi(?:'ve| have) (?:just |now |already )?(?:un)?(?:frozen|blocked|locked|opened|freed|lifted|released|"
        r"cleared)"
        r"\b",
    ),
    Act.CHECK_UNDERSTANDING: any_of(
        r"^(?!.*\byou).*\bso (?:both|nobody|no one|everyone|everybody|each|neither|none) [^?]*$"
    ),
    Act.SET_EXPECTATION: any_of(
        r"^(?:so |and )*(?:that )?you (?:won't|don't|needn't|will not|do not|wouldn't) (?:have to |"
        r"need to )?(?:\w+ ){1,5}"
        r"(?:again|twice|once more)\b"
    ),
}

OTHERS_FAULT: Final = any_of(
    rf"\b{_ROLES}'s (?:own )?(?:fault|mistake|error)\b(?<!\bit's fault)",
    rf"\b(?:the|our|my|another|other) {_ROLES}\b.{{0,60}}\b(?:mistake\b|messed|always (?:mix|do|forget|"
    rf"make)\w*|never (?:updat|test|tell|listen|writ|"
    r"do)\w*|to blame|as usual|useless|hopeless|not me|not mine|not us|not ours)\b",
    r"\b(?:not|hardly|nothing to do with) (?:my|our) (?:fault|mistake|responsibility)\b|\bthat(?:'s| is|"
    r" was) (?:the courier|them|on them)\b|"
    r"\bblame (?:the|them|it on)\b|\bi have nothing to do with it\b|\bnothing to do with (?:me|us)\b|"
    r"\bnot ours\b.{0,10}$",
    r"\bcolleagues?\b.{0,30}\b(?:never|always|should have|must have)\b",
)
NOT_OTHERS_FAULT: Final = any_of(
    r"\b(?:sorry|ours to|our fault|my fault|on us|on me|we should|our mistake)\b", r"\bwhatever\b"
)
CUSTOMERS_FAULT: Final = any_of(
    r"\byou (?:should(?:n't)? have|should've|ought to have|could have(?! been| had)|shouldve) "
    r"(?!(?:to|had|a|an|it|the|that|this|these|your|my|our|both|one|two|them|everything|something|another)\b)\w+",
    r"\byou (?:failed to|forgot to|obviously (?:did|forgot|missed|hadn't|haven't|can't|couldn't|never)|"
    r"apparently (?:forgot|did)|didn't (?:read|check|tell us|give us|"
    r"follow|choose|update|respond|answer|fill|pay|"
    r"provide|select|plan|save|bring))\b",
    r"\byou must have (?:mis\w+|dropped|given|entered|typed|clicked|pressed|forgotten|broken|ordered|put)\b"
    r"|\byou must have (?:lost|given) (?:it|them|the|your|us|me)\b",
    r"(?<!not )\byour (?:own )?(?:fault|mistake|error)\b|(?<!i'm )(?<!we're )(?<!i am )(?<!we are )"
    r"\b(?:on|at) your (?:end|side)\b(?=.{0,20}[.!]$|, not)",
    r"\bbecause you (?:didn't|did not|never|ordered|left|chose|gave|entered|typed|forgot)\b|\b(?:if|"
    r"had) you (?:had )?(?:only |just )?(?:read|ordered|bought|paid|taken|chosen|picked|upgraded|listened|followed|"
    r"checked|told|called|rung|brought|been(?! (?:told|given|asked|informed|sent|warned)\b))"
    r"\b.{0,60}\b(?:would|wouldn't)\b",
    r"\byou (?:should not|shouldn't|should never) (?:use|be using|rely on|connect|"
    r"be on (?:a |the )?(?:public|free|open|wi-?fi))\b",
    r"\b(?:has to|must|can only|got to|will) be (?:your|something (?:on|at|in) your) (?:own )?(?:equipment|router|"
    r"phone|"
    r"device|end|side|wiring|cables?|computer|settings|laptop|machine|terminal|wi-?fi|house|home)\b(?! that)",
    r"\bdid you (?:even|actually|not) (?:read|check|bother|try|look|plug)\b|\bare you sure you (?:mentioned|read|"
    r"told|sent|pressed|entered)\b",
)
NOT_CUSTOMERS_FAULT: Final = any_of(
    r"\b(?:sorry|couldn't have known|nothing wrong|not your|isn't your|wasn't your|never your|"
    r"shouldn't have (?:to|had to)|you should have (?:been|had|heard|"
    r"got|received))\b"
)
# House language: an abbreviation that anybody may know is not in it.
ABBREVIATION: Final = re.compile(r"\b[A-Z][A-Z0-9]{1,5}\b")
KNOWN_ABBREVIATIONS: Final = word_set(
    """
    OK TV UK EU US USA ID PIN SMS PDF ATM IBAN VAT AM PM GP DVD USB WIFI NHS BBC QR CEO FAQ DHL UPS LED AC HD PC
    IT SIM GPS CV DIY AI MRI GDPR BMW VW VIP PO CCTV HR NO NOT YES YOU WE THE AND IS ALL SO DO MY ME ON IN TO OF
    AT IF A4 A5 MP3 AN AS BE BY GO HE OR UP US PS ASAP FYI GMT CET EUR USD GBP KG KM CM MM ML MB GB TB H2O AAA
    ER RN MOT DVLA TUV
    """
)
HOUSE_WORDS: Final = any_of(
    r"\b(?:rma|sla|crm|erp|csat|nps|kpi|tier[- ]?(?:2|3|two|three)|escalation matrix|ticket queue|dispositioned|"
    r"provision(?:ed|ing)|dslam|pppoe|"
    r"chargeback flag|manifest(?:ed)? scan|hub scan|dunning|retention flow|subrogation|pre-auth|fcr|rca|msisdn|"
    r"iccid|sso|saml|requeue|"
    r"flush your dns)\b"
)
