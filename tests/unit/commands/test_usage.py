"""`frontstage usage`: what a month cost, as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.main import app
from records.rows import ModelUsage
from tests.support.practice import SCENARIO, hire, open_house
from training.settings import setting_names


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTSTAGE_DATA_DIR", str(tmp_path))


def test_a_month_is_printed_with_each_model_against_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    attempt = services.practice.start(hire(services).mira, SCENARIO, seed=1)
    services.store.attempts.record_usage(attempt, turn=1, usage=ModelUsage("small", 1_000_000, 100_000, 0, 3))
    services.close()
    monkeypatch.setenv("FRONTSTAGE_MODEL_INPUT_PRICE", "2")
    monkeypatch.setenv("FRONTSTAGE_MODEL_OUTPUT_PRICE", "8")
    monkeypatch.setenv("FRONTSTAGE_MODEL_MONTHLY_BUDGET", "10")

    result = CliRunner().invoke(app, ["usage", "--month", "2026-03"])

    assert result.exit_code == 0, result.output
    assert json.loads(result.output) == {
        "month": "2026-03",
        "tokens": 1_100_000,
        "token_limit": None,
        "money": 2.8,
        "money_limit": 10.0,
        "models": [
            {
                "usage": {
                    "model": "small",
                    "input_tokens": 1_000_000,
                    "output_tokens": 100_000,
                    "cached_tokens": 0,
                    "requests": 3,
                    "estimated_tokens": 0,
                },
                "money": 2.8,
            }
        ],
    }


def test_what_is_no_month_is_one_line_on_standard_error() -> None:
    result = CliRunner().invoke(app, ["usage", "--month", "March"])
    assert result.exit_code == 1
    assert result.stderr == "frontstage: 'March' is no month. Write it as 2026-11.\n"
