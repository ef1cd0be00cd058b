"""A command that the documents tell people to type exists."""

import re

from typer.main import get_group

from tests.support.house import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAKE = re.compile(r"(?:`|^ {4}|^\$ )(?:[A-Z]+=\S+ )*make ([a-z]+)", re.MULTILINE)
FRONTSTAGE = re.compile(r"(?:`|^ {4}|^\$ |\.venv/bin/)frontstage ([a-z][a-z-]*)", re.MULTILINE)


def mentioned(pattern: re.Pattern[str]) -> dict[str, set[str]]:
    """Each document that mentions a command, with the names that it mentions."""
    found = {doc: set(pattern.findall(doc.read_text(encoding="utf-8"))) for doc in DOCUMENTS}
    return {str(doc.relative_to(ROOT)): names for doc, names in found.items() if names}


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    unknown = {doc: names - targets for doc, names in mentioned(MAKE).items() if names - targets}
    assert unknown == {}


def test_every_frontstage_command_in_the_documents_exists() -> None:
    mentions = mentioned(FRONTSTAGE)
    if not mentions:
        return
    from commands.main import app

    commands = set(get_group(app).commands)
    assert {doc: names - commands for doc, names in mentions.items() if names - commands} == {}


def test_no_make_target_can_be_shadowed_by_a_file_of_its_name() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert phony == set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
