"""What only shows when the sentences of a message are looked at together: a "but" that takes an acknowledgement back,
what was promised, and how much empathy there is.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from domain.acts import Act
from domain.reading import EmpathyLevels, Promise
from roleplay import sentence_forms as forms
from roleplay.sentence_acts import BY_RULE, Seen
from roleplay.targets import Vectors

# After these, "I'm sorry for that" names its thing.
_SAYS_WHAT: Final = frozenset({Act.TAKE_OWNERSHIP, Act.EXPLAIN_CAUSE, Act.PERSONALISE, Act.VALIDATE})
A_MOMENT: Final = "a moment"  # the time of a "please hold" that names none


def but_cancels(seen: Sequence[Seen]) -> str:
    """The sentence whose acknowledgement a "but" takes back: in itself, or at the start of the next one."""
    kind = {Act.NAME_FEELING, Act.VALIDATE, Act.EMPTY_FORMULA, Act.GENERIC_APOLOGY, Act.SPECIFIC_APOLOGY}
    for index, each in enumerate(seen):
        but = forms.BUT.search(each.sentence.plain)
        if not but or each.sentence.asks:
            continue
        if but.start() == 0:
            if index and kind & seen[index - 1].acts.keys():
                return seen[index - 1].sentence.text
        elif forms.ACKNOWLEDGES.search(each.sentence.plain[: but.start()]):
            return each.sentence.text
    return ""


def settle_together(seen: Sequence[Seen]) -> None:
    """What a sentence does by the ones beside it."""
    _name_what_for(seen)
    _blame_nobody(seen)


def _name_what_for(seen: Sequence[Seen]) -> None:
    """An apology "for that" is for what an earlier sentence of the message owned, explained or took up."""
    said = False
    for each in seen:
        if said and Act.GENERIC_APOLOGY in each.acts and forms.SORRY_FOR_THAT.search(each.sentence.plain):
            each.acts[Act.SPECIFIC_APOLOGY] = each.acts.pop(Act.GENERIC_APOLOGY)
        said = said or bool(_SAYS_WHAT & each.acts.keys())


def _blame_nobody(seen: Sequence[Seen]) -> None:
    """Who owns the fault in the next breath has blamed nobody, unless a rule is sure of it: "You pressed it. It was us
    who didn't open it" clears the customer."""
    for each, after in pairwise(seen):
        if Act.TAKE_OWNERSHIP in after.acts and each.acts.get(Act.BLAME_CUSTOMER, BY_RULE) < BY_RULE:
            del each.acts[Act.BLAME_CUSTOMER]


def promises_in(seen: Sequence[Seen]) -> Iterator[Promise]:
    for each in seen:
        text = each.sentence.plain
        if forms.A_MOMENT_PLEASE.search(text):
            shortly = forms.SHORTLY.search(each.sentence.text)
            yield Promise(each.sentence.text, shortly[0] if shortly else A_MOMENT)
            continue
        if each.sentence.asks or forms.REFUSES.search(text) or not forms.PROMISES.search(text):
            continue
        if Act.COMMIT_ACTION in each.acts or Act.SET_EXPECTATION in each.acts or Act.FALSE_PROMISE in each.acts:
            yield Promise(each.sentence.text, forms.named_time(each.sentence.text))


def empathy_of(probabilities: Vectors, *, cancels: bool) -> EmpathyLevels:
    """The likeliest of EPITOME's levels. What a "but" takes back counts as weak at most."""
    reaction, interpretation, exploration = (int(level) for level in probabilities.argmax(axis=1))
    most = 1 if cancels else 2
    return EmpathyLevels(min(reaction, most), min(interpretation, most), exploration)
