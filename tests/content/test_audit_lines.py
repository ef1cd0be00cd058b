"""The audit on lines that were written for it, good and bad, and on all that the scenarios' own customers say."""

from collections import Counter
from collections.abc import Iterator

import pytest

from domain.conversation import Speaker, Turn
from domain.mood import Tone
from roleplay.audit import Fault, audit
from roleplay.state import Cue, Piece, Source, lines_of
from scenarios.loading import load_library
from scenarios.model import Scenario
from tests.support.audit_lines import BAD, FRESH, GOOD, load_lines, measure, sides

LIBRARY = load_library()

# What the audit reaches, less two points, so that a change which makes it worse is seen: on the lines that it was
# written on, where it meets its aim of 95 % of the bad ones at 3 % of the good ones, and on lines that were new to it,
# where it is well below that (see `python -m tests.support.audit_figures`).
CAUGHT, FLAGGED = 0.93, 0.03
CAUGHT_FRESH, FLAGGED_FRESH = 0.79, 0.19


def pieces(scenario: Scenario) -> Iterator[Piece]:
    yield Piece(Source.OPENING, "opening")
    yield from (Piece(Source.FACT, fact.id) for fact in scenario.facts)
    yield from (Piece(Source.MOVE, move.id) for move in scenario.moves)
    yield from (Piece(Source.OBJECTION, move.id) for move in scenario.moves)
    yield from (Piece(Source.NEED, need.id) for need in scenario.needs)
    yield from (Piece(Source.INTENT, intent.value) for intent in scenario.lines)
    yield from (Piece(Source.TRIGGER, trigger.on.value) for trigger in scenario.persona.triggers)
    yield from (Piece(Source.ENDING, ending.id) for ending in scenario.endings)


def cue_for(scenario: Scenario, piece: Piece, tone: Tone) -> Cue:
    """The cue that lets a piece be said, with every other fact still hidden and nothing settled unless it says so."""
    told = (piece.name,) if piece.source is Source.FACT else ()
    return Cue(
        tone=tone,
        reaction=None,
        content=(piece,),
        spare=(),
        allowed=told,
        forbidden=tuple(fact.id for fact in scenario.facts if fact.id not in told),
        when="by noon",
        ending=piece.name if piece.source is Source.ENDING else "",
        settled=piece == Piece(Source.INTENT, "content"),
    )


@pytest.mark.parametrize("scenario_id", sorted(LIBRARY))
def test_every_authored_line_passes_in_every_mood_in_which_it_may_be_said(scenario_id: str) -> None:
    scenario = LIBRARY[scenario_id].scenario
    asked = (Turn(0, Speaker.CUSTOMER, "Hello."), Turn(1, Speaker.TRAINEE, "I will do that by noon."))
    faulty = []
    for piece in pieces(scenario):
        history = () if piece.source is Source.OPENING else asked
        for line in lines_of(scenario, piece):
            text = line.text.replace("{when}", "by noon").replace("{earlier}", "by noon")
            for tone in line.tone or tuple(Tone):
                found = audit(text, scenario=scenario, cue=cue_for(scenario, piece, tone), history=history)
                faulty += [(piece.name, tone, text, each) for each in found]
    assert faulty == []


@pytest.mark.parametrize("scenario_id", sorted(LIBRARY))
def test_a_hidden_fact_in_its_own_words_is_caught_whatever_the_moment(scenario_id: str) -> None:
    scenario = LIBRARY[scenario_id].scenario
    asked = (Turn(0, Speaker.CUSTOMER, scenario.opening.says[0].text), Turn(1, Speaker.TRAINEE, "One moment, please."))
    waiting = cue_for(scenario, Piece(Source.INTENT, "waiting"), Tone.TENSE)
    lines = [(fact.id, line.text) for fact in scenario.facts for line in fact.says]
    kept = [
        (name, text)
        for name, text in lines
        if not {Fault.EARLY_DISCLOSURE, Fault.INVENTED_FACT, Fault.INVENTED_NUMBER}
        & {each.fault for each in audit(text, scenario=scenario, cue=waiting, history=asked)}
    ]
    assert len(kept) <= 0.15 * len(lines), kept


def test_the_lines_are_as_many_and_as_mixed_as_they_have_to_be() -> None:
    bad, good = load_lines(BAD), load_lines(GOOD)
    assert (len(bad), len(good)) == (300, 300)
    assert {line.fault for line in bad} <= {fault.value for fault in Fault}
    assert all(not line.fault for line in good)
    for lines in (bad, good):
        assert set(Counter(line.scenario for line in lines).values()) == {100}
        assert len({line.id for line in lines}) == len({line.line for line in lines if line.line}) or lines is bad


@pytest.mark.parametrize(
    ("scenario_id", "text"),
    [
        ("third-contact", "She has restarted it five times. You have told her it is not fixed."),
        ("quiet-goodbye", "You have started to tell him about the three offers, and your reply: “It is"),
        ("third-contact", "You will pay me 550,000 pounds. I am going to pay it."),
        ("third-contact", "I am here to hear you."),
        ("third-contact", "What do you need? You must be on your feet."),
        ("third-contact", "I will send the next line, and no more."),
        ("third-contact", "What you do: it is not decided."),
        ("third-contact", "You will send it tomorrow between eight and twelve."),
    ],
)
def test_what_a_small_model_has_really_said_is_caught(scenario_id: str, text: str) -> None:
    scenario = LIBRARY[scenario_id].scenario
    asked = (Turn(0, Speaker.CUSTOMER, scenario.opening.says[0].text), Turn(1, Speaker.TRAINEE, "One moment, please."))
    cue = cue_for(scenario, Piece(Source.INTENT, "nudge"), Tone.TENSE)
    assert audit(text, scenario=scenario, cue=cue, history=asked)


def test_it_catches_bad_lines_and_lets_good_ones_pass_as_well_as_was_measured() -> None:
    assert measure(load_lines(BAD)).flagged.rate >= CAUGHT
    assert measure(load_lines(GOOD)).flagged.rate <= FLAGGED


def test_it_does_as_was_measured_on_lines_that_were_new_to_it() -> None:
    bad, good = sides(load_lines(FRESH))
    assert measure(bad).flagged.rate >= CAUGHT_FRESH
    assert measure(good).flagged.rate <= FLAGGED_FRESH
