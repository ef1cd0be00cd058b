"""What stands before every request: which names are answered, who must sign in first, and the headers of security.

Always holds: a page of the app, or a file that a screen made, is served to nobody without a valid session; no answer
can be framed, sniffed or told to fetch from elsewhere; a form that another site sends is refused, and so is a WebSocket
that it opens, for the browser would send the session with it from every port of this host.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import FrontstageError
from screens.parts.door import content_policy, digest, trouble_page
from screens.parts.frame import COOKIE
from training.wiring import Services

# The microphone is for dictation (`sound.js`); the browser asks the person for it all the same.
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(self), geolocation=(), payment=(), usb=()",
}
OPEN_PATHS: Final = frozenset({"/healthz", "/sign-in", "/sign-in/demo", "/sign-out", "/set-up"})
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_MACHINERY: Final = ("/_stcore/", "/static/", "/media/", "/component/", "/vendor/")
_LONGEST_PATH: Final = 500


@cache
def app_policy() -> str:
    """The content security policy of the app. No other host is ever asked. Styles are made in the browser, tables and
    charts compile WebAssembly, images may be data; of inline scripts only those of Streamlit's own page may run."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = " ".join(f"'sha256-{digest(script)}'" for script in _INLINE_SCRIPT.findall(page))
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


class Gate:
    """Pure ASGI middleware, so that neither streams nor WebSockets are held up."""

    def __init__(self, app: ASGIApp, *, services: Callable[[], Services]) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            kept_out = not await self._may_connect(HTTPConnection(scope))
            await (_close if kept_out else self._app)(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, path=scope["path"])
            await send(message)

        answer = await self._turned_away(HTTPConnection(scope))
        await (answer or self._app)(scope, receive, send_with_headers)

    async def _may_connect(self, request: HTTPConnection) -> bool:
        """Whether a WebSocket may be opened. Who is signed in is asked at every run of a screen, which can say so."""
        try:
            services = await run_in_threadpool(self._services)
        except FrontstageError:
            return False
        known = is_known_host(request.headers.get("host", ""), services.settings.public_hosts)
        return known and is_own_origin(request)

    async def _turned_away(self, request: HTTPConnection) -> Response | None:
        """The answer of the gate itself, None when the request may pass."""
        path = request.url.path
        if path == "/healthz":
            return None
        try:
            services = await run_in_threadpool(self._services)
            if not is_known_host(request.headers.get("host", ""), services.settings.public_hosts):
                return HTMLResponse(trouble_page("Frontstage is not reached under this name."), status_code=400)
            if not is_page(path) and not is_made_file(path):
                return None
            token = request.cookies.get(COOKIE, "")
            if await run_in_threadpool(services.accounts.viewer, token) is not None:
                return None
        except FrontstageError as error:
            return HTMLResponse(trouble_page(str(error)), status_code=503)
        return RedirectResponse(f"/sign-in?next={quote(_whole_path(request), safe='')}", status_code=303)


def is_page(path: str) -> bool:
    """Whether the path is a page of the app: none of the open ones, no file, and no machinery of Streamlit's."""
    last = path.rsplit("/", 1)[-1]
    return path not in OPEN_PATHS and not path.startswith(_MACHINERY) and "." not in last


def is_made_file(path: str) -> bool:
    """Whether the path is a file that a screen made, such as HR's tables. Streamlit itself gives one to whoever knows
    its name. The mark (.svg) stands on the page for who is signed out, too."""
    return path.startswith("/media/") and not path.endswith(".svg")


def is_known_host(host: str, known: tuple[str, ...]) -> bool:
    """Whether the Host header names this Frontstage. A page elsewhere may point its own name at this address."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name is not None and name.rstrip(".") in {each.strip("[]").lower() for each in known}


def is_own_form(request: Request) -> bool:
    """Whether a POST was sent by a page of this server. As in Go's net/http CrossOriginProtection: the browser's word
    (Sec-Fetch-Site) first, then Origin against Host; with neither, no browser sent it, and there is nobody to trick."""
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from in {"same-origin", "none"}
    return is_own_origin(request)


def is_own_origin(request: HTTPConnection) -> bool:
    """Whether the page that asks is of this server, its port too; True when no browser says from where it asks."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:
        return False


def local_path(after: str) -> str:
    """`after` when it is a path of this server, otherwise "/": a sign-in never leads elsewhere."""
    plain = after.isascii() and after.isprintable() and "\\" not in after and len(after) <= _LONGEST_PATH
    if plain and after.startswith("/") and not after.startswith("//") and urlsplit(after).path not in OPEN_PATHS:
        return after
    return "/"


async def _close(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Refuse a WebSocket before it is opened: the browser sees 403."""
    await send({"type": "websocket.close", "code": 1008})


def _whole_path(request: HTTPConnection) -> str:
    query = request.url.query
    return local_path(f"{request.url.path}?{query}" if query else request.url.path)


def _add_headers(message: MutableMapping[str, object], *, path: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    own = "text/html" in headers.get("content-type", "") and path in OPEN_PATHS
    headers["Content-Security-Policy"] = content_policy() if own else app_policy()
    if path in OPEN_PATHS or is_made_file(path):
        headers["Cache-Control"] = "no-store"
