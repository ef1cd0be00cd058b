"""A real Chromium against the real app.

`app` is started once for a test module, with a data folder of its own; `start_app` starts further ones with other
settings; `new_page` opens a window of its own (no cookies) in any size; `sign_in` enters by the demo.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.browser import find_browser
from tests.support.running_app import RunningApp, running_app
from tests.support.windows import NewPage, SignIn, StartApp, enter_demo

WAIT_MS = 40_000  # a loaded machine draws its first screen slowly, the more so the first time it imports everything


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        # No sandbox: inside a container the tests may run as root, where Chromium's own does not start.
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartApp]:
    with ExitStack() as apps:

        def start(**environment: str) -> RunningApp:
            return apps.enter_context(running_app(tmp_path_factory.mktemp("app"), environment))

        yield start


@pytest.fixture(scope="module")
def app(start_app: StartApp) -> RunningApp:
    return start_app()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    with ExitStack() as windows:

        def open_one(*, width: int = 1280, height: int = 800) -> Page:
            context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            windows.callback(context.close)
            context.set_default_timeout(WAIT_MS)
            return context.new_page()

        yield open_one


@pytest.fixture
def sign_in() -> SignIn:
    return enter_demo
