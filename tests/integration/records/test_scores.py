"""What an ended attempt was worth: the scorecard, and the trainee's own rating."""

import pytest

from domain.endings import EndingKind
from domain.errors import Conflict, InvalidInput
from records.rows import Ending, EventKind, ScorecardRow, SelfRatingRow
from records.store import Store
from tests.support.records import Office, Ticking, begin, rate

SOLVED = Ending("parcel-found", EndingKind.RESOLVED)


def test_an_attempt_is_scored_once_and_who_comes_later_gets_the_score_that_is_kept(
    store: Store, office: Office
) -> None:
    attempt = begin(store, office.mira)
    store.attempts.end(attempt.id, ending=SOLVED)
    assert store.attempts.scorecard(attempt.id) is None

    first = rate(store, attempt)
    later = rate(store, attempt, body='{"criteria": ["without the judge"]}', empathy=4.0)

    assert first == ScorecardRow(attempt.id, '{"criteria": []}', 3.5, None, Ticking.at(5))
    assert later == store.attempts.scorecard(attempt.id) == first
    assert [event.kind for event in store.attempts.events(attempt.id)].count(EventKind.SCORED) == 1


def test_nothing_is_rated_before_it_has_ended(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    with pytest.raises(Conflict, match="once it has ended"):
        rate(store, attempt)
    with pytest.raises(Conflict, match="once it has ended"):
        store.attempts.save_self_rating(attempt.id, empathy=4, problem_solving=4, reflection="")


def test_a_self_rating_is_given_once(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.end(attempt.id, ending=SOLVED)
    assert store.attempts.self_rating(attempt.id) is None

    given = store.attempts.save_self_rating(attempt.id, empathy=4, problem_solving=2, reflection="I rushed.")
    same = store.attempts.save_self_rating(attempt.id, empathy=4, problem_solving=2, reflection="I rushed.")
    with pytest.raises(Conflict, match="the first rating is kept"):
        store.attempts.save_self_rating(attempt.id, empathy=5, problem_solving=2, reflection="I rushed.")

    assert given == same == SelfRatingRow(attempt.id, 4, 2, "I rushed.", Ticking.at(5))
    assert store.attempts.self_rating(attempt.id) == given


@pytest.mark.parametrize("rating", [0, 6])
def test_a_self_rating_off_the_scale_is_refused(store: Store, office: Office, rating: int) -> None:
    attempt = begin(store, office.mira)
    store.attempts.end(attempt.id, ending=SOLVED)

    with pytest.raises(InvalidInput, match="from 1 to 5"):
        store.attempts.save_self_rating(attempt.id, empathy=rating, problem_solving=3, reflection="")
