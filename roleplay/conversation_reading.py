"""Reading a whole conversation, both sides of it: what the agent's messages do, how content the customer is.

For conversations from elsewhere. In a rehearsal each message is read as it comes, and the customer's mood is known.
"""

from typing import NamedTuple

from domain.conversation import Speaker, Transcript
from domain.reading import Reading
from roleplay.reader import Reader


class ConversationReading(NamedTuple):
    """By number of the turn: `readings` of the agent's, and the `contentment` of the customer's, -2 (very unhappy with
    the help) to 2 (very content); a turn without words has none."""

    readings: dict[int, Reading]
    contentment: dict[int, float]


def read_conversation(reader: Reader, transcript: Transcript) -> ConversationReading:
    """Never raises for what a person wrote."""
    read = ConversationReading({}, {})
    for turn in transcript.turns:
        before = transcript.before(turn.number)
        if turn.speaker is Speaker.TRAINEE:
            read.readings[turn.number] = reader.read(turn.text, before=before)
        elif (content := reader.contentment(turn.text, before=before)) is not None:
            read.contentment[turn.number] = content
    return read
