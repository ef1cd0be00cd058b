"""Whole processes die at fifty different points of practice; nothing that was acknowledged is lost or doubled."""

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from domain.clock import new_id, utc_now
from domain.conversation import Speaker, TurnState
from records.rows import AttemptState, EventKind, TurnRow
from records.store import Store, migrate, open_store
from tests.support.house import ROOT
from tests.support.mortal_writer import DEATHS
from tests.support.postgres import throwaway_cluster

RNG = random.Random(20260302)
STEPS = [f"{step}:{commits}" for commits in range(1, 8) for step in DEATHS]
READINGS = [f"reading:{n}" for n in range(1, 8)]
KILLS = [f"kill:{RNG.uniform(0.0, 0.4):.3f}" for _ in range(10)]

Message = tuple[str, str, str]  # attempt, key, text


@dataclass
class Witness:
    """What the processes said of themselves: `tried` before, `saved` after the acknowledgement."""

    started: list[str] = field(default_factory=list)
    tried: list[Message] = field(default_factory=list)
    saved: list[Message] = field(default_factory=list)

    def hear(self, line: str) -> None:
        match json.loads(line):
            case {"started": str(attempt)}:
                self.started.append(attempt)
            case {"trying": [attempt, key, text]}:
                self.tried.append((attempt, key, text))
            case {"saved": [attempt, key, text]}:
                self.saved.append((attempt, key, text))
            case other:
                raise AssertionError(f"not a line of a witness: {other}")

    @property
    def untold(self) -> Message | None:
        """The message that was tried last, if nobody was told that it is saved."""
        return self.tried[-1] if self.tried and self.tried[-1] not in self.saved else None


class Nursery:
    """The process that has everything ready and forks."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._lines = process.stdin, process.stdout
        assert json.loads(self._lines.readline()) == {"ready": True}
        self.witness = Witness()

    def live_and_die(self, death: str) -> int:
        """How a child of this death ended: its exit code, or minus the signal."""
        self._orders.write(json.dumps({"death": death, "resend": self.witness.untold}) + "\n")
        self._orders.flush()
        for line in self._lines:
            match json.loads(line):
                case {"died": int(code)}:
                    return code
                case _:
                    self.witness.hear(line)
        raise AssertionError("the nursery itself died")


@contextmanager
def nursery(folder: Path, url: str) -> Iterator[Nursery]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.mortal_practice", str(folder), url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


def check_after_death(store: Store, witness: Witness) -> None:
    """Acknowledged messages are there once; numbers have no gap; at most the last message still waits."""
    for attempt in witness.started:
        turns = store.attempts.turns(attempt)
        assert [(turn.number, turn.speaker) for turn in turns] == [
            (n, Speaker.TRAINEE if n % 2 else Speaker.CUSTOMER) for n in range(len(turns))
        ]
        assert all(turn.state is TurnState.COMPLETE for turn in turns[:-1])
        kept = Counter((attempt, turn.idempotency_key, turn.text) for turn in turns if turn.speaker is Speaker.TRAINEE)
        assert set(kept.values()) <= {1}
        assert {message for message in witness.saved if message[0] == attempt} <= set(kept)


def check_at_last(store: Store, witness: Witness) -> None:
    """Every message that anybody tried to send is there once and answered once, and the log tells the same story."""
    turns = [turn for attempt in witness.started for turn in store.attempts.turns(attempt)]
    by_trainee = [turn for turn in turns if turn.speaker is Speaker.TRAINEE]
    assert sorted((turn.attempt_id, turn.idempotency_key, turn.text) for turn in by_trainee) == sorted(
        set(witness.tried)
    )
    assert store.attempts.unanswered() == []
    for attempt in witness.started:
        own = store.attempts.turns(attempt)
        assert events(store, attempt) == [kind for turn in own for kind in cause(turn)]
        state = store.attempts.get(attempt)
        assert state.revision == sum(turn.speaker is Speaker.TRAINEE for turn in own)
        assert state.state is AttemptState.ACTIVE


def events(store: Store, attempt: str) -> list[EventKind]:
    return [event.kind for event in store.attempts.events(attempt)]


def cause(turn: TurnRow) -> list[EventKind]:
    if turn.number == 0:
        return [EventKind.STARTED]
    return [EventKind.MESSAGE_SAVED if turn.speaker is Speaker.TRAINEE else EventKind.REPLIED]


def die_and_recover(folder: Path, url: str, deaths: Sequence[str]) -> Witness:
    migrate(url)
    store = open_store(url, now=utc_now, new_id=new_id)
    with nursery(folder, url) as house:
        for death in deaths:
            expected = -signal.SIGKILL if death.startswith("kill:") else 9
            assert (death, house.live_and_die(death)) == (death, expected)
            check_after_death(store, house.witness)
        assert house.live_and_die("none") == 0
    check_at_last(store, house.witness)
    store.close()
    return house.witness


def test_fifty_deaths_lose_and_double_nothing(tmp_path: Path) -> None:
    deaths = [*STEPS, *READINGS, *KILLS]
    assert len(set(deaths)) >= 50

    witness = die_and_recover(tmp_path, f"sqlite:///{tmp_path}/records.db", deaths)

    assert len(witness.saved) >= 50
    assert len(witness.tried) > len(witness.saved)  # some died between the disk and the telling


def test_deaths_on_postgresql_lose_and_double_nothing(tmp_path: Path) -> None:
    with throwaway_cluster() as cluster:
        url = cluster.create("practice")
        witness = die_and_recover(tmp_path, url, [*STEPS[5:20], *READINGS[:2], *KILLS[:2]])
    assert len(witness.saved) >= 10
