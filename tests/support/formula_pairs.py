"""Prints what stock empathy, a "but" and a loop of apologies are worth beside words of one's own:
`python -m tests.support.formula_pairs`. Each pair says the same about the matter itself.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from domain.conversation import Speaker, Transcript, Turn
from domain.scorecard import Level, Scorecard
from training.batch import TranscriptScorer

CRITERIA: Final = ("emotional_reaction", "genuineness")


class Pair(NamedTuple):
    """The customer's messages, and the agent's between them in two ways."""

    fault: str
    customer: tuple[str, ...]
    stock: tuple[str, ...]
    own: tuple[str, ...]


PAIRS: Final = (
    Pair(
        "stock empathy",
        ("My father's funeral is on Friday and the suit came in the wrong size.", "Yes. 52 long.", "Thank you."),
        (
            "I understand your frustration. Which size do you need?",
            "A 52 long goes out today by courier and is with you tomorrow before noon.",
        ),
        (
            "On top of burying your father you should not be standing in a suit that is too small. What size are you?",
            "A 52 long goes out today by courier and is with you tomorrow before noon.",
        ),
    ),
    Pair(
        "stock empathy",
        ("You cancelled the 6.40 and I missed my first day at the new job.", "Leeds, from York.", "Ok."),
        (
            "We apologise for any inconvenience caused. From where to where was it?",
            "Thank you for your patience. The fare of 18.20 goes back to your card by Thursday.",
        ),
        (
            "To miss the very first morning because of our train is a rotten way to begin a job. From where to where?",
            "The fare of 18.20 goes back to your card by Thursday.",
        ),
    ),
    Pair(
        "I understand, but",
        ("I paid for a sea view and I am looking at a building site.", "So what now?", "Fine."),
        (
            "I understand that you are disappointed, but the rooms are given out by availability.",
            "Room 14 on the other side is free from tomorrow at two. I can move you then.",
        ),
        (
            "You saved for the sea and got a crane, of course that hurts. Yours was given away, and should not be.",
            "Room 14 on the other side is free from tomorrow at two. I can move you then.",
        ),
    ),
    Pair(
        "I understand, but",
        ("The nurse never came and I sat up all night with Mum's dressing.", "Will she come today?", "All right."),
        (
            "I hear you, however our rota was full last night.",
            "Grace is on her way and will be with you at half past nine.",
        ),
        (
            "A whole night alone with that dressing, and nobody rang you. Our rota was full; we should have told you.",
            "Grace is on her way and will be with you at half past nine.",
        ),
    ),
    Pair(
        "apology loop",
        ("Third week without internet.", "And when?", "That's what you said last week.", "Hm."),
        (
            "I'm so sorry about that.",
            "I'm really sorry, the part comes on Wednesday.",
            "Sorry again, I'm very sorry. I have put your name on Wednesday's list.",
        ),
        (
            "Three weeks of being cut off, and you were told it was nearly done each time. I'm sorry for that.",
            "The part comes on Wednesday.",
            "You have no reason to believe a date of ours any more. I have put your name on Wednesday's list.",
        ),
    ),
    Pair(
        "apology loop",
        ("My card was charged four times.", "Four times 89 euros!", "So?", "Ok."),
        (
            "Sorry about this!",
            "So sorry, that's really not good, sorry.",
            "Apologies once more. Three of the four charges are reversed and back on Friday.",
        ),
        (
            "Four charges for one pair of shoes: that gave you a fright, and I'm glad that you wrote at once.",
            "That is 267 euros that you can't use until we put it right.",
            "Three of the four charges are reversed and back on Friday.",
        ),
    ),
)


@cache
def _scorer() -> TranscriptScorer:
    return TranscriptScorer()


def card(customer: tuple[str, ...], agent: tuple[str, ...]) -> Scorecard:
    turns: list[Turn] = []
    for place, text in enumerate(customer):
        turns.append(Turn(len(turns), Speaker.CUSTOMER, text))
        if place < len(agent):
            turns.append(Turn(len(turns), Speaker.TRAINEE, agent[place]))
    return _scorer().scorecard(Transcript(tuple(turns)))


def levels(scored: Scorecard) -> dict[str, float]:
    return {
        each.id: each.outcome.value
        for each in scored.criteria
        if each.id in CRITERIA and isinstance(each.outcome, Level)
    }


def rows() -> Iterator[tuple[str, ...]]:
    for pair in PAIRS:
        for way, agent in (("stock", pair.stock), ("own words", pair.own)):
            found = levels(card(pair.customer, agent))
            yield pair.fault, way, agent[0][:60], *(f"{found[name]:.1f}" for name in CRITERIA)


if __name__ == "__main__":
    table = Table(
        "fault", "way", "begins", *CRITERIA, title="The same matter in stock phrases and in words of one's own"
    )
    for row in rows():
        table.add_row(*row)
    Console(width=130).print(table)
