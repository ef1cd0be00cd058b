"""What a chat model judged, under the hash of what it was asked: the same question is not paid for twice.

Always holds: what is kept under a key is never changed, so a score that is made again rests on the same judgement.
"""

from sqlalchemy import Connection, insert, select

from domain.errors import Conflict
from records import tables
from records.repository import Repository

_J = tables.judgements.c


class Judgements(Repository):
    """`key` is a SHA-256 in hex over everything that the answer depends on; `body` belongs to whoever writes it."""

    def get(self, key: str) -> str | None:
        """The body kept under this key, None when nothing is."""
        query = select(_J.body).where(_J.key == key)
        return self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())

    def save(self, key: str, *, model: str, body: str) -> str:
        """Keeps a body under a key that has none yet. Returns the one that is kept, which may be an earlier one."""

        def work(connection: Connection) -> str:
            earlier = connection.execute(select(_J.body).where(_J.key == key)).scalar_one_or_none()
            if earlier is not None:
                return earlier
            values = {"key": key, "model": model, "body": body, "created_at": self._now()}
            connection.execute(insert(tables.judgements).values(values))
            return body

        try:
            return self._database.write(work)
        except Conflict:  # another process was faster
            return self.get(key) or body
