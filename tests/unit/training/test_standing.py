"""Advisory or automatic: what a calibration has to show first, and what takes it back."""

from dataclasses import replace

import pytest

from domain.scorecard import (
    CriterionScore,
    Decider,
    Dimension,
    DimensionScore,
    Level,
    Scorecard,
    Unscored,
    Versions,
)
from evaluation.agreement import Agreement, Figure, agreement
from training.calibration import Calibration, ScoringEngine
from training.standing import Cause, Standing, Standings, advisory, in_words, short

VERSIONS = (("rubric", "core 1"), ("scorer", "embedded 1"), ("reader", "3"))
KAPPA = Figure(0.71, 0.64, 0.77)
GOOD: Agreement = replace(agreement([]), pairs=120, kappa=KAPPA)
EMBEDDED = ScoringEngine.EMBEDDED


def standings(found: dict[str, Agreement], *, bar: float = 0.6) -> Standings:
    return Standings(bar, {EMBEDDED: Calibration(EMBEDDED, 120, VERSIONS, found)})


@pytest.mark.parametrize(
    ("found", "expected", "why", "sentence"),
    [
        (
            GOOD,
            Standing(Cause.AGREES, 0.6, 120, KAPPA),
            "kappa .71 of .60",
            "Agrees with people: kappa .71 (.64 to .77), 120 labels.",
        ),
        (
            replace(GOOD, kappa=Figure(0.48, 0.4, 0.55)),
            Standing(Cause.BELOW_BAR, 0.6, 120, Figure(0.48, 0.4, 0.55)),
            "kappa .48 of .60",
            "Advisory: agrees too little with people: kappa .48 (.40 to .55), 120 labels. The bar is .60.",
        ),
        (
            replace(GOOD, pairs=29),
            Standing(Cause.FEW_LABELS, 0.6, 29, KAPPA),
            "29 labels of 30",
            "Advisory: too few of people’s labels to compare this score with.",
        ),
        (
            replace(GOOD, kappa=None),
            Standing(Cause.ALL_ALIKE, 0.6, 120),
            "the labels are all alike",
            "Advisory: too few of people’s labels to compare this score with.",
        ),
    ],
)
def test_a_criterion_is_automatic_once_enough_labels_agree_well_enough(
    found: Agreement, expected: Standing, why: str, sentence: str
) -> None:
    standing = standings({"exploration": found}).of("exploration", EMBEDDED, VERSIONS)
    assert standing == expected
    assert (standing.why, standing.sentence) == (why, sentence)
    assert standing.advisory is (expected.cause is not Cause.AGREES)


def test_a_kappa_exactly_at_the_bar_and_labels_exactly_enough_reach_it() -> None:
    found = replace(GOOD, pairs=30, kappa=Figure(0.6, 0.3, 0.8))
    assert not standings({"exploration": found}).of("exploration", EMBEDDED, VERSIONS).advisory


@pytest.mark.parametrize("known", [Standings(0.6, {}), standings({"genuineness": GOOD})])
def test_what_nobody_labelled_is_advisory(known: Standings) -> None:
    standing = known.of("exploration", EMBEDDED, VERSIONS)
    assert standing.advisory
    assert standing.sentence == "Advisory: nobody has compared this score with people’s labels yet."
    assert standing.why in {"not calibrated yet", "nobody labelled it"}


def test_a_changed_version_takes_it_back_and_says_which() -> None:
    newer = (("rubric", "core 2"), ("scorer", "embedded 1"), ("reader", "4"))
    standing = standings({"exploration": GOOD}).of("exploration", EMBEDDED, newer)
    assert standing == Standing(Cause.CHANGED, 0.6, 120, changed=("the rubric", "the reader"))
    assert standing.why == "the rubric and the reader changed since: calibrate again"
    assert standing.sentence == (
        "Advisory: the rubric and the reader changed since this was compared with people’s labels."
    )


def criterion(name: str, decider: Decider, *, scored: bool = True) -> CriterionScore:
    outcome = Level(3.0, "so") if scored else Unscored("too little")
    return CriterionScore(name, name, Dimension.EMPATHY, outcome, decider, ())


def test_a_card_is_measured_by_its_own_versions_and_only_where_a_scorer_or_a_judge_decided() -> None:
    card = Scorecard(
        criteria=(
            criterion("exploration", Decider.SCORER),
            criterion("genuineness", Decider.JUDGE),
            criterion("received", Decider.CHECK),
            criterion("need_found", Decider.PERSON),
            criterion("interpretation", Decider.SCORER, scored=False),
        ),
        dimensions=tuple(DimensionScore(which, Level(3.0, "so"), None) for which in Dimension),
        gates=(),
        simulated=None,
        versions=Versions((*VERSIONS, ("scenario", "abc"))),
    )
    on = standings({"exploration": GOOD, "genuineness": GOOD}).on(card)
    assert on == {
        "exploration": Standing(Cause.AGREES, 0.6, 120, KAPPA),
        "genuineness": Standing(Cause.NEVER_COMPARED, 0.6),
    }
    assert advisory(card.criteria, on, Dimension.EMPATHY) == 1
    assert advisory(card.criteria, on, Dimension.PROBLEM_SOLVING) == 0
    older = replace(card, versions=Versions((("rubric", "core 0"), *VERSIONS[1:])))
    assert standings({"exploration": GOOD}).on(older)["exploration"].changed == ("the rubric",)


def test_figures_are_written_as_in_statistics_and_names_as_in_a_sentence() -> None:
    assert [short(figure) for figure in (0.714, -0.05, 0.0, 1.0, -1.2)] == [".71", "-.05", ".00", "1.00", "-1.20"]
    assert in_words(("a",)) == "a"
    assert in_words(("a", "b", "c")) == "a, b and c"
