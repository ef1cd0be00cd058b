"""A long list, a screenful at a time.

Always holds: how much of a list is shown belongs to this visitor; who narrows a list begins at its start again.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def draw_in_parts(name: str, items: Sequence[T], draw: Callable[[T], object], *, at_once: int) -> None:
    """Draw the first `at_once` items and a button for as many more. `name` tells this list from others."""
    shown: int = st.session_state.setdefault(_key(name), at_once)
    for item in items[:shown]:
        draw(item)
    left = len(items) - shown
    if left > 0:
        st.button(f"Show more ({left} left)", key=f"more-{name}", on_click=_show, args=(name, shown + at_once))


def begin_again(name: str) -> None:
    """What a filter of the list calls when it changes: another list is shown from its start."""
    st.session_state.pop(_key(name), None)


def _show(name: str, number: int) -> None:
    """Names the number and not the step, so that a second click on the same button adds nothing."""
    st.session_state[_key(name)] = number


def _key(name: str) -> str:
    return f"shown-{name}"
