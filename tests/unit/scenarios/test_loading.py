"""The way from a file to a sound scenario, and every mistake that stops it."""

import hashlib
from pathlib import Path

import pytest

from domain.errors import InvalidContent, MissingArtefact
from scenarios.conditions import ATOM_HELP
from scenarios.document import MOST_BYTES
from scenarios.loading import LoadedScenario, examine, load_library, load_scenario, parse_scenario, scenario_files
from scenarios.problems import Problem
from tests.support.scenario_fixture import FILE, SCENARIO_TEXT, edited, fixture, line_of

# what is written instead of what; a passage on the line that is reported; the field; the advice
MISTAKES: dict[str, tuple[tuple[str, str], str, str, str]] = {
    "missing key": (
        ("minutes: 8\n", ""),
        "id: late-glasses",
        "minutes",
        "this is missing; write it",
    ),
    "missing key of a part": (
        ("    description: Suggests that she can manage with her old pair.\n", ""),
        "- id: old_pair_will_do",
        "moves.old_pair_will_do.description",
        "this is missing; write it",
    ),
    "misspelt key": (
        ("industry: optician", "indutsry: optician"),
        "indutsry",
        "indutsry",
        "there is no key 'indutsry' here; did you mean 'industry'?",
    ),
    "misspelt key of a line": (
        ('{text: "Spare me the card, please.", tone: [angry]}', '{text: "Spare me the card, please.", tones: [angry]}'),
        "tones",
        "lines.formula.3.tones",
        "there is no key 'tones' here; did you mean 'tone'?",
    ),
    "key that is like no other": (
        ("  patience: 6\n", "  patience: 6\n  zodiac: libra\n"),
        "zodiac",
        "persona.zodiac",
        (
            "there is no key 'zodiac' here; write one of name, age, about, voice, temperament, patience, habits, "
            "triggers, effects"
        ),
    ),
    "line with a colon": (
        ("    - Slowly, please.", "    - One thing: slowly, please."),
        "One thing",
        "lines.too_early.2.One thing",
        "YAML reads the words before a colon, or in braces, as a key; put the whole text in quotes",
    ),
    "line that begins with a brace": (
        ("    - Slowly, please.", "    - {when}"),
        "- {when}\n  minimised",
        "lines.too_early.2.when",
        "YAML reads the words before a colon, or in braces, as a key; put the whole text in quotes",
    ),
    "line that is a number": (
        ("    - Slowly, please.", "    - 12"),
        "- 12\n",
        "lines.too_early.2",
        "write the customer's words here, in quotes",
    ),
    "text that is a number": (
        ("value: none", "value: 0"),
        "loan: {label",
        "desk.records.loan.value",
        "put this in quotes, so that it is read as text",
    ),
    "text that is empty": (("industry: optician", "industry:"), "industry", "industry", "write a text here"),
    "text that is a list": (
        ("industry: optician", "industry: [optician]"),
        "industry",
        "industry",
        "write one text here, not a list",
    ),
    "text that is a mapping": (
        ("    - Find a way in which she can see.", "    - Find a way: she has to see."),
        "Find a way",
        "brief.goals.2",
        "YAML reads keys here; put the whole text in quotes",
    ),
    "list that is a text": (
        ("skills: [name_feeling, ask_open, commit_action]", "skills: name_feeling"),
        "skills",
        "skills",
        "write a list: each item on its own line after '- ', or [one, two] on one line",
    ),
    "condition that is a text": (
        ('    when:\n      all: ["event:handed_over"]', '    when: "event:handed_over"'),
        'when: "event:handed_over"',
        "endings.passed_along.when",
        "write keys below this: all, any, none",
    ),
    "mapping that is a text": (
        ("sets: {identity: checked}", "sets: identity"),
        "sets: identity",
        "desk.actions.check_identity.sets",
        "write keys below this, each with its value",
    ),
    "number that is a word": (("  trust: 4\n", "  trust: low\n"), "trust: low", "opening.trust", "write a number"),
    "number that is none": (("  trust: 4\n", "  trust: nan\n"), "trust: nan", "opening.trust", "write a number"),
    "whole number with a fraction": (
        ("minutes: 8\n", "minutes: 8.5\n"),
        "minutes",
        "minutes",
        "write a whole number",
    ),
    "whole number that is a word": (("version: 1\n", "version: one\n"), "version", "version", "write a whole number"),
    "switch that is a word": (
        ("verifies_identity: true", "verifies_identity: maybe"),
        "verifies_identity",
        "desk.actions.check_identity.verifies_identity",
        "write true or false",
    ),
    "number too low": (("  age: 58\n", "  age: 5\n"), "age: 5", "persona.age", "this is too low; write 14 or more"),
    "number too high": (
        ("effects: {frustration: 2, trust: -1.5}", "effects: {frustration: 12, trust: -1.5}"),
        "frustration: 12",
        "moves.old_pair_will_do.effects.frustration",
        "this is too high; write 10 or less",
    ),
    "weight of nothing": (
        ("    weight: 2\n", "    weight: 0\n"),
        "weight: 0",
        "needs.see_safely.weight",
        "this is too low; write more than 0",
    ),
    "too few examples": (
        ("      - Surely your old glasses will do for a few more days.\n", ""),
        "examples:\n      - can't you just",
        "moves.old_pair_will_do.examples",
        "write at least 4 here; this has 3",
    ),
    "empty line": (
        ("    - Slowly, please.", "    - ''"),
        "- ''",
        "lines.too_early.2.text",
        "write something here, or take the line out",
    ),
    "endless line": (
        ("    - Slowly, please.", f"    - {'slowly ' * 59}slowly"),
        "- slowly",
        "lines.too_early.2.text",
        "this has 419 characters; write at most 400",
    ),
    "id with capitals": (
        ("  - id: own_the_delay", "  - id: Own delay"),
        "Own delay",
        "moves.Own delay.id",
        "write small letters and digits, joined as in late_parcel",
    ),
    "scenario id with a blank": (
        ("id: late-glasses\n", "id: late glasses\n"),
        "id: late glasses",
        "id",
        "write small letters and digits, joined as in late-parcel",
    ),
    "choice that is nearly one": (
        ("channel: chat", "channel: chta"),
        "channel",
        "channel",
        "'chta' is not known here; did you mean 'chat'?",
    ),
    "choice that is none": (
        ("temperament: wary", "temperament: 9"),
        "temperament",
        "persona.temperament",
        "write one of patient, sensitive, fiery, wary, reserved",
    ),
    "choice unlike any": (
        ("tone: [warm, calm]", "tone: [xyz, calm]"),
        "xyz",
        "lines.heard.2.tone.1",
        "'xyz' is not known here; write one of warm, calm, tense, angry",
    ),
    "intent that is nearly one": (
        ("  too_early:\n", "  to_early:\n"),
        "to_early",
        "lines.to_early",
        "'to_early' is not known here; did you mean 'too_early'?",
    ),
    "act that is nearly one": (
        ("    - on: minimise\n", "    - on: minimize\n"),
        "minimize",
        "persona.triggers.1.on",
        "'minimize' is not known here; did you mean 'minimise'?",
    ),
    "trust fact without trust": (
        ("    trust: 6\n", ""),
        "- id: gave_up_shifts",
        "facts.gave_up_shifts",
        "give trust (0 to 10) when disclosure is trust, and only then",
    ),
    "ending without an event": (
        ('      all: ["event:closing"]', '      all: ["trust>=5"]'),
        "- id: unsolved",
        "endings.unsolved",
        "under when, ask for an event (event:closing, event:patience_out, ...)",
    ),
    "choice of one": (
        ("options: [the square, the station]", "options: [the square]"),
        "options: [the square]",
        "desk.actions.lend_pair.parameters.shop",
        "a choice needs at least two options",
    ),
    "amount without an answer above it": (
        ("          over_maximum: You may give up to 40 euros.\n", ""),
        "- id: amount",
        "desk.actions.pay_goodwill.parameters.amount",
        "an amount needs maximum, and over_maximum: what the desk answers above it",
    ),
    "action without a refusal": (
        ("      refusal: Check the postcode first.\n      sets: {lab", "      sets: {lab"),
        "- id: rush_order",
        "desk.actions.rush_order",
        "write refusal: what the desk answers when requires is not met",
    ),
    "criterion that does not always decide": (
        ("      - level: 1\n", '      - level: 1\n        when: {all: ["trust<5"]}\n'),
        "- id: fits_the_night",
        "criteria.fits_the_night",
        "the last level must have no condition, so that there is always a level",
    ),
    "condition on no known kind": (
        ('all: ["event:handed_over"]', 'all: ["event:handed_over", "mood:bad"]'),
        "mood:bad",
        "endings.passed_along.when.all.2",
        f"'mood:bad' is not a condition; {ATOM_HELP}",
    ),
    "condition on an unknown act": (
        ("act:validate", "act:validat"),
        "act:validat",
        "needs.taken_seriously.met_when.any.2",
        "'validat' is not an act; did you mean 'validate'?",
    ),
    "condition on an unknown event": (
        ('all: ["event:handed_over"]', 'all: ["event:transferred"]'),
        "transferred",
        "endings.passed_along.when.all.1",
        "'transferred' is not an event; write one of closing, patience_out, insulted, handed_over, trainee_left",
    ),
    "condition on an unknown fact": (
        ('all: ["fact:drives_nights", "trust>=5"]', 'all: ["fact:drives_night", "trust>=5"]'),
        "trust>=5",
        "needs.taken_seriously.met_when.all.1",
        "there is no fact 'drives_night'; did you mean 'drives_nights'?",
    ),
    "condition on an unknown move": (
        ('all: ["event:handed_over"]', 'all: ["event:handed_over", "move:offer_loans"]'),
        "offer_loans",
        "endings.passed_along.when.all.2",
        "there is no move 'offer_loans'; did you mean 'offer_loan'?",
    ),
    "condition on an unknown need": (
        ('      all: ["need:see_safely"]\n', '      all: ["need:sleep"]\n'),
        "need:sleep",
        "endings.glasses_only.when.all.1",
        "there is no need 'sleep'; write one of see_safely, taken_seriously",
    ),
    "condition on an unknown desk action": (
        ('met_when:\n      any: ["desk:rush_order", "desk:lend_pair"]', 'met_when:\n      any: ["desk:rush"]'),
        'any: ["desk:rush"]',
        "needs.see_safely.met_when.any.1",
        "there is no desk action 'rush'; write one of check_identity, rush_order, lend_pair, pay_goodwill",
    ),
    "condition on an unknown record": (
        ('all: ["event:handed_over"]', 'all: ["event:handed_over", "world:loans=none"]'),
        "world:loans",
        "endings.passed_along.when.all.2",
        "no record and no action sets 'loans'; did you mean 'loan'?",
    ),
    "condition on a value that never comes": (
        ('all: ["event:handed_over"]', 'all: ["event:handed_over", "world:loan=put aside at the harbour"]'),
        "the harbour",
        "endings.passed_along.when.all.2",
        "'loan' never becomes 'put aside at the harbour'; did you mean 'put aside at {shop}'?",
    ),
    "condition on an amount over the limit": (
        ('all: ["event:handed_over"]', 'all: ["event:handed_over", "world:goodwill=41"]'),
        "goodwill=41",
        "endings.passed_along.when.all.2",
        "'goodwill' never becomes '41'; write one of 0, {amount}",
    ),
    "promise kept by no action": (
        ("kept_by: [lend_pair]", "kept_by: [lend_pairs]"),
        "kept_by: [lend_pairs]",
        "moves.offer_loan.kept_by.1",
        "there is no desk action 'lend_pairs'; did you mean 'lend_pair'?",
    ),
    "id taken": (
        ("  - id: tested_in_february", "  - id: rang_twice"),
        "- id: rang_twice\n    statement: Her eyes",
        "facts.rang_twice.id",
        "the id 'rang_twice' is taken by an earlier one; give this one its own",
    ),
    "parameter taken": (
        (
            "        - {id: postcode, label: Postcode, kind: text}\n",
            "        - {id: postcode, label: Postcode, kind: text}\n        - {id: postcode, label: A, kind: text}\n",
        ),
        "label: A,",
        "desk.actions.check_identity.parameters.postcode.id",
        "the id 'postcode' is taken by an earlier one; give this one its own",
    ),
    "slot of no parameter": (
        ('"{amount} euros are credited to the order."', '"{sum} euros are credited to the order."'),
        "{sum}",
        "desk.actions.pay_goodwill.result",
        "{sum} is no parameter of this action; write one of amount",
    ),
    "slot where there are no parameters": (
        ('sets: {lab: "Rush, ready on Thursday"}', 'sets: {lab: "Rush, ready on {day}"}'),
        "{day}",
        "desk.actions.rush_order.sets.lab",
        "{day} is no parameter of this action; there are none yet",
    ),
    "key twice": (
        ("minutes: 8\n", "minutes: 8\ntitle: Another\n"),
        "title: The glasses",
        "title",
        "this key stands twice, on line 4 and on line 10; keep one",
    ),
}


@pytest.mark.parametrize(("edit", "passage", "field", "advice"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_reported_with_its_line_field_and_what_to_write(
    edit: tuple[str, str], passage: str, field: str, advice: str
) -> None:
    body = edited(edit)
    assert examine(body, file=FILE).problems == (Problem(FILE, line_of(body, passage), field, advice),)


def test_every_mistake_of_a_text_is_reported_in_the_order_of_the_lines() -> None:
    body = edited(
        ("    - Slowly, please.", "    - Speed: none"),
        ("channel: chat", "channel: smoke"),
        ("minutes: 8\n", "minutes: 8\nminutes: 9\n"),
        ("  age: 58\n", "  age: fifty-eight\n"),
    )
    found = examine(body, file=FILE)
    assert found.loaded is None
    assert [(problem.line, problem.field) for problem in found.problems] == [
        (7, "channel"),
        (9, "minutes"),
        (26, "persona.age"),
        (line_of(body, "Speed: none"), "lines.too_early.2.Speed"),
    ]


def test_parsing_raises_the_first_mistake() -> None:
    with pytest.raises(InvalidContent) as caught:
        parse_scenario(edited(("  age: 58\n", "  age: 5\n"), ("  patience: 6\n", "  patience: 60\n")), file=FILE)
    assert str(caught.value) == "late-glasses.yaml:25: persona.age: this is too low; write 14 or more"


def test_a_loaded_scenario_keeps_its_text_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / FILE
    data = b"\xef\xbb\xbf" + SCENARIO_TEXT.replace("\n", "\r\n").encode()
    path.write_bytes(data)
    assert load_scenario(path) == LoadedScenario(
        fixture().scenario, hashlib.sha256(data).hexdigest(), data.decode("utf-8")
    )


def test_a_text_that_was_kept_loads_again_to_the_same_value() -> None:
    assert parse_scenario(fixture().body, file="kept") == fixture()


def test_files_that_cannot_be_read_as_text_are_refused_with_the_reason(tmp_path: Path) -> None:
    latin, huge = tmp_path / "latin.yaml", tmp_path / "huge.yaml"
    latin.write_bytes(b"id: a\ntitle: caf\xe9\n")
    huge.write_bytes(b"#" * (MOST_BYTES + 1))
    advice = {
        latin: (2, "this is not UTF-8 text; save the file with encoding UTF-8"),
        huge: (0, "the file is over 1 MB; a scenario is text and much smaller"),
        tmp_path / "absent.yaml": (0, "there is no such file; check the path"),
        tmp_path: (0, "the file cannot be read (Is a directory)"),
    }
    for path, (line, words) in advice.items():
        with pytest.raises(InvalidContent) as caught:
            load_scenario(path)
        assert (caught.value.file, caught.value.line, caught.value.advice) == (str(path), line, words)


def test_a_library_holds_the_scenarios_of_a_folder_by_id_and_passes_over_other_files(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text(SCENARIO_TEXT, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(edited(("id: late-glasses\n", "id: other\n")), encoding="utf-8")
    (tmp_path / ".#b.yaml").write_text("half written", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("none of this", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    library = load_library(tmp_path)
    assert [path.name for path in scenario_files(tmp_path)] == ["a.yaml", "b.yml"]
    assert list(library) == ["other", "late-glasses"]
    assert library["late-glasses"] == fixture()


def test_two_files_of_a_library_may_not_share_an_id(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(SCENARIO_TEXT, encoding="utf-8")
    with pytest.raises(InvalidContent) as caught:
        load_library(tmp_path)
    assert (caught.value.file, caught.value.field, caught.value.advice) == (
        str(tmp_path / "b.yaml"),
        "id",
        "another file has the id 'late-glasses'; give this its own",
    )


def test_a_library_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingArtefact, match="There is no folder of scenarios at"):
        load_library(tmp_path / "absent")
