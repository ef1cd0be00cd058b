"""A trainer's and HR's screens: assign, team, report, and everybody's own account."""

from dataclasses import replace
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from domain.clock import utc_now
from domain.endings import EndingKind
from domain.people import Purpose, Role, Viewer
from records.rows import Ending
from screens.parts import frame
from screens.parts.words import short_day
from tests.support.screens import Enter, OpenAs, at, founded, headings, press, tables, texts
from training.accounts import NOTICE_VERSION
from training.wiring import Services

SCENARIO = "third-contact"


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
    app.checkbox[0].uncheck()
    press(app, "Assign")
    assert [message.value for message in app.success] == ["The third contact is assigned to 1 person."]
    mine = [item for item in house.assignments.mine(trainee) if item.max_attempts == 2]
    assert [(m.scenario_id, m.purpose, m.due_on, m.note) for m in mine] == [
        (SCENARIO, Purpose.FORMAL, due, "Take your time.")
    ]
    terms = f"Formal · due by {short_day(due)} · 2 attempts allowed · pass mark 3.5 · mood hidden while they talk"
    assert terms in texts(app)
    attempt = house.practice.start(trainee, SCENARIO, assignment_id=mine[0].assignment_id, seed=1)
    assert house.practice.conversation(trainee, attempt).mood is None


def test_the_list_of_what_was_given_says_who_has_completed_it_and_who_has_not(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    house.accounts.add_person(
        trainer, name="Sam <b>Ode</b>", email="sam@harbour.example", role=Role.TRAINEE, team_id=trainer.team_id
    )
    people = [person.person_id for person in house.accounts.people(trainer) if person.role is Role.TRAINEE]
    given = house.assignments.create(
        trainer, scenario_id="quiet-goodbye", people=people, purpose=Purpose.SHARED, due_on=None
    )
    attempt = house.practice.start(trainee, "quiet-goodbye", assignment_id=given, seed=1)
    house.store.attempts.end(attempt, ending=Ending("seen_to_the_door", EndingKind.RESOLVED))
    app = at(open_as(Role.TRAINER), "assign")
    assert [block.label for block in app.expander] == [
        "Completed by 1 of 2",
        "Completed by 0 of 1",
        "Completed by 0 of 1",
    ]
    assert "Shared with the trainer · no due date · any number of attempts" in texts(app)
    assert tables(app)[0][1:] == [
        ["Noor Haddad", "yes", "1"],
        ["Sam <b>Ode</b>", "not yet", "0"],
    ]


def test_a_long_list_of_what_was_given_comes_a_screenful_at_a_time(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    for _ in range(10):
        house.assignments.create(
            trainer, scenario_id=SCENARIO, people=[trainee.person_id], purpose=Purpose.SHARED, due_on=None
        )
    app = at(open_as(Role.TRAINER), "assign")
    assert len(app.expander) == 10
    press(app, "Show more (2 left)")
    assert len(app.expander) == 12


def test_an_assignment_to_nobody_is_refused_and_keeps_what_was_filled_in(open_as: OpenAs, trainee: Viewer) -> None:
    app = at(open_as(Role.TRAINER), "assign")
    app.text_area[0].set_value("Take your time.")
    press(app, "Assign")
    assert [error.value for error in app.error] == ["Choose at least one person\\."]
    assert app.text_area[0].value == "Take your time."


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


def test_who_narrows_the_list_begins_at_its_start_again(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    for seed in range(22):
        house.practice.end(trainee, house.practice.start(trainee, SCENARIO, purpose=Purpose.SHARED, seed=seed))
    app = open_as(Role.TRAINER)
    press(app, "Show more (2 left)")
    app.selectbox[0].select(trainee.name).run()
    assert [button.label for button in app.button] == [*["Read"] * 20, "Show more (2 left)"]


def test_a_scenario_file_that_was_left_out_is_named_where_a_trainer_would_look_for_it(
    house: Services, open_as: OpenAs
) -> None:
    assert not at(open_as(Role.TRAINER), "assign").warning
    line = "library/late.yaml:3: needs: write at least one need"
    frame.provide(lambda: replace(house, broken=(line,)))
    app = at(open_as(Role.TRAINER), "assign")
    (warning,) = app.warning
    assert warning.value.startswith("1 scenario file cannot be used and is missing here. Mend it as said below")
    assert line in [text.value for text in app.text]


def test_a_team_that_has_not_practised_is_told_what_to_do_next(house: Services, enter: Enter) -> None:
    app = enter(founded(house))
    assert [link.value for link in app.page_link] == ["Add people", "Assign a scenario"]


def test_a_team_that_has_yet_to_play_what_it_was_given_is_shown_that(open_as: OpenAs) -> None:
    app = open_as(Role.TRAINER)
    assert [info.value for info in app.info] == [
        "Nothing has been played yet. Conversations appear here once they begin."
    ]
    assert [table[1:] for table in tables(app)] == [[["Noor Haddad", "not yet", "0"]]] * 2


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
    due = short_day(utc_now().date() + timedelta(days=7))
    assert teams[1:] == [["Customer care", "0 of 2", "–", "–"]]
    assert people[1:] == [
        ["Noor Haddad", "Customer care", "The third contact", due, "Not yet", "0", "–", "–"],
        ["Noor Haddad", "Customer care", "The third contact", "–", "Not yet", "1", "–", "–"],
    ]
    assert len(app.get("download_button")) == 1


def test_hrs_filters_narrow_the_table(open_as: OpenAs) -> None:
    app = open_as(Role.HR)
    app.selectbox[2].select("Completed").run()
    assert "Nobody fits all of these filters." in texts(app)


def test_hr_with_nothing_to_report_is_told_so(house: Services, enter: Enter) -> None:
    ada = house.accounts.viewer(founded(house))
    assert ada is not None
    made = house.accounts.add_person(ada, name="Ivo", email="ivo@lindgren.example", role=Role.HR, team_id=None)
    token = house.accounts.sign_in("ivo@lindgren.example", made.first_password)
    house.store.people.acknowledge_notice(made.person.person_id, version=NOTICE_VERSION)
    app = enter(token)
    assert [info.value for info in app.info] == ["No formal practice has been assigned yet. Trainers assign it."]


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
