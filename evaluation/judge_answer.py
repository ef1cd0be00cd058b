"""Reads the judge's answer, and believes nothing in it that can be checked.

Always holds for what comes out: exactly the criteria that were asked for, each with a level of 1 to 5 in halves; every
quote stands word for word in the trainee's turn that it names; a level above 3 has words that speak for it. Anything
else is an `Unusable` that says so to people and to the model.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.conversation import Speaker, Transcript, Turn
from evaluation.evidence import cut
from evaluation.judgement import Finding, Quoted
from evaluation.quoting import found_in

NEEDS_WORDS: Final = 3.0  # a level above this is a claim that words have to bear out
_FENCED: Final = re.compile(r"```(?:json)?[ \t]*\n(?P<inside>.*)\n[ \t]*```", re.DOTALL | re.IGNORECASE)
_IN_QUOTES: Final = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_A_NAME: Final = 1  # words; a single word in quotation marks names something, more are somebody's words
MOST_PROBLEMS: Final = 4  # told to the model at once


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why an answer cannot be used. `words` continue "The model gave no usable judgement (...)"; `advice` are sentences
    to the model."""

    words: str
    advice: tuple[str, ...]


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False, str_strip_whitespace=True)


class _Quote(_Answered):
    turn: int
    quote: Annotated[str, Field(min_length=1)]
    speaks: Literal["for", "against"]


class _Criterion(_Answered):
    id: str
    evidence: list[_Quote]
    level: Annotated[float, Field(ge=1, le=5, multiple_of=0.5)]
    reason: Annotated[str, Field(min_length=1)]


class _Answer(_Answered):
    criteria: list[_Criterion]


def read_answer(text: str, *, criteria: Sequence[str], transcript: Transcript) -> tuple[Finding, ...] | Unusable:
    """The findings in the order of `criteria` (ids), or what is wrong with the answer."""
    inside = _FENCED.fullmatch(text.strip())
    try:
        answer = _Answer.model_validate_json(inside["inside"] if inside else text)
    except ValidationError as error:
        return Unusable("its answer was not in the form that was asked for", tuple(_of_form(error)))
    given = [each.id for each in answer.criteria]
    if sorted(given) != sorted(criteria):
        advice = f"Give each of these criteria once, and no other: {', '.join(criteria)}."
        return Unusable("it did not judge what it was asked to judge", (advice,))
    findings = {each.id: _finding(each, transcript) for each in answer.criteria}
    problems = [problem for each in answer.criteria for problem in _problems(each, findings[each.id], transcript)]
    if problems:
        return Unusable(problems[0].words, tuple(each.advice[0] for each in problems[:MOST_PROBLEMS]))
    return tuple(findings[each] for each in criteria)


def _of_form(error: ValidationError) -> Iterator[str]:
    for each in error.errors(include_url=False)[:MOST_PROBLEMS]:
        if each["type"] == "json_invalid":
            yield f"The answer has to be one JSON object and nothing else ({each['msg']})."
        else:
            yield f"{'.'.join(map(str, each['loc'])) or 'The answer'}: {each['msg']}."


def _finding(given: _Criterion, transcript: Transcript) -> Finding:
    quotes = []
    for each in given.evidence:
        turn = _turn(each.turn, transcript)
        if turn is not None and (words := found_in(each.quote, turn.text)):
            quotes.append(Quoted(turn.number, cut(words), each.speaks == "for"))
    return Finding(given.id, tuple(dict.fromkeys(quotes)), given.level, cut(given.reason))


def _problems(given: _Criterion, found: Finding, transcript: Transcript) -> Iterator[Unusable]:
    invented = "it quoted words that nobody wrote"
    for each in given.evidence:
        turn = _turn(each.turn, transcript)
        if turn is None:
            yield Unusable(
                "it quoted words that are not yours", (f"{given.id}: turn {each.turn} is not one of the agent's.",)
            )
        elif not found_in(each.quote, turn.text):
            yield Unusable(invented, (f"{given.id}: the agent did not write {each.quote!r} in turn {each.turn}.",))
    for words in _IN_QUOTES.findall(given.reason):
        if len(words.split()) > _A_NAME and not _said(words, transcript.turns):
            yield Unusable(invented, (f"{given.id}: the reason quotes {words!r}, which nobody wrote.",))
    if given.level > NEEDS_WORDS and not any(each.speaks_for for each in found.quotes):
        advice = f"{given.id}: a level above {NEEDS_WORDS:g} needs a quote of the agent's that speaks for it."
        yield Unusable("it gave a high level with no words to show for it", (advice,))


def _turn(number: int, transcript: Transcript) -> Turn | None:
    return next((turn for turn in transcript.by(Speaker.TRAINEE) if turn.number == number), None)


def _said(words: str, turns: Iterable[Turn]) -> bool:
    return any(found_in(words, turn.text) for turn in turns)
