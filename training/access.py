"""Who may see what. Every use case asks here; a hidden page is not authorisation.

What a person may not see is answered as if it did not exist, so that ids cannot be probed.
"""

from domain.errors import NotAllowed, NotFound
from domain.people import Purpose, Role, Viewer
from records.rows import AttemptRow, AttemptState, PersonRow
from records.store import Store

NO_ATTEMPT = "There is no such conversation, or it is not yours to see."
NO_PERSON = "There is no such person, or they are not among those whom you train."


def viewer_of(person: PersonRow) -> Viewer:
    """The person as the one on whose behalf a use case runs."""
    return Viewer(person.id, person.name, person.role, person.organisation_id, person.team_id)


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

    HR never reads words, and nobody else reads what its trainee stopped. Raises NotFound.
    """
    attempt = _attempt(store, attempt_id)
    if not may_read(store, viewer, attempt):
        raise NotFound(NO_ATTEMPT)
    return attempt


def may_read(store: Store, viewer: Viewer, attempt: AttemptRow) -> bool:
    """Whether the viewer may read the attempt's words, as `readable_attempt` says."""
    if attempt.person_id == viewer.person_id:
        return True
    open_to_trainers = attempt.purpose is not Purpose.PRACTICE and attempt.state is not AttemptState.STOPPED
    if viewer.role is not Role.TRAINER or not open_to_trainers:
        return False
    return trains(viewer, store.people.person(attempt.person_id))


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


def manages(viewer: Viewer, person: PersonRow) -> bool:
    """Whether the trainer may give the person a new password, and close or open their account: those whom they train,
    not themselves, and nobody who sees more than they do. Whoever sets a password could sign in with it."""
    sees_more = person.role is Role.HR and viewer.team_id is not None
    return trains(viewer, person) and person.id != viewer.person_id and not sees_more


def managed_person(store: Store, viewer: Viewer, person_id: str) -> PersonRow:
    """The person, if the trainer manages their account. Raises NotFound for who is not theirs to see, NotAllowed for
    the trainer's own account and for one that sees more than the trainer."""
    require_role(viewer, Role.TRAINER)
    try:
        person = store.people.person(person_id)
    except NotFound as error:
        raise NotFound(NO_PERSON) from error
    if not trains(viewer, person):
        raise NotFound(NO_PERSON)
    if person.id == viewer.person_id:
        raise NotAllowed(
            "This is your own account. Your password you change under “Your account”; another trainer can close it."
        )
    if not manages(viewer, person):
        raise NotAllowed("HR sees more than your team. Ask a trainer of the whole organisation to do this.")
    return person
