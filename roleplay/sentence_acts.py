"""The acts of one sentence: what the heads find in it, what rules find, and what of both can stand together.

Precision comes first for acts that hurt: a customer who takes offence at nothing teaches nothing.
"""

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
_KIND_FROM: Final = 0.4
_HARM_FROM: Final = 0.55
_FEW_WORDS: Final = 2
_NAMED_BEFORE: Final = 8  # words before "sorry for that" in which a thing has been named
SURELY: Final = 0.7  # a head by itself, where the form does not bear it out

# Acts that a head may find by itself, from this probability. The others are found by rule or from the conversation.
FROM: Final[dict[Act, float]] = {
    **dict.fromkeys(
        (
            Act.NAME_FEELING,
            Act.VALIDATE,
            Act.SPECIFIC_APOLOGY,
            Act.GENERIC_APOLOGY,
            Act.TAKE_OWNERSHIP,
            Act.THANK,
            Act.VERIFY_IDENTITY,
            Act.CHECK_UNDERSTANDING,
            Act.EXPLAIN_CAUSE,
            Act.OFFER_OPTION,
            Act.COMMIT_ACTION,
            Act.SET_EXPECTATION,
            Act.CONFIRM_RESOLUTION,
            Act.WARM_TRANSFER,
            Act.REFUSE_WITH_REASON,
        ),
        _KIND_FROM,
    ),
    Act.GREET: _HARM_FROM,
    Act.CLOSE: _HARM_FROM,
    Act.JARGON: SURELY,
    **dict.fromkeys(
        (
            Act.COLD_TRANSFER,
            Act.BARE_POLICY,
            Act.BLAME_CUSTOMER,
            Act.BLAME_OTHER_TEAM,
            Act.MINIMISE,
            Act.COMMAND,
            Act.EMPTY_FORMULA,
            Act.FALSE_PROMISE,
            Act.PUSH_SALE,
            Act.RUDE,
            Act.ASK_REPEAT,
            Act.MANIPULATE_SIMULATOR,
        ),
        _HARM_FROM,
    ),
}
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
# Acts that a question cannot show: it asks about them at most.
_NOT_BY_QUESTION: Final = (
    Act.COMMIT_ACTION,
    Act.SET_EXPECTATION,
    Act.FALSE_PROMISE,
    Act.COLD_TRANSFER,
    Act.BARE_POLICY,
    Act.COMMAND,
    Act.EXPLAIN_CAUSE,
)
# The stronger of two acts that exclude each other in one sentence, unless the weaker one is surer.
_EXCLUDES: Final = (
    (Act.MANIPULATE_SIMULATOR, tuple(act for act in Act if act is not Act.MANIPULATE_SIMULATOR)),
    (Act.EMPTY_FORMULA, (Act.SPECIFIC_APOLOGY, Act.CHECK_UNDERSTANDING, Act.NAME_FEELING, Act.VALIDATE)),
    (Act.GENERIC_APOLOGY, (Act.SPECIFIC_APOLOGY,)),
    (Act.PUSH_SALE, (Act.OFFER_OPTION, Act.CONFIRM_RESOLUTION)),
    (Act.FALSE_PROMISE, (Act.COMMIT_ACTION, Act.SET_EXPECTATION)),
    (Act.WARM_TRANSFER, (Act.COLD_TRANSFER, Act.COMMIT_ACTION)),
    (Act.COLD_TRANSFER, (Act.COMMIT_ACTION, Act.COMMAND, Act.OFFER_OPTION)),
    (Act.REFUSE_WITH_REASON, (Act.BARE_POLICY, Act.EXPLAIN_CAUSE, Act.OFFER_OPTION)),
    (Act.COMMAND, (Act.OFFER_OPTION,)),
    (Act.BARE_POLICY, (Act.EXPLAIN_CAUSE, Act.SET_EXPECTATION)),
    (Act.RUDE, (Act.NAME_FEELING, Act.VALIDATE)),
    (Act.BLAME_CUSTOMER, (Act.NAME_FEELING, Act.VALIDATE, Act.EXPLAIN_CAUSE)),
    (Act.MINIMISE, (Act.VALIDATE, Act.NAME_FEELING)),
    (Act.CHECK_UNDERSTANDING, (Act.CONFIRM_RESOLUTION,)),
    (Act.OFFER_OPTION, (Act.CONFIRM_RESOLUTION,)),
    (Act.ASK_REPEAT, (Act.VERIFY_IDENTITY,)),
    (Act.VERIFY_IDENTITY, (Act.CHECK_UNDERSTANDING, Act.CONFIRM_RESOLUTION)),
)
_NO_QUESTION: Final = (forms.RHETORICAL, forms.GUIDED_STEP, forms.CHECKS_IN)
_NEGATION_UNDOES: Final = frozenset({Act.COMMIT_ACTION, Act.OFFER_OPTION, Act.TAKE_OWNERSHIP, Act.SET_EXPECTATION})


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence and the acts found in it, with their confidence."""

    sentence: Sentence
    acts: dict[Act, float]


def acts_of(sentence: Sentence, probabilities: NDArray[np.float32], *, opening: bool) -> dict[Act, float]:
    """`probabilities` (acts,) of the heads; `opening` for the first sentences of a message, where one greets."""
    # Two words say too little for a head to go by.
    doubt = SURELY if len(sentence.plain.split()) <= _FEW_WORDS else 0.0
    acts = {
        act: min(float(probabilities[ORDER[act]]), _BY_HEAD)
        for act, least in FROM.items()
        if probabilities[ORDER[act]] >= max(least, doubt)
    }
    acts |= dict.fromkeys((act for act in rules.PHRASES if speaks(act, sentence.plain)), BY_RULE)
    _apologises(sentence, acts)
    _states(sentence, acts)
    if not opening:
        acts.pop(Act.GREET, None)
    if uses_house_language(sentence):
        acts[Act.JARGON] = BY_RULE
    if sentence.asks:
        for act in _NOT_BY_QUESTION:
            acts.pop(act, None)
    _doubt_heads(sentence, acts)
    _undo_by_negation(sentence, acts)
    _settle(acts)
    if sentence.asks or _requests_a_story(sentence):
        _settle_question(sentence, acts)
    return acts


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


def _apologises(sentence: Sentence, acts: dict[Act, float]) -> None:
    """An apology is specific when it names a thing. The form decides; heads alone see neither."""
    text = sentence.plain
    if not forms.APOLOGY.search(text) or forms.NOT_AN_APOLOGY.search(text):
        acts.pop(Act.SPECIFIC_APOLOGY, None)
        acts.pop(Act.GENERIC_APOLOGY, None)
    elif _names_nothing(text) and not _owned_before(text):
        acts.pop(Act.SPECIFIC_APOLOGY, None)
        acts[Act.GENERIC_APOLOGY] = BY_RULE
    else:
        acts.pop(Act.GENERIC_APOLOGY, None)
        acts[Act.SPECIFIC_APOLOGY] = BY_RULE


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


def _states(sentence: Sentence, acts: dict[Act, float]) -> None:
    """Acts of a statement that its form shows: commitments, expectations, refusals, blame."""
    text = sentence.plain
    if harm.CUSTOMERS_FAULT.search(text) and not harm.NOT_CUSTOMERS_FAULT.search(text):
        acts[Act.BLAME_CUSTOMER] = BY_RULE
    if harm.OTHERS_FAULT.search(text) and not harm.NOT_OTHERS_FAULT.search(text):
        acts[Act.BLAME_OTHER_TEAM] = BY_RULE
    refuses, commits = forms.REFUSES.search(text), forms.COMMITS.search(text)
    if refuses and forms.REASON.search(text) and not speaks(Act.BARE_POLICY, text):
        acts[Act.REFUSE_WITH_REASON] = BY_RULE
    if commits and not refuses and not forms.NOT_A_COMMITMENT.search(text):
        acts[Act.COMMIT_ACTION] = BY_RULE
    _expects(text, acts, commits=commits is not None)


def _expects(text: str, acts: dict[Act, float], *, commits: bool) -> None:
    """An expectation has a time, and it lies ahead."""
    ahead = forms.FUTURE.search(text) or forms.AHEAD.search(text)
    timed, past = forms.TIME.search(text), forms.PAST.search(text)
    if forms.ONLY_A_TIME.search(text) or (timed and not past and (ahead or commits)):
        acts[Act.SET_EXPECTATION] = BY_RULE
    elif Act.SET_EXPECTATION in acts and not ahead and (past or acts[Act.SET_EXPECTATION] < SURELY):
        del acts[Act.SET_EXPECTATION]


def _doubt_heads(sentence: Sentence, acts: dict[Act, float]) -> None:
    """Takes back what a head alone has found when the form does not bear it out."""
    for act, needs in rules.NEEDS.items():
        if acts.get(act, BY_RULE) < BY_RULE and not needs.search(sentence.plain):
            del acts[act]
    for act, denies in rules.DENIES.items():
        if act in acts and denies.search(sentence.plain):
            del acts[act]
    for act, denies in harm.HEAD_DENIES.items():
        if acts.get(act, BY_RULE) < BY_RULE and denies.search(sentence.plain):
            del acts[act]
    if acts.get(Act.JARGON, BY_RULE) < BY_RULE and not _abbreviations(sentence):
        del acts[Act.JARGON]
    if not sentence.asks and acts.get(Act.VERIFY_IDENTITY, 1.0) < SURELY:
        del acts[Act.VERIFY_IDENTITY]


def _undo_by_negation(sentence: Sentence, acts: dict[Act, float]) -> None:
    if forms.REFUSES.search(sentence.plain):
        for act in _NEGATION_UNDOES & acts.keys():
            # "I can't do that, but I can do this" still offers something.
            if acts[act] < BY_RULE or act is not Act.OFFER_OPTION:
                del acts[act]


def _settle(acts: dict[Act, float]) -> None:
    for stronger, weaker in _EXCLUDES:
        if stronger in acts:
            for act in weaker:
                if acts.get(act, 0.0) <= acts[stronger]:
                    acts.pop(act, None)
                else:
                    del acts[stronger]
                    break


def _requests_a_story(sentence: Sentence) -> bool:
    return forms.STORY_REQUEST.search(sentence.plain) is not None


def _settle_question(sentence: Sentence, acts: dict[Act, float]) -> None:
    """A question is one kind of question: its function if it has one, else open or closed."""
    if any(act in acts for act in _FUNCTION_QUESTIONS):
        return
    if any(each.search(sentence.plain) for each in _NO_QUESTION):
        return
    datum = forms.SINGLE_DATUM.search(sentence.plain) and not forms.STORY.search(sentence.plain)
    opens = forms.OPEN_QUESTION.search(sentence.plain) and not datum
    acts[Act.ASK_OPEN if opens else Act.ASK_CLOSED] = 0.9
