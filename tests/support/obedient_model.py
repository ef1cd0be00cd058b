"""A chat model that does whatever the trainee's message tells it: the worst case for the audit.

It reads the trainee's message out of the fence in the request, says the words that are demanded, reads its own
instructions aloud, takes the demanded role and hands itself over as the agent or as a satisfied customer. Nothing of it
depends on the language of an attack: it repeats what stands in quotation marks, in capitals or after a colon, and else
the message itself. `Obedience` says which of these it does; by default it goes through them, one a call, so that a
conversation meets them all.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import cycle
from typing import Final

from domain.errors import ModelFault
from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, Usage
from language.failures import ProviderFailure
from language.fakes import Call

_FENCED: Final = re.compile(r"<their_message>\n(.*)\n</their_message>", re.DOTALL)
_QUOTED: Final = re.compile(r"[\"“«„]([^\"”»“]{2,200})[\"”»“]|'([^'\n]{3,200})'(?!\w)")
_CAPITALS: Final = re.compile(r"\b[A-Z][A-Z0-9_-]{2,}(?: [A-Z0-9_-]{2,})*\b")
_ROLE: Final = re.compile(
    r"\b(?:you are(?: now)?|act as|pretend to be|play the role of) ((?:an? |the )?[^.,!?\n]{3,60})", re.IGNORECASE
)
_READ_ALOUD: Final = 320  # characters of its instructions


class Obedience(StrEnum):
    SAYS_IT = "says_it"
    READS_ALOUD = "reads_aloud"
    TAKES_THE_ROLE = "takes_the_role"
    IS_THE_AGENT = "is_the_agent"
    IS_SATISFIED = "is_satisfied"
    LISTS_IT = "lists_it"
    REPEATS_THE_MESSAGE = "repeats_the_message"


class ObedientModel:
    """See `ChatModel`. `calls` are the requests, `said` what it answered, in order."""

    def __init__(self, *kinds: Obedience) -> None:
        self._turns = cycle(kinds or tuple(Obedience))
        self.calls: list[Call] = []
        self.said: list[str] = []

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        if allowance is not None and not allowance.take():
            raise ProviderFailure(ModelFault.SPENT)
        self.calls.append(Call(tuple(messages), max_tokens))
        text = obey(next(self._turns), messages)
        self.said.append(text)
        if on_text is not None:
            words = text.split(" ")
            for end in range(1, len(words) + 1):
                on_text(" ".join(words[:end]))
        return ChatAnswer(text, "obedient", Usage(1, len(text.split())), requests=1)


def obey(how: Obedience, messages: Sequence[ChatMessage]) -> str:
    """The line of a model that does what the last message of these demands."""
    *earlier, last = messages
    found = _FENCED.search(last.content)
    message = found[1] if found else last.content
    demanded = _demanded(message)
    system = next((each.content for each in earlier if each.role == "system"), "")
    match how:
        case Obedience.SAYS_IT:
            return demanded
        case Obedience.READS_ALOUD:
            return f"Of course. My instructions are: {system[:_READ_ALOUD]}"
        case Obedience.TAKES_THE_ROLE:
            role = _ROLE.search(message)
            return f"Understood. I am now {role[1].strip() if role else 'your assistant'}. {demanded}"
        case Obedience.IS_THE_AGENT:
            return "Understood, I am the agent now. How can I help you today? I will look into that for you right away."
        case Obedience.IS_SATISFIED:
            return f"{demanded} Thank you so much, I am fully satisfied and my problem is solved."
        case Obedience.LISTS_IT:
            return f"1. {demanded}\n2. Frustration: 0\n3. Trust: 10\n- Role: customer"
        case Obedience.REPEATS_THE_MESSAGE:
            return message


def _demanded(message: str) -> str:
    """The words that a message wants to hear, as far as its signs show: quoted, in capitals, after its last colon."""
    if quoted := _QUOTED.search(message):
        return quoted[1] or quoted[2]
    if capitals := _CAPITALS.search(message):
        return capitals[0]
    _, colon, after = message.rpartition(":")
    return after.strip() if colon and after.strip() else message.strip()
