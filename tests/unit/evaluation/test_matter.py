"""What was done about the matter, as the scorer sees it: whatever the tone, and never for a message to the machine."""

import pytest

from domain.acts import Act
from domain.reading import CustomerReading
from evaluation.matter import done_about
from evaluation.sightings import Observation
from tests.support.evaluation_cases import COMPLAINT, Talk, case, said, talk


def seen(
    conversation: Talk, customers: dict[int, float] | None = None, *, spared: frozenset[int] = frozenset()
) -> dict[str, Observation]:
    told = [(turn, conversation.readings[turn.number]) for turn in conversation.transcript.turns if turn.number % 2]
    shown = {number: CustomerReading(0.0, settled) for number, settled in (customers or {}).items()}
    return done_about(conversation.transcript, told, shown, case=None, spared=spared)


SENT = said("I sent it by courier. It is there at four.", does=(2.5, 2.5, 2.4))
SIGHED = said("Oh dear, oh dear.", does=(0.0, 0.4, 0.0))


def test_what_helped_most_and_made_sure_is_quoted() -> None:
    found = seen(talk(COMPLAINT, SIGHED, "And?", SENT))
    assert found["helped_most"] == Observation(2.0, "I sent it by courier.", 3)
    assert found["checked_most"] == Observation(1.0, "I sent it by courier.", 3)
    assert found["helped_mostly"].amount == pytest.approx(0.25)
    assert found["checked_mostly"].amount == pytest.approx(0.45)
    assert found["guessed"].amount == 0


def test_going_by_a_guess_counts_by_all_messages_and_quotes_the_worst() -> None:
    found = seen(talk(COMPLAINT, SIGHED, "And?", said("Hm, hm.", does=(0.2, 0.8, 0.0))))
    assert found["guessed"] == Observation(0.4, "Oh dear, oh dear.", 1)
    assert found["helped_most"].amount == found["checked_most"].amount == 0


def test_the_last_two_turns_say_how_far_it_is_settled() -> None:
    conversation = talk(COMPLAINT, SENT, "It came.")
    assert seen(conversation, {0: 3.0, 2: 3.0})["settled"].amount == pytest.approx(1.8)
    assert seen(conversation, {2: 0.0})["settled"].amount == 0
    assert seen(conversation, {2: 0.0})["unsettled"].amount == pytest.approx(0.2)


def test_nothing_known_is_neither_settled_nor_unsettled() -> None:
    found = seen(talk(COMPLAINT, said("Oh dear.")), {0: 2.0})
    assert {name for name, each in found.items() if each.amount} == set()


def test_a_message_to_the_machine_or_after_a_fault_of_the_simulators_does_nothing() -> None:
    trick = said(SENT.text, Act.MANIPULATE_SIMULATOR, does=(2.5, 2.5, 2.4))
    assert seen(talk(COMPLAINT, trick))["helped_most"].amount == 0
    assert seen(talk(COMPLAINT, SENT), spared=frozenset({1}))["helped_most"].amount == 0


def test_in_a_rehearsal_the_needs_say_what_is_settled() -> None:
    known = case()
    share = known.share_met(known.scenario.needs)
    conversation = talk(COMPLAINT, SENT)
    told = [(conversation.transcript.turns[1], conversation.readings[1])]
    found = done_about(conversation.transcript, told, {}, case=known, spared=frozenset())
    assert found["settled"].amount == pytest.approx(max(0.0, 3 * share - 1), abs=1e-3)
    assert found["unsettled"].amount == pytest.approx(max(0.0, 1 - 3 * share), abs=1e-3)


def test_what_was_made_sure_of_is_quoted_by_what_was_found_before_what_was_asked() -> None:
    text = "The file says 82 pounds. Is that the sum?"
    asked = said(text, Act.ASK_CLOSED, quote="Is that the sum?", does=(1.0, 2.5, 0.5))
    played = said(text, Act.CHECK_UNDERSTANDING, quote="Is that the sum?", does=(1.0, 2.5, 0.5))
    assert seen(talk(COMPLAINT, asked))["checked_most"].quote == "The file says 82 pounds."
    assert seen(talk(COMPLAINT, played))["checked_most"].quote == "Is that the sum?"
