"""A table as Markdown: real rows and headings for a screen reader, and no download that would carry raw cells.

Always holds: every cell shows its text as it was typed.
"""

from collections.abc import Iterable, Sequence

import streamlit as st

from screens.parts.text import as_typed


def draw_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, key: str) -> None:
    """Draw rows of text under headings; on a narrow screen the table scrolls within its own frame."""
    lines = [_line(headings), "|" + " --- |" * len(headings), *(_line(row) for row in rows)]
    with st.container(key=f"table-{key}"):
        st.markdown("\n".join(lines))


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(as_typed(" ".join(cell.split())) or "–" for cell in cells) + " |"
