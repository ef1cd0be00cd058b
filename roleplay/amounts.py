"""Amounts in a sentence, in figures and in words, and whether what is offered is out of all proportion.

A question, a reference number and a sum that nobody offers are never absurd, however large they are.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from roleplay import sentence_forms as forms
from roleplay.sentence_forms import any_of, words

TIMES: Final = 20  # an amount of so many times the largest one in the case is out of all proportion
EVER: Final = 1_000_000.0  # out of proportion in any case
_RATIO: Final = 100  # between two amounts of one sentence: "550,000 for a 550 item"
_LARGE: Final = 5_000.0  # below this nothing is absurd by being many times the price
_MANY: Final = 100.0  # of things that one sends, books or gives away

_SCALES: Final = {
    "k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "bn": 1e9, "billion": 1e9, "billions": 1e9, "trillion": 1e12, "trillions": 1e12,
}  # fmt: skip
_SMALL: Final = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
    "several": 3.0, "half a": 0.5,
}  # fmt: skip
_CURRENCY: Final = words(r"€ £ \$ euros? pounds? quid dollars? eur gbp usd francs? bucks")
_NUMBER: Final = re.compile(
    rf"(?P<sign>[€£$] ?)?(?:(?P<figure>\d{{1,3}}(?:[, ]\d{{3}}){{1,5}}(?!\d)|\d{{1,12}})(?P<cents>[.,]\d{{1,2}})?(?!\d)"
    rf"(?: ?(?P<scale>{'|'.join(_SCALES)})\b)?"
    rf"|\b(?:(?P<small>{'|'.join(_SMALL)}) )?(?P<hundred>hundred )?(?P<words>thousand|million|billion|trillion)s?\b)"
    rf"(?P<money> ?{_CURRENCY}(?!\w))?"
)
_OFFERS: Final = any_of(
    r"\b(?:i|we)(?:'ll|'m|'re|'ve|'d)? (?:\w+ ){0,4}?(?:refund|pay|paid|credit|giv|gift|sen[dt]|transfer|wir|put|offer|"
    r"add|return|compensat|grant|award|book|order)\w*",
    r"\byou(?:'ll| will| can)? (?:\w+ )?(?:get|receive|have)\b",
    r"\b(?:for you|as (?:an apology|compensation)|back to you|here you go|enjoy|(?:it|they)(?:'s| is| are) yours|here "
    r"(?:is|are))\b",
)
_NOT_OFFERED: Final = any_of(
    r"\b(?:can't|cannot|couldn't|won't|wouldn't|never|no (?!problem|worries)|not|nobody|if (?:i|we|only)|wish|even|"
    r"bill|invoice|misprint|by mistake|"
    r"charged|customers|points|miles|number|reference)\b"
)
_GOODS: Final = words(
    r"kettles? box(?:es)? routers? technicians? engineers? phones? tablets? cars? vouchers? couriers? parcels? meals? "
    r"houses? horses? islands? roses flowers colleagues people kings soldiers vans? trucks? letters? chocolates?"
)
_OF_GOODS: Final = re.compile(rf"^ (?:free |new |brand new |golden |extra |other |of our )*{_GOODS}\b")
_BARE: Final = re.compile(
    r"^(?: (?:back|for|as|to|on|off|in|if|tonight|today|tomorrow|now|at once|straight)\b|[.,!;]|$)"
)


# What a bare number names: a telephone, a card, a parcel.
_NAMES: Final = re.compile(
    r"(?:\b(?:on|ending(?: in)?|card|account|line|code|tracking|ref|order|case|ticket|policy|room|flat|number|no\.?)"
    r"|[:#+\d/-]) ?$"
)
_LONGEST_SUM: Final = 7  # digits of a sum without a currency


class Amount(NamedTuple):
    """`money` when a currency stands beside it, `names` when it is the number of something; `rest` is the sentence
    after it."""

    value: float
    money: bool
    names: bool
    rest: str


def amounts(text: str) -> Iterator[Amount]:
    """The numbers of a text in plain form, in order."""
    for match in _NUMBER.finditer(text):
        if match["figure"]:
            value = float(re.sub(r"[, ]", "", match["figure"])) * _SCALES.get(match["scale"] or "", 1.0)
        else:
            value = (
                _SMALL.get(match["small"] or "one", 1.0) * (100 if match["hundred"] else 1) * _SCALES[match["words"]]
            )
        digits = re.sub(r"\D", "", match["figure"] or "")
        names = digits.startswith("0") or len(digits) > _LONGEST_SUM or bool(_NAMES.search(text[: match.start()]))
        yield Amount(value, bool(match["sign"] or match["money"]), names, text[match.end() :])


def largest_amount(*texts: str) -> float:
    """The largest sum of money in these texts, 0 when there is none."""
    return max((each.value for text in texts for each in amounts(text.lower()) if each.money), default=0.0)


def out_of_proportion(text: str, *, asks: bool, largest: float) -> bool:
    """Whether a sentence in plain form offers or promises an amount beyond all reason, in a case whose `largest` sum is
    known, or 0."""
    offer = forms.OFFERS_BY_ASKING.search(text) if asks else _OFFERS.search(text)
    if offer is None or _NOT_OFFERED.search(text):
        return False
    found = list(amounts(text))
    sums = [each.value for each in found if each.money or (not each.names and _BARE.search(each.rest))]
    most = max(sums, default=0.0)
    if any(each.value >= _MANY and _OF_GOODS.search(each.rest) for each in found):
        return True
    if most >= EVER or (largest and most > max(TIMES * largest, _LARGE)):
        return True
    least = min((each.value for each in found if each.value > 1 and not each.names), default=most)
    return most >= max(_RATIO * least, _LARGE)
