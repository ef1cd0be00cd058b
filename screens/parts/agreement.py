"""What a calibration found: what changed since, each criterion beside the bar, and where the levels fell."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from domain.scorecard import Dimension
from evaluation.agreement import LEVELS, Agreement, Figure
from screens.parts.scores import TITLES
from screens.parts.tables import draw_table
from screens.parts.text import as_typed
from screens.parts.words import count, moment
from training.calibrate import AgreementLine, CalibrationView, EngineView
from training.calibration import ScoringEngine
from training.standing import in_words, short

ENGINE_TITLES: Final = {
    ScoringEngine.EMBEDDED: "The built-in scorer",
    ScoringEngine.MODEL: "The model judge",
}


def draw_meaning(view: CalibrationView) -> None:
    """What advisory and automatic mean here."""
    st.markdown(
        "A criterion is **automatic** once the scorer’s levels agree with people’s labels: a weighted kappa of at "
        f"least {short(view.bar)}, on at least {view.least_labels} conversations, with the versions in use. Until then "
        "it is **advisory**. That changes no score; it is said beside each, and nobody is below a pass mark by what is "
        "advisory. What a check decides is a rule that can be looked up, and needs no calibration."
    )


def draw_alarms(view: CalibrationView) -> None:
    """What changed since an engine was calibrated."""
    for engine in view.engines:
        if engine.changed:
            st.warning(
                f"{ENGINE_TITLES[engine.engine]}: {in_words(engine.changed)} changed since the last calibration, so "
                "every criterion is advisory again. Compare with people’s labels once more.",
                icon=":material/warning:",
            )


def draw_engine(engine: EngineView, view: CalibrationView) -> None:
    """One engine: when it was calibrated, and the figures."""
    st.header(ENGINE_TITLES[engine.engine], anchor=False)
    if engine.calibration is None or engine.made_at is None:
        st.info(
            "Never compared with people’s labels yet, so every criterion that it decides is advisory.",
            icon=":material/balance:",
        )
        return
    st.markdown(
        f"Last calibrated on {moment(engine.made_at)}, with "
        f"{count(engine.calibration.conversations, 'labelled conversation')}."
    )
    draw_table(
        ["What was labelled", "Labels", "Kappa (95 % interval)", "Standing"],
        [_row(line) for line in engine.lines],
        title=f"Agreement with people, {ENGINE_TITLES[engine.engine].lower()}; the bar is {short(view.bar)}",
    )
    labelled = [(line.title, line.agreement) for line in engine.lines if line.agreement is not None]
    with st.expander("More figures"):
        _draw_more(labelled)
    with st.expander("Long and short, formal and casual"):
        _draw_groups(labelled)
    with st.expander("Where the levels fell"):
        for dimension in Dimension:
            _draw_confusion(TITLES[dimension], engine.calibration.agreement.get(dimension.value))
    with st.expander("Versions compared"):
        st.markdown(
            "\n".join(f"- {as_typed(part)}: {as_typed(version)}" for part, version in engine.calibration.versions)
        )


def standing_words(line: AgreementLine) -> str:
    """A criterion is automatic or advisory; a score of the whole only agrees or does not."""
    standing = line.standing
    if line.whole:
        return "Reaches the bar" if not standing.advisory else f"Does not reach it: {standing.why}"
    return "Automatic" if not standing.advisory else f"Advisory: {standing.why}"


def _row(line: AgreementLine) -> tuple[str, str, str, str]:
    found = line.agreement
    return line.title, str(found.pairs if found else 0), _figure(found.kappa if found else None), standing_words(line)


def _draw_more(labelled: Sequence[tuple[str, Agreement]]) -> None:
    st.markdown(
        "Alpha (Krippendorff) and rank correlation (Spearman) are 1 when both always agree, about 0 when they agree by "
        "chance. Bias is the scorer’s level minus the people’s, on average: above 0, it is milder than people are. "
        "“Among people” is how far people agree with each other, where several labelled the same conversation."
    )
    draw_table(
        ["What was labelled", "Alpha", "Rank correlation", "Bias", "Among people", "Not scored"],
        [
            (
                title,
                _number(found.alpha),
                _figure(found.rank),
                _figure(found.bias, signed=True),
                _number(found.people_alpha),
                str(found.unscored),
            )
            for title, found in labelled
        ],
        title="More figures of agreement",
    )


def _draw_groups(labelled: Sequence[tuple[str, Agreement]]) -> None:
    st.markdown(
        "The bias in groups of conversations: by how much the agent wrote, and by register where the file names it. "
        "Groups of fewer than five have none."
    )
    draw_table(
        ["What was labelled", "Group", "Labels", "Bias (95 % interval)"],
        [
            (title, group.group, str(group.pairs), _figure(group.bias, signed=True))
            for title, found in labelled
            for group in (*found.by_length, *found.by_register)
        ],
        title="Bias by length and register",
    )


def _draw_confusion(title: str, found: Agreement | None) -> None:
    st.subheader(title, anchor=False)
    if found is None or not found.pairs:
        st.markdown("Nobody labelled this score as a whole.")
        return
    draw_table(
        ["People said", *(f"Score {level}" for level in LEVELS)],
        [(str(level), *map(str, row)) for level, row in zip(LEVELS, found.confusion, strict=True)],
        title=f"{title}: conversations by the people’s level and the scorer’s",
    )
    st.markdown(confusion_words(found))


def confusion_words(found: Agreement) -> str:
    """The table in a sentence."""
    apart = [0] * len(LEVELS)
    for given, row in enumerate(found.confusion):
        for scored, number in enumerate(row):
            apart[abs(given - scored)] += number
    return (
        f"Of {count(found.pairs, 'conversation')}, {apart[0]} got the same whole level from both, {apart[1]} were one "
        f"level apart, {sum(apart[2:])} more than one."
    )


def _number(value: float | None) -> str:
    return "" if value is None else short(value)


def _figure(figure: Figure | None, *, signed: bool = False) -> str:
    if figure is None:
        return ""
    if signed:
        return f"{figure.value:+.2f} ({figure.low:+.2f} to {figure.high:+.2f})"
    return f"{short(figure.value)} ({short(figure.low)} to {short(figure.high)})"
