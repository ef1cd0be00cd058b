"""How the customers' lines are counted."""

import pytest

from domain.conversation import Engine
from domain.errors import ModelFault
from domain.mood import Mood
from language.failures import words_of
from records.rows import LineRow
from roleplay.audit import Fault, Finding
from roleplay.pipeline import Rejected
from screens.parts import model_lines
from training.turns import CustomerDetail, detail_to_json
from training.wording import ADVICE, REJECTED, Tally, WordedBy, Wording, wording

FLAWED = Rejected("How can I help?", (Finding(Fault.ROLE_FLIP, "help"), Finding(Fault.NOT_SAID, "when")))
SLOW = Rejected("", (), "timeout: The chat model did not answer in time.")
OVER = Rejected("", (), "budget: What the chat model may cost in a month is used up.")


def detail(*rejected: Rejected) -> str:
    return detail_to_json(CustomerDetail(Mood(5, 5, 5, 6), rejected=rejected))


@pytest.mark.parametrize(
    ("engine", "rejected", "how"),
    [
        (Engine.MODEL, (FLAWED,), WordedBy.MODEL_AGAIN),
        (Engine.SCRIPTED, (FLAWED, FLAWED), WordedBy.SCRIPT_AFTER_AUDIT),
        (Engine.SCRIPTED, (FLAWED, SLOW), WordedBy.SCRIPT_AFTER_FAILURE),
        (Engine.SCRIPTED, (SLOW,), WordedBy.SCRIPT_AFTER_FAILURE),
        (Engine.SCRIPTED, (OVER,), WordedBy.SCRIPT_OVER_BUDGET),
    ],
)
def test_a_line_in_whose_making_something_was_rejected_tells_by_what_came_last(
    engine: Engine, rejected: tuple[Rejected, ...], how: WordedBy
) -> None:
    assert wording([LineRow(engine, 1, detail(*rejected))]).lines == ((how, 1),)


def test_lines_faults_and_failures_are_counted_the_most_frequent_first() -> None:
    rows = [
        LineRow(Engine.MODEL, 7),
        LineRow(Engine.SCRIPTED, 2),
        LineRow(Engine.MODEL, 1, detail(Rejected("...", (Finding(Fault.NOT_SAID, ""),)))),
        LineRow(Engine.SCRIPTED, 1, detail(FLAWED, SLOW)),
        LineRow(Engine.SCRIPTED, 1, detail(SLOW)),
    ]
    slow = Tally("timeout", 2, "The chat model did not answer in time.", ADVICE[ModelFault.TIMEOUT])
    assert wording(rows) == Wording(
        lines=(
            (WordedBy.MODEL, 7),
            (WordedBy.MODEL_AGAIN, 1),
            (WordedBy.SCRIPT_AFTER_FAILURE, 2),
            (WordedBy.SCRIPT, 2),
        ),
        audited=(Tally("not_said", 2), Tally("role_flip", 1)),
        failures=(slow,),
    )


def test_what_another_version_kept_is_counted_by_its_name() -> None:
    kept = '{"mood":{},"rejected":[{"text":"x","faults":[{"fault":"sang"}],"failure":"","why":1}],"later":true}'
    missing = '{"rejected":[{"text":"","faults":[],"failure":"unavailable: The ranks are not installed."}]}'
    counted = wording([LineRow(Engine.SCRIPTED, 1, kept), LineRow(Engine.SCRIPTED, 1, missing)])
    assert (counted.audited, counted.failures) == ((Tally("sang", 1),), (Tally("unavailable", 1),))


def test_a_line_of_which_another_version_kept_what_cannot_be_read_is_counted_as_not_known() -> None:
    rows = [LineRow(Engine.MODEL, 3), LineRow(Engine.MODEL, 1, '{"rejected":[{"faults":3}]}')]
    assert wording(rows) == Wording(((WordedBy.MODEL, 3), (WordedBy.NOT_KNOWN, 1)), (), ())


@pytest.mark.parametrize("how", list(WordedBy))
def test_the_page_of_the_model_has_words_for_each_way(how: WordedBy) -> None:
    assert model_lines._WORDED_BY[how]


def test_a_detail_is_told_apart_by_how_it_begins_to_speak_of_a_rejected_line() -> None:
    assert REJECTED in detail(FLAWED)
    assert REJECTED not in detail()


@pytest.mark.parametrize("kind", list(ModelFault))
def test_for_every_failure_there_are_words_and_something_to_do(kind: ModelFault) -> None:
    assert words_of(kind).endswith(".")
    assert ADVICE[kind].endswith(".")
