"""From what a message did to what the customer says next: one reaction, and something to carry the conversation on.

Always holds: a cue never asks for a fact whose rule is not met, and it always has something that can be said.
"""

import random
import re
from collections.abc import Iterator
from typing import Final

from domain.acts import Act
from domain.endings import EndingKind
from domain.mood import Tone
from domain.reading import Oddity
from roleplay import promises
from roleplay.effects import harms
from roleplay.moment import MOST_PIECES, Moment
from roleplay.state import Cue, Piece, Source, intent
from scenarios.model import Disclosure, Ending, Fact, Habit, Intent

_SHORTLY: Final = re.compile(
    r"^(?:(?:just|in|for|within) )*(?:an?|one|a few|a couple of|two) (?:more |quick |little )?"
    r"(?:moment|sec(?:ond)?|min(?:ute)?|tick)s?$",
    re.IGNORECASE,
)
MOST_REPLIES: Final = 2  # replies to what was said in one message, the reaction too; more is taken without a word
BACK_TO_IT: Final = 0.5  # how often somebody who was told something odd comes back to the matter at once
DRIFTS: Final = 0.35  # how often somebody who drifts does, where the moment allows it
MOST_DRIFTS: Final = 2
FIRST_DRIFT: Final = 3  # the first turn in which anybody strays
# Beside these nothing is told and nothing is answered: the customer is still looking at what they have just read.
_UNEARNED: Final = (Oddity.FLIRTING, Oddity.ABSURD, Oddity.ASKS_IF_BOT)
# Nobody strays from one of these: the other person is waiting for an answer.
_WANTS_AN_ANSWER: Final = (Act.ASK_OPEN, Act.ASK_CLOSED, Act.CONFIRM_RESOLUTION, Act.VERIFY_IDENTITY, Act.CLOSE)
STORY_TURNS: Final = 5  # messages in which the customer brings up what happened, unasked
HINT_TRUST: Final = 4.5  # from this trust on, needs that are not spoken show as hints

# The reaction is the first of these that fits: harm before help, the gravest first.
_HARM: Final = (
    (Act.RUDE, Intent.INSULTED),
    (Act.MANIPULATE_SIMULATOR, Intent.MANIPULATED),
    (Act.BLAME_CUSTOMER, Intent.BLAMED),
    (Act.MINIMISE, Intent.MINIMISED),
    (Act.COMMAND, Intent.COMMANDED),
    (Act.PUSH_SALE, Intent.SOLD_TO),
    (Act.COLD_TRANSFER, Intent.PASSED_ON),
    (Act.ASK_REPEAT, Intent.ASKED_AGAIN),
    (Act.FALSE_PROMISE, Intent.OVERPROMISED),
    (Act.BARE_POLICY, Intent.POLICY),
    (Act.BLAME_OTHER_TEAM, Intent.PASSED_ON),
    (Act.OFF_TOPIC, Intent.OFF_TOPIC),
)
# What no colleague would write in earnest. It is reacted to before anything kind in the same message.
_ODD: Final = (
    (Oddity.FLIRTING, Intent.FLIRTED),
    (Oddity.REVERSED, Intent.REVERSED),
    (Oddity.ABSURD, Intent.ABSURD),
    (Oddity.FOREIGN, Intent.FOREIGN),
    (Oddity.NONSENSE, Intent.GIBBERISH),
    (Oddity.ASKS_IF_BOT, Intent.ASKED_BOT),
    (Oddity.ECHO, Intent.ECHOED),
    (Oddity.SAME_AGAIN, Intent.SAID_AGAIN),
    (Oddity.SMALL_TALK, Intent.SMALL_TALK),
)
_HELP: Final = (
    (Act.NAME_FEELING, Intent.HEARD),
    (Act.VALIDATE, Intent.HEARD),
    (Act.CHECK_UNDERSTANDING, Intent.PLAYED_BACK),
    (Act.TAKE_OWNERSHIP, Intent.OWNED),
    (Act.REFUSE_WITH_REASON, Intent.REFUSED),
    (Act.SET_EXPECTATION, Intent.GIVEN_TIME),
    (Act.COMMIT_ACTION, Intent.OWNED),
    (Act.EXPLAIN_CAUSE, Intent.EXPLAINED),
    (Act.SPECIFIC_APOLOGY, Intent.HEARD),
)
_MILD: Final = (
    (Act.IGNORE_QUESTION, Intent.IGNORED),
    (Act.JARGON, Intent.JARGON),
    (Act.EMPTY_FORMULA, Intent.FORMULA),
    (Act.GENERIC_APOLOGY, Intent.FORMULA),
)
_POLITE: Final = ((Act.THANK, Intent.THANKED), (Act.GREET, Intent.GREETED))


def make_cue(moment: Moment, *, ending: Ending | None, seed: int) -> Cue:
    """The cue for the moment. Tells the facts that it lets out (the moment's state moves on with them)."""
    chance = random.Random(f"{seed}:{moment.state.turn}")
    reaction = _reaction(moment, pleased=ending is not None and ending.kind is EndingKind.RESOLVED)
    if ending is not None:
        content: tuple[Piece, ...] = (Piece(Source.ENDING, ending.id),) if ending.says else ()
    else:
        content = tuple(dict.fromkeys(_content(moment, reaction, chance)))[:MOST_PIECES]
    scenario, state = moment.scenario, moment.state
    return Cue(
        tone=state.mood.tone_after(state.tone),
        reaction=reaction,
        content=content,
        spare=() if ending else _spare(moment),
        allowed=state.told,
        forbidden=tuple(fact.id for fact in scenario.facts if fact.id not in state.told),
        when=state.when,
        earlier=next(reversed(promises.named_before(state, moment.reading)), ""),
        ending=ending.id if ending else "",
        settled=not moment.open_needs,
    )


def _reaction(moment: Moment, *, pleased: bool) -> Piece | None:
    """`pleased`: it ends well, and small formulas are let pass."""
    if moment.reading.empty:
        return intent(Intent.GIBBERISH)
    if moment.broke is not None and not moment.reading.has(Act.RUDE):
        return Piece(Source.BROKEN, moment.broke.id)
    strange = next((which for oddity, which in _ODD if moment.reading.is_odd(oddity)), None)
    harm = _first(moment, _HARM[:2] if strange else _HARM)
    if harm is not None and (strange is None or harm != intent(Intent.MANIPULATED)):
        return harm
    if strange is not None:
        return intent(strange)
    for noticed, which in (
        (bool(moment.reading.but_cancels), Intent.BUT),
        (moment.looping, Intent.APOLOGY_LOOP),
        (moment.interrupts, Intent.LONG_WINDED),
        (moment.changed, Intent.TIME_CHANGED),
        (bool(moment.again), Intent.ALREADY_TOLD),
        (moment.too_early, Intent.TOO_EARLY),
        (moment.praised, Intent.PRAISED),
    ):
        if noticed:
            return intent(which)
    if moment.state.hurt:
        return intent(Intent.QUIET)
    # A direct answer, or a move of the case, shows that the message was taken in; no generic reaction on top of it.
    mild = None if moment.welcomed or pleased else _first(moment, _MILD)
    unwelcome = any(move.solution or move.kept_by for move in moment.objected)
    if unwelcome or any(harms(move.effects) for move in moment.welcomed):
        return mild  # no thanks for a kind word beside what is not welcome
    return _first(moment, _HELP) or mild or _first(moment, _POLITE if not moment.state.moves else ())


def _first(moment: Moment, table: tuple[tuple[Act, Intent], ...]) -> Piece | None:
    for act, reaction in table:
        if moment.reading.has(act):
            touched = any(trigger.on is act and trigger.says for trigger in moment.scenario.persona.triggers)
            return Piece(Source.TRIGGER, act.value) if touched else intent(reaction)
    return None


def _content(moment: Moment, reaction: Piece | None, chance: random.Random) -> Iterator[Piece]:
    if moment.hollow or moment.reading.is_odd(*_UNEARNED):
        yield from _presses(moment, most=1) if chance.random() < BACK_TO_IT else ()
        return
    answers = tuple(_answers(moment, replies=MOST_REPLIES - (reaction is not None)))
    yield from answers
    if answers and not moment.reading.other_questions:
        yield from _anything_else(moment)
    if moment.guarded:
        yield intent(Intent.GUARDED)
    if answers or moment.guarded or moment.state.hurt:
        return
    if moment.goodbye_refused or (moment.reading.has(Act.CONFIRM_RESOLUTION) and moment.open_needs):
        yield intent(Intent.NOT_YET)
        yield from _presses(moment, most=1)
        return
    # An angry person who has just been harmed may leave it at that.
    if reaction is not None and moment.state.mood.tone is Tone.ANGRY and _harmed(moment) and chance.random() < 0.4:
        return
    if _asks_for_a_moment(moment):
        yield intent(Intent.WAITING)
        return
    if _strays(moment, chance):
        yield intent(Intent.DRIFT)
        return
    yield from _carry_on(moment)


def _anything_else(moment: Moment) -> Iterator[Piece]:
    """What is said to "is there anything else?", or to a goodbye, when the same message brought something that was
    answered first."""
    if moment.goodbye_refused:
        yield intent(Intent.NOT_YET)
        yield from _presses(moment, most=1)
    if not moment.reading.has(Act.CONFIRM_RESOLUTION) or moment.open_needs:
        return
    if moment.second_issue is not None:
        yield Piece(Source.SECOND, moment.second_issue.id)
    elif not (moment.answers or moment.again or moment.objected):
        yield intent(Intent.CONTENT)


def _strays(moment: Moment, chance: random.Random) -> bool:
    """Whether this person now says something that is beside the matter, as people do once they are at ease."""
    scenario, state = moment.scenario, moment.state
    no_worse = state.mood.frustration <= moment.before.mood.frustration
    calm = state.mood.tone in (Tone.CALM, Tone.WARM)
    at_ease = state.heard >= 1 and calm and no_worse and not moment.reading.odd
    may = Habit.DRIFTS in scenario.persona.habits and state.strayed < MOST_DRIFTS and state.turn >= FIRST_DRIFT
    waits = moment.reading.has(*_WANTS_AN_ANSWER) or moment.second_issue is not None
    return may and at_ease and not waits and not _harmed(moment) and chance.random() < DRIFTS


def _asks_for_a_moment(moment: Moment) -> bool:
    """Whether all that the trainee says is that they need a little time now: "one moment, I am looking"."""
    promises, doing = moment.reading.promises, {Act.COMMIT_ACTION, Act.SET_EXPECTATION, Act.THANK, Act.PERSONALISE}
    alone = all(found.what in doing for found in moment.reading.acts) and not moment.reading.moves
    return alone and bool(promises) and all(_SHORTLY.match(promise.when) for promise in promises)


def _answers(moment: Moment, *, replies: int) -> Iterator[Piece]:
    """What answers the message, in the order in which people do: first what was said, then what was asked."""
    proves = moment.reading.has(Act.VERIFY_IDENTITY)
    facts = (*moment.answers, *moment.again)
    if proves:
        yield intent(Intent.CONFIRM_IDENTITY)
    for move in moment.welcomed[: min(replies, MOST_PIECES - proves - len(facts))]:
        yield Piece(Source.MOVE, move.id)
    for fact in facts:
        yield Piece(Source.FACT, fact.id)
    for fact in moment.asked_on[:1]:
        tone = moment.state.mood.tone_after(moment.state.tone)
        fitting = (f"{Source.FACT}:{fact.id}:{i}" for i, line in enumerate(fact.says) if line.fits(tone))
        unsaid = any(name not in moment.state.said for name in fitting)
        yield Piece(Source.FACT, fact.id) if unsaid else intent(Intent.UNKNOWN)
    for move in moment.objected[:1]:
        yield Piece(Source.OBJECTION, move.id) if move.objects else intent(Intent.NUDGE)
    answered = facts or moment.asked_on or moment.guarded or moment.welcomed or moment.objected
    chat = {found.quote for found in moment.reading.odd}
    if not answered and any(question not in chat for question in moment.reading.other_questions):
        yield intent(Intent.UNKNOWN)
    if moment.chases:
        yield intent(Intent.CHASED)


def _harmed(moment: Moment) -> bool:
    return _first(moment, _HARM) is not None


def _carry_on(moment: Moment) -> Iterator[Piece]:
    if moment.second_issue is not None:
        yield Piece(Source.SECOND, moment.second_issue.id)
        return
    fact = None if _harmed(moment) or moment.broke else _volunteered(moment)
    if fact is not None:
        moment.tell(fact)
        yield Piece(Source.FACT, fact.id)
        return
    promised = moment.reading.has(Act.COMMIT_ACTION, Act.SET_EXPECTATION, Act.FALSE_PROMISE)
    if promised and moment.state.mood.trust < HINT_TRUST:
        yield intent(Intent.DISTRUST)
        return
    pressed = tuple(_presses(moment, most=1))
    if pressed:
        yield from pressed
    elif not moment.open_needs:
        yield intent(Intent.CONTENT)
    else:
        yield intent(Intent.NUDGE)


def _volunteered(moment: Moment) -> Fact | None:
    """The next fact this person would bring up unasked, if any: open ones, then what trust has earned."""
    untold = (fact for fact in moment.scenario.facts if fact.id not in moment.state.told)
    # The story is told at the start, or for as long as nobody seems to hear it; later it would be going round again.
    telling = moment.state.turn <= STORY_TURNS or moment.state.heard < 1
    brought_up = (fact for fact in untold if telling and fact.disclosure is Disclosure.OPEN)
    # What was hard to say is said to somebody who has just done or said something, and not to an "ok".
    reading = moment.reading
    spoke = reading.acts or reading.moves or reading.asked_facts or reading.promises
    return next(brought_up, None) or (moment.confidence if spoke else None)


def _presses(moment: Moment, *, most: int) -> tuple[Piece, ...]:
    """Unmet needs that may be pressed now, the one pressed least first."""
    state = moment.state
    hints = state.mood.trust >= HINT_TRUST
    needs = [
        need
        for need in moment.scenario.needs
        if need.id not in state.needs
        and need.presses
        and (need.spoken or hints)
        and (not need.second or need.id in state.raised)
        and state.pressed.count(need.id) < len(need.presses)
    ]
    needs.sort(key=lambda need: (state.pressed.count(need.id), not need.spoken))
    return tuple(Piece(Source.NEED, need.id) for need in needs[:most])


def _spare(moment: Moment) -> tuple[Piece, ...]:
    rest = (Intent.NUDGE, Intent.DISTRUST) if moment.open_needs else (Intent.CONTENT, Intent.THANKED)
    return (*_presses(moment, most=2), *(intent(which) for which in rest))
