"""A conversation as screens, the api and commands are shown it: its turns, its desk."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from domain.conversation import DeskEntry
from domain.errors import ModelFault
from records.rows import TurnRow
from roleplay.pipeline import Rejected
from roleplay.state import State
from scenarios.model import Scenario
from training.faults import harm_in
from training.turns import readable_detail
from training.views import ActionView, DeskView, FieldView, TurnView

NO_FLAGS: Final[Mapping[int, str]] = MappingProxyType({})


def turn_views(
    rows: Sequence[TurnRow], flags: Mapping[int, str] = NO_FLAGS, *, most: int | None = None
) -> tuple[TurnView, ...]:
    """The last `most` turns (None: all) as they are shown. `flags` is what the trainee found wrong with customer's
    lines, by turn. Of a line whose detail another version kept, only the words are shown."""
    said_at = {row.number: row.said_at for row in rows}
    views = []
    for row in rows[-most:] if most else rows:
        detail = readable_detail(row)
        waited = row.said_at - said_at.get(row.number - 1, row.said_at)
        views.append(
            TurnView(
                number=row.number,
                speaker=row.speaker,
                text=row.text,
                said_at=row.said_at,
                engine=row.engine,
                replaced=detail is not None and any(map(_was_tried, detail.rejected)),
                harmed=harm_in(detail, row.engine, waited) if detail is not None else "",
                flagged=flags.get(row.number, ""),
            )
        )
    return tuple(views)


def _was_tried(rejected: Rejected) -> bool:
    """Once the month's limit is reached the model is not tried at all, and no trainee need hear of it at each line."""
    return not rejected.failure.startswith(ModelFault.BUDGET)


def desk_view(scenario: Scenario, state: State, log: tuple[DeskEntry, ...]) -> DeskView:
    world = dict(state.world)
    return DeskView(
        records=tuple((record.label, world[key]) for key, record in scenario.desk.records.items()),
        policy=scenario.desk.policy,
        actions=tuple(
            ActionView(
                id=action.id,
                label=action.label,
                description=action.description,
                fields=tuple(
                    FieldView(each.id, each.label, each.kind, each.options, each.unit) for each in action.parameters
                ),
            )
            for action in scenario.desk.actions
        ),
        log=log,
    )
