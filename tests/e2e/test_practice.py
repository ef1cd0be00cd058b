"""A trainee's practice from the sign-in to the debrief, in a real Chromium, on a desk and on a phone.

With SCREENSHOT_TO set to a file, the debrief of the first test is kept there: the picture in the README is made so.
"""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import grave_faults
from tests.support.model_server import MODEL, ModelServer, Reply
from tests.support.running_app import RunningApp
from tests.support.talking import CUSTOMER, TITLE, box, end, messages, say
from tests.support.windows import NewPage, SignIn, StartApp, choose, follow_menu, press, press_for

SORRY = "Hello Owen, I am so sorry that nobody came with the present on your anniversary. What happened that evening?"
HORRIBLE = "That is a horrible way to spend it, going out to the gate again and again. What is your postcode, please?"
POLICY = "I understand, but calm down please. Policy says that the parcel was delivered."
LATER = "I will have it brought to the library garage on Wednesday morning. Would that work for you?"
MARKS = "**b** <b>x</b> :red[x] $x$ :material/face: :smile: [a](http://b.c) www.d.e f@g.h -> i"
# It tells what is asked in SORRY: a line that keeps that back does not stand.
SPOKEN = "I am still here. I went out to the gate four times with her watching. At half nine she cleared the table."


def start(page: Page) -> None:
    """From the library into the conversation, by way of the brief."""
    press(page.get_by_role("button", name=f"Meet {CUSTOMER}"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    press(page.get_by_role("button", name="Start", exact=True))
    expect(page.get_by_role("heading", level=1, name=CUSTOMER)).to_be_visible()
    expect(messages(page)).to_have_count(1)


def use_tool(page: Page, label: str) -> Locator:
    """Open a tool of the desk and return its frame."""
    frame = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=label))
    if frame.locator("details[open]").count() == 0:
        frame.locator("summary").click()
    return frame


def rate(page: Page) -> None:
    press(page.get_by_role("button", name="Say how it went"))
    expect(page.get_by_role("heading", level=1, name="Your own view")).to_be_visible()
    questions = page.get_by_role("radiogroup")
    questions.nth(0).get_by_text("3 · In part").click()
    questions.nth(1).get_by_text("2 · A little").click()
    press(page.get_by_role("button", name="See the debrief"))
    expect(page.get_by_role("heading", level=1, name="Debrief")).to_be_visible()
    expect(page.get_by_role("heading", name="Every word")).to_be_visible()


def test_a_whole_practice_from_the_library_to_the_debrief(app: RunningApp, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, app, "trainee")
    start(page)
    expect(page.get_by_text("Simulated customer")).to_be_visible()
    say(page, SORRY)
    say(page, HORRIBLE)
    say(page, POLICY)

    press(page.get_by_role("tab", name="Tools"))
    booking = use_tool(page, "Book a timed re-delivery")
    press(booking.get_by_text("Wednesday", exact=True))
    choose(booking.get_by_role("combobox"), "Library garage, 8 to 10", typed="Library garage, 8")
    press(booking.get_by_role("button", name="Book a timed re-delivery"))
    expect(booking.get_by_test_id("stAlert")).to_contain_text("Refused. Not booked.")
    for label in ("Check order number and postcode", "Open the courier's scan log"):
        tool = use_tool(page, label)
        press_for(tool.get_by_test_id("stAlert"), tool.get_by_role("button", name=label))
        expect(tool.get_by_test_id("stAlert")).to_contain_text("Accepted.")
    press(booking.get_by_role("button", name="Book a timed re-delivery"))
    expect(booking.get_by_test_id("stAlert")).to_contain_text("Accepted. Booked with the courier: Wednesday")
    say(page, LATER)
    assert grave_faults(page) == []

    end(page)
    rate(page)
    expect(page.get_by_text("calm down please").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^[1-5]\.\d of 5 · "))).to_have_count(2)
    expect(page.get_by_text("You said 3 of 5")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    assert grave_faults(page) == []
    if file := os.environ.get("SCREENSHOT_TO"):
        page.set_viewport_size({"width": 1280, "height": 1120})
        page.get_by_text("The curve as a table").scroll_into_view_if_needed()
        page.get_by_role("heading", level=1).scroll_into_view_if_needed()
        page.screenshot(path=file)

    follow_menu(page, "My conversations")
    press(page.get_by_role("button", name="Read the debrief"))
    expect(page.get_by_role("heading", level=1, name="Debrief")).to_be_visible()


def test_on_a_phone_the_box_the_desk_and_the_way_out_are_in_reach(
    app: RunningApp, new_page: NewPage, sign_in: SignIn
) -> None:
    page = new_page(width=390, height=844)
    sign_in(page, app, "trainee")
    start(page)
    say(page, SORRY)
    expect(messages(page).last).to_be_in_viewport()
    expect(page.get_by_text("Simulated customer")).to_be_in_viewport()
    expect(page.get_by_role("tab", name="Records")).to_be_hidden()
    expect(page.get_by_text(re.compile("Frustration .* Trust"))).to_be_in_viewport()
    assert grave_faults(page) == []

    box(page).fill("half a sentence")
    press(page.get_by_text("Desk and brief"))
    expect(page.get_by_role("tab", name="Records")).to_be_in_viewport()
    expect(messages(page).first).to_be_hidden()
    expect(box(page)).to_have_value("half a sentence")
    press(page.get_by_role("tab", name="Policy"))
    expect(page.get_by_text("Goodwill for a missed day")).to_be_visible()
    assert grave_faults(page) == []
    press(page.get_by_text("Conversation", exact=True).last)
    expect(messages(page).first).to_be_visible()

    end(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rate(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave_faults(page) == []


def test_peoples_words_are_shown_as_they_were_typed(app: RunningApp, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, app, "trainee")
    start(page)
    words = f"I am sorry about your anniversary, {MARKS}\n\n    and a second line"
    say(page, words)
    mine = messages(page).nth(1)
    assert mine.get_by_test_id("stText").inner_text() == words
    for tag in ("a", "strong", "b", "code", "pre", ".katex", "[data-testid=stIconMaterial]"):
        expect(mine.get_by_test_id("stText").locator(tag)).to_have_count(0)

    end(page)
    rate(page)
    quote = page.get_by_text("“I am sorry about your anniversary").first
    expect(quote).to_be_visible()
    for tag in ("a", "strong", "b", "code", "pre", ".katex"):
        expect(quote.locator(tag)).to_have_count(0)


def test_a_pause_outlives_the_browser(app: RunningApp, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, app, "trainee")
    start(page)
    say(page, SORRY)
    press(page.get_by_role("button", name="Pause"))
    expect(page.get_by_text("The conversation rests")).to_be_visible()
    address = page.url

    later = new_page()
    sign_in(later, app, "trainee")
    later.goto(address)
    expect(later.get_by_text(SORRY)).to_be_visible()
    press(later.get_by_role("button", name="Go on"))
    say(later, HORRIBLE)


@pytest.fixture
def slow_model() -> Iterator[ModelServer]:
    with ModelServer([Reply(text=SPOKEN, pause_s=0.4)]) as server:
        yield server


def test_a_reply_is_made_to_its_end_when_the_tab_is_closed_in_the_middle_of_it(
    start_app: StartApp, slow_model: ModelServer, new_page: NewPage, sign_in: SignIn
) -> None:
    app = start_app(
        FRONTSTAGE_MODEL=MODEL,
        OPENAI_BASE_URL=slow_model.base_url,
        OPENAI_API_KEY="loopback",
        # A busy machine takes its time over a first request, and the script must not speak for that.
        FRONTSTAGE_FIRST_TOKEN_SECONDS="60",
        FRONTSTAGE_REPLY_SECONDS="120",
    )
    page = new_page()
    sign_in(page, app, "trainee")
    start(page)
    box(page).fill(SORRY)
    box(page).press("Enter")
    expect(page.get_by_text("Owen is writing")).to_be_visible()
    expect(page.get_by_text("I am still here.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(SPOKEN)).to_have_count(0)
    address, window = page.url, page.context
    page.close()

    again = window.new_page()
    again.goto(address)
    expect(again.get_by_text(SORRY)).to_be_visible()
    expect(again.get_by_text(SPOKEN)).to_be_visible()
    expect(messages(again)).to_have_count(3)
    expect(again.get_by_text("Owen is writing")).to_have_count(0)
    expect(again.get_by_text(SPOKEN)).to_be_visible()
    assert len(slow_model.requests) == 1
