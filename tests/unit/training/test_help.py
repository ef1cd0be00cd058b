"""Help in the middle of a conversation: what is due is named, cited, counted, and off where it would be unfair."""

import pytest

from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from domain.people import Purpose
from evaluation.hints import load_hints
from knowledge.pages import load_pages
from records.rows import EventKind
from tests.support.practice import SCENARIO, Cast, Gate, say
from training.views import HintView
from training.wiring import Services

FEELING = "Two weeks of squinting at work must have worn you out, I can see why you are upset."
NIGHTS = "What do you need the glasses for most?"
POSTCODE = "Could I check your postcode, please?"
LOAN = "I will put a loan pair in your strength aside for you at the shop on the square now."


@pytest.fixture
def attempt(services: Services, cast: Cast) -> str:
    return services.practice.start(cast.mira, SCENARIO, purpose=Purpose.SHARED, seed=7)


def hint(services: Services, cast: Cast, attempt: str) -> HintView:
    return services.practice.hint(cast.mira, attempt)


def test_a_hint_names_the_skill_says_why_and_cites_a_sentence_of_guidance(
    services: Services, cast: Cast, attempt: str
) -> None:
    given = hint(services, cast, attempt)

    assert (given.hint_id, given.skill, given.number) == ("name_the_feeling", "Name the feeling", 1)
    (authored,) = [each for each in load_hints().hints if each.id == given.hint_id]
    assert given.words in {text.replace("{name}", "Ruth") for text in authored.words}
    page = next(page for page in load_pages() if page.id == "name-the-feeling")
    assert (given.guidance_id, given.guidance_title) == (page.id, page.title)
    paragraph = next(each for each in page.paragraphs if each.id == given.paragraph_id)
    assert given.quote in paragraph.text
    assert given.quote == "A feeling that is named rightly tends to loosen its grip."


def test_help_follows_the_conversation_from_the_feeling_to_the_close(
    services: Services, cast: Cast, attempt: str
) -> None:
    given = [hint(services, cast, attempt).hint_id]
    for text in (FEELING, NIGHTS, POSTCODE):
        say(services, cast.mira, attempt, text)
        given.append(hint(services, cast, attempt).hint_id)
    services.practice.use_desk(cast.mira, attempt, "check_identity", {"postcode": "11 42"})
    given.append(hint(services, cast, attempt).hint_id)
    say(services, cast.mira, attempt, LOAN)
    promised = hint(services, cast, attempt)
    services.practice.use_desk(cast.mira, attempt, "lend_pair", {"shop": "the square"})
    say(services, cast.mira, attempt, "It is put aside at the square until eight tonight.")
    closing = hint(services, cast, attempt)

    assert given == ["name_the_feeling", "first_question", "identity", "identity", "what_hangs_on_it"]
    assert promised.hint_id == "bear_it_out"
    assert "“Lend a pair”" in promised.words
    assert closing.hint_id == "close_the_loop"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop whining, it is only a pair of glasses.", "repair"),
        ("I see why you are upset, but those are our rules.", "full_stop"),
        ("I am sorry for any inconvenience.", "own_words"),
        ("I promise you one hundred percent that this will never happen again.", "only_what_you_know"),
        ("That is our policy.", "reason_behind_the_rule"),
    ],
)
def test_what_has_just_gone_wrong_comes_first(
    services: Services, cast: Cast, attempt: str, text: str, expected: str
) -> None:
    say(services, cast.mira, attempt, text)
    assert hint(services, cast, attempt).hint_id == expected


def test_asked_twice_at_the_same_moment_it_is_the_same_and_counted_once(
    services: Services, cast: Cast, attempt: str
) -> None:
    first = hint(services, cast, attempt)
    assert hint(services, cast, attempt) == first
    assert services.practice.conversation(cast.mira, attempt).hints == 1
    kinds = [event.kind for event in services.store.attempts.events(attempt)]
    assert kinds.count(EventKind.HINTED) == 1

    say(services, cast.mira, attempt, FEELING)
    assert hint(services, cast, attempt).number == 2
    assert services.practice.conversation(cast.mira, attempt).hints == 2


def test_given_again_later_the_same_hint_comes_in_other_words(services: Services, cast: Cast, attempt: str) -> None:
    first = hint(services, cast, attempt)
    say(services, cast.mira, attempt, "Good morning.")
    second = hint(services, cast, attempt)
    assert (first.hint_id, second.hint_id) == ("name_the_feeling", "name_the_feeling")
    assert first.words != second.words
    assert hint(services, cast, attempt) == second


def test_the_reviewer_sees_how_much_help_there_was(services: Services, cast: Cast, attempt: str) -> None:
    hint(services, cast, attempt)
    say(services, cast.mira, attempt, FEELING)
    hint(services, cast, attempt)
    services.practice.end(cast.mira, attempt)

    assert [item.hints for item in services.review.team_attempts(cast.ines)] == [2]
    assert services.review.debrief(cast.ines, attempt).attempt.hints == 2


def test_help_is_off_in_formal_conversations(services: Services, cast: Cast) -> None:
    given = services.assignments.create(
        cast.ines, scenario_id=SCENARIO, people=[cast.mira.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    formal = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=7)

    assert not services.practice.conversation(cast.mira, formal).hints_allowed
    with pytest.raises(NotAllowed) as refused:
        services.practice.hint(cast.mira, formal)
    assert str(refused.value) == (
        "Help is off in formal conversations, so that everyone has the same. In practice it is there again."
    )
    assert services.store.attempts.hints(formal) == []


def test_help_waits_for_the_customers_answer_and_ends_with_the_conversation(
    services: Services, cast: Cast, attempt: str, gate: Gate
) -> None:
    gate.shut()
    services.practice.say(cast.mira, attempt, NIGHTS, key="1")
    with pytest.raises(Conflict, match="The customer is answering"):
        hint(services, cast, attempt)
    gate.open()
    services.worker.wait(attempt)
    services.practice.end(cast.mira, attempt)
    with pytest.raises(Conflict, match="This conversation is ended"):
        hint(services, cast, attempt)


def test_only_the_trainee_asks_for_help_in_their_conversation(services: Services, cast: Cast, attempt: str) -> None:
    for viewer in (cast.tomas, cast.ines, cast.hana):
        with pytest.raises(NotFound):
            services.practice.hint(viewer, attempt)


def test_a_hint_tells_nothing_that_the_customer_has_not_said(services: Services, cast: Cast, attempt: str) -> None:
    shown = []
    for text in ("Hello.", FEELING, NIGHTS, LOAN):
        shown.append(repr(hint(services, cast, attempt)))
        say(services, cast.mira, attempt, text)
    for secret in ("night", "shift", "February", "cold", "driv"):
        assert all(secret not in each for each in shown)


def test_a_line_found_wrong_is_kept_for_the_reviewer_and_changes_no_score(
    services: Services, cast: Cast, attempt: str
) -> None:
    say(services, cast.mira, attempt, FEELING)
    services.practice.end(cast.mira, attempt)
    before = services.scoring.scorecard(services.store.attempts.get(attempt))

    services.practice.flag(cast.mira, attempt, 2, "  She sounds like a bot here.\x07 ")
    services.practice.flag(cast.mira, attempt, 2, "She sounds like a bot here.")

    view = services.review.debrief(cast.ines, attempt)
    assert [turn.flagged for turn in view.turns] == ["", "", "She sounds like a bot here."]
    assert [turn.harmed for turn in view.turns] == ["", "", ""]
    assert (view.attempt.flags, view.scorecard) == (1, before)
    assert services.practice.conversation(cast.mira, attempt).turns[2].flagged == "She sounds like a bot here."


def test_what_cannot_be_flagged_is_refused(services: Services, cast: Cast, attempt: str) -> None:
    say(services, cast.mira, attempt, FEELING)
    for turn, reason in ((1, "Mine."), (0, ""), (0, "x" * 501)):
        with pytest.raises(InvalidInput):
            services.practice.flag(cast.mira, attempt, turn, reason)
    with pytest.raises(NotFound):
        services.practice.flag(cast.mira, attempt, 9, "There is none.")
    with pytest.raises(NotFound):
        services.practice.flag(cast.ines, attempt, 0, "Not my conversation.")
    assert services.store.attempts.flags(attempt) == []
