"""Keeps personal data in the house: what leaves for a provider holds placeholders, what comes back holds the data.

Every call of a chat model goes through `RedactingChatModel`. What always holds: restoring what was redacted gives the
text itself, letter by letter; a placeholder stands for the same words in every message of a call, and is numbered by
first appearance, so that a growing conversation keeps its numbers and a provider's cache its prefix; what looks like a
placeholder in a message is redacted too, so that nobody can call up what another message holds; a placeholder of the
model's own invention stays as it is, for whoever checks the line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from language.chat import Allowance, ChatAnswer, ChatMessage, ChatModel, OnText
from language.personal_data import Kind, Span, find_personal_data

_KINDS: Final = {"e-mail": Kind.EMAIL, "iban": Kind.IBAN, "card": Kind.CARD, "phone": Kind.PHONE}
# Models write "[Phone 1]" and "[email #1]" where "[phone number 1]" and "[e-mail 1]" stood.
_PLACEHOLDER: Final = re.compile(
    r"\[ ?(?P<kind>e-?mail|iban|card|phone)(?: (?:address|number))? ?#?(?P<number>[0-9]{1,6}) ?\]", re.IGNORECASE
)
_LONGEST: Final = 30
_UNFINISHED: Final = re.compile(rf"\[[^\[\]\n]{{0,{_LONGEST}}}\Z")


@dataclass(frozen=True, slots=True)
class Redacted:
    """Texts as they may leave, and what their placeholders stand for."""

    texts: tuple[str, ...]
    originals: Mapping[str, str] = field(repr=False)

    def restore(self, text: str) -> str:
        """The text with what its placeholders stand for; one that stands for nothing stays."""
        return _PLACEHOLDER.sub(lambda match: self.originals.get(_canonical(match), match[0]), text)

    def restore_so_far(self, text: str) -> str:
        """As `restore`, for a text that is still growing: what may become a placeholder at its end is held back."""
        unfinished = _UNFINISHED.search(text)
        return self.restore(text[: unfinished.start()] if unfinished else text)


def redact(texts: Sequence[str]) -> Redacted:
    """The texts, which belong together, without personal data. Time is linear in their length."""
    placeholders: dict[tuple[Kind, str], str] = {}
    counts = dict.fromkeys(Kind, 0)
    redacted: list[str] = []
    for text in texts:
        pieces, at = [], 0
        for kind, start, end in _spans(text):
            key = kind, text[start:end]
            if key not in placeholders:
                counts[kind] += 1
                placeholders[key] = _written(kind, counts[kind])
            pieces += [text[at:start], placeholders[key]]
            at = end
        redacted.append("".join([*pieces, text[at:]]))
    return Redacted(tuple(redacted), {written: original for (_, original), written in placeholders.items()})


class RedactingChatModel:
    """A ChatModel in front of another, which never sees personal data. Whoever calls it sees nothing else."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """See `ChatModel.reply`."""
        redacted = redact([message.content for message in messages])

        def restored(text: str) -> None:
            assert on_text is not None
            on_text(redacted.restore_so_far(text))

        answer = self._model.reply(
            [replace(message, content=text) for message, text in zip(messages, redacted.texts, strict=True)],
            on_text=restored if on_text else None,
            max_tokens=max_tokens,
            allowance=allowance,
        )
        return replace(answer, text=redacted.restore(answer.text))


def _spans(text: str) -> Iterator[Span]:
    """Personal data, and what looks like a placeholder; neither is ever part of the other."""
    at = 0
    for match in _PLACEHOLDER.finditer(text):
        yield from _moved(find_personal_data(text[at : match.start()]), at)
        yield Span(_kind(match), match.start(), match.end())
        at = match.end()
    yield from _moved(find_personal_data(text[at:]), at)


def _moved(spans: Sequence[Span], by: int) -> Iterator[Span]:
    return (Span(kind, start + by, end + by) for kind, start, end in spans)


def _written(kind: Kind, number: int) -> str:
    return f"[{kind} {number}]"


def _canonical(match: re.Match[str]) -> str:
    return _written(_kind(match), int(match["number"]))


def _kind(match: re.Match[str]) -> Kind:
    return _KINDS[match["kind"].lower().replace("email", "e-mail")]
