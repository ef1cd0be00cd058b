"""Nothing of the product asks a chat model past the redaction and the month's limit."""

import ast
from pathlib import Path

from tests.support.house import ROOT, package_files

DOORS = {"open_chat_model", "OpenAIChat"}
# Benchmarks measure a provider of their own, on this machine.
ALLOWED = {
    ROOT / "language" / "chat.py",
    ROOT / "language" / "openai_chat.py",
    ROOT / "training" / "wiring.py",
    ROOT / "benchmarks" / "faults.py",
}


def opens_a_model(file: Path) -> bool:
    names = (node.id for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Name))
    return not DOORS.isdisjoint(names)


def test_a_chat_model_is_opened_in_one_place() -> None:
    assert {file for file in package_files() if opens_a_model(file)} - ALLOWED == set()


def test_there_it_is_wrapped_by_both() -> None:
    source = (ROOT / "training" / "wiring.py").read_text(encoding="utf-8")
    assert source.count("open_chat_model(") == 1
    assert "MeteredChatModel(RedactingChatModel(open_chat_model(" in source
