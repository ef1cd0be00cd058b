"""Who words a cue: the scenario's own lines, or a chat model.

Always holds: an actor gets the cue and words it; it never changes mood, facts or ending. `ScriptedActor` cannot fail
and never says an authored line twice in an attempt while another is left. `ModelActor` raises ModelFailure, and
whoever called it falls back to the script.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.conversation import Engine, Turn
from domain.mood import Mood
from language.chat import Allowance, ChatMessage, ChatModel, Usage
from language.tokens import Fitted, TokenBudget
from prompts.renderer import load_prompt
from roleplay.briefing import Point, alternating, cue_text, point, sample_lines, split, system_text
from roleplay.state import Cue, Piece, Source, State, lines_of
from scenarios.model import Intent, Line, Scenario

LINE_TOKENS = 220
TURNS_A_CUT = 4  # go together when the conversation is too long for the model
_SURE = 0.9  # of a context: models whose tokens are not known count up to a tenth more than is counted here


@dataclass(frozen=True, slots=True)
class Spoken:
    """One customer's line. `used` are ids of authored lines in it; `usage` is a model's, None for the script, `wasted`
    that of failed requests before it, `requests` counts all."""

    text: str
    engine: Engine
    used: tuple[str, ...] = ()
    usage: Usage | None = None
    prompts: tuple[tuple[str, str], ...] = ()
    requests: int = 0
    wasted: tuple[Usage, ...] = ()


class Actor(Protocol):
    def say(
        self,
        scenario: Scenario,
        state: State,
        cue: Cue,
        history: Sequence[Turn],
        *,
        seed: int,
        complaint: str = "",
        on_text: Callable[[str], None] | None = None,
        allowance: Allowance | None = None,
    ) -> Spoken:
        """Word the cue. `complaint` is what the audit found wrong with the line before; `on_text` gets the line so
        far while it is being made; `allowance` is what the turn may still ask of a model, None a fresh one. Raises
        ModelFailure when nothing usable came."""
        ...


class ScriptedActor:
    """Speaks the scenario's authored lines: a reaction, then the content, in this person's own words."""

    def say(
        self,
        scenario: Scenario,
        state: State,
        cue: Cue,
        history: Sequence[Turn],
        *,
        seed: int,
        complaint: str = "",
        on_text: Callable[[str], None] | None = None,
        allowance: Allowance | None = None,
    ) -> Spoken:
        chance = random.Random(f"{seed}:{state.turn}:lines")
        used: list[str] = []
        texts: list[str] = []
        for piece in (cue.reaction, *cue.content):
            picked = self._pick(scenario, piece, cue, (*state.said, *used), chance) if piece else None
            if picked:
                used.append(picked[0])
                texts.append(picked[1])
        if not texts:
            for piece in cue.spare:
                if picked := self._pick(scenario, piece, cue, (*state.said, *used), chance):
                    used.append(picked[0])
                    texts.append(picked[1])
                    break
        if not texts:
            line_id, text = self._oldest(scenario, cue, state.said)
            used.append(line_id)
            texts.append(text)
        return Spoken(joined(texts), Engine.SCRIPTED, tuple(used))

    def _pick(
        self, scenario: Scenario, piece: Piece, cue: Cue, said: Sequence[str], chance: random.Random
    ) -> tuple[str, str] | None:
        fresh = [(name, line) for name, line in _sayable(scenario, piece, cue) if name not in said]
        # A line written for this very mood is truer than one that fits any.
        own = [(name, line) for name, line in fresh if line.tone and line.fits(cue.tone)]
        fitting = own or [(name, line) for name, line in fresh if line.fits(cue.tone)]
        if not fitting:
            return None
        name, line = chance.choice(fitting)
        return name, filled(line, cue)

    def _oldest(self, scenario: Scenario, cue: Cue, said: Sequence[str]) -> tuple[str, str]:
        """When all that could be said has been said: what was said longest ago."""
        pieces = [piece for piece in (cue.reaction, *cue.content, *cue.spare) if piece]
        pieces.append(Piece(Source.INTENT, Intent.NUDGE.value))
        candidates = [pair for piece in pieces for pair in _sayable(scenario, piece, cue)]
        last = {name: at for at, name in enumerate(said)}
        name, line = min(candidates, key=lambda pair: last.get(pair[0], -1))
        return name, filled(line, cue)


def _sayable(scenario: Scenario, piece: Piece, cue: Cue) -> Iterable[tuple[str, Line]]:
    """The lines behind a piece of a cue with their ids; a line with a slot only when there is something to fill it."""
    for index, line in enumerate(lines_of(scenario, piece)):
        if (cue.when or "{when}" not in line.text) and (cue.earlier or "{earlier}" not in line.text):
            yield f"{piece.source}:{piece.name}:{index}", line


def joined(texts: Sequence[str]) -> str:
    """The pieces as one message. Who writes no full stops begins the next thought on a new line."""
    return "".join(text + (" " if text[-1] in ".!?…\"'”’" else "\n") for text in texts).strip()


def filled(line: Line, cue: Cue) -> str:
    """The line with the trainee's own words in its slots."""
    return line.text.replace("{when}", cue.when).replace("{earlier}", cue.earlier)


def input_tokens(context: int) -> int:
    """How many tokens a request may have for a model that takes `context` of them, the line that it makes included."""
    return int((context - LINE_TOKENS) * _SURE)


class ModelActor:
    """Words the cue with a chat model; `roleplay.briefing` says what it is told and where that stands.

    What the script would have said is given to it for its sense, and counts as said: should the script have to speak
    later, it does not come out with the same.
    """

    def __init__(self, model: ChatModel, *, budget: TokenBudget) -> None:
        self._model = model
        self._budget = budget
        self._script = ScriptedActor()
        self._system = load_prompt("customer_system")
        self._cue = load_prompt("customer_cue")

    def say(
        self,
        scenario: Scenario,
        state: State,
        cue: Cue,
        history: Sequence[Turn],
        *,
        seed: int,
        complaint: str = "",
        on_text: Callable[[str], None] | None = None,
        allowance: Allowance | None = None,
    ) -> Spoken:
        points, used = self._points(scenario, state, cue, seed=seed)
        messages = self._messages(scenario, state.mood, cue, points, history, complaint)
        answer = self._model.reply(messages, on_text=on_text, max_tokens=LINE_TOKENS, allowance=allowance)
        return Spoken(
            answer.text.strip(),
            Engine.MODEL,
            used,
            usage=answer.usage,
            prompts=tuple((prompt.id, prompt.hash) for prompt in (self._system, self._cue)),
            requests=answer.requests,
            wasted=answer.wasted,
        )

    def _points(
        self, scenario: Scenario, state: State, cue: Cue, *, seed: int
    ) -> tuple[tuple[Point, ...], tuple[str, ...]]:
        """What the line has to do, each with a line that the script could say, and the ids of those."""
        chance = random.Random(f"{seed}:{state.turn}:lines")
        reserved = tuple(sample.id for sample in sample_lines(scenario))
        used: list[str] = []
        points: list[Point] = []
        for piece in (cue.reaction, *cue.content):
            if piece is None:
                continue
            said = (*state.said, *used)
            picked = self._script._pick(scenario, piece, cue, (*said, *reserved), chance)
            picked = picked or self._script._pick(scenario, piece, cue, said, chance)
            if picked:
                used.append(picked[0])
            text = picked[1] if picked else _meaning(scenario, piece, cue)
            points.append(point(piece, text, scenario=scenario, state=state))
        return tuple(points), tuple(used)

    def _messages(
        self,
        scenario: Scenario,
        mood: Mood,
        cue: Cue,
        points: Sequence[Point],
        history: Sequence[Turn],
        complaint: str,
    ) -> tuple[ChatMessage, ...]:
        """All of it within the budget. The note names what was told in turns that are left out, as far as that fits."""
        talk = split(history)
        system = ChatMessage("system", system_text(self._system, scenario, opening=talk.opening))
        told_now = {piece.name for piece in cue.content if piece.source is Source.FACT}
        told = tuple(name for name in cue.allowed if name not in told_now)

        def fitted(earlier: Sequence[str]) -> Fitted:
            note = cue_text(
                self._cue,
                scenario=scenario,
                mood=mood,
                cue=cue,
                points=points,
                message=talk.message,
                earlier=earlier,
                complaint=complaint,
            )
            last = ChatMessage("user", note)
            return self._budget.fit(alternating((system, *talk.spoken, last)), block=TURNS_A_CUT)

        whole = fitted(())
        if not (talk.left_out or whole.dropped):
            return whole.kept
        recalled = (fitted(told[first:]) for first in range(len(told)))
        return next((each for each in recalled if each.tokens <= self._budget.limit), whole).kept


def _meaning(scenario: Scenario, piece: Piece, cue: Cue) -> str:
    """What a piece of the cue means when all that could be said of it has been: one of its lines again, or nothing."""
    fitting = [line for _, line in _sayable(scenario, piece, cue) if line.fits(cue.tone)]
    return filled(fitting[0], cue) if fitting else ""
