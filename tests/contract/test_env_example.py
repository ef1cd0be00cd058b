"""`.env.example` documents every setting, in the words and with the defaults of the code."""

import re
from pathlib import Path

import pytest

from tests.support.house import ROOT
from training.settings import Settings, load_settings, setting_names

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
ASSIGNMENT = re.compile(r"^#([A-Z_]+)=(.*)$", re.MULTILINE)


def test_it_names_every_setting_once_in_the_order_of_the_code() -> None:
    assert [name for name, _ in ASSIGNMENT.findall(EXAMPLE)] == list(setting_names().values())


def test_each_setting_is_explained_in_the_words_of_the_code() -> None:
    words = " ".join(line.removeprefix("#").strip() for line in EXAMPLE.splitlines())
    missing = [
        name
        for field, name in setting_names().items()
        if str(Settings.model_fields[field].description) not in " ".join(words.split())
    ]
    assert missing == []


def test_its_values_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / ".env"
    file.write_text(ASSIGNMENT.sub(r"\1=\2", EXAMPLE), encoding="utf-8")
    assert load_settings(env_file=file) == load_settings(env_file=None)
