"""How long the audit looks at a customer's line before it may be shown. The line is new to it, the conversation not.

How well it tells good lines from bad ones is another measurement: `python -m tests.support.audit_figures`.
"""

from functools import partial

from benchmarks.figures import Figure, percentile, timed
from benchmarks.house import MESSAGES
from domain.conversation import Speaker, Turn
from domain.mood import Tone
from roleplay.audit import audit
from roleplay.state import Cue, Piece, Source
from scenarios.loading import LIBRARY, load_scenario

SCENARIO = LIBRARY / "missed-anniversary.yaml"


def measure() -> list[Figure]:
    scenario = load_scenario(SCENARIO).scenario
    nudges = [line.text for lines in scenario.lines.values() for line in lines]
    history = tuple(
        Turn(number, Speaker.TRAINEE if number % 2 else Speaker.CUSTOMER, text)
        for number, text in enumerate(text for pair in zip(nudges, MESSAGES, strict=False) for text in pair)
    )
    cue = Cue(
        tone=Tone.TENSE,
        reaction=None,
        content=(Piece(Source.INTENT, "nudge"),),
        spare=(),
        allowed=("confetti_mail", "paid_for_promise"),
        forbidden=tuple(fact.id for fact in scenario.facts[2:]),
    )
    audit("Well.", scenario=scenario, cue=cue, history=history)
    lines = [line.text for fact in scenario.facts for line in fact.says]
    lines += [line.text for move in scenario.moves for line in move.says]
    spans = [
        span
        for text in lines
        for span in timed(partial(audit, text, scenario=scenario, cue=cue, history=history), times=1)
    ]
    return [
        Figure("auditing a line, p50", percentile(spans, 0.5), "ms", 1, note=f"{len(lines)} lines, none seen before"),
        Figure("auditing a line, p95", percentile(spans, 0.95), "ms"),
    ]
