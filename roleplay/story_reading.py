"""What a scenario makes of the sentences of a message: its moves and the asked facts settle what an act was.

A question about the customer's story is that, whatever it sounds like; a step that the author knows is no order.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import Found
from roleplay import sentence_forms as forms
from roleplay.sentence_acts import BY_RULE, SURELY, Seen
from roleplay.sentences import split_sentences
from roleplay.targets import Targets

FAIRLY: Final = 0.5  # how sure it is that a question without a subject is about what was told last
# A question of one of these acts asks for nothing of what was told.
_OWN_PURPOSE: Final = frozenset(
    {Act.VERIFY_IDENTITY, Act.OFFER_OPTION, Act.CHECK_UNDERSTANDING, Act.PUSH_SALE, Act.RUDE}
)
_FEELS_FOR: Final = frozenset({Act.NAME_FEELING, Act.VALIDATE, Act.TAKE_OWNERSHIP, Act.SPECIFIC_APOLOGY})
_NOT_BY_MOVES: Final = frozenset(
    {Act.COMMAND, Act.PUSH_SALE, Act.FALSE_PROMISE, Act.BLAME_OTHER_TEAM, Act.MINIMISE, Act.BLAME_CUSTOMER}
)


def settled_by_moves(seen: Sequence[Seen], moves: Sequence[Found[str]], hurting: frozenset[str]) -> None:
    """What a scenario's author knows as a move has its own effects; a head that hears an order, a sale, too much of a
    promise, a slight, a brush-off or somebody's fault in it adds none, and a question that hurts checks nothing."""
    quotes = {found.quote for found in moves}
    doubts = {found.quote for found in moves if found.what in hurting}
    for each in seen:
        if each.sentence.text in doubts:
            each.acts.pop(Act.CHECK_UNDERSTANDING, None)
        elif each.sentence.text in quotes and each.acts.get(Act.COLD_TRANSFER, BY_RULE) < BY_RULE:
            del each.acts[Act.COLD_TRANSFER]
        for act in _NOT_BY_MOVES if each.sentence.text in quotes else ():
            if each.acts.get(act, BY_RULE) < BY_RULE:
                del each.acts[act]


def not_meant_ill(moves: Sequence[Found[str]], seen: Sequence[Seen], hurting: frozenset[str]) -> tuple[Found[str], ...]:
    """The moves without those that hurt and are in doubt where their sentence feels for the customer: "you stood at the
    window, and our mail said it had come" holds nothing against anybody."""
    feeling = {each.sentence.text for each in seen if each.acts.keys() & _FEELS_FOR}
    return tuple(
        each for each in moves if each.what not in hurting or each.confidence >= SURELY or each.quote not in feeling
    )


def ask_for_facts(seen: Sequence[Seen], asked: Sequence[Found[str]]) -> None:
    """A question about the story is that, and not about whether all is well, who it is, or something told before."""
    quotes = {found.quote for found in asked}
    for each in seen:
        if each.sentence.text in quotes:
            each.acts.pop(Act.CONFIRM_RESOLUTION, None)
            taken = [each.acts.pop(act, None) for act in (Act.ASK_REPEAT, Act.VERIFY_IDENTITY)]
            if any(taken):
                each.acts[Act.ASK_CLOSED] = BY_RULE


def invitations_left_out(seen: Sequence[Seen]) -> list[Seen]:
    """ "How can I help you?" is how one begins: no interest is shown by it, and nothing is asked."""
    return [
        Seen(each.sentence, without_questions(each.acts)) if forms.INVITES.search(each.sentence.plain) else each
        for each in seen
    ]


def without_questions(acts: dict[Act, float]) -> dict[Act, float]:
    """A question about something else asks the customer nothing."""
    return {act: surety for act, surety in acts.items() if act not in (Act.ASK_OPEN, Act.ASK_CLOSED)}


def other_questions(seen: Sequence[Seen], asked: Sequence[Found[str]]) -> tuple[str, ...]:
    """The questions that ask for no fact of the case and no proof of identity."""
    known = {found.quote for found in asked}
    return tuple(
        each.sentence.text
        for each in seen
        if (Act.ASK_OPEN in each.acts or Act.ASK_CLOSED in each.acts)
        and Act.VERIFY_IDENTITY not in each.acts
        and each.sentence.text not in known
    )


def follow_ups(
    seen: Sequence[Seen], asked: Sequence[Found[str]], before: Sequence[Turn], targets: Targets
) -> Iterator[Found[str]]:
    """The facts about which a question asks on: those it asks for, or else the one that was told just before."""
    heard = next((turn.text for turn in reversed(before) if turn.speaker is Speaker.CUSTOMER), "")
    own = [sentence for turn in before if turn.speaker is Speaker.TRAINEE for sentence in split_sentences(turn.text)]
    for each in seen:
        sentence = each.sentence
        asks = sentence.asks or forms.STORY_REQUEST.search(sentence.plain)
        if not heard or not asks or not forms.ASKS_ON.search(sentence.plain):
            continue
        if any(earlier.plain == sentence.plain for earlier in own):
            continue
        named = [found for found in asked if found.quote == sentence.text]
        last = targets.told_in(heard)
        if named:
            yield from named
        elif last and not each.acts.keys() & _OWN_PURPOSE:
            yield Found(last, sentence.text, FAIRLY)
