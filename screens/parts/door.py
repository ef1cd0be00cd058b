"""The pages before the app: sign-in, first set-up, and a plain page for trouble. Server-rendered, with no script.

Always holds: whatever a person typed is escaped by the template; a password is never put back into a page; the one
style block is the one that the content security policy names by its hash.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = Path(__file__).resolve().parents[1]


@cache
def _style() -> str:
    return (FOLDER / "door.css").read_text(encoding="utf-8")


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals["style"] = _style()
    return made


def digest(block: str) -> str:
    """The SHA-256 of a style or script block as a content security policy writes it."""
    return base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()


@cache
def content_policy() -> str:
    """The content security policy of these pages: no script at all, the one style block, forms to this server."""
    return (
        f"default-src 'none'; style-src 'sha256-{digest(_style())}'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def sign_in_page(*, after: str, email: str = "", problem: str = "", demo: bool, set_up: bool) -> str:
    """The sign-in page. `after` is the local path to go to; `demo` offers the demo organisation, `set_up` the first
    real one."""
    return (
        _templates()
        .get_template("sign_in.html")
        .render(after=after, email=email, problem=problem, demo=demo, set_up=set_up)
    )


def set_up_page(*, typed: Mapping[str, str] | None = None, problem: str = "") -> str:
    """The page that founds the first organisation, with what was `typed` before (organisation, name, email)."""
    kept = {name: (typed or {}).get(name, "") for name in ("organisation", "name", "email")}
    return _templates().get_template("set_up.html").render(typed=kept, problem=problem)


def trouble_page(problem: str) -> str:
    """A page that says what is wrong, for when there is nothing else to show."""
    return _templates().get_template("trouble.html").render(problem=problem)
