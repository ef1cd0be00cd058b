"""A trainer's People screen: adding somebody, a new password, closing an account and opening it again."""

from streamlit.testing.v1 import AppTest

from domain.people import Role, Viewer
from tests.support.screens import Enter, OpenAs, at, founded, press, tables, texts
from training.wiring import Services


def test_a_person_is_added_and_the_first_password_stays_until_it_is_passed_on(house: Services, open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "people")
    app.text_input[0].set_value("Sam <b>Ode</b>")
    app.text_input[1].set_value("sam@harbour.example")
    press(app, "Add person")
    email, password = (block.value for block in app.code)
    assert email == "sam@harbour.example"
    assert [message.value for message in app.success] == ["Sam \\<b\\>Ode\\<\\/b\\> is added\\."]
    assert ["Sam <b>Ode</b>", "sam@harbour.example", "Trainee", "Customer care"] in tables(app)[0]
    app.run()
    assert app.code[1].value == password
    press(app, "I have passed it on")
    assert not app.code
    assert house.accounts.sign_in("sam@harbour.example", password)


def about(app: AppTest, person: Viewer) -> AppTest:
    """Choose the person whose account is to be managed."""
    return app.selectbox(key="account").select(person.person_id).run()


def test_a_new_password_is_made_once_its_meaning_was_read(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    session = house.accounts.demo_sign_in(Role.TRAINEE)
    app = about(at(open_as(Role.TRAINER), "people"), trainee)
    press(app, "New password")
    assert "The present password stops working, and every sign-in of theirs ends now." in texts(app)
    assert house.accounts.viewer(session) == trainee
    press(app, "Make a new password")
    assert [message.value for message in app.success] == ["Noor Haddad has a new first password\\."]
    email, password = (block.value for block in app.code)
    assert house.accounts.viewer(session) is None
    assert house.accounts.viewer(house.accounts.sign_in(email, password)) == trainee
    press(app, "I have passed it on")
    assert not app.code


def test_an_account_is_closed_marked_in_words_and_opened_again(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    app = about(at(open_as(Role.TRAINER), "people"), trainee)
    press(app, "Close account")
    press(app, "Close this account")
    assert [message.value for message in app.success] == ["Noor Haddad is signed out everywhere\\."]
    assert tables(app)[0][-1][0] == "Noor Haddad (account closed)"
    assert "New password" not in [button.label for button in app.button]
    assert "This account is closed." in texts(app)
    press(app, "Open account again")
    press(app, "Open this account")
    assert [message.value for message in app.success] == ["The account of Noor Haddad is open again\\."]
    assert "Noor Haddad" in [row[0] for row in tables(app)[0]]
    assert house.accounts.viewer(house.accounts.demo_sign_in(Role.TRAINEE)) == trainee


def test_a_first_password_leaves_the_screen_when_its_account_is_closed(open_as: OpenAs, trainee: Viewer) -> None:
    app = about(at(open_as(Role.TRAINER), "people"), trainee)
    for label in ("New password", "Make a new password"):
        press(app, label)
    assert len(app.code) == 2
    for label in ("Close account", "Close this account"):
        press(app, label)
    assert not app.code


def test_nothing_is_assigned_to_somebody_whose_account_is_closed(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    house.accounts.set_active(trainer, trainee.person_id, active=False)
    app = at(open_as(Role.TRAINER), "assign")
    assert not app.multiselect
    assert [info.value for info in app.info] == ["There is nobody to assign anything to yet."]


def test_an_account_is_left_as_it_is_when_the_trainer_thinks_again(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    session = house.accounts.demo_sign_in(Role.TRAINEE)
    app = about(at(open_as(Role.TRAINER), "people"), trainee)
    press(app, "Close account")
    press(app, "Leave it as it is")
    assert [button.label for button in app.button if "account" in button.label] == ["Close account"]
    assert house.accounts.viewer(session) == trainee


def test_what_another_trainer_did_meanwhile_is_said_and_changes_nothing(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    app = about(at(open_as(Role.TRAINER), "people"), trainee)
    press(app, "New password")
    confirm = next(button for button in app.button if button.label == "Make a new password")
    house.accounts.set_active(trainer, trainee.person_id, active=False)
    confirm.click().run()
    assert [error.value for error in app.error] == ["The account of Noor Haddad is closed\\. Open it again first\\."]
    assert not app.code


def test_an_address_that_is_taken_is_refused_and_keeps_what_was_typed(open_as: OpenAs) -> None:
    app = at(open_as(Role.TRAINER), "people")
    app.text_input[0].set_value("Another Noor")
    app.text_input[1].set_value("noor@demo.invalid")
    press(app, "Add person")
    assert len(app.error) == 1
    assert app.text_input[0].value == "Another Noor"


def test_a_trainer_of_the_whole_organisation_adds_teams(house: Services, enter: Enter) -> None:
    app = at(enter(founded(house)), "people")
    next(box for box in app.text_input if box.label == "Team's name").set_value("Night shift")
    press(app, "Add team")
    team = next(box for box in app.selectbox if box.label == "Team")
    assert team.options == ["No team", "First team", "Night shift"]
