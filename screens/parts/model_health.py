"""How the chat model is doing, and what to do when it is not well; how to add one when there is none."""

from datetime import datetime
from typing import Final, assert_never

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Viewer
from language.chat import ProviderState
from screens.parts.frame import PAGES, services, trouble
from screens.parts.tables import draw_table
from screens.parts.text import as_typed
from screens.parts.words import moment
from training.model_report import ModelView

_HOW: Final = """FRONTSTAGE_MODEL=the model's name
OPENAI_API_KEY=your key
OPENAI_BASE_URL=https://your-provider.example/v1"""


def offer_model() -> None:
    """The page of an installation without a model: nothing is missing, and how to add one."""
    st.info("No chat model is used, and none is needed: everything works without.", icon=":material/check_circle:")
    st.markdown(
        "The customers speak the lines that were written for them. With a chat model they put things more freely; "
        "their mood, what they know, how it ends and every score stay exactly the same, and where the model fails the "
        "written lines take over."
    )
    st.header("Adding a model", anchor=False)
    st.markdown(
        "Any provider that speaks OpenAI’s chat completions will do, also one on a machine of your own. Put these "
        "lines into the file `.env` where Frontstage runs, and start it again. The key may be left out where none is "
        "asked for, the address where the provider is OpenAI."
    )
    st.code(_HOW, language=None, wrap_lines=True)
    st.markdown(
        "What trainees write then goes to that provider. E-mail addresses, telephone numbers, card numbers and IBANs "
        "are taken out before, and put back into the answer. `.env.example` tells how to limit what a month may cost."
    )


def draw_health(person: Viewer, view: ModelView) -> None:
    """Which model, and how it is doing. A provider that is left alone can be asked again at once."""
    health = view.health
    last = f"{as_typed(health.words)} {as_typed(view.advice)}"
    since = f" Since {moment(health.since)}." if health.since else ""
    match health.state:
        case ProviderState.OK:
            st.success("It is well, and asked as usual.", icon=":material/check_circle:")
            if health.since:
                st.markdown(f"Its last trouble, {moment(health.since)}: {last}")
        case ProviderState.WAITING:
            st.warning(
                f"{last} It is left alone for moments, and the script speaks.{since}", icon=":material/schedule:"
            )
        case ProviderState.STOPPED:
            st.error(f"{last}{since}", icon=":material/error:")
        case never:
            assert_never(never)
    if health.until is not None:
        _offer_to_ask(person, health.until)
    if view.used_up:
        st.warning(
            "What it may cost in a month is used up. The scripted customer speaks until the month is over, or until "
            "you raise the limit and start Frontstage again.",
            icon=":material/savings:",
        )
    draw_table(
        ["Model", "Address", "Key"],
        [(view.model, view.address, "set, and never shown" if view.has_key else "none")],
        title="The model and where it is",
    )


def warn(alarm: str) -> None:
    """The quiet line on the administrator's first screen, when there is something to see to."""
    if alarm:
        with st.container(key="model-alarm"):
            st.warning(f"The chat model needs you. {as_typed(alarm)}", icon=":material/smart_toy:")
            st.page_link(PAGES["model"], label="Open the page of the model", icon=":material/arrow_forward:")


def _offer_to_ask(person: Viewer, until: datetime) -> None:
    st.markdown(f"It is asked again by itself at {moment(until)}. When you have seen to it, there is no need to wait:")
    if st.button("Ask it again now"):
        try:
            services().model.ask_again(person)
        except FrontstageError as error:
            trouble(error)
        else:
            st.rerun()
