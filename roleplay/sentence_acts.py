"""The acts of one sentence: what rules find in it, as signs, and what the heads make of the words and the signs.

In a rehearsal precision comes first for acts that hurt: a customer who takes offence at nothing teaches nothing. In a
transcript nobody takes offence. There an act is found from where finding it does best (F1), and how sure it is says
what it may count for: a doubtful sighting weighs less in a score, and no gate closes on one.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from roleplay import harm_rules as harm
from roleplay import reading_rules as rules
from roleplay import sentence_forms as forms
from roleplay.sentences import Sentence

BY_RULE: Final = 0.95
ORDER: Final = {act: index for index, act in enumerate(Act)}
_BY_HEAD: Final = 0.94  # a head by itself is never as sure as a rule
_WITH_A_SIGN: Final = 0.75  # share of what a head needs by itself that is enough where a rule speaks for the act too
_BORNE_OUT: Final = 0.3  # the same in a transcript where the rule is one of the trusted
_NAMED_BEFORE: Final = 8  # words before "sorry for that" in which a thing has been named
SURELY: Final = 0.7  # a head by itself, where the form does not bear it out

OF_THE_WHOLE: Final = (Act.IGNORE_QUESTION, Act.OFF_TOPIC)  # found in the message as a whole
# Acts whose rules are right nine times in ten on messages that they were not written for, or nearly so where a customer
# must not miss them.
_TRUSTED: Final = frozenset(
    {
        *(Act.GREET, Act.CLOSE, Act.NAME_FEELING, Act.VALIDATE, Act.TAKE_OWNERSHIP, Act.CHECK_UNDERSTANDING),
        *(Act.CONFIRM_RESOLUTION, Act.VERIFY_IDENTITY, Act.COMMIT_ACTION, Act.REFUSE_WITH_REASON, Act.WARM_TRANSFER),
        *(Act.BARE_POLICY, Act.BLAME_CUSTOMER, Act.BLAME_OTHER_TEAM, Act.MINIMISE, Act.COMMAND, Act.JARGON),
        *(Act.FALSE_PROMISE, Act.PUSH_SALE, Act.RUDE, Act.MANIPULATE_SIMULATOR, Act.ASK_REPEAT, Act.EMPTY_FORMULA),
        Act.COLD_TRANSFER,
    }
)
# "Read things before you sign" is an order though "before you" keeps the rule from taking it for one: the head knows.
_HEARD_BETTER: Final = frozenset({Act.COMMAND})
# What hurts, and from where a head by itself finds it in a rehearsal: where it is likelier than not. Nothing offends
# more than rudeness, and little is as easily misheard: it needs as much in a transcript.
_HURTS_FROM: Final = dict.fromkeys(
    (
        *(Act.BARE_POLICY, Act.BLAME_CUSTOMER, Act.BLAME_OTHER_TEAM, Act.MINIMISE, Act.COMMAND, Act.COLD_TRANSFER),
        *(Act.FALSE_PROMISE, Act.PUSH_SALE, Act.ASK_REPEAT),
    ),
    0.5,
) | {Act.RUDE: 0.65}
# A question with a function of its own gets that act only.
_FUNCTION_QUESTIONS: Final = (
    Act.VERIFY_IDENTITY,
    Act.ASK_REPEAT,
    Act.CHECK_UNDERSTANDING,
    Act.CONFIRM_RESOLUTION,
    Act.OFFER_OPTION,
    Act.WARM_TRANSFER,
    Act.PUSH_SALE,
    Act.CLOSE,
    Act.RUDE,
    Act.BLAME_CUSTOMER,
    Act.MINIMISE,
    Act.MANIPULATE_SIMULATOR,
)
_OPEN_OR_CLOSED: Final = frozenset({Act.ASK_OPEN, Act.ASK_CLOSED})
# Acts that a question cannot show: it asks about them at most.
_NOT_BY_QUESTION: Final = frozenset(
    {
        Act.COMMIT_ACTION,
        Act.SET_EXPECTATION,
        Act.FALSE_PROMISE,
        Act.COLD_TRANSFER,
        Act.BARE_POLICY,
        Act.COMMAND,
        Act.EXPLAIN_CAUSE,
    }
)
# The stronger of two acts that exclude each other in one sentence, unless the weaker one is surer.
_EXCLUDES: Final = (
    (Act.MANIPULATE_SIMULATOR, tuple(act for act in Act if act is not Act.MANIPULATE_SIMULATOR)),
    (Act.EMPTY_FORMULA, (Act.SPECIFIC_APOLOGY, Act.CHECK_UNDERSTANDING, Act.NAME_FEELING, Act.VALIDATE)),
    (Act.GENERIC_APOLOGY, (Act.SPECIFIC_APOLOGY,)),
    (Act.PUSH_SALE, (Act.OFFER_OPTION, Act.CONFIRM_RESOLUTION)),
    (Act.FALSE_PROMISE, (Act.COMMIT_ACTION, Act.SET_EXPECTATION)),
    (Act.WARM_TRANSFER, (Act.COLD_TRANSFER,)),
    (Act.COLD_TRANSFER, (Act.COMMIT_ACTION, Act.COMMAND, Act.OFFER_OPTION)),
    (Act.REFUSE_WITH_REASON, (Act.BARE_POLICY, Act.EXPLAIN_CAUSE)),
    (Act.COMMAND, (Act.OFFER_OPTION,)),
    (Act.BARE_POLICY, (Act.EXPLAIN_CAUSE, Act.SET_EXPECTATION)),
    (Act.RUDE, (Act.NAME_FEELING, Act.VALIDATE)),
    (Act.BLAME_CUSTOMER, (Act.NAME_FEELING, Act.VALIDATE)),
    (Act.MINIMISE, (Act.VALIDATE, Act.NAME_FEELING)),
    (Act.CHECK_UNDERSTANDING, (Act.CONFIRM_RESOLUTION,)),
    (Act.OFFER_OPTION, (Act.CONFIRM_RESOLUTION,)),
    (Act.ASK_REPEAT, (Act.VERIFY_IDENTITY,)),
    (Act.VERIFY_IDENTITY, (Act.CHECK_UNDERSTANDING, Act.CONFIRM_RESOLUTION)),
)
# Stronger however sure the other is: a promise of what nobody can promise is none for its time.
_ALWAYS: Final = frozenset({Act.FALSE_PROMISE})
_NO_QUESTION: Final = (forms.RHETORICAL, forms.GUIDED_STEP, forms.CHECKS_IN)
# "I can't do that, but I can do this" still offers something, and does nothing of the others.
_NEGATION_UNDOES: Final = frozenset({Act.COMMIT_ACTION, Act.TAKE_OWNERSHIP, Act.SET_EXPECTATION})


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence and the acts found in it, with their confidence."""

    sentence: Sentence
    acts: dict[Act, float]


def signs_of(sentence: Sentence, *, opening: bool) -> frozenset[Act]:
    """The acts that rules alone find in a sentence; the heads take them as signs beside the words. `opening` for the
    first sentences of a message, where one greets."""
    acts = {act for act in rules.PHRASES if speaks(act, sentence.plain)}
    _apologises(sentence, acts)
    _states(sentence, acts)
    if not opening:
        acts.discard(Act.GREET)
    if uses_house_language(sentence):
        acts.add(Act.JARGON)
    if sentence.asks:
        acts -= _NOT_BY_QUESTION
    acts -= {act for act, denies in rules.DENIES.items() if denies.search(sentence.plain)}
    if forms.REFUSES.search(sentence.plain):
        acts -= _NEGATION_UNDOES
    settled = dict.fromkeys(acts, BY_RULE)
    _settle(settled)
    if sentence.asks or forms.STORY_REQUEST.search(sentence.plain):
        _settle_question(sentence, settled)
    return frozenset(settled)


def acts_of(
    sentence: Sentence,
    probabilities: NDArray[np.float32],
    signs: Set[Act],
    *,
    least: NDArray[np.float32],
    rehearsed: bool,
    alone: bool,
) -> dict[Act, float]:
    """The acts that the heads find in a sentence, and those that rules find: some can be trusted alone, with others the
    heads need a little less. `probabilities` (acts,) and the `least` (acts,) from where each counts; `rehearsed` where
    a simulated customer answers it: then what hurts needs more, and a question of which the heads make nothing is one
    all the same; `alone` where nothing was said before: the heads, which have learnt from answers, then know less."""
    acts: dict[Act, float] = {}
    shares = dict.fromkeys(_TRUSTED, 0.0 if rehearsed or alone else _BORNE_OUT)
    in_a_word = len(sentence.plain.split()) <= 1
    for act, sure, enough in zip(Act, probabilities.tolist(), least.tolist(), strict=True):
        needed = _needed(act, enough, in_a_word=in_a_word, rehearsed=rehearsed)
        if act in OF_THE_WHOLE or (act not in _HEARD_BETTER and denied(act, sentence, rules.DENIES)):
            continue
        if act is Act.MANIPULATE_SIMULATOR:
            needed = SURELY  # whoever is taken for it wrongly is answered as a trickster
            if sure >= needed and not denied(act, sentence, harm.HEAD_DENIES):
                return {act: BY_RULE}
        if act in signs and sure >= shares.get(act, _WITH_A_SIGN) * enough:
            acts[act] = BY_RULE
        elif sure >= needed and not denied(act, sentence, harm.HEAD_DENIES):
            acts[act] = min(sure, _BY_HEAD)
    # Whether a datum was given before is known by rule.
    if Act.VERIFY_IDENTITY in acts and Act.ASK_REPEAT not in signs:
        acts.pop(Act.ASK_REPEAT, None)
    if sentence.asks:
        if rehearsed and not acts:
            acts = dict.fromkeys(signs & _OPEN_OR_CLOSED, SURELY)
        _one_purpose(acts)
    return acts


def _needed(act: Act, enough: float, *, in_a_word: bool, rehearsed: bool) -> float:
    """The probability from which a head by itself finds an act; nothing that hurts in a single word."""
    if act not in _HURTS_FROM:
        return enough
    if in_a_word:
        return np.inf
    return max(enough, _HURTS_FROM[act]) if rehearsed or act is Act.RUDE else enough


def _one_purpose(acts: dict[Act, float]) -> None:
    """A question that has a purpose of its own, of which the reader is as sure, is neither open nor closed."""
    asking = max((acts[act] for act in _OPEN_OR_CLOSED if act in acts), default=0.0)
    if max((acts[act] for act in _FUNCTION_QUESTIONS if act in acts), default=0.0) >= asking:
        acts.pop(Act.ASK_OPEN, None)
        acts.pop(Act.ASK_CLOSED, None)


def denied(act: Act, sentence: Sentence, denies: Mapping[Act, re.Pattern[str]]) -> bool:
    return act in denies and denies[act].search(sentence.plain) is not None


def speaks(act: Act, plain: str) -> bool:
    """Whether the rule for the act speaks, and nothing in the sentence denies it."""
    denies = rules.DENIES.get(act)
    return rules.PHRASES[act].search(plain) is not None and not (denies and denies.search(plain))


def uses_house_language(sentence: Sentence) -> bool:
    """Words of the trade, or two abbreviations that are not everybody's in a sentence that is not all in capitals."""
    if harm.HOUSE_WORDS.search(sentence.plain):
        return True
    small, capital = sum(map(str.islower, sentence.text)), sum(map(str.isupper, sentence.text))
    return len(_abbreviations(sentence)) > 1 and small > capital


def _abbreviations(sentence: Sentence) -> frozenset[str]:
    short = frozenset(harm.ABBREVIATION.findall(sentence.text)) - harm.KNOWN_ABBREVIATIONS
    return frozenset(each for each in short if each.isalpha())


def _apologises(sentence: Sentence, acts: set[Act]) -> None:
    """An apology is specific when it names a thing."""
    text = sentence.plain
    acts -= {Act.SPECIFIC_APOLOGY, Act.GENERIC_APOLOGY}
    if forms.APOLOGY.search(text) and not forms.NOT_AN_APOLOGY.search(text):
        generic = _names_nothing(text) and not _owned_before(text)
        acts.add(Act.GENERIC_APOLOGY if generic else Act.SPECIFIC_APOLOGY)


def _names_nothing(text: str) -> bool:
    """Whether an apology has no object, or one that says nothing; "I apologise for that" has one if it was named."""
    if speaks(Act.GENERIC_APOLOGY, text) or not forms.APOLOGY_OBJECT.search(text):
        return True
    vague = forms.VAGUE_OBJECT.search(text)
    return vague is not None and len(text[: vague.start()].split()) < _NAMED_BEFORE


def _owned_before(text: str) -> bool:
    """Whether an apology without an object follows on a fault that was owned: "that was our failure, and I'm sorry"."""
    sorry = forms.APOLOGY.search(text)
    return sorry is not None and speaks(Act.TAKE_OWNERSHIP, text[: sorry.start()])


def _states(sentence: Sentence, acts: set[Act]) -> None:
    """Acts of a statement that its form shows: commitments, expectations, refusals, blame."""
    text = sentence.plain
    if harm.CUSTOMERS_FAULT.search(text) and not harm.NOT_CUSTOMERS_FAULT.search(text):
        acts.add(Act.BLAME_CUSTOMER)
    if harm.OTHERS_FAULT.search(text) and not harm.NOT_OTHERS_FAULT.search(text):
        acts.add(Act.BLAME_OTHER_TEAM)
    refuses, commits = forms.REFUSES.search(text), forms.COMMITS.search(text)
    if refuses and forms.REASON.search(text) and not speaks(Act.BARE_POLICY, text):
        acts.add(Act.REFUSE_WITH_REASON)
    if commits and not refuses and not forms.NOT_A_COMMITMENT.search(text):
        acts.add(Act.COMMIT_ACTION)
    # An expectation has a time, and it lies ahead.
    ahead = forms.FUTURE.search(text) or forms.AHEAD.search(text)
    timed, past = forms.TIME.search(text), forms.PAST.search(text)
    if forms.ONLY_A_TIME.search(text) or (timed and not past and (ahead or commits)):
        acts.add(Act.SET_EXPECTATION)


def _settle(acts: dict[Act, float]) -> None:
    for stronger, weaker in _EXCLUDES:
        if stronger in acts:
            for act in weaker:
                if stronger in _ALWAYS or acts.get(act, 0.0) <= acts[stronger]:
                    acts.pop(act, None)
                else:
                    del acts[stronger]
                    break


def _settle_question(sentence: Sentence, acts: dict[Act, float]) -> None:
    """A question is one kind of question: its function if it has one, else open or closed."""
    if any(act in acts for act in _FUNCTION_QUESTIONS):
        return
    if any(each.search(sentence.plain) for each in _NO_QUESTION):
        return
    datum = forms.SINGLE_DATUM.search(sentence.plain) and not forms.STORY.search(sentence.plain)
    opens = forms.OPEN_QUESTION.search(sentence.plain) and not datum
    acts[Act.ASK_OPEN if opens else Act.ASK_CLOSED] = 0.9
