"""How far scorers agreed with people's labels, each time that it was measured.

Always holds: a measurement is only ever added; it keeps figures and versions, never a conversation or a label. One that
a person made counts for their organisation, one from the command line (no organisation) for all.
"""

from dataclasses import asdict

from sqlalchemy import func, insert, or_, select

from records import tables
from records.repository import Repository
from records.rows import CalibrationRow

_K = tables.calibrations.c
_CALIBRATION = (_K.id, _K.organisation_id, _K.engine, _K.body, _K.at)


class Calibrations(Repository):
    def save(
        self, *, engine: str, body: str, organisation_id: str | None = None, made_by: str | None = None
    ) -> CalibrationRow:
        """Adds a measurement of now. Raises NotFound for an organisation or a person that does not exist."""
        row = CalibrationRow(self._new_id(), organisation_id, engine, body, self._now())
        new = insert(tables.calibrations).values(**asdict(row), made_by=made_by)
        self._database.write(lambda connection: connection.execute(new))
        return row

    def latest(self, organisation_id: str) -> list[CalibrationRow]:
        """The newest measurement of each engine that counts for the organisation, by engine."""
        newest_first = func.row_number().over(partition_by=_K.engine, order_by=(_K.at.desc(), _K.id.desc()))
        ranked = (
            select(*_CALIBRATION, newest_first.label("place"))
            .where(or_(_K.organisation_id == organisation_id, _K.organisation_id.is_(None)))
            .subquery()
        )
        query = select(*(ranked.c[column.name] for column in _CALIBRATION)).where(ranked.c.place == 1)
        query = query.order_by(ranked.c.engine)
        return self._database.read(lambda connection: [CalibrationRow(*row) for row in connection.execute(query)])
