"""What every journey through Owen Pritchard's conversation does in the browser."""

from playwright.sync_api import Locator, Page, expect

from tests.support.windows import press

TITLE, CUSTOMER = "Delivered at 14:12", "Owen Pritchard"


def messages(page: Page) -> Locator:
    return page.get_by_test_id("stChatMessage")


def box(page: Page) -> Locator:
    return page.get_by_placeholder(f"Write to {CUSTOMER}")


def say(page: Page, words: str) -> None:
    """Send a message and wait until it is answered. Enter is pressed again, as a person would, where a redraw of the
    box swallowed it: a message that arrives twice is saved once."""
    before = messages(page).count()
    for patience in (8_000, 8_000, 40_000):
        box(page).fill(words)
        box(page).press("Enter")
        try:
            expect(messages(page)).not_to_have_count(before, timeout=patience)
            break
        except AssertionError:
            if patience == 40_000:
                raise
    expect(messages(page)).to_have_count(before + 2)
    expect(page.get_by_text("Owen is writing")).to_have_count(0)
    expect(messages(page)).to_have_count(before + 2)


def end(page: Page) -> None:
    press(page.get_by_role("button", name="End", exact=True))
    press(page.get_by_role("button", name="End the conversation"))
    expect(page.get_by_text("The conversation is over.")).to_be_visible()
