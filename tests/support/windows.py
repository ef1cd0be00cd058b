"""Browser windows of the end-to-end tier: what their fixtures give, and what every journey does."""

import re
from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Error, Locator, Page, expect

from tests.support.running_app import RunningApp


class StartApp(Protocol):
    def __call__(self, **environment: str) -> RunningApp:
        """The app with these settings, for as long as the module's tests run."""
        ...


class NewPage(Protocol):
    def __call__(self, *, width: int = 1280, height: int = 800) -> Page:
        """A window of its own, without cookies, for as long as the test runs."""
        ...


class SignIn(Protocol):
    def __call__(self, page: Page, app: RunningApp, role: str) -> None:
        """Enter the demo as "trainee", "trainer" or "HR", and acknowledge the notice when it is shown."""
        ...


def press(what: Locator) -> None:
    """Click once the screen has been drawn."""
    wait_until_drawn(what.page)
    what.click()


def press_for(shown: Locator, what: Locator) -> None:
    """Click until something is shown. A redraw that was still on its way takes a click; then a person clicks again."""
    for _ in range(3):
        press(what)
        with suppress(Error):
            shown.wait_for(timeout=10_000)
            break


def wait_until_drawn(page: Page) -> None:
    """While Streamlit draws, what is under the pointer or has the focus may be replaced. The pages before the sign-in
    are not Streamlit's."""
    screen = page.get_by_test_id("stApp")
    if screen.count():
        expect(screen).to_have_attribute("data-test-script-state", "notRunning")


def choose(box: Locator, option: str, *, typed: str) -> None:
    """Choose an option of a select box by typing its beginning. A redraw that was still on its way closes the list,
    even under the pointer, and takes what was typed; then it is typed again, as a person would."""
    wanted = box.page.get_by_role("option", name=option)
    for _ in range(3):
        press(box)
        box.fill(typed)
        with suppress(Error):
            wanted.click(timeout=10_000)
            break
    expect(box).to_have_value(option)


def enter_demo(page: Page, app: RunningApp, role: str) -> None:
    """Enter the demo as "trainee", "trainer" or "HR", and acknowledge the notice when it is shown."""
    page.goto(f"{app.url}/sign-in")
    page.get_by_role("button", name=f"Try it as {'HR' if role == 'HR' else f'a {role}'}").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    if heading.inner_text() == "Before you start":
        press(page.get_by_role("button", name="I have read this"))
        expect(heading).not_to_have_text("Before you start")


def follow_menu(page: Page, name: str) -> None:
    """Go to a screen by the menu."""
    press(page.get_by_test_id("stSidebarNav").get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1, name=re.compile(name))).to_be_visible()
