"""Organisations, teams, people, and who is signed in.

Always holds: e-mail addresses are kept and looked up in lower case; a person's team belongs to their organisation;
closing an account ends its sessions in the same moment; an audit entry given as `noted` is saved with its change or
neither is.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from domain.errors import Conflict, NotFound
from domain.people import Role
from records import tables
from records.audit import lock_chain, note_change
from records.people_rows import (
    PERSON,
    folded,
    get_person,
    has_account,
    insert_person,
    lower,
    real_accounts,
    require_team,
)
from records.repository import Repository
from records.rows import AuditNote, OrganisationRow, PersonRow, TeamRow

NO_ORGANISATION = "There is no such organisation."
SET_UP_ALREADY = "This Frontstage is set up already. Sign in, or ask your trainer for an account."

_P = tables.people.c
_O = tables.organisations.c
_T = tables.teams.c
_S = tables.sessions.c


class People(Repository):
    """Unknown ids raise NotFound throughout."""

    def found(self, *, organisation: str, team: str, name: str, email: str, password_hash: str) -> PersonRow:
        """The first organisation that is no demo, with a team, its first trainer and the audit entry of that, all at
        once. Returns the trainer, who is of no team. Raises Conflict when there is a real account already, or when the
        address is taken."""

        def work(connection: Connection) -> PersonRow:
            # Who waits here for another founder sees below what that one founded.
            lock_chain(connection)
            if real_accounts(connection):
                raise Conflict(SET_UP_ALREADY)
            if has_account(connection, lower(email)):
                raise Conflict("This address belongs to the demo organisation. Choose another.")
            made = self._insert_organisation(connection, organisation, is_demo=False)
            first = self._insert_team(connection, made.id, team)
            trainer = self._account(
                made.id, team_id=None, email=email, name=name, role=Role.TRAINER, password_hash=password_hash
            )
            person = insert_person(connection, trainer)
            founded = AuditNote(person.id, "found_organisation", first.id)
            note_change(connection, founded, subject=made.id, now=self._now)
            return person

        return self._database.write(work)

    def add_organisation(self, *, name: str, is_demo: bool = False) -> OrganisationRow:
        return self._database.write(lambda connection: self._insert_organisation(connection, name, is_demo=is_demo))

    def organisations(self) -> list[OrganisationRow]:
        """All, by name."""
        query = select(_O.id, _O.name, _O.is_demo).order_by(_O.name, _O.id)
        return self._database.read(lambda connection: [OrganisationRow(*row) for row in connection.execute(query)])

    def organisation(self, organisation_id: str) -> OrganisationRow:
        query = select(_O.id, _O.name, _O.is_demo).where(_O.id == organisation_id)
        found = self._database.read(lambda connection: connection.execute(query).one_or_none())
        if found is None:
            raise NotFound(NO_ORGANISATION)
        return OrganisationRow(*found)

    def add_team(self, *, organisation_id: str, name: str, noted: AuditNote | None = None) -> TeamRow:
        """Raises Conflict when the organisation has a team of that name, in whatever case and however its accents are
        made up."""

        def work(connection: Connection) -> TeamRow:
            # The lock makes two who add a team wait for each other, so that the second sees the first's.
            organisation = select(_O.id).where(_O.id == organisation_id).with_for_update()
            if connection.execute(organisation).first() is None:
                raise NotFound(NO_ORGANISATION)
            names = connection.execute(select(_T.name).where(_T.organisation_id == organisation_id)).scalars()
            same = [taken for taken in names if folded(taken) == folded(name)]
            if same:
                raise Conflict(f"There is a team named {same[0]} already. Nothing was added.")
            row = self._insert_team(connection, organisation_id, name)
            note_change(connection, noted, subject=row.id, now=self._now)
            return row

        return self._database.write(work)

    def teams(self, organisation_id: str) -> list[TeamRow]:
        """The organisation's teams, by name."""
        query = (
            select(_T.id, _T.organisation_id, _T.name)
            .where(_T.organisation_id == organisation_id)
            .order_by(_T.name, _T.id)
        )
        return self._database.read(lambda connection: [TeamRow(*row) for row in connection.execute(query)])

    def add_person(
        self,
        *,
        organisation_id: str,
        team_id: str | None,
        email: str,
        name: str,
        role: Role,
        password_hash: str | None,
        noted: AuditNote | None = None,
    ) -> PersonRow:
        """A new, active account. Raises Conflict when the address is taken, by anybody in any organisation."""

        def work(connection: Connection) -> PersonRow:
            if team_id is not None:
                require_team(connection, team_id, organisation_id)
            account = self._account(
                organisation_id, team_id=team_id, email=email, name=name, role=role, password_hash=password_hash
            )
            person = insert_person(connection, account)
            note_change(connection, noted, subject=person.id, now=self._now)
            return person

        return self._database.write(work)

    def person(self, person_id: str) -> PersonRow:
        return self._database.read(lambda connection: get_person(connection, person_id))

    def person_by_email(self, email: str) -> PersonRow | None:
        """Whoever has the address, in any case of letters, active or not."""
        found = self._people(select(*PERSON).where(_P.email == lower(email)))
        return found[0] if found else None

    def of_organisation(self, organisation_id: str) -> list[PersonRow]:
        """Everyone, inactive people too, by name."""
        return self._people(select(*PERSON).where(_P.organisation_id == organisation_id).order_by(_P.name, _P.id))

    def count_real_accounts(self) -> int:
        """How many people there are outside demo organisations."""
        return self._database.read(real_accounts)

    def set_password_hash(
        self, person_id: str, *, password_hash: str | None, noted: AuditNote | None = None
    ) -> PersonRow:
        """Changes it and ends the person's sessions: whoever knew the old password is out."""
        return self._change(person_id, noted, ends_sessions=True, password_hash=password_hash)

    def set_active(self, person_id: str, *, active: bool, noted: AuditNote | None = None) -> PersonRow:
        """Opens or closes the account; closing ends its sessions."""
        return self._change(person_id, noted, ends_sessions=not active, active=active)

    def acknowledge_notice(self, person_id: str, *, version: str) -> PersonRow:
        """Notes that the person has read this version of the privacy notice, now."""
        return self._change(person_id, notice_version=version, notice_at=self._now())

    def open_session(self, *, token_hash: str, person_id: str, expires_at: datetime) -> None:
        """Signs a person in until `expires_at` and forgets their expired sessions. The token itself stays outside."""

        def work(connection: Connection) -> None:
            now = self._now()
            connection.execute(
                delete(tables.sessions).where(_S.person_id == person_id, _S.expires_at <= now),
            )
            connection.execute(
                insert(tables.sessions).values(
                    token_hash=token_hash, person_id=person_id, created_at=now, expires_at=expires_at
                )
            )

        self._database.write(work)

    def person_by_session(self, token_hash: str) -> PersonRow | None:
        """Who is signed in by this token; None when nobody is, it has expired or the account is closed."""
        found = self._people(
            select(*PERSON)
            .join(tables.sessions, _S.person_id == _P.id)
            .where(_S.token_hash == token_hash, _S.expires_at > self._now(), _P.active.is_(True))
        )
        return found[0] if found else None

    def close_session(self, token_hash: str) -> None:
        """Signs out. No error when the session is gone already."""
        self._database.write(
            lambda connection: connection.execute(delete(tables.sessions).where(_S.token_hash == token_hash))
        )

    def _people(self, query: Select[*tuple[Any, ...]]) -> list[PersonRow]:
        return self._database.read(lambda connection: [PersonRow(*row) for row in connection.execute(query)])

    def _insert_organisation(self, connection: Connection, name: str, *, is_demo: bool) -> OrganisationRow:
        row = OrganisationRow(self._new_id(), name, is_demo)
        connection.execute(insert(tables.organisations).values(**asdict(row)))
        return row

    def _insert_team(self, connection: Connection, organisation_id: str, name: str) -> TeamRow:
        row = TeamRow(self._new_id(), organisation_id, name)
        connection.execute(insert(tables.teams).values(**asdict(row)))
        return row

    def _account(
        self,
        organisation_id: str,
        *,
        team_id: str | None,
        email: str,
        name: str,
        role: Role,
        password_hash: str | None,
    ) -> PersonRow:
        return PersonRow(
            id=self._new_id(),
            organisation_id=organisation_id,
            team_id=team_id,
            email=lower(email),
            name=name,
            role=role,
            password_hash=password_hash,
            active=True,
            created_at=self._now(),
            notice_version=None,
            notice_at=None,
        )

    def _change(
        self,
        person_id: str,
        noted: AuditNote | None = None,
        *,
        ends_sessions: bool = False,
        **values: str | bool | datetime | None,
    ) -> PersonRow:
        def work(connection: Connection) -> PersonRow:
            connection.execute(update(tables.people).where(_P.id == person_id).values(**values))
            person = get_person(connection, person_id)
            if ends_sessions:
                connection.execute(delete(tables.sessions).where(_S.person_id == person_id))
            note_change(connection, noted, subject=person_id, now=self._now)
            return person

        return self._database.write(work)
