"""What the server answers before any screen is drawn: a real process, spoken to over HTTP on loopback."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from screens.parts.gate import HEADERS
from screens.parts.sound import SCRIPT
from tests.support.house import ROOT
from tests.support.running_app import RunningApp, running_app

SECURITY = {name.lower() for name in HEADERS} | {"content-security-policy"}
FOUNDER = {
    "organisation": "Lindgren Opticians",
    "name": "Ada Lindgren",
    "email": "ada@lindgren.example",
    "password": "a long password",
}

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def cookie(self) -> str:
        """The session cookie as a Cookie header."""
        return self.headers["set-cookie"].split(";")[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    with running_app(tmp_path_factory.mktemp("demo")) as app:
        yield app


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An app with a real organisation."""
    with running_app(tmp_path_factory.mktemp("founded")) as app:
        assert post(app, "/set-up", FOUNDER).status == 303
        yield app


def get(app: RunningApp, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    return ask(app, "GET", path, "", headers or {})


def post(app: RunningApp, path: str, form: Mapping[str, str] | str, headers: Mapping[str, str] | None = None) -> Answer:
    body = form if isinstance(form, str) else urlencode(form)
    return ask(app, "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})


def ask(app: RunningApp, method: str, path: str, body: str, headers: Mapping[str, str]) -> Answer:
    with closing(http.client.HTTPConnection(urlsplit(app.url).netloc, timeout=30)) as connection:
        connection.request(method, path, body=body.encode() or None, headers=dict(headers))
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)


def sign_in(app: RunningApp, role: str = "trainee") -> str:
    return post(app, "/sign-in/demo", {"role": role}).cookie


def test_health_says_only_that_it_is_well(demo: RunningApp) -> None:
    answer = get(demo, "/healthz")
    assert (answer.status, answer.text) == (200, '{"ok":true,"records":true}')


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("/", "%2F"),
        ("/history", "%2Fhistory"),
        ("/conversation?attempt=12ab", "%2Fconversation%3Fattempt%3D12ab"),
        ("/anything/else", "%2Fanything%2Felse"),
    ],
)
def test_a_page_leads_to_the_sign_in_and_remembers_where_to_go(demo: RunningApp, path: str, after: str) -> None:
    answer = get(demo, path)
    assert (answer.status, answer.headers["location"]) == (303, f"/sign-in?next={after}")


@pytest.mark.parametrize("cookie", ["frontstage_session=", "frontstage_session=made-up", "other=1"])
def test_a_cookie_that_is_no_session_opens_nothing(demo: RunningApp, cookie: str) -> None:
    assert get(demo, "/history", {"Cookie": cookie}).status == 303


def test_the_demo_signs_in_and_leads_on(demo: RunningApp) -> None:
    answer = post(demo, "/sign-in/demo", {"role": "trainee", "next": "/conversation?attempt=12ab"})
    assert (answer.status, answer.headers["location"]) == (303, "/conversation?attempt=12ab")
    assert get(demo, "/", {"Cookie": answer.cookie}).status == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(demo: RunningApp) -> None:
    header = post(demo, "/sign-in/demo", {"role": "hr"}).headers["set-cookie"]
    name, *flags = [part.strip() for part in header.split(";")]
    assert re.fullmatch(r"frontstage_session=[\w-]{43}", name)
    assert sorted(flag.lower() for flag in flags) == ["httponly", "max-age=43200", "path=/", "samesite=lax"]


def test_behind_https_the_cookie_is_for_https_alone(demo: RunningApp) -> None:
    header = post(demo, "/sign-in/demo", {"role": "hr"}, {"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert "secure" in [part.strip().lower() for part in header.split(";")]


def test_a_file_that_a_screen_made_is_given_to_nobody_without_a_session_and_not_kept(demo: RunningApp) -> None:
    outside, inside = get(demo, "/media/12ab.xlsx"), get(demo, "/media/12ab.xlsx", {"Cookie": sign_in(demo)})
    assert (outside.status, outside.headers["location"]) == (303, "/sign-in?next=%2Fmedia%2F12ab.xlsx")
    assert (inside.status, inside.headers["cache-control"]) == (404, "no-store")
    assert get(demo, "/media/12ab.svg").status == 404


@pytest.mark.parametrize("path", ["/healthz", "/sign-in", "/set-up", "/history", "/favicon.png"])
def test_every_answer_carries_the_headers_of_security(demo: RunningApp, path: str) -> None:
    answer = get(demo, path)
    assert set(answer.headers) >= SECURITY
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_the_app_itself_carries_the_headers_of_security(demo: RunningApp) -> None:
    answer = get(demo, "/", {"Cookie": sign_in(demo)})
    assert answer.status == 200
    assert set(answer.headers) >= SECURITY


def test_the_pages_before_the_app_allow_no_script_and_are_not_kept(demo: RunningApp) -> None:
    answer = get(demo, "/sign-in")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text


def test_the_script_for_sound_is_a_file_of_this_server_and_no_other_script_may_run(demo: RunningApp) -> None:
    answer = get(demo, "/sound.js?v=1")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert answer.text == SCRIPT.read_text(encoding="utf-8")
    page = get(demo, "/conversation", {"Cookie": sign_in(demo)})
    scripts = next(
        part for part in page.headers["content-security-policy"].split("; ") if part.startswith("script-src")
    )
    assert [word for word in scripts.split()[1:] if not word.startswith("'sha256-")] == ["'self'", "'wasm-unsafe-eval'"]
    assert "microphone=(self)" in page.headers["permissions-policy"]


def test_the_sign_in_says_that_customers_are_simulated_and_offers_the_demo(demo: RunningApp) -> None:
    text = " ".join(get(demo, "/sign-in").text.split())
    assert "Every customer here is simulated by software." in text
    assert [role for role in ("trainee", "trainer", "hr") if f'value="{role}"' in text] == ["trainee", "trainer", "hr"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\tb", "/sign-out", ""],
)
def test_a_sign_in_never_leads_elsewhere(demo: RunningApp, elsewhere: str) -> None:
    assert post(demo, "/sign-in/demo", {"role": "hr", "next": elsewhere}).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/demo", "/sign-out", "/set-up"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(demo: RunningApp, path: str, headers: Mapping[str, str]) -> None:
    answer = post(demo, path, {"role": "trainee", **FOUNDER}, headers)
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_a_form_of_our_own_page_is_taken(demo: RunningApp) -> None:
    assert post(demo, "/sign-in/demo", {"role": "hr"}, {"Origin": demo.url}).status == 303
    assert post(demo, "/sign-in/demo", {"role": "hr"}, {"Sec-Fetch-Site": "same-origin"}).status == 303


def test_a_web_socket_of_another_site_or_port_is_refused_even_with_a_session(demo: RunningApp) -> None:
    cookie, host = sign_in(demo), urlsplit(demo.url)
    origins = ["http://127.0.0.1:1", f"http://{host.hostname}", "https://evil.example", "null", "http://[::1", demo.url]
    statuses = [get(demo, "/_stcore/stream", {**UPGRADE, "Cookie": cookie, "Origin": each}).status for each in origins]
    assert statuses == [403, 403, 403, 403, 403, 101]


def test_a_web_socket_to_a_name_that_is_not_ours_is_refused(demo: RunningApp) -> None:
    rebound = {"Cookie": sign_in(demo), "Host": "evil.example", "Origin": "http://evil.example"}
    assert get(demo, "/_stcore/stream", {**UPGRADE, **rebound}).status == 403


def test_a_form_that_is_too_large_or_has_too_many_fields_is_refused(demo: RunningApp) -> None:
    assert post(demo, "/sign-in", {"email": "a" * 20_000}).status == 413
    assert post(demo, "/sign-in", {f"field{n}": "x" for n in range(50)}).status == 400


def test_bytes_that_are_no_text_are_refused_in_words(demo: RunningApp) -> None:
    answer = post(demo, "/sign-in", "email=%ff%fe&password=%00")
    assert answer.status == 403
    assert "do not belong together" in answer.text


def test_a_wrong_password_keeps_the_address_and_never_the_password(founded: RunningApp) -> None:
    typed = {"email": '"><b>@lindgren.example', "password": "my-secret-guess", "next": "/history"}
    answer = post(founded, "/sign-in", typed)
    assert answer.status == 403
    assert 'value="&#34;&gt;&lt;b&gt;@lindgren.example"' in answer.text
    assert "my-secret-guess" not in answer.text
    assert 'name="next" value="/history"' in answer.text
    assert 'role="alert"' in answer.text


def test_the_right_password_signs_in_and_signing_out_ends_it_for_good(founded: RunningApp) -> None:
    cookie = post(founded, "/sign-in", {"email": " ADA@lindgren.example ", "password": FOUNDER["password"]}).cookie
    assert get(founded, "/", {"Cookie": cookie}).status == 200
    assert get(founded, "/sign-in?next=/team", {"Cookie": cookie}).headers["location"] == "/team"
    out = post(founded, "/sign-out", {}, {"Cookie": cookie})
    assert (out.status, out.headers["location"]) == (303, "/sign-in")
    assert 'frontstage_session=""' in out.headers["set-cookie"]
    assert get(founded, "/", {"Cookie": cookie}).status == 303


def test_with_a_real_organisation_demo_and_set_up_are_closed(founded: RunningApp) -> None:
    assert "Try it as" not in get(founded, "/sign-in").text
    assert post(founded, "/sign-in/demo", {"role": "trainer"}).status == 403
    assert get(founded, "/set-up").headers["location"] == "/sign-in"
    assert post(founded, "/set-up", {**FOUNDER, "email": "eve@evil.example"}).status == 409


@pytest.mark.parametrize("wrong", [{"organisation": " "}, {"name": ""}, {"email": "ada"}, {"password": "short"}])
def test_a_set_up_that_cannot_be_used_keeps_what_was_typed(demo: RunningApp, wrong: dict[str, str]) -> None:
    answer = post(demo, "/set-up", {**FOUNDER, **wrong})
    assert answer.status == 422
    assert 'role="alert"' in answer.text
    kept = {**FOUNDER, **wrong}
    assert [f'value="{kept[name]}"' in answer.text for name in ("organisation", "name", "email")] == [True] * 3
    assert kept["password"] not in answer.text.replace("10 characters or more. A short sentence", "")


def test_an_unknown_role_is_refused(demo: RunningApp) -> None:
    assert post(demo, "/sign-in/demo", {"role": "owner"}).status == 422


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_a_name_that_is_not_ours_is_turned_away(demo: RunningApp, host: str) -> None:
    assert get(demo, "/sign-in", {"Host": host}).status == 400


def test_an_address_that_only_takes_forms_leads_back_to_the_sign_in(demo: RunningApp) -> None:
    assert [get(demo, path).headers["location"] for path in ("/sign-out", "/sign-in/demo")] == ["/sign-in"] * 2


def test_a_port_that_is_taken_is_one_line_and_no_trace(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", "from commands.main import app; app(['serve'])"],
            cwd=ROOT,
            env={"PATH": "", "FRONTSTAGE_PORT": str(port), "FRONTSTAGE_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"frontstage: Cannot listen on 127.0.0.1, port {port}: ")
    assert done.stderr.count("\n") == 1


HEAVY = ("altair", "chromadb", "langchain", "langchain_core", "langchain_openai", "onnxruntime", "openai", "pandas")
ASK_FOR_SIGN_IN = f"""
import asyncio, sys
from starlette.applications import Starlette
import server

sent = []
async def ask():
    scope = {{"type": "http", "method": "GET", "path": "/sign-in", "raw_path": b"/sign-in", "query_string": b"",
             "headers": [(b"host", b"localhost")], "scheme": "http", "server": ("localhost", 80), "root_path": ""}}
    async def receive():
        return {{"type": "http.request", "body": b"", "more_body": False}}
    async def send(message):
        sent.append(message)
    await Starlette(routes=list(server.ROUTES), middleware=list(server.MIDDLEWARE))(scope, receive, send)
asyncio.run(ask())
print(sent[0]["status"], [name for name in {HEAVY} if name in sys.modules])
"""


def test_the_sign_in_page_loads_nothing_heavy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK_FOR_SIGN_IN],
        cwd=ROOT,
        env={"PATH": "", "FRONTSTAGE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("200 []\n", 0), done.stderr
