r"""People's words on the screen, exactly as they typed them.

Always holds: whatever a trainee or a customer writes is shown as those characters and never becomes formatting, a link,
an icon, a formula or HTML. A backslash before each mark stops what Markdown's grammar reads. Some of what Streamlit and
GitHub's Markdown add (icons, emoji names, arrows, web addresses) is looked for again in the finished text, where no
backslash is left: there an invisible word joiner stands inside the sequence.
"""

import re
from typing import Final

JOINER: Final = "\u2060"
_MARKS: Final = re.compile(r"([!-/:-@\[-`{-~])")
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
_LATE: Final = (
    (re.compile(r":(?=[\w+-]+:|material/)"), ":" + JOINER),  # emoji names and icons
    (re.compile(r"@(?=\w)"), "@" + JOINER),
    (re.compile(r"\b(www)(?=\.)", re.IGNORECASE), r"\1" + JOINER),
    (re.compile(r"\b(https?):(?=//)", re.IGNORECASE), r"\1" + JOINER + ":"),
    (re.compile(r"(?<!\S)([<>~-])(->|>|-|=)(?!\S)"), r"\1" + JOINER + r"\2"),  # arrows, dashes, comparisons
)


def as_typed(text: str) -> str:
    """The text as Markdown source that shows the text itself, for `st.markdown` and for labels. Line breaks stay."""
    safe = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern, broken in _LATE:
        safe = pattern.sub(broken, safe)
    safe = _MARKS.sub(r"\\\1", safe)
    # Four blanks at the start of a line would make it a block of code.
    safe = _INDENT.sub(lambda blanks: "\u00a0" * len(blanks[0].expandtabs(4)), safe)
    return safe.replace("\n", "  \n")


def on_one_line(text: str) -> str:
    """As `as_typed`, with every run of blanks and line breaks made one blank: for lists, labels and sentences."""
    return as_typed(" ".join(text.split()))


def quoted(text: str) -> str:
    """A person's words inside a sentence of ours: on one line, between quotation marks."""
    return f"“{on_one_line(text)}”"
