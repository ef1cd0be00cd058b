"""What software may say of a pass mark: passed where it is sure, never failed."""

import pytest

from domain.scorecard import Band
from evaluation.pass_mark import Outcome, outcome, together


@pytest.mark.parametrize(
    ("band", "advisory", "expected"),
    [
        (Band(3.5, 4.2), False, Outcome.PASSED),
        (Band(3.5, 4.2), True, Outcome.PASSED),
        (Band(3.4, 4.2), False, Outcome.CROSSED),
        (Band(2.9, 3.5), True, Outcome.CROSSED),
        (Band(2.0, 3.49), False, Outcome.NOT_YET),
        (Band(2.0, 3.49), True, Outcome.ADVISORY),
        (None, False, Outcome.UNSCORED),
    ],
)
def test_only_a_band_that_lies_on_one_side_of_the_mark_is_decided(
    band: Band | None, advisory: bool, expected: Outcome
) -> None:
    assert outcome(band, 3.5, advisory=lambda: advisory) is expected


def test_whether_it_is_advisory_is_not_asked_where_it_does_not_matter() -> None:
    def unexpected() -> bool:
        raise AssertionError("asked")

    assert outcome(Band(3.0, 4.0), 3.5, advisory=unexpected) is Outcome.CROSSED


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((Outcome.PASSED, Outcome.PASSED), Outcome.PASSED),
        ((Outcome.PASSED, Outcome.CROSSED), Outcome.CROSSED),
        ((Outcome.ADVISORY, Outcome.PASSED), Outcome.ADVISORY),
        ((Outcome.CROSSED, Outcome.UNSCORED), Outcome.UNSCORED),
        ((Outcome.PASSED, Outcome.NOT_YET), Outcome.NOT_YET),
    ],
)
def test_each_dimension_has_to_reach_the_mark(outcomes: tuple[Outcome, ...], expected: Outcome) -> None:
    assert together(outcomes) is expected
