"""The shipped rubric, scorer, causes and coaching fit together, and fit what the rest of the house ships."""

import pytest

from domain.acts import Act
from domain.mood import Pattern
from domain.scorecard import Dimension
from evaluation.coaching import load_causes, load_coaching
from evaluation.observations import FEATURES
from evaluation.rubric import load_rubric
from evaluation.scorer import load_scorer
from evaluation.sightings import ACKNOWLEDGES, FAULTS
from knowledge.pages import load_pages
from roleplay.effects import harms, load_effects
from scenarios.loading import LoadedScenario, load_library

LIBRARY = load_library()
CORE = load_rubric()


def cited() -> set[str]:
    """The pages that the rubric names."""
    pages = {page for each in CORE.criteria.values() for page in each.guidance}
    return pages | {page for each in CORE.gates for page in each.guidance}


def test_every_criterion_of_the_rubric_has_its_computation_and_no_computation_is_left_over() -> None:
    assert set(load_scorer().criteria) == set(CORE.criteria)


def test_every_criterion_and_gate_cites_guidance_that_exists() -> None:
    pages = {page.id for page in load_pages()}
    assert cited() <= pages


def test_every_page_of_guidance_serves_a_criterion_or_a_gate() -> None:
    assert {page.id for page in load_pages()} == cited()


def test_anchors_are_written_one_by_one() -> None:
    anchors = [anchor for each in CORE.criteria.values() for anchor in each.anchors]
    assert len(anchors) == len(set(anchors)) == 5 * len(CORE.criteria)


def test_every_criterion_has_its_own_coaching() -> None:
    own = set(load_coaching().criteria) - {dimension.value for dimension in Dimension}
    assert own == set(CORE.criteria)


def test_every_pattern_of_the_director_has_its_sentence() -> None:
    assert set(load_causes().patterns) == {pattern.value for pattern in Pattern}


def test_an_act_that_harms_a_customer_is_a_fault_and_one_that_helps_is_not() -> None:
    effects = load_effects().acts
    harmful = {act for act in Act if harms(effects[act])}
    # Asking for identity or a detail, handing over, and an honest no cost a little and are still right to do.
    right_to_do = {Act.VERIFY_IDENTITY, Act.ASK_CLOSED, Act.WARM_TRANSFER, Act.REFUSE_WITH_REASON}
    assert harmful - right_to_do == set(FAULTS)
    assert not set(ACKNOWLEDGES) & FAULTS


def test_every_feature_counts_somewhere_or_is_an_act() -> None:
    model = load_scorer()
    counted = {name for each in (*model.criteria.values(), model.satisfaction) for name in each.names}
    assert FEATURES - counted <= {Act.GREET.value, Act.THANK.value, Act.CLOSE.value}


@pytest.mark.parametrize("loaded", LIBRARY.values(), ids=LIBRARY)
def test_a_scenario_that_replaces_a_criterion_keeps_its_dimension(loaded: LoadedScenario) -> None:
    of_rubric = {each.id: which for which, criteria in CORE.dimensions.items() for each in criteria}
    for criterion in loaded.scenario.criteria:
        assert of_rubric.get(criterion.id, criterion.dimension) is criterion.dimension
