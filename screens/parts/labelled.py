"""The file of labelled conversations: what stands in it, in plain words, and the upload that compares it."""

from typing import Final

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Viewer
from screens.parts.frame import services, trouble
from screens.parts.tables import draw_table
from screens.parts.words import count
from training.calibrate import MOST_AT_ONCE, labelled_titles

MOST_MEGABYTES: Final = 5
SHOWN_EVERY: Final = 10  # conversations: the browser needs no more news than that
EXAMPLE: Final = """\
{"id": "a-1", "turns": [{"speaker": "customer", "text": "My parcel is late."}, {"speaker": "agent", "text": "..."}],
 "labels": {"empathy": 4, "exploration": [3, 3.5]}, "register": "chat"}"""


def draw_format() -> None:
    """What the file holds."""
    st.markdown(
        "Take conversations that people have judged without seeing the scores, best by several people. Write them into "
        "a text file that ends in .jsonl: one conversation a line, each with an id, its turns in order (speaker: "
        "customer or agent) and the labels. A label is a level from 1 to 5, halves allowed; where several people gave "
        "one, write theirs as a list. “register” is optional: any word by which you want the bias compared, such as "
        "chat or formal."
    )
    st.markdown("One conversation, broken in two here so that it can be read; in the file it is one line:")
    st.code(EXAMPLE, language=None, wrap_lines=True)  # colours of JSON are too pale to be read on the page
    with st.expander("What can be labelled"):
        draw_table(["Write", "For"], list(labelled_titles().items()), title="What can be labelled")
    st.markdown(
        f"Up to {MOST_AT_ONCE} conversations at once; with more, or to compare the model judge, whoever runs "
        "Frontstage can use `frontstage calibrate`. The figures are kept, the conversations and the labels are not."
    )


def ask_for_labels(viewer: Viewer) -> None:
    """The form. The file stays chosen when it cannot be used, and is cleared once it was."""
    if message := st.session_state.pop("calibrated", ""):
        st.success(message, icon=":material/check:")
    with st.form(f"calibrate-{st.session_state.setdefault('calibrate-round', 0)}"):
        file = st.file_uploader("Labelled conversations", type=["jsonl"], max_upload_size=MOST_MEGABYTES)
        sent = st.form_submit_button("Compare", type="primary")
    if not sent:
        return
    if file is None:
        st.error("Choose a file first.", icon=":material/error:")
        return
    progress = st.progress(0.0, text="Reading the file")

    def show(done: int, total: int) -> None:
        if done % SHOWN_EVERY == 0 or done == total:
            progress.progress(
                done / total, text=f"{done} of {count(total, 'conversation')} scored. Keep this page open."
            )

    try:
        made = services().calibrations.upload(viewer, file.getvalue(), file=file.name, on_scored=show)
    except FrontstageError as error:
        progress.empty()
        trouble(error)
        return
    reached = sum(not line.whole and not line.standing.advisory for line in made.lines)
    st.session_state["calibrated"] = f"Compared. {count(reached, 'criterion reaches', 'criteria reach')} the bar."
    st.session_state["calibrate-round"] += 1
    st.rerun()
