"""A table with real headings and rows for a screen reader, and without Streamlit's download of raw cells.

Always holds: every cell is text, exactly as it was typed and as it will be copied. It is HTML because Markdown would
need invisible marks in addresses and names to keep them from becoming links.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import streamlit as st

_NOTHING: Final = "–"


def draw_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> None:
    """Draw rows of text under headings. On a narrow screen the table scrolls within its own frame, which the keyboard
    reaches; `title` names it for who cannot see it."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell) or _NOTHING}</td>' for cell in row)}</tr>" for row in rows)
    st.html(
        f'<div class="listing" role="region" aria-label="{escape(title)}" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
