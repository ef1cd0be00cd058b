"""The customer's side of one turn, step by step: what the message did to the mood, facts, moves and needs.

A `Moment` is the director's scratch pad for one message. Each step adds named causes; nothing is read from outside
the state, the reading and the scenario, so the same three always give the same moment.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from domain.acts import Act
from domain.mood import MoodChange
from domain.reading import Reading
from roleplay.effects import EffectTables, Pattern, harms, moved_by
from roleplay.state import State
from scenarios.conditions import Event
from scenarios.model import Disclosure, Fact, Move, NeedKind, Scenario

# How far each act goes towards a customer feeling heard; 1 is enough. Authored: naming the feeling does it alone.
HEARING: Final = {
    Act.NAME_FEELING: 1.0,
    Act.VALIDATE: 0.7,
    Act.CHECK_UNDERSTANDING: 0.6,
    Act.SPECIFIC_APOLOGY: 0.5,
    Act.TAKE_OWNERSHIP: 0.4,
    Act.PERSONALISE: 0.2,
}
APOLOGIES: Final = (Act.SPECIFIC_APOLOGY, Act.GENERIC_APOLOGY)
LOOP_FROM: Final = 3  # the third apology is a loop
UPSET: Final = 4.0  # above this frustration a solution before acknowledgement lands badly
GRUDGING: Final = 0.5  # the share of its effect that a solution keeps when it came too early
PROGRESS: Final = 0.3  # mood points for the better that count as progress


@dataclass(slots=True)
class Moment:
    """One message being lived through. Read the lists after `live`."""

    scenario: Scenario
    state: State
    reading: Reading
    tables: EffectTables
    changes: list[MoodChange] = field(default_factory=list)
    answers: list[Fact] = field(default_factory=list)
    again: list[Fact] = field(default_factory=list)
    guarded: list[Fact] = field(default_factory=list)
    welcomed: list[Move] = field(default_factory=list)
    objected: list[Move] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    kindnesses: int = 0
    looping: bool = False
    too_early: bool = False
    goodbye_refused: bool = False

    def live(self) -> None:
        """Run every step in the order in which a person would notice them."""
        before = self.state
        self._feel_acts()
        self._feel_patterns()
        self._weigh_moves()
        self._answer_questions()
        self.note_needs()
        self._part()
        self._lose_patience(before)

    def feel(self, cause: str, pattern: Pattern, *, quote: str = "", share: float = 1.0) -> None:
        change = self.tables.change(
            cause, self.tables.patterns[pattern], self.scenario.persona.temperament, quote=quote, share=share
        )
        self._apply(change)

    def _apply(self, change: MoodChange) -> None:
        change = self.tables.softened(change, self.state.mood)
        self.changes.append(change)
        self.state = replace(self.state, mood=moved_by(self.state.mood, change))

    def _kind_share(self, times_before: int) -> float:
        share = self.tables.share(times_before, in_message=self.kindnesses)
        self.kindnesses += 1
        return share

    def _feel_acts(self) -> None:
        acts = tuple(dict.fromkeys(found.what for found in self.reading.acts))
        for act in acts:
            if self.reading.but_cancels and act in HEARING:
                continue
            effects = self.tables.acts[act]
            share = 1.0 if harms(effects) else self._kind_share(self.state.acts.count(act))
            quote = self.reading.quote(act)
            temperament = self.scenario.persona.temperament
            self._apply(self.tables.change(act.value, effects, temperament, quote=quote, share=share))
            for trigger in self.scenario.persona.triggers:
                if trigger.on is act:
                    self._apply(self.tables.change(f"trigger:{act}", trigger.effects, temperament, quote=quote))
            self.state = replace(self.state, heard=self.state.heard + HEARING.get(act, 0.0))
        self.state = replace(
            self.state,
            acts=self.state.acts + tuple(found.what for found in self.reading.acts),
            insults=self.state.insults + self.reading.has(Act.RUDE),
            when=next((promise.when for promise in self.reading.promises if promise.when), self.state.when),
        )

    def _feel_patterns(self) -> None:
        if self.reading.empty:
            self.feel(Pattern.NOTHING_SAID, Pattern.NOTHING_SAID)
        if self.reading.but_cancels:
            self.feel(Pattern.BUT_CANCELS, Pattern.BUT_CANCELS, quote=self.reading.quote(*HEARING, Act.EMPTY_FORMULA))
        apologies = sum(self.state.acts.count(act) for act in APOLOGIES)
        empty_handed = not self.reading.moves and not self.reading.has(Act.COMMIT_ACTION)
        if apologies >= LOOP_FROM and self.reading.has(*APOLOGIES) and empty_handed:
            self.looping = True
            self.feel(Pattern.APOLOGY_LOOP, Pattern.APOLOGY_LOOP, quote=self.reading.quote(*APOLOGIES))

    @property
    def _not_heard(self) -> bool:
        return self.state.heard < 1 and self.state.mood.frustration > UPSET

    def _weigh_moves(self) -> None:
        for found in self.reading.moves:
            move = self.scenario.move(found.what)
            if not move.requires.holds(self.state.situation()):
                self.objected.append(move)
            elif move.solution and self._not_heard and move.id not in self.state.parked:
                self.too_early = True
                self.objected.append(move)
                self.state = replace(self.state, parked=_with(self.state.parked, move.id))
                self.feel(Pattern.SOLUTION_TOO_EARLY, Pattern.SOLUTION_TOO_EARLY, quote=found.quote)
            else:
                # Offered again and still not heard: taken, without much joy.
                self._welcome(move, found.quote, share=GRUDGING if self._not_heard and move.solution else 1.0)
        if not self._not_heard:
            for name in self.state.parked:
                self._welcome(self.scenario.move(name), "", share=GRUDGING)

    def _welcome(self, move: Move, quote: str, *, share: float = 1.0) -> None:
        times = self.state.moves.count(move.id)
        if not harms(move.effects):
            share *= self._kind_share(times)
        self._apply(
            self.tables.change(
                f"move:{move.id}", move.effects, self.scenario.persona.temperament, quote=quote, share=share
            )
        )
        if times == 0 or harms(move.effects):
            self.welcomed.append(move)
        still_parked = tuple(name for name in self.state.parked if name != move.id)
        self.state = replace(self.state, moves=(*self.state.moves, move.id), parked=still_parked)

    def _answer_questions(self) -> None:
        for found in self.reading.asked_facts:
            fact = self.scenario.fact(found.what)
            if fact.id in self.state.told:
                self.again.append(fact)
                self.feel(Pattern.TOLD_TWICE, Pattern.TOLD_TWICE, quote=found.quote)
            elif fact.disclosure is Disclosure.TRUST and self.state.mood.trust < (fact.trust or 0):
                self.guarded.append(fact)
            else:
                self.answers.append(fact)
                self.tell(fact)
                self.feel(f"fact:{fact.id}", Pattern.FACT_FOUND, quote=found.quote)

    def tell(self, fact: Fact) -> None:
        self.state = replace(self.state, told=_with(self.state.told, fact.id))

    def note_needs(self) -> None:
        """Notice every need that is met now. Meeting one may meet the next, so it runs until nothing changes."""
        while True:
            situation = self.state.situation()
            fresh = next(
                (
                    need
                    for need in self.scenario.needs
                    if need.id not in self.state.needs and need.met_when.holds(situation)
                ),
                None,
            )
            if fresh is None:
                return
            self.met.append(fresh.id)
            self.state = replace(self.state, needs=(*self.state.needs, fresh.id))
            self.feel(f"need:{fresh.id}", Pattern.NEED_MET, share=fresh.weight)

    @property
    def open_needs(self) -> list[str]:
        """Spoken functional needs not yet met: while there is one, the customer does not let go."""
        return [
            need.id
            for need in self.scenario.needs
            if need.spoken and need.kind is NeedKind.FUNCTIONAL and need.id not in self.state.needs
        ]

    def _part(self) -> None:
        if self.reading.has(Act.CLOSE) and self.open_needs:
            self.state = replace(self.state, goodbyes=self.state.goodbyes + 1)
            if self.state.goodbyes == 1:
                self.goodbye_refused = True
                self.feel(Pattern.GOODBYE_TOO_EARLY, Pattern.GOODBYE_TOO_EARLY, quote=self.reading.quote(Act.CLOSE))

    def _lose_patience(self, before: State) -> None:
        better = (
            before.mood.frustration - self.state.mood.frustration >= PROGRESS
            or self.state.mood.trust - before.mood.trust >= PROGRESS
        )
        if better or self.answers or self.met:
            self.state = replace(self.state, stalls=0)
            return
        self.state = replace(self.state, stalls=before.stalls + 1)
        if self.state.stalls >= 2:
            self.feel(Pattern.NO_PROGRESS, Pattern.NO_PROGRESS)

    def events(self) -> tuple[Event, ...]:
        """What has happened in this turn that may end the conversation."""
        events = []
        if self.state.mood.patience <= 0:
            events.append(Event.PATIENCE_OUT)
        if self.reading.has(Act.RUDE) and (self.state.insults >= 2 or self.state.mood.frustration > 9):
            events.append(Event.INSULTED)
        sent_away = self.state.acts.count(Act.COLD_TRANSFER) >= 2 and self.reading.has(Act.COLD_TRANSFER)
        handed_on = self.reading.has(Act.WARM_TRANSFER, Act.COLD_TRANSFER) and self.reading.has(Act.CLOSE)
        if sent_away or handed_on:
            events.append(Event.HANDED_OVER)
        if self._closes():
            events.append(Event.CLOSING)
        return tuple(events)

    def _closes(self) -> bool:
        if self.open_needs:
            return self.reading.has(Act.CLOSE) and self.state.goodbyes >= 2
        return self.reading.has(Act.CLOSE, Act.CONFIRM_RESOLUTION) or self.state.stalls >= 3


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)
