"""A thousand turns with a model whose provider fails one request in five, in every way that one was seen to fail.

The whole practice runs: records, worker, reader, actor, audit, chat client, real sockets. The provider is the loopback
server that the tests use, in a process of its own; it knows which of its texts it broke off. Before each turn the
provider's health is forgotten, or the first billing error would spare all other turns their faults; that is harsher
than what people meet.
"""

import json
import logging
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypedDict

from benchmarks.figures import Figure
from benchmarks.house import MESSAGES, distinct, player
from domain.conversation import Engine, Speaker, TurnState
from domain.errors import ModelFailure
from domain.people import Viewer
from language.chat import ChatMessage, ChatSettings, ProviderState, ask_again, health, open_chat_model
from records.rows import TurnRow
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Intent, Line, Scenario
from training.settings import Settings
from training.wiring import Services, build, chat_settings

SCENARIO: Final = "missed-anniversary"
TURNS: Final = 1_000
CHANCE: Final = 0.2
FIRST_TOKEN_S, REPLY_S = 0.5, 1.5
# Reading, saving, and waiting for a processor that four conversations share; none of it is the model's.
MARGIN_S: Final = 2.0
AT_ONCE: Final = 4  # fewer than the worker answers at once: a queue is not what is measured here
FIRST_KEY: Final = 100_000  # each message holds a number of six digits, by which the server's log tells them apart


class _Sent(TypedDict):
    """A line of the server's log, see tests/support/model_server.py."""

    key: int
    fault: str
    text: str
    whole: bool


@dataclass(frozen=True)
class Outcome:
    """What became of all turns. Seconds are from sending a message to its answer standing in the records."""

    turns: int
    answered_in_time: int
    slowest_s: float
    by_model: int
    by_script: int
    duplicates: int
    lost: int
    cut_lines_kept: int
    most_requests: int
    requests: int
    faults: Counter[str]
    logged: tuple[str, ...]


@dataclass
class _Played:
    """What was said in one attempt, by key, and how long each answer took."""

    attempt: str
    said: dict[int, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def measure() -> list[Figure]:
    outcome = play(TURNS, chance=CHANCE, seed=7)
    name = f"model faults: {outcome.turns:,} turns at {CHANCE:.0%}"
    return [
        Figure(
            f"{name}: answered in time",
            100 * outcome.answered_in_time / outcome.turns,
            "%",
            99.5,
            at_least=True,
            note=f"model {outcome.by_model}, script {outcome.by_script}, slowest {outcome.slowest_s:.1f} s",
        ),
        Figure(f"{name}: requests for one turn, at most", outcome.most_requests, "", 3),
        Figure(f"{name}: answers too many", outcome.duplicates, "", 0),
        Figure(f"{name}: messages lost", outcome.lost, "", 0),
        Figure(f"{name}: cut lines kept", outcome.cut_lines_kept, "", 0),
        Figure(f"{name}: errors logged", len(outcome.logged), "", 0),
    ]


def play(turns: int, *, chance: float, seed: int) -> Outcome:
    """Talk for so many turns, several conversations at once, and count. `chance` is the share of requests that fail.

    Each fifth message is sent twice, as an impatient person or a reloaded page does it."""
    scenario = load_scenario(LIBRARY / f"{SCENARIO}.yaml").scenario
    with tempfile.TemporaryDirectory(prefix="frontstage-faults-") as name:
        folder = Path(name)
        lines = folder / "lines.json"
        lines.write_text(json.dumps(_authored(scenario)), encoding="utf-8")
        with _server(lines, chance=chance, seed=seed) as address:
            services = _open(folder, address)
            try:
                chat = chat_settings(services.settings)
                _warm(chat)
                viewer = player(services)
                numbers = _Numbers(turns)
                with _listening() as logged, ThreadPoolExecutor(AT_ONCE) as pool:
                    jobs = [pool.submit(_talk, services, viewer, chat, numbers) for _ in range(AT_ONCE)]
                    played = [each for job in jobs for each in job.result()]
                return _count(services, played, _log(address), tuple(logged))
            finally:
                services.close()


class _Numbers:
    """Deals out the keys of the messages, to all threads."""

    def __init__(self, turns: int) -> None:
        self._left = iter(range(FIRST_KEY, FIRST_KEY + turns))
        self._lock = threading.Lock()

    def next(self) -> int | None:
        with self._lock:
            return next(self._left, None)


def _talk(services: Services, viewer: Viewer, chat: ChatSettings, numbers: _Numbers) -> list[_Played]:
    """One conversation after the other, until all turns are dealt out."""
    all_played: list[_Played] = []
    while True:
        played = _Played("")
        for text in MESSAGES:
            if (key := numbers.next()) is None:
                return all_played
            if not played.attempt:
                played.attempt = services.practice.start(viewer, SCENARIO, seed=key)
                all_played.append(played)
            if health(chat).state is not ProviderState.OK:
                ask_again(chat)
            played.said[key] = distinct(text, key)
            start = time.monotonic()
            for _ in range(2 if key % 5 == 0 else 1):
                services.practice.say(viewer, played.attempt, played.said[key], key=str(key))
            services.worker.wait(played.attempt)
            played.seconds.append(time.monotonic() - start)
            if services.store.attempts.turns(played.attempt)[-1].state is TurnState.SAVED:
                break  # no answer: it is counted, and there is nothing more to say here
            if services.store.attempts.get(played.attempt).ending is not None:
                break


def _count(services: Services, all_played: Sequence[_Played], log: Sequence[_Sent], logged: tuple[str, ...]) -> Outcome:
    whole = {(sent["key"], sent["text"]) for sent in log if sent["whole"]}
    broken = {(sent["key"], sent["text"]) for sent in log if not sent["whole"]}
    requests = Counter(sent["key"] for sent in log)
    engines: Counter[Engine] = Counter()
    in_time = duplicates = lost = kept = 0
    for played in all_played:
        rows = services.store.attempts.turns(played.attempt)
        for (key, text), seconds in zip(played.said.items(), played.seconds, strict=True):
            places = [at for at, row in enumerate(rows) if row.speaker is Speaker.TRAINEE and row.text == text]
            answers = _answers_after(rows, places[0]) if places else []
            lost += not places
            duplicates += max(0, len(places) - 1) + max(0, len(answers) - 1)
            in_time += len(answers) == 1 and seconds <= REPLY_S + MARGIN_S
            for row in answers:
                engines[row.engine or Engine.SCRIPTED] += 1
                ours = (key, row.text)
                kept += ours in broken or (row.engine is Engine.MODEL and ours not in whole)
    spans = [each for played in all_played for each in played.seconds]
    return Outcome(
        turns=len(spans),
        answered_in_time=in_time,
        slowest_s=max(spans),
        by_model=engines[Engine.MODEL],
        by_script=engines[Engine.SCRIPTED],
        duplicates=duplicates,
        lost=lost,
        cut_lines_kept=kept,
        most_requests=max(requests.values(), default=0),
        requests=requests.total(),
        faults=Counter(sent["fault"] for sent in log if sent["fault"] != "ok"),
        logged=logged,
    )


def _answers_after(rows: Sequence[TurnRow], at: int) -> list[TurnRow]:
    """The customer's lines between a message and the next."""
    answers: list[TurnRow] = []
    for row in rows[at + 1 :]:
        if row.speaker is Speaker.TRAINEE:
            break
        answers.append(row)
    return answers if rows[at].state is TurnState.COMPLETE else []


def _authored(scenario: Scenario) -> list[str]:
    """All lines of the customer."""
    lines: list[Line] = [line for intent in Intent for line in scenario.lines_for(intent)]
    lines += [line for fact in scenario.facts for line in fact.says]
    lines += [line for move in scenario.moves for line in (*move.says, *move.objects, *move.breaks)]
    lines += [line for need in scenario.needs for line in (*need.presses, *need.raises)]
    lines += [line for trigger in scenario.persona.triggers for line in trigger.says]
    lines += [line for ending in scenario.endings for line in ending.says]
    return sorted({line.text for line in lines})


def _open(folder: Path, address: str) -> Services:
    settings = Settings.model_validate(
        {
            "data_dir": folder,
            "database_url": f"sqlite:///{folder}/bench.db",
            "model": "loopback-1",
            "openai_base_url": address,
            "first_token_seconds": FIRST_TOKEN_S,
            "reply_seconds": REPLY_S,
        }
    )
    services = build(settings)
    services.library.get_ready()
    return services


def _warm(chat: ChatSettings) -> None:
    """As the app does it before anyone comes: the first request takes longer than these deadlines."""
    for _ in range(20):
        ask_again(chat)
        try:
            open_chat_model(chat).reply([ChatMessage("user", "Hello?")], max_tokens=10)
        except ModelFailure:
            continue  # it was one of the faults; the next is none, in all likelihood
        return


@contextmanager
def _server(lines: Path, *, chance: float, seed: int) -> Iterator[str]:
    """The loopback server's address. It listens on this machine alone."""
    command = [sys.executable, "-m", "tests.support.model_server", "--port", "0", "--lines", str(lines)]
    command += ["--faults", str(chance), "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _log(address: str) -> list[_Sent]:
    root = "/".join(address.split("/", 3)[:3])
    # No proxy that the environment names stands between two processes of this machine.
    here = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with here.open(f"{root}/sent") as answer:
        log: list[_Sent] = [sent for sent in json.load(answer) if sent["key"] >= FIRST_KEY]
    return log


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What is logged as an error or with an exception, by any module, and what ends a thread."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info or record.levelno >= logging.ERROR:
                heard.append(record.getMessage())

    ear, before = Ear(), threading.excepthook
    logging.getLogger().addHandler(ear)
    threading.excepthook = lambda died: heard.append(f"{died.thread}: {died.exc_value!r}")
    try:
        yield heard
    finally:
        threading.excepthook = before
        logging.getLogger().removeHandler(ear)
