"""The server: the app, the pages before it (sign-in, set-up), health, and how it is started.

Always holds: a session is a cookie that no script can read and that only these routes set; a form from another site,
a body that is too large and a redirect that leads elsewhere are refused; passwords are neither logged nor put back.
"""

import asyncio
import logging
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from domain.errors import Conflict, FrontstageError, InvalidInput, NotAllowed, Unavailable
from domain.people import Role
from screens.parts.door import set_up_page, sign_in_page, trouble_page
from screens.parts.frame import COOKIE, note_crash, provide, services
from screens.parts.gate import Gate, is_own_form, local_path
from screens.parts.sound import PATH as SOUND
from screens.parts.sound import SCRIPT
from training.settings import Settings
from training.wiring import build

log = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parent
LARGEST_FORM: Final = 16 * 1024  # bytes; the largest honest form has under 2 KB
MOST_FIELDS: Final = 12
# Argon2 takes 64 MiB for each password that is checked: more at once would let strangers fill the memory.
_checking_passwords: Final = asyncio.Semaphore(4)


async def show_sign_in(request: Request) -> Response:
    after = local_path(request.query_params.get("next", "/"))
    if await run_in_threadpool(services().accounts.viewer, request.cookies.get(COOKIE, "")) is not None:
        return RedirectResponse(after, status_code=303)
    return await _sign_in_again(after)


async def sign_in(request: Request) -> Response:
    form = await _form(request)
    after, email = local_path(form.get("next", "/")), form.get("email", "")
    try:
        async with _checking_passwords:
            token = await run_in_threadpool(services().accounts.sign_in, email, form.get("password", ""))
    except FrontstageError as error:
        return await _sign_in_again(after, email=email, error=error)
    return _signed_in(request, token, after)


async def sign_in_to_demo(request: Request) -> Response:
    form = await _form(request)
    after = local_path(form.get("next", "/"))
    try:
        role = next((role for role in Role if role.value == form.get("role")), None)
        if role is None:
            raise InvalidInput("Choose one of the three roles.")
        token = await run_in_threadpool(services().accounts.demo_sign_in, role)
    except FrontstageError as error:
        return await _sign_in_again(after, error=error)
    return _signed_in(request, token, after)


async def sign_out(request: Request) -> Response:
    await _form(request)
    await run_in_threadpool(services().accounts.sign_out, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=_is_https(request))
    return answer


async def lead_to_sign_in(_: Request) -> Response:
    """For an address that only takes forms, when somebody types it or comes back to it."""
    return RedirectResponse("/sign-in", status_code=303)


async def show_set_up(_: Request) -> Response:
    if not await run_in_threadpool(services().accounts.set_up_due):
        return RedirectResponse("/sign-in", status_code=303)
    return HTMLResponse(set_up_page())


async def set_up(request: Request) -> Response:
    form = await _form(request)
    try:
        async with _checking_passwords:
            token = await run_in_threadpool(_found, form)
    except FrontstageError as error:
        return HTMLResponse(set_up_page(typed=form, problem=str(error)), status_code=_status(error))
    return _signed_in(request, token, "/")


async def healthz(_: Request) -> Response:
    """200 while requests can be served, 503 while the records cannot be read. Holds nothing worth hiding."""
    try:
        await run_in_threadpool(services().accounts.set_up_due)
    except FrontstageError:
        return JSONResponse({"ok": False, "records": False}, status_code=503)
    return JSONResponse({"ok": True, "records": True})


async def sound(_: Request) -> Response:
    """The one script of our own. Its address changes with it, so a browser need not ask twice."""
    return FileResponse(
        SCRIPT, media_type="text/javascript", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


class Refused(Exception):
    """A request that is not even read as a form: its status, and a sentence for the page."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


async def show_refusal(_: Request, error: Refused) -> Response:
    return HTMLResponse(trouble_page(str(error)), status_code=error.status)


async def show_trouble(_: Request, error: FrontstageError) -> Response:
    return HTMLResponse(trouble_page(str(error)), status_code=_status(error))


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Services come up with the server, and finish what is under way when it stops."""
    house = await run_in_threadpool(services)
    house.warm()
    try:
        yield
    finally:
        await run_in_threadpool(house.close)


ROUTES: Final = (
    Route("/healthz", healthz, methods=["GET"]),
    Route(SOUND, sound, methods=["GET"]),
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-in/demo", sign_in_to_demo, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/set-up", show_set_up, methods=["GET"]),
    Route("/set-up", set_up, methods=["POST"]),
    Route("/sign-in/demo", lead_to_sign_in, methods=["GET"]),
    Route("/sign-out", lead_to_sign_in, methods=["GET"]),
)
MIDDLEWARE: Final = (Middleware(Gate, services=services),)

app = st.App(
    ROOT / "app.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=note_crash,
    exception_handlers={Refused: show_refusal, FrontstageError: show_trouble},
)


def serve(settings: Settings) -> None:
    """Serve until stopped. Raises Unavailable when the port is taken, and what `training.wiring.build` raises."""
    level = settings.log_level.upper()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.setLevel(level)  # bm25s asks for every detail of itself when it is imported
    logging.getLogger("alembic").setLevel(logging.WARNING)  # each start would tell of plugins
    _check_port(settings)
    house = build(settings)
    provide(lambda: house)
    # Streamlit looks for .streamlit/config.toml beside the launcher that argv names, and that is a script of .venv.
    sys.argv = [str(ROOT / "server.py")]
    name = "localhost" if settings.on_this_machine_alone else settings.public_hosts[0]
    sys.stdout.write(f"Frontstage is open on http://{name}:{settings.port} (stop it with Ctrl+C)\n")
    sys.stdout.flush()
    app.run(
        config={
            "server.address": settings.host,
            "server.port": settings.port,
            "server.allowedHosts": list(settings.public_hosts),
            "server.headless": True,
            "logger.hideWelcomeMessage": True,
        }
    )


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        raise Unavailable(
            f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror or error}. Stop what uses it, "
            "or choose another with FRONTSTAGE_PORT."
        ) from error


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a form that our own page sent. Raises Refused."""
    if not is_own_form(request):
        raise Refused(
            403, "This form came from another site, so nothing was done. Open Frontstage itself and try again."
        )
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise Refused(413, "That was more than this form takes. Nothing was done.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"))
    except ValueError as error:
        raise Refused(400, "This form could not be read. Nothing was done.") from error


async def _sign_in_again(after: str, *, email: str = "", error: FrontstageError | None = None) -> Response:
    accounts = services().accounts
    page = sign_in_page(
        after=after,
        email=email,
        problem=str(error) if error else "",
        demo=await run_in_threadpool(accounts.demo_available),
        set_up=await run_in_threadpool(accounts.set_up_due),
    )
    return HTMLResponse(page, status_code=_status(error) if error else 200)


def _found(form: Mapping[str, str]) -> str:
    return services().accounts.found(
        organisation=form.get("organisation", ""),
        name=form.get("name", ""),
        email=form.get("email", ""),
        password=form.get("password", ""),
    )


def _signed_in(request: Request, token: str, after: str) -> Response:
    answer = RedirectResponse(after, status_code=303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=services().settings.session_hours * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_https(request),
    )
    return answer


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def _status(error: FrontstageError) -> int:
    match error:
        case NotAllowed():
            return 403
        case Conflict():
            return 409
        case Unavailable():
            return 503
        case _:
            return 422
