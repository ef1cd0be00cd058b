"""Numbers, hours, days and codes in a text, whatever way they are written: "14:00" and "two o'clock" share a key.

Keys are n: numbers, t: minutes of the clock in twelve hours, w: weekdays, m: months, date: days with their month, d:
long rows of digits and c: codes of letters and digits. Everything is pure and remembered by text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from roleplay.audit.words import plain

_TEXTS_KEPT: Final = 8192

# Days named from today. "last time" and "last thing" are none.
RELATIVE: Final = re.compile(
    r"\b(?:last|next) (?:week(?:end)?|month|year|christmas|easter|summer|winter|spring|autumn|sunday|monday|"
    r"tuesday|wednesday|thursday|"
    r"friday|saturday)\b|\b(?:a|two|three|four|five|six|few|couple of|several|some) (?:days?|weeks?|months?|"
    r"years?|hours?) ago\b|"
    r"\byesterday\b|\bthe other day\b|\bfortnight\b"
)
_UNITS: Final = {
    name: value
    for value, name in enumerate((
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ))
}  # fmt: skip
_TENS: Final = {
    name: 10 * value
    for value, name in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_ORDINALS: Final = {
    name: value
    for value, name in enumerate((
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
        "eighteenth", "nineteenth", "twentieth",
    ), start=1)
} | {"thirtieth": 30}  # fmt: skip
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_KEYS: Final = frozenset(f"w:{day}" for day in WEEKDAYS)
# Months whose names are also other words count only beside a number or after a preposition.
_MONTH: Final = re.compile(
    r"\b(january|february|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:in|since|of|until|till|last|next|this|early|late|\d) (march|may)\b|\b(march|may) \d"
)
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(WEEKDAYS)})s?\b")
_ORDINAL: Final = "|".join(_ORDINALS)
_MONTH_NAMES: Final = "|".join(MONTHS)
_DAY: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)\b"
    rf"|\b((?:(?:twenty|thirty)[- ])?(?:{_ORDINAL}))(?= of (?:{_MONTH_NAMES}|last|this|next)\b| (?:{_MONTH_NAMES})\b)"
    rf"|\b(?:on|by|until|since|from) the ((?:(?:twenty|thirty)[- ])?(?:{_ORDINAL}))\b"
    rf"(?! (?:time|one|day|page|person|call|message|try|attempt|of those|floor|line|sentence|word))"
)
_DAY_NAME: Final = rf"(?:(?:twenty|thirty)[- ])?(?:{_ORDINAL})"
_DATE: Final = re.compile(
    rf"\b(\d{{1,2}}|{_DAY_NAME})(?:st|nd|rd|th)?(?: of)? ({_MONTH_NAMES})\b"
    rf"|\b({_MONTH_NAMES}) (?:the )?(?:(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)|({_DAY_NAME}))\b"
)
_NUMBER_NAME: Final = "|".join((*_UNITS, *_TENS, *_SCALES))
_SPOKEN_ZERO: Final = re.compile(rf"\b({_NUMBER_NAME})[- ](?:oh|o|nought)\b")
_TOKEN: Final = re.compile(
    r"(?P<code>\b(?=[a-z\d-]*[a-z])(?=[a-z\d-]*\d)[a-z\d]+(?:-[a-z\d]+)*\b)"
    r"|(?P<digits>\d+(?:[.,:]\d+)*)"
    rf"|(?P<name>\b(?:{_NUMBER_NAME})\b)"
)
_HOUR_BEFORE: Final = re.compile(
    r"\b(?:at|until|till|from half|just gone|gone|by|before|after|since|between) (?:about |around )?$"
)
_HOUR_AFTER: Final = re.compile(
    r"^ ?(?:o'clock|[ap]\.?m\b|till\b|until\b|in the (?:morning|afternoon|evening)|at night|tonight\b|sharp\b|"
    r"on (?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day)"
)
_NO_HOUR_AFTER: Final = re.compile(
    r"^[- ](?:minutes?|days?|weeks?|months?|years?|hours?|pounds?|times|boxes|people|pages|clocks|words|lines|"
    r"offers|others?|per ?cent|%|out of|in|of|"
    r"more|full|weir|[a-z]{3,}s)\b"
)
_HALF: Final = re.compile(
    rf"\b(?:(half) (past )?|(?:a )?(quarter|five|ten|twenty|twenty-five)(?: minutes)? (past|to) )"
    rf"({'|'.join(list(_UNITS)[1:13])}|1[0-2]|[1-9])\b"
)
_MINUTES: Final = re.compile(
    rf"\b(?:(\d{{1,2}})|((?:twenty[- ])?(?:{'|'.join(list(_UNITS)[1:20])}|twenty))) minutes (past|to) "
    rf"({'|'.join(list(_UNITS)[1:13])}|1[0-2]|[1-9])\b"
)
_ONLY_JOINED: Final = re.compile(r"^(?: and |[- ]| )$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, hour, date or code in a text. `keys` are all the ways to read it; it is known when any of them is.
    `after` is what follows it (small letters), `before` what stands before."""

    words: str
    keys: frozenset[str]
    before: str
    after: str

    @property
    def clock(self) -> bool:
        """Whether it can only be an hour of the day: "at nine", "nine until one", "by two o'clock"."""
        if not any(key.startswith("t:") for key in self.keys) or _NO_HOUR_AFTER.match(self.after):
            return False
        return bool(_HOUR_BEFORE.search(self.before) or _HOUR_AFTER.match(self.after))

    @property
    def small(self) -> bool:
        """One or two, which people say of anything."""
        return bool(self.keys & {"n:1", "n:2"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """One number word or run of digits, and where it stands."""

    start: int
    end: int
    written: str

    @property
    def named(self) -> bool:
        return self.written.isalpha()


@lru_cache(maxsize=_TEXTS_KEPT)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Numbers, clock times, days, months, weekdays and codes of a text, in no particular order."""
    text = _SPOKEN_ZERO.sub(r"\1 zero", plain(text))
    taken: list[tuple[int, int]] = []
    found = [*_clock_words(text, taken), *_days(text, taken)]
    pieces = []
    for match in _TOKEN.finditer(text):
        if _within(match.span(), taken):
            continue
        if match["code"]:
            found.extend(_code(text, match))
        else:
            pieces.append(_Piece(*match.span(), match[0]))
    found.extend(_numbers(text, pieces))
    return tuple(found)


@lru_cache(maxsize=_TEXTS_KEPT)
def quantity_keys(text: str) -> frozenset[str]:
    """All keys of a text's quantities. A whole date gives its day and its month too; a number that counts something is
    no hour."""
    keys: set[str] = set()
    for quantity in quantities(text):
        counts = bool(_NO_HOUR_AFTER.match(quantity.after))
        keys |= {key for key in quantity.keys if not (counts and key.startswith("t:"))}
        for key in quantity.keys:
            if key.startswith("date:"):
                day, month = key[5:].split()
                keys |= {f"n:{day}", f"m:{month}"}
    return frozenset(keys)


def keys_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(quantity_keys, texts))


def _quantity(text: str, start: int, end: int, keys: Iterable[str]) -> Quantity:
    return Quantity(text[start:end], frozenset(keys), text[max(0, start - 30) : start], text[end : end + 30])


def _clock(hours: float, minutes: float) -> str:
    return f"t:{int(hours * 60 + minutes) % 720}"


def _clock_words(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    for match in _HALF.finditer(text):
        hour = _UNITS.get(match[5], 0) or int(match[5] if match[5].isdigit() else 0)
        if match[1]:
            minutes = 30
            if not match[2] and text[match.end() :].startswith((" a ", " the ", " dozen")):
                continue
        else:
            size = {"quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}[match[3]]
            minutes = size if match[4] == "past" else -size
        taken.append(match.span())
        yield _quantity(text, *match.span(), [_clock(hour, minutes)])
    for match in _MINUTES.finditer(text):
        if not _within(match.span(), taken):
            size = int(match[1]) if match[1] else int(sum(_named(re.split(r"[- ]", match[2]))))
            taken.append(match.span())
            hour = _UNITS.get(match[4], 0) or int(match[4])
            yield _quantity(text, *match.span(), [_clock(hour, size if match[3] == "past" else -size)])
    for match in re.finditer(r"\b(?:noon|midday|midnight)\b", text):
        yield _quantity(text, *match.span(), ["t:0", "n:12"])


def _days(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        written, month = (match[1], match[2]) if match[1] else (match[4] or match[5], match[3])
        day = int(written) if written.isdigit() else _ordinal(written)
        taken.append(match.span())
        yield _quantity(text, *match.span(), [f"date:{day} {month}"])
    for match in _DAY.finditer(text):
        group = match.lastindex or 1
        if _within(match.span(group), taken):
            continue
        written = match[group]
        value = int(written) if written.isdigit() else _ordinal(written)
        taken.append(match.span(group))
        yield _quantity(text, *match.span(group), [f"n:{value}"])
    for match in _MONTH.finditer(text):
        group = match.lastindex or 1
        if not _within(match.span(group), taken):
            yield _quantity(text, *match.span(group), [f"m:{match[group]}"])
    for match in _WEEKDAY.finditer(text):
        yield _quantity(text, *match.span(), [f"w:{match[1]}"])


def _within(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _ordinal(written: str) -> int:
    *tens, last = re.split(r"[- ]", written)
    return sum(_TENS[name] for name in tens) + _ORDINALS[last]


def _code(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    """A number with letters: an order's number, a postcode, 2pm, 30th, £5k."""
    written = match[0]
    if hour := re.fullmatch(r"(\d{1,2})(?:[.:](\d\d))?([ap]m)", written):
        yield _quantity(text, *match.span(), [_clock(int(hour[1]), int(hour[2] or 0)), f"n:{int(hour[1])}"])
    elif unit := re.fullmatch(r"(\d+)(?:x|k|g|th|st|nd|rd|s|h|hrs?|mins?|kg|km|p)", written):
        yield _quantity(text, *match.span(), [f"n:{int(unit[1])}"])
    else:
        yield _quantity(text, *match.span(), [f"c:{written}"])


def _value(digits: str) -> float:
    """The number that digits write; a colon is kept out of it by the caller."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return -1.0


def _numbers(text: str, pieces: list[_Piece]) -> Iterator[Quantity]:
    """Numbers made of one piece or of several: "thirty-eight", "two hundred and six", "07700 900142"."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and _ONLY_JOINED.match(text[groups[-1][-1].end : piece.start]):
            last = groups[-1][-1]
            listed = " and " in text[last.end : piece.start] and last.written not in _SCALES
            both_named, both_digits = piece.named and last.named, not (piece.named or last.named)
            if (both_named and not listed) or (both_digits and not listed and len(piece.written) > 2):
                groups[-1].append(piece)
                continue
        groups.append([piece])
    for group in groups:
        start, end = group[0].start, group[-1].end
        yield _quantity(text, start, end, _keys(group))


def _keys(group: list[_Piece]) -> set[str]:
    written = [piece.written for piece in group]
    if not group[0].named:
        return _digit_keys(written)
    values = _named(written)
    keys = {f"n:{values[0]:g}"} if len(values) == 1 else set()
    if len(values) == 1 and 1 <= values[0] <= 24:
        keys.add(_clock(values[0], 0))
    if len(values) == 2:
        first, second = values
        keys.add(f"n:{first + second / 100:g}" if second < 100 else f"n:{first:g}")
        if second < 60 and first <= 24:
            keys.add(_clock(first, second))
        if 10 <= first < 100 and second < 100:
            keys.add(f"n:{first * 100 + second:g}")
    if len(values) > 2:
        keys.add("d:" + "".join(f"{value:g}" for value in values))
    return keys


def _digit_keys(written: list[str]) -> set[str]:
    if len(written) > 1:
        return {"d:" + "".join(written)}
    digits = written[0]
    if clock := re.fullmatch(r"(\d{1,2})[:.](\d\d)", digits):
        keys = {_clock(int(clock[1]), int(clock[2]))} if int(clock[1]) <= 24 and int(clock[2]) < 60 else set()
        return keys if ":" in digits else keys | {f"n:{_value(digits):g}"}
    if len(digits) > 5 and digits.isdigit():
        return {"d:" + digits}
    value = _value(digits)
    keys = {f"n:{value:g}" if value >= 0 else f"c:{digits}"}
    if 0 < value <= 24 and value == int(value):
        keys.add(_clock(value, 0))
    return keys


def _named(names: list[str]) -> list[float]:
    """The numbers that a row of number words writes: "thirty eight" is one, "seven forty" two."""
    values: list[float] = []
    open_for = 0.0  # what may still be added to the last value: less than this
    for name in names:
        if name in _SCALES:
            values[-1:] = [(values[-1] if values else 1) * _SCALES[name]]
            open_for = _SCALES[name]
        else:
            value = _UNITS.get(name, _TENS.get(name, 0))
            if values and 0 < value < open_for:
                values[-1] += value
            else:
                values.append(value)
            open_for = 10 if name in _TENS else 1
    return values
