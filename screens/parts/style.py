"""The theme's colours for the few style sheets of our own, so that they follow `.streamlit/config.toml`.

Streamlit gives a page no variables for its theme; it does set `color-scheme`, which `light-dark()` goes by.
"""

from pathlib import Path
from typing import Final

import streamlit as st

COLOURS: Final = {"page": "backgroundColor", "panel": "secondaryBackgroundColor", "accent": "primaryColor"}


def draw_style(name: str) -> None:
    """Apply a style sheet that lies beside this file. It may use --page, --panel and --accent."""
    colours = " ".join(
        f"--{name}: light-dark({_of('light', key)}, {_of('dark', key)});" for name, key in COLOURS.items()
    )
    sheet = (Path(__file__).parent / name).read_text(encoding="utf-8")
    st.html(f"<style>:root {{ {colours} }}\n{sheet}</style>")


def _of(theme: str, key: str) -> str:
    return str(st.get_option(f"theme.{theme}.{key}") or ("white" if theme == "light" else "black"))
