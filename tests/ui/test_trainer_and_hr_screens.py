"""A trainer's and HR's screens: assign, people, team, report, and everybody's own account."""

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from domain.clock import utc_now
from domain.people import Purpose, Role, Viewer
from screens.parts import frame
from screens.parts.words import short_day
from tests.support.screens import Enter, OpenAs, headings, press, tables, texts
from training.wiring import Services

SCENARIO = "third-contact"


def at(app: AppTest, name: str) -> AppTest:
    app.switch_page(frame.PAGES[name]).run()
    assert not app.exception
    return app


def test_a_trainer_assigns_a_scenario_with_a_due_date(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    app = at(open_as(Role.TRAINER), "assign")
    due = utc_now().date() + timedelta(days=3)
    app.selectbox[0].select(SCENARIO)
    app.multiselect[0].select(trainee.person_id)
    app.radio[0].set_value(Purpose.FORMAL)
    app.date_input[0].set_value(due)
    app.number_input[0].set_value(2)
    app.number_input[1].set_value(3.5)
    app.text_area[0].set_value("Take your time.")
    press(app, "Assign")
    assert [message.value for message in app.success] == ["The third contact is assigned to 1 person."]
    mine = house.assignments.mine(trainee)
    assert [(m.scenario_id, m.purpose, m.due_on, m.max_attempts, m.note) for m in mine] == [
        (SCENARIO, Purpose.FORMAL, due, 2, "Take your time.")
    ]
    assert tables(app)[0][1:] == [["The third contact", "0 of 1", short_day(due), "completion and scores", "2", "3.5"]]


def test_an_assignment_to_nobody_is_refused_and_keeps_what_was_filled_in(open_as: OpenAs, trainee: Viewer) -> None:
    app = at(open_as(Role.TRAINER), "assign")
    app.text_area[0].set_value("Take your time.")
    press(app, "Assign")
    assert [error.value for error in app.error] == ["Choose at least one person\\."]
    assert app.text_area[0].value == "Take your time."


def test_a_person_is_added_and_the_first_password_stays_until_it_is_passed_on(house: Services, open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "people")
    app.text_input[0].set_value("Sam <b>Ode</b>")
    app.text_input[1].set_value("sam@harbour.example")
    press(app, "Add person")
    email, password = (block.value for block in app.code)
    assert email == "sam@harbour.example"
    assert "Sam \\<b\\>Ode\\<\\/b\\> is added" in texts(app)
    assert ["Sam <b>Ode</b>", "sam@harbour.example", "Trainee", "Customer care"] in tables(app)[0]
    app.run()
    assert app.code[1].value == password
    press(app, "I have passed it on")
    assert not app.code
    assert house.accounts.sign_in("sam@harbour.example", password)


def test_an_address_that_is_taken_is_refused_and_keeps_what_was_typed(open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "people")
    app.text_input[0].set_value("Another Noor")
    app.text_input[1].set_value("noor@demo.invalid")
    press(app, "Add person")
    assert len(app.error) == 1
    assert app.text_input[0].value == "Another Noor"


def test_the_team_screen_lists_shared_conversations_and_no_private_ones(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    house.practice.start(trainee, SCENARIO, purpose=Purpose.PRACTICE, seed=1)
    shared = house.practice.start(trainee, "quiet-goodbye", purpose=Purpose.SHARED, seed=2)
    house.practice.end(trainee, shared)
    app = open_as(Role.TRAINER)
    assert "All fine" in texts(app)
    assert "The third contact" not in texts(app)
    assert [button.label for button in app.button] == ["Read"]


def test_a_conversation_under_way_is_listed_and_cannot_be_read_yet(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    house.practice.start(trainee, SCENARIO, purpose=Purpose.SHARED, seed=1)
    app = open_as(Role.TRAINER)
    assert "Under way" in texts(app)
    assert not app.button


def test_the_list_of_a_busy_team_comes_a_screenful_at_a_time(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    for seed in range(22):
        house.practice.end(trainee, house.practice.start(trainee, SCENARIO, purpose=Purpose.SHARED, seed=seed))
    app = open_as(Role.TRAINER)
    assert [button.label for button in app.button] == [*["Read"] * 20, "Show more (2 left)"]
    press(app, "Show more (2 left)")
    assert [button.label for button in app.button] == ["Read"] * 22


def test_a_team_that_has_not_practised_is_told_what_to_do_next(open_as: OpenAs) -> None:
    app = open_as(Role.TRAINER)
    assert [link.value for link in app.page_link] == ["Add people", "Assign a scenario"]


def test_hr_sees_completion_by_person_and_team_and_no_word_that_was_said(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    assignment = house.assignments.create(
        trainer, scenario_id=SCENARIO, people=[trainee.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    house.practice.start(trainee, SCENARIO, assignment_id=assignment, seed=1)
    house.practice.start(trainee, "quiet-goodbye", purpose=Purpose.SHARED, seed=1)
    app = open_as(Role.HR)
    teams, people = tables(app)
    assert teams[1:] == [["Customer care", "0 of 1", "–", "–"]]
    assert people[1:] == [["Noor Haddad", "Customer care", "The third contact", "–", "Not yet", "1", "–", "–"]]
    assert len(app.get("download_button")) == 1


def test_hrs_filters_narrow_the_table(house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer) -> None:
    house.assignments.create(
        trainer, scenario_id=SCENARIO, people=[trainee.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    app = open_as(Role.HR)
    app.selectbox[2].select("Completed").run()
    assert "Nobody fits all of these filters." in texts(app)


def test_hr_with_nothing_to_report_is_told_so(open_as: OpenAs) -> None:
    app = open_as(Role.HR)
    assert [info.value for info in app.info] == ["No formal practice has been assigned yet. Trainers assign it."]


def founded(house: Services) -> str:
    """The session of the founder of a real organisation, who has read the notice."""
    token = house.accounts.found(
        organisation="Lindgren", name="Ada", email="ada@lindgren.example", password="a long password"
    )
    ada = house.accounts.viewer(token)
    assert ada is not None
    house.accounts.acknowledge_notice(ada)
    return token


def change_password(app: AppTest, old: str, new: str, again: str) -> AppTest:
    for box, value in zip(app.text_input, (old, new, again), strict=True):
        box.set_value(value)
    return press(app, "Change password")


def test_a_changed_password_ends_every_sign_in(house: Services, enter: Enter) -> None:
    app = at(enter(founded(house)), "account")
    change_password(app, "a long password", "another long one", "another long one")
    assert "[Sign in](/sign-in)" in app.success[0].value
    assert house.accounts.sign_in("ada@lindgren.example", "another long one")
    app.run()
    assert headings(app) == ["You are signed out"]


def test_two_new_passwords_that_differ_change_nothing(house: Services, enter: Enter) -> None:
    app = at(enter(founded(house)), "account")
    change_password(app, "a long password", "another long one", "another long onne")
    assert [error.value for error in app.error] == ["The two new passwords differ. Nothing was changed."]
    assert house.accounts.sign_in("ada@lindgren.example", "a long password")


def test_a_wrong_present_password_changes_nothing(house: Services, enter: Enter) -> None:
    app = at(enter(founded(house)), "account")
    change_password(app, "not the password", "another long one", "another long one")
    assert [error.value for error in app.error] == ["The present password is not right\\. Nothing was changed\\."]
    assert house.accounts.sign_in("ada@lindgren.example", "a long password")


def test_a_trainer_of_the_whole_organisation_adds_teams(house: Services, enter: Enter) -> None:
    app = at(enter(founded(house)), "people")
    next(box for box in app.text_input if box.label == "Team's name").set_value("Night shift")
    press(app, "Add team")
    team = next(box for box in app.selectbox if box.label == "Team")
    assert team.options == ["No team", "First team", "Night shift"]
