"""docs/customers.md is what the command prints today."""

import subprocess

from tests.support.house import ROOT


def test_the_page_of_conversations_is_as_the_command_plays_them() -> None:
    played = subprocess.run(
        [ROOT / "setup" / "customers.sh"], capture_output=True, text=True, check=True, timeout=300
    ).stdout
    assert played == (ROOT / "docs" / "customers.md").read_text(encoding="utf-8"), "run: make customers"
