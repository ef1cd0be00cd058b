"""What a customer's own words say about how it went, the hard cases of service talk included."""

import pytest

from domain.conversation import Speaker, Transcript, Turn
from evaluation.customer_words import CustomerWords, read_customer, read_customers

BEFORE = (Turn(0, Speaker.CUSTOMER, "The app will not open."), Turn(1, Speaker.TRAINEE, "Please install it again."))


def later(text: str, *, after_no: bool = False) -> CustomerWords:
    return read_customer(Turn(2, Speaker.CUSTOMER, text), before=BEFORE, after_no=after_no)


@pytest.mark.parametrize(
    "text",
    [
        "It works now, thank you!",
        "That did it. Much appreciated.",
        "Everything is back to normal, you've been very helpful.",
        "I've received the refund. Great, thank you.",
    ],
)
def test_a_problem_that_is_solved_and_thanked_for_is_as_good_as_it_gets(text: str) -> None:
    words = later(text)
    assert words.grateful
    assert words.solved
    assert words.value >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "It still doesn't work.",
        "Nobody has called me back and I have been waiting for two weeks now.",
        "This is ridiculous!!",
        "That's not what I asked.",
        "I already told you my order number.",
        "Forget it, I'll go elsewhere.",
        "It has not been solved.",
    ],
)
def test_a_complaint_that_goes_on_is_below_zero(text: str) -> None:
    assert later(text).value < 0


@pytest.mark.parametrize(
    "text",
    [
        "I gave you the number already.",
        "Done that twice.",
        "It's in my first message.",
        "It is on the form that I sent.",
        "Please don't make me type it again.",
        "This is the third time.",
        "I've sent you all this.",
    ],
)
def test_who_has_to_say_it_again_says_so(text: str) -> None:
    assert later(text).repeats


@pytest.mark.parametrize(
    "text",
    [
        "Thanks again!",
        "It works again.",
        "That did it, thank you.",
        "Done that, and the light is green.",
        "It's on the way, I can see the van.",
        "It is in the garage.",
        "I'll try once more tonight.",
    ],
)
def test_again_and_done_are_no_complaint_by_themselves(text: str) -> None:
    assert not later(text).repeats


def test_thanks_that_open_a_request_are_manners_and_not_gratitude() -> None:
    opening = Turn(0, Speaker.CUSTOMER, "Hello, my card was charged twice. Thank you very much!")
    assert not read_customer(opening).grateful
    assert not later("Could you look into it? Thanks in advance.").grateful
    assert not later("I would appreciate it if you called me.").grateful
    assert not later("No thanks, I don't need a voucher.").grateful
    assert not later("it came. dont expect a thank you").grateful


def test_a_question_or_a_wish_that_it_works_says_nothing_of_it_working() -> None:
    for text in (
        "Is it fixed?",
        "It would be great if it works again.",
        "Will it be solved today?",
        "I hope it works now.",
    ):
        assert not later(text).solved, text


def test_polite_thanks_on_a_complaint_leave_it_a_complaint() -> None:
    words = later("Thanks, but it still doesn't work.")
    assert words.grateful
    assert words.complains
    assert words.value < 0


def test_cheerful_thanks_and_nothing_else_after_a_refusal_are_sarcasm() -> None:
    meant, not_meant = later("Great, thanks a lot."), later("Great, thanks a lot.", after_no=True)
    assert meant.value > 0.5
    assert not_meant.sarcastic
    assert not_meant.value < -0.5


@pytest.mark.parametrize("text", ["Thanks for nothing.", "Oh, wonderful.", "Great, another form to fill in."])
def test_open_sarcasm_is_never_praise(text: str) -> None:
    words = later(text)
    assert words.sarcastic
    assert not words.grateful
    assert words.value < 0


def test_shouting_and_swearing_are_anger() -> None:
    assert later("WHERE IS MY PARCEL").angry
    assert later("What the hell is going on").angry
    assert not later("I paid by VISA in the UK shop.").angry


@pytest.mark.parametrize(
    "text",
    ["She says no news is bad news.", "I've been lying awake.", "My client was furious.", "Not bad at all."],
)
def test_what_is_bad_for_somebody_else_or_by_itself_is_no_complaint(text: str) -> None:
    assert not later(text).complains


def test_whoever_wonders_whether_to_cancel_has_not_given_up() -> None:
    assert not later("ok. should I cancel the card").gives_up
    assert later("Then cancel my account.").gives_up


def test_an_apostrophe_left_out_changes_nothing() -> None:
    assert later("it still doesnt work").complains
    assert later("ive already told you").repeats


def test_saying_the_same_again_is_repetition() -> None:
    first = Turn(0, Speaker.CUSTOMER, "The heating in the bathroom makes a knocking noise at night.")
    again = Turn(2, Speaker.CUSTOMER, "At night the heating in the bathroom makes a knocking noise!")
    assert read_customer(again, before=(first, BEFORE[1])).repeats
    assert not read_customer(first).repeats


def test_each_customer_turn_is_read_with_what_came_before_it() -> None:
    turns = (
        *BEFORE,
        Turn(2, Speaker.CUSTOMER, "Great, thanks a lot."),
        Turn(3, Speaker.TRAINEE, "You are welcome."),
        Turn(4, Speaker.CUSTOMER, "Bye."),
    )
    transcript = Transcript(turns)
    assert list(read_customers(transcript)) == [0, 2, 4]
    assert not read_customers(transcript)[2].sarcastic
    assert read_customers(transcript, refusals=frozenset({1}))[2].sarcastic


def test_a_very_long_message_costs_no_more_than_its_beginning() -> None:
    assert later("thanks " * 200_000).grateful
    assert later("still " + "n" * 300_000).value == 0
