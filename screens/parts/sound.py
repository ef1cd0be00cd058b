"""Sound, where the browser has it: the customer's new lines told to screen readers and read aloud, and one's own words
dictated into the box.

Always holds: nothing depends on it; it is off until it is asked for, and what the browser lacks is not offered; what
was dictated is read by its speaker before it is sent.

How it gets into the page: `st.html` puts a placeholder there and names `sound.js`, which `server.py` gives out as a
file of this server. So the content security policy stays as it is, without inline scripts; a component of Streamlit's
would be run from a `blob:` address, which that policy refuses, or would have to be found among the installed packages.
The script writes recognised words into Streamlit's own box as typing does. Sent to Python first and put into the box
from there, they would wipe out what had been typed meanwhile, for Python does not know of it until it is sent.
"""

import hashlib
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

SCRIPT: Final = Path(__file__).with_name("sound.js")
PATH: Final = "/sound.js"


def draw_sound(attempt: str, *, customer: str) -> None:
    """The placeholder that the script fills with its two buttons. `customer` is who will be heard."""
    st.html(
        f'<div class="sound" data-attempt="{escape(attempt)}" data-customer="{escape(customer)}"></div>'
        f'<script type="module" src="{PATH}?v={_version()}"></script>',
        unsafe_allow_javascript=True,
    )


@cache
def _version() -> str:
    """Changes with the script, so that a browser may keep it for as long as it likes."""
    return hashlib.sha256(SCRIPT.read_bytes()).hexdigest()[:12]
