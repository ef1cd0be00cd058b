"""Organisations, teams, people, and who is signed in.

Always holds: e-mail addresses are kept and looked up in lower case; a person's team belongs to their organisation;
closing an account ends its sessions in the same moment.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from domain.errors import Conflict, NotFound
from domain.people import Role
from records import tables
from records.repository import Repository
from records.rows import OrganisationRow, PersonRow, TeamRow

_P = tables.people.c
_PERSON = (
    _P.id,
    _P.organisation_id,
    _P.team_id,
    _P.email,
    _P.name,
    _P.role,
    _P.password_hash,
    _P.active,
    _P.created_at,
    _P.notice_version,
    _P.notice_at,
)
_O = tables.organisations.c
_T = tables.teams.c
_S = tables.sessions.c


class People(Repository):
    """Unknown ids raise NotFound throughout."""

    def add_organisation(self, *, name: str, is_demo: bool = False) -> OrganisationRow:
        row = OrganisationRow(self._new_id(), name, is_demo)

        def work(connection: Connection) -> OrganisationRow:
            connection.execute(insert(tables.organisations).values(id=row.id, name=name, is_demo=is_demo))
            return row

        return self._database.write(work)

    def organisations(self) -> list[OrganisationRow]:
        """All, by name."""
        query = select(_O.id, _O.name, _O.is_demo).order_by(_O.name, _O.id)
        return self._database.read(lambda connection: [OrganisationRow(*row) for row in connection.execute(query)])

    def organisation(self, organisation_id: str) -> OrganisationRow:
        query = select(_O.id, _O.name, _O.is_demo).where(_O.id == organisation_id)
        found = self._database.read(lambda connection: connection.execute(query).one_or_none())
        if found is None:
            raise NotFound("There is no such organisation.")
        return OrganisationRow(*found)

    def add_team(self, *, organisation_id: str, name: str) -> TeamRow:
        """Raises Conflict when the organisation has a team of that name."""
        row = TeamRow(self._new_id(), organisation_id, name)

        def work(connection: Connection) -> TeamRow:
            same = select(_T.id).where(_T.organisation_id == organisation_id, _T.name == name)
            if connection.execute(same).first() is not None:
                raise Conflict(f"There is a team named {name} already. Nothing was added.")
            connection.execute(insert(tables.teams).values(id=row.id, organisation_id=organisation_id, name=name))
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
    ) -> PersonRow:
        """A new, active account. Raises Conflict when the address is taken, by anybody in any organisation."""

        def work(connection: Connection) -> PersonRow:
            address = _lower(email)
            if connection.execute(select(_P.id).where(_P.email == address)).first() is not None:
                raise Conflict(f"The e-mail address {address!r} belongs to an account already.")
            if team_id is not None:
                _require_team(connection, team_id, organisation_id)
            person_id = self._new_id()
            connection.execute(
                insert(tables.people).values(
                    id=person_id,
                    organisation_id=organisation_id,
                    team_id=team_id,
                    email=address,
                    name=name,
                    role=role,
                    password_hash=password_hash,
                    active=True,
                    created_at=self._now(),
                )
            )
            return _person(connection, person_id)

        return self._database.write(work)

    def person(self, person_id: str) -> PersonRow:
        return self._database.read(lambda connection: _person(connection, person_id))

    def person_by_email(self, email: str) -> PersonRow | None:
        """Whoever has the address, in any case of letters, active or not."""
        found = self._people(select(*_PERSON).where(_P.email == _lower(email)))
        return found[0] if found else None

    def of_organisation(self, organisation_id: str) -> list[PersonRow]:
        """Everyone, inactive people too, by name."""
        return self._people(select(*_PERSON).where(_P.organisation_id == organisation_id).order_by(_P.name, _P.id))

    def of_team(self, team_id: str) -> list[PersonRow]:
        """Everyone, inactive people too, by name."""
        return self._people(select(*_PERSON).where(_P.team_id == team_id).order_by(_P.name, _P.id))

    def count_real_accounts(self) -> int:
        """How many people there are outside demo organisations."""
        query = (
            select(func.count())
            .select_from(tables.people)
            .join(tables.organisations, _O.id == _P.organisation_id)
            .where(_O.is_demo.is_(False))
        )
        return self._database.read(lambda connection: connection.execute(query).scalar_one())

    def set_password_hash(self, person_id: str, *, password_hash: str | None) -> PersonRow:
        """Changes it and ends the person's sessions: whoever knew the old password is out."""
        return self._change(person_id, ends_sessions=True, password_hash=password_hash)

    def set_active(self, person_id: str, *, active: bool) -> PersonRow:
        """Opens or closes the account; closing ends its sessions."""
        return self._change(person_id, ends_sessions=not active, active=active)

    def set_role(self, person_id: str, *, role: Role) -> PersonRow:
        return self._change(person_id, role=role)

    def set_team(self, person_id: str, *, team_id: str | None) -> PersonRow:
        return self._change(person_id, team_id=team_id)

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
            select(*_PERSON)
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

    def _change(
        self, person_id: str, *, ends_sessions: bool = False, **values: str | bool | datetime | None
    ) -> PersonRow:
        def work(connection: Connection) -> PersonRow:
            person = _person(connection, person_id)
            team_id = values.get("team_id")
            if isinstance(team_id, str):
                _require_team(connection, team_id, person.organisation_id)
            connection.execute(update(tables.people).where(_P.id == person_id).values(**values))
            if ends_sessions:
                connection.execute(delete(tables.sessions).where(_S.person_id == person_id))
            return _person(connection, person_id)

        return self._database.write(work)


def _person(connection: Connection, person_id: str) -> PersonRow:
    found = connection.execute(select(*_PERSON).where(_P.id == person_id)).one_or_none()
    if found is None:
        raise NotFound("There is no such person.")
    return PersonRow(*found)


def _require_team(connection: Connection, team_id: str, organisation_id: str) -> None:
    query = select(_T.id).where(_T.id == team_id, _T.organisation_id == organisation_id)
    if connection.execute(query).first() is None:
        raise NotFound("The organisation has no such team.")


def _lower(email: str) -> str:
    return email.strip().lower()
