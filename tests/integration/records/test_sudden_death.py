"""Processes that die in the middle of a write lose nothing that was acknowledged, and leave nothing half done."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.conversation import Speaker, TurnState
from records.rows import EventKind
from records.store import Store
from tests.support.mortal_writer import DEATHS
from tests.support.records import Office, begin

ROOT = Path(__file__).parents[3]


def writer(url: str, attempt_id: str, death: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.mortal_writer", url, attempt_id, death],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def acknowledged(output: str) -> dict[int, str]:
    whole = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return {int(number): text for number, text in (line.rstrip("\n").split(" ", 1) for line in whole)}


def check(store: Store, attempt_id: str, told: dict[int, str]) -> None:
    """Every acknowledged turn is there, word for word; no number is missing; state, director and log agree."""
    turns = store.attempts.turns(attempt_id)
    assert {turn.number: turn.text for turn in turns if turn.number in told} == told
    assert [(turn.number, turn.speaker) for turn in turns] == [
        (n, Speaker.TRAINEE if n % 2 else Speaker.CUSTOMER) for n in range(len(turns))
    ]
    assert all(turn.state is TurnState.COMPLETE for turn in turns[:-1])
    waiting = turns[-1].speaker is Speaker.TRAINEE
    assert (turns[-1].state is TurnState.SAVED) == waiting
    assert [row.number for row in store.attempts.unanswered()] == ([turns[-1].number] if waiting else [])
    answered = (len(turns) - 1) // 2
    attempt = store.attempts.get(attempt_id)
    assert attempt.revision == answered
    assert attempt.director_state == (f'{{"turn": {2 * answered - 1}}}' if answered else '{"patience": 6}')
    assert [event.kind for event in store.attempts.events(attempt_id)] == [
        EventKind.STARTED,
        *(EventKind.MESSAGE_SAVED if turn.speaker is Speaker.TRAINEE else EventKind.REPLIED for turn in turns[1:]),
    ]


@pytest.mark.parametrize("step", DEATHS)
def test_death_at_any_step_of_a_write_keeps_what_was_acknowledged(
    url: str, store: Store, office: Office, step: str
) -> None:
    attempt = begin(store, office.mira)
    told: dict[int, str] = {}

    for commits in (0, 3):
        child = writer(url, attempt.id, f"{step}:{commits}")
        output, errors = child.communicate(timeout=60)
        assert (child.returncode, errors) == (9, "")
        told |= acknowledged(output)
        check(store, attempt.id, told)


def test_a_process_killed_while_it_writes_loses_no_acknowledged_message(url: str, store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    told: dict[int, str] = {}
    rng = random.Random(20260302)

    for _ in range(8):
        child = writer(url, attempt.id, "never")
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(rng.uniform(0, 0.05))
        os.kill(child.pid, signal.SIGKILL)
        rest, _ = child.communicate(timeout=60)
        told |= acknowledged(first + rest)
        check(store, attempt.id, told)

    assert len(told) >= 8
