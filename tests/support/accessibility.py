"""What axe-core finds on a page that has come to rest, in words that a failing test can show."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
SCROLLED_UNDER = "because it is partially obscured"
# While a script runs, Streamlit fades what the run before left there, and lets it fade in again: no colour to measure.
AT_REST = """() => {
    const app = document.querySelector('[data-testid="stApp"]')
    const moving = document.getAnimations().some(it => it instanceof CSSTransition && it.playState === 'running')
    const running = app && app.dataset.testScriptState !== 'notRunning'
    return !running && !document.querySelector('[data-stale="true"]') && !moving
}"""


def grave_faults(page: Page) -> list[str]:
    """Each serious or critical violation of WCAG 2.2 A and AA on the page as "rule: what, where". A target that is
    scrolled half under a bar is none: it can be scrolled out again. Playwright's TimeoutError if it never rests."""
    page.wait_for_function(AT_REST)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found: dict[str, Any] = Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}}).response
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]} {said}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
        if SCROLLED_UNDER not in (said := node["any"][0]["message"] if node["any"] else "")
    ]
