"""Side by side: a conversation and what was taken up again from its turns.

Always holds: nobody sees a branch that they may not read, so a trainer sees no fork; a score is there once its trainee
has rated the branch, as in every list; a branch that this version cannot read takes none of the others down.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence

from domain.errors import InvalidInput
from domain.people import Viewer
from domain.scorecard import Dimension
from evaluation.moves_of_mood import mood_points
from records.rows import AttemptRow, AttemptState, TurnRow
from records.store import Store
from training.access import may_read, own_attempt, readable_attempt
from training.library import Library
from training.scoring import Scoring
from training.views import Branches, BranchView

log = logging.getLogger(__name__)

FIRST = "First take"


def branches(store: Store, library: Library, scoring: Scoring, viewer: Viewer, attempt_id: str) -> Branches:
    """The attempt's first take and all that was taken up from it, as far as the viewer may read them. What another
    version kept, and this one cannot read, is left out: it still stands in the list of conversations. Raises NotFound
    when the attempt itself is not for the viewer."""
    attempt = readable_attempt(store, viewer, attempt_id)
    family = [each for each in store.attempts.family(attempt.id) if may_read(store, viewer, each)]
    turns = {each.id: store.attempts.turns(each.id) for each in family}

    def readable() -> Iterator[tuple[AttemptRow, BranchView]]:
        for take, each in enumerate(family, start=1):
            try:
                yield each, _branch(store, library, scoring, viewer, each, turns, take=take)
            except InvalidInput as error:
                log.warning("take %s of %s is left out: %s", take, family[0].id, error)

    views = tuple(readable())
    return Branches(
        root=family[0].id,
        ended=tuple(view for each, view in views if each.state is AttemptState.ENDED),
        under_way=tuple(view for each, view in views if each.state is not AttemptState.ENDED),
    )


def draft(store: Store, viewer: Viewer, attempt_id: str) -> str:
    """What the viewer had written in the take before, at the turn where this attempt was taken up again. "" for a first
    take and once they have said something in this one. Raises NotFound when it is not theirs."""
    attempt = own_attempt(store, viewer, attempt_id)
    if attempt.forked_from is None:
        return ""
    parent, turn = attempt.forked_from
    if store.attempts.turns(attempt_id)[-1].number >= turn:
        return ""
    return _said(store.attempts.turns(parent), turn)


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
