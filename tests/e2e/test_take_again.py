"""Another take of a conversation, compared with the first; stopping on a phone; sound; in a real Chromium."""

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.support.accessibility import grave_faults
from tests.support.running_app import RunningApp
from tests.support.talking import CUSTOMER, TITLE, box, end, messages, say
from tests.support.windows import NewPage, SignIn, press, wait_until_drawn

SORRY = "Hello Owen, I am so sorry that nobody came with the present on your anniversary. What happened that evening?"
RUDE = "You idiot, shut up and stop whining."
DAY = "I will have it brought to the library garage on Wednesday morning. Would that work for you?"
HEARD = "Then it was never about the box. You had that whole evening laid out. How did Carys take it?"


def start(page: Page) -> None:
    press(page.get_by_role("button", name=f"Meet {CUSTOMER}"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_role("radio", name="Full")).to_be_checked()
    assert grave_faults(page) == []
    press(page.get_by_role("button", name="Start", exact=True))
    expect(messages(page)).to_have_count(1)


def rate(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Your own view")).to_be_visible()
    questions = page.get_by_role("radiogroup")
    questions.nth(0).get_by_text("3 · In part").click()
    questions.nth(1).get_by_text("2 · A little").click()
    press(page.get_by_role("button", name="See the debrief"))
    expect(page.get_by_role("heading", name="Every word")).to_be_visible()


def test_a_conversation_is_taken_again_from_its_second_message_and_both_takes_are_compared(
    app: RunningApp, new_page: NewPage, sign_in: SignIn
) -> None:
    page = new_page()
    sign_in(page, app, "trainee")
    start(page)
    say(page, SORRY)
    press(page.get_by_role("button", name="Help", exact=True))
    expect(page.get_by_text("One thing to try now")).to_be_visible()
    assert grave_faults(page) == []
    say(page, RUDE)
    say(page, DAY)

    messages(page).nth(3).hover()
    press(messages(page).nth(3).get_by_role("button", name="Take it again from here"))
    expect(page.get_by_text("Another take, from your message 2.")).to_be_visible()
    expect(messages(page)).to_have_count(3)
    expect(box(page)).to_have_value(RUDE)
    say(page, HEARD)
    end(page)
    press(page.get_by_role("button", name="Say how it went"))
    rate(page)
    press(page.get_by_role("button", name="Go on with it"))
    expect(messages(page)).to_have_count(7)
    end(page)

    press(page.get_by_role("button", name="Take a moment first"))
    expect(page.get_by_role("heading", level=1, name="That was a hard one")).to_be_visible()
    assert grave_faults(page) == []
    press(page.get_by_role("button", name="Go on to the debrief"))
    rate(page)
    expect(page.get_by_role("heading", name="Other ways it went")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    first = page.locator("[class*=st-key-before-]").filter(has_text="First take").first
    second = page.locator("[class*=st-key-after-]").filter(has_text="Take 2").first
    expect(first).to_contain_text(RUDE)
    expect(second).to_contain_text(HEARD)
    expect(first).to_contain_text("This is the debrief that you are reading.")
    assert abs(top(first) - top(second)) < 2
    assert grave_faults(page) == []

    page.set_viewport_size({"width": 390, "height": 844})
    expect(second).to_be_visible()
    assert top(second) > top(first) + 50
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def top(what: Locator) -> float:
    frame = what.bounding_box()
    assert frame is not None
    return frame["y"]


def test_on_a_phone_a_conversation_is_stopped_without_a_score_and_a_calm_screen_follows(
    app: RunningApp, new_page: NewPage, sign_in: SignIn
) -> None:
    page = new_page(width=390, height=844)
    sign_in(page, app, "trainee")
    start(page)
    say(page, SORRY)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_in_viewport(ratio=1)
    press(stop)
    expect(page.get_by_text("nothing is held against you")).to_be_visible()
    assert grave_faults(page) == []
    press(page.get_by_role("button", name="Stop, nothing is scored"))
    expect(page.get_by_role("heading", level=1, name="You stopped, and that is fine")).to_be_visible()
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    press(page.get_by_role("button", name="Look at the conversation again"))
    expect(page.get_by_text("It has no score and no ending")).to_be_visible()
    expect(page.get_by_placeholder("This conversation was stopped")).to_be_disabled()


def test_a_line_is_marked_as_wrong_with_the_keyboard_alone(app: RunningApp, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, app, "trainee")
    start(page)
    mark = messages(page).first.get_by_role("button", name="This line was wrong")
    wait_until_drawn(page)
    mark.focus()
    expect(mark.locator("xpath=ancestor::*[contains(@class, 'st-key-tools-')]")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    reason = page.get_by_label("What was wrong with it?")
    expect(reason).to_be_visible()
    expect(mark).to_be_focused()
    page.keyboard.press("Tab")
    expect(reason).to_be_focused()
    page.keyboard.type("Nobody has asked yet.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You marked this line as wrong: “Nobody has asked yet.”")).to_be_visible()


@pytest.fixture
def complaints(new_page: NewPage) -> tuple[Page, list[str]]:
    """A window, and what its browser complains of: scripts that fail or are refused."""
    page, said = new_page(), []

    def note(line: ConsoleMessage) -> None:
        if "Content Security Policy" in line.text or "Permissions policy" in line.text:
            said.append(line.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def test_sound_is_off_until_asked_for_and_adds_words_to_what_was_typed(
    app: RunningApp, complaints: tuple[Page, list[str]], sign_in: SignIn
) -> None:
    page, said = complaints
    sign_in(page, app, "trainee")
    start(page)
    press(page.get_by_role("button", name="Hear Owen"))
    expect(page.get_by_role("button", name="Stop reading aloud")).to_be_visible()
    say(page, SORRY)
    expect(page.get_by_role("button", name="Stop reading aloud")).to_be_visible()
    press(page.get_by_role("button", name="Stop reading aloud"))
    expect(page.get_by_role("button", name="Hear Owen")).to_be_visible()

    box(page).fill("I had typed")
    press(page.get_by_role("button", name="Dictate", exact=True))
    expect(page.get_by_text("Chrome and some others send the sound to their maker")).to_be_visible()
    expect(page.get_by_role("button", name="Start dictating")).to_be_focused()
    assert grave_faults(page) == []
    press(page.get_by_role("button", name="Start dictating"))
    # There is no microphone here: the browser says no, and the screen says what to do instead.
    expect(page.get_by_text("You can type as before.")).to_be_visible()
    expect(box(page)).to_have_value("I had typed")
    # What the browser would have recognised goes by the script's own way into the box.
    put = (
        "async () => (await import(document.querySelector('script[src^=\"/sound.js\"]').src)).dictateInto(' and said ')"
    )
    assert page.evaluate(put) is True
    expect(box(page)).to_have_value("I had typed and said")
    before = messages(page).count()
    box(page).press("Enter")
    expect(messages(page)).to_have_count(before + 2)
    expect(messages(page).nth(before)).to_contain_text("I had typed and said")
    assert said == []
