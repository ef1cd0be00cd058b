"""Finds the browser that the end-to-end tier drives."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MAC_APPS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome, or None."""
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), next((str(app) for app in MAC_APPS if app.exists()), None))
