"""Sentences that were once read as something else, each beside one that is like it and has to stay what it is."""

import pytest

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import Oddity, Promise, Reading
from tests.support.reading import reader, targets


def read(text: str, *, customer: str = "", scenario: str = "", own: str = "") -> Reading:
    turns = [(Speaker.TRAINEE, own), (Speaker.CUSTOMER, customer)]
    before = tuple(Turn(number, speaker, said) for number, (speaker, said) in enumerate(turns) if said)
    return reader().read(text, before=before, targets=targets(scenario) if scenario else None)


@pytest.mark.parametrize(
    ("kind", "rude"),
    [
        ("lol", "lol you're an idiot"),
        ("ha, I like your sense of humour", "ha, what a joke you are"),
        ("haha you're funny", "haha you're pathetic"),
        ("Oh no, I am so, so sorry about your terminal, Dessie. I really am.", "Oh no, a late parcel, boo hoo."),
        ("Oh no, I am so, so sorry about your son.", "Oh no, poor you, how will you survive?"),
        ("lol same", "lol, what did you expect, you fool"),
        ("Shall I call your mum?", "Shall I call your mum, you poor baby?"),
        ("You sound like my grandma :)", "You sound like my grandma, you silly old man."),
    ],
)
def test_a_joke_and_a_kind_word_are_not_rude(kind: str, rude: str) -> None:
    assert not read(kind).has(Act.RUDE)
    assert read(rude).has(Act.RUDE)


@pytest.mark.parametrize(
    ("flirts", "plain"),
    [
        ("I bet you were a real looker", "I bet that was a real nuisance."),
        ("evening with me instead of your wife", "Was the evening with your wife spoilt?"),
    ],
)
def test_a_compliment_on_looks_is_flirting(flirts: str, plain: str) -> None:
    assert read(flirts, scenario="missed-anniversary").is_odd(Oddity.FLIRTING)
    assert read(plain, scenario="missed-anniversary").odd == ()


@pytest.mark.parametrize("scenario", ["saturday-terminal", "quiet-goodbye", "third-contact"])
@pytest.mark.parametrize("text", ["Is that alright with you?", "All good?", "Can I help you with anything else?"])
def test_to_ask_whether_all_is_well_is_that_and_asks_for_no_part_of_the_story(text: str, scenario: str) -> None:
    reading = read(text, scenario=scenario, customer="Fine.")
    assert reading.has(Act.CONFIRM_RESOLUTION)
    assert (reading.asked_facts, reading.other_questions) == ((), ())


def test_to_ask_how_somebody_is_confirms_nothing() -> None:
    assert not read("Is your wife alright with you?").has(Act.CONFIRM_RESOLUTION)
    assert not read("Is everything ok with you at home?").has(Act.CONFIRM_RESOLUTION)


@pytest.mark.parametrize(
    ("text", "facts", "others"),
    [
        ("whens the train actually", ["last_train"], ()),
        ("u still there?", [], ()),
        ("so the 145, what did you buy", ["ticket_money"], ()),
        ("so the 145 is on its way, that is what you bought", [], ()),
    ],
)
def test_a_question_in_a_hurry_is_one_and_a_call_into_the_dark_is_none(
    text: str, facts: list[str], others: tuple[str, ...]
) -> None:
    reading = read(text, scenario="card-at-the-gate", customer="im at the gate")
    assert ([found.what for found in reading.asked_facts][: len(facts) or 1], reading.other_questions) == (
        facts,
        others,
    )


def test_three_questions_in_one_sentence_ask_for_three_things() -> None:
    text = "What lights do you see, what number can I ring and how is the mobile signal?"
    reading = read(text, scenario="third-contact", customer="Again.")
    assert {found.what for found in reading.asked_facts} == {"router_lights", "reach_number", "getting_by"}
    one = read("What number can I ring, now that the line is dead?", scenario="third-contact", customer="Again.")
    assert [found.what for found in one.asked_facts] == ["reach_number"]


@pytest.mark.parametrize(
    ("proves", "chats"),
    [
        ("dob and last 4 of ur card?", "whats ur mobile"),
        ("Are you the account holder?", "you are the account holder so its just u and me"),
        ("I only need your post code please.", "The post office has your code."),
        ("And your full name?", "And your full name day is today, I see."),
        ("What's the phone number on the account?", "Are you writing to me on your mobile phone's data?"),
    ],
)
def test_who_somebody_is_is_asked_for_by_what_proves_it(proves: str, chats: str) -> None:
    assert read(proves).has(Act.VERIFY_IDENTITY)
    assert not read(chats).has(Act.VERIFY_IDENTITY)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Bear with me for a moment, I'm looking.", "for a moment"),
        ("Please hold.", "a moment"),
        ("give me a second", "a second"),
        ("is it ok if i put you on hold a moment?", "a moment"),
        ("One moment, please.", "One moment"),
        ("Let me check, one sec", "one sec"),
        ("I'm just looking into this for you, one moment", "one moment"),
    ],
)
def test_a_moment_is_asked_for_with_a_short_promise_and_nothing_else(text: str, when: str) -> None:
    reading = read(text, scenario="saturday-terminal", customer="And now?")
    assert reading.promises == (Promise(text, when),)
    assert {found.what for found in reading.acts} <= {Act.SET_EXPECTATION, Act.COMMIT_ACTION}
    assert (reading.moves, reading.asked_facts, reading.other_questions) == ((), (), ())


@pytest.mark.parametrize(
    "text",
    ["Please hold the button for ten seconds.", "Can I put you on hold for twenty minutes?", "Hold your tongue."],
)
def test_to_hold_something_else_or_for_long_is_no_moment(text: str) -> None:
    assert read(text, scenario="saturday-terminal").promises == ()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("I'll ring you at quarter to nine tonight.", "at quarter to nine tonight"),
        ("I'll send it by ten tonight.", "by ten tonight"),
        ("I'll call you at a quarter past nine tomorrow morning", "at a quarter past nine tomorrow morning"),
        ("it's with you by one o'clock", "by one o'clock"),
        ("The courier brings you the new terminal by three o'clock", "by three o'clock"),
    ],
)
def test_a_promise_takes_the_whole_time(text: str, when: str) -> None:
    assert read(text).promises == (Promise(text, when),)


@pytest.mark.parametrize("text", ["It was with you by one o'clock.", "The 145 brings people home until ten."])
def test_what_has_been_or_goes_by_anyway_is_no_promise(text: str) -> None:
    assert read(text).promises == ()


@pytest.mark.parametrize(
    ("act", "shows", "near"),
    [
        (
            Act.NAME_FEELING,
            "That must be really frustrating, being sent from one to the other for days.",
            "You sound like my grandma :)",
        ),
        (
            Act.ASK_REPEAT,
            "Could you please explain the whole problem to me once more?",
            "you not need to explain again, i read all what you said",
        ),
        (
            Act.BLAME_OTHER_TEAM,
            "It is billing's fault, they gave you wrong information.",
            "It is our fault, we gave you wrong information.",
        ),
        (
            Act.BLAME_CUSTOMER,
            "billing says there is no block so it has to be your equipment",
            "It is billing's fault, they gave you wrong information.",
        ),
        (
            Act.BLAME_CUSTOMER,
            "Well if you had bought the better package this wouldn't happen.",
            "If you had been told at once this would not have cost you a week, and that is on us.",
        ),
        (
            Act.BLAME_CUSTOMER,
            "You shouldn't use public wifi for a card terminal.",
            "You shouldn't have to use public wifi for a card terminal.",
        ),
        (Act.BLAME_CUSTOMER, "It has to be your router.", "You shouldn't be on your own at this hour."),
        (
            Act.PUSH_SALE,
            "Take our travel plus card for only £30.",
            "I have unfrozen your card for travel, you can use it up to £30 now",
        ),
        (
            Act.COLD_TRANSFER,
            "I will pass you on to the card team",
            "I will pass it on to the card team and stay here with you.",
        ),
        (
            Act.COLD_TRANSFER,
            "You have to ask billing about that.",
            "Sorry about the line, and that this is the third time you have to ask.",
        ),
        (
            Act.COLD_TRANSFER,
            "Please contact the manufacturer.",
            "If it does not work please contact us again.",
        ),
        (
            Act.CHECK_UNDERSTANDING,
            "Is it right that you were sent to billing?",
            "The second £9.40 went back, so both customers pay only once.",
        ),
        (
            Act.CHECK_UNDERSTANDING,
            "So two were double and you want them back, right?",
            "Two were double and I've taken them back, nobody pays twice.",
        ),
        (
            Act.TAKE_OWNERSHIP,
            "I'm truly sorry, that was our mistake.",
            "I'm truly sorry for any inconvenience and for anything we may have done wrong, any mistake of ours.",
        ),
        (
            Act.SET_EXPECTATION,
            "You'll have it by nine, so you won't have to ask again.",
            "So you won't have to tell it again",
        ),
    ],
)
def test_an_act_is_told_from_what_is_like_it(act: Act, shows: str, near: str) -> None:
    assert read(shows, scenario="third-contact").has(act)
    assert not read(near, scenario="third-contact").has(act)


def test_what_went_back_was_done() -> None:
    for text in (
        "Two were double and I've taken them back, nobody pays twice.",
        "The second £9.40 went back, so both customers pay only once.",
    ):
        assert read(text, scenario="saturday-terminal").has(Act.COMMIT_ACTION)


def test_blame_with_the_customers_own_words_in_it_is_no_personal_touch() -> None:
    said = "Billing says there is no block on my account, and the equipment is yours."
    text = "billing says there is no block so it has to be your equipment"
    reading = read(text, customer=said, scenario="third-contact")
    assert reading.has(Act.BLAME_CUSTOMER)
    assert not reading.has(Act.PERSONALISE)


@pytest.mark.parametrize(
    ("customer", "own", "again"),
    [
        ("8842213", "", False),
        ("8842213", "Could you give me your booking reference?", True),
        ("8842213", "Could you give me your phone number?", False),
        ("My booking reference is KX482913.", "", True),
        ("Number is 8842213, Pauline Marsh.", "", True),
    ],
)
def test_a_number_is_asked_for_again_only_if_it_was_given_as_that(customer: str, own: str, again: bool) -> None:
    assert read("booking reference?", customer=customer, own=own).has(Act.ASK_REPEAT) is again


@pytest.mark.parametrize(
    "text",
    ["How is the weather out there by the weir?", "It's lovely weather here today, are you enjoying the sun?"],
)
def test_small_talk_asks_nothing_of_the_case(text: str) -> None:
    reading = read(text, scenario="quiet-goodbye", customer="We live by the weir.")
    assert [found.what for found in reading.odd] == [Oddity.SMALL_TALK]
    assert (reading.other_questions, reading.has(Act.ASK_OPEN, Act.ASK_CLOSED)) == ((), False)
