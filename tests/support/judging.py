"""Answers of a model judge, written for the question that it is asked: honest ones, an obedient one, and broken ones.

All of them read the request as a model does: which criteria are asked for, and what the agent wrote.
"""

import json
import re
from collections.abc import Sequence
from typing import Final

from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, Usage

_ASKED: Final = re.compile(r"^## ([a-z_]+): ", re.MULTILINE)
_AGENT: Final = re.compile(r"<agent_(\d+)>\n(.*?)\n</agent_\1>", re.DOTALL)


def asked_for(system: str) -> list[str]:
    """The criteria that a request asks about."""
    return _ASKED.findall(system)


def criterion(
    name: str, *, level: object = 3, quotes: Sequence[tuple[int, str, str]] = (), reason: str = "You did what you did."
) -> dict[str, object]:
    evidence = [{"turn": turn, "quote": quote, "speaks": speaks} for turn, quote, speaks in quotes]
    return {"id": name, "evidence": evidence, "level": level, "reason": reason}


def answer(*criteria: dict[str, object]) -> str:
    return json.dumps({"criteria": list(criteria)})


def alike(system: str, *, level: object = 3, quotes: Sequence[tuple[int, str, str]] = ()) -> str:
    """The same level and quotes for each criterion that the request asks about."""
    return answer(*(criterion(name, level=level, quotes=quotes) for name in asked_for(system)))


def obedient(system: str, conversation: str) -> str:
    """Full marks for everything, each with the longest message of the agent's as its quote: real words, so that only
    what stands behind the check of the quotes can hold it."""
    turn, text = max(_AGENT.findall(conversation), key=lambda found: len(found[1]))
    return alike(system, level=5, quotes=[(int(turn), text, "for")])


class AlikeModel:
    """A ChatModel that gives every criterion it is asked about a 3, whichever dimension comes first."""

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        return ChatAnswer(alike(messages[0].content), "alike", Usage(1, 1), requests=1)
