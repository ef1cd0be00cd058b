"""The customer's side of one turn, step by step: what the message did to the mood, facts, moves and needs.

A `Moment` is the director's scratch pad for one message. Each step adds named causes; nothing is read from outside
the state, the reading and the scenario, so the same three always give the same moment.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from domain.acts import Act
from domain.mood import MoodChange, Pattern, Tone
from domain.reading import Found, Oddity, Reading
from roleplay import needs, promises
from roleplay.effects import EffectTables, harms, moved_by, strength
from roleplay.state import State
from scenarios.model import Disclosure, Effects, Fact, Habit, Move, Need, NeedKind, Scenario

# How far each act goes towards a customer feeling heard; 1 is enough. Authored: naming the feeling does it alone.
HEARING: Final = {
    Act.NAME_FEELING: 1.0,
    Act.VALIDATE: 0.7,
    Act.CHECK_UNDERSTANDING: 0.6,
    Act.SPECIFIC_APOLOGY: 0.5,
    Act.TAKE_OWNERSHIP: 0.4,
    Act.PERSONALISE: 0.2,
}
ASKED_ABOUT: Final = 0.3  # for each thing that the customer was asked for and told
# What a "but" takes back. What is promised or owned after it still stands.
TAKEN_BACK: Final = frozenset({Act.NAME_FEELING, Act.VALIDATE, Act.CHECK_UNDERSTANDING, Act.SPECIFIC_APOLOGY})
HURTFUL: Final = frozenset(
    {Act.RUDE, Act.BLAME_CUSTOMER, Act.BLAME_OTHER_TEAM, Act.MINIMISE, Act.COMMAND, Act.COLD_TRANSFER}
)
APOLOGIES: Final = (Act.SPECIFIC_APOLOGY, Act.GENERIC_APOLOGY)
LOOP_FROM: Final = 3  # the third apology in a row, with nothing done in between, is a loop
FELT: Final = 0.2  # mood points from which a kind act counts as one of several kindnesses in a message
LONG: Final = 90  # words in a message from which somebody who interrupts does
SILENCE: Final = 2  # turns after a hurt in which somebody who goes quiet says next to nothing
# What puts a hurt right, so that somebody who went quiet talks again.
MENDING: Final = (Act.NAME_FEELING, Act.VALIDATE, Act.SPECIFIC_APOLOGY, Act.TAKE_OWNERSHIP)
# Messages of which nothing counts: they are not said to this customer, or not said at all.
HOLLOW: Final = (Oddity.REVERSED, Oddity.FOREIGN, Oddity.NONSENSE, Oddity.ECHO, Oddity.SAME_AGAIN)
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
    asked_on: list[Fact] = field(default_factory=list)
    welcomed: list[Move] = field(default_factory=list)
    objected: list[Move] = field(default_factory=list)
    before: State = field(init=False)
    met: list[str] = field(default_factory=list)
    kindnesses: int = 0
    looping: bool = False
    too_early: bool = False
    goodbye_refused: bool = False
    broke: Move | None = None
    changed: bool = False
    chases: bool = False
    interrupts: bool = False
    praised: bool = False

    def live(self) -> None:
        """Run every step in the order in which a person would notice them."""
        self.before = self.state
        self._hear_from_the_desk()
        self._feel_acts()
        self._feel_oddities()
        self._feel_patterns()
        self._weigh_moves()
        self._answer_questions()
        self.note_needs()
        self._part()
        self._chase()
        self._lose_patience()

    @property
    def hollow(self) -> bool:
        """Whether nothing in the message counts as said to this customer: a trick, nonsense, mere repetition."""
        return self.reading.has(Act.MANIPULATE_SIMULATOR) or self.reading.is_odd(*HOLLOW)

    def feel(self, cause: str, pattern: Pattern, *, quote: str = "", share: float = 1.0) -> None:
        self._move_mood(cause, self.tables.of(pattern, self.scenario), quote=quote, share=share)

    def _move_mood(self, cause: str, effects: Effects, *, quote: str = "", share: float = 1.0) -> None:
        change = self.tables.change(cause, effects, self.scenario.persona.temperament, quote=quote, share=share)
        mood, went = moved_by(
            self.state.mood,
            self.tables.softened(change, self.state.mood, before=self.before.mood),
            ceiling=self.state.ceiling,
        )
        self.changes.append(went)
        self.state = replace(self.state, mood=mood)

    def _hear_from_the_desk(self) -> None:
        """A message from the desk has reached the customer that contradicts a promise: it no longer stands."""
        self.broke = promises.broken(self.scenario, self.state)
        if self.broke is not None:
            self.state = promises.taken_back(self.state, self.broke)
            self.feel(Pattern.PROMISE_BROKEN, Pattern.PROMISE_BROKEN)

    def _kind_share(self, effects: Effects, times_before: int) -> float:
        share = self.tables.share(times_before, in_message=self.kindnesses)
        self.kindnesses += strength(effects) >= FELT
        return share

    def _feel_acts(self) -> None:
        absurd = {found.quote for found in self.reading.odd if found.what is Oddity.ABSURD}
        # What this person cannot answer was not asked out of interest in them.
        idle = {(Act.ASK_OPEN, question) for question in self.reading.other_questions}
        if self.reading.has(*HURTFUL):  # to be known well by somebody who hurts is no comfort
            idle |= {(Act.PERSONALISE, found.quote) for found in self.reading.acts}
        acts = tuple(
            dict.fromkeys(
                found.what
                for found in self.reading.acts
                if harms(self.tables.of(found.what, self.scenario))
                or not (self.hollow or found.quote in absurd or (found.what, found.quote) in idle)
            )
        )
        # The strongest first, so that a greeting takes nothing from the sentence that matters.
        for act in sorted(acts, key=lambda act: -strength(self.tables.of(act, self.scenario))):
            if act in TAKEN_BACK and not self.reading.stands(act):
                continue
            effects = self.tables.of(act, self.scenario)
            share = 1.0 if harms(effects) else self._kind_share(effects, self.state.acts.count(act))
            quote = self.reading.quote(act)
            self._move_mood(act.value, effects, quote=quote, share=share)
            for trigger in self.scenario.persona.triggers:
                if trigger.on is act:
                    worn = 1.0 if harms(trigger.effects) else share
                    self._move_mood(f"trigger:{act}", trigger.effects, quote=quote, share=worn)
            self.state = replace(self.state, heard=self.state.heard + HEARING.get(act, 0.0))
        times = tuple(promise.when for promise in self.reading.promises if promise.when)
        self.state = replace(
            self.state,
            acts=self.state.acts + acts,
            insults=self.state.insults + self.reading.has(Act.RUDE),
            when=times[0] if times else "",
            times=self.state.times + times,
        )

    def _feel_oddities(self) -> None:
        for found in self.reading.odd:
            if found.what is Oddity.PRAISE:
                self.praised = self._not_heard or (bool(self.open_needs) and self.state.mood.tone is not Tone.WARM)
                if self.praised:
                    self.feel(Pattern.PRAISE_TOO_EARLY, Pattern.PRAISE_TOO_EARLY, quote=found.quote)
            else:
                self._move_mood(found.what.value, self.tables.oddities[found.what], quote=found.quote)

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
        if Habit.INTERRUPTS in self.scenario.persona.habits and self.reading.words >= LONG and self._upset:
            self.interrupts = True
            self.feel(Pattern.LONG_WINDED, Pattern.LONG_WINDED)
        if Habit.GOES_QUIET in self.scenario.persona.habits:
            hurt = SILENCE if self.reading.has(*HURTFUL) and self._upset else max(0, self.state.hurt - 1)
            mended = any(self.reading.stands(act) for act in MENDING) and not self.reading.has(*HURTFUL)
            self.state = replace(self.state, hurt=0 if mended else hurt)

    @property
    def _upset(self) -> bool:
        return self.state.mood.frustration > UPSET

    @property
    def _not_heard(self) -> bool:
        return self.state.heard < 1 and self._upset

    def _weigh_moves(self) -> None:
        if self.hollow:
            return
        hurtful = {found.quote for found in self.reading.acts if found.what in HURTFUL}
        hurtful |= {found.quote for found in self.reading.odd if found.what is Oddity.ABSURD}
        for found in self.reading.moves:
            move = self.scenario.move(found.what)
            if not self._stands(move, found):
                continue
            if move.id in self.state.moves and promises.changed(self.state, move, self.reading, found.quote):
                self.changed = True
                self.feel(Pattern.PROMISE_CHANGED, Pattern.PROMISE_CHANGED, quote=found.quote)
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
        self._move_mood(f"move:{move.id}", move.effects, quote=quote, share=share)
        if times == 0 or harms(move.effects):
            self.welcomed.append(move)
        still_parked = tuple(name for name in self.state.parked if name != move.id)
        self.state = replace(self.state, moves=(*self.state.moves, move.id), parked=still_parked)
        self.state = promises.remembered(self.state, move, self.reading, quote)
        self.note_needs()  # what this move solves may be what the next one in the message builds on

    def _stands(self, move: Move, found: Found[str]) -> bool:
        """Whether a move that was found counts: a promise only when it is promised, kindness only without a "but"."""
        if move.kept_by and not self._promised(found):
            return False
        return found.quote != self.reading.but_cancels or move.solution or bool(move.kept_by) or harms(move.effects)

    def _promised(self, found: Found[str]) -> bool:
        promising = any(each.what in PROMISING and each.quote == found.quote for each in self.reading.acts)
        return promising or found.confidence >= SURE

    def _answer_questions(self) -> None:
        if self.hollow:
            return
        # To ask on about what was told is no asking again; what was not told has its rule, however it is asked for.
        follow_ups = dict.fromkeys(found.what for found in self.reading.follow_ups)
        self.asked_on = [self.scenario.fact(name) for name in follow_ups if name in self.state.told]
        room = MOST_PIECES - self.reading.has(Act.VERIFY_IDENTITY)
        for found in self.reading.asked_facts[:room]:
            fact = self.scenario.fact(found.what)
            if fact in self.asked_on:
                continue
            if fact.id in self.state.told and fact.passing:
                self.answers.append(fact)
            elif fact.id in self.state.told:
                self.again.append(fact)
                self.feel(Pattern.TOLD_TWICE, Pattern.TOLD_TWICE, quote=found.quote)
            elif fact.disclosure is Disclosure.TRUST and self.state.mood.trust < (fact.trust or 0):
                self.guarded.append(fact)
            else:
                self.answers.append(fact)
                self.tell(fact)
                self.state = replace(self.state, heard=self.state.heard + ASKED_ABOUT)
                self.feel(f"fact:{fact.id}", Pattern.FACT_FOUND, quote=found.quote)

    @property
    def confidence(self) -> Fact | None:
        return needs.confidence(self.scenario, self.state)

    def tell(self, fact: Fact) -> None:
        self.state = replace(self.state, told=_with(self.state.told, fact.id))

    def note_needs(self, *, felt: bool = True) -> None:
        """Notice every need that is met now, and those that a later step at the desk has undone.

        Meeting one may meet the next, so it runs until nothing changes. Relief is felt once for each need, and not at
        all when nobody is there to feel it (`felt` False)."""
        self.state = replace(self.state, needs=needs.still_met(self.scenario, self.state))
        while (fresh := needs.newly_met(self.scenario, self.state)) is not None:
            self.met.append(fresh.id)
            first_time = fresh.id not in self.state.relieved
            self.state = replace(
                self.state,
                needs=(*self.state.needs, fresh.id),
                relieved=_with(self.state.relieved, fresh.id),
            )
            if felt and first_time:
                if fresh.kind is NeedKind.EMOTIONAL:
                    self.state = replace(self.state, heard=self.state.heard + 1)  # heard by a move of the case
                self.feel(f"need:{fresh.id}", Pattern.NEED_MET, share=fresh.weight)

    @property
    def open_needs(self) -> list[str]:
        return needs.open_needs(self.scenario, self.state)

    @property
    def second_issue(self) -> Need | None:
        return needs.second_issue(self.scenario, self.state)

    def _part(self) -> None:
        if self.reading.has(Act.CLOSE) and self.open_needs:
            self.state = replace(self.state, goodbyes=self.state.goodbyes + 1)
            if self.state.goodbyes == 1:
                self.goodbye_refused = True
                self.feel(Pattern.GOODBYE_TOO_EARLY, Pattern.GOODBYE_TOO_EARLY, quote=self.reading.quote(Act.CLOSE))

    def _chase(self) -> None:
        """Nobody has come back to a promise: the customer notices, once."""
        owed = promises.overdue(self.scenario, self.state)
        named = {found.what for found in self.reading.moves}
        if owed is not None and owed.move not in named and not self.hollow:
            self.chases = True
            self.state = replace(self.state, chased=(*self.state.chased, owed.move))
            self.feel(Pattern.PROMISE_SILENT, Pattern.PROMISE_SILENT)

    def _lose_patience(self) -> None:
        before = self.before
        better = (
            before.mood.frustration - self.state.mood.frustration >= PROGRESS
            or self.state.mood.trust - before.mood.trust >= PROGRESS
        )
        if better or self.answers or self.met or self.asked_on or self.guarded:
            self.state = replace(self.state, stalls=0)
            return
        self.state = replace(self.state, stalls=before.stalls + 1)
        if self.state.stalls >= 2 and (self.open_needs or self._upset):
            self.feel(Pattern.NO_PROGRESS, Pattern.NO_PROGRESS)


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)
