"""After a conversation: one's own view first, then the debrief; the list of one's conversations; the trainer's view."""

from typing import Protocol

import pytest
from streamlit.testing.v1 import AppTest

from domain.people import Purpose, Role, Viewer
from domain.scorecard import Dimension
from screens.parts import frame
from screens.parts.scores import level_words
from screens.parts.text import as_typed
from tests.support.screens import OpenAs, headings, press, texts
from training.wiring import Services

SCENARIO = "missed-anniversary"
WORDS = (
    "Hello Owen, I am so sorry that nobody came with the present on your anniversary. What happened that evening?",
    "That is a horrible way to spend it, going out to the gate again and again. *By when* do you need it?",
    "I understand, but calm down please. Policy says that the parcel was delivered.",
)
REFLECTION = "I would **not** quote the policy."


class Show(Protocol):
    def __call__(self, page: str, attempt: str = "", role: Role = Role.TRAINEE) -> AppTest:
        """A page as the demo's person of this role."""
        ...


@pytest.fixture
def show(open_as: OpenAs) -> Show:
    def show_one(page: str, attempt: str = "", role: Role = Role.TRAINEE) -> AppTest:
        app = open_as(role)
        if attempt:
            app.query_params["attempt"] = attempt
        return app.switch_page(frame.PAGES[page]).run()

    return show_one


def played(house: Services, trainee: Viewer, *, purpose: Purpose = Purpose.PRACTICE, rated: bool = True) -> str:
    """A conversation of three messages and a refused use of the desk, ended by the trainee."""
    attempt = house.practice.start(trainee, SCENARIO, seed=7, purpose=purpose)
    for number, words in enumerate(WORDS):
        house.practice.say(trainee, attempt, words, key=str(number))
        house.worker.wait(attempt)
    house.practice.use_desk(trainee, attempt, "goodwill", {"amount": "60", "kind": "Voucher"})
    house.practice.end(trainee, attempt)
    if rated:
        house.review.rate(trainee, attempt, empathy=3, problem_solving=2, reflection=REFLECTION)
    return attempt


def test_the_debrief_opens_only_after_the_trainees_own_view(house: Services, show: Show, trainee: Viewer) -> None:
    attempt = played(house, trainee, rated=False)
    assert headings(show("debrief", attempt)) == ["Your own view"]
    app = show("rate", attempt)
    press(app, "See the debrief")
    assert [warning.value for warning in app.warning] == ["Answer both questions first; a guess is fine."]
    app.radio(key="felt").set_value(4)
    app.radio(key="solved").set_value(2)
    app.text_area(key="reflection").set_value(REFLECTION)
    press(app, "See the debrief")
    assert not app.exception
    assert headings(app) == ["Debrief"]
    rating = house.review.debrief(trainee, attempt).self_rating
    assert rating is not None
    assert (rating.empathy, rating.problem_solving, rating.reflection) == (4, 2, REFLECTION)


def test_the_debrief_shows_scores_with_bands_beside_the_trainees_own_view(
    house: Services, show: Show, trainee: Viewer
) -> None:
    attempt = played(house, trainee)
    app = show("debrief", attempt)
    card = house.review.debrief(trainee, attempt).scorecard
    for score in card.dimensions:
        value = card.value(score.dimension)
        assert value is not None
        assert score.band is not None
        assert f"**{value:.1f} of 5** · {level_words(score.dimension, value)}" in texts(app)
        assert f"Likely between {score.band.low:.1f} and {score.band.high:.1f}." in texts(app)
    assert "You said 3 of 5 before seeing this" in texts(app)
    assert "Provisional" in texts(app)
    assert REFLECTION in [text.value for text in app.text]


def test_the_debrief_quotes_the_trainees_own_words_and_renders_none_of_them(
    house: Services, show: Show, trainee: Viewer
) -> None:
    attempt = played(house, trainee)
    app = show("debrief", attempt)
    debrief = house.review.debrief(trainee, attempt).debrief
    quotes = [moved.quote for point in debrief.mood for moved in point.moved_by if moved.quote]
    assert quotes
    assert all(f"“{as_typed(quote)}”" in texts(app) for quote in quotes)
    assert "calm down please" in texts(app)
    assert "*By when*" not in texts(app)


def test_the_debrief_says_what_is_simulated_what_was_missed_and_what_the_desk_refused(
    house: Services, show: Show, trainee: Viewer
) -> None:
    attempt = played(house, trainee)
    app = show("debrief", attempt)
    debrief = house.review.debrief(trainee, attempt).debrief
    sections = [header.value for header in app.header]
    assert sections == [
        as_typed(debrief.headline),
        "What moved Owen",
        "What to take with you",
        "How the scores came about",
        "What Owen never told you",
        "At the desk",
        "What Owen would have answered (simulated)",
        "Every word",
    ]
    labels = [expander.label for expander in app.expander]
    assert all(as_typed(fact.statement) in labels for fact in debrief.missed_facts)
    assert all(any(label.startswith(as_typed(card.title)) for label in labels) for card in debrief.cards)
    assert ":material/block: Refused · **Pay goodwill for the missed day**" in texts(app)
    assert [metric.label for metric in app.metric] == [
        "Satisfied (CSAT)",
        "Easy for me (CES)",
        "Would recommend (NPS)",
        "Solved at once (FCR)",
    ]


def test_the_debrief_names_what_to_keep_start_and_stop_in_words_beside_each_icon(
    house: Services, show: Show, trainee: Viewer
) -> None:
    attempt = played(house, trainee)
    shown = texts(show("debrief", attempt))
    habits = house.review.debrief(trainee, attempt).debrief.habits
    found = {"Keep": habits.keep, "Start": habits.start, "Stop": habits.stop}
    assert habits.stop is not None
    for label, habit in found.items():
        assert (habit is None) == (f"**{label}**" not in shown)
        if habit is not None:
            assert f" **{label}** · {as_typed(habit.text)}" in shown
            assert habit.quote == "" or f"“{as_typed(habit.quote)}” (message " in shown
    assert shown.count("From our patterns.") == 2


def test_every_word_of_the_conversation_can_be_read_again(house: Services, show: Show, trainee: Viewer) -> None:
    attempt = played(house, trainee)
    app = show("debrief", attempt)
    shown = [message.text[0].value for message in app.chat_message]
    assert shown == [turn.text for turn in house.review.debrief(trainee, attempt).turns]
    assert set(WORDS) <= set(shown)


def test_a_conversation_without_a_word_is_not_scored_and_says_why(house: Services, show: Show, trainee: Viewer) -> None:
    attempt = house.practice.start(trainee, SCENARIO, seed=7)
    house.practice.end(trainee, attempt)
    house.review.rate(trainee, attempt, empathy=1, problem_solving=1)
    app = show("debrief", attempt)
    assert not app.exception
    assert texts(app).count("**Not scored.**") == len(Dimension)
    assert "Nothing was said that could have moved anything." in texts(app)


def test_practising_again_leads_to_the_brief(house: Services, show: Show, trainee: Viewer) -> None:
    app = show("debrief", played(house, trainee))
    press(app, "Practise it again")
    assert headings(app) == [as_typed("Delivered at 14:12")]


def test_the_list_of_conversations_offers_the_one_next_step_of_each(
    house: Services, show: Show, trainee: Viewer
) -> None:
    assert "You have not talked to anyone yet." in show("history").info[0].value
    played(house, trainee)
    unrated = played(house, trainee, rated=False)
    open_one = house.practice.start(trainee, SCENARIO, seed=1)
    app = show("history")
    labels = [button.label for button in app.button if button.key and button.key.startswith("open-")]
    assert labels == ["Go on", "Say how it went", "Read the debrief"]
    assert texts(app).count("Empathy") == 1
    app.button(key=f"open-{open_one}").click().run()
    assert headings(app) == ["Owen Pritchard"]
    assert headings(show("debrief", unrated)) == ["Your own view"]


def test_a_long_list_is_shown_in_parts(house: Services, show: Show, trainee: Viewer) -> None:
    for seed in range(22):
        house.practice.start(trainee, SCENARIO, seed=seed)
    app = show("history")
    assert len([button for button in app.button if button.label == "Go on"]) == 20
    press(app, "Show more (2 left)")
    assert len([button for button in app.button if button.label == "Go on"]) == 22


def test_the_trainer_reads_a_shared_conversation_as_the_trainee_sees_it(
    house: Services, show: Show, trainee: Viewer
) -> None:
    attempt = played(house, trainee, purpose=Purpose.SHARED)
    app = show("attempt", attempt, Role.TRAINER)
    assert headings(app) == ["Debrief of Noor Haddad"]
    assert "Noor Haddad said 3 of 5" in texts(app)
    assert WORDS[0] in [message.text[0].value for message in app.chat_message]


def test_a_trainer_who_comes_by_a_trainees_link_is_led_to_the_page_for_trainers(
    house: Services, show: Show, trainee: Viewer
) -> None:
    app = show("debrief", played(house, trainee, purpose=Purpose.SHARED), Role.TRAINER)
    assert headings(app) == ["Debrief of Noor Haddad"]
    assert "Noor Haddad said 3 of 5" in texts(app)
    assert "You said 3 of 5" not in texts(app)
    labels = [button.label for button in app.button]
    assert "Back to the team" in labels
    assert not {"Take it again from here", "Practise it again"} & set(labels)


@pytest.mark.parametrize("page", ["attempt", "debrief", "rate"])
def test_private_practice_is_nobody_elses_to_read(house: Services, show: Show, trainee: Viewer, page: str) -> None:
    app = show(page, played(house, trainee), Role.TRAINER)
    assert [error.value.startswith("There is no such") for error in app.error] == [True]
    assert not app.chat_message
    assert "calm down" not in texts(app)


def test_a_conversation_that_is_not_over_has_no_debrief_and_is_not_rated(
    house: Services, show: Show, trainee: Viewer
) -> None:
    attempt = house.practice.start(trainee, SCENARIO, seed=7)
    assert "not over yet" in show("debrief", attempt).error[0].value
    app = show("rate", attempt)
    assert "not over yet" in app.info[0].value
    press(app, "Back to the conversation")
    assert headings(app) == ["Owen Pritchard"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.0, "made it worse"), (2.44, "nothing useful yet"), (3.46, "right, with something missing"), (5.0, "complete")],
)
def test_a_level_is_said_in_the_words_of_the_number_that_is_shown(value: float, words: str) -> None:
    assert level_words(Dimension.PROBLEM_SOLVING, value) == words
