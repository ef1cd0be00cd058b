"""What is found in a text as personal data, and what is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.personal_data import Kind, find_personal_data
from tests.support.house import ROOT
from tests.support.personal_data import cards, iban, ibans


def found(text: str) -> list[tuple[Kind, str]]:
    return [(kind, text[start:end]) for kind, start, end in find_personal_data(text)]


EMAILS = [
    "jo@example.com",
    "Jo.Smith+shop@mail.example.co.uk",
    "o'neill@example.ie",
    '"Jo Smith"@example.com',
    "jo_s-22@sub-domain.example",
    "josé@exämple.de",
    "jo @ example.com",
    "ｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ",
    "j\u200bo@exam\u00adple.com",
    "jo at example dot com",
    "jo dot smith at mail dot example dot com",
    "jo(at)example(dot)com",
    "jo [at] example [dot] com",
    "jo@example dot com",
    "jo.smith at example.com",
    "jo22 at example.com",
    "JO AT EXAMPLE DOT COM",
]


@pytest.mark.parametrize("address", EMAILS)
def test_an_email_address_is_found_in_each_spelling(address: str) -> None:
    assert found(f"Please write to {address}, thank you.") == [(Kind.EMAIL, address)]


PHONES = [
    "+44 7700 900142",
    "+447700900142",
    "+44 (0) 7700 900142",
    "0044 7700 900142",
    "07700 900142",
    "07700900142",
    "07700-900-142",
    "(01632) 960418",
    "01632 960 418",
    "020 7946 0958",
    "0800 123 456",
    "+1 (212) 555-0123",
    "(212) 555-0123",
    "212-555-0123",
    "212.555.0123",
    "1-800-555-0123",
    "212 555 0123 ext. 42",
    "06 12 34 56 78",
    "+33 6 12 34 56 78",
    "0171 1234567",
    "030/1234567",
    "+49 (0)171-1234567",
    "612 34 56 78",
    "22 33 44 55",
    "(11) 96123-4567",
    "+91 81234 56789",
    "+65 6123 4567",
    "٠٧٧٠٠ ٩٠٠١٤٢",
    "０７７００　９００１４２",
    "07700\u00a0900\u2011142",
    "0\u200b7\u200b7\u200b0\u200b0900142",
]


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_is_found_by_its_form(number: str) -> None:
    assert found(f"Thanks. {number} is best, after lunch.") == [(Kind.PHONE, number)]


BY_WORDS = [
    ("Call me on {} please.", "5123 4567"),
    ("you can reach me at {}", "601 123 456"),
    ("My number is {}.", "2125550123"),
    ("my phone number: {}", "10442318"),
    ("Mobile {}", "912 345 678"),
    ("It's {}, as my mobile is broken.", "555-0142"),
    ("ring her back on {}", "555 0142"),
    ("{} is my landline", "6123 4567"),
]


@pytest.mark.parametrize(("sentence", "number"), BY_WORDS)
def test_the_words_around_a_number_tell_that_it_is_a_telephones(sentence: str, number: str) -> None:
    assert (Kind.PHONE, number) in found(sentence.format(number))


CARDS = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "4111 1111\n1111 1111",
    "3782 822463 10005",
    "6011 0009 9013 9424",
    "４１１１　１１１１　１１１１　１１１１",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "4111\u20131111\u20131111\u20131111",
]


@pytest.mark.parametrize("number", CARDS)
def test_a_card_is_found_by_its_checksum(number: str) -> None:
    assert found(f"My card is {number}, valid till March.") == [(Kind.CARD, number)]


def test_what_stands_beside_a_card_goes_with_it() -> None:
    text = "4111 1111 1111 1111 12/27 123"
    assert found(f"card {text} ok") == [(Kind.CARD, text)]


def test_two_cards_in_a_row_leave_nothing_behind() -> None:
    text = "4111 1111 1111 1111 5500 0000 0000 0004"
    assert found(f"either {text} please") == [(Kind.CARD, text)]


IBANS = [
    "GB82WEST12345698765432",
    "GB82 WEST 1234 5698 7654 32",
    "gb82 west 1234 5698 7654 32",
    "GB82-WEST-1234-5698-7654-32",
    "DE89370400440532013000",
    "DE 89 370400440532013000",
    "NO93 8601 1117 947",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "ＤＥ８９３７０４００４４０５３２０１３０００",
    iban("QX", "12345678901234567"),
]


@pytest.mark.parametrize("number", IBANS)
def test_an_iban_is_found_by_its_checksum(number: str) -> None:
    assert found(f"Pay it to {number} then.") == [(Kind.IBAN, number)]


def test_an_iban_ends_where_its_country_says() -> None:
    assert found("IBANDE89370400440532013000please") == [(Kind.IBAN, "DE89370400440532013000")]


HARMLESS = [
    "My order number is 10442318 and it came to 1,249.90.",
    "Order 0123456789 was placed on 03.11.2026 at 14:30.",
    "Between 2026-11-03 and 2026-11-10, or from 03/11/2026 to 05/11/2026.",
    "03.11.2026 04.11.2026 05.11.2026 06.11.2026",
    "We are open 09:00-17:30, and 10:00 - 14:00 on Saturdays.",
    "Ticket no. 2125550123, case 4711-0815, ref: 07700-900142.",
    "The meter reading is 0012345678 today.",
    "Parcel JD014600003828 is at the depot, tracking code 00340434161094.",
    "It is 550 euros, not 550,000, and 2 @ 9.99 each.",
    "I bought it at harbour.example and looked at example.com twice.",
    "You can find us @harbour or in the shop at noon.",
    "That is 4111 1111 1111 1112, a number that is no card's.",
    "GB82 WEST 1234 5698 7654 33 has a wrong digit.",
    "Serial number SN12345678901, article 4006381333931.",
    "Flat 12, 34 Mill Lane, since 1998; 2 of 3 in 4 weeks.",
    "Room 101, extension 4, line 2, in 30 to 60 minutes.",
    "It cost 12 345 678 to build and 0.1234567890 to keep.",
    "You said Thursday the 14th at 2.",
    "I waited at 61 1904 Mill Lane, Unit 3 4 5.",
    "10 20 30 40 50 60",
    "he said 1 2 3 4 5 6 7 8 9 10 11 12 times",
    "",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_orders_prices_dates_and_times_are_not_taken_for_personal_data(text: str) -> None:
    assert found(text) == []


def test_in_all_that_is_authored_only_the_invented_telephone_numbers_are_found() -> None:
    files = [*(ROOT / "scenarios" / "library").glob("*.yaml"), *(ROOT / "knowledge" / "guidance").glob("*.md")]
    files += [ROOT / "roleplay" / "exemplars.yaml"]
    seen = {pair for file in files for pair in found(file.read_text(encoding="utf-8"))}
    # Numbers that Ofcom keeps free for drama.
    strange = {
        (kind, text) for kind, text in seen if kind is not Kind.PHONE or text[:9] not in {"07700 900", "01632 960"}
    }
    assert strange == set()


WORDS = st.sampled_from(
    [
        "I wrote to",
        "please",
        "order 10442",
        "on 03.11.2026 at 14:30",
        "and then",
        "12",
        "for 49.90",
        "it's",
        "\n",
        "ok?",
    ]
)


def plain(text: str) -> str:
    """Letters and digits alone, as they look, in lower case."""
    seen = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in seen if letter.isalnum()
    )


@given(st.lists(WORDS, max_size=4), st.one_of(cards(), ibans(), st.emails()), st.lists(WORDS, max_size=4))
def test_no_card_iban_or_email_is_left_whatever_stands_around_it(
    before: list[str], secret: str, after: list[str]
) -> None:
    text = " ".join([*before, secret, *after])
    rest, at = "", 0
    for _, start, end in find_personal_data(text):
        rest += text[at:start] + "|"
        at = end
    rest += text[at:]
    assert secret not in rest
    assert plain(secret) not in plain(rest.replace("|", ""))


@given(st.text(max_size=300))
def test_what_is_found_in_any_text_lies_within_it_in_order_and_apart(text: str) -> None:
    spans = find_personal_data(text)
    edges = [edge for _, start, end in spans for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for _, start, end in spans)


HOSTILE = [
    "a", "a@", "@", "1", "1 ", "1-", "0 ", "(1", "+", "+1", "ab12", "AB 12 ", "a dot ", "a at ", "a.1 at b.", "a.b ",
    "a@b.c/", "call ", "é", "\u200b1", "[", '"a', "a(dot)", "x@y", "12.11.2026 ", "4111 ", "order ", "(0) ", "07700 ",
    "a_", "%", "..",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    # Were the time to grow with the square of the length, this would take hours and not a moment.
    text = piece * (30_000 // len(piece))
    assert find_personal_data(text + "@") is not None
