"""What has happened in a turn that may end the conversation. Which ending it is, the scenario's conditions decide."""

from typing import Final

from domain.acts import Act
from roleplay.moment import MENDING, Moment
from scenarios.conditions import Event

ANGRY_ALREADY: Final = 7.0  # the first insult to somebody this frustrated is one too many


def events(moment: Moment) -> tuple[Event, ...]:
    """The events of this turn."""
    reading, state = moment.reading, moment.state
    found = []
    if state.mood.patience <= 0:
        found.append(Event.PATIENCE_OUT)
    angry_already = moment.before.mood.frustration > ANGRY_ALREADY
    if reading.has(Act.RUDE) and (state.insults >= 2 or angry_already):
        found.append(Event.INSULTED)
    sent_away = state.acts.count(Act.COLD_TRANSFER) >= 2 and reading.has(Act.COLD_TRANSFER)
    handed_on = reading.has(Act.WARM_TRANSFER, Act.COLD_TRANSFER) and reading.has(Act.CLOSE)
    if sent_away or handed_on:
        found.append(Event.HANDED_OVER)
    if _closes(moment):
        found.append(Event.CLOSING)
    return tuple(found)


def _closes(moment: Moment) -> bool:
    reading = moment.reading
    if moment.answers or moment.again or moment.asked_on:
        return False  # a question is answered before anyone says goodbye
    if moment.hollow or moment.broke is not None:
        return False
    if moment.open_needs:
        return reading.has(Act.CLOSE) and moment.state.goodbyes >= 2
    if moment.second_issue is not None:
        return False  # "one more thing": it comes up before they part
    # "Does that suit you?" at the end of an offer is about the offer; asked alone, it is about everything.
    eventful = moment.guarded or moment.welcomed or moment.objected or moment.met
    # Asked if there is more, a customer who has come to trust brings up what was hard to say.
    confirmed = reading.has(Act.CONFIRM_RESOLUTION) and not eventful and moment.confidence is None
    # Nothing has moved for a while, and nothing in this message asks, offers or feels for them: they take their leave.
    idle = not (reading.moves or reading.asked_facts or reading.other_questions or reading.has(*MENDING))
    return reading.has(Act.CLOSE) or confirmed or (moment.state.stalls >= 3 and idle)
