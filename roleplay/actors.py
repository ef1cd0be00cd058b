"""Who words a cue: the scenario's own lines, or a chat model.

Always holds: an actor gets the cue and words it; it never changes mood, facts or ending. `ScriptedActor` cannot fail
and never says an authored line twice in an attempt while another is left. `ModelActor` raises ModelFailure, and
whoever called it falls back to the script.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.conversation import Engine, Speaker, Turn
from language.chat import ChatMessage, ChatModel, Usage
from language.tokens import TokenBudget
from prompts.renderer import fence, load_prompt
from roleplay.state import Cue, Piece, Source, State, lines_of
from scenarios.model import Intent, Line, Scenario

LINE_TOKENS = 220
TURNS_KEPT = 12


@dataclass(frozen=True, slots=True)
class Spoken:
    """One customer's line. `used` are ids of authored lines in it; `usage` is a model's, None for the script."""

    text: str
    engine: Engine
    used: tuple[str, ...] = ()
    usage: Usage | None = None
    prompts: tuple[tuple[str, str], ...] = ()


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
    ) -> Spoken:
        """Word the cue. `complaint` is what the audit found wrong with the line before; `on_text` gets the line so
        far while it is being made. Raises ModelFailure when nothing usable came."""
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
        return Spoken(" ".join(texts), Engine.SCRIPTED, tuple(used))

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


def filled(line: Line, cue: Cue) -> str:
    """The line with the trainee's own words in its slots."""
    return line.text.replace("{when}", cue.when).replace("{earlier}", cue.earlier)


class ModelActor:
    """Words the cue with a chat model. Facts whose rule is not met are not in the prompt at all."""

    def __init__(self, model: ChatModel, *, budget: TokenBudget) -> None:
        self._model = model
        self._budget = budget
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
    ) -> Spoken:
        answer = self._model.reply(
            self._messages(scenario, cue, history, complaint), on_text=on_text, max_tokens=LINE_TOKENS
        )
        prompts = tuple((prompt.id, prompt.hash) for prompt in (self._system, self._cue))
        return Spoken(answer.text.strip(), Engine.MODEL, usage=answer.usage, prompts=prompts)

    def _messages(
        self, scenario: Scenario, cue: Cue, history: Sequence[Turn], complaint: str
    ) -> tuple[ChatMessage, ...]:
        persona = scenario.persona
        system = self._system.render(
            persona_name=persona.name,
            persona_description=f"{persona.age} years old. {persona.about}",
            voice=persona.voice,
            company=scenario.brief.company,
            situation=scenario.situation,
            facts=[scenario.fact(name).statement for name in cue.allowed],
            sample_lines=[line.text for line in (*scenario.opening.says, *scenario.lines[Intent.NUDGE])],
        )
        said = history[-1] if history and history[-1].speaker is Speaker.TRAINEE else None
        earlier = history[:-1] if said else history
        spoken = [
            ChatMessage("assistant", turn.text)
            if turn.speaker is Speaker.CUSTOMER
            else ChatMessage("user", fence(turn.text))
            for turn in earlier[-TURNS_KEPT:]
        ]
        pieces = [piece for piece in (cue.reaction, *cue.content) if piece]
        cue_text = self._cue.render(
            feeling=cue.tone.value,
            intent=cue.reaction.name.replace("_", " ") if cue.reaction else "carry on",
            say=[text for piece in pieces for text in _meaning(scenario, piece, cue)],
            length="one to three short sentences",
            trainee_message=said.text if said else "",
            complaint=complaint,
        )
        return self._budget.fit((ChatMessage("system", system), *spoken, ChatMessage("user", cue_text))).kept


def _meaning(scenario: Scenario, piece: Piece, cue: Cue) -> tuple[str, ...]:
    """What a piece of the cue means, as one authored line for this mood: the model says it in its own words."""
    fitting = [line for _, line in _sayable(scenario, piece, cue) if line.fits(cue.tone)]
    return tuple(filled(line, cue) for line in fitting[:1])
