"""Reading a whole conversation, both sides of it: what the agent's messages do, what the customer's show.

For conversations from elsewhere. In a rehearsal each message is read as it comes, and the customer's mood is known.
"""

from typing import NamedTuple

from domain.conversation import Speaker, Transcript
from domain.reading import CustomerReading, Reading
from roleplay.reader import Reader


class ConversationReading(NamedTuple):
    """By number of the turn: `readings` of the agent's, `customers` those of the customer's; of these a turn without
    words has none."""

    readings: dict[int, Reading]
    customers: dict[int, CustomerReading]


def read_conversation(reader: Reader, transcript: Transcript) -> ConversationReading:
    """Never raises for what a person wrote."""
    read = ConversationReading({}, {})
    for turn in transcript.turns:
        before = transcript.before(turn.number)
        if turn.speaker is Speaker.TRAINEE:
            read.readings[turn.number] = reader.read(turn.text, before=before)
        elif (shown := reader.read_customer(turn.text, before=before)) is not None:
            read.customers[turn.number] = shown
    return read
