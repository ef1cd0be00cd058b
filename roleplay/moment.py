"""The customer's side of one turn, step by step: what the message did to the mood, facts, moves and needs.

A `Moment` is the director's scratch pad for one message. Each step adds named causes; nothing is read from outside
the state, the reading and the scenario, so the same three always give the same moment.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from domain.acts import Act
from domain.mood import MoodChange
from domain.reading import Found, Reading
from roleplay.effects import EffectTables, Pattern, harms, moved_by, strength
from roleplay.state import State
from scenarios.conditions import Event
from scenarios.model import Disclosure, Effects, Fact, Move, NeedKind, Scenario

# How far each act goes towards a customer feeling heard; 1 is enough. Authored: naming the feeling does it alone.
HEARING: Final = {
    Act.NAME_FEELING: 1.0,
    Act.VALIDATE: 0.7,
    Act.CHECK_UNDERSTANDING: 0.6,
    Act.SPECIFIC_APOLOGY: 0.5,
    Act.TAKE_OWNERSHIP: 0.4,
    Act.PERSONALISE: 0.2,
}
# What a "but" takes back. What is promised or owned after it still stands.
TAKEN_BACK: Final = frozenset({Act.NAME_FEELING, Act.VALIDATE, Act.CHECK_UNDERSTANDING, Act.SPECIFIC_APOLOGY})
HURTFUL: Final = frozenset(
    {Act.RUDE, Act.BLAME_CUSTOMER, Act.BLAME_OTHER_TEAM, Act.MINIMISE, Act.COMMAND, Act.COLD_TRANSFER}
)
APOLOGIES: Final = (Act.SPECIFIC_APOLOGY, Act.GENERIC_APOLOGY)
LOOP_FROM: Final = 3  # the third apology in a row, with nothing done in between, is a loop
FELT: Final = 0.2  # mood points from which a kind act counts as one of several kindnesses in a message
ANGRY_ALREADY: Final = 7.0  # the first insult to somebody this frustrated is one too many
MOST_PIECES: Final = 3  # things said in one line
# What a promise sounds like. A move that the desk must bear out is only made by words that promise or offer it.
PROMISING: Final = frozenset(
    {Act.COMMIT_ACTION, Act.SET_EXPECTATION, Act.OFFER_OPTION, Act.TAKE_OWNERSHIP, Act.WARM_TRANSFER}
)
SURE: Final = 0.72  # likeness to an example from which a move needs no further sign
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
    before: State = field(init=False)
    met: list[str] = field(default_factory=list)
    kindnesses: int = 0
    looping: bool = False
    too_early: bool = False
    goodbye_refused: bool = False

    def live(self) -> None:
        """Run every step in the order in which a person would notice them."""
        self.before = self.state
        self._feel_acts()
        self._feel_patterns()
        self._weigh_moves()
        self._answer_questions()
        self.note_needs()
        self._part()
        self._lose_patience()

    def feel(self, cause: str, pattern: Pattern, *, quote: str = "", share: float = 1.0) -> None:
        change = self.tables.change(
            cause, self.tables.patterns[pattern], self.scenario.persona.temperament, quote=quote, share=share
        )
        self._apply(change)

    def _apply(self, change: MoodChange) -> None:
        change = self.tables.softened(change, self.state.mood)
        self.changes.append(change)
        self.state = replace(self.state, mood=moved_by(self.state.mood, change))

    def _kind_share(self, effects: Effects, times_before: int) -> float:
        share = self.tables.share(times_before, in_message=self.kindnesses)
        self.kindnesses += strength(effects) >= FELT
        return share

    def _feel_acts(self) -> None:
        acts = tuple(dict.fromkeys(found.what for found in self.reading.acts))
        # The strongest first, so that a greeting takes nothing from the sentence that matters.
        for act in sorted(acts, key=lambda act: -strength(self.tables.acts[act])):
            if act in TAKEN_BACK and not self.reading.stands(act):
                continue
            effects = self.tables.acts[act]
            share = 1.0 if harms(effects) else self._kind_share(effects, self.state.acts.count(act))
            quote = self.reading.quote(act)
            temperament = self.scenario.persona.temperament
            self._apply(self.tables.change(act.value, effects, temperament, quote=quote, share=share))
            for trigger in self.scenario.persona.triggers:
                if trigger.on is act:
                    worn = 1.0 if harms(trigger.effects) else share
                    self._apply(
                        self.tables.change(f"trigger:{act}", trigger.effects, temperament, quote=quote, share=worn)
                    )
            self.state = replace(self.state, heard=self.state.heard + HEARING.get(act, 0.0))
        self.state = replace(
            self.state,
            acts=self.state.acts + acts,
            insults=self.state.insults + self.reading.has(Act.RUDE),
            when=next((promise.when for promise in self.reading.promises if promise.when), ""),
        )

    def _feel_patterns(self) -> None:
        if self.reading.empty:
            self.feel(Pattern.NOTHING_SAID, Pattern.NOTHING_SAID)
        if self.reading.but_cancels:
            self.feel(Pattern.BUT_CANCELS, Pattern.BUT_CANCELS, quote=self.reading.but_cancels)
        apologies = sum(found.what in APOLOGIES for found in self.reading.acts)
        something_done = self.reading.moves or self.reading.has(Act.COMMIT_ACTION)
        self.state = replace(self.state, apologies=0 if something_done else self.state.apologies + apologies)
        if apologies and self.state.apologies >= LOOP_FROM:
            self.looping = True
            self.feel(Pattern.APOLOGY_LOOP, Pattern.APOLOGY_LOOP, quote=self.reading.quote(*APOLOGIES))

    @property
    def _not_heard(self) -> bool:
        return self.state.heard < 1 and self.state.mood.frustration > UPSET

    def _weigh_moves(self) -> None:
        hurtful = {found.quote for found in self.reading.acts if found.what in HURTFUL}
        for found in self.reading.moves:
            move = self.scenario.move(found.what)
            if move.kept_by and not self._promised(found):
                continue
            if not move.requires.holds(self.state.situation()):
                self.objected.append(move)
            elif not harms(move.effects) and found.quote in hurtful:
                continue  # nothing good comes over in a sentence that hurts
            elif move.solution and self._not_heard and move.id not in (*self.state.parked, *self.state.moves):
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
            share *= self._kind_share(move.effects, times)
        self._apply(
            self.tables.change(
                f"move:{move.id}", move.effects, self.scenario.persona.temperament, quote=quote, share=share
            )
        )
        if times == 0 or harms(move.effects):
            self.welcomed.append(move)
        still_parked = tuple(name for name in self.state.parked if name != move.id)
        self.state = replace(self.state, moves=(*self.state.moves, move.id), parked=still_parked)
        self.note_needs()  # what this move solves may be what the next one in the message builds on

    def _promised(self, found: Found[str]) -> bool:
        promising = any(each.what in PROMISING and each.quote == found.quote for each in self.reading.acts)
        return promising or found.confidence >= SURE

    def _answer_questions(self) -> None:
        room = MOST_PIECES - self.reading.has(Act.VERIFY_IDENTITY)
        for found in self.reading.asked_facts[:room]:
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

    @property
    def confidence(self) -> Fact | None:
        """What this person would tell unasked by now, because trust has earned it."""
        trust, heard = self.state.mood.trust, self.state.heard >= 1
        untold = (fact for fact in self.scenario.facts if fact.id not in self.state.told)
        return next((fact for fact in untold if fact.trust is not None and heard and trust >= fact.trust), None)

    def tell(self, fact: Fact) -> None:
        self.state = replace(self.state, told=_with(self.state.told, fact.id))

    def note_needs(self, *, felt: bool = True) -> None:
        """Notice every need that is met now, and those that a later step at the desk has undone.

        Meeting one may meet the next, so it runs until nothing changes. Relief is felt once for each need, and not at
        all when nobody is there to feel it (`felt` False)."""
        situation = self.state.situation()
        standing = tuple(
            name for name in self.state.needs if self.scenario.need(name).met_when.holds_but_for_mood(situation)
        )
        self.state = replace(self.state, needs=standing)
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
            first_time = fresh.id not in self.state.relieved
            self.state = replace(
                self.state,
                needs=(*self.state.needs, fresh.id),
                relieved=_with(self.state.relieved, fresh.id),
            )
            if felt and first_time:
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

    def _lose_patience(self) -> None:
        before = self.before
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
        angry_already = self.before.mood.frustration > ANGRY_ALREADY
        if self.reading.has(Act.RUDE) and (self.state.insults >= 2 or angry_already):
            events.append(Event.INSULTED)
        sent_away = self.state.acts.count(Act.COLD_TRANSFER) >= 2 and self.reading.has(Act.COLD_TRANSFER)
        handed_on = self.reading.has(Act.WARM_TRANSFER, Act.COLD_TRANSFER) and self.reading.has(Act.CLOSE)
        if sent_away or handed_on:
            events.append(Event.HANDED_OVER)
        if self._closes():
            events.append(Event.CLOSING)
        return tuple(events)

    def _closes(self) -> bool:
        if self.answers or self.again:
            return False  # a question is answered before anyone says goodbye
        if self.open_needs:
            return self.reading.has(Act.CLOSE) and self.state.goodbyes >= 2
        # "Does that suit you?" at the end of an offer is about the offer; asked alone, it is about everything.
        eventful = self.guarded or self.welcomed or self.objected or self.met
        # Asked if there is more, a customer who has come to trust brings up what was hard to say.
        confirmed = self.reading.has(Act.CONFIRM_RESOLUTION) and not eventful and self.confidence is None
        return self.reading.has(Act.CLOSE) or confirmed or self.state.stalls >= 3


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)
