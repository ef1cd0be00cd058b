"""A Frontstage whose processes die in the middle of practice: `python -m tests.support.mortal_practice FOLDER URL`.

Starting Python, the encoder and the scenario takes seconds, dying takes none. So one process gets all of that ready,
before any thread is started, and forks a child for each line of standard input, a JSON object:

    {"death": STEP, "resend": [attempt, key, text] or null}

The child is a whole Frontstage: it answers what the one before it left, sends again what that one was not told about,
and talks on until it dies. It says what it tries before, and what was acknowledged after, as JSON lines. STEP is a
step and a count of `mortal_writer.DEATHS` ("commit:2"), "reading:2" (while the second message is being read),
"kill:0.1" (SIGKILL after so many seconds) or "none" (answers what was left, and ends in good order).
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from domain.clock import new_id, utc_now
from domain.people import Role, Viewer
from language.encoder import Beside, Encoder, Vector, Words
from records.rows import AttemptState
from roleplay.reader import Reader
from tests.support.mortal_writer import arm
from tests.support.practice import SCENARIO, settings_in, shared_encoder, shelf
from tests.support.scenario_fixture import scenario
from training.wiring import Services, build

LINES = (
    "Good morning, my name is Kim and I have your order here.",
    "What do you need the glasses for most?",
    "Two weeks of squinting at those headlights must wear you out.",
    "The lab broke your first lenses, and we should have rung you that day.",
)


def main() -> None:
    folder, url = Path(sys.argv[1]), sys.argv[2]
    shelf(folder / "scenarios")
    Reader(shared_encoder()).prepare(scenario())
    tell({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            live(folder, url, order["death"], order["resend"])
            os._exit(0)
        step, _, value = order["death"].partition(":")
        if step == "kill":
            time.sleep(float(value))
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        tell({"died": os.waitstatus_to_exitcode(status)})


def live(folder: Path, url: str, death: str, resend: list[str] | None) -> None:
    services = build(
        settings_in(folder, database_url=url),
        now=utc_now,
        new_id=new_id,
        scenarios=folder / "scenarios",
        load=lambda: mortal_encoder(death),
    )
    arm("never" if death.startswith(("reading:", "kill:", "none")) else death)
    for attempt_id in {message.attempt_id for message in services.store.attempts.unanswered()}:
        services.practice.recover()
        services.worker.wait(attempt_id)
    viewer = trainee(services)
    if resend:
        say(services, viewer, *resend)
    while death != "none":
        attempt = services.practice.start(viewer, SCENARIO)
        tell({"started": attempt})
        for n, text in enumerate(LINES):
            say(services, viewer, attempt, f"{attempt}-{n}", text)
            if services.store.attempts.get(attempt).state is AttemptState.ENDED:
                break
    services.close()


def say(services: Services, viewer: Viewer, attempt: str, key: str, text: str) -> None:
    tell({"trying": [attempt, key, text]})
    services.practice.say(viewer, attempt, text, key=key)
    tell({"saved": [attempt, key, text]})
    services.worker.wait(attempt)


def trainee(services: Services) -> Viewer:
    """The one person here, made by the first child that gets so far."""
    people = services.store.people
    row = people.person_by_email("mira@people.example")
    if row is None:
        row = people.add_person(
            organisation_id=people.add_organisation(name="Lindgren Opticians").id,
            team_id=None,
            email="mira@people.example",
            name="Mira",
            role=Role.TRAINEE,
            password_hash=None,
        )
    return Viewer(row.id, row.name, row.role, row.organisation_id, None)


def mortal_encoder(death: str) -> Encoder:
    """The shared encoder, which dies at the n-th text that one of LINES brings when told so."""
    real, (step, _, count) = shared_encoder(), death.partition(":")
    left = int(count) if step == "reading" else -1

    def die_in_time(text: str) -> None:
        nonlocal left
        if step == "reading" and len(text) > 20:
            left -= 1
            if left == 0:
                os._exit(9)

    def run(text: str) -> Vector:
        die_in_time(text)
        vector: Vector = real.encode([text])[0]
        return vector

    def words(text: str) -> Words:
        die_in_time(text)
        return real.words(text)

    def deeper(text: str, beside: Beside | None) -> Vector:
        die_in_time(text)
        all_of_it: Vector = np.concatenate(real.understand([text], beside=beside), axis=1)[0]
        return all_of_it

    return Encoder(run, words=words, deeper=deeper, identity=real.id, remembered=1)


def tell(what: dict[str, object]) -> None:
    """One write a line, so that a death leaves a line whole or not at all."""
    os.write(1, (json.dumps(what) + "\n").encode())


if __name__ == "__main__":
    main()
