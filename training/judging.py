"""Asks the model judge about a conversation, and no question that was answered before.

Always holds: identical conversations are paid for once, also by two who ask at the same time and after a restart; what
failed is not kept, so it is asked again; every request counts against the month's limit; all passes over both
dimensions are under way together, so that a judgement takes about as long as one call and its repair.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from domain.conversation import Transcript
from domain.errors import Busy, ModelFault, Unavailable
from domain.reading import Reading
from evaluation.case import Case
from evaluation.judge import ANSWER_TOKENS, JudgePrompts, Question, in_sentence, one_pass, question
from evaluation.judgement import (
    DimensionJudgement,
    Judgement,
    Pass,
    judge_version,
    passes_from_json,
    passes_to_json,
)
from evaluation.rubric import Rubric
from evaluation.scorecard import left_to_judge
from language.chat import Allowance, ChatModel
from language.tokens import count_messages
from records.store import Store
from training.spending import usage_of

MOST_QUESTIONS: Final = 8  # dimensions of conversations under way together
MOST_CALLS: Final = 18  # two dimensions, nine passes
FORM: Final = "1"  # of what is kept; another form is another key
_SURE: Final = 0.9  # of a context: models whose tokens are not known count up to a tenth more than is counted here


class Judging:
    """The judge of one process. `model` and `prompts` are made at the first question. `context` is how many tokens the
    model takes at once, its answer included; `calls` is how many requests may be under way together."""

    def __init__(
        self,
        *,
        store: Store,
        model: Callable[[], ChatModel],
        name: str,
        prompts: Callable[[], JudgePrompts],
        passes: int,
        context: int,
        allowance: Callable[[], Allowance],
        calls: int = MOST_CALLS,
    ) -> None:
        self._store = store
        self._model = model
        self._name = name
        self._prompts = prompts
        self._passes = passes
        self._most_tokens = int((context - ANSWER_TOKENS) * _SURE)
        self._allowance = allowance
        self._questions = ThreadPoolExecutor(MOST_QUESTIONS, thread_name_prefix="judge")
        self._calls = ThreadPoolExecutor(calls, thread_name_prefix="judge-call")
        self._lock = threading.Lock()
        self._asking: dict[str, Future[tuple[Pass, ...]]] = {}
        self._closed = False

    @property
    def version(self) -> tuple[str, str]:
        """What of the judge is stored with a score: as long as it is the same, scores can be compared."""
        return judge_version(self._name, self._prompts().hash, self._passes)

    def judge(
        self,
        transcript: Transcript,
        readings: Mapping[int, Reading],
        *,
        rubric: Rubric,
        case: Case | None = None,
        attempt_id: str | None = None,
    ) -> Judgement | None:
        """What the model makes of the criteria that are left to it, None when none are. What it costs is counted for
        the attempt, if it is one. Raises StorageFailure, and Busy once this is closed."""
        left = left_to_judge(transcript, readings, rubric=rubric, case=case)
        if not left:
            return None
        prompts = self._prompts()
        asked = [question(prompts, transcript, dimension, criteria) for dimension, criteria in left.items()]
        with self._lock:
            if self._closed:
                raise Busy("Frontstage is being stopped. The conversation is kept, and is scored when it runs again.")
            judging = [self._questions.submit(self._judged, each, attempt_id) for each in asked]
        return Judgement(self._name, prompts.hash, self._passes, tuple(each.result() for each in judging))

    def close(self) -> None:
        """Finishes what is under way."""
        with self._lock:
            self._closed = True
        self._questions.shutdown()
        self._calls.shutdown()

    def _judged(self, asked: Question, attempt_id: str | None) -> DimensionJudgement:
        words = (FORM, asked.key, self._name, str(self._passes))
        key = hashlib.sha256("\x1e".join(words).encode()).hexdigest()
        return DimensionJudgement(asked.dimension, key, self._once(key, asked, attempt_id))

    def _once(self, key: str, asked: Question, attempt_id: str | None) -> tuple[Pass, ...]:
        """The answer that is kept, or that somebody is just waiting for, or a new one."""
        with self._lock:
            under_way = self._asking.get(key)
            answer = under_way if under_way is not None else self._asking.setdefault(key, Future())
        if under_way is not None:
            return under_way.result()
        try:
            kept = self._store.judgements.get(key)
            passes = passes_from_json(kept) if kept is not None else self._keep(key, self._look(asked), attempt_id)
            answer.set_result(passes)
        except BaseException as error:
            answer.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._asking[key]
        return passes

    def _look(self, asked: Question) -> tuple[Pass, ...]:
        if self._too_long(asked):
            return (Pass((), failed=in_sentence(ModelFault.TOO_LONG)),)
        model = self._model()
        looks = [self._calls.submit(one_pass, model, asked, allowance=self._allowance) for _ in range(self._passes)]
        return tuple(each.result() for each in looks)

    def _too_long(self, asked: Question) -> bool:
        """Whether the model could not read it whole. What is cut short would be judged for what is missing."""
        try:
            return count_messages(asked.messages, self._name) > self._most_tokens
        except Unavailable:
            return False  # the provider says so, if it is

    def _keep(self, key: str, passes: tuple[Pass, ...], attempt_id: str | None) -> tuple[Pass, ...]:
        """Counts what it cost, and keeps what can be used. Returns what is kept: others may have been first."""
        requests = sum(each.requests for each in passes)
        if requests:
            usage = usage_of(self._name, [used for each in passes for used in each.usage], requests=requests)
            self._store.attempts.record_usage(attempt_id, turn=None, usage=usage)
        if not any(each.findings for each in passes):
            return passes
        return passes_from_json(self._store.judgements.save(key, model=self._name, body=passes_to_json(passes)))
