"""What is known of a rehearsed conversation besides its words: how it stood at the end, and what moved the customer.

Values that the caller gathers from what was saved. Without them (a transcript from elsewhere) only words are judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.conversation import Speaker, Transcript
from domain.endings import EndingKind
from domain.mood import Mood, MoodChange
from scenarios.conditions import Situation
from scenarios.model import Need, NeedKind, Scenario

PER_POINT: Final = 5.0  # points of mood, trust less frustration, to one of contentment


@dataclass(frozen=True, slots=True)
class Case:
    """One rehearsed conversation.

    `situation` is the last one: all acts, moves, desk actions, facts told and needs met, the world, the mood. `moods`
    begins with the opening, then one after each answer of the customer. `changes` are (number of the trainee's turn,
    change), in order. `ending_id` names the scenario's ending, "" when it is not known. `harmed` are the numbers of
    customer's turns in which the simulator was at fault.
    """

    scenario: Scenario
    situation: Situation
    ending: EndingKind | None
    moods: tuple[Mood, ...]
    changes: tuple[tuple[int, MoodChange], ...]
    ending_id: str = ""
    harmed: frozenset[int] = frozenset()

    @property
    def spared(self) -> frozenset[int]:
        """The trainee's turns that answer a harmed one: what they did wrong there costs nothing."""
        return frozenset(number + 1 for number in self.harmed)

    @property
    def opening(self) -> Mood:
        return self.moods[0] if self.moods else self.scenario.opening_mood()

    @property
    def final(self) -> Mood:
        return self.moods[-1] if self.moods else self.situation.mood

    def contentment(self, transcript: Transcript) -> dict[int, float]:
        """How content the simulated customer is at each of their turns, -2..2, by the mood."""
        turns = transcript.by(Speaker.CUSTOMER)
        return {
            turn.number: round((mood.trust - mood.frustration) / PER_POINT, 3)
            for turn, mood in zip(turns, self.moods, strict=False)
        }

    def needs(self, kind: NeedKind) -> tuple[Need, ...]:
        return tuple(need for need in self.scenario.needs if need.kind is kind)

    def met(self, need: Need) -> bool:
        return need.id in self.situation.needs

    def share_met(self, needs: tuple[Need, ...]) -> float:
        """The weighted share of these needs that is met, 0..1; 0 when there are none."""
        whole = sum(need.weight for need in needs)
        return sum(need.weight for need in needs if self.met(need)) / whole if whole else 0.0

    def changes_of(self, *causes: str) -> Iterator[tuple[int, MoodChange]]:
        """The changes that have one of these causes."""
        return ((turn, change) for turn, change in self.changes if change.cause in causes)
