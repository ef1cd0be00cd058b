"""Moves and askable facts of a scenario, as the reader finds them."""

from functools import cache

import pytest

from roleplay.targets import Targets
from tests.support.reading import reader
from tests.support.reading import targets as of_library
from tests.support.scenario_fixture import scenario


@cache
def targets() -> Targets:
    return reader().prepare(scenario())


def test_what_is_prepared_names_the_customer_and_every_move_and_fact() -> None:
    case = scenario()
    assert targets().names == {"ruth", "adeyemi"}
    assert [move.name for move in targets().moves] == [move.id for move in case.moves]
    assert list(targets().facts) == [fact.id for fact in case.facts if fact.asked_by]


@pytest.mark.parametrize(("name", "text"), [(move.id, text) for move in scenario().moves for text in move.examples[:2]])
def test_a_move_is_found_in_its_own_examples(name: str, text: str) -> None:
    assert [found.what for found in reader().read(text, targets=targets()).moves][:1] == [name]


@pytest.mark.parametrize(("name", "text"), [(fact.id, text) for fact in scenario().facts for text in fact.asked_by[:2]])
def test_a_fact_is_asked_for_by_its_own_questions(name: str, text: str) -> None:
    assert name in [found.what for found in reader().read(text, targets=targets()).asked_facts]


@pytest.mark.parametrize("text", ["Good morning.", "Thank you.", "One moment, please.", "Have a nice day."])
def test_small_courtesies_make_no_move(text: str) -> None:
    reading = reader().read(text, targets=targets())
    assert (reading.moves, reading.asked_facts) == ((), ())


@pytest.mark.parametrize(
    ("scenario_id", "text"),
    [
        ("missed-anniversary", "I should have read the scan log first."),
        ("missed-anniversary", "We ought to have opened the scan log."),
        ("saturday-terminal", "Forget the restart, please don't do it."),
        ("saturday-terminal", "Please leave it on and do not switch it off and on."),
        ("saturday-terminal", "Got to go, text me here at one if it drops."),
        ("third-contact", "No no, no colleague, you stay with me."),
    ],
)
def test_what_is_called_off_or_too_late_or_theirs_to_do_is_no_move(scenario_id: str, text: str) -> None:
    assert reader().read(text, targets=of_library(scenario_id)).moves == ()


@pytest.mark.parametrize(
    ("scenario_id", "text", "move"),
    [
        ("saturday-terminal", "Please switch it off and on again.", "off_and_on"),
        (
            "saturday-terminal",
            "The 11 is eleven payments stuck in there, so please don't switch it off.",
            "save_the_eleven",
        ),
        ("third-contact", "I see in the notes you speak already with two of us and nobody did it.", "recap_from_notes"),
        ("quiet-goodbye", "The page is ordered and goes into the post tomorrow.", "send_a_page"),
        ("missed-anniversary", "You have done it all on your side. The page lied, not you.", "stand_by_him"),
    ],
)
def test_a_move_is_made_in_plain_words(scenario_id: str, text: str, move: str) -> None:
    found = reader().read(text, targets=of_library(scenario_id)).moves
    assert [each.what for each in found] == [move]


def test_a_question_that_asks_for_no_fact_is_kept_as_it_was_written() -> None:
    assert reader().read("Which shade of grey is your carpet?", targets=targets()).other_questions == (
        "Which shade of grey is your carpet?",
    )


def test_the_customers_name_is_personal() -> None:
    reading = reader().read("Let me look, Mrs Adeyemi.", targets=targets())
    assert reading.quote(*[found.what for found in reading.acts if found.what.value == "personalise"])
