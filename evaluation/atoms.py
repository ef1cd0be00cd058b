"""A scenario's conditions in words: which of them held at the end, and where in the trainee's words that shows."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from domain.acts import Act
from domain.reading import Reading
from domain.scorecard import Evidence
from evaluation.case import Case
from evaluation.scorer import ScorerModel
from evaluation.sightings import FAULTS

_LEVEL: Final = re.compile(r"(frustration|trust|effort)(<=|>=|<|>)(\d+(?:\.\d+)?)")
_ASKED: Final = {"<=": "at most {}", ">=": "at least {}", "<": "below {}", ">": "above {}"}


class Shown(NamedTuple):
    """Where something shows in the trainee's words."""

    quote: str = ""
    turn: int | None = None


def explain(atom: str, *, wanted: bool, case: Case, readings: Mapping[int, Reading], model: ScorerModel) -> Evidence:
    """One atom of a condition as an observation. `wanted` is False for what must not be: it then holds when absent."""
    held = case.situation.holds(atom)
    kind, _, name = atom.partition(":")
    shown = Shown()
    match kind:
        case "act":
            statement, shown = _act(Act(name), held=held, readings=readings, model=model)
        case "move":
            move = case.scenario.move(name)
            statement = f"{'You did this' if held else 'You did not do this'}: {_in_sentence(move.description)}"
            shown = _first(readings, name, "moves") if held else shown
        case "fact":
            fact = case.scenario.fact(name)
            statement = f"{'This came out' if held else 'This did not come out'}: {fact.statement}"
            shown = _first(readings, name, "asked_facts") if held else shown
        case "need":
            need = case.scenario.need(name)
            statement = f"{'This was met' if held else 'This was still open at the end'}: {need.statement}"
        case "desk":
            action = case.scenario.action(name)
            label = action.label if action is not None else name
            statement = f"{'Done at the desk' if held else 'Not done at the desk'}: {label}."
        case "world":
            statement = _world(name, case)
        case _:
            statement = _mood(atom, case)
    return Evidence(f"{kind}:{name}" if name else atom, held is wanted, statement, shown.quote, shown.turn)


def _act(act: Act, *, held: bool, readings: Mapping[int, Reading], model: ScorerModel) -> tuple[str, Shown]:
    feature = model.features[act.value]
    if held:
        number = next((turn for turn, reading in sorted(readings.items()) if reading.has(act)), None)
        shown = Shown(readings[number].quote(act), number) if number is not None else Shown()
        return (feature.met if feature.good else feature.unmet), shown
    return (feature.unmet if act not in FAULTS else f"Not found in your words: {feature.label}."), Shown()


def _first(readings: Mapping[int, Reading], name: str, where: str) -> Shown:
    for number, reading in sorted(readings.items()):
        for found in reading.moves if where == "moves" else reading.asked_facts:
            if found.what == name:
                return Shown(found.quote, number)
    return Shown()


def _world(name: str, case: Case) -> str:
    key, _, _ = name.partition("=")
    record = case.scenario.desk.records.get(key)
    label = record.label if record is not None else key.replace("_", " ")
    return f"At the end the desk showed, under {label}: {dict(case.situation.world).get(key, 'nothing')}."


def _mood(atom: str, case: Case) -> str:
    match = _LEVEL.fullmatch(atom)
    if match is None:
        return f"This belongs to the ending: {atom.replace(':', ' ').replace('_', ' ')}."
    mood = case.situation.mood
    value = {"frustration": mood.frustration, "trust": mood.trust, "effort": mood.effort}[match[1]]
    return f"The customer's {match[1]} ended at {value:.1f} of 10; this asks for {_ASKED[match[2]].format(match[3])}."


def _in_sentence(description: str) -> str:
    return description[:1].lower() + description[1:]
