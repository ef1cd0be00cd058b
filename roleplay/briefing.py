"""What a chat model is told about its part: the page that stays, and the note for the next line.

What stands where, and why:

    system     who the customer is, how they sound (with lines of theirs about other matters), how to play and to write,
               what has happened, how the conversation began. The same bytes for the whole attempt.
    turns      what was said since, as it was said, the trainee's words fenced. Facts that were told stand here, in the
               customer's own lines. Old turns go in blocks, so that what is sent begins alike for several turns.
    message    what the trainee has just written, fenced as it will stand among the turns from now on.
    note       what changes with each line: feeling, what to do, the sense of what to say, what not to do, length.

All but the note is what the next request begins with, so a provider's prompt cache serves it. A fact whose rule is not
met stands nowhere, nor does anything that the trainee is scored by. What the note wants said is an authored line for
its sense: a scenario needs nothing more for a model than it has for the script.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from domain.conversation import Speaker, Turn
from domain.mood import Mood, Tone
from language.chat import ChatMessage
from prompts.renderer import Prompt, fence
from roleplay.state import Cue, Piece, Source, State
from scenarios.model import Intent, Line, Scenario

FENCE: Final = "their_message"  # the label that prompts/customer_cue.md gives the trainee's words
MOST_TURNS: Final = 20
BLOCK: Final = 8  # turns that go together once there are more; even, so that what is left begins with the trainee
SAMPLES_A_TONE: Final = 2

# What people are seldom asked for, so that a line about it is about another matter. Nothing that moves the case on.
_ASIDES: Final = (
    Intent.OFF_TOPIC,
    Intent.SMALL_TALK,
    Intent.COMMANDED,
    Intent.GIBBERISH,
    Intent.MANIPULATED,
    Intent.ASKED_BOT,
    Intent.INSULTED,
    Intent.JARGON,
    Intent.SOLD_TO,
    Intent.MINIMISED,
    Intent.POLICY,
    Intent.BUT,
    Intent.BLAMED,
    Intent.PASSED_ON,
    Intent.APOLOGY_LOOP,
    Intent.REFUSED,
    Intent.THANKED,
    Intent.WAITING,
)
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.!?…])[\"'”’]?\s+|\n+")  # some people end theirs with a new line only
_PARTICULAR: Final = re.compile(r"[\d{}£€$]|(?<![.!?…] )(?<!^)\b[A-ZÀ-Þ][a-zß-ÿ]")  # numbers, slots, names and days
_TELLING: Final = 5  # letters from which a word may belong to this case
_SHORTEST_SAMPLE: Final = 3
_LENGTHS: Final = ("one sentence", "two sentences", "three sentences", "four sentences", "five sentences")
_ROOM: Final = {Tone.ANGRY: 1.0, Tone.TENSE: 1.2, Tone.CALM: 1.4, Tone.WARM: 1.5}  # of the authored line's words
_FEW_WORDS: Final = 10  # where no authored line says how much this person would say


@dataclass(frozen=True, slots=True)
class Sample:
    """An authored line that the model gets for its ear. `id` is that of the line, as the script knows it."""

    id: str
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the next line does. `direction` is a name in prompts/customer_cue.md, `text` an authored line for
    the sense of it, "" when there is none; `truth` is the statement of the fact that is told, "" when it is no fact."""

    direction: str
    text: str
    truth: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation as a model gets it. `opening` is what the customer began with, `spoken` what was said since and
    is still shown, `message` what is to be answered; `left_out` says that there was more in between."""

    opening: str
    spoken: tuple[ChatMessage, ...]
    message: str
    left_out: bool


def sample_lines(scenario: Scenario) -> tuple[Sample, ...]:
    """Up to two lines a tone, a short and a longer one, none twice and each about something else: always the same for
    a scenario. None holds a number, a name or a slot, and they say as little of the case as any."""
    of_the_case = _telling(
        (
            scenario.situation,
            *(line.text for line in scenario.opening.says),
            *(text for fact in scenario.facts for text in (fact.statement, *(line.text for line in fact.says))),
        )
    )
    chosen: list[Sample] = []
    taken: set[Intent] = set()
    for tone in (Tone.CALM, Tone.WARM, Tone.TENSE, Tone.ANGRY):
        for longer in (False, True)[:SAMPLES_A_TONE]:
            fitting = [
                (intent, Sample(f"{Source.INTENT}:{intent}:{index}", tone, line.text))
                for intent, index, line in _asides(scenario)
                if intent not in taken and tone in line.tone and not _PARTICULAR.search(line.text)
            ]
            if not fitting:
                continue
            least = min(len(_telling([sample.text]) & of_the_case) for _, sample in fitting)
            apart = [pair for pair in fitting if len(_telling([pair[1].text]) & of_the_case) == least]
            intent, sample = (max if longer else min)(apart, key=lambda pair: len(_WORD.findall(pair[1].text)))
            taken.add(intent)
            chosen.append(sample)
    return tuple(chosen)


def _asides(scenario: Scenario) -> Iterator[tuple[Intent, int, Line]]:
    for intent in _ASIDES:
        for index, line in enumerate(scenario.lines.get(intent, ())):
            if len(_WORD.findall(line.text)) >= _SHORTEST_SAMPLE:
                yield intent, index, line


def _telling(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text) if len(word) >= _TELLING)


def split(history: Sequence[Turn]) -> Conversation:
    """What is shown of a history. Its turns alternate, the trainee first: some models' chat formats insist on it."""
    at = next((at for at, turn in enumerate(history) if turn.speaker is Speaker.TRAINEE), len(history))
    opening = "\n".join(turn.text for turn in history[:at])
    message = history[-1].text if at < len(history) and history[-1].speaker is Speaker.TRAINEE else ""
    since = history[at : len(history) - bool(message)]
    surplus = max(0, len(since) - MOST_TURNS)
    first = -(-surplus // BLOCK) * BLOCK
    while first < len(since) and first and since[first].speaker is Speaker.CUSTOMER:
        first += 1
    spoken = [
        ChatMessage("assistant", turn.text)
        if turn.speaker is Speaker.CUSTOMER
        else ChatMessage("user", fence(turn.text, FENCE))
        for turn in since[first:]
    ]
    return Conversation(opening, tuple(spoken), message, left_out=first > 0)


def alternating(messages: Sequence[ChatMessage]) -> tuple[ChatMessage, ...]:
    """The same, with neighbours of one role joined."""
    joined: list[ChatMessage] = []
    for message in messages:
        if joined and joined[-1].role == message.role:
            joined[-1] = ChatMessage(message.role, f"{joined[-1].content}\n\n{message.content}")
        else:
            joined.append(message)
    return tuple(joined)


def system_text(prompt: Prompt, scenario: Scenario, *, opening: str) -> str:
    """The page that stays the same for the whole attempt."""
    persona = scenario.persona
    return prompt.render(
        company=scenario.brief.company,
        persona_name=persona.name,
        persona_description=f"{persona.age} years old. {persona.about}",
        voice=persona.voice,
        sample_lines=[f"{sample.tone}: {sample.text}" for sample in sample_lines(scenario)],
        situation=scenario.situation,
        opening=opening,
    )


def cue_text(
    prompt: Prompt,
    *,
    scenario: Scenario,
    mood: Mood,
    cue: Cue,
    points: Sequence[Point],
    message: str,
    earlier: Sequence[str],
    complaint: str,
) -> str:
    """The trainee's message and the note for the next line. `earlier` are facts (ids) told in turns not shown."""
    texts = [point.text for point in points if point.text]
    said = "\n".join(texts)
    words = len(said.split()) or _FEW_WORDS
    sentences = len(_BETWEEN_SENTENCES.split(said.strip()))
    return prompt.render(
        trainee_message=message,
        feeling=feelings(mood, cue.tone),
        doing=[point.direction for point in points],
        lines=[point.text for point in points],
        truths=[point.truth for point in points],
        earlier=[scenario.fact(name).statement for name in earlier],
        stays="ends" if cue.ending else "settled" if cue.settled else "on",
        asks="yes" if said.rstrip("\"'”’").endswith("?") else "",
        sentences=_LENGTHS[min(sentences, len(_LENGTHS)) - 1],
        words=str(-(-round(words * _ROOM[cue.tone]) // 5) * 5),
        complaint=complaint,
    )


def point(piece: Piece, text: str, *, scenario: Scenario, state: State) -> Point:
    """A piece of the cue as the note tells it, with the authored line that carries its sense."""
    match piece.source:
        case Source.INTENT:
            return Point(piece.name, text)
        case Source.FACT:
            told = any(line_id.startswith(f"{Source.FACT}:{piece.name}:") for line_id in state.said)
            return Point("fact_again" if told else "fact", text, scenario.fact(piece.name).statement)
        case _:
            return Point(piece.source.value, text)


def feelings(mood: Mood, tone: Tone) -> tuple[str, ...]:
    """The names of what the customer feels: temper, trust, and what is left of their patience."""
    return (_temper(mood, tone), _belief(mood), *_weariness(mood))


def _temper(mood: Mood, tone: Tone) -> str:
    match tone:
        case Tone.ANGRY:
            return "boiling" if mood.frustration >= 8.5 else "angry"
        case Tone.TENSE:
            return "cross" if mood.frustration > 5.5 else "strained"
        case Tone.CALM:
            return "settling" if mood.frustration > 2 else "easy"
        case Tone.WARM:
            return "warming" if mood.frustration > 2 else "warm"
        case _:
            assert_never(tone)


def _belief(mood: Mood) -> str:
    steps = ((2.5, "believes_nothing"), (4.5, "doubts"), (6.5, "gives_a_chance"), (8.0, "believes"))
    return next((name for below, name in steps if mood.trust < below), "trusts")


def _weariness(mood: Mood) -> tuple[str, ...]:
    if mood.patience <= 1.5:
        return ("last",)
    if mood.patience <= 3:
        return ("thin",)
    return ("worn",) if mood.effort >= 7.5 else ()
