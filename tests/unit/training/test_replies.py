"""A reply that is made again, because the desk moved on: what the trainee saw of the first is said, and all is paid."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from domain.conversation import Engine, Turn, TurnState
from domain.errors import Conflict, StorageFailure
from language.chat import Allowance, Usage
from records.conversation import Conversation
from records.rows import ModelUsage, UnansweredRow
from roleplay.pipeline import Answer, Customer
from roleplay.reader import Reader
from roleplay.state import State
from roleplay.targets import Targets
from scenarios.model import Scenario
from tests.support.practice import SCENARIO, Cast, shared_encoder
from training.faults import harmed_turns
from training.replies import MOST_ROUNDS, Replies
from training.turns import detail_from_json
from training.wiring import Services

HELLO = "Good morning, my name is Kim."
RANG = "I rang on the sixth."
TWICE = "I rang on the sixth. And again on the twelfth."
OTHER = "Is anybody there?"
NAME = "fake"


class Rounds(Customer):
    """A customer with a model's voice: shows what it is given, a round each, and then does what comes in between."""

    def __init__(self, *rounds: tuple[str, str, Callable[[], object]]) -> None:
        super().__init__(Reader(shared_encoder()))
        self._rounds: Iterator[tuple[str, str, Callable[[], object]]] = iter(rounds)

    def answer(
        self,
        scenario: Scenario,
        state: State,
        history: Sequence[Turn],
        *,
        targets: Targets,
        seed: int,
        on_text: Callable[[str], None] | None = None,
        allowance: Allowance | None = None,
    ) -> Answer:
        shown, line, meanwhile = next(self._rounds)
        assert on_text is not None
        if shown:
            on_text(shown)
        meanwhile()
        scripted = super().answer(scenario, state, history, targets=targets, seed=seed)
        return replace(scripted, text=line, engine=Engine.MODEL, usage=(Usage(10, 2),), requests=1, verdict=())


class Room:
    def __init__(self, services: Services, cast: Cast) -> None:
        self._services = services
        self._mira = cast.mira
        self.attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
        services.store.attempts.save_message(self.attempt, text=HELLO, idempotency_key="1")
        self.screen: list[str] = []

    def desk(self) -> None:
        self._services.practice.use_desk(self._mira, self.attempt, "check_identity", {"postcode": "11 42"})

    def reply(self, *rounds: tuple[str, str, Callable[[], object]]) -> None:
        customer = Rounds(*rounds)
        replies = Replies(
            store=self._services.store,
            library=self._services.library,
            customer=lambda: customer,
            model_name=NAME,
            on_ended=lambda attempt: None,
        )
        replies(UnansweredRow(self.attempt, 1), on_text=self.screen.append)

    def usage(self) -> list[ModelUsage]:
        return [row.usage for row in self._services.store.attempts.usage(self.attempt)]

    def withdrawn(self) -> tuple[bool, frozenset[int]]:
        """What was kept of it with the customer's line, and the turns that harmed the trainee."""
        rows = self._services.store.attempts.turns(self.attempt)
        return detail_from_json(rows[2].detail or "").withdrawn, harmed_turns(rows)


@pytest.fixture
def room(services: Services, cast: Cast) -> Room:
    return Room(services, cast)


def spent(rounds: int) -> list[ModelUsage]:
    return [ModelUsage(NAME, 10 * rounds, 2 * rounds, 0, rounds)]


def nothing() -> None:
    """Nobody does anything meanwhile."""


def test_a_line_that_was_seen_and_taken_back_for_the_desks_sake_is_a_fault_of_ours(room: Room) -> None:
    room.reply((RANG, TWICE, room.desk), (OTHER, OTHER, nothing))
    assert room.screen == [RANG, "", OTHER]
    assert room.withdrawn() == (True, frozenset({2}))
    assert room.usage() == spent(2)


def test_a_line_that_is_made_again_word_for_word_was_never_taken_back(room: Room) -> None:
    room.reply((RANG, TWICE, room.desk), (TWICE, TWICE, nothing))
    assert room.withdrawn() == (False, frozenset())


def test_a_line_of_which_nothing_was_seen_yet_is_replaced_in_silence(room: Room) -> None:
    room.reply(("", TWICE, room.desk), (OTHER, OTHER, nothing))
    assert room.withdrawn() == (False, frozenset())


def test_a_desk_that_is_faster_each_time_leaves_the_message_waiting_and_all_rounds_are_counted(
    services: Services, room: Room
) -> None:
    with pytest.raises(Conflict, match="Your message is kept; try again"):
        room.reply(*[(RANG, TWICE, room.desk)] * MOST_ROUNDS)
    assert room.screen == [RANG, ""] * MOST_ROUNDS
    assert [turn.state for turn in services.store.attempts.turns(room.attempt)][1:] == [TurnState.SAVED]
    assert room.usage() == spent(MOST_ROUNDS)


def test_what_was_asked_before_an_error_is_counted(room: Room) -> None:
    def fail() -> None:
        raise StorageFailure("The disk is full.")

    with pytest.raises(StorageFailure, match="The disk is full"):
        room.reply((RANG, TWICE, room.desk), (RANG, TWICE, fail))
    assert room.usage() == spent(1)


def test_what_cannot_be_counted_does_not_hide_what_happened(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(Conversation, "record_usage", full)
    with pytest.raises(Conflict, match="The desk was faster"):
        room.reply(*[(RANG, TWICE, room.desk)] * MOST_ROUNDS)
