"""Who is signed in: local accounts, sessions, and the demo organisation.

Always holds: a password is kept only as its argon2 hash, a session only as the hash of its token; a wrong e-mail and a
wrong password look alike, also in time; the demo organisation opens only while no real account exists and the app
listens on loopback.
"""

import hashlib
import re
import secrets
import threading
import unicodedata
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from domain.clock import Now
from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from domain.people import Role, Viewer
from records.people import SET_UP_ALREADY
from records.rows import AuditNote, PersonRow, TeamRow
from records.store import Store
from training.access import managed_person, manages, require_role, trains, viewer_of
from training.demo import Demo
from training.messages import clean_text
from training.views import PersonItem, TeamItem

if TYPE_CHECKING:
    from pwdlib import PasswordHash

NOTICE_VERSION: Final = "3"
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 200
MOST_FAILURES: Final = 5
FAILURE_WINDOW: Final = timedelta(minutes=5)
LONGEST_NAME: Final = 120
LONGEST_ADDRESS: Final = 254  # RFC 5321
# What can be written to: one @, no blanks or signs that separate addresses, a domain with a dot inside.
_ADDRESS: Final = re.compile(r"[^@\s,;<>()\[\]\"\\]{1,64}@[\w-]+(?:\.[\w-]+)+")
WRONG: Final = "That e-mail address and password do not belong together. Check both and try again."


class NewPerson(NamedTuple):
    """An account just made, with the first password, which is shown once and kept nowhere."""

    person: PersonItem
    first_password: str


class OffersDemo(Protocol):
    def __call__(self, *, real_accounts: int) -> bool:
        """Whether the settings allow the demo organisation beside that many real accounts."""
        ...


class Accounts:
    def __init__(self, store: Store, *, demo: Demo, now: Now, session_hours: float, offers_demo: OffersDemo) -> None:
        self._store = store
        self._demo = demo
        self._now = now
        self._session = timedelta(hours=session_hours)
        self._offers_demo = offers_demo
        self._failures: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    @cached_property
    def _passwords(self) -> "PasswordHash":
        from pwdlib import PasswordHash

        return PasswordHash.recommended()

    @cached_property
    def _nobody(self) -> str:
        """The hash that a password is checked against when there is no such account, so that it takes as long."""
        return self._passwords.hash(secrets.token_urlsafe(16))

    def sign_in(self, email: str, password: str) -> str:
        """A new session's token. Raises NotAllowed, also after too many failures for this address."""
        address = email.strip().lower()
        if len(address) > LONGEST_ADDRESS:
            raise NotAllowed(WRONG)
        self._check_failures(address)
        person = self._store.people.person_by_email(address)
        known = person.password_hash if person and person.password_hash and self._admits(person) else self._nobody
        if not self._verified(password, known) or person is None:
            self._note_failure(address)
            raise NotAllowed(WRONG)
        with self._lock:
            self._failures.pop(address, None)
        return self._open_session(person)

    def demo_available(self) -> bool:
        return self._offers_demo(real_accounts=self._store.people.count_real_accounts())

    def demo_sign_in(self, role: Role) -> str:
        """A session as the demo organisation's person of this role. Raises NotAllowed when there is no demo here."""
        if not self.demo_available():
            raise NotAllowed("The demo organisation is closed: this Frontstage has real accounts, or is not local.")
        person = self._demo.person(role)
        if not person.active:
            raise NotAllowed(f"The account of {person.name} is closed. The demo's trainer can open it again.")
        return self._open_session(person)

    def sign_out(self, token: str) -> None:
        self._store.people.close_session(_hashed(token))

    def viewer(self, token: str) -> Viewer | None:
        """Who holds this session, None when it is over or never was. A demo session ends with the demo."""
        person = self._store.people.person_by_session(_hashed(token)) if token else None
        return viewer_of(person) if person is not None and self._admits(person) else None

    def notice_due(self, viewer: Viewer) -> bool:
        """Whether the person has yet to acknowledge how their practice is used."""
        return self._store.people.person(viewer.person_id).notice_version != NOTICE_VERSION

    def acknowledge_notice(self, viewer: Viewer) -> None:
        self._store.people.acknowledge_notice(viewer.person_id, version=NOTICE_VERSION)

    def found(self, *, organisation: str, name: str, email: str, password: str) -> str:
        """Set up the first real organisation with its first trainer; returns their session. Raises Conflict when an
        organisation exists already, InvalidInput for unusable values."""
        organisation_name = _checked_name(organisation, "the organisation's name")
        person_name = _checked_name(name, "a name")
        _check_address(email)
        _check_password(password)
        if not self.set_up_due():  # asked again when it is written; here it spares a stranger's try the costly hash
            raise Conflict(SET_UP_ALREADY)
        person = self._store.people.found(
            organisation=organisation_name,
            team="First team",
            name=person_name,
            email=email,
            password_hash=self._passwords.hash(password),
        )
        return self._open_session(person)

    def set_up_due(self) -> bool:
        """Whether `found` is open: no real account exists yet."""
        return self._store.people.count_real_accounts() == 0

    def people(self, viewer: Viewer) -> tuple[PersonItem, ...]:
        """The people whom this trainer or HR person may see, by name."""
        require_role(viewer, Role.TRAINER, Role.HR)
        rows = self._store.people.of_organisation(viewer.organisation_id)
        if viewer.role is Role.TRAINER:
            rows = [row for row in rows if trains(viewer, row)]
        return self._items(viewer, rows)

    def managed(self, viewer: Viewer) -> tuple[PersonItem, ...]:
        """Those of `people` for whom this trainer may call `new_password` and `set_active`, by name."""
        require_role(viewer, Role.TRAINER)
        rows = self._store.people.of_organisation(viewer.organisation_id)
        return self._items(viewer, [row for row in rows if manages(viewer, row)])

    def teams(self, viewer: Viewer) -> tuple[TeamItem, ...]:
        require_role(viewer, Role.TRAINER, Role.HR)
        return tuple(TeamItem(team.id, team.name) for team in self._visible_teams(viewer))

    def add_team(self, viewer: Viewer, name: str) -> TeamItem:
        """Raises Conflict when the organisation has a team of this name, in whatever case."""
        require_role(viewer, Role.TRAINER)
        team = self._store.people.add_team(
            organisation_id=viewer.organisation_id,
            name=_checked_name(name, "the team's name"),
            noted=AuditNote(viewer.person_id, "add_team"),
        )
        return TeamItem(team.id, team.name)

    def add_person(self, viewer: Viewer, *, name: str, email: str, role: Role, team_id: str | None) -> NewPerson:
        """An account with a first password. Raises Conflict when the address is taken, InvalidInput, and NotAllowed
        for an account that would see more than the trainer who makes it."""
        require_role(viewer, Role.TRAINER)
        person_name = _checked_name(name, "a name")
        _check_address(email)
        if viewer.team_id is not None and (team_id is None or role is Role.HR):
            raise NotAllowed("You can add trainees and trainers to your own team. Nothing was added.")
        if team_id is not None and team_id not in {team.id for team in self._visible_teams(viewer)}:
            raise NotFound("There is no such team.")
        password = secrets.token_urlsafe(12)
        person = self._store.people.add_person(
            organisation_id=viewer.organisation_id,
            team_id=team_id,
            email=email,
            name=person_name,
            role=role,
            password_hash=self._passwords.hash(password),
            noted=AuditNote(viewer.person_id, "add_person", role.value),
        )
        return NewPerson(self._items(viewer, [person])[0], password)

    def new_password(self, viewer: Viewer, person_id: str) -> NewPerson:
        """A first password once more, for somebody who has lost theirs. Ends all their sessions.

        Raises NotFound for who is not the trainer's to see, NotAllowed for the trainer's own account and for one that
        sees more, Conflict while the account is closed."""
        person = managed_person(self._store, viewer, person_id)
        if not person.active:
            raise Conflict(f"The account of {person.name} is closed. Open it again first.")
        password = secrets.token_urlsafe(12)
        changed = self._store.people.set_password_hash(
            person.id,
            password_hash=self._passwords.hash(password),
            noted=AuditNote(viewer.person_id, "new_password"),
        )
        with self._lock:
            self._failures.pop(person.email, None)
        return NewPerson(self._items(viewer, [changed])[0], password)

    def set_active(self, viewer: Viewer, person_id: str, *, active: bool) -> PersonItem:
        """Close somebody's account, which ends all their sessions and keeps their records, or open it again.

        Raises NotFound and NotAllowed as `new_password` does."""
        person = managed_person(self._store, viewer, person_id)
        if person.active != active:
            noted = AuditNote(viewer.person_id, "open_account" if active else "close_account")
            person = self._store.people.set_active(person.id, active=active, noted=noted)
        return self._items(viewer, [person])[0]

    def change_password(self, viewer: Viewer, *, old: str, new: str) -> None:
        """Raises NotAllowed when `old` is wrong, InvalidInput for a password that is too short. Ends all sessions."""
        person = self._store.people.person(viewer.person_id)
        if person.password_hash is None or not self._verified(old, person.password_hash):
            raise NotAllowed("The present password is not right. Nothing was changed.")
        _check_password(new)
        self._store.people.set_password_hash(
            person.id, password_hash=self._passwords.hash(new), noted=AuditNote(person.id, "change_password")
        )

    def _admits(self, person: PersonRow) -> bool:
        return person.active and (not self._demo.holds(person) or self.demo_available())

    def _items(self, viewer: Viewer, rows: Sequence[PersonRow]) -> tuple[PersonItem, ...]:
        teams = {team.id: team.name for team in self._store.people.teams(viewer.organisation_id)}
        return tuple(
            PersonItem(row.id, row.name, row.email, row.role, teams.get(row.team_id or "", ""), row.active)
            for row in rows
        )

    def _verified(self, password: str, known: str) -> bool:
        # No account has such a password, and half a character has no bytes to hash.
        hashable = len(password) <= LONGEST_PASSWORD and _is_whole(password)
        return self._passwords.verify(password if hashable else "", known) and hashable

    def _visible_teams(self, viewer: Viewer) -> list[TeamRow]:
        teams = self._store.people.teams(viewer.organisation_id)
        own_only = viewer.role is Role.TRAINER and viewer.team_id is not None
        return [team for team in teams if team.id == viewer.team_id] if own_only else teams

    def _open_session(self, person: PersonRow) -> str:
        token = secrets.token_urlsafe(32)
        self._store.people.open_session(
            token_hash=_hashed(token), person_id=person.id, expires_at=self._now() + self._session
        )
        return token

    def _check_failures(self, address: str) -> None:
        with self._lock:
            failures = self._failures.get(address, deque())
            while failures and failures[0] < self._now() - FAILURE_WINDOW:
                failures.popleft()
            if len(failures) >= MOST_FAILURES:
                raise NotAllowed("Too many tries with this address. Wait five minutes, then try again.")

    def _note_failure(self, address: str) -> None:
        with self._lock:
            if len(self._failures) > 10_000:
                self._failures.clear()
            self._failures.setdefault(address, deque(maxlen=MOST_FAILURES)).append(self._now())


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _checked_name(text: str, what: str) -> str:
    """The name as it is kept: one line that can be seen, in NFC, and nothing in it turns the text around it."""
    seen = clean_text(text)
    if (
        seen != unicodedata.normalize("NFC", text).strip()
        or not seen.isprintable()
        or not 1 <= len(seen) <= LONGEST_NAME
    ):
        raise InvalidInput(f"Write {what}, up to {LONGEST_NAME} characters on one line.")
    return seen


def _check_address(email: str) -> None:
    if len(email) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(email.strip()):
        raise InvalidInput("Write an e-mail address such as kim@example.com.")


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or not _is_whole(password):
        raise InvalidInput(f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
