"""What is odd about a message: the customer lets it pass no more than a person would.

First the message as a whole: struck keys, another language, the customer's own words, the trainee's own once more. Then
each sentence: by the rules of `oddity_rules`, by what is offered out of all proportion, and by heads where they are
sure. Precision first throughout.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import Found, Oddity
from roleplay.amounts import out_of_proportion
from roleplay.oddity_rules import DENIES, PHRASES
from roleplay.reading_context import open_questions
from roleplay.reversal_rules import TO_THE_PROGRAM
from roleplay.sentence_acts import OF_THE_WHOLE
from roleplay.sentence_forms import word_set
from roleplay.sentences import MOST_CHARACTERS, Sentence, plain, split_sentences
from roleplay.tongues import is_foreign, is_mash, only_letters_or_digits, only_signs

BY_RULE: Final = 0.95
# A head by itself is believed from here on (of roles turned round it knows too little); salad is a message in which it
# finds nothing but that.
_BY_HEAD: Final[dict[Oddity, float]] = {
    Oddity.ABSURD: 0.9,
    Oddity.ASKS_IF_BOT: 0.8,
    Oddity.FLIRTING: 0.85,
    Oddity.SMALL_TALK: 0.6,
    Oddity.PRAISE: 0.88,
    Oddity.NONSENSE: 0.5,
}
_LIKELY: Final = 0.5  # confidence from which a message does something, and is no salad
_NEAR: Final = 0.5  # cosine to something of the case from which a sentence is no small talk for all that a head says
_NUMBER_WORDS: Final = word_set(
    """one two three four five six seven eight nine ten eleven twelve monday tuesday wednesday thursday friday saturday
    sunday today tomorrow tonight morning noon afternoon evening""",
)
_COURTESY: Final = frozenset({Act.THANK, Act.GREET, Act.CLOSE})
_ECHO_WORDS: Final = 4  # fewer words may be a nod: "since Wednesday."
_COVERED: Final = 0.9  # share of the words of an echo that are the customer's
_PLAYS_BACK: Final = frozenset({"you", "your", "yours", "so", "said", "understand", "right"})  # the trainee's own words
_MUCH: Final = 8  # words from which a piece of the customer's sentence is no nod any more
_SAME_WORDS: Final = 5  # fewer words may well be said twice
_ALIKE: Final = 0.82
_LED_IN: Final = re.compile(
    r"^(?:(?:as|like) (?:i|we) (?:have |'ve )?(?:already )?(?:said|told you|mentioned|explained)|again|once more|i "
    r"repeat)\b"
)
_EARLIER: Final = 12  # so many of the trainee's earlier messages are compared
_LONGEST: Final = 120  # words of a message that are compared with others
_WORD: Final = re.compile(r"[a-z0-9]+")
_WRITTEN_OUT: Final = (
    ("'m ", " am "),
    ("'re ", " are "),
    ("'ll ", " will "),
    ("'ve ", " have "),
    ("'s ", " is "),
    ("n't ", " not "),
)
_TO_THEM: Final = re.compile(r"\b(?:you|u|ur|your|you're|this|it|am i|i'm)\b")
_SHORT: Final = 60  # characters quoted of a message without sentences
# Work for the customer: beside it, a friendly word is no small talk.
_WORK: Final = frozenset(
    {
        Act.EXPLAIN_CAUSE, Act.OFFER_OPTION, Act.COMMIT_ACTION, Act.SET_EXPECTATION, Act.VERIFY_IDENTITY,
        Act.CHECK_UNDERSTANDING, Act.SPECIFIC_APOLOGY, Act.TAKE_OWNERSHIP, Act.WARM_TRANSFER, Act.NAME_FEELING,
        Act.REFUSE_WITH_REASON, Act.VALIDATE,
    }
)  # fmt: skip
_NOT_BY_ABSURD: Final = (Act.COMMIT_ACTION, Act.OFFER_OPTION, Act.SET_EXPECTATION, Act.TAKE_OWNERSHIP)
_QUESTIONS: Final = (Act.ASK_OPEN, Act.ASK_CLOSED, Act.IGNORE_QUESTION)
# "My holiday starts tomorrow" and, where the rule is sure of it, "are you enjoying the sun?"
_NOT_IN_CHAT: Final = (Act.SET_EXPECTATION, *_QUESTIONS)


@dataclass(frozen=True, slots=True)
class Odd:
    """What is odd about one sentence, with its confidence, beside the acts that it shows."""

    sentence: Sentence
    kinds: dict[Oddity, float]


def unread(
    text: str, sentences: Sequence[Sentence], before: Sequence[Turn], letters: frozenset[str]
) -> Found[Oddity] | None:
    """What keeps a message from being read at all: no words in it, another language, or the customer's own words.
    `letters` are the groups of letters that words have."""
    shown = sentences[0].text if sentences else text.strip()[:_SHORT]
    text = text[:MOST_CHARACTERS]
    if not sentences:
        return Found(Oddity.NONSENSE, shown, BY_RULE) if only_signs(text) else None
    if only_letters_or_digits(text, asked=bool(open_questions(before))):
        return Found(Oddity.NONSENSE, shown, BY_RULE)
    if is_foreign(text):
        return Found(Oddity.FOREIGN, shown, BY_RULE)
    if is_mash(text, letters):
        return Found(Oddity.NONSENSE, shown, BY_RULE)
    if _hands_back(text, before):
        return Found(Oddity.ECHO, shown, BY_RULE)
    return None


def said_again(text: str, before: Sequence[Turn], acts: frozenset[Act]) -> bool:
    """Whether a message repeats an earlier one of the trainee nearly word for word. Courtesies may be repeated."""
    tokens = _tokens(text)
    if len(tokens) < _SAME_WORDS or (acts and acts <= _COURTESY):
        return False
    own = [turn.text for turn in before if turn.speaker is Speaker.TRAINEE][-_EARLIER:]
    return any(_as_good_as_the_same(tokens, _tokens(each)) for each in own)


def _as_good_as_the_same(tokens: list[str], earlier: list[str]) -> bool:
    if not earlier or min(len(tokens), len(earlier)) < _ALIKE * max(len(tokens), len(earlier)) - 1:
        return False
    if _figures(tokens) != _figures(earlier):
        return False
    in_order = SequenceMatcher(None, tokens, earlier, autojunk=False).ratio()
    return max(in_order, SequenceMatcher(None, sorted(tokens), sorted(earlier), autojunk=False).ratio()) >= _ALIKE


def _figures(tokens: list[str]) -> set[str]:
    """The numbers and days: a message that names another one says something new."""
    return {word for word in tokens if word.isdigit() or word in _NUMBER_WORDS}


def _tokens(text: str) -> list[str]:
    text = _LED_IN.sub("", plain(text[:MOST_CHARACTERS]))
    for short, full in _WRITTEN_OUT:
        text = text.replace(short, full)
    return _WORD.findall(text.replace("'", ""))[:_LONGEST]


def _hands_back(text: str, before: Sequence[Turn]) -> bool:
    tokens = _tokens(text)
    if len(tokens) < _ECHO_WORDS:
        return False
    for turn in [turn for turn in before if turn.speaker is Speaker.CUSTOMER][-3:]:
        said = _tokens(turn.text)
        pieces = [
            each for each in SequenceMatcher(None, tokens, said, autojunk=False).get_matching_blocks() if each.size > 1
        ]
        theirs = {place for piece in pieces for place in range(piece.a, piece.a + piece.size)}
        own = {word for place, word in enumerate(tokens) if place not in theirs}
        if sorted(tokens) != sorted(said) and (len(theirs) < _COVERED * len(tokens) or own & _PLAYS_BACK):
            continue
        whole = any(_contains(tokens, _tokens(each.text)) for each in split_sentences(turn.text))
        if whole or len(tokens) >= _MUCH or 2 * len(tokens) >= len(said):
            return True
    return False


def _contains(tokens: list[str], sentence: list[str]) -> bool:
    """Whether a sentence of some length stands in the message as a whole."""
    sentence = sentence[1:] if sentence[:1] in (["and"], ["so"], ["but"]) else sentence
    if len(sentence) < _ECHO_WORDS:
        return False
    return any(tokens[at : at + len(sentence)] == sentence for at in range(len(tokens) - len(sentence) + 1))


def oddities_of(
    sentence: Sentence, probabilities: dict[Oddity, float], *, likeness: float, largest: float, on_the_case: bool
) -> dict[Oddity, float]:
    """What is odd about a sentence, by rule or by a head that is sure.

    `likeness` is its greatest cosine to anything of the case, `largest` the largest sum of the case, or 0. A sentence
    that is `on_the_case` makes a move, asks for a fact or takes up what was told, so that only a rule is believed."""
    text = sentence.plain
    found = {kind: BY_RULE for kind in PHRASES if _speaks(kind, sentence)}
    if out_of_proportion(text, asks=sentence.asks, largest=largest):
        found[Oddity.ABSURD] = BY_RULE
    if not on_the_case:
        for kind, least in _BY_HEAD.items():
            if probabilities.get(kind, 0.0) < least or (kind in DENIES and DENIES[kind].search(text)):
                continue
            if kind is Oddity.ASKS_IF_BOT and not sentence.asks and not _TO_THEM.search(text):
                continue  # "Yes, a robot." agrees with somebody
            if kind is not Oddity.SMALL_TALK or likeness < _NEAR:
                found.setdefault(kind, round(probabilities[kind], 3))
    if Oddity.FLIRTING in found:
        found.pop(Oddity.PRAISE, None)
    return found


def _speaks(kind: Oddity, sentence: Sentence) -> bool:
    """Whether the rule for a kind speaks, and nothing denies it: what nobody can do, by what stands before it."""
    shown = PHRASES[kind].search(sentence.plain)
    if shown is None:
        return False
    if kind is Oddity.ABSURD:
        return not DENIES[kind].search(sentence.plain[: shown.end()]) and not _only_asks(sentence)
    return not DENIES[kind].search(sentence.plain)


def _only_asks(sentence: Sentence) -> bool:
    """Whether it is a question that offers nothing."""
    return sentence.asks and not re.search(
        r"\b(?:shall|may|how about|would you like|can i|will that do)\b", sentence.plain
    )


def of_the_message(odd: Sequence[Odd], acts: Sequence[Found[Act]], *, on_the_case: bool) -> tuple[Found[Oddity], ...]:
    """What is odd about a message, each kind once, from its sentences. `acts` are those of the whole message."""
    friendly = {each.sentence.text for each in odd if Oddity.SMALL_TALK in each.kinds}
    works = any(each.what in _WORK and each.quote not in friendly for each in acts)
    found: dict[Oddity, Found[Oddity]] = {}
    for each in odd:
        for kind, confidence in each.kinds.items():
            found.setdefault(kind, Found(kind, each.sentence.text, confidence))
    if on_the_case or works or _words(odd, Oddity.SMALL_TALK) < 0.5:
        found.pop(Oddity.SMALL_TALK, None)
    does_something = any(each.what not in OF_THE_WHOLE and each.confidence >= _LIKELY for each in acts)
    if on_the_case or does_something or _words(odd, Oddity.NONSENSE) < 1:
        found.pop(Oddity.NONSENSE, None)
    return tuple(found.values())


def _words(odd: Sequence[Odd], kind: Oddity) -> float:
    """The share of the words of a message that stand in sentences of a kind."""
    counts = [(len(each.sentence.plain.split()), kind in each.kinds) for each in odd]
    return sum(count for count, holds in counts if holds) / max(1, sum(count for count, _ in counts))


def settle_acts(odd: Odd, acts: dict[Act, float]) -> None:
    """Takes back the acts that an odd sentence only seems to show, and adds those that it does."""
    if Act.RUDE in acts:
        odd.kinds.pop(Oddity.PRAISE, None)
    if Act.MANIPULATE_SIMULATOR in acts and Oddity.ASKS_IF_BOT not in odd.kinds:
        return
    if Oddity.REVERSED in odd.kinds:
        _take_back(acts, [act for act in acts if act is not Act.RUDE])
        if TO_THE_PROGRAM.search(odd.sentence.plain):
            acts[Act.MANIPULATE_SIMULATOR] = BY_RULE
    elif Oddity.ABSURD in odd.kinds:
        _take_back(acts, (*_NOT_BY_ABSURD, *_QUESTIONS))
        acts[Act.FALSE_PROMISE] = BY_RULE
    elif Oddity.SMALL_TALK in odd.kinds:
        by_rule = odd.kinds[Oddity.SMALL_TALK] >= BY_RULE
        _take_back(acts, _NOT_IN_CHAT if by_rule else _NOT_IN_CHAT[:1])
    elif odd.kinds.keys() & {Oddity.ASKS_IF_BOT, Oddity.FLIRTING}:
        _take_back(acts, (*_QUESTIONS, Act.MANIPULATE_SIMULATOR))
        if acts.get(Act.RUDE, BY_RULE) < BY_RULE:  # what only a head hears: the customer has an answer for the rest
            del acts[Act.RUDE]


def _take_back(acts: dict[Act, float], which: Sequence[Act]) -> None:
    for act in which:
        acts.pop(act, None)


def probabilities_by_kind(row: NDArray[np.float32], kinds: Sequence[Oddity]) -> dict[Oddity, float]:
    return {kind: float(probability) for kind, probability in zip(kinds, row, strict=True)}


def count_words(text: str) -> int:
    return sum(1 for _ in _counted(text))


def _counted(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\W_]+(?:['’.,:-][^\W_]+)*", text)
