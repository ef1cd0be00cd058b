"""The better wordings that a chat model made for an attempt's debrief, once: whoever opens it later reads the same.

Always holds: what is kept for an attempt is never changed.
"""

from sqlalchemy import Connection, insert, select

from domain.errors import Conflict
from records import tables
from records.repository import Repository

_W = tables.better_wordings.c


class Wordings(Repository):
    """`body` belongs to whoever writes it."""

    def get(self, attempt_id: str) -> str | None:
        """What is kept for the attempt, None when nothing is."""
        query = select(_W.body).where(_W.attempt_id == attempt_id)
        return self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())

    def save(self, attempt_id: str, *, body: str) -> str:
        """Keeps a body for an attempt that has none yet. Returns the one that is kept, which may be an earlier one."""

        def work(connection: Connection) -> str:
            query = select(_W.body).where(_W.attempt_id == attempt_id)
            earlier = connection.execute(query).scalar_one_or_none()
            if earlier is not None:
                return earlier
            values = {"attempt_id": attempt_id, "body": body, "created_at": self._now()}
            connection.execute(insert(tables.better_wordings).values(values))
            return body

        try:
            return self._database.write(work)
        except Conflict:  # another process was faster
            return self.get(attempt_id) or body
