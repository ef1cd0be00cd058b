"""What a scenario is. The models that a trainer's YAML is validated against; the JSON Schema is made from them.

Always holds for a `Scenario` that left `scenarios.loading`: every name that a condition mentions exists, ids are
unique, and unknown keys were refused. Whether the case can be played to each of its endings is `scenarios.checking`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from domain.acts import Act
from domain.endings import EndingKind
from domain.mood import Ceiling, Mood, Pattern, Tone
from domain.scorecard import Dimension
from scenarios.conditions import When, references

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Points = Annotated[float, Field(ge=-10, le=10)]
MoodLevel = Annotated[float, Field(ge=0, le=10)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Intent(StrEnum):
    """Why the customer says a line. Reactions answer what the trainee did; the rest carry the conversation on."""

    # Reactions: the first thing the customer says to what the trainee just did.
    GREETED = "greeted"  # a greeting and nothing else yet
    HEARD = "heard"  # a feeling named or validated, or an apology for the thing itself
    PLAYED_BACK = "played_back"  # the trainee played back what they understood
    OWNED = "owned"  # someone takes it on, with a concrete action
    GIVEN_TIME = "given_time"  # a when and how; may use the slot {when}
    EXPLAINED = "explained"  # an honest cause
    THANKED = "thanked"
    FORMULA = "formula"  # stock empathy or an apology with no object
    APOLOGY_LOOP = "apology_loop"  # the third apology and no progress
    BUT = "but"  # an acknowledgement taken back by "but"
    TOO_EARLY = "too_early"  # a solution before the feeling was heard
    MINIMISED = "minimised"
    BLAMED = "blamed"
    PASSED_ON = "passed_on"  # another team blamed, or sent elsewhere cold
    POLICY = "policy"  # a rule and nothing else
    REFUSED = "refused"  # a no with a real reason
    COMMANDED = "commanded"
    JARGON = "jargon"
    OVERPROMISED = "overpromised"  # a guarantee nobody can give
    SOLD_TO = "sold_to"
    INSULTED = "insulted"
    ASKED_AGAIN = "asked_again"  # asked for what was already given
    IGNORED = "ignored"  # a direct question left unanswered
    MANIPULATED = "manipulated"  # spoken to as if a program, or told to change roles
    OFF_TOPIC = "off_topic"
    GIBBERISH = "gibberish"  # no words, or words that mean nothing here
    ABSURD = "absurd"  # promised what is out of this world
    REVERSED = "reversed"  # the roles turned round: asked to help, or to be the agent
    ASKED_BOT = "asked_bot"  # asked whether this is a person
    FLIRTED = "flirted"
    FOREIGN = "foreign"  # spoken to in another language
    SMALL_TALK = "small_talk"
    ECHOED = "echoed"  # own words handed back
    SAID_AGAIN = "said_again"  # the trainee's message once more
    PRAISED = "praised"  # praised or thanked while nothing is done
    LONG_WINDED = "long_winded"  # cuts into a very long message
    TIME_CHANGED = "time_changed"  # the same promise with another time; may use {earlier} and {when}
    # Content: what the customer brings to the conversation.
    UNKNOWN = "unknown"  # a question that nothing here answers: asks what is meant, and denies nothing
    ALREADY_TOLD = "already_told"  # goes before the answer, when asked for it a second time
    CONFIRM_IDENTITY = "confirm_identity"  # answers an identity check
    NUDGE = "nudge"  # nothing moved: asks for progress, each in another way
    DISTRUST = "distrust"  # tests a promise or an offer: who guarantees that?
    NOT_YET = "not_yet"  # asked if all is well, or told goodbye, while something is open
    CONTENT = "content"  # asked if all is well, and it is
    GUARDED = "guarded"  # asked something that needs more trust than there is
    WAITING = "waiting"  # the trainee asks for a moment
    CHASED = "chased"  # asks what became of a promise; may use {earlier}
    QUIET = "quiet"  # hurt, and short: as little as can be said
    DRIFT = "drift"  # strays from the matter for a moment, as people do


# What is said where a scenario has no line of its own for an intent. Without an entry nothing is said.
NEAREST: Final[Mapping[Intent, Intent]] = {
    Intent.ABSURD: Intent.OVERPROMISED,
    Intent.REVERSED: Intent.MANIPULATED,
    Intent.ASKED_BOT: Intent.MANIPULATED,
    Intent.FLIRTED: Intent.OFF_TOPIC,
    Intent.FOREIGN: Intent.GIBBERISH,
    Intent.SMALL_TALK: Intent.OFF_TOPIC,
    Intent.ECHOED: Intent.FORMULA,
    Intent.SAID_AGAIN: Intent.NUDGE,
    Intent.PRAISED: Intent.FORMULA,
    Intent.LONG_WINDED: Intent.NUDGE,
    Intent.TIME_CHANGED: Intent.DISTRUST,
    Intent.CHASED: Intent.NUDGE,
    Intent.QUIET: Intent.NUDGE,
}


class Line(Strict):
    """One authored line. `tone` says in which moods it may be said (all, when none is named). Two slots are filled with
    the trainee's own words: `{when}` is the time that the message just answered names, `{earlier}` one that an earlier
    message named. A line with a slot is only said when there is something to fill it with."""

    text: Annotated[str, Field(min_length=1, max_length=400)]
    tone: tuple[Tone, ...] = ()

    def fits(self, tone: Tone) -> bool:
        return not self.tone or tone in self.tone


def _line(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Lines = tuple[Annotated[Line, BeforeValidator(_line, json_schema_input_type=str | Line)], ...]
SomeLines = Annotated[Lines, Field(min_length=1)]


class Effects(Strict):
    """Changes of mood, in points (-10..10) before the temperament scales them."""

    frustration: Points = 0
    trust: Points = 0
    effort: Points = 0
    patience: Points = 0


# What acts and patterns do here, instead of what the tables of roleplay/effects.yaml say.
OwnEffects = dict[Act | Pattern, Effects]


class Brief(Strict):
    """What the trainee reads before the conversation. Nothing that is to be found out stands here."""

    company: str
    role: str
    situation: str
    goals: Annotated[tuple[str, ...], Field(min_length=1)]
    good_to_know: tuple[str, ...] = ()


class Temperament(StrEnum):
    """How strongly this person reacts; the scales are in roleplay/effects.yaml."""

    PATIENT = "patient"  # slow to anger, forgives, remembers
    SENSITIVE = "sensitive"  # hurt by coldness, healed by warmth
    FIERY = "fiery"  # quick up, and quick down when taken seriously
    WARY = "wary"  # trust comes slowly, goes fast
    RESERVED = "reserved"  # shows little; leaves rather than argues


class Habit(StrEnum):
    """How this person talks when they are being themselves. Each shows only where the moment allows it."""

    DRIFTS = "drifts"  # strays for a moment once the worst of it is over
    INTERRUPTS = "interrupts"  # cuts into long messages while upset
    GOES_QUIET = "goes_quiet"  # says next to nothing after being hurt, until that is put right


class Trigger(Strict):
    """Something that touches this person more than others. `why` is shown in the debrief."""

    on: Act
    effects: Effects
    why: str
    says: Lines = ()


class Persona(Strict):
    """The customer as a person. `effects` replace what an act or a pattern does to people of this temperament; a
    scenario's own `effects` go before both."""

    name: Annotated[str, Field(min_length=1)]
    age: Annotated[int, Field(ge=14, le=110)]
    about: str
    voice: str
    temperament: Temperament
    patience: Annotated[float, Field(ge=2, le=10)]
    habits: tuple[Habit, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    effects: OwnEffects = {}


class Opening(Strict):
    frustration: MoodLevel
    trust: MoodLevel
    effort: MoodLevel
    says: SomeLines


class Disclosure(StrEnum):
    OPEN = "open"  # the customer brings it up unasked when there is room
    ASKED = "asked"  # only when asked
    TRUST = "trust"  # when asked, or unasked once trust is high enough


class Fact(Strict):
    """Something true. `asked_by` are questions, phrased as trainees do, that ask for it; `statement` is what a model
    may be told once the rule is met; `trust` is the level from which a trust fact may come out. A `passing` fact is how
    it stands for the moment: whoever asks once more later asks something new."""

    id: Name
    statement: str
    disclosure: Disclosure
    trust: MoodLevel | None = None
    passing: bool = False
    asked_by: tuple[str, ...] = ()
    says: SomeLines
    matters: str = ""  # why it would have helped to find it; shown in the debrief when it was never found

    @model_validator(mode="after")
    def _rule_is_complete(self) -> "Fact":
        if (self.disclosure is Disclosure.TRUST) != (self.trust is not None):
            raise ValueError("give trust (0 to 10) when disclosure is trust, and only then")
        if self.disclosure is not Disclosure.OPEN and len(self.asked_by) < 3:
            raise ValueError("write at least 3 questions under asked_by, as different people would put them")
        return self


class NeedKind(StrEnum):
    FUNCTIONAL = "functional"
    EMOTIONAL = "emotional"


class Need(Strict):
    """What this customer needs. `presses` are lines with which they bring it up while it is unmet: plainly when it is
    spoken, as a hint when it is not. A second issue has `arises`: it is raised, with one of `raises`, once that holds,
    so only with somebody who has handled the first well."""

    id: Name
    kind: NeedKind
    spoken: bool
    statement: str
    met_when: When
    arises: When = When()
    raises: Lines = ()
    presses: Lines = ()
    weight: Annotated[float, Field(gt=0, le=5)] = 1

    @property
    def second(self) -> bool:
        """Whether this comes up only later, when something else has gone well."""
        return bool(self.raises)

    @model_validator(mode="after")
    def _second_issue_is_whole(self) -> "Need":
        if bool(self.arises.atoms()) != bool(self.raises):
            raise ValueError("a second issue has both arises (when it comes up) and raises (the words for it)")
        if self.raises and not (self.spoken and self.presses):
            raise ValueError("a second issue is spoken, and has lines under presses")
        return self


class Move(Strict):
    """A scenario's own act. `requires` says when it is welcome; before that the customer gives an objection.

    `kept_by` names desk actions, one of which must follow for the move to be a promise kept. `broken_by` names desk
    actions of which the customer hears (a text message, an e-mail) and that contradict what was promised; `breaks` are
    the lines for it. `solution` marks a way forward: said before the customer feels heard, it lands badly."""

    id: Name
    description: str
    examples: Annotated[tuple[str, ...], Field(min_length=4)]
    effects: Effects
    solution: bool = False
    requires: When = When()
    kept_by: tuple[Name, ...] = ()
    broken_by: tuple[Name, ...] = ()
    says: SomeLines
    objects: Lines = ()
    breaks: Lines = ()

    @model_validator(mode="after")
    def _broken_promise_is_whole(self) -> "Move":
        if bool(self.broken_by) != bool(self.breaks):
            raise ValueError("give both broken_by (desk actions) and breaks (what the customer says to it), or neither")
        return self


class Parameter(Strict):
    """One thing to fill in at the desk. An amount has a unit and a maximum that the policy allows."""

    id: Name
    label: str
    kind: Literal["choice", "amount", "text"]
    options: tuple[str, ...] = ()
    unit: str = ""
    maximum: float | None = None
    over_maximum: str = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Parameter":
        if self.kind == "choice" and len(self.options) < 2:
            raise ValueError("a choice needs at least two options")
        if self.kind == "amount" and (self.maximum is None or not self.over_maximum):
            raise ValueError("an amount needs maximum, and over_maximum: what the desk answers above it")
        return self


class Action(Strict):
    """One tool at the desk. `requires` not met: the desk answers `refusal` and nothing changes. `sets` changes the
    world (values may use {parameter}); `account_data` marks what must not happen before identity is verified."""

    id: Name
    label: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    requires: When = When()
    refusal: str = ""
    sets: dict[Name, str] = {}
    result: str
    account_data: bool = False
    verifies_identity: bool = False

    @model_validator(mode="after")
    def _refusal_is_written(self) -> "Action":
        if self.requires.atoms() and not self.refusal:
            raise ValueError("write refusal: what the desk answers when requires is not met")
        return self


class Record(Strict):
    """One line of what the desk shows. `value` changes when an action sets the key."""

    label: str
    value: str


class Desk(Strict):
    records: dict[Name, Record]
    policy: Annotated[tuple[str, ...], Field(min_length=1)]
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]


class Ending(Strict):
    """One way it can end. Endings are tried in the order written; the first whose condition holds is taken.

    `when` must ask for an event, so that a conversation never ends without a cause. `summary` opens the debrief."""

    id: Name
    kind: EndingKind
    title: str
    when: When
    summary: str
    says: Lines = ()

    @model_validator(mode="after")
    def _has_an_event(self) -> "Ending":
        if not references((*self.when.all, *self.when.any), "event"):
            raise ValueError("under when, ask for an event (event:closing, event:patience_out, ...)")
        return self


class LevelRule(Strict):
    """`level` holds when `when` does; rules are tried in the order written, the last one has no condition."""

    level: Annotated[float, Field(ge=1, le=5)]
    when: When = When()
    reason: str


class Criterion(Strict):
    """A criterion of this case. With the id of a rubric's criterion it replaces that criterion's computation."""

    id: Name
    title: str
    dimension: Dimension
    weight: Annotated[float, Field(gt=0, le=5)] = 1
    levels: Annotated[tuple[LevelRule, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _always_decides(self) -> "Criterion":
        if self.levels[-1].when.atoms():
            raise ValueError("the last level must have no condition, so that there is always a level")
        return self


class Scenario(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    version: Annotated[int, Field(ge=1)]
    title: str
    summary: str
    industry: str
    channel: Literal["chat", "phone", "shop", "e-mail"]
    difficulty: Annotated[int, Field(ge=1, le=3)]
    minutes: Annotated[int, Field(ge=3, le=30)]
    skills: Annotated[tuple[str, ...], Field(min_length=1)]
    guidance: Annotated[tuple[str, ...], Field(min_length=1)]
    brief: Brief
    persona: Persona
    situation: str
    opening: Opening
    facts: tuple[Fact, ...]
    needs: tuple[Need, ...]
    moves: tuple[Move, ...]
    desk: Desk
    lines: dict[Intent, SomeLines]
    effects: OwnEffects = {}
    endings: Annotated[tuple[Ending, ...], Field(min_length=2)]
    criteria: tuple[Criterion, ...] = ()

    def fact(self, name: str) -> Fact:
        return next(fact for fact in self.facts if fact.id == name)

    def need(self, name: str) -> Need:
        return next(need for need in self.needs if need.id == name)

    def move(self, name: str) -> Move:
        return next(move for move in self.moves if move.id == name)

    def action(self, name: str) -> Action | None:
        return next((action for action in self.desk.actions if action.id == name), None)

    def ending(self, name: str) -> Ending:
        return next(ending for ending in self.endings if ending.id == name)

    def opening_mood(self, ceiling: Ceiling = Ceiling.FULL) -> Mood:
        frustration = min(self.opening.frustration, ceiling.frustration)
        return Mood(frustration, self.opening.trust, self.opening.effort, self.persona.patience)

    def lines_for(self, intent: Intent) -> tuple[Line, ...]:
        """The lines for an intent, or those for the nearest one that this scenario has."""
        nearest = NEAREST.get(intent, intent)
        return self.lines.get(intent) or self.lines.get(nearest, ())
