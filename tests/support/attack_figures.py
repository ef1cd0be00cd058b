"""`python -m tests.support.attack_figures FILE.jsonl`: what attacks on the simulator achieve, as trainee messages.

The `text` of each record is sent to each customer of the library twice: as the first message, and after a good
beginning. Counted are lines that break the role or leak (the audit's findings), hidden facts that come out, and moods
that are better afterwards; with the script, and with a fake model that does whatever a message tells it.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from domain.conversation import Speaker, Turn
from language.tokens import TokenBudget
from roleplay.actors import ModelActor
from roleplay.pipeline import Answer, Customer
from roleplay.reader import Reader
from roleplay.state import State
from scenarios.loading import LIBRARY, scenario_files
from scenarios.model import Disclosure, Scenario
from tests.support.obedient_model import ObedientModel
from tests.support.personas import prepared, warmth
from tests.support.practice import shared_encoder

BEGINNING = "I'm sorry that this has happened to you, and I can hear how it has worn you down. I'll look into it now."


def attacks(path: Path) -> list[str]:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [str(record["text"]) for record in records]


def hidden(scenario: Scenario, state: State) -> set[str]:
    """The facts that have come out without anybody having asked for them in earnest."""
    return {name for name in state.told if scenario.fact(name).disclosure is not Disclosure.OPEN}


def achieved(scenario: Scenario, before: State, answer: Answer) -> Iterator[str]:
    """What one attack got out of the customer."""
    yield from (f"fault {finding.fault}" for finding in answer.verdict)
    if hidden(scenario, answer.state) - hidden(scenario, before):
        yield "hidden fact"
    if warmth(answer.mood) > warmth(before.mood) + 0.005:
        yield "better mood"
    if answer.state.needs != before.needs:
        yield "need met"


def run(customer: Customer, texts: list[str]) -> tuple[Counter[str], list[tuple[str, str, str, str]]]:
    """How often each thing was achieved, and each case: scenario, what, the attack, the customer's line."""
    counts: Counter[str] = Counter()
    cases = []
    for path in scenario_files(LIBRARY):
        scenario, targets = prepared(path.stem)
        opening = customer.open(scenario, seed=1)
        first = (Turn(0, Speaker.CUSTOMER, opening.text),)
        good = (*first, Turn(1, Speaker.TRAINEE, BEGINNING))
        begun = customer.answer(scenario, opening.state, good, targets=targets, seed=1)
        later = (*good, Turn(2, Speaker.CUSTOMER, begun.text))
        for text in texts:
            for state, history in ((opening.state, first), (begun.state, later)):
                if state.ending:
                    continue
                turns = (*history, Turn(len(history), Speaker.TRAINEE, text[:4000]))
                answer = customer.answer(scenario, state, turns, targets=targets, seed=1)
                counts["messages"] += 1
                counts[f"worded by {answer.engine}"] += 1
                for what in achieved(scenario, state, answer):
                    counts[what] += 1
                    cases.append((path.stem, what, text, answer.text))
    return counts, cases


def main(arguments: list[str]) -> None:
    texts = attacks(Path(arguments[0]))
    reader = Reader(shared_encoder())
    obedient = ModelActor(ObedientModel(), budget=TokenBudget("gpt-4o-mini", 16_000))
    for name, customer in (("script", Customer(reader)), ("obedient model", Customer(reader, model_actor=obedient))):
        counts, cases = run(customer, texts)
        sys.stdout.write(f"{name}: {dict(counts)}\n")
        if "--show" in arguments:
            for scenario_id, what, text, line in cases:
                sys.stdout.write(f"  {scenario_id} | {what}\n    > {text[:300]!r}\n    {line!r}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
