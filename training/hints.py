"""Help in the middle of a conversation: reads the signs of the moment, has the hint chosen, and cites the guidance.

Always holds: a hint rests on the director's state and on the last reading, so the same moment gives the same hint; it
tells nothing of what the customer has not said.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from domain.acts import Act
from domain.conversation import Speaker
from domain.mood import MoodChange, Pattern, Tone
from domain.reading import Reading
from evaluation.coaching import first_name
from evaluation.hints import Hint, Sign, load_hints
from evaluation.sightings import ACKNOWLEDGES
from knowledge.pages import GuidancePage, load_pages
from records.rows import TurnRow
from roleplay.state import State
from scenarios.model import Disclosure, NeedKind, Scenario
from training.turns import detail_from_json, reading_from_json
from training.views import HintView

_OF_ACTS: Final = (
    (Sign.HURT, (Act.RUDE, Act.BLAME_CUSTOMER, Act.MINIMISE, Act.COMMAND)),
    (Sign.TOLD_TWICE, (Act.ASK_REPEAT,)),
    (Sign.IGNORED, (Act.IGNORE_QUESTION,)),
    (Sign.OVERPROMISED, (Act.FALSE_PROMISE,)),
    (Sign.RULE_ALONE, (Act.BARE_POLICY,)),
    (Sign.PASSED_ON, (Act.BLAME_OTHER_TEAM, Act.COLD_TRANSFER)),
)
_OF_CAUSES: Final = (
    (Sign.TOLD_TWICE, (Pattern.TOLD_TWICE,)),
    (Sign.LOOPING, (Pattern.APOLOGY_LOOP,)),
    (Sign.PROMISE_WENT_WRONG, (Pattern.PROMISE_SILENT, Pattern.PROMISE_CHANGED, Pattern.PROMISE_BROKEN)),
)
HEARD_FROM: Final = 1.0  # the director's measure of how well the feeling has been met


class Moment:
    """Where a conversation stands: the state, and the last message with what it did."""

    def __init__(self, scenario: Scenario, state: State, rows: Sequence[TurnRow]) -> None:
        self.scenario = scenario
        self.state = state
        asked = [row for row in rows if row.speaker is Speaker.TRAINEE and row.detail is not None]
        said = [row for row in rows if row.speaker is Speaker.CUSTOMER and row.detail is not None]
        self._reading = reading_from_json(asked[-1].detail or "") if asked else Reading()
        self._changes: tuple[MoodChange, ...] = detail_from_json(said[-1].detail or "").changes if said else ()

    def hint(self) -> Hint:
        return load_hints().next(self.signs())

    def signs(self) -> frozenset[Sign]:
        return frozenset((*self._of_the_message(), *self._of_the_person(), *self._of_the_case()))

    def view(self, hint: Hint, *, number: int, given: int, seed: int) -> HintView:
        """The hint as it is shown, with its sentence of guidance; "" when the page does not say it any more. `number`
        counts the attempt's hints, `given` how often it was this one before."""
        page, name = _pages().get(hint.page), first_name(self.scenario.persona.name)
        texts = {each.id: each.text for each in page.paragraphs} if page else {}
        return HintView(
            hint_id=hint.id,
            skill=hint.skill,
            words=hint.worded(name=name, tool=self._tool(), seed=f"{seed}:{hint.id}", given=given),
            guidance_id=hint.page,
            guidance_title=page.title if page else "",
            paragraph_id=hint.guidance,
            quote=hint.quote if hint.quote in texts.get(hint.guidance, "") else "",
            number=number,
        )

    def _of_the_message(self) -> Iterator[Sign]:
        reading = self._reading
        yield from (sign for sign, acts in _OF_ACTS if reading.has(*acts))
        causes = {change.cause.partition(":")[0] for change in self._changes}
        yield from (sign for sign, patterns in _OF_CAUSES if causes & {each.value for each in patterns})
        if reading.but_cancels:
            yield Sign.CANCELLED
        if reading.has(Act.EMPTY_FORMULA, Act.GENERIC_APOLOGY) and not reading.has(*ACKNOWLEDGES):
            yield Sign.FORMULA
        timed = reading.has(Act.SET_EXPECTATION) or any(promise.when for promise in reading.promises)
        if reading.has(Act.COMMIT_ACTION) and not timed:
            yield Sign.VAGUE

    def _of_the_person(self) -> Iterator[Sign]:
        if self.state.mood.tone in {Tone.TENSE, Tone.ANGRY}:
            yield Sign.UPSET
        if self.state.heard >= HEARD_FROM:
            yield Sign.HEARD
        if self.state.parked:
            yield Sign.TOO_EARLY

    def _of_the_case(self) -> Iterator[Sign]:
        scenario, state = self.scenario, self.state
        untold = [fact for fact in scenario.facts if fact.id not in state.told]
        told = [fact for fact in scenario.facts if fact.id in state.told]
        asked = not {Act.ASK_OPEN, Act.ASK_CLOSED}.isdisjoint(state.acts)
        if asked or any(fact.disclosure is Disclosure.ASKED for fact in told):
            yield Sign.ASKED
        if any(fact.matters and fact.disclosure is not Disclosure.OPEN for fact in untold):
            yield Sign.HIDDEN
        unmet = [need for need in scenario.needs if need.id not in state.needs]
        is_open = any(need.spoken and need.kind is NeedKind.FUNCTIONAL for need in unmet)
        yield Sign.OPEN if is_open else Sign.SOLVED
        if any(not need.spoken for need in unmet):
            yield Sign.UNSAID
        if self._tool():
            yield Sign.PROMISED
        if self._needs_identity():
            yield Sign.IDENTITY_DUE

    def _tool(self) -> str:
        """The label of the tool that would bear out the oldest promise that the desk does not bear out yet, or ""."""
        for owed in self.state.owed:
            kept_by = self.scenario.move(owed.move).kept_by
            if kept_by and not set(kept_by) & set(self.state.desk):
                return next((action.label for name in kept_by if (action := self.scenario.action(name))), "")
        return ""

    def _needs_identity(self) -> bool:
        """Whether something that would meet an open need uses account data, and identity is not verified yet."""
        unmet = [need.met_when for need in self.scenario.needs if need.id not in self.state.needs]
        wanted = {atom for when in unmet for atom in (*when.all, *when.any)}
        leading = {name for move in self.scenario.moves if f"move:{move.id}" in wanted for name in move.kept_by}
        actions = self.scenario.desk.actions
        checks = {action.id for action in actions if action.verifies_identity}
        uses = any(
            action.account_data and (f"desk:{action.id}" in wanted or action.id in leading) for action in actions
        )
        return uses and bool(checks) and checks.isdisjoint(self.state.desk)


@cache
def _pages() -> Mapping[str, GuidancePage]:
    return {page.id: page for page in load_pages()}
