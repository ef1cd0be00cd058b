"""Conversations and readings for the tests of scoring, written by hand: the customer is a father with a late parcel.

Readings are values here, not made by the reader, so that these tests are about the score alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.acts import Act
from domain.conversation import DeskEntry, Speaker, Transcript, Turn
from domain.endings import EndingKind
from domain.mood import Mood, MoodChange
from domain.reading import EmpathyLevels, Found, Progress, Promise, Reading
from evaluation.case import Case
from scenarios.conditions import Situation
from tests.support.scenario_fixture import scenario

COMPLAINT = "My parcel is two weeks late, and it was my daughter's birthday present. I am fed up."


@dataclass(frozen=True)
class Said:
    """A trainee's message with what is read in it."""

    text: str
    reading: Reading


@dataclass(frozen=True)
class Talk:
    """A conversation with its readings under the trainee's turn numbers."""

    transcript: Transcript
    readings: Mapping[int, Reading]


def said(
    text: str,
    *acts: Act,
    empathy: tuple[int, int, int] = (0, 0, 0),
    when: str = "",
    moves: tuple[str, ...] = (),
    asks: tuple[str, ...] = (),
    but: bool = False,
    quote: str | None = None,
    confidence: float = 0.9,
    does: tuple[float, float, float] | None = None,
) -> Said:
    """A message whose acts, moves and questions are all shown by the same words: the whole message, or `quote`. `does`
    says how far it helps, makes sure of the facts, and settles the matter."""
    words = text if quote is None else quote
    promised = (Promise(words, when),) if when or Act.COMMIT_ACTION in acts else ()
    return Said(
        text,
        Reading(
            acts=tuple(Found(act, words, confidence) for act in acts),
            moves=tuple(Found(move, words, confidence) for move in moves),
            asked_facts=tuple(Found(fact, words, confidence) for fact in asks),
            promises=promised,
            empathy=EmpathyLevels(*empathy),
            but_cancels=words if but else "",
            empty=not text.strip(),
            progress=Progress(*does) if does else None,
        ),
    )


def talk(*messages: str | Said, desk: tuple[DeskEntry, ...] = ()) -> Talk:
    """A conversation: a text is the customer's, a `Said` the trainee's."""
    turns, readings = [], {}
    for number, message in enumerate(messages):
        if isinstance(message, Said):
            turns.append(Turn(number, Speaker.TRAINEE, message.text))
            readings[number] = message.reading
        else:
            turns.append(Turn(number, Speaker.CUSTOMER, message))
    return Talk(Transcript(tuple(turns), desk), readings)


def formula() -> Talk:
    """Polite, and meant for nobody."""
    return talk(
        COMPLAINT,
        said(
            "We apologise for any inconvenience. I understand your frustration.", Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA
        ),
        "And where is it?",
        said("Thank you for your patience. Your satisfaction matters to us.", Act.THANK, Act.EMPTY_FORMULA),
        "That is no answer.",
    )


def specific() -> Talk:
    """The same length, and meant for this father."""
    return talk(
        COMPLAINT,
        said(
            "So she had nothing from you to unwrap. You must be disappointed, and rightly so.",
            Act.NAME_FEELING,
            Act.VALIDATE,
            Act.PERSONALISE,
            empathy=(2, 2, 0),
        ),
        "Yes. Exactly that.",
        said("What was in it, and what was she hoping for?", Act.ASK_OPEN, Act.PERSONALISE, empathy=(1, 0, 2)),
        "A doll's house. She has room for it on the shelf.",
    )


def warm_without_solution() -> Talk:
    """Hears everything and changes nothing."""
    return talk(
        COMPLAINT,
        said(
            "So she had nothing from you to unwrap. You must be disappointed, and rightly so.",
            Act.NAME_FEELING,
            Act.VALIDATE,
            Act.PERSONALISE,
            empathy=(2, 2, 0),
            does=(0.2, 1.3, 0.2),
        ),
        "Yes. Exactly that.",
        said(
            "I'm sorry she had to wait for it. What did you tell her on the day?",
            Act.SPECIFIC_APOLOGY,
            Act.ASK_OPEN,
            empathy=(2, 1, 2),
            does=(0.1, 1.5, 0.2),
        ),
        "That it was on its way. Thanks for asking, that is kind of you.",
        said(
            "That is hard to say to a child. How did she take it?",
            Act.NAME_FEELING,
            Act.ASK_OPEN,
            empathy=(2, 2, 2),
            does=(0.0, 1.1, 0.1),
        ),
        "She cried a little.",
    )


def curt_with_solution() -> Talk:
    """Solves everything without a word about the child."""
    return talk(
        COMPLAINT,
        said(
            "The label tore at the depot. I'm sending a new one today, it arrives tomorrow before noon.",
            Act.EXPLAIN_CAUSE,
            Act.COMMIT_ACTION,
            Act.SET_EXPECTATION,
            when="tomorrow before noon",
            does=(2.6, 2.2, 2.3),
        ),
        "Okay. And the shipping?",
        said(
            "Refunded, 6 euros, on your card within 3 days. Or as a voucher, as you like. Is anything else open?",
            Act.COMMIT_ACTION,
            Act.SET_EXPECTATION,
            Act.OFFER_OPTION,
            Act.CONFIRM_RESOLUTION,
            when="within 3 days",
            does=(2.7, 1.4, 2.7),
        ),
        "No, that is all. It is settled.",
    )


def rude() -> Talk:
    return talk(
        COMPLAINT,
        said("Can't you read the tracking page?", Act.RUDE, Act.BLAME_CUSTOMER),
        "Excuse me?",
        said("Stop whining, it is only a toy.", Act.RUDE, Act.MINIMISE, Act.COMMAND),
        "I want to speak to somebody else.",
    )


def entry(action: str, *, after: int, accepted: bool = True, result: str = "Done.") -> DeskEntry:
    return DeskEntry(after, action, (), accepted, result)


def case(
    *,
    ending: EndingKind | None = EndingKind.RESOLVED,
    ending_id: str = "",
    facts: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    moves: tuple[str, ...] = (),
    acts: tuple[Act, ...] = (),
    desk: tuple[str, ...] = (),
    moods: tuple[Mood, ...] = (Mood(6, 4, 6, 6), Mood(3, 6, 5, 6)),
    changes: tuple[tuple[int, MoodChange], ...] = (),
) -> Case:
    """The late glasses, as they stood at the end."""
    held = scenario()
    return Case(
        scenario=held,
        situation=Situation(
            mood=moods[-1] if moods else held.opening_mood(),
            acts=frozenset(act.value for act in acts),
            moves=frozenset(moves),
            desk=frozenset(desk),
            facts=frozenset(facts),
            needs=frozenset(needs),
            world=tuple((key, record.value) for key, record in held.desk.records.items()),
        ),
        ending=ending,
        moods=moods,
        changes=changes,
        ending_id=ending_id,
    )


def glasses_well_done() -> tuple[Talk, Case]:
    """Ruth is heard, and drives tonight."""
    conversation = talk(
        "My glasses were going to be ready on the fourth. It is the eighteenth.",
        said(
            "Two weeks of looking through a scratch is wearing. We should have rung you. What do you need them for?",
            Act.NAME_FEELING,
            Act.TAKE_OWNERSHIP,
            Act.ASK_OPEN,
            empathy=(2, 2, 2),
            moves=("own_the_delay",),
            asks=("drives_nights",),
        ),
        "I drive the night bus.",
        said(
            "Then tonight counts. I'm putting a loan pair aside for you at the square now, until eight.",
            Act.COMMIT_ACTION,
            Act.SET_EXPECTATION,
            Act.PERSONALISE,
            when="until eight",
            moves=("offer_loan",),
        ),
        "Then I will fetch them after lunch. Goodbye to you.",
        desk=(entry("lend_pair", after=2, result="A distance pair is put aside at the square until eight tonight."),),
    )
    changes = (
        (1, MoodChange("name_feeling", "Two weeks of looking through a scratch is wearing.", -1.2, 0.9)),
        (1, MoodChange("move:own_the_delay", "We should have rung you.", -1.0, 0.85)),
        (1, MoodChange("fact:drives_nights", "What do you need them for?", 0, 0.2)),
        (1, MoodChange("need:taken_seriously", "", -0.6, 0.4)),
        (3, MoodChange("move:offer_loan", conversation.readings[3].moves[0].quote, -1.5, 1.0)),
        (3, MoodChange("need:see_safely", "", -1.2, 0.8)),
    )
    known = case(
        ending=EndingKind.RESOLVED,
        ending_id="sees_again",
        facts=("rang_twice", "drives_nights"),
        needs=("see_safely", "taken_seriously"),
        moves=("own_the_delay", "offer_loan"),
        acts=(Act.NAME_FEELING, Act.TAKE_OWNERSHIP, Act.ASK_OPEN, Act.COMMIT_ACTION),
        desk=("lend_pair",),
        moods=(Mood(6, 4, 6, 6), Mood(3.2, 6.4, 6, 6), Mood(0.5, 8.2, 5.7, 6)),
        changes=changes,
    )
    return conversation, known
