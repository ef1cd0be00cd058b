"""Made-up personal data for tests, with valid checksums, in the spellings that people use. Nobody's own."""

from hypothesis import strategies as st

SEPARATORS = ("", " ", "-", ".", "\u00a0", "\u2013", "\u202f", " - ")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def luhn_digit(digits: str) -> str:
    """The digit that makes Luhn's check of `digits` and itself come out."""
    total = sum(
        sum(divmod(2 * int(digit), 10)) if at % 2 == 0 else int(digit) for at, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def iban(country: str, account: str) -> str:
    """An IBAN with its check digits."""
    number = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    return f"{country}{98 - int(number) % 97:02d}{account}"


def grouped(text: str, sizes: list[int], separator: str) -> str:
    """The text cut into groups of these sizes, again and again."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(text[at : at + size])
        at += size
    return separator.join(pieces)


def with_zero_width(text: str) -> str:
    """The text with something invisible after each letter."""
    return "".join(letter + "\u200b" for letter in text)


def as_typed(text: str) -> str:
    return text


def full_width(text: str) -> str:
    return text.translate(_FULL_WIDTH)


def arabic(text: str) -> str:
    return text.translate(_ARABIC)


def lower(text: str) -> str:
    return text.lower()


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A card's number, 13 to 19 digits, however it may be typed."""
    digits = draw(st.text("0123456789", min_size=12, max_size=18))
    sizes = draw(st.sampled_from([[19], [4], [4, 6, 5], [1], [5, 5, 3]]))
    whole = grouped(digits + luhn_digit(digits), sizes, draw(st.sampled_from(SEPARATORS)))
    return draw(st.sampled_from([as_typed, with_zero_width, full_width, arabic]))(whole)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """An IBAN of a country that has many or few, with or without a bank's letters, however it may be typed."""
    country, length = draw(st.sampled_from([("GB", 22), ("DE", 22), ("MT", 31), ("NO", 15), ("FR", 27), ("NL", 18)]))
    bank = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4)) if country in {"GB", "NL", "MT"} else ""
    size = length - 4 - len(bank)
    account = bank + draw(st.text("0123456789", min_size=size, max_size=size))
    whole = grouped(iban(country, account), [4], draw(st.sampled_from(["", " ", "-", "\u00a0"])))
    return draw(st.sampled_from([as_typed, with_zero_width, lower]))(whole)
