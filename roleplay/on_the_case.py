"""Whether what a message does is done about this customer's case. In a rehearsal only that counts for anything.

A head that hears an offer or a kind word in a text about something else is a guess about words it knows nothing of.
What a scenario's author knows as a move or a question is about the case by itself.
"""

from collections.abc import Sequence, Set
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.reading import Found
from roleplay.reading_context import telling_words
from roleplay.sentence_acts import BY_RULE, Seen
from roleplay.sentences import Sentence

_SOME_LENGTH: Final = 8  # words from which it can be told that something is about something else
UNLIKE: Final = 0.44  # likeness to the case and to the customer's last words below which it is
_LIKE_NOTHING: Final = 0.15  # likeness below which a sentence has nothing to do with what was said
_EXPLAINS: Final = 0.52  # likeness to the case from which a reason is a reason for what has happened in it
_FROM_AFAR: Final = 0.85  # a head by itself, about words that are unlike the case
# Probability that a sentence is said to the machine from which its message wins nobody over, and from which it counts
# as that in a transcript. By the messages that thresholds are set on, one honest message in two hundred is suspect.
SUSPECT: Final = 0.06
_DOUBTFUL: Final = 0.25
_CLEARLY: Final = 0.9  # how surely a suspect message must make a move or ask for a fact
_FEW_WORDS: Final = 3  # in more than so many words, too
_MANY: Final = 12  # sentences from which a message is long for one customer
_FEW_OF_THEM: Final = 0.25  # the share of a long message below which the case is only mentioned in it

# What can only be done about the case itself. In a message about nothing here it is not done.
_ABOUT_THE_CASE: Final = frozenset(
    {Act.EXPLAIN_CAUSE, Act.OFFER_OPTION, Act.COMMIT_ACTION, Act.SET_EXPECTATION, Act.ASK_OPEN, Act.THANK}
)
# What wins a customer over.
_WINS: Final = _ABOUT_THE_CASE | {
    *(Act.NAME_FEELING, Act.VALIDATE, Act.SPECIFIC_APOLOGY, Act.TAKE_OWNERSHIP, Act.PERSONALISE),
    *(Act.CHECK_UNDERSTANDING, Act.CONFIRM_RESOLUTION, Act.WARM_TRANSFER, Act.VERIFY_IDENTITY),
}


def about_the_case(
    seen: Sequence[Seen], likeness: NDArray[np.float32], told: Set[str], settled: Set[str], *, suspect: bool = False
) -> list[Seen]:
    """The sentences with the acts that count. `likeness` (n,) is each one's to the case and the customer's last words,
    `told` are the words of the customer's story, `settled` the sentences that are about the case whatever they are
    like; `suspect` where something in the message may be said to the machine: then no other sentence wins anything."""
    words = [len(each.sentence.plain.split()) for each in seen]
    nothing = not settled and sum(words) >= _SOME_LENGTH and float(likeness.max()) < UNLIKE
    kept = []
    for each, length, alike in zip(seen, words, likeness, strict=True):
        acts = dict(each.acts)
        # What this customer has told is known here: without that, a question asks for something new.
        if acts.get(Act.ASK_REPEAT, BY_RULE) < BY_RULE:
            acts[Act.ASK_CLOSED] = acts.pop(Act.ASK_REPEAT)
        if each.sentence.text not in settled:
            if nothing or (length >= _SOME_LENGTH and alike < UNLIKE):
                acts = {act: sure for act, sure in acts.items() if act not in _ABOUT_THE_CASE}
            elif alike < _EXPLAINS:
                acts.pop(Act.EXPLAIN_CAUSE, None)
            if suspect or alike < UNLIKE:
                least = np.inf if suspect else _FROM_AFAR
                acts = {
                    act: sure
                    for act, sure in acts.items()
                    if act not in _WINS or sure >= (min(least, BY_RULE) if act is Act.VERIFY_IDENTITY else least)
                }  # a plain request for a proof of identity wins nobody, and has to be heard to be answered
            # What is somebody's own has a word in common with what they told.
            if acts.get(Act.PERSONALISE, BY_RULE) < BY_RULE and not telling_words(each.sentence.plain) & told:
                del acts[Act.PERSONALISE]
        kept.append(Seen(each.sentence, acts))
    return kept


def apart(
    text: str, sentences: Sequence[Sentence], machine: NDArray[np.float32], likeness: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """(n,) which sentences of a message belong to what may be said to the machine, by the probabilities (n,): from the
    first suspect one on, and where that stands on a later line than the first, from the beginning of this line; also
    those before it that are like nothing that was said, by the `likeness` (n,), all zeros where nothing was."""
    starts, end = [], 0
    for sentence in sentences:
        starts.append(text.find(sentence.text, end))
        end = starts[-1] + len(sentence.text)
    suspect = [start for start, sure in zip(starts, machine, strict=True) if sure >= SUSPECT]
    if not suspect:
        return np.zeros(len(starts), np.bool_)
    after: NDArray[np.bool_] = np.array(starts) >= (text.rfind("\n", 0, suspect[0]) + 1 or suspect[0])
    return after | (likeness < _LIKE_NOTHING) if likeness.any() else after


def in_doubt(seen: Sequence[Seen], machine: NDArray[np.float32], suspect: NDArray[np.bool_]) -> list[Seen]:
    """The sentences of a transcript's message, in which nobody takes offence: what may well be said to the machine, by
    the probabilities (n,), does nothing else, and what stands in the `suspect` part (n,) wins nobody over."""
    kept = []
    for each, sure, doubted in zip(seen, machine, suspect, strict=True):
        if sure >= _DOUBTFUL:
            kept.append(Seen(each.sentence, {Act.MANIPULATE_SIMULATOR: round(float(sure), 3)}))
        elif doubted:
            kept.append(Seen(each.sentence, {act: how for act, how in each.acts.items() if act not in _WINS}))
        else:
            kept.append(each)
    return kept


def earned(
    found: Sequence[Found[str]], likeness: NDArray[np.float32], machine: NDArray[np.float32]
) -> tuple[Found[str], ...]:
    """The moves or asked facts that count: none in a message too long to be about the case, by the `likeness` (n,) of
    its sentences, and only clear ones where a sentence may be said to the machine, by the probabilities (n,)."""
    if len(likeness) >= _MANY and float((likeness >= UNLIKE).mean()) < _FEW_OF_THEM:
        return ()
    if float(machine.max()) < SUSPECT:
        return tuple(found)
    return tuple(each for each in found if each.confidence >= _CLEARLY and len(each.quote.split()) > _FEW_WORDS)
