"""How somebody writes who has turned the roles round: by decree ("you are the agent now"), or by speaking as the
customer and having the customer serve them.
"""

import re
from typing import Final

from roleplay.sentence_forms import any_of, words

_STAFF: Final = words(
    "agent support employee shop_assistant clerk operator advisor adviser seller salesperson helpdesk"
)
_OWN: Final = words(
    "order parcel package delivery refund money internet router line subscription contract box bill account booking "
    "complaint reservation kettle wifi connection purchase replacement discount technician"
)
_WANTED: Final = words(
    "refund discount compensation money replacement technician engineer voucher credit manager supervisor"
)

# Turned round by decree.
_DECREES: Final = (
    (
        rf"(?:\byou(?:'re| are)?|\byou (?:be|play)|^(?:now )?(?:be|play)) (?:now )?(?:the|an?|my|our) (?:\w+ )?"
        rf"{_STAFF}\b|\byou play (?:the )?support\b"
    ),
    r"\b(?:switch|swap|change|trade|reverse) (?:roles|places|sides)\b|\blet's swap\b|\byou do my job\b",
)

PHRASES: Final[re.Pattern[str]] = any_of(
    *_DECREES,
    r"\bi(?:'m| am|'ll be| will be| play|'d rather be)(?: now)? (?:the|your) (?:angry |upset |only )?(?:customer|"
    r"client|"
    r"caller|buyer)\b|\band i (?:complain|get angry|am the one with)\b",
    r"\b(?:imagine|pretend|suppose|say)(?: that)? you(?:'re| are|'d| were)? (?:work|working|answer|the|"
    r"an?) ?(?:here|for|as|at|shop|agent|"
    r"company|seller|support|employee)\b|\byou work for the "
    r"company\b|\bas if you were the (?:shop|agent|company)\b|\byour turn to (?:answer|apologi[sz]e|help|serve)\b",
    # Speaks as the customer.
    r"\bhow (?:can|do|should|could) i,? (?:as )?(?:the|a|your) (?:customer|client)\b|\b(?:serve|compensate) me\b|"
    r"\bas your "
    r"customer i\b",
    r"\bi(?:'ve| have) been (?:a|your) (?:\w+ )?(?:customer|client)\b|\bi(?:'m| am) (?:a|your) (?:\w+ )?customer "
    r"(?:here|of)\b",
    rf"\b(?:where|when|why|how)(?:'s|'re)? .{{0,30}}\bmy {_OWN}\b",
    rf"\b(?:cancel|return|track|unlock|fix|repair|check|refund|close|find|change|exchange|with|status of|about|"
    rf"where|until) "
    rf"(?:out )?(?:the |where )?(?:status of )?my {_OWN}\b",
    rf"\bmy {_OWN} (?:\w+ ){{0,2}}?(?:is|has|does|do|was|isn't|hasn't|doesn't|didn't|wasn't|never)(?: (?:not|been|"
    rf"still|"
    rf"always))*\b.{{0,12}}\b(?:dead|blocked|broken|down|missing|lost|never|work|working|arriv\w*|come|came|late|"
    rf"high|gone|up)\b",
    r"\bmy (?:money|fee|deposit) back\b|\bi (?:want|demand|need) (?:a|my|the) (?:full )?(?:refund|money|"
    r"compensation|"
    r"replacement|discount)\b|\bi want it (?:repaired|fixed|replaced)\b",
    rf"\b(?:give|offer|send|get|pay|grant|book|find) me (?:an?|my|the|some|any|another|your)? ?(?:\w+ "
    rf")?{_WANTED}\b",
    r"\b(?:discount|money|compensation) (?:can|will|do|would) (?:you|u) (?:give|offer|pay) me\b",
    r"\bi (?:want|need|demand|would like|'d like|wish) to (?:speak|talk) (?:to|with) (?:(?:your|the|a) (?:manager|"
    r"supervisor|boss)|some(?:one|body) (?:in charge|at your))\b|\b(?:let me|can i|may i|could i) (?:speak|talk) "
    r"(?:to|with) your (?:manager|supervisor|boss)\b|\btransfer me\b|\bput me through\b",
    r"\b(?:what|how much|which)\b.{0,20}\b(?:you|u)\b.{0,12}\b(?:offer|offering|sell|selling) (?:me|us)\b|\bwhat "
    r"(?:do|can|"
    r"would) (?:you|u) (?:offer|like to sell|want to sell)\b|\bwhat can (?:you|u) do for me\b|\bwhat are you going "
    r"to do about it\b",
    r"\b(?:can|could|will|would) (?:you|u) (?:please |pls )?help me(?: please)?[?.!, ]*$|\bhelp me with my\b|"
    r"^(?:now |so |ok )?you help me\b|"
    r"\bsolve my\b|\bcompensate me\b|\bhelp me now\b|\bgoing to (?:help|compensate) me\b",
    r"\b(?:can|could|will|would) (?:you|u) (?:please )?(?:send|get) (?:me )?(?:someone|somebody|a technician|an "
    r"engineer)\b|"
    r"\bi (?:need|want|demand|expect)(?: that)? you (?:to )?(?:fix|repair|refund) (?:my|this|it|me)\b|"
    r"\bi (?:need|want|demand|expect)(?: that)? you (?:to )?(?:send|help|solve) (?:me\b|my\b)",
    r"\byour (?:company|firm|courier|shop|staff|driver|store|employees?)\b.{0,20}\b(?:cost|charged|told|promised|sold|"
    r"gave|sent|ignored|treated|kept|left|owes?|ruined|lost|broke) (?:me|my)\b|"
    r"\b(?:upset|unhappy|"
    r"disappointed|trouble) with your (?:service|company|shop|staff)\b|\bbetter from your\b",
    r"\b(?:complain|(?:my|have a) complaint) about (?:your|the way (?:that )?your)\b|"
    r"\bi(?:'d| would) like to (?:make a complaint|"
    r"complain)\b|"
    r"\bfrom your (?:shop|store|website|firm)\b",
    r"\bi(?:'ve| have)? (?:bought|ordered|paid for) (?!.{0,30}\b(?:for you|your)\b).{0,40}\b(?:from you|never "
    r"(?:came|arrived)|not "
    r"arrived|didn't (?:come|arrive)|hasn't (?:come|arrived))\b|\bthing i paid you\b",
    r"\bi(?:'d| would) (?:like|want|love) to (?:cancel|return|exchange|order|buy) (?:my|these|this|those|an?|two|"
    r"three|"
    r"some)\b(?!.{0,40}\bfor you\b)|\bi want to (?:return|cancel|exchange|buy|order) (?:my|these|this|"
    r"an?)\b(?!.{0,40}\b"
    r"for you\b)",
    r"\bwhat(?:'s| is| are) your (?:return(?:s)? policy|opening hours|prices|delivery times|terms)\b|\b(?:in|on) "
    r"your "
    r"(?:shop|website|store)\?$|\bwhat do i get for\b|\bproducts do you\b|\bdo you have (?:this|it|that) in (?:stock|"
    r"another|my|a (?:small|large|different)|black|white|red|blue|green)\b",
    r"\b(?:you|u)(?:'ve| have)? (?:\w+ ){0,2}(?:charged?|billed?|sold|sell|owe|overcharged?|compensate|refund|"
    r"ripped) me\b|\byou promised (?:it to )?me\b|"
    r"\bmake me happy\b|\b(?:offers|deals|discounts) for me\b|\bthe one who should (?:be complaining|complain)\b",
    r"\bi(?:'m| am|'ve been| was)(?: not| very| so| really)* (?:satisfied|unhappy|dissatisfied|disappointed|angry|"
    r"upset|annoyed) with (?:your|you|what you)\b|"
    r"\bi(?:'m| am|'ve been) (?:still )?waiting for (?:your|my) (?:technician|courier|driver|refund|parcel|order|"
    r"engineer)\b",
    r"\bis this (?:the )?(?:customer (?:service|support)|support|help ?desk|hotline)\b|\bi need (?:your |some "
    r")?help(?: with my\b|[.!? ]*$)|"
    r"\b(?:please )?help me(?: please)?[.!]* *$|\b(?:can|may|could) i (?:please )?(?:return|exchange|order|buy|get "
    r"a refund|have a refund|complain|upgrade)\b(?! you\b)"
    r"(?!.{0,40}\b(?:for you|your)\b)",
    r"\bi was (?:over)?charged\b|\bdoes your (?:delivery|shipping|service) (?:usually |normally |cost|take)|"
    r"\b(?:so|hey|hello|listen),? (?:employee|agent|"
    r"support|shop)\b,",
    r"\bplease (?:book|transfer|connect|refund|compensate) me\b|\bexplain to me why your\b",
)
DENIES: Final[re.Pattern[str]] = any_of(
    r"\bhelp me (?:to )?(?:understand|find|see|picture|check)\b|\b(?:if i were|as a customer (?:myself|i'd|i "
    r"would)|for you\b(?! to))|\bhow (?:can|may) i help\b|\bdid you\b(?!.*\bme\b)|\bwould you "
    r"like to (?:speak|talk)\b|\blet you\b|\bif you want to\b",
    # What is ordered for the customer's own, or to help them over.
    r"\bfor (?:him|her|them|your \w+|the (?:evening|night|meantime|time being))\b",
    r"\b(?:i'd|i would|i|i'll) (?:\w+ )?(?:talk|speak) (?:to|with) my\b|\bmy manager\b|\bi can (?:give|offer)\b",
)

# Said by decree to the one who plays: an attempt on the simulator. The rest of the reversals is only odd.
TO_THE_PROGRAM: Final = any_of(
    *_DECREES,
    r"\b(?:imagine|pretend|suppose)(?: that)? you (?:work|are)\b|\bas if you were the (?:shop|agent|company)\b|"
    r"\bi (?:am|play|'ll be) the (?:\w+ )?(?:customer|client) and you\b|\b(?:act|answer|speak) as the (?:agent|shop|"
    r"company)\b",
)
