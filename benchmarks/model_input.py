"""What a session sends to a chat model, against sending the whole scenario and the whole conversation at every turn.

A request's prefix counts as stable as far as it says, token by token, what the request before it said: that part a
provider's cache serves. No model is asked: the requests are made and counted.
"""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from benchmarks.figures import Figure
from benchmarks.house import MESSAGES
from domain.conversation import Speaker, Turn
from language.chat import ChatAnswer, ChatMessage, OnText, Usage
from language.encoder import load_encoder
from language.tokens import TokenBudget, count_tokens
from roleplay.actors import ModelActor
from roleplay.pipeline import Customer
from roleplay.reader import Reader
from scenarios.loading import LIBRARY, load_scenario
from training.wiring import CONTEXT_TOKENS

MODEL = "gpt-4o"
SCENARIO = LIBRARY / "missed-anniversary.yaml"


class _Listener:
    """Takes every request down as one text, and answers something short."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    def reply(self, messages: Sequence[ChatMessage], *, on_text: OnText | None = None, max_tokens: int) -> ChatAnswer:
        self.requests.append("\n".join(f"<{message.role}>{message.content}" for message in messages))
        return ChatAnswer("Well.", MODEL, Usage(0, 0), requests=1)


def measure() -> list[Figure]:
    loaded, listener = load_scenario(SCENARIO), _Listener()
    actor = ModelActor(listener, budget=TokenBudget(MODEL, CONTEXT_TOKENS))
    customer = Customer(Reader(load_encoder()))
    targets = customer.prepare(loaded.scenario)
    opening = customer.open(loaded.scenario, seed=1)
    state, history, naive = opening.state, [Turn(0, Speaker.CUSTOMER, opening.text)], 0
    for text in MESSAGES:
        history.append(Turn(len(history), Speaker.TRAINEE, text))
        answer = customer.answer(loaded.scenario, state, history, targets=targets, seed=1)
        actor.say(loaded.scenario, answer.state, answer.cue, history, seed=1)
        naive += _tokens(loaded.body, *(turn.text for turn in history))
        history.append(Turn(len(history), Speaker.CUSTOMER, answer.text))
        state = answer.state
        if state.ending:
            break
    sent, later = listener.requests, listener.requests[1:]
    stable = sum(_tokens(_shared(one, other)) for one, other in pairwise(sent))
    turns = f"{len(sent)} turns of a conversation"
    return [
        Figure("model input of a session, of the naive one", 100 * _tokens(*sent) / naive, "%", 40, note=turns),
        Figure("model input in a stable prefix", 100 * stable / _tokens(*later), "%", 80, at_least=True),
    ]


def _shared(one: str, other: str) -> str:
    """What both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(char for char, _ in same)


def _tokens(*texts: str) -> int:
    return sum(count_tokens(text, MODEL) for text in texts)
