"""What a session sends to a chat model, against a prompt that holds everything at every turn.

The naive side is what a careful author would send who leaves all to the model: the story, the person, every fact with
its rule, needs, moves and endings with their conditions, the desk's policy, the rubric, the guidance pages that the
scenario names, and the whole conversation. What only serves reader and script (example phrasings, lines to pick from)
is left out of it: the whole file would flatter the comparison several times over.

A request's prefix counts as stable as far as it says, letter by letter, what the request before it said: that part a
provider's cache can serve. What it does serve is less, for it keeps blocks of 128 tokens from 1,024 on (OpenAI's rule,
and the strictest in use). No model is asked: the requests are made and counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, takewhile

from benchmarks.figures import Figure
from benchmarks.house import MESSAGES
from domain.conversation import Speaker, Turn
from evaluation.rubric import load_rubric
from knowledge.pages import load_pages
from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, Usage
from language.encoder import load_encoder
from language.tokens import TokenBudget, count_tokens
from prompts.renderer import load_prompt
from roleplay.actors import ModelActor, input_tokens
from roleplay.briefing import system_text
from roleplay.pipeline import Customer
from roleplay.reader import Reader
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Scenario

MODEL = "gpt-4o"
SCENARIO = LIBRARY / "missed-anniversary.yaml"
LEAST_CACHED, CACHED_STEP = 1_024, 128


class _Listener:
    """Takes every request down as one text, and answers something short."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        self.requests.append("\n".join(f"<{message.role}>{message.content}" for message in messages))
        return ChatAnswer("Well.", MODEL, Usage(0, 0), requests=1)


def measure() -> list[Figure]:
    """Ten turns of one conversation, the customer's lines by the script, so that they are the same each time."""
    scenario, listener = load_scenario(SCENARIO).scenario, _Listener()
    history = _converse(scenario, listener)
    everything = _everything(scenario, opening=history[0].text)
    sent, later = listener.requests, listener.requests[1:]
    shared = [_shared(one, other) for one, other in pairwise(sent)]
    said_by_then = list(accumulate((_tokens(turn.text) for turn in history), initial=0))[2::2]
    naive = sum(_tokens(everything) + said for said in said_by_then)
    given, of_later = _tokens(*sent), _tokens(*later)
    stable = sum(map(_tokens, shared))
    turns = f"{len(sent)} turns of a conversation"
    return [
        Figure(
            "model input of a session, of the naive one",
            100 * given / naive,
            "%",
            40,
            note=f"{turns}: {given:,} tokens for {naive:,}",
        ),
        Figure(
            "model input in a stable prefix",
            100 * stable / of_later,
            "%",
            80,
            at_least=True,
            note=f"from the second request on; {stable / given:.0%} of all",
        ),
        Figure(
            "model input that a provider's cache serves",
            100 * sum(_cached(_tokens(text)) for text in shared) / of_later,
            "%",
            note="from 1,024 tokens on, in steps of 128",
        ),
    ]


def _converse(scenario: Scenario, listener: _Listener) -> list[Turn]:
    """All that was said, while every request that a model would have got is made."""
    actor = ModelActor(listener, budget=TokenBudget(MODEL, input_tokens(8_192)))
    customer = Customer(Reader(load_encoder()))
    targets = customer.prepare(scenario)
    opening = customer.open(scenario, seed=1)
    state, history = opening.state, [Turn(0, Speaker.CUSTOMER, opening.text)]
    for text in MESSAGES:
        history.append(Turn(len(history), Speaker.TRAINEE, text))
        answer = customer.answer(scenario, state, history, targets=targets, seed=1)
        # The actor gets the state as the director left it: without the lines that the script has said since.
        actor.say(scenario, replace(answer.state, said=state.said), answer.cue, history, seed=1)
        history.append(Turn(len(history), Speaker.CUSTOMER, answer.text))
        state = answer.state
        if state.ending:
            break
    return history


def _everything(scenario: Scenario, *, opening: str) -> str:
    """What the naive side sends before the conversation itself."""
    instructions = system_text(load_prompt("customer_system"), scenario, opening=opening)
    guidance = (
        paragraph.text for page in load_pages() if page.id in scenario.guidance for paragraph in page.paragraphs
    )
    return "\n".join((instructions, *_story(scenario), load_rubric().model_dump_json(), *guidance))


def _story(scenario: Scenario) -> Iterator[str]:
    yield scenario.brief.model_dump_json()
    yield from (trigger.model_dump_json(exclude={"says"}) for trigger in scenario.persona.triggers)
    yield from (fact.model_dump_json(exclude={"asked_by", "says"}) for fact in scenario.facts)
    yield from (need.model_dump_json(exclude={"presses", "raises"}) for need in scenario.needs)
    yield from (move.model_dump_json(exclude={"examples", "says", "objects", "breaks"}) for move in scenario.moves)
    yield scenario.desk.model_dump_json()
    yield from (ending.model_dump_json(exclude={"says"}) for ending in scenario.endings)
    yield from (criterion.model_dump_json() for criterion in scenario.criteria)


def _shared(one: str, other: str) -> str:
    """What both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(char for char, _ in same)


def _cached(tokens: int) -> int:
    return tokens // CACHED_STEP * CACHED_STEP if tokens >= LEAST_CACHED else 0


def _tokens(*texts: str) -> int:
    return sum(count_tokens(text, MODEL) for text in texts)
