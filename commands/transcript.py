"""The events of `frontstage play` as a conversation to read, with the mood beside the lines."""

from collections.abc import Iterable, Iterator


def as_transcript(events: Iterable[dict[str, object]]) -> Iterator[str]:
    """One text for each event; what the trainee said stands above the customer's answer."""
    for event in events:
        if "error" in event:
            yield f"    ! {event['error']}"
        elif "desk" in event:
            yield _desk(event["desk"])
        elif "customer" in event:
            yield from _turn(event)
        else:
            yield from _result(event)


def _desk(entry: object) -> str:
    assert isinstance(entry, dict)
    return f"    [desk] {entry['action']}: {'done' if entry['accepted'] else 'refused'}. {entry['result']}"


def _turn(event: dict[str, object]) -> Iterator[str]:
    mood = event["mood"]
    assert isinstance(mood, dict)
    if event.get("said"):
        yield f"You:      {event['said']}"
    yield (
        f"Customer: {event['customer']}\n"
        f"          ({mood['tone']}: frustration {mood['frustration']:g}, trust {mood['trust']:g}, "
        f"effort {mood['effort']:g}, patience {mood['patience']:g})"
    )


def _result(event: dict[str, object]) -> Iterator[str]:
    ending, card = event["ending"], event["scorecard"]
    assert isinstance(ending, dict)
    assert isinstance(card, dict)
    yield f"-- {ending['kind'].replace('_', ' ')} ({ending['id']})"
    for dimension in card["dimensions"]:
        outcome = dimension["outcome"]
        level = f"{outcome['value']:.1f} of 5" if "value" in outcome else f"unscored: {outcome['reason']}"
        yield f"   {dimension['dimension'].replace('_', ' ')}: {level}"
