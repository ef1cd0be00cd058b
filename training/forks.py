"""Side by side: a conversation and what was taken up again from its turns.

Always holds: nobody sees a branch that they may not read, so a trainer sees no fork; a score is there once its trainee
has rated the branch, as in every list.
"""

from collections.abc import Mapping, Sequence

from domain.people import Viewer
from domain.scorecard import Dimension
from evaluation.moves_of_mood import mood_points
from records.rows import AttemptRow, AttemptState, TurnRow
from records.store import Store
from training.access import may_read, readable_attempt
from training.library import Library
from training.scoring import Scoring
from training.views import Branches, BranchView

FIRST = "First take"


def branches(store: Store, library: Library, scoring: Scoring, viewer: Viewer, attempt_id: str) -> Branches:
    """The attempt's first take and all that was taken up from it, as far as the viewer may read them. Raises NotFound
    when the attempt itself is not for them."""
    attempt = readable_attempt(store, viewer, attempt_id)
    family = [each for each in store.attempts.family(attempt.id) if may_read(store, viewer, each)]
    turns = {each.id: store.attempts.turns(each.id) for each in family}
    views = [
        (each, _branch(store, library, scoring, viewer, each, turns, take=take))
        for take, each in enumerate(family, start=1)
    ]
    return Branches(
        root=family[0].id,
        ended=tuple(view for each, view in views if each.state is AttemptState.ENDED),
        under_way=tuple(view for each, view in views if each.state is not AttemptState.ENDED),
    )


def _branch(
    store: Store,
    library: Library,
    scoring: Scoring,
    viewer: Viewer,
    attempt: AttemptRow,
    turns: Mapping[str, Sequence[TurnRow]],
    *,
    take: int,
) -> BranchView:
    parent, turn = attempt.forked_from or (None, None)
    rated = store.attempts.self_rating(attempt.id) is not None
    shown = attempt.state is AttemptState.ENDED and (rated or viewer.person_id != attempt.person_id)
    card = scoring.scorecard(attempt) if shown else None
    played = scoring.played(attempt)
    return BranchView(
        attempt_id=attempt.id,
        label=FIRST if parent is None else f"Take {take}",
        parent=parent,
        from_turn=turn,
        state=attempt.state.value,
        started_at=attempt.started_at,
        turns=len(turns[attempt.id]),
        mood=mood_points(played.transcript, played.case),
        ending_title=library.played(attempt).ending(attempt.ending.id).title if attempt.ending else "",
        ending_kind=attempt.ending.kind if attempt.ending else None,
        empathy=card.value(Dimension.EMPATHY) if card else None,
        problem_solving=card.value(Dimension.PROBLEM_SOLVING) if card else None,
        rated=rated,
        message=_said(turns[attempt.id], turn),
        instead_of=_said(turns.get(parent or "", ()), turn),
        answer=_said(turns[attempt.id], turn, after=1),
        instead_answer=_said(turns.get(parent or "", ()), turn, after=1),
    )


def _said(rows: Sequence[TurnRow], turn: int | None, *, after: int = 0) -> str:
    if turn is None:
        return ""
    return next((row.text for row in rows if row.number == turn + after), "")
