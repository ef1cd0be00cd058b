"""What makes a sound scenario unfit to rehearse with, and what a trainer is told about it."""

from pathlib import Path

import pytest

from scenarios.checking import check_file, check_folder, check_path, check_text
from scenarios.problems import Problem, Severity
from tests.support.scenario_faults import Edit, Edits, Expected, promised, reported, thin
from tests.support.scenario_fixture import FILE, SCENARIO_TEXT, edited, line_of

HANDED_OVER = 'all: ["event:handed_over"]'
ANY_HANDED_OVER: Edit = (
    'any: ["event:patience_out", "event:insulted"]',
    'any: ["event:patience_out", "event:insulted", "event:handed_over"]',
)
SEE_SAFELY = 'met_when:\n      any: ["desk:rush_order", "desk:lend_pair"]'
OFFER_LOAN = 'requires:\n      all: ["fact:drives_nights"]'
EYE_TEST = "      - When was your last eye test?"
RUSH_REQUIRES = """requires:
        all: ["desk:check_identity"]
      refusal: Check the postcode first.
      sets: {lab"""
RULED_OUT = "what it asks for rules out another atom, or what it forbids; take one of them out"

FAULTS: dict[str, tuple[Edits, tuple[Expected, ...]]] = {
    "a need and a move that wait for each other": (
        (
            (SEE_SAFELY, 'met_when:\n      all: ["move:offer_loan"]'),
            (OFFER_LOAN, 'requires:\n      all: ["need:see_safely"]'),
        ),
        (
            Expected(
                'met_when:\n      all: ["move:offer_loan"]',
                "needs.see_safely.met_when",
                "nothing can meet this need: it waits for itself "
                "(need:see_safely needs move:offer_loan needs need:see_safely); take one of these out",
            ),
            Expected(
                'requires:\n      all: ["need:see_safely"]',
                "moves.offer_loan.requires",
                "this move is never welcome: it waits for itself "
                "(move:offer_loan needs need:see_safely needs move:offer_loan); take one of these out",
            ),
            Expected(
                'when:\n      all: ["need:see_safely", "need:taken',
                "endings.sees_again.when",
                "no conversation can end so: need:see_safely cannot come about",
            ),
            Expected(
                'when:\n      all: ["need:see_safely"]\n',
                "endings.glasses_only.when",
                "no conversation can end so: need:see_safely cannot come about",
            ),
        ),
    ),
    "a move that waits for one that cannot come about": (
        (
            (OFFER_LOAN, 'requires:\n      all: ["world:loan=put aside at the square", "move:offer_rush"]'),
            (
                "      - Thursday I could live with.\n",
                '      - Thursday I could live with.\n    requires: {all: ["trust>10"]}\n',
            ),
        ),
        (
            Expected(
                'requires:\n      all: ["world:loan=put aside',
                "moves.offer_loan.requires",
                "this move is never welcome: move:offer_rush cannot come about",
            ),
            Expected(
                'requires: {all: ["trust>10"]}',
                "moves.offer_rush.requires",
                "this move is never welcome: its atoms contradict each other; take one of them out",
            ),
        ),
    ),
    "a move whose levels leave no room": (
        ((OFFER_LOAN, 'requires:\n      all: ["trust>=5"]\n      none: ["trust>=5"]'),),
        (
            Expected(
                'requires:\n      all: ["trust>=5"]',
                "moves.offer_loan.requires",
                "this move is never welcome: its atoms contradict each other; take one of them out",
            ),
        ),
    ),
    "a need that forbids what it needs": (
        ((SEE_SAFELY, 'met_when:\n      all: ["move:offer_loan"]\n      none: ["fact:drives_nights"]'),),
        (
            Expected(
                'met_when:\n      all: ["move:offer_loan"]',
                "needs.see_safely.met_when",
                f"nothing can meet this need: {RULED_OUT}",
            ),
        ),
    ),
    "a desk action that wants two places at once": (
        (
            (
                RUSH_REQUIRES,
                RUSH_REQUIRES.replace("desk:check_identity", 'world:loan=none", "world:loan=put aside at the square'),
            ),
        ),
        (
            Expected(
                'requires:\n        all: ["world:loan=none"',
                "desk.actions.rush_order.requires",
                "the desk always refuses: its atoms contradict each other; take one of them out",
            ),
        ),
    ),
    "a value that only a refused action sets": (
        (
            (HANDED_OVER, 'all: ["event:handed_over", "world:lab=Rush, ready on Thursday"]'),
            ANY_HANDED_OVER,
            (
                RUSH_REQUIRES,
                RUSH_REQUIRES.replace("desk:check_identity", "trust<0"),
            ),
        ),
        (
            Expected(
                'requires:\n        all: ["trust<0"]',
                "desk.actions.rush_order.requires",
                "the desk always refuses: its atoms contradict each other; take one of them out",
            ),
            Expected(
                'when:\n      all: ["event:handed_over", "world:lab=Rush',
                "endings.passed_along.when",
                "no conversation can end so: world:lab=Rush, ready on Thursday cannot come about",
            ),
        ),
    ),
    "an ending below one that asks for less": (
        (
            (HANDED_OVER, 'all: ["event:closing", "need:see_safely", "trust>=5"]'),
            ANY_HANDED_OVER,
        ),
        (
            Expected(
                'when:\n      all: ["event:closing", "need:see_safely"',
                "endings.passed_along.when",
                "this ending is never taken, because glasses_only above always holds first; move it up",
            ),
        ),
    ),
    "an ending below two that share its events": (
        (
            (
                '      all: ["event:closing"]',
                '      any: ["event:closing", "event:handed_over"]\n      none: ["trust>=9"]',
            ),
            (
                "criteria:\n",
                """  - id: never
    kind: partly
    title: Never
    when:
      any: ["event:closing", "event:handed_over"]
      all: ["trust<5"]
    summary: This cannot be.
    says: [So long.]
  - id: last
    kind: partly
    title: Last
    when: {all: ["event:closing"]}
    summary: The chat ended.
    says: [So long then.]
criteria:
""",
            ),
        ),
        (
            Expected(
                'when:\n      any: ["event:closing", "event:handed_over"]\n      all',
                "endings.never.when",
                "this ending is never taken, because unsolved, passed_along above always holds first; move it up",
            ),
        ),
    ),
    "an ending whose levels leave no room": (
        ((HANDED_OVER, 'all: ["event:handed_over", "trust>5", "trust<5.01"]'), ANY_HANDED_OVER),
        (
            Expected(
                'when:\n      all: ["event:handed_over", "trust>5',
                "endings.passed_along.when",
                f"no conversation can end so: {RULED_OUT}",
            ),
        ),
    ),
    "an ending that forbids what it needs": (
        (
            (HANDED_OVER, 'all: ["event:handed_over", "move:offer_loan"]\n      none: ["fact:drives_nights"]'),
            ANY_HANDED_OVER,
        ),
        (
            Expected(
                'when:\n      all: ["event:handed_over", "move:offer_loan"',
                "endings.passed_along.when",
                f"no conversation can end so: {RULED_OUT}",
            ),
        ),
    ),
    "an ending that forbids a need which it meets": (
        (
            (HANDED_OVER, 'all: ["event:handed_over", "desk:lend_pair"]\n      none: ["need:see_safely"]'),
            ANY_HANDED_OVER,
        ),
        (
            Expected(
                'when:\n      all: ["event:handed_over", "desk:lend_pair"',
                "endings.passed_along.when",
                f"no conversation can end so: {RULED_OUT}",
            ),
        ),
    ),
    "no way forward": (
        (
            ("    solution: true\n    requires:", "    requires:"),
            ("    solution: true\n    kept_by: [rush_order]", "    kept_by: [rush_order]"),
        ),
        (
            Expected(
                "moves:\n",
                "moves",
                "no move is marked solution: true; mark the ways forward, so that one said too early can land badly",
                Severity.WARNING,
            ),
        ),
    ),
    "an event without an end": (
        (('any: ["event:patience_out", "event:insulted"]', 'any: ["event:patience_out"]'),),
        (Expected("endings:\n", "endings", "write a last ending whose when asks for event:insulted and nothing else"),),
    ),
    "no good ending": (
        (("kind: resolved", "kind: partly"),),
        (Expected("endings:\n", "endings", "no ending is of kind resolved; write the one that good work leads to"),),
    ),
    "a need that is met at once": (
        (
            (
                'all: ["fact:drives_nights", "trust>=5"]\n      any: ["act:name_feeling", "act:validate"]',
                'all: ["trust>=4", "world:loan=none"]',
            ),
        ),
        (
            Expected(
                'met_when:\n      all: ["trust>=4"',
                "needs.taken_seriously.met_when",
                "this need is met before anyone has written a word; ask for something that has to happen",
            ),
        ),
    ),
    "an event where none can be": (
        ((OFFER_LOAN, 'requires:\n      any: ["fact:drives_nights", "event:closing"]'),),
        (
            Expected(
                'requires:\n      any: ["fact:drives_nights"',
                "moves.offer_loan.requires",
                "events are known only while an ending is decided; ask for an act, move or desk action here",
            ),
        ),
    ),
    "account data that nobody guards": (
        (("      verifies_identity: true\n", ""),),
        (
            Expected(
                "- id: rush_order",
                "desk.actions.rush_order",
                "this touches account data, and no action has verifies_identity: true; write one",
            ),
        ),
    ),
    "a solution without objections": (
        (("    objects:\n      - I have been promised a day before. It was the fourth.\n", ""),),
        (
            Expected(
                "- id: offer_rush",
                "moves.offer_rush",
                "write objects: what the customer says when this comes too early or lacks something",
            ),
        ),
    ),
    "a guarded fact that comes out at once": (
        (("    trust: 6\n", "    trust: 3\n"),),
        (
            Expected(
                "    trust: 3\n",
                "facts.gave_up_shifts.trust",
                "trust begins at 4, so this comes out at once; ask for more trust",
                Severity.WARNING,
            ),
        ),
    ),
    "a need that is never brought up": (
        (
            (
                """    presses:
      - You sit down when you work, I suppose.
      - Nobody has asked me a single thing yet, have they.
""",
                "",
            ),
        ),
        (
            Expected(
                "- id: taken_seriously",
                "needs.taken_seriously",
                "the customer never brings this up; write presses",
                Severity.WARNING,
            ),
        ),
    ),
    "no need of the heart": (
        (("    kind: emotional", "    kind: functional"),),
        (
            Expected(
                "needs:\n",
                "needs",
                "thin: no emotional need; write what this customer has to get and to feel",
                Severity.WARNING,
            ),
        ),
    ),
    "a goodbye without words": (
        (("    says:\n      - Goodbye, then. I suppose I ring a third time after all.\n", ""),),
        (
            Expected(
                "- id: unsolved",
                "endings.unsolved",
                "the customer leaves without a word; write says, unless this is meant",
                Severity.WARNING,
            ),
        ),
    ),
    "an empty text": (
        (("industry: optician", 'industry: ""'),),
        (Expected("industry", "industry", "this is empty; write something, or take the key out"),),
    ),
}


@pytest.mark.parametrize(("edits", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_with_its_line_field_and_what_to_write(
    edits: Edits, expected: tuple[Expected, ...]
) -> None:
    assert reported(edits) == promised(edits, expected)


def test_a_small_scenario_in_order_is_told_only_that_it_is_thin() -> None:
    assert check_text(SCENARIO_TEXT, file=FILE) == thin(SCENARIO_TEXT)


def test_more_parts_than_anyone_can_keep_apart_are_refused_before_they_are_compared() -> None:
    move = "  - {{id: move_{0}, description: a, examples: [a, b, c, d], effects: {{}}, says: [Line {0}.]}}\n"
    text = edited(("\nmoves:\n", "\nmoves:\n" + "".join(move.format(i) for i in range(97))))
    assert check_text(text, file=FILE) == (
        Problem(
            FILE,
            line_of(text, "\nmoves:\n") + 1,
            "moves",
            "there are 101 here; more than 100 are several cases: split them",
        ),
    )


def test_more_questions_than_anyone_can_keep_apart_are_refused_before_they_are_compared() -> None:
    text = edited((EYE_TEST, "".join(f"      - question {i}\n" for i in range(1500)) + EYE_TEST))
    assert check_text(text, file=FILE) == (
        Problem(
            FILE,
            line_of(text, "\nfacts:\n") + 1,
            "facts",
            "1509 questions or examples are more than anyone can keep apart: take some out",
        ),
    )


def test_more_atoms_than_anyone_can_keep_apart_are_refused_before_they_are_compared() -> None:
    text = edited((HANDED_OVER, f'all: ["event:handed_over"]\n      any: [{", ".join(["trust>=5"] * 1500)}]'))
    assert check_text(text, file=FILE) == (
        Problem(FILE, 2, "", "1525 atoms in conditions are more than anyone can keep apart: take some out"),
    )


def test_a_value_that_would_take_long_to_match_is_taken_as_possible() -> None:
    text = edited(
        (HANDED_OVER, f'all: ["event:handed_over", "world:identity=checked {"x" * 300}"]'),
        ANY_HANDED_OVER,
    )
    assert check_text(text, file=FILE) == thin(text)


def test_a_condition_may_ask_for_a_value_that_an_action_sets_from_its_choices_and_amounts() -> None:
    text = edited(
        (HANDED_OVER, 'all: ["event:handed_over", "world:loan=put aside at the station", "world:goodwill=12,50"]'),
        ANY_HANDED_OVER,
    )
    assert check_text(text, file=FILE) == thin(text)


def test_checking_a_file_that_cannot_be_loaded_gives_the_loaders_problems(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(edited(("minutes: 8\n", "minutes: 2\n"), ("  age: 58\n", "  age: 5\n")), encoding="utf-8")
    assert check_file(path) == (
        Problem(str(path), 9, "minutes", "this is too low; write 3 or more"),
        Problem(str(path), 25, "persona.age", "this is too low; write 14 or more"),
    )


def test_a_folder_is_checked_file_by_file_and_for_ids_that_two_share(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SCENARIO_TEXT, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SCENARIO_TEXT, encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(b"\x80")
    assert [problem for problem in check_folder(tmp_path) if problem.severity is Severity.ERROR] == [
        Problem(str(tmp_path / "b.yaml"), 2, "id", "a.yaml has the id 'late-glasses' too; give this one its own"),
        Problem(str(tmp_path / "c.yaml"), 1, "", "this is not UTF-8 text; save the file with encoding UTF-8"),
    ]


def test_a_path_may_be_a_folder_a_file_or_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    assert check_path(path) == (Problem(str(path), 0, "", "there is no such file; check the path"),)
    assert check_path(tmp_path) == (
        Problem(str(tmp_path), 0, "", "there is no scenario here; a scenario's file ends in .yaml"),
    )
    path.write_text(SCENARIO_TEXT, encoding="utf-8")
    assert check_path(path) == check_path(tmp_path) == check_file(path)


def test_a_problem_is_shown_as_file_line_severity_field_and_advice() -> None:
    assert str(Problem("a.yaml", 3, "", "x")) == "a.yaml:3: error: file: x"
    assert str(Problem("a.yaml", 3, "id", "x", Severity.WARNING)) == "a.yaml:3: warning: id: x"
