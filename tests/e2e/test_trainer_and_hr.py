"""A trainer adds somebody and assigns a scenario; it is played; HR sees completion and scores, and no word of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from domain.clock import utc_now
from domain.people import Role, Viewer
from screens.parts.words import day, short_day
from tests.support.accessibility import grave_faults
from tests.support.running_app import RunningApp
from tests.support.screens import person_of
from tests.support.windows import NewPage, SignIn, follow_menu, press
from training.settings import Settings
from training.wiring import Services, build

FORMULA = '=HYPERLINK("http://evil.example","Sam")'
SCENARIO = "All fine, thank you"
SENTENCE = "Good afternoon Mr Pryce, I am sorry that the website sent you in circles."
SAID = (
    f"{SENTENCE} I can do this for you now, and tomorrow's payment will not be taken.",
    "May I ask what has changed at home, so that I can pass it on?",
    "Thank you for telling me. That must be hard after seven years. I will confirm it by e-mail before six today.",
)
MOST_GOODBYES = 20


@pytest.fixture(scope="module")
def services(app: RunningApp) -> Iterator[Services]:
    """The use cases over the records of the running app, for what another test does through the screens."""
    made = build(Settings(data_dir=app.data_dir))
    yield made
    made.close()


def play_assigned(services: Services, trainee: Viewer) -> str:
    """Play what the test before has assigned as the trainee, until the customer has ended it."""
    assigned = next(item for item in services.assignments.mine(trainee) if item.title == SCENARIO)
    attempt = services.practice.start(trainee, assigned.scenario_id, assignment_id=assigned.assignment_id, seed=1)
    for number, text in enumerate([*SAID, *["Goodbye."] * MOST_GOODBYES]):
        services.practice.say(trainee, attempt, text, key=str(number))
        services.worker.wait(attempt)
        if services.practice.conversation(trainee, attempt).state == "ended":
            return attempt
    raise AssertionError("the customer never took the hint")


def test_a_trainer_adds_a_person_with_a_first_password(app: RunningApp, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, app, "trainer")
    follow_menu(page, "People")
    page.get_by_label("Name", exact=True).fill(FORMULA)
    page.get_by_label("E-mail address").fill("sam@harbour.example")
    press(page.get_by_role("button", name="Add person"))
    password = first_password(page)
    expect(page.get_by_role("cell", name=FORMULA)).to_be_visible()
    newcomer = new_page()
    enter_with(newcomer, app, password)
    expect(newcomer.get_by_role("heading", level=1, name="Before you start")).to_be_visible()


def first_password(page: Page) -> str:
    """The first password that the trainer's screen shows."""
    password = page.get_by_test_id("stCode").nth(1).inner_text().strip()
    assert len(password) == 16
    return password


def enter_with(page: Page, app: RunningApp, password: str) -> None:
    page.goto(f"{app.url}/sign-in")
    page.get_by_label("E-mail address").fill("sam@harbour.example")
    page.get_by_label("Password").fill(password)
    press(page.get_by_role("button", name="Sign in"))


def test_a_trainer_assigns_a_scenario_and_the_trainee_sees_it_with_its_due_date(
    app: RunningApp, new_page: NewPage, sign_in: SignIn
) -> None:
    due = utc_now().date() + timedelta(days=5)
    page = new_page()
    sign_in(page, app, "trainer")
    follow_menu(page, "Assign")
    pick(page, "Scenario", SCENARIO)
    pick(page, "People", "Noor Haddad")
    page.keyboard.press("Escape")
    pick(page, "People", "HYPERLINK")
    page.keyboard.press("Escape")
    press(page.get_by_text("Formal", exact=True))
    page.get_by_label("A line for them").fill("Let him go well.")
    enter_date(page, due.isoformat())
    press(page.get_by_role("button", name="Assign", exact=True))
    expect(page.get_by_text(f"{SCENARIO} is assigned to 2 people.")).to_be_visible()
    expect(page.get_by_text(f"Formal · due by {short_day(due)}")).to_be_visible()
    press(page.get_by_text("Completed by 0 of 2"))
    expect(page.get_by_role("row").filter(has_text="Noor Haddad").first).to_contain_text("not yet")

    trainee = new_page(width=390, height=844)
    sign_in(trainee, app, "trainee")
    expect(trainee.get_by_text(f"Due by {day(due)}")).to_be_visible()
    expect(trainee.get_by_text("From your trainer: Let him go well.")).to_be_visible()
    card = trainee.locator("[class*=st-key-assigned-]").filter(has_text=SCENARIO)
    press(card.get_by_role("button", name="Read the brief"))
    expect(trainee.get_by_role("heading", level=1, name=SCENARIO)).to_be_visible()
    expect(trainee.get_by_text("never the words.")).to_be_visible()


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box by typing, as somebody at a keyboard does."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    press(page.get_by_role("option", name=option))


def enter_date(page: Page, iso: str) -> None:
    press(page.get_by_role("spinbutton", name="year"))
    page.keyboard.type(iso.replace("-", ""))
    page.keyboard.press("Escape")  # closes the calendar, keeps the date


def test_hr_sees_completion_and_scores_and_can_reach_no_word(
    app: RunningApp, services: Services, new_page: NewPage, sign_in: SignIn, tmp_path: Path
) -> None:
    attempt = play_assigned(services, person_of(services, Role.TRAINEE))
    page = new_page()
    sign_in(page, app, "HR")
    row = page.get_by_role("row").filter(has_text="Noor Haddad").filter(has_text=SCENARIO)
    expect(row.get_by_role("cell").nth(4)).to_have_text(short_day(utc_now()))
    scores = [row.get_by_role("cell").nth(column).inner_text() for column in (6, 7)]
    assert [re.fullmatch(r"[1-5]\.\d", score) is not None for score in scores] == [True, True]
    expect(page.get_by_role("row").filter(has_text="HYPERLINK")).to_contain_text("Not yet")

    with page.expect_download() as download:
        press(page.get_by_role("button", name="Download both tables"))
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    names = [cell.value for cell in openpyxl.load_workbook(file)["People"]["A"]]
    assert sorted(names[1:]) == ["'" + FORMULA, "Noor Haddad", "Noor Haddad"]

    for path in (f"/attempt?attempt={attempt}", f"/debrief?attempt={attempt}", f"/conversation?attempt={attempt}"):
        page.goto(f"{app.url}{path}")
        expect(page.get_by_role("heading", level=1, name="Completion and scores")).to_be_visible()
        assert SENTENCE not in page.content()


def test_a_trainer_reads_the_conversation_that_was_assigned(
    app: RunningApp, new_page: NewPage, sign_in: SignIn
) -> None:
    page = new_page()
    sign_in(page, app, "trainer")
    press(page.get_by_role("button", name="Read").first)
    expect(page.get_by_text(SENTENCE).first).to_be_visible()


def test_signing_out_ends_the_session_in_every_window(app: RunningApp, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, app, "trainer")
    other = page.context.new_page()
    other.goto(f"{app.url}/people")
    expect(other.get_by_role("heading", level=1, name="People")).to_be_visible()
    press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", level=1, name="Rehearse the hard conversations")).to_be_visible()
    press(other.get_by_role("button", name="Add person"))
    expect(other.get_by_role("heading", level=1, name="You are signed out")).to_be_visible()
    page.goto(f"{app.url}/people")
    expect(page).to_have_url(f"{app.url}/sign-in?next=%2Fpeople")


def test_a_lost_password_is_replaced_and_a_closed_account_is_shut_out_until_it_is_open_again(
    app: RunningApp, new_page: NewPage, sign_in: SignIn
) -> None:
    page, sam = new_page(), new_page()
    sign_in(page, app, "trainer")
    follow_menu(page, "People")
    pick(page, "Whose account?", "HYPERLINK")
    press(page.get_by_role("button", name="New password"))
    press(page.get_by_role("button", name="Make a new password"))
    expect(page.get_by_text("has a new first password.")).to_be_visible()
    enter_with(sam, app, first_password(page))
    press(sam.get_by_role("button", name="I have read this"))
    expect(sam.get_by_role("heading", level=1, name="Practise")).to_be_visible()

    press(page.get_by_role("button", name="Close account"))
    expect(page.get_by_text("They are signed out everywhere")).to_be_visible()
    assert grave_faults(page) == []
    press(page.get_by_role("button", name="Close this account"))
    expect(page.get_by_role("cell", name="(account closed)")).to_be_visible()
    sam.reload()
    expect(sam.get_by_role("heading", level=1, name="Rehearse the hard conversations")).to_be_visible()

    press(page.get_by_role("button", name="Open account again"))
    press(page.get_by_role("button", name="Open this account"))
    expect(page.get_by_role("cell", name="(account closed)")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("trainer", ["/", "/assign", "/people", "/calibration", "/practise", "/notice", "/account"]),
        ("trainer", ["/brief?scenario=third-contact"]),
        ("HR", ["/", "/model"]),
    ],
)
def test_screens_have_no_grave_fault_of_accessibility_and_fit_the_window(
    app: RunningApp, new_page: NewPage, sign_in: SignIn, role: str, paths: list[str], width: int, height: int
) -> None:
    page = new_page(width=width, height=height)
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(f"{app.url}/sign-in")
    assert grave_faults(page) == []
    sign_in(page, app, role)
    for path in paths:
        page.goto(f"{app.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert (path, grave_faults(page)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert refused == []
