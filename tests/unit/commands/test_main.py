"""The commands in the process, through typer's runner: what they print, and how they say what is wrong."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.main import app
from tests.support.scenario_fixture import SCENARIO_TEXT, edited
from training.settings import setting_names

runner = CliRunner()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: object, given: str = "") -> Result:
    return runner.invoke(app, [str(argument) for argument in arguments], input=given)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def jsonl(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def out(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "command", [[], ["check"], ["play"], ["read"], ["score"], ["search"], ["migrate"], ["backup"], ["audit"], ["serve"]]
)
def test_help_says_what_a_command_does(command: list[str]) -> None:
    result = run(*command, "--help")
    assert (result.exit_code, "Usage:" in result.stdout) == (0, True)


def test_the_library_is_sound() -> None:
    result = run("check")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "all is well")


def test_check_names_every_mistake_and_fails(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(edited(("difficulty: 2", "difficulty: nine"), ("minutes: 8", "minuten: 8")), encoding="utf-8")
    result = run("check", file)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{file}:8: error: difficulty: write a whole number",
        f"{file}:9: error: minuten: there is no key 'minuten' here; did you mean 'minutes'?",
        "2 errors, 0 warnings",
    ]


def test_check_counts_errors_and_warnings(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SCENARIO_TEXT, encoding="utf-8")
    result = run("check", file)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "0 errors, 2 warnings")
    absent = run("check", tmp_path / "absent.yaml")
    assert absent.exit_code == 1
    assert "there is no such file; check the path" in absent.stdout


def test_play_answers_each_line_and_ends_with_the_scorecard() -> None:
    given = '{"say": "Hello Owen, I believe you."}\n\n{"do": {"action": "trace_parcel"}}\n'
    result = run("play", "missed-anniversary", "--seed", 3, given=given)

    assert (result.exit_code, result.stderr) == (0, "")
    opening, answer, desk, end = lines(result)
    assert set(opening) == {"customer", "engine", "mood", "because"}
    assert (answer["said"], answer["engine"]) == ("Hello Owen, I believe you.", "scripted")
    assert desk["desk"] == {
        "action": "trace_parcel",
        "accepted": True,
        "result": json.loads(result.stdout.splitlines()[2])["desk"]["result"],
    }
    assert end["ending"] == {"id": "left_waiting", "kind": "abandoned"}
    card = end["scorecard"]
    assert isinstance(card, dict)
    assert {"criteria", "dimensions", "gates", "simulated", "versions"} <= set(card)


BAD_LINES = [
    "not json",
    "[]",
    '"say"',
    "{}",
    '{"say": "a", "do": {"action": "trace_parcel"}}',
    '{"say": 1}',
    '{"say": null}',
    '{"do": {}}',
    '{"do": {"action": "fly"}}',
    '{"do": {"action": "redeliver"}}',
    '{"say": ""}',
    '{"say": "\\u0000"}',
    '{"say": "\\ud800"}',
    '{"say": "a", "extra": 1}',
    '{"say": "' + "x" * 4_001 + '"}',
    '{"say": "' + "x" * 200_001 + '"}',
    "[" * 50_000,
    '{"do": {"action": "goodwill", "amount": ' + "9" * 5_000 + ', "kind": "Voucher"}}',
    "\x00\x01\x02",
]


def test_a_line_that_cannot_be_used_is_answered_with_an_error_and_the_conversation_goes_on() -> None:
    given = "\n".join([*BAD_LINES, '{"say": "Hello, Owen."}'])
    result = run("play", "missed-anniversary", given=given)
    assert result.exit_code == 0
    opening, *answers, last, end = lines(result)
    assert "customer" in opening
    assert [list(answer) for answer in answers] == [["error"]] * len(BAD_LINES)
    assert all(len(str(answer["error"])) < 400 for answer in answers)
    assert last["said"] == "Hello, Owen."
    assert "ending" in end


def test_play_can_be_read_as_a_conversation() -> None:
    given = (
        '{"say": "Hello, Owen."}\n{"do": {"action": "redeliver", "day": "Tuesday", "handover": "Home, 10 to 12"}}\nx'
    )
    result = run("play", "missed-anniversary", "--transcript", given=given)
    assert result.exit_code == 0
    text = result.stdout
    heading, opening, *_ = text.splitlines()
    assert heading.split() == ["upset", "trust", "effort", "patience"]
    assert opening.startswith("Owen      ")
    assert re.search(r"(?: +\d+\.\d){4}$", opening)
    assert "\nYou       Hello, Owen.\n" in text
    assert "[desk]    redeliver. refused: Not booked." in text
    assert "\n!         Write {" in text
    assert "\nEnding: " in text


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["play", "nowhere"], 1, "frontstage: There is no scenario 'nowhere'. There are: "),
        (["play", "missed-anniversary", "--engine", "abacus"], 2, "write scripted or model"),
        (["play", "missed-anniversary", "--engine", "model"], 2, "set FRONTSTAGE_MODEL first"),
        (["play", "missed-anniversary", "--seed", "x"], 2, "unable to parse string as an integer"),
        (["read", "absent.jsonl", "out.jsonl"], 1, "frontstage: [Errno 2] No such file or directory: 'absent.jsonl'"),
        (["score", "absent.jsonl", "out.jsonl"], 1, "frontstage: [Errno 2] No such file"),
        (["score", "absent.jsonl", "out.jsonl", "--engine", "oracle"], 2, "write embedded or model"),
        (["search", "a.jsonl", "out.jsonl", "--corpus", "b.jsonl"], 1, "frontstage: [Errno 2] No such file"),
        (["search", "a.jsonl", "out.jsonl"], 2, "--corpus"),
        (
            ["search", "a.jsonl", "out.jsonl", "--corpus", "b.jsonl", "-k", "0"],
            2,
            "should be greater than or equal to 1",
        ),
        (["unknown"], 2, "No such command"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], code: int, complaint: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    said = " ".join(result.stderr.replace("│", " ").split())
    assert complaint in said
    assert "Traceback" not in result.stderr
    if code == 1:
        assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_PORT", "eighty")
    for command in (["migrate"], ["serve"], ["play", "missed-anniversary"]):
        result = run(*command)
        assert (result.exit_code, result.stderr) == (
            1, "frontstage: FRONTSTAGE_PORT: 'eighty' cannot be used. Allowed: a whole number from 1 to 65535.\n",
        )  # fmt: skip


def test_migrate_makes_the_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting_names()["data_dir"], str(tmp_path / "new" / "data"))
    result = run("migrate")
    assert (result.exit_code, result.stdout) == (0, "The records are up to date.\n")
    assert (tmp_path / "new" / "data" / "frontstage.db").exists()


def test_migrate_into_a_folder_that_cannot_be_made_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(setting_names()["data_dir"], str(tmp_path / "file" / "data"))
    result = run("migrate")
    assert result.exit_code == 1
    assert result.stderr.startswith("frontstage: The data folder cannot be made: ")
    assert len(result.stderr.splitlines()) == 1


def test_read_finds_acts_and_levels(tmp_path: Path) -> None:
    source = jsonl(
        tmp_path / "in.jsonl",
        {"id": "a", "context": "My parcel never came.", "text": "I understand your frustration.", "label": "unused"},
        {"id": "b", "context": [{"speaker": "customer", "text": "Again?"}], "text": "What happened that evening?"},
        {"id": "c", "text": ""},
        {"id": "d", "text": "Es tut mir sehr leid, dass das Paket nicht gekommen ist."},
    )
    result = run("read", source, tmp_path / "out.jsonl")

    assert (result.exit_code, result.stdout) == (0, f"4 records written to {tmp_path / 'out.jsonl'}\n")
    first, second, *unread = out(tmp_path / "out.jsonl")
    assert set(first) == {"id", "acts", "emotional_reaction", "interpretation", "exploration"}
    assert "empty_formula" in str(first["acts"])
    assert "ask_open" in str(second["acts"])
    nothing = {"acts": [], "emotional_reaction": 0, "interpretation": 0, "exploration": 0}
    assert unread == [
        {"id": "c", **nothing, "unread": "There are no words in it."},
        {
            "id": "d",
            **nothing,
            "unread": "It is not in English, the only language that Frontstage can read so far.",
        },
    ]


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ({"id": "a"}, "frontstage: record 'a': text must be a text."),
        ({"text": "x"}, "frontstage: {source}:1: a record needs an id, which is a text."),
        ({"id": "a", "text": "x", "context": 5}, "frontstage: record 'a': context must be a text or a list of turns."),
        (
            {"id": "a", "text": "x", "context": [{"speaker": ["customer"], "text": "y"}]},
            "frontstage: record 'a': a turn needs a speaker (customer or agent) and a text.",
        ),
        (
            {"id": "a", "text": "x", "context": ["y"]},
            "frontstage: record 'a': a turn needs a speaker (customer or agent) and a text.",
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, record: object, complaint: str) -> None:
    source = jsonl(tmp_path / "in.jsonl", record)
    result = run("read", source, tmp_path / "out.jsonl")
    assert (result.exit_code, result.stderr) == (1, f"{complaint.replace('{source}', str(source))}\n")
    assert not (tmp_path / "out.jsonl").exists()


def test_score_gives_levels_with_quotes(tmp_path: Path) -> None:
    turns = [
        {"speaker": "customer", "text": "My line has been dead for a week and nobody calls me back."},
        {"speaker": "agent", "text": "A week without a line must be maddening. I will ring the engineer now."},
        {"speaker": "customer", "text": "Thank you, that helps."},
        {"speaker": "agent", "text": "He comes tomorrow at nine, and I call you at ten to hear whether it works."},
        {"speaker": "customer", "text": "Great, thanks. That solves it."},
    ]
    source = jsonl(tmp_path / "in.jsonl", {"id": "a", "turns": turns}, {"id": "b", "turns": turns[:1]})
    result = run("score", source, tmp_path / "out.jsonl")

    assert (result.exit_code, result.stderr) == (0, "")
    scored, silent = out(tmp_path / "out.jsonl")
    for name in ("empathy", "problem_solving", "satisfaction"):
        level = scored[name]
        assert isinstance(level, float | int)
        assert 1 <= level <= 5
    evidence = scored["evidence"]
    assert isinstance(evidence, list)
    for each in evidence:
        assert not each["quote"] or each["quote"] in turns[each["turn"]]["text"]
    assert (silent["empathy"], silent["problem_solving"]) == (1.0, 1.0)
    assert silent["unscored"]


def test_search_finds_the_document_that_answers(tmp_path: Path) -> None:
    corpus = jsonl(
        tmp_path / "docs.jsonl",
        {"id": "bread", "title": "Bread", "text": "Knead the dough for ten minutes and let it rise."},
        {"id": "tea", "text": "Pour boiling water over the leaves and wait for four minutes."},
    )
    queries = jsonl(tmp_path / "in.jsonl", {"id": "1", "query": "how long does tea brew"}, {"id": "2", "query": " "})
    result = run("search", queries, tmp_path / "out.jsonl", "--corpus", corpus, "-k", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert out(tmp_path / "out.jsonl") == [{"id": "1", "hits": ["tea"]}, {"id": "2", "hits": []}]
