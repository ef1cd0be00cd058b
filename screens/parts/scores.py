"""The two scores with the band in which they lie, the gates, and what a survey would have said."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from domain.scorecard import Dimension, DimensionScore, Gate, Level, Scorecard, Simulated, Unscored
from screens.parts.quotes import Messages, cited
from screens.parts.text import as_typed
from screens.parts.words import count
from training.review import SelfRating
from training.standing import Standing, advisory

TITLES: Final = {Dimension.EMPATHY: "Empathy", Dimension.PROBLEM_SOLVING: "Problem-solving"}
LEVELS: Final = {
    Dimension.EMPATHY: (
        "hurtful or dismissive",
        "hardly there",
        "there, but by formula",
        "genuine and specific",
        "genuine, and fitted to this person",
    ),
    Dimension.PROBLEM_SOLVING: (
        "made it worse",
        "nothing useful yet",
        "partial or vague",
        "right, with something missing",
        "complete",
    ),
}
LOWEST: Final = 1.0
SPAN: Final = 4.0  # from 1 to 5


def level_words(dimension: Dimension, value: float) -> str:
    """The words of the whole level nearest to the value as it is shown; a half counts upwards."""
    return LEVELS[dimension][min(4, max(0, int(round(value, 1) + 0.5) - 1))]


def draw_scores(
    card: Scorecard, own: SelfRating | None, standings: Mapping[str, Standing], *, trainee: str = ""
) -> None:
    """Both dimensions side by side. `own` is what the trainee thought before; `standings` say, by criterion, how far
    what decided it was shown to agree with people."""
    for column, score in zip(st.columns(2), card.dimensions, strict=True):
        rating = None
        if own is not None:
            rating = own.empathy if score.dimension is Dimension.EMPATHY else own.problem_solving
        with column, st.container(border=True, height="stretch", key=f"score-{score.dimension.value}"):
            _draw_score(score, rating, trainee=trainee)
            _draw_advisory(card, standings, score.dimension)
    st.markdown(
        ":small[Provisional: worked out by software from what was written, with the evidence below. "
        "Nobody is judged by it alone; talk it over with your trainer where it seems wrong to you.]"
    )
    if own is not None and own.reflection:
        who = as_typed(trainee) if trainee else "You"
        st.markdown(f"**{who} wrote before seeing this:**")
        st.text(own.reflection)


def draw_gates(card: Scorecard, messages: Messages) -> None:
    """The faults that stand outside the average: those that were found, then those that were not."""
    for gate in card.gates:
        if gate.fired:
            st.error("\n\n".join(_gate_lines(gate, messages)), icon=":material/gpp_bad:")
    passed = [as_typed(gate.title) for gate in card.gates if not gate.fired]
    if passed:
        st.markdown(f":material/verified_user: Checked, and in order: {'; '.join(passed)}.")


def draw_simulated(simulated: Simulated, *, customer: str) -> None:
    """The survey that nobody filled in."""
    st.header(f"What {as_typed(customer)} would have answered (simulated)", anchor=False)
    solved = "Yes" if simulated.first_contact_resolution else "No"
    with st.container(horizontal=True, key="survey"):
        st.metric("Satisfied (CSAT)", f"{simulated.csat} of 5", border=True)
        st.metric("Easy for me (CES)", f"{simulated.ces} of 5", border=True)
        st.metric("Would recommend (NPS)", f"{simulated.nps} of 10", border=True)
        st.metric("Solved at once (FCR)", solved, border=True)
    st.markdown(":small[Simulated from the mood at the end. No real customer was asked.]")


def _draw_score(score: DimensionScore, own: int | None, *, trainee: str) -> None:
    st.subheader(TITLES[score.dimension], anchor=False)
    match score.outcome:
        case Unscored(reason):
            st.markdown(f"**Not scored.** {as_typed(reason)}")
        case Level(value, reason):
            st.markdown(f"**{value:.1f} of 5** · {level_words(score.dimension, value)}")
            _draw_scale(score, value, own)
            if score.band is not None:
                st.markdown(
                    f"Likely between {score.band.low:.1f} and {score.band.high:.1f}. {as_typed(reason)}".strip()
                )
    if own is not None:
        who = f"{as_typed(trainee)} said" if trainee else "You said"
        ring = " (the ring)" if isinstance(score.outcome, Level) else ""
        st.markdown(f"{who} {own} of 5 before seeing this{ring}.")


def _draw_advisory(card: Scorecard, standings: Mapping[str, Standing], dimension: Dimension) -> None:
    if number := advisory(card.criteria, standings, dimension):
        st.markdown(f":small[Rests on {count(number, 'advisory criterion', 'advisory criteria')}: see below.]")


def _draw_scale(score: DimensionScore, value: float, own: int | None) -> None:
    """The same numbers as a line from 1 to 5: the band, the score, and a ring for one's own view."""
    band = score.band
    parts = [f'<span class="band" style="left:{_at(band.low)};right:{_at(6 - band.high)}"></span>'] if band else []
    parts.append(f'<span class="mark" style="left:{_at(value)}"></span>')
    if own is not None:
        parts.append(f'<span class="ring" style="left:{_at(own)}"></span>')
    st.html(f'<div class="scale" aria-hidden="true">{"".join(parts)}</div>')


def _at(value: float) -> str:
    return f"{(min(5.0, max(LOWEST, value)) - LOWEST) / SPAN:.1%}"


def _gate_lines(gate: Gate, messages: Messages) -> list[str]:
    lines = [f"**{as_typed(gate.title)}.** This holds both scores at {gate.cap:g} at most, whatever else went well."]
    for each in gate.evidence:
        if not each.holds:
            lines.append(f"{as_typed(each.statement)} {cited(each.quote, each.turn, messages)}".strip())
    return lines
