"""Every authored line passes the audit at its own moment: what the script says, a model may be held to."""

from collections.abc import Iterator

import pytest

from domain.conversation import Speaker, Turn
from domain.mood import Tone
from roleplay.audit import audit
from roleplay.state import Cue, Piece, Source, lines_of
from scenarios.loading import load_library
from scenarios.model import Scenario

LIBRARY = load_library()


def pieces(scenario: Scenario) -> Iterator[Piece]:
    yield from (Piece(Source.FACT, fact.id) for fact in scenario.facts)
    yield from (Piece(Source.MOVE, move.id) for move in scenario.moves)
    yield from (Piece(Source.OBJECTION, move.id) for move in scenario.moves)
    yield from (Piece(Source.NEED, need.id) for need in scenario.needs)
    yield from (Piece(Source.INTENT, intent.value) for intent in scenario.lines)
    yield from (Piece(Source.TRIGGER, trigger.on.value) for trigger in scenario.persona.triggers)


@pytest.mark.parametrize("scenario_id", sorted(LIBRARY))
def test_every_authored_line_passes_the_audit_when_it_is_said(scenario_id: str) -> None:
    scenario = LIBRARY[scenario_id].scenario
    history = (Turn(0, Speaker.CUSTOMER, scenario.opening.says[0].text),)
    faulty = []
    for piece in pieces(scenario):
        allowed = (piece.name,) if piece.source is Source.FACT else tuple(f.id for f in scenario.facts)
        cue = Cue(
            tone=Tone.WARM,
            reaction=None,
            content=(piece,),
            spare=(),
            allowed=allowed,
            forbidden=(),
            when="by noon",
            settled=True,
        )
        for line in lines_of(scenario, piece):
            text = line.text.replace("{when}", "by noon")
            faulty += [(piece.name, text, found) for found in audit(text, scenario=scenario, cue=cue, history=history)]
    assert faulty == []
