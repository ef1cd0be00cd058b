"""The commands as a person gives them: processes of their own, bytes in and bytes out."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.house import ROOT

COMMAND = [sys.executable, "-c", "from commands.main import app; app(prog_name='frontstage')"]
CONVERSATION = (
    '{"say": "Hello Owen, I’m sorry that it never came. What happened on Friday evening?"}\n'
    '{"do": {"action": "trace_parcel"}}\n'
    "not a line that can be used\n"
    '{"say": "It never left the depot. That was our mistake."}\n'
).encode()


def frontstage(*arguments: str, given: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*COMMAND, *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


def test_the_same_seed_is_the_same_conversation_byte_for_byte_in_two_processes() -> None:
    played = [
        frontstage("play", "missed-anniversary", "--seed", seed, given=CONVERSATION, PYTHONHASHSEED=hashes)
        for seed, hashes in (("7", "1"), ("7", "2"), ("8", "1"))
    ]
    assert [(each.returncode, each.stderr) for each in played] == [(0, b"")] * 3
    assert played[0].stdout == played[1].stdout
    assert played[0].stdout != played[2].stdout
    assert len(played[0].stdout.splitlines()) == 6


def test_text_beyond_ascii_survives_any_locale() -> None:
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        played = frontstage("play", "missed-anniversary", given=CONVERSATION, **locale)
        assert (played.returncode, played.stderr) == (0, b"")
        said = [json.loads(line).get("said", "") for line in played.stdout.decode("utf-8").splitlines()]
        assert "Hello Owen, I’m sorry that it never came. What happened on Friday evening?" in said


def test_bytes_that_are_no_text_are_answered_and_the_conversation_ends_in_order() -> None:
    played = frontstage("play", "missed-anniversary", given=b"\xff\xfe\x00\x80\n" + os.urandom(2_000) + b"\n")
    assert (played.returncode, played.stderr) == (0, b"")
    events = [json.loads(line) for line in played.stdout.splitlines()]
    assert "customer" in events[0]
    assert all("error" in event for event in events[1:-1])
    assert "ending" in events[-1]


def test_no_input_at_all_is_a_conversation_that_the_trainee_left() -> None:
    played = frontstage("play", "quiet-goodbye")
    opening, end = (json.loads(line) for line in played.stdout.splitlines())
    assert opening["engine"] == "scripted"
    assert end["ending"]["kind"] == "abandoned"


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    with subprocess.Popen(
        [*COMMAND, "play", "missed-anniversary"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, errors = process.communicate(CONVERSATION * 20, timeout=60)
    assert b"Traceback" not in errors


def test_nothing_is_left_behind_and_no_library_has_made_itself_an_identity(tmp_path: Path) -> None:
    """onnxruntime's telemetry, on by default, would leave the identifier that it reports under (.ses)."""
    played = frontstage("play", "missed-anniversary", given=CONVERSATION, TMPDIR=str(tmp_path))
    assert played.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_help_and_errors_of_a_real_process() -> None:
    helped = frontstage("--help", COLUMNS="100")
    assert helped.returncode == 0
    for command in ("serve", "migrate", "check", "play", "read", "score", "search"):
        assert command.encode() in helped.stdout
    wrong = frontstage("play", "nowhere")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith(b"frontstage: There is no scenario 'nowhere'.")
    assert len(wrong.stderr.splitlines()) == 1


def test_score_of_a_file_is_the_same_bytes_twice(tmp_path: Path) -> None:
    turns = [
        {"speaker": "customer", "text": "Where is my order?"},
        {"speaker": "agent", "text": "I looked: it is in Leeds, and it comes tomorrow."},
        {"speaker": "customer", "text": "Thanks."},
        {"speaker": "agent", "text": "You're welcome. I'll check at noon that it left."},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "turns": turns}) + "\n" for n in range(3)))
    for name in ("one", "two"):
        done = frontstage("score", str(source), str(tmp_path / name))
        assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert len((tmp_path / "one").read_bytes().splitlines()) == 3
