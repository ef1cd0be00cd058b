"""What nobody can do and nobody would give: the forms of a promise beyond all reason.

Sums of money are looked at in `amounts`. What is denied, wished or only supposed is no promise.
"""

import re
from typing import Final

from roleplay.sentence_forms import any_of, words

_CROWNED: Final = words(
    "king queen prince princess emperor pope president prime_minister government army navy parliament royal_family"
)
_NATURE: Final = words("moon sun ocean sea wind sky earth mountain weather")
_FABLED: Final = words(
    "unicorn dragon wizard witch ghost alien genie elf fairy mermaid vampire zombie dinosaur giant dwarf troll angel "
    "devil god ninja pirate superhero"
)
_NAMED: Final = words(
    r"santa(?:_claus)? father_christmas the_easter_bunny the_tooth_fairy batman superman spider-?man elvis beyonc[eé] "
    r"harry_potter gandalf zeus jesus god madonna taylor_swift elon_musk bill_gates donald_trump james_bond godzilla "
    r"sherlock_holmes napoleon einstein shakespeare mickey_mouse darth_vader"
)
_DOES: Final = (
    r"(?:'ll| will| is (?:going|on|coming|bringing|flying|carrying|looking|fixing)| are (?:going|on|coming|bringing)| "
    r"has (?:promised|"
    r"agreed|asked)| (?:personally |now |soon )?(?:brings?|delivers?|builds?|repairs?|carr(?:y|ies)|fetch(?:es)?|"
    r"guards?|keeps?|"
    r"rings?|calls?|pays?|refunds?|helps?|comes?|fl(?:y|ies))\b)"
)
_GIVES: Final = (
    r"(?:giv(?:es?|ing)|gave|gift(?:s|ing)?|buy(?:s|ing)?|bought|build(?:s|ing)?|send(?:s|ing)?|sent|present(?:ing)?|"
    r"get|receive|"
    r"have|own|add(?:ing)?|offer(?:ing)?)"
)
_RICHES: Final = words(
    r"castles? palaces? mansions? yachts? islands? ferraris? lamborghinis? porsches? rolls_royces? sports_cars? "
    r"helicopters? private_jets? jets? rockets? hors(?:e|es) pon(?:y|ies) elephants? planets? kingdoms? countr(?:y|"
    r"ies) "
    r"diamonds? gold_bars? hospitals? stadiums? submarines? spaceships? butlers?"
)
_THING: Final = words("kettle parcel package router box order phone present gift letter line cable book")

PHRASES: Final[re.Pattern[str]] = any_of(
    rf"\b(?:the|a|an|our|my|your) (?:\w+ )?{_CROWNED}(?: of (?!the club|the company|the board|our)(?:the )?\w+(?: "
    rf"\w+)?)?(?: (?:him|her|it)self| in person)?(?: personally)?{_DOES}",
    rf"\b(?:the|our|my) {_NATURE}(?: (?:him|her|it)self)?(?:'ll| will| is going to)? (?:personally )?(?:bring|deliver|"
    rf"repair|carry|fetch|call|ring|pay|refund|fix|guard)s? (?:it|you|your|him|her|them|the)\b",
    rf"\b(?:the|a|an|our|my|two|some) (?:\w+'s |\w+ of )?{_FABLED}s?(?: who [^,.]{{1,30}}| \w+)?{_DOES}",
    rf"\b{_NAMED}(?: personally| himself| herself)?{_DOES}",
    rf"\b(?:asked|told|called|rung|begged|hired) (?:the |a |my )?(?:{_CROWNED}(?! of the (?:club|"
    rf"company))|{_NATURE}|{_FABLED}|{_NAMED})\b",
    rf"\b{_GIVES} (?:you |him |her )?(?:now |both )?(?:\w+ )?(?:a|an|our|my|the|your own|two|three|\w+ own) "
    rf"(?:\w+ ){{0,2}}{_RICHES}\b",
    r"\b(?:giv(?:e|ing)|gave|gift(?:ing)?|present(?:ing)?) you (?:\w+ )?(?:a (?:brand )?new (?:house|car|flat)\b|"
    r"my "
    r"(?:own )?(?:house|car|flat|salary|wife|children)\b)|\bgift you my\b",
    r"\byou(?:'ll)? (?:now )?own (?:the (?:whole |entire )?(?:internet|company|shop|firm|town|bank)|everything|"
    r"us\b|"
    r"all)|\ball (?:the )?shares are yours\b",
    r"\b(?:have|take|keep|get|give you) the (?:whole|entire) (?:company|shop|warehouse|store|firm|fleet|town|"
    r"country)\b",
    r"\b(?:free|for nothing|never (?:again )?(?:have to )?pay|pay (?:for )?(?:all|every|your))\b(?! of\b).{0,70}\b"
    r"(?:for the rest of your life|for life|until (?:the sun|you die|the end of)|lifetime|eternity|anywhere "
    r"again)\b",
    r"\blifetime of free\b|\bfree \w+ for (?:ever|the rest of)\b(?! of)|\bpay(?:ing)? (?:off )?(?:all )?your "
    r"(?:mortgage|groceries|taxes|debts)\b",
    r"\b(?:trip|journey|cruise|flight|holiday)s? (?:(?:a)?round the world|(?:to|on) (?:mars|the moon|jupiter|"
    r"space))\b",
    r"\bteleport\w*|\bbeam(?:ed|ing)? (?:it|you|him|her|\w+ )?(?:\w+ )?(?:in|into|over|up|straight|to)\b|"
    r"\btime machine\b|\bmagic (?:wand|carpet|spell|portal|trick)\b|\bby magic\b|\bcast (?:a|my) spell\b|\bwith a "
    r"spell\b|\bhypno\w+|\btelepath\w*|\bsnap of my fingers\b",
    r"\b(?:travel|fly|turn(?:ing|ed)?|set(?:ting)?|wind|winding) (?:the |your )?(?:clock |time |\w+day "
    r")?back "
    r"(?:in time|to (?:before|last|friday|monday|the day)|to \w+day)|\bturn(?:ing|ed)? (?:the clock|time|your "
    r"\w+day) "
    r"back\b|\b(?:stop|freeze|reverse) time\b",
    r"\bread your (?:mind|thoughts)\b|\bresurrect\w*|\bback to life\b|\bback to the age of\b|\b(?:\w+ )?years "
    r"younger\b|"
    r"\bmake (?:\w+ ){1,2}(?:young|healthy|immortal|invisible) again\b|\bmake you (?:king|queen|prime minister|"
    r"president|immortal|invisible|rich|famous)\b",
    r"\b(?:arriv\w*|deliver\w*|reach\w*|with you|at your (?:door|house)|there|living room|repaired|installed|have "
    r"it|"
    r"parcel|box|technician)\b.{0,40}\b(?:in|within) (?:one |two |three |five |\d |less than a |half a )?"
    r"(?:nano|milli|micro)?seconds?\b(?! or| please)(?!.{0,10}\bi'm\b)",
    rf"\b{_THING} (?:\w+ ){{0,3}}(?:fly|flies|flying|swims?|swimming|walks?|walking)\b(?! home from)",
    r"\ban army of\b|\b(?:nam(?:e|ed|ing)) an? (?:planet|star|street|town|ship|comet)\b|\b(?:in (?:pure |solid "
    r")?gold|"
    r"golden (?:phone|router|kettle|box)|with diamonds)\b|\bstatue of you\b",
    r"\b(?:all|every|everything)\b.{0,30}\b(?:yours|free)\b.{0,15}\b(?:for ?ever|for life|always)\b|\bmake you "
    r"(?:the )?(?:boss|ceo|director|"
    r"owner)\b|\bspeed of light\b|\b(?:(?:a|the next|two|ten) (?:hundred|thousand|million|billion)|\d{3,}) years\b|"
    r"\ball the (?:gold|money|cars) in the\b",
    r"\bmy (?:dog|cat|hamster|parrot|horse|goldfish|grandmother|grandma|mother|mum|dad|uncle|aunt|kids)(?:'ll| "
    r"will| is going to| can| are going to) "
    r"(?:\w+ )?(?:bring|deliver|fix|repair|call|carry|come|clean|cook|visit|swim|fly|pay)\b",
    r"\b(?:i|we)(?:'ll| will|'m going to| am going to|'re going to) .{0,40}\b(?:to the moon|on mars|"
    r"lottery|nobel prize|eiffel tower|"
    r"buckingham palace|white house|parade for you|on every banknote|your (?:servant|slave|butler))\b|\byou(?:'ll| "
    r"will) (?:win the lottery|live "
    r"for ?ever|never (?:die|grow old|get ill))\b",
    r"\b(?:blow(?:ing)? up|burn(?:ing)? down|tear(?:ing)? down|set(?:ting)? fire to) (?:the|our|my)\b|\bclon(?:e|"
    r"ed|ing) (?:you|myself|the)\b|\bturn "
    r"(?:you|him|her|myself) into (?:a|an|gold)\b|\b(?:deliver|bring|send|post|hand) (?:it|them|this|your \w+)"
    r"(?: to you)? yesterday\b",
    r"\bbuild(?:ing)? (?:you )?(?:a|an|your) (?:\w+ )?(?:hospital|palace|castle|school|airport|station|entire "
    r"street|"
    r"tower)\b|\bknock(?:ed|ing)? down the\b|\bmove the hospital\b",
    r"\b(?:all|every one) (?:of )?(?:my|our) (?:colleagues|bosses|staff) (?:fired|sacked|shot|jailed)\b|\bsell my "
    r"(?:kidney|"
    r"soul|house|children|car)\b|\bthrough your chimney\b|\bchoose who goes to prison\b",
)
DENIES: Final[re.Pattern[str]] = any_of(
    r"\b(?:i|we)(?:'ll| will|'m| am)? (?:be )?(?:right )?(?:back|with you)\b",
    r"\bif (?:only|i|we)\b|\b(?:wish|can't|cannot|couldn't|haven't|won't|didn't|no magic|without|nobody|isn't)\b|"
    r"\b(?:don't|not|never)\b(?! worry| (?:again )?(?:have to )?pay)",
    r"\b(?:feels?|felt|seems?|like|as if) (?:a |an |like )?(?:age|magic|ages)\b|\b(?:cake|costume|toy|story|film|"
    r"book|game|percent|"
    r"definitely)\b",
)
