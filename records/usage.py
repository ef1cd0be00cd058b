"""What chat models cost, and who worded the customers' lines: sums over a span of time, for whoever pays.

Always holds: nobody is named and no word of a conversation leaves; a copied turn of a conversation that was taken up
again is not counted twice. Days are days in UTC.
"""

from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, extract, func, or_, select

from domain.conversation import Engine, Speaker
from records import tables
from records.repository import Repository
from records.rows import LineRow, ModelUsage, UsageDayRow

_A = tables.attempts.c
_P = tables.people.c
_T = tables.turns.c
_U = tables.model_usage.c


class UsageSums(Repository):
    """Spans are from `since` to before `until`."""

    def by_model(self, *, since: datetime, until: datetime) -> list[ModelUsage]:
        """What each model cost in the whole installation, by name."""
        query = _summed(_U.model.label("model")).where(_within(_U.at, since, until))
        query = query.group_by(_U.model).order_by(_U.model)
        return self._database.read(
            lambda connection: [_usage(row["model"], row) for row in connection.execute(query).mappings()]
        )

    def by_day(self, organisation_id: str, *, since: datetime, until: datetime) -> list[UsageDayRow]:
        """What each day cost an organisation, in order; days without a request are left out. The span lies within one
        month."""
        day = extract("day", _U.at)
        query = (
            _summed(day.label("day"), func.count(_U.attempt_id.distinct()).label("attempts"))
            .join(tables.attempts, _A.id == _U.attempt_id)
            .join(tables.people, _P.id == _A.person_id)
            .where(_P.organisation_id == organisation_id, _within(_U.at, since, until))
            .group_by(day)
            .order_by(day)
        )
        return self._database.read(
            lambda connection: [
                UsageDayRow(since.date().replace(day=int(row["day"])), row["attempts"], _usage("", row))
                for row in connection.execute(query).mappings()
            ]
        )

    def lines(self, organisation_id: str, *, since: datetime, until: datetime, holding: str) -> list[LineRow]:
        """The customers' answers to what an organisation's trainees said, counted by who worded them. Those whose
        detail holds the text `holding` come one by one with their detail; what that means belongs to its writer."""
        answers = (
            _P.organisation_id == organisation_id,
            _T.speaker == Speaker.CUSTOMER,
            _T.number > 0,
            _within(_T.said_at, since, until),
            or_(_A.forked_turn.is_(None), _T.number > _A.forked_turn),
            # Spares reading the turns of conversations that were over before, which are most of them.
            and_(_A.started_at < until, or_(_A.ended_at.is_(None), _A.ended_at >= since)),
        )

        marked = _T.detail.contains(holding, autoescape=True)
        several = _of_attempts(select(_T.engine, func.count()).where(*answers, ~marked).group_by(_T.engine))
        single = _of_attempts(select(_T.engine, _T.detail).where(*answers, marked))

        def work(connection: Connection) -> list[LineRow]:
            return [
                *(LineRow(engine or Engine.SCRIPTED, count) for engine, count in connection.execute(several)),
                *(LineRow(engine or Engine.SCRIPTED, 1, text or "") for engine, text in connection.execute(single)),
            ]

        return self._database.read(work)


_Columns = TypeVarTuple("_Columns")


def _of_attempts(query: Select[*_Columns]) -> Select[*_Columns]:
    """The query over turns, with their attempts and people at hand."""
    joined = tables.turns.join(tables.attempts, _A.id == _T.attempt_id).join(tables.people, _P.id == _A.person_id)
    return query.select_from(joined)


def _summed(*others: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """A query for these columns and the five sums that `_usage` reads."""
    summed = (_U.input_tokens, _U.output_tokens, _U.cached_tokens, _U.requests, _U.estimated_tokens)
    return select(*others, *(func.sum(column).label(column.key) for column in summed)).select_from(tables.model_usage)


def _usage(model: str, row: RowMapping) -> ModelUsage:
    return ModelUsage(
        model=model,
        input_tokens=row["input_tokens"],
        output_tokens=row["output_tokens"],
        cached_tokens=row["cached_tokens"],
        requests=row["requests"],
        estimated_tokens=row["estimated_tokens"],
    )


def _within(column: ColumnElement[datetime], since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(column >= since, column < until)
