"""How people are read and added inside a transaction, and when two names or addresses are the same.

Always holds: an e-mail address that is taken is told in one sentence, whether it was taken long ago or in the same
moment.
"""

import unicodedata
from dataclasses import asdict

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from domain.errors import Conflict, NotFound
from records import tables
from records.rows import PersonRow

_P = tables.people.c
_O = tables.organisations.c
_T = tables.teams.c
PERSON = (
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


def get_person(connection: Connection, person_id: str) -> PersonRow:
    """Raises NotFound."""
    found = connection.execute(select(*PERSON).where(_P.id == person_id)).one_or_none()
    if found is None:
        raise NotFound("There is no such person.")
    return PersonRow(*found)


def insert_person(connection: Connection, person: PersonRow) -> PersonRow:
    """Adds the person and returns the row as it is kept. Raises Conflict when the address is taken."""
    taken = f"The e-mail address {person.email!r} belongs to an account already."
    if has_account(connection, person.email):
        raise Conflict(taken)
    try:
        with connection.begin_nested():
            connection.execute(insert(tables.people).values(**asdict(person)))
    except IntegrityError as error:
        # Another process may have taken the address between the look and the insert.
        if has_account(connection, person.email):
            raise Conflict(taken) from error
        raise
    return get_person(connection, person.id)


def has_account(connection: Connection, address: str) -> bool:
    """Whether the address, given as `lower` makes it, is somebody's, in any organisation."""
    return connection.execute(select(_P.id).where(_P.email == address)).first() is not None


def real_accounts(connection: Connection) -> int:
    """How many people there are outside demo organisations."""
    query = (
        select(func.count())
        .select_from(tables.people)
        .join(tables.organisations, _O.id == _P.organisation_id)
        .where(_O.is_demo.is_(False))
    )
    return connection.execute(query).scalar_one()


def require_team(connection: Connection, team_id: str, organisation_id: str) -> None:
    """Raises NotFound unless the team is the organisation's."""
    query = select(_T.id).where(_T.id == team_id, _T.organisation_id == organisation_id)
    if connection.execute(query).first() is None:
        raise NotFound("The organisation has no such team.")


def folded(name: str) -> str:
    """Equal for names that look alike: where letters differ in case alone, or an accent is one character or two."""
    return unicodedata.normalize("NFC", name.casefold())


def lower(email: str) -> str:
    """An address as it is kept and looked up."""
    return email.strip().lower()
