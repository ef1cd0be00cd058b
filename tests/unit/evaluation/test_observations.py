"""What is seen in a conversation besides acts: plain words, figures, questions at the beginning, who chases."""

from collections.abc import Callable

import pytest

from domain.acts import Act
from domain.mood import Mood
from domain.reading import CustomerReading
from evaluation import agent_words
from evaluation.observations import FEATURES, REHEARSED, observe
from evaluation.sightings import Observation
from tests.support.evaluation_cases import Talk, case, said, talk

COMPLAINT = "The bill of 14 March says 82.40 euros, and I paid 28 every month before."


def seen(conversation: Talk, **contentment: float) -> dict[str, Observation]:
    felt = {int(turn.removeprefix("turn")): CustomerReading(level, 0.0) for turn, level in contentment.items()}
    return observe(conversation.transcript, conversation.readings, customers=felt)


@pytest.mark.parametrize(
    ("words", "plain", "other"),
    [
        (agent_words.vague, "Someone should be in touch soon.", "Ruth rings you at four."),
        (agent_words.vague, "I reckon it'll turn up.", "It left the depot at six."),
        (agent_words.vague, "I'll look into it.", "I looked and found it."),
        (agent_words.vague, "It should be with you next week.", "I should have read it before."),
        (agent_words.vague, "Somebody will ring.", "Somebody at the depot ticked 31 parcels at once."),
        (agent_words.vague, "I think it will come.", "I believe you."),
        (
            agent_words.vague,
            "It should be back.",
            "It should be back between half past six and half past eight tonight.",
        ),
        (agent_words.vague, "Let's hope something turns up.", "I hope your leg heals well."),
        (agent_words.vague, "You'll hear soon.", "Get well soon, mind the stairs."),
        (agent_words.vague, "It usually turns up.", "Usually six to 8 weeks."),
        (agent_words.limit, "I can't see the result itself.", "No, you can't know, and that is the hard part."),
        (agent_words.limit, "The system doesn't take two addresses.", "That can't have been easy to write."),
        (agent_words.limit, "Only from Monday on.", "That's the only thing that matters."),
        (agent_words.step, "Switch the router off for a minute.", "Then I see it because the scan is missing."),
        (agent_words.step, "You can track it in the app.", "Everything paid last week looks open to us."),
        (agent_words.concrete, "It lands at 22:40 tonight.", "How's the back today?"),
        (agent_words.done_now, "It is done.", "Porting is done by another department."),
        (agent_words.limit, "Only until Friday.", "How long can he sit without it?"),
        (agent_words.limit, "I can hold it until Friday.", "I am holding it."),
        (agent_words.limit, "That costs nothing, up to 250 a day.", "Here is your room."),
        (agent_words.done_now, "I've refunded it.", "I'll refund it."),
        (agent_words.done_now, "It's now booked in your name.", "Shall I book it?"),
    ],
)
def test_plain_words_are_quoted_and_others_are_not_taken_for_them(
    words: Callable[[str], str], plain: str, other: str
) -> None:
    assert words(f"Hello. {plain}") == plain
    assert words(other) == ""


def test_a_figure_that_the_customer_gave_is_taken_up_with_its_sentence() -> None:
    found = seen(talk(COMPLAINT, said("Let me see. The 82.40 are for two meters."), "Two?", said("Since 2019, yes.")))
    assert found["took_up_figures"] == Observation(1.0, "The 82.40 are for two meters.", 1)


def test_questions_count_early_and_as_a_share() -> None:
    one = seen(talk(COMPLAINT, said("Which meter is it?", Act.ASK_CLOSED), "The old one.", said("Thank you.")))
    late = seen(
        talk(COMPLAINT, said("I see."), "Well?", said("I see."), "And?", said("Which meter is it?", Act.ASK_CLOSED))
    )
    assert one["asked_early"] == Observation(0.5, "Which meter is it?", 1)
    assert late["asked_early"].amount == 0


def test_deeds_count_as_a_share_of_the_messages() -> None:
    found = seen(talk(COMPLAINT, said("I've put it right.", Act.COMMIT_ACTION), "Good.", said("Goodbye.")))
    assert found["mostly_acted"].amount == 0.5


def test_understanding_counts_where_a_sentence_shows_it() -> None:
    unshown = seen(talk(COMPLAINT, said("Please hold the line.", empathy=(0, 2, 0))))
    shown = seen(talk(COMPLAINT, said("Three times what you reckoned with.", Act.NAME_FEELING, empathy=(0, 2, 0))))
    assert unshown["insight"].amount == unshown["mostly_insight"].amount == 0
    assert shown["insight"] == Observation(1.0, "Three times what you reckoned with.", 1)


def test_a_detail_taken_up_is_a_sign_of_understanding_and_no_more() -> None:
    detail = said("Yes, both names, done.", Act.PERSONALISE, empathy=(0, 2, 0))
    assert seen(talk(COMPLAINT, detail))["insight"].amount == 0.5


def test_what_a_but_takes_back_earns_nothing_and_is_not_quoted() -> None:
    words = "You are rightly cross, but it left on time."
    taken_back = said(words, Act.NAME_FEELING, Act.VALIDATE, empathy=(1, 1, 0), but=True)
    found = seen(talk(COMPLAINT, taken_back, "Well?", said("Goodbye.")))
    for name in ("warmth", "insight", "mostly_warm", "mostly_insight", "acknowledged_first", Act.NAME_FEELING.value):
        assert found[name] == Observation(), name
    meant = said("82 for a flat that was empty, of course you ask.", Act.VALIDATE, empathy=(1, 1, 0))
    found = seen(talk(COMPLAINT, taken_back, "Well?", meant))
    assert (found["warmth"].turn, found[Act.VALIDATE.value].turn) == (3, 3)


def test_a_doubtful_stock_phrase_or_third_apology_counts_for_its_doubt() -> None:
    phrase = seen(talk(COMPLAINT, said("We value you.", Act.EMPTY_FORMULA, confidence=0.35), "So?", said("Bye.")))
    assert phrase["formula_only"].amount == 0.35
    sorry = [said("Sorry.", Act.GENERIC_APOLOGY, confidence=sure) for sure in (0.9, 0.9, 0.4)]
    loop = seen(talk(COMPLAINT, sorry[0], "Yes?", sorry[1], "And?", sorry[2]))
    assert loop["apology_loop"] == Observation(0.4, "Sorry.", 5)


@pytest.mark.parametrize("text", ["You said by four.", "And?", "Nobody called.", "No email yet.", "Did you find it?"])
def test_a_customer_who_asks_what_became_of_it_chases(text: str) -> None:
    assert seen(talk(COMPLAINT, said("I'll see to it."), text, said("Sorry.")))["customer_chased"].amount == 1
    assert seen(talk(text, said("I'll see to it."), "Thank you.", said("Sorry.")))["customer_chased"].amount == 0


def test_how_unhappy_a_customer_was_on_the_way_is_a_mean() -> None:
    conversation = talk(COMPLAINT, said("I see."), "Do you?", said("Yes."), "Well.", said("Goodbye."))
    assert seen(conversation, turn0=-2, turn2=-1.5, turn4=0.5)["customer_mostly_sore"].amount == 0.5
    assert seen(conversation, turn0=-2, turn2=0.5, turn4=1)["customer_mostly_sore"].amount == 0


def test_whoever_is_sorry_for_something_else_each_time_goes_round_in_no_circle() -> None:
    wrongs = ("I'm sorry that a boy sits on a trolley.", "I am ashamed of the golf clubs.", "Sorry for that March.")
    each = seen(talk(*(part for text in wrongs for part in ("Oh.", said(text, Act.SPECIFIC_APOLOGY)))))
    same = seen(talk(*(part for _ in wrongs for part in ("Oh.", said(wrongs[0], Act.SPECIFIC_APOLOGY)))))
    assert (each["apology_loop"].amount, same["apology_loop"].amount) == (0.0, 0.9)


def test_a_stock_phrase_is_not_all_that_was_said_where_the_situation_was_put_into_words() -> None:
    stock = said("Thank you for contacting us.", Act.EMPTY_FORMULA)
    mended = said("You said wheelchair, and I read luggage.", Act.TAKE_OWNERSHIP, Act.PERSONALISE, empathy=(0, 2, 0))
    assert seen(talk("Help!", stock))["formula_only"].amount > 0
    assert seen(talk("Help!", stock, "Luggage?", mended))["formula_only"].amount == 0


def test_in_a_rehearsal_a_customer_who_is_content_complains_of_nothing() -> None:
    conversation = talk(
        "It never came and I waited for hours.",
        said("It comes today."),
        "Nobody told me that. Did anybody see it? As I said, still nothing here.",
    )
    sore, glad = Mood(6, 4, 6, 6), Mood(2, 8, 4, 6)
    told = ("customer_complained", "customer_repeated", "customer_chased", "left_unanswered")

    def charged(end: Mood) -> list[str]:
        known = case(moods=(sore, end))
        found = observe(conversation.transcript, conversation.readings, known)
        return [name for name in told if found[name].amount]

    assert "customer_complained" in charged(sore)
    assert charged(glad) == []


def test_a_stock_phrase_of_courtesy_says_nothing_of_the_feeling() -> None:
    thanks = said("Thank you for contacting us.", Act.EMPTY_FORMULA, Act.THANK)
    stock = said("I understand your frustration.", Act.EMPTY_FORMULA)
    assert seen(talk("Help!", thanks))["formula_only"].amount == 0
    assert seen(talk("Help!", thanks, "So?", stock))["formula_only"].quote == "I understand your frustration."


def test_what_a_sentence_would_win_is_lost_by_what_else_it_does() -> None:
    sent_on = said("Another desk is doing it, I transfer you.", Act.COLD_TRANSFER, Act.COMMIT_ACTION)
    sworn = said("You get every penny by tomorrow, I swear.", Act.FALSE_PROMISE, Act.SET_EXPECTATION, when="tomorrow")
    accused = said("What did you do to it?", Act.BLAME_CUSTOMER, Act.ASK_OPEN)
    found = seen(talk(COMPLAINT, sent_on, "Well?", sworn, "And?", accused))
    for name in ("commit_action", "acted", "set_expectation", "timed_promise", "concrete", "ask_open", "asked_first"):
        assert found[name].amount == 0, name


def test_what_only_a_rehearsal_knows_is_no_part_of_a_transcript() -> None:
    conversation = talk(COMPLAINT, said("I've put it right.", Act.COMMIT_ACTION))
    in_rehearsal = observe(conversation.transcript, conversation.readings, case())
    assert set(in_rehearsal) - set(seen(conversation)) == REHEARSED
    assert set(in_rehearsal) == FEATURES


def test_words_give_way_where_the_turn_as_a_whole_plainly_says_otherwise() -> None:
    conversation = talk(COMPLAINT, said("It's on its way."), "It came, brilliant.", said("Goodbye."))
    sore, glad = (seen(conversation, turn0=0, turn2=level) for level in (-1.5, 1.5))
    assert (sore["customer_content"].amount, sore["customer_eased"].amount) == (0, 0)
    assert glad["customer_content"].amount > 0
    assert seen(conversation, turn0=-1.5, turn2=-1.2)["customer_warmed"].amount == 0


def test_a_question_by_itself_is_no_complaint() -> None:
    asked = talk(COMPLAINT, said("It's paid."), "So I need not pay it?", said("No."))
    complained = talk(COMPLAINT, said("It's paid."), "This is ridiculous.", said("No."))
    assert seen(asked)["customer_complained"].amount == 0
    assert seen(complained)["customer_complained"].amount > 0
