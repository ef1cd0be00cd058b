"""Who may see what. Every use case asks here; a hidden page is not authorisation.

What a person may not see is answered as if it did not exist, so that ids cannot be probed.
"""

from domain.errors import NotAllowed, NotFound
from domain.people import Purpose, Role, Viewer
from records.rows import AttemptRow, PersonRow
from records.store import Store

NO_ATTEMPT = "There is no such conversation, or it is not yours to see."


def require_role(viewer: Viewer, *roles: Role) -> None:
    """Raises NotAllowed unless the viewer has one of the roles."""
    if viewer.role not in roles:
        raise NotAllowed("Your role does not include this. Ask your administrator if you think that it should.")


def own_attempt(store: Store, viewer: Viewer, attempt_id: str) -> AttemptRow:
    """The attempt, if it is the viewer's own. Raises NotFound."""
    attempt = _attempt(store, attempt_id)
    if attempt.person_id != viewer.person_id:
        raise NotFound(NO_ATTEMPT)
    return attempt


def readable_attempt(store: Store, viewer: Viewer, attempt_id: str) -> AttemptRow:
    """The attempt, if the viewer may read its words: their own, or shared or formal and of a person whom they train.

    HR never reads words. Raises NotFound.
    """
    attempt = _attempt(store, attempt_id)
    if attempt.person_id == viewer.person_id:
        return attempt
    if viewer.role is Role.TRAINER and attempt.purpose is not Purpose.PRACTICE:
        person = store.people.person(attempt.person_id)
        if trains(viewer, person):
            return attempt
    raise NotFound(NO_ATTEMPT)


def _attempt(store: Store, attempt_id: str) -> AttemptRow:
    try:
        return store.attempts.get(attempt_id)
    except NotFound as error:
        raise NotFound(NO_ATTEMPT) from error


def trains(viewer: Viewer, person: PersonRow) -> bool:
    """Whether the person is one of the trainer's: of their team, or of any team when they have none of their own."""
    if viewer.role is not Role.TRAINER or person.organisation_id != viewer.organisation_id:
        return False
    return viewer.team_id is None or person.team_id == viewer.team_id
