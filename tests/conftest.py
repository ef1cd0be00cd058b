"""What holds for every test.

- A developer's own settings and keys reach no test: each FRONTSTAGE_ name is set to nothing, which means the default
  and wins over a .env file, and no provider's key is in the environment. The live tier alone keeps them.
- The end-to-end tier runs in one worker, and says so when it must be skipped.
- With CI=true a skipped test is a failed test: a tier that silently does not run protects nobody.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.support.browser import find_browser
from training.settings import PREFIX, setting_names

# As the commands do, before numpy is loaded (commands/__init__.py says why).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

TESTS = Path(__file__).parent
IN_CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("-m") == "live":
        return
    for name in setting_names().values():
        if name.startswith(PREFIX):
            os.environ[name] = ""
        else:
            os.environ.pop(name, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    browser = find_browser()
    for item in items:
        if not item.path.is_relative_to(TESTS / "e2e"):
            continue
        item.add_marker(pytest.mark.xdist_group("browser"))
        if browser is None:
            item.add_marker(pytest.mark.skip(reason="end to end: no Chromium or Chrome found (see setup/system.sh)"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = _not_in_ci(item.nodeid, report.longrepr)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = _not_in_ci(collector.nodeid, report.longrepr)
    return report


def _not_in_ci(what: str, why: object) -> str:
    return f"{what} was skipped, which CI=true does not allow: {why}"
