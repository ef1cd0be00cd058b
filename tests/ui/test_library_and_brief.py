"""What a trainee sees before a conversation: what is due, what is under way, the scenarios, and the brief."""

from datetime import timedelta

import pytest

from domain.clock import utc_now
from domain.mood import Ceiling
from domain.people import Purpose, Role, Viewer
from screens.parts import frame
from screens.parts.text import as_typed
from screens.parts.words import CEILING_MEANING, day
from tests.support.screens import OpenAs, headings, press, texts
from training.wiring import Services

SCENARIO = "third-contact"


def test_every_scenario_has_a_card_with_its_customer_and_length(house: Services, open_as: OpenAs) -> None:
    app = open_as(Role.TRAINEE)
    cards = house.library.cards({})
    assert len(cards) >= 3
    labels = [button.label for button in app.button]
    for card in cards:
        assert f"Meet {as_typed(card.customer)}" in labels
        assert f"about {card.minutes} minutes" in texts(app)


def test_the_filters_narrow_the_list_and_say_when_nothing_is_left(house: Services, open_as: OpenAs) -> None:
    app = open_as(Role.TRAINEE)
    app.selectbox(key="difficulty").select("Moderate").run()
    moderate = [f"Meet {as_typed(card.customer)}" for card in house.library.cards({}) if card.difficulty == 2]
    assert [button.label for button in app.button if button.label.startswith("Meet")] == moderate
    app.selectbox(key="industry").select("Telecom").run()
    assert not [button for button in app.button if button.label.startswith("Meet")]
    assert app.info[0].value == "No scenario fits all of these. Take one of the filters away."


def test_the_demos_trainee_finds_what_the_trainer_has_asked_for(open_as: OpenAs) -> None:
    app = open_as(Role.TRAINEE)
    today = utc_now().date()
    for days, words in ((3, "Shared with the trainer · 0 attempts so far"), (7, "Formal · 0 attempts so far")):
        assert f"Due by {day(today + timedelta(days=days))} · {words}" in texts(app)
    assert [each.key.partition("-")[0] for each in app.button if each.label == "Read the brief" and each.key] == [
        "begin",
        "begin",
    ]


def test_what_is_assigned_comes_first_with_its_due_date_and_the_trainers_line(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    due = utc_now().date() + timedelta(days=7)
    house.assignments.create(
        trainer,
        scenario_id=SCENARIO,
        people=[trainee.person_id],
        purpose=Purpose.FORMAL,
        due_on=due,
        max_attempts=2,
        note="**Read** the notes first",
    )
    app = open_as(Role.TRAINEE)
    assert app.header[0].value == "Assigned to you"
    assert f"Due by {day(due)} · Formal · 0 of 2 attempts used" in texts(app)
    assert r"From your trainer: \*\*Read\*\* the notes first" in texts(app)


def test_a_conversation_under_way_can_be_taken_up_again(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    house.practice.start(trainee, SCENARIO, seed=1)
    app = open_as(Role.TRAINEE)
    assert [header.value for header in app.header] == ["Assigned to you", "Under way", "All scenarios"]
    assert "Continue" in [button.label for button in app.button]


def test_what_was_stopped_is_not_under_way(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    house.practice.stop(trainee, house.practice.start(trainee, SCENARIO, seed=1))
    assert [header.value for header in open_as(Role.TRAINEE).header] == ["Assigned to you", "All scenarios"]


def test_the_brief_shows_what_a_trainee_may_know_and_starts_in_one_click(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    app = open_as(Role.TRAINEE)
    app.query_params["scenario"] = SCENARIO
    app.switch_page(frame.PAGES["brief"]).run()
    assert headings(app) == ["The third contact"]
    assert [header.value for header in app.header] == [
        "Where you are",
        "What you want to reach",
        "Good to know",
        "Who will see it",
        "Their temper",
    ]
    press(app, "Start")
    assert not app.exception
    begun = house.review.history(trainee)
    assert [(item.scenario_id, item.purpose, item.state) for item in begun] == [(SCENARIO, Purpose.PRACTICE, "active")]


def test_practice_may_be_shared_by_choice(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    app = open_as(Role.TRAINEE)
    app.query_params["scenario"] = SCENARIO
    app.switch_page(frame.PAGES["brief"]).run()
    app.radio(key="purpose").set_value(Purpose.SHARED).run()
    press(app, "Start")
    assert [item.purpose for item in house.review.history(trainee)] == [Purpose.SHARED]


def test_the_customer_is_played_in_full_unless_a_milder_temper_is_chosen(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    for chosen in (None, Ceiling.GENTLE):
        app = open_as(Role.TRAINEE)
        app.query_params["scenario"] = SCENARIO
        app.switch_page(frame.PAGES["brief"]).run()
        temper = app.radio(key="ceiling")
        assert temper.options == ["Gentle", "Firm", "Full"]
        assert list(temper.proto.captions) == list(CEILING_MEANING.values())
        if chosen is not None:
            temper.set_value(chosen).run()
        press(app, "Start")
    assert [item.ceiling for item in house.review.history(trainee)] == [Ceiling.GENTLE, Ceiling.FULL]


def test_an_assigned_conversation_has_the_purpose_that_the_trainer_chose(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    assignment = house.assignments.create(
        trainer, scenario_id=SCENARIO, people=[trainee.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    app = open_as(Role.TRAINEE)
    app.query_params["scenario"] = SCENARIO
    app.query_params["assignment"] = assignment
    app.switch_page(frame.PAGES["brief"]).run()
    assert not app.radio
    assert "there is no milder version, and the Help button is away" in texts(app)
    press(app, "Start")
    assert [(item.purpose, item.ceiling) for item in house.review.history(trainee)] == [(Purpose.FORMAL, Ceiling.FULL)]
    assert [item.attempts for item in house.assignments.mine(trainee) if item.assignment_id == assignment] == [1]


def test_an_unknown_scenario_is_a_sentence_with_a_way_back(open_as: OpenAs) -> None:
    app = open_as(Role.TRAINEE)
    app.query_params["scenario"] = "no-such"
    app.switch_page(frame.PAGES["brief"]).run()
    assert len(app.error) == 1
    assert [button.label for button in app.button] == ["Back to the scenarios"]


@pytest.mark.parametrize("assignment", ["no-such", ""])
def test_somebody_elses_assignment_in_the_address_counts_for_nothing(
    house: Services, open_as: OpenAs, trainee: Viewer, assignment: str
) -> None:
    app = open_as(Role.TRAINEE)
    app.query_params["scenario"] = SCENARIO
    app.query_params["assignment"] = assignment
    app.switch_page(frame.PAGES["brief"]).run()
    press(app, "Start")
    assert [item.purpose for item in house.review.history(trainee)] == [Purpose.PRACTICE]
