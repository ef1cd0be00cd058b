"""`frontstage calibrate`: the figures as tables, what is kept of them, and what is wrong in one line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.main import app
from domain.people import Viewer
from tests.support.judging import alike, asked_for
from tests.support.labelled import ANSWERS, agreeing, file_of, record
from tests.support.model_server import MODEL, ModelServer, Reply
from tests.support.practice import hire, open_house
from training.calibration import ScoringEngine, calibration_from_json
from training.settings import setting_names


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTSTAGE_DATA_DIR", str(tmp_path))


def run(content: bytes, *options: str) -> Result:
    Path("labels.jsonl").write_bytes(content)
    return CliRunner().invoke(app, ["calibrate", "--labels", "labels.jsonl", *options])


def trainer_of(folder: Path) -> Viewer:
    services = open_house(folder)
    try:
        return hire(services).ines
    finally:
        services.close()


def kept(folder: Path, trainer: Viewer) -> list[int]:
    """How many conversations stand behind what the trainer's page shows."""
    services = open_house(folder)
    try:
        engines = services.calibrations.view(trainer).engines
        return [each.calibration.conversations for each in engines if each.calibration]
    finally:
        services.close()


def test_the_figures_are_printed_and_kept_for_everybody(tmp_path: Path) -> None:
    trainer = trainer_of(tmp_path)
    result = run(agreeing(30, "exploration", "empathy"), "--json", "figures.json")
    assert result.exit_code == 0, result.output
    for words in ("Agreement with people", "Bias by length and register", "Empathy: where the levels fell"):
        assert words in result.output
    assert "Asking about what was not said reaches the bar: kappa " in result.output
    assert kept(tmp_path, trainer) == [30]
    written = calibration_from_json(Path("figures.json").read_text(encoding="utf-8"))
    assert (written.engine, list(written.agreement)) == (ScoringEngine.EMBEDDED, ["exploration", "empathy"])


def test_what_is_only_looked_at_is_not_kept(tmp_path: Path) -> None:
    trainer = trainer_of(tmp_path)
    result = run(agreeing(3, "problem_solving"), "--no-save")
    assert result.exit_code == 0, result.output
    assert "Problem-solving, the whole score does not reach the bar: 3 labels of 30" in result.output
    assert result.output.endswith("Not saved: no criterion changes from advisory to automatic by it.\n")
    assert kept(tmp_path, trainer) == []


def test_marks_of_the_terminal_in_a_register_are_printed_as_they_are() -> None:
    result = run(file_of(record(n, {"empathy": 3}, register="[red]chat[/red]") for n in range(5)), "--no-save")
    assert "[red]chat[/red]" in result.output


def test_a_mistake_in_the_file_is_one_line_on_standard_error() -> None:
    result = run(file_of([record(0, {"empathy": 3}), record(1, {"empathy": 7})]))
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "frontstage: labels.jsonl:2: labels: 7 is no level of 'empathy'; write a level from 1 to 5 in half steps, such "
        "as 3.5, or a list of them, one a person.\n"
    )


def test_a_file_that_is_not_there_is_one_line_on_standard_error() -> None:
    result = CliRunner().invoke(app, ["calibrate", "--labels", "none.jsonl"])
    assert (result.exit_code, result.stderr) == (
        1, "frontstage: [Errno 2] No such file or directory: 'none.jsonl'\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("engine", "advice"), [("best", "write embedded or model"), ("model", "set FRONTSTAGE_MODEL first")]
)
def test_an_engine_that_cannot_be_used_is_told_what_can(engine: str, advice: str) -> None:
    result = run(agreeing(1, "empathy"), "--engine", engine)
    assert result.exit_code == 2
    assert advice in result.stderr


def test_the_model_judge_is_compared_by_what_it_decided_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(body: dict[str, object]) -> Reply:
        messages = body["messages"]
        assert isinstance(messages, list)
        rubric, conversation = messages[0]["content"], messages[-1]["content"]
        assert asked_for(rubric)
        number = next(n for n, (first, _) in enumerate(ANSWERS) if first in conversation)
        quotes = [(1, ANSWERS[number][0], "for")]
        return Reply(text=alike(rubric, level=(1.5, 2, 4)[number], quotes=quotes), piece=50)

    with ModelServer(choose=judge) as server:
        monkeypatch.setenv("FRONTSTAGE_MODEL", MODEL)
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        labels = file_of(record(n, {"exploration": (1.5, 2, 4)[n % 3], "satisfaction": 3}) for n in range(30))
        result = run(labels, "--engine", "model", "--json", "figures.json")
        assert result.exit_code == 0, result.output
        assert len(server.requests) == 6  # three conversations, two dimensions: nothing is paid for twice
    figures = json.loads(Path("figures.json").read_text(encoding="utf-8"))
    assert figures["engine"] == "model"
    assert [name for name, _ in figures["versions"]] == ["rubric", "scorer", "reader", "judge"]
    counted = {name: (found["pairs"], found["unscored"]) for name, found in figures["agreement"].items()}
    assert counted == {"exploration": (30, 0), "satisfaction": (0, 30)}
    assert figures["agreement"]["exploration"]["kappa"]["value"] == 1.0
    assert "Asking about what was not said reaches the bar: kappa 1.00 of .60" in result.output
