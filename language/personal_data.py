"""Finds what must not leave for a provider: e-mail addresses, IBANs, payment cards, telephone numbers.

A checksum decides about IBANs (mod 97, ISO 13616) and cards (Luhn, ISO/IEC 7812). A telephone number has none: it is
taken for one when its form can hardly be anything else (+ or 00 and a country's digits, a leading 0, the North American
form, pairs), or when the words around it say so; after the word for an order, a ticket or a meter it is none. Numbering
plans do not help here: between all countries nearly any row of digits is somebody's number, and the invented numbers
of an exercise are nobody's.

What always holds: digits, letters, spaces and dashes of any script are seen as what they look like, and invisible
characters are not seen; what is found never overlaps; the time grows with the length of the text and no faster.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What was found, in the words of its placeholder."""

    EMAIL = "e-mail"
    IBAN = "IBAN"
    CARD = "card number"
    PHONE = "phone number"


class Span(NamedTuple):
    """Where something stands in the text: from `start` to before `end`."""

    kind: Kind
    start: int
    end: int


Place = tuple[int, int]

_HIDDEN: Final = "\0"  # stands for what was found already, or is known to be harmless: no pattern takes it for text
_BLANK: Final = "\u2800"  # the Braille cell without a dot
_UNSEEN: Final = "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters that show nothing
_DASHES: Final = "−⁃﹘"
_DOTS: Final = "。·•∙‧・"

# The characters of a local part (RFC 5322, atext and the dot), and any script's letters (RFC 6531).
_LOCAL: Final = r"[\w.!#$%&'*+/=?^`{|}~-]"
_LABEL: Final = r"[^\W_][\w-]*+"
_PLAIN_EMAIL: Final = re.compile(
    rf'(?:(?<!{_LOCAL}){_LOCAL}++|"[^"\n]{{1,64}}") ?@ ?(?P<domain>{_LABEL}(?:\.{_LABEL})+)'
    rf"(?:{_LOCAL}*+@[\w.-]*+)*+"  # what hangs on it with a further at sign
)
_AT: Final = r" ?(?:@|[\[({<‹]at[\])}>›]) ?"
_DOT: Final = r"(?: dot | ?[\[({<‹]dot[\])}>›] ?)"
_NAME: Final = rf"[\w+%-]++(?:(?:\.|{_DOT})[\w+%-]++){{0,6}}"
_SPELT_EMAIL: Final = re.compile(
    rf"(?<![\w.+%-])(?:{_NAME}{_AT}[\w-]++(?:(?:\.|{_DOT})[\w-]++){{1,6}}"  # name(at)example.com
    rf"|{_NAME} at [\w-]++(?:{_DOT}[\w-]++){{1,6}}"  # name at example dot com
    r"|[^\W\d_]++(?:[._]\w|\d)[\w.+%-]*+ at [\w-]++(?:\.[\w-]++)+)",  # a.name at example.com, not "is at example.com"
    re.IGNORECASE,
)

# "at 61 19..." begins no IBAN; "AT 61 19..." may.
_IBAN: Final = re.compile(r"(?=((?:[A-Za-z]{2}|[A-Z]{2}[ .-])[0-9]{2}(?:[ .-]?[A-Za-z0-9]){11,30}))")
_IN_FOURS: Final = re.compile(r"\w+|\w{4}(?:[ .-]\w{4})+(?:[ .-]\w{1,4})?")
_IBAN_LEAST: Final = 15
_IBAN_LEAST_DIGITS: Final = 7  # fewer have none of the registry's account numbers, but many an English sentence
_IBAN_LENGTHS: Final = {
    # The countries of SWIFT's registry, release 99.
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
    "YE": 30,
}  # fmt: skip

_DATE_OR_TIME: Final = re.compile(
    r"(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})(?![./-]?\d)"
    r"|(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:])"
)
_DIGITS: Final = re.compile(r"[0-9]+")
_ROW_OF_DIGITS: Final = re.compile(r"[0-9](?:(?:\s{1,2}|\s?[-./_*|]\s?)?[0-9]){12,}")
_CARD_LEAST, _CARD_MOST = 13, 19

_GAP: Final = r"(?:[ .-]|[ .-]?[(/)][ .-]?)?"
_END: Final = r"(?: ?(?:ext\.?|extension|x) ?[0-9]{1,5})?(?![0-9])"
_PHONE_BY_FORM: Final = re.compile(
    rf"(?:(?<![0-9+])\(?\+ ?\(?[0-9](?:{_GAP}[0-9]){{6,14}}{_END}"
    r"|(?<![\w+])(?<![0-9][.,])(?:"
    rf"00 ?[1-9](?:{_GAP}[0-9]){{6,14}}{_END}"
    rf"|\(?0(?![.,][0-9])(?:{_GAP}[0-9]){{8,11}}{_END}"
    rf"|(?:1[ .-]?)?(?:\([2-9][0-9]{{2}}\) ?|[2-9][0-9]{{2}}[ .-])[2-9][0-9]{{2}}[ .-][0-9]{{4}}{_END}"
    rf"|\([0-9]{{2,5}}\) ?[0-9](?:{_GAP}[0-9]){{4,8}}{_END}"
    r"|(?<![0-9] )[1-9][0-9]{1,2}(?: [0-9]{2}){3}(?! ?[0-9])))",
    re.IGNORECASE,
)
_PHONE_BY_WORDS: Final = re.compile(rf"(?<![\w+])\(?[0-9](?:{_GAP}[0-9]){{5,14}}{_END}", re.IGNORECASE)
_WINDOW: Final = 40  # how far the words around a number are looked at, in characters
_SAYS_PHONE: Final = re.compile(
    r"\b(?:(?:tele)?phone|tel|mobile|cell|fax|whats ?app|landline|(?:my|your|her|his|their) number"
    r"|(?:call|ring|phone|text|reach|dial)(?:ing)?(?: (?:me|us|him|her|them|you|back|again)){0,2}(?: (?:on|at|under))?)"
    r"(?: (?:number|no\.?|nr\.?))?(?: (?:is|was|will be|would be))?(?: (?:on|at|under|still))?[ :.=#-]{0,3}$",
    re.IGNORECASE,
)
_SAYS_PHONE_AFTER: Final = re.compile(
    r"[ ,]{0,2}(?:\(|(?:is|was|as) (?:my|your|her|his|their|the|a) )(?:[a-z]+ )?(?:phone|mobile|cell|landline|tel)\b",
    re.IGNORECASE,
)
_SAYS_OTHER: Final = re.compile(
    r"\b(?:order|ticket|case|ref(?:erence)?|invoice|tracking|parcel|package|shipment|delivery|account|customer|client"
    r"|policy|booking|reservation|serial|article|item|part|contract|claim|receipt|meter|confirmation|transaction"
    r"|reading|membership|loyalty|voucher|gift card|batch|model|job|incident|request|complaint|file)s?"
    r"(?: (?:number|no\.?|nr\.?|id|code|reading))?(?: (?:is|was|reads|read|of|for))?[ :.=#-]{0,3}$",
    re.IGNORECASE,
)


def find_personal_data(text: str) -> list[Span]:
    """What of the text must not leave, from left to right."""
    seen, places = _folded(text)
    spans: list[Span] = []
    for kind, find in _FINDERS:
        found = sorted(find(seen))
        spans += [Span(kind, places[start], places[end - 1] + 1) for start, end in found]
        seen = _without(seen, found)
    return sorted(spans, key=lambda span: span.start)


def _emails(text: str) -> Iterator[Place]:
    # What has no letter is a price: "2@9.99".
    plain = [match.span() for match in _PLAIN_EMAIL.finditer(text) if any(map(str.isalpha, match["domain"]))]
    yield from plain
    for match in _SPELT_EMAIL.finditer(_without(text, plain)):
        if not match[0][-1].isdigit():
            yield match.span()


def _ibans(text: str) -> Iterator[Place]:
    end = 0
    for match in _IBAN.finditer(text):
        start = match.start()
        if start >= end and (length := _iban_length(match[1], text[match.end(1) : match.end(1) + 1])):
            end = start + length
            yield start, end


def _iban_length(candidate: str, follows: str) -> int:
    """How many characters of the candidate are an IBAN, 0 when none are. It ends where its country says; that of an
    unknown country ends with a word, and is written in one piece or in fours."""
    letters, found = "", 0
    for at, letter in enumerate(candidate):
        if not letter.isalnum():
            continue
        letters += letter.upper()
        word_ends = not (candidate[at + 1 : at + 2] or follows).isalnum()
        ends = len(letters) == _IBAN_LENGTHS.get(letters[:2]) or (
            word_ends and len(letters) >= _IBAN_LEAST and _IN_FOURS.fullmatch(candidate[: at + 1])
        )
        if ends and _is_iban(letters):
            found = at + 1
    return found


def _is_iban(letters: str) -> bool:
    """The check of ISO 13616: the head goes to the end, A counts 10 and Z 35, and the remainder mod 97 is 1."""
    number = "".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])
    return sum(map(str.isdigit, letters)) >= _IBAN_LEAST_DIGITS and int(number) % 97 == 1


def _cards(text: str) -> Iterator[Place]:
    """Each row of digits that holds a card's number, whole: what stands beside it is its expiry and security code."""
    for row in _ROW_OF_DIGITS.finditer(_without(text, (match.span() for match in _DATE_OR_TIME.finditer(text)))):
        groups = _DIGITS.findall(row[0])
        if any(_holds_card(groups[max(0, at - _CARD_MOST) : at + 1]) for at in range(len(groups))):
            yield row.span()


def _holds_card(groups: Sequence[str]) -> bool:
    """Whether 13 to 19 digits up to the end of the last group pass Luhn's check: whole groups, or any part of a group
    that is long enough by itself."""
    last = groups[-1]
    if any(_luhn_lengths(last[max(0, end - _CARD_MOST) : end]) for end in range(_CARD_LEAST, len(last))):
        return True
    digits, lengths = "", set()
    for group in reversed(groups):
        digits = group + digits
        lengths.add(len(digits))
        if len(digits) >= _CARD_MOST:
            break
    passed = _luhn_lengths(digits[-_CARD_MOST:])
    return bool(passed) if len(last) >= _CARD_MOST else not passed.isdisjoint(lengths)


def _luhn_lengths(digits: str) -> set[int]:
    """How many of the last digits, 13 or more, pass Luhn's check."""
    total, passed = 0, set()
    for count, digit in enumerate(reversed(digits), start=1):
        total += int(digit) if count % 2 else sum(divmod(2 * int(digit), 10))
        if count >= _CARD_LEAST and total % 10 == 0:
            passed.add(count)
    return passed


def _phones(text: str) -> Iterator[Place]:
    dateless = _without(text, (match.span() for match in _DATE_OR_TIME.finditer(text)))
    by_form = [
        match.span()
        for match in _PHONE_BY_FORM.finditer(dateless)
        if "+" in match[0] or not _SAYS_OTHER.search(_before(text, match))
    ]
    yield from by_form
    for match in _PHONE_BY_WORDS.finditer(_without(dateless, by_form)):
        before, after = _before(text, match), text[match.end() : match.end() + _WINDOW]
        says = _SAYS_PHONE.search(before) or _SAYS_PHONE_AFTER.match(after)
        if says and not _SAYS_OTHER.search(before):
            yield match.span()


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _WINDOW) : match.start()]


# Most certain first, and each hides what it found from those after it: an IBAN may hold a card's digits, a card those
# of a telephone.
_FINDERS: Final[tuple[tuple[Kind, Callable[[str], Iterator[Place]]], ...]] = (
    (Kind.EMAIL, _emails),
    (Kind.IBAN, _ibans),
    (Kind.CARD, _cards),
    (Kind.PHONE, _phones),
)


def _without(text: str, places: Iterable[Place]) -> str:
    """The text with these places hidden, as long as before."""
    pieces, at = [], 0
    for start, end in places:
        pieces += [text[at:start], _HIDDEN * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it looks, and where in the text itself each character of that stands."""
    if text.isascii():
        return text.replace(_HIDDEN, " "), range(len(text))
    looks = [_look(letter) for letter in text]
    return "".join(looks), [at for at, look in enumerate(looks) if look]


@lru_cache(maxsize=4096)
def _look(letter: str) -> str:
    """What a character looks like, as one character; "" when nothing of it is seen."""
    if letter.isascii():
        return " " if letter == _HIDDEN else letter
    category = unicodedata.category(letter)
    if category in {"Cf", "Mn", "Me"} or letter in _UNSEEN:
        return ""
    if category in {"Zs", "Zl", "Zp"} or letter == _BLANK:
        return " "
    if category == "Pd" or letter in _DASHES:
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(letter))
    plain = "." if letter in _DOTS else unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter
