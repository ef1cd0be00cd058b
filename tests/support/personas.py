"""The library's customers in single situations and in whole conversations: what a trainee writes, and what must hold.

Situations stand in tests/content/personas, conversations in tests/content/conversations and tests/content/trainees.
`python -m tests.support.personas` prints how each customer answers in each situation, with what is wrong; `--write`
keeps that, and all conversations, as the snapshots that the tests compare with.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.mood import Ceiling, Mood
from roleplay.desk import use_desk
from roleplay.pipeline import Answer, Customer
from roleplay.reader import Reader
from roleplay.state import Piece, Source, State
from roleplay.targets import Targets
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Intent, Scenario
from tests.support.practice import shared_encoder

CONTENT = Path(__file__).parents[1] / "content"
FOLDER = CONTENT / "personas"
CONVERSATIONS = (CONTENT / "conversations", CONTENT / "trainees")
SNAPSHOTS = FOLDER / "snapshots"


class Step(BaseModel):
    """Something said or done before: a text is said, an action is done at the desk with its fields."""

    model_config = ConfigDict(extra="allow", frozen=True)

    do: str

    def fields(self) -> dict[str, str]:
        return {name: str(value) for name, value in (self.model_extra or {}).items()}


class Situation(BaseModel):
    """`reaction` and `content` are pieces of the cue as "heard", "trigger:rude", "fact:x", "need:x", "move:x", ...; a
    reaction is one of those listed. `tells` are the facts that come out now, all others stay untold. `mood` compares
    the customer before and after this message: better, worse, or not better."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    before: tuple[str | Step, ...] = ()
    say: str
    seed: int = 1
    ceiling: Ceiling = Ceiling.FULL
    reaction: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    tells: tuple[str, ...] | None = None
    mood: Literal["better", "worse", "not_better", "any"] = "any"
    ending: str | None = ""

    @model_validator(mode="before")
    @classmethod
    def _one_reaction_may_stand_alone(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("reaction"), str):
            return {**data, "reaction": (data["reaction"],)}
        return data


@dataclass(frozen=True)
class Moment:
    """One answered message: what stood before it, and the answer. `line` is what the customer said."""

    scenario: Scenario
    before: State
    history: tuple[Turn, ...]
    answer: Answer

    @property
    def line(self) -> str:
        return self.answer.text


@cache
def customer() -> Customer:
    return Customer(Reader(shared_encoder()))


@cache
def prepared(scenario_id: str) -> tuple[Scenario, Targets]:
    scenario = load_scenario(LIBRARY / f"{scenario_id}.yaml").scenario
    return scenario, customer().prepare(scenario)


def situations(scenario_id: str) -> tuple[Situation, ...]:
    entries = yaml.safe_load((FOLDER / f"{scenario_id}.yaml").read_text(encoding="utf-8"))
    return tuple(Situation.model_validate(entry) for entry in entries)


def told_scenarios() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def lived(scenario_id: str, situation: Situation) -> list[Moment]:
    """Every message of a situation with its answer; the last one is the situation's own."""
    steps = (*situation.before, situation.say)
    moments = play(scenario_id, steps, seed=situation.seed, ceiling=situation.ceiling)
    messages = sum(isinstance(step, str) for step in steps)
    assert len(moments) == messages, f"{situation.id}: the conversation was over before its last message"
    return moments


def play(
    scenario_id: str, steps: Iterable[str | Step], *, seed: int = 1, ceiling: Ceiling = Ceiling.FULL
) -> list[Moment]:
    """Every message with its answer, up to the conversation's own end."""
    scenario, targets = prepared(scenario_id)
    opening = customer().open(scenario, seed=seed, ceiling=ceiling)
    state = opening.state
    history: tuple[Turn, ...] = (Turn(0, Speaker.CUSTOMER, opening.text),)
    moments: list[Moment] = []
    for step in steps:
        if state.ending:
            break
        if isinstance(step, Step):
            state = use_desk(scenario, state, step.do, step.fields(), after_turn=len(history) - 1).state
            continue
        history = (*history, Turn(len(history), Speaker.TRAINEE, step))
        answer = customer().answer(scenario, state, list(history), targets=targets, seed=seed)
        moments.append(Moment(scenario, state, history, answer))
        history = (*history, Turn(len(history), Speaker.CUSTOMER, answer.text))
        state = answer.state
    return moments


def conversations() -> dict[str, tuple[str, Path]]:
    """The whole conversations by name: the scenario's id, and the file of what the trainee says and does."""
    files = (path for folder in CONVERSATIONS for path in sorted(folder.glob("*/*.jsonl")))
    return {f"{path.parent.name}-{path.stem}": (path.parent.name, path) for path in files}


@cache
def conversed(name: str) -> list[Moment]:
    """A whole conversation, message by message."""
    scenario_id, path = conversations()[name]
    return play(scenario_id, steps_of(path))


def steps_of(path: Path) -> list[str | Step]:
    """The lines of a conversation, as `frontstage play` reads them."""
    steps: list[str | Step] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if "say" in entry:
            steps.append(entry["say"])
        else:
            fields = {name: value for name, value in entry["do"].items() if name != "action"}
            steps.append(Step.model_validate({"do": entry["do"]["action"], **fields}))
    return steps


def named(piece: Piece) -> str:
    """A piece as the files write it: an intent by its name alone."""
    return piece.name if piece.source is Source.INTENT else f"{piece.source}:{piece.name}"


def warmth(mood: Mood) -> float:
    return mood.trust - mood.frustration


def faults(moment: Moment) -> Iterator[str]:
    """What must hold after every single message, whoever wrote it."""
    answer, before = moment.answer, moment.before
    for finding in answer.verdict:
        yield f"the audit finds {finding.fault}: {finding.words}"
    said = [turn.text for turn in moment.history if turn.speaker is Speaker.CUSTOMER]
    if answer.text in said:
        yield f"a line was repeated: {answer.text}"
    fresh = set(answer.state.told) - set(before.told)
    for name in fresh:
        fact = moment.scenario.fact(name)
        if fact.trust is not None and max(before.mood.trust, answer.mood.trust) < fact.trust:
            yield f"{name} came out at trust {answer.mood.trust}"
    for axis in ("frustration", "trust", "effort", "patience"):
        moved = sum(getattr(change, axis) for change in answer.changes)
        if abs(getattr(answer.mood, axis) - getattr(before.mood, axis) - moved) > 0.02:
            yield f"{axis} moved without a cause"
    if any(not change.cause for change in answer.changes):
        yield "a change of mood has no name"
    if not answer.cue.ending:
        yield from _unanswered(moment)


def _unanswered(moment: Moment) -> Iterator[str]:
    reading, cue = moment.answer.reading, moment.answer.cue
    if reading.odd or reading.has(Act.MANIPULATE_SIMULATOR):
        return
    content = {named(piece) for piece in cue.content}
    asked = [found.what for found in reading.asked_facts]
    guarded = Intent.GUARDED.value in content
    if asked and not guarded and not any(f"fact:{name}" in content for name in asked):
        yield f"asked for {', '.join(asked)}, answered {sorted(content)}"
    if reading.other_questions and not asked and not content:
        yield f"{reading.other_questions[0]!r} got no answer"


def misses(situation: Situation, moment: Moment) -> Iterator[str]:
    """Where the answer to the situation's own message is not what this person would do."""
    answer, cue = moment.answer, moment.answer.cue
    reaction = named(cue.reaction) if cue.reaction else "none"
    if situation.reaction and reaction not in situation.reaction:
        yield f"reaction {reaction}, not {' or '.join(situation.reaction)}"
    content = [named(piece) for piece in cue.content]
    yield from (f"{name} is not in {content}" for name in situation.content if name not in content)
    fresh = set(answer.state.told) - set(moment.before.told)
    if situation.tells is not None and fresh != set(situation.tells):
        yield f"told {sorted(fresh)}, not {sorted(situation.tells)}"
    gain = warmth(answer.mood) - warmth(moment.before.mood)
    expected = {"better": gain > 0, "worse": gain < 0, "not_better": gain <= 0, "any": True}
    if not expected[situation.mood]:
        yield f"the mood went by {gain:+.2f}, not {situation.mood}"
    if situation.ending is not None and cue.ending != situation.ending:
        yield f"it ended as {cue.ending or 'not at all'}, not {situation.ending or 'not at all'}"


def snapshot(scenario_id: str) -> str:
    """What the customer answers in each situation, as text to read."""
    blocks = []
    for situation in situations(scenario_id):
        last = lived(scenario_id, situation)[-1]
        blocks.append(f"{situation.id}\n  > {situation.say}\n  {last.line}\n")
    return "\n".join(blocks)


def conversation_snapshot(name: str) -> str:
    """A whole conversation as text to read."""
    moments = conversed(name)
    lines = [moments[0].history[0].text]
    for moment in moments:
        lines += [f"> {moment.history[-1].text}", moment.line]
    return "\n\n".join([*lines, f"[{moments[-1].answer.state.ending or 'the trainee ends it'}]"]) + "\n"


def snapshots(scenario_ids: Iterable[str]) -> dict[Path, str]:
    """Every snapshot of these scenarios, by the file that keeps it."""
    wanted = set(scenario_ids)
    kept = {SNAPSHOTS / f"{scenario_id}.txt": snapshot(scenario_id) for scenario_id in wanted}
    names = [name for name, (scenario_id, _) in conversations().items() if scenario_id in wanted]
    return kept | {SNAPSHOTS / "conversations" / f"{name}.txt": conversation_snapshot(name) for name in names}


def main(arguments: list[str]) -> None:
    scenario_ids = [name for name in arguments if not name.startswith("--")] or told_scenarios()
    if "--write" in arguments:
        for path, text in snapshots(scenario_ids).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return
    for scenario_id in scenario_ids:
        for situation in situations(scenario_id):
            moments = lived(scenario_id, situation)
            wrong = [*misses(situation, moments[-1]), *(fault for moment in moments for fault in faults(moment))]
            shown = [situation.id, f"  > {situation.say}", f"  {moments[-1].line}", *(f"  ! {each}" for each in wrong)]
            sys.stdout.write("\n".join(shown) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
