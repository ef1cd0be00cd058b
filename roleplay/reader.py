"""The reader: what one trainee message does, found in milliseconds on any laptop, with the words that show it.

Sentence by sentence: rules for what has a fixed form, trained heads over the sentence encoder for what has none, and
the conversation so far for what depends on it. The same message after the same turns always gives the same reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import EmpathyLevels, Found, Promise, Reading
from roleplay import reading_rules as rules
from roleplay.heads import Heads, load_heads
from roleplay.reading_context import asks_again, elsewhere, leaves_open, open_questions, takes_up
from roleplay.sentences import Sentence, has_words, plain, split_sentences
from roleplay.targets import ASKS_FROM, MOVE_FROM, Embedder, Targets, matches, prepare
from scenarios.model import Scenario

READER_VERSION: Final = "1"
BY_RULE: Final = 0.95
_ORDER: Final = {act: index for index, act in enumerate(Act)}

# Acts that a head may find by itself, from this probability. The others are found by rule or from the context.
FROM: Final[dict[Act, float]] = {
    Act.NAME_FEELING: 0.55,
    Act.VALIDATE: 0.55,
    Act.TAKE_OWNERSHIP: 0.6,
    Act.EXPLAIN_CAUSE: 0.55,
    Act.OFFER_OPTION: 0.55,
    Act.COMMIT_ACTION: 0.6,
    Act.SET_EXPECTATION: 0.6,
    Act.REFUSE_WITH_REASON: 0.6,
    Act.BARE_POLICY: 0.65,
    Act.BLAME_CUSTOMER: 0.6,
    Act.BLAME_OTHER_TEAM: 0.6,
    Act.MINIMISE: 0.6,
    Act.COMMAND: 0.7,
    Act.JARGON: 0.7,
    Act.EMPTY_FORMULA: 0.6,
    Act.FALSE_PROMISE: 0.65,
    Act.PUSH_SALE: 0.65,
    Act.RUDE: 0.65,
    Act.CHECK_UNDERSTANDING: 0.65,
    Act.CONFIRM_RESOLUTION: 0.65,
    Act.VERIFY_IDENTITY: 0.65,
    Act.WARM_TRANSFER: 0.65,
    Act.COLD_TRANSFER: 0.65,
    Act.ASK_REPEAT: 0.7,
    Act.SPECIFIC_APOLOGY: 0.7,
    Act.MANIPULATE_SIMULATOR: 0.7,
    Act.CLOSE: 0.75,
    Act.THANK: 0.75,
    Act.GREET: 0.75,
}
# A question with a function of its own gets that act only; so does an apology without an object.
_FUNCTION_QUESTIONS: Final = (
    Act.VERIFY_IDENTITY,
    Act.ASK_REPEAT,
    Act.CHECK_UNDERSTANDING,
    Act.CONFIRM_RESOLUTION,
    Act.OFFER_OPTION,
    Act.PUSH_SALE,
    Act.CLOSE,
)
# The stronger of two acts that exclude each other in one sentence.
_EXCLUDES: Final = (
    (Act.EMPTY_FORMULA, (Act.NAME_FEELING, Act.VALIDATE, Act.SPECIFIC_APOLOGY, Act.CHECK_UNDERSTANDING)),
    (Act.GENERIC_APOLOGY, (Act.SPECIFIC_APOLOGY, Act.NAME_FEELING, Act.TAKE_OWNERSHIP)),
    (Act.PUSH_SALE, (Act.OFFER_OPTION,)),
    (Act.FALSE_PROMISE, (Act.COMMIT_ACTION,)),
    (Act.WARM_TRANSFER, (Act.COLD_TRANSFER,)),
    (Act.REFUSE_WITH_REASON, (Act.BARE_POLICY, Act.OFFER_OPTION)),
    (Act.MANIPULATE_SIMULATOR, tuple(act for act in Act if act is not Act.MANIPULATE_SIMULATOR)),
    (Act.RUDE, (Act.NAME_FEELING, Act.VALIDATE)),
)
_NEGATION_UNDOES: Final = frozenset({Act.COMMIT_ACTION, Act.OFFER_OPTION, Act.TAKE_OWNERSHIP, Act.SET_EXPECTATION})


@dataclass(frozen=True, slots=True)
class _Seen:
    """One sentence and the acts found in it, with their confidence."""

    sentence: Sentence
    acts: dict[Act, float]


class Reader:
    def __init__(self, embedder: Embedder, *, heads: Heads | None = None) -> None:
        self._embedder = embedder
        self._heads = heads or load_heads()

    def prepare(self, scenario: Scenario) -> Targets:
        """What `read` needs of a scenario. Takes a second or so; keep it."""
        return prepare(scenario, self._embedder)

    def read(self, text: str, *, before: Sequence[Turn] = (), targets: Targets | None = None) -> Reading:
        """Read one message. `before` are the turns before it; with `targets`, moves and asked facts are found too.

        Never raises for what a person typed. What lies beyond 4,000 characters or 60 sentences is not read."""
        if not has_words(text):
            return Reading(empty=True)
        sentences = split_sentences(text)
        vectors = self._embedder.encode([sentence.plain for sentence in sentences])
        probabilities = self._heads.probabilities(vectors, [sentence.plain for sentence in sentences])
        names = targets.names if targets else frozenset[str]()
        seen = [
            _Seen(sentence, self._acts(sentence, row, before, names))
            for sentence, row in zip(sentences, probabilities, strict=True)
        ]
        cancels = _but_cancels(seen)
        moves = _moves(sentences, vectors, targets) if targets else ()
        asked = _asked(seen, vectors, targets) if targets else ()
        acts = list(_found(seen))
        acts += self._of_the_whole(text, seen, vectors, before, makes_move=bool(moves), targets=targets)
        return Reading(
            acts=tuple(sorted(acts, key=lambda found: (text.find(found.quote), _ORDER[found.what]))),
            moves=moves,
            asked_facts=asked,
            other_questions=_other_questions(seen, asked),
            promises=tuple(_promises(seen)),
            empathy=_empathy(acts, cancels=cancels),
            but_cancels=cancels,
        )

    def _acts(
        self, sentence: Sentence, row: NDArray[np.float32], before: Sequence[Turn], names: frozenset[str]
    ) -> dict[Act, float]:
        acts = {act: float(row[_ORDER[act]]) for act, least in FROM.items() if row[_ORDER[act]] >= least}
        acts |= {act: BY_RULE for act, pattern in rules.PHRASES.items() if pattern.search(sentence.plain)}
        acts |= _apology(sentence)
        acts |= _statements(sentence)
        if takes_up(sentence, before, names):
            acts[Act.PERSONALISE] = BY_RULE
        if asks_again(sentence, before) and (sentence.asks or Act.VERIFY_IDENTITY in acts):
            acts.pop(Act.VERIFY_IDENTITY, None)
            acts[Act.ASK_REPEAT] = BY_RULE
        if rules.NEGATED.search(sentence.plain):
            for act in _NEGATION_UNDOES & acts.keys():
                if rules.REFUSES.search(sentence.plain) or act is Act.OFFER_OPTION:
                    del acts[act]
        _settle(acts)
        if sentence.asks:
            _settle_question(sentence, acts)
        return acts

    def _of_the_whole(
        self,
        text: str,
        seen: Sequence[_Seen],
        vectors: NDArray[np.float32],
        before: Sequence[Turn],
        *,
        makes_move: bool,
        targets: Targets | None,
    ) -> Iterator[Found[Act]]:
        acts = frozenset(act for each in seen for act in each.acts)
        words = len(plain(text).split())
        questions = open_questions(before)
        if questions:
            likeness = self._embedder.encode([question.plain for question in questions]) @ vectors.T
            if leaves_open(acts, likeness, makes_move=makes_move, words=words):
                yield Found(Act.IGNORE_QUESTION, seen[0].sentence.text, 0.7)
        said = [turn.text for turn in before[-4:] if turn.speaker is Speaker.CUSTOMER]
        if said and not makes_move and Act.MANIPULATE_SIMULATOR not in acts:
            around = self._embedder.encode([plain(each)[:600] for each in said])
            if targets is not None:
                around = np.vstack([around, targets.topic, targets.moves.vectors])
            if elsewhere(float((around @ vectors.T).max()), words, acts):
                yield Found(Act.OFF_TOPIC, seen[0].sentence.text, 0.7)


def _apology(sentence: Sentence) -> dict[Act, float]:
    if not rules.APOLOGY.search(sentence.plain) or rules.NOT_AN_APOLOGY.search(sentence.plain):
        return {}
    if rules.PHRASES[Act.GENERIC_APOLOGY].search(sentence.plain):
        return {Act.GENERIC_APOLOGY: BY_RULE}
    if rules.APOLOGY_OBJECT.search(sentence.plain):
        return {Act.SPECIFIC_APOLOGY: BY_RULE}
    return {Act.GENERIC_APOLOGY: BY_RULE}


def _statements(sentence: Sentence) -> dict[Act, float]:
    """Acts of a statement that its form shows: commitments, expectations, ownership, refusals, blame."""
    text, acts = sentence.plain, dict[Act, float]()
    if rules.CUSTOMERS_FAULT.search(text):
        acts[Act.BLAME_CUSTOMER] = BY_RULE
    if rules.OTHERS_FAULT.search(text):
        acts[Act.BLAME_OTHER_TEAM] = BY_RULE
    if rules.REFUSES.search(text):
        acts |= {Act.REFUSE_WITH_REASON: BY_RULE} if rules.REASON.search(text) else {}
    elif rules.COMMITS.search(text) and not sentence.asks:
        acts[Act.COMMIT_ACTION] = BY_RULE
    if rules.OWNS.search(text) and not sentence.asks:
        acts[Act.TAKE_OWNERSHIP] = BY_RULE
    timed = rules.TIME.search(text)
    if timed and not sentence.asks and (rules.FUTURE.search(text) or rules.COMMITS.search(text)):
        acts[Act.SET_EXPECTATION] = BY_RULE
    return acts


def _settle(acts: dict[Act, float]) -> None:
    for stronger, weaker in _EXCLUDES:
        if stronger in acts:
            for act in weaker:
                if acts.get(act, 0.0) <= acts[stronger]:
                    acts.pop(act, None)


def _settle_question(sentence: Sentence, acts: dict[Act, float]) -> None:
    """A question is one kind of question: its function if it has one, else open or closed."""
    if any(act in acts for act in (*_FUNCTION_QUESTIONS, Act.RUDE, Act.BLAME_CUSTOMER, Act.MANIPULATE_SIMULATOR)):
        return
    datum = rules.SINGLE_DATUM.search(sentence.plain)
    opens = rules.OPEN_QUESTION.search(sentence.plain) and not datum
    acts[Act.ASK_OPEN if opens else Act.ASK_CLOSED] = 0.9


def _but_cancels(seen: Sequence[_Seen]) -> bool:
    kind = {Act.NAME_FEELING, Act.VALIDATE, Act.EMPTY_FORMULA, Act.GENERIC_APOLOGY, Act.SPECIFIC_APOLOGY}
    for index, each in enumerate(seen):
        but = rules.BUT.search(each.sentence.plain)
        if not but:
            continue
        if but.start() == 0:
            if index and kind & seen[index - 1].acts.keys():
                return True
        elif rules.ACKNOWLEDGES.search(each.sentence.plain[: but.start()]):
            return True
    return False


def _found(seen: Sequence[_Seen]) -> Iterator[Found[Act]]:
    """Every act with the sentence that shows it. Apologies are all kept, so that a loop of them can be counted."""
    for each in seen:
        for act, confidence in each.acts.items():
            yield Found(act, each.sentence.text, round(confidence, 3))


def _moves(sentences: Sequence[Sentence], vectors: NDArray[np.float32], targets: Targets) -> tuple[Found[str], ...]:
    best = targets.moves.best(vectors)
    found: dict[str, Found[str]] = {}
    for sentence, row in zip(sentences, best, strict=True):
        if rules.REFUSES.search(sentence.plain):
            continue
        for name, likeness in matches(row, targets.moves.names, least=MOVE_FROM)[:2]:
            if name not in found or found[name].confidence < likeness:
                found[name] = Found(name, sentence.text, round(min(1.0, likeness), 3))
    return tuple(found.values())


def _asked(seen: Sequence[_Seen], vectors: NDArray[np.float32], targets: Targets) -> tuple[Found[str], ...]:
    best = targets.facts.best(vectors)
    found: dict[str, Found[str]] = {}
    for each, row in zip(seen, best, strict=True):
        if not (each.sentence.asks or rules.OPEN_QUESTION.search(each.sentence.plain)):
            continue
        for name, likeness in matches(row, targets.facts.names, least=ASKS_FROM)[:2]:
            found.setdefault(name, Found(name, each.sentence.text, round(min(1.0, likeness), 3)))
    return tuple(found.values())


def _other_questions(seen: Sequence[_Seen], asked: Sequence[Found[str]]) -> tuple[str, ...]:
    known = {found.quote for found in asked}
    return tuple(
        each.sentence.text
        for each in seen
        if (Act.ASK_OPEN in each.acts or Act.ASK_CLOSED in each.acts) and each.sentence.text not in known
    )


def _promises(seen: Sequence[_Seen]) -> Iterator[Promise]:
    for each in seen:
        text = each.sentence.plain
        if each.sentence.asks or rules.REFUSES.search(text) or not rules.PROMISES.search(text):
            continue
        if Act.COMMIT_ACTION in each.acts or Act.SET_EXPECTATION in each.acts or Act.FALSE_PROMISE in each.acts:
            timed = rules.TIME.search(text)
            yield Promise(each.sentence.text, timed[0] if timed else "")


def _empathy(acts: Sequence[Found[Act]], *, cancels: bool) -> EmpathyLevels:
    """EPITOME's levels from the acts: warm words about this customer are strong, stock ones weak."""
    has = {found.what for found in acts}
    named, valid = Act.NAME_FEELING in has, Act.VALIDATE in has
    warm = named or valid or Act.SPECIFIC_APOLOGY in has
    stock = Act.EMPTY_FORMULA in has or Act.GENERIC_APOLOGY in has
    reaction = 2 if warm and not cancels else 1 if warm or stock else 0
    plays_back = Act.CHECK_UNDERSTANDING in has
    interpretation = 2 if (named or plays_back) and not cancels else 1 if named or valid or stock else 0
    exploration = 2 if Act.ASK_OPEN in has else 1 if Act.ASK_CLOSED in has else 0
    return EmpathyLevels(reaction, interpretation, exploration)
