"""The trainee's own words inside a debrief: quoted, with the message that they come from."""

from collections.abc import Mapping

from screens.parts.text import quoted

Messages = Mapping[int, int]  # turn number: the how-manieth message of the trainee


def cited(quote: str, turn: int | None, messages: Messages) -> str:
    """ "“I see.” (message 2)" as Markdown, "" without a quote."""
    if not quote:
        return ""
    return f"{quoted(quote)}{where(turn, messages)}"


def where(turn: int | None, messages: Messages) -> str:
    return f" (message {messages[turn]})" if turn is not None and turn in messages else ""
