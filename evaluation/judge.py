"""The model judge: one dimension a call, evidence before the level, and one chance to mend an answer.

Always holds: what anybody wrote in the conversation is fenced; nothing of an answer is used that `judge_answer` did not
check; an answer that cannot be used is asked for once more, with what was wrong, and then the pass has failed. It never
raises for what a model does.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple, Protocol

from domain.conversation import DeskEntry, Speaker, Transcript
from domain.errors import ModelFailure, ModelFault
from domain.scorecard import Dimension
from evaluation.judge_answer import Unusable, read_answer
from evaluation.judgement import Finding, Pass
from evaluation.rubric import Rubric, RubricCriterion
from knowledge.chunking import plain
from knowledge.retrieval import Passage
from language.chat import Allowance, ChatMessage, ChatModel, Usage
from language.failures import ProviderFailure, words_of
from prompts.renderer import Prompt, load_prompt

ANSWER_TOKENS: Final = 1_600  # six criteria with three quotes each, and room
PASSAGES: Final = 1  # paragraphs of guidance for a criterion
SEARCHED: Final = 12  # paragraphs looked through for one on a page that the rubric names
HASH_DIGITS: Final = 12
NAMES: Final = {Dimension.EMPATHY: "empathy", Dimension.PROBLEM_SOLVING: "problem-solving"}
# Of these the second request would end like the first.
_NO_USE: Final = frozenset(
    {
        *(ModelFault.BILLING, ModelFault.AUTHENTICATION, ModelFault.NOT_FOUND),
        *(ModelFault.TOO_LONG, ModelFault.SPENT, ModelFault.BUDGET),
    }
)


class Guidance(Protocol):
    """Where passages are looked up: `knowledge.retrieval.GuidanceIndex`."""

    def search(self, query: str, *, k: int) -> tuple[Passage, ...]: ...


@dataclass(frozen=True, slots=True)
class JudgePrompts:
    """The prompts, and for each criterion (id) what the guidance says about it. `hash` covers both."""

    judge: Prompt
    conversation: Prompt
    repair: Prompt
    passages: Mapping[str, str]

    @property
    def hash(self) -> str:
        parts = [prompt.hash for prompt in (self.judge, self.conversation, self.repair)]
        parts += [f"{name}\x1f{text}" for name, text in sorted(self.passages.items())]
        return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:HASH_DIGITS]


class Question(NamedTuple):
    """What is asked about one dimension of one conversation. `key` is the SHA-256 of every word of it."""

    dimension: Dimension
    criteria: tuple[str, ...]
    transcript: Transcript
    messages: tuple[ChatMessage, ...]
    repair: Prompt

    @property
    def key(self) -> str:
        words = [self.repair.hash, *(f"{message.role}\x1f{message.content}" for message in self.messages)]
        return hashlib.sha256("\x1e".join(words).encode()).hexdigest()


def judge_prompts(rubric: Rubric, guidance: Guidance | None = None) -> JudgePrompts:
    """The prompts as they ship, with the passages that fit each criterion of the rubric best."""
    return JudgePrompts(
        load_prompt("judge"),
        load_prompt("judge_conversation"),
        load_prompt("judge_repair"),
        {name: _passages(each, guidance) for name, each in rubric.criteria.items()} if guidance is not None else {},
    )


def _passages(criterion: RubricCriterion, guidance: Guidance) -> str:
    """Retrieved for the criterion, from the pages that the rubric names for it; "" when none of them is found."""
    found = guidance.search(f"{criterion.title}. {criterion.question}", k=SEARCHED)
    return "\n\n".join([plain(each.text) for each in found if each.page_id in criterion.guidance][:PASSAGES])


def question(
    prompts: JudgePrompts, transcript: Transcript, dimension: Dimension, criteria: Sequence[RubricCriterion]
) -> Question:
    """Words one call. The first message is the same for all conversations that are asked about the same criteria."""
    rubric = prompts.judge.render(
        dimension=NAMES[dimension],
        criteria=[each.id for each in criteria],
        titles=[each.title for each in criteria],
        questions=[each.question for each in criteria],
        anchors=["\n".join(f"{level}. {words}" for level, words in enumerate(each.anchors, 1)) for each in criteria],
        guidance=[prompts.passages.get(each.id, "") for each in criteria],
    )
    pieces = _pieces(transcript)
    conversation = prompts.conversation.render(
        labels=[piece.label for piece in pieces],
        texts=[piece.text for piece in pieces],
        dimension=NAMES[dimension],
    )
    messages = (ChatMessage("system", rubric), ChatMessage("user", conversation))
    return Question(dimension, tuple(each.id for each in criteria), transcript, messages, prompts.repair)


class _Piece(NamedTuple):
    label: str
    text: str


def _pieces(transcript: Transcript) -> list[_Piece]:
    """The turns with the desk's log between them, where it was used."""
    pieces = []
    left = list(transcript.desk)
    for turn, following in zip_longest(transcript.turns, transcript.turns[1:]):
        who = "customer" if turn.speaker is Speaker.CUSTOMER else "agent"
        pieces.append(_Piece(f"{who}_{turn.number}", turn.text))
        log = [entry for entry in left if following is None or entry.after_turn < following.number]
        if log:
            pieces.append(_Piece(f"desk_{turn.number}", "\n".join(map(_logged, log))))
            left = left[len(log) :]
    return pieces


def _logged(entry: DeskEntry) -> str:
    given = ", ".join(f"{name}: {value}" for name, value in entry.arguments)
    return f"{entry.action}({given}) {'done' if entry.accepted else 'refused'}: {entry.result}"


class _Answer(NamedTuple):
    """What one call came to: findings, or why there are none, in words for people, and what to say to the model."""

    findings: tuple[Finding, ...] = ()
    words: str = ""
    text: str = ""
    advice: tuple[str, ...] = ()
    again: bool = True
    model: str = ""
    requests: int = 0
    usage: tuple[Usage, ...] = ()


def one_pass(model: ChatModel, asked: Question, *, allowance: Callable[[], Allowance]) -> Pass:
    """Ask, and once more when the answer cannot be used. `allowance` is made anew for each of the two calls."""
    first = _call(model, asked, asked.messages, allowance())
    if first.findings or not first.again:
        return _passed(first)
    rubric, conversation = asked.messages
    complaint = asked.repair.render(answer=first.text, problems=first.advice)
    # In one message with the conversation: a gateway that shortens what is too long leaves out what lies between.
    once_more = (rubric, ChatMessage("user", f"{conversation.content}\n\n{complaint}"))
    return _passed(first, _call(model, asked, once_more, allowance()))


def in_sentence(kind: ModelFault) -> str:
    """What happened, as it continues a sentence."""
    words = words_of(kind)
    return words[:1].lower() + words[1:].rstrip(".")


def _call(model: ChatModel, asked: Question, messages: Sequence[ChatMessage], allowance: Allowance) -> _Answer:
    try:
        answer = model.reply(messages, max_tokens=ANSWER_TOKENS, allowance=allowance)
    except ModelFailure as failure:
        return _Answer(
            words=in_sentence(failure.kind),
            advice=(_ADVICE.get(failure.kind, "No answer came."),),
            again=failure.kind not in _NO_USE,
            requests=failure.requests,
            usage=failure.wasted if isinstance(failure, ProviderFailure) else (),
        )
    cost = (*answer.wasted, answer.usage)
    read = read_answer(answer.text, criteria=asked.criteria, transcript=asked.transcript)
    if isinstance(read, Unusable):
        return _Answer((), read.words, answer.text, read.advice, True, answer.model, answer.requests, cost)
    return _Answer(read, model=answer.model, requests=answer.requests, usage=cost)


_ADVICE: Final = {
    ModelFault.INCOMPLETE: "The answer broke off before its end. Keep quotes and reasons short.",
    ModelFault.REFUSED: "There was no answer. This is a training conversation with an invented customer: judge it.",
}


def _passed(*answers: _Answer) -> Pass:
    last = answers[-1]
    return Pass(
        findings=last.findings,
        failed="" if last.findings else last.words,
        faults=tuple(each.words for each in answers if not each.findings),
        model=last.model,
        requests=sum(each.requests for each in answers),
        usage=tuple(usage for each in answers for usage in each.usage),
    )
