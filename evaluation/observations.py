"""What can be seen in a conversation, counted and quoted: the features that the embedded scorer adds up.

Always holds: the same conversation gives the same observations. What counts as one stands in `sightings`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from domain.acts import Act
from domain.conversation import Speaker, Transcript
from domain.reading import NO_EMPATHY, CustomerReading, EmpathyLevels, Reading
from evaluation import agent_words
from evaluation.case import Case
from evaluation.customer_outcome import customer_feeling, customer_outcome, in_line
from evaluation.matter import done_about
from evaluation.promises import promises
from evaluation.recovery import HEARS, came_upset, order_of
from evaluation.sightings import (
    ACKNOWLEDGES,
    LIKELY,
    NO_MERIT,
    NOTHING,
    Observation,
    Said,
    counted,
    counts,
    likely,
    summed,
    words_of,
)

APOLOGIES: Final = (Act.SPECIFIC_APOLOGY, Act.GENERIC_APOLOGY)
FORMULAS: Final = (Act.EMPTY_FORMULA, Act.GENERIC_APOLOGY)
COURTESIES: Final = (Act.THANK, Act.GREET, Act.CLOSE)
UNDERSTANDS: Final = (Act.NAME_FEELING, Act.CHECK_UNDERSTANDING, Act.VALIDATE, Act.PERSONALISE)
ASKS: Final = (*HEARS, Act.VERIFY_IDENTITY)
EARLY: Final = 2  # messages in which somebody who wants to know asks
REFUSALS: Final = (Act.REFUSE_WITH_REASON, Act.BARE_POLICY, Act.COLD_TRANSFER)
INTO_WORDS: Final = 1.0  # understanding, added up, from which the situation was put into words: once strongly, or twice
LOOP_FROM: Final = 3  # the third message with an apology makes a loop

PATTERNS: Final = frozenset(
    {
        # in the trainee's words
        *("warmth", "insight", "curiosity", "but_cancels", "apology_loop", "formula_only", "says_it_again"),
        *(
            "nothing_said",
            "acknowledged_first",
            "solution_first",
            "asked_first",
            "acted",
            "checked_at_the_end",
            "nothing_felt",
        ),
        *("timed_promise", "concrete", "limit", "step", "done_now", "vague", "deflects", "asked_for_fact"),
        "left_unanswered",
        *("mostly_warm", "mostly_insight", "mostly_cold", "mostly_acted", "asked_early", "took_up_figures"),
        # in the customer's words
        *("customer_content", "customer_unhappy", "customer_thanked", "customer_solved", "customer_complained"),
        *("customer_repeated", "customer_chased", "customer_talked_past", "customer_gave_up"),
        *("customer_eased", "customer_sharpened"),
        # in how content the customer was, by the simulated mood or by the reader
        *("customer_ended_glad", "customer_ended_sore", "customer_warmed", "customer_soured"),
        *("customer_mostly_sore", "customer_silent"),
        # in what was done about the matter, whatever the tone
        *("settled", "unsettled", "helped_most", "helped_mostly", "checked_most", "checked_mostly", "guessed"),
        # in what a rehearsal knows besides words
        *("promise_kept", "promise_broken", "all_settled"),
    }
)
FEATURES: Final = PATTERNS | {act.value for act in Act}
REHEARSED: Final = frozenset({"promise_kept", "promise_broken", "all_settled", "asked_for_fact"})  # known only there
NOBODY_HEARD: Final[Mapping[int, CustomerReading]] = MappingProxyType({})


def observe(
    transcript: Transcript,
    readings: Mapping[int, Reading],
    case: Case | None = None,
    *,
    customers: Mapping[int, CustomerReading] = NOBODY_HEARD,
) -> dict[str, Observation]:
    """Every feature of FEATURES, without a `case` all but REHEARSED. `readings` holds one reading for each of the
    trainee's turns, `customers` those of the customer's; in a rehearsal mood and needs are known, and stand for the
    latter."""
    said = [(turn, readings[turn.number]) for turn in transcript.by(Speaker.TRAINEE)]
    spared = case.spared if case is not None else frozenset()
    seen = {act.value: _act(act, said) for act in Act}
    seen |= _mechanisms(said) | _shares(said)
    seen |= _habits(said, seen, spared)
    seen |= order_of(said, spared, upset=came_upset(transcript, case))
    seen |= _substance(said, spared) | _checks(transcript, said)
    refusals = frozenset(number for number, reading in readings.items() if reading.has(*REFUSALS))
    sound = _without(transcript, case.harmed) if case is not None else transcript
    felt = {number: each.contentment for number, each in customers.items()}
    at_ease = frozenset[int]()
    if case is not None:
        felt = case.contentment(transcript)
        at_ease = frozenset(number for number, content in felt.items() if content >= 0)
    outcome = customer_outcome(sound, refusals=refusals, content=at_ease)
    feeling = customer_feeling(sound, felt)
    seen |= {name: Observation(amount) for name, amount in (in_line(outcome, feeling) | feeling).items()}
    seen |= done_about(transcript, said, customers, case=case, spared=spared)
    if case is None:
        return {name: each for name, each in seen.items() if name not in REHEARSED}
    return seen | _known(transcript, readings, case)


def _without(transcript: Transcript, harmed: frozenset[int]) -> Transcript:
    """The conversation without lines that the customer only said through a fault of the simulator."""
    if not harmed:
        return transcript
    return replace(transcript, turns=tuple(turn for turn in transcript.turns if turn.number not in harmed))


def _act(act: Act, said: Said) -> Observation:
    amount, best, quote, where = 0.0, 0.0, "", None
    for turn, reading in said:
        surest = max(counted(reading, act), key=lambda found: found.confidence, default=None)
        if surest is None or not surest.confidence:
            continue
        amount += surest.confidence
        if surest.confidence > best:
            best, quote, where = surest.confidence, surest.quote, turn.number
    return Observation(round(amount, 4), quote, where if quote else None)


def _meant(reading: Reading) -> EmpathyLevels:
    """The levels that a message has for the customer: none where it is addressed to the machine, no warmth where a
    "but" takes it back, and no understanding that none of its sentences shows."""
    if reading.has(Act.MANIPULATE_SIMULATOR):
        return NO_EMPATHY
    levels = reading.empathy
    if not counts(reading, *UNDERSTANDS):
        levels = replace(levels, interpretation=0)
    elif not counts(reading, *ACKNOWLEDGES):  # a detail taken up is a sign of understanding, and no more
        levels = replace(levels, interpretation=min(levels.interpretation, 1))
    taken_back = bool(reading.but_cancels) and not counts(reading, *ACKNOWLEDGES)
    return replace(levels, emotional_reaction=0) if taken_back else levels


def _mechanisms(said: Said) -> dict[str, Observation]:
    """EPITOME's three mechanisms: weak counts half, strong whole, added up over the messages. What is weak because it
    is a stock phrase alone is not counted: that is courtesy."""

    def amount(level: int, reading: Reading) -> float:
        stock = reading.has(*FORMULAS) and not reading.has(*ACKNOWLEDGES, Act.PERSONALISE, *HEARS)
        return 0.0 if level < 2 and stock else level / 2

    def shown(level: Callable[[EmpathyLevels], int], *acts: Act) -> Observation:
        return summed(
            (amount(level(_meant(reading)), reading), words_of(reading, *acts), turn.number) for turn, reading in said
        )

    return {
        "warmth": shown(lambda levels: levels.emotional_reaction, *ACKNOWLEDGES, Act.PERSONALISE),
        "insight": shown(lambda levels: levels.interpretation, *UNDERSTANDS),
        "curiosity": shown(lambda levels: levels.exploration, Act.ASK_OPEN, Act.ASK_CLOSED),
    }


def _shares(said: Said) -> dict[str, Observation]:
    """The share of the messages, 0..1, that is warm, that shows understanding, that shows neither, that says a deed."""
    full = [reading for _, reading in said if not reading.empty]
    meant = [_meant(reading) for reading in full]
    warm = sum(levels.emotional_reaction for levels in meant) / 2
    insight = sum(levels.interpretation for levels in meant) / 2
    cold = sum(levels.emotional_reaction + levels.interpretation == 0 for levels in meant)
    acted = sum(counts(reading, Act.COMMIT_ACTION) for reading in full)
    sums = {"mostly_warm": warm, "mostly_insight": insight, "mostly_cold": cold, "mostly_acted": acted}
    return {name: Observation(round(amount / max(1, len(meant)), 4)) for name, amount in sums.items()}


def _habits(said: Said, seen: Mapping[str, Observation], spared: frozenset[int]) -> dict[str, Observation]:
    cancels = [(1.0, reading.but_cancels, turn.number) for turn, reading in said if reading.but_cancels]
    apologies = [
        (max(found.confidence for found in found_here), found_here[0].quote, turn.number)
        for turn, reading in said
        if (found_here := [found for found in reading.acts if found.what in APOLOGIES])
    ]
    # Whoever is sorry for something else each time, and says for what, goes round in no circle.
    generic = any(reading.has(Act.GENERIC_APOLOGY) for _, reading in said)
    if not generic and agent_words.all_differ([quote for _, quote, _ in apologies]):
        apologies = []
    felt = seen[Act.NAME_FEELING].amount + seen[Act.VALIDATE].amount
    owned = min(seen[Act.SPECIFIC_APOLOGY].amount, seen[Act.TAKE_OWNERSHIP].amount)
    put_into_words = felt > 0 or owned >= LIKELY or seen["insight"].amount >= INTO_WORDS
    formula = NOTHING if put_into_words else _stock_phrases(said)
    earlier: set[tuple[str, ...]] = set()
    again: list[tuple[float, str, int]] = []
    for turn, _ in said:
        words = agent_words.plain_words(turn.text)
        if len(words) >= agent_words.REPEATED_FROM and words in earlier and turn.number not in spared:
            again.append((1.0, agent_words.sentences(turn.text)[0], turn.number))
        earlier.add(words)
    return {
        "but_cancels": summed(cancels),
        "apology_loop": summed(apologies[LOOP_FROM - 1 : LOOP_FROM]),
        "formula_only": replace(formula, amount=min(1.0, formula.amount)),
        "says_it_again": summed(again),
        "nothing_felt": Observation(float(not any(seen[name].amount for name in (*ACKNOWLEDGES, "warmth")))),
        "nothing_said": Observation(float(sum(reading.empty for _, reading in said))),
    }


def _stock_phrases(said: Said) -> Observation:
    """Stock phrases about the feeling. "Thank you for calling" is one about nothing of the kind."""
    return summed(
        (found.confidence, found.quote, turn.number)
        for turn, reading in said
        for found in reading.acts
        if found.what in FORMULAS
        and not any(each.what in COURTESIES and each.quote == found.quote for each in reading.acts)
    )


def _substance(said: Said, spared: frozenset[int]) -> dict[str, Observation]:
    meant = [(turn, reading) for turn, reading in said if not reading.has(Act.MANIPULATE_SIMULATOR)]
    passive = [
        (turn, reading)
        for turn, reading in meant
        if not counts(reading, Act.COMMIT_ACTION, Act.EXPLAIN_CAUSE) and turn.number not in spared
    ]
    timed = (
        (1.0, kept[0].quote, turn.number)
        for turn, reading in meant
        if (kept := [each for each in reading.promises if each.when and each.quote not in likely(reading, *NO_MERIT)])
    )
    asked = ((found.confidence, found.quote, turn.number) for turn, reading in meant for found in reading.asked_facts)
    return {
        "timed_promise": summed(timed),
        "concrete": _shown(meant, agent_words.concrete, but=NO_MERIT),
        "limit": _shown(meant, agent_words.limit, but=NO_MERIT),
        "step": _shown(meant, agent_words.step, but=NO_MERIT),
        "done_now": _shown(meant, agent_words.done_now, but=NO_MERIT),
        "vague": _shown([each for each in meant if each[0].number not in spared], agent_words.vague),
        "deflects": _shown(passive, agent_words.deflects),
        "asked_for_fact": summed(asked),
    }


def _checks(transcript: Transcript, said: Said) -> dict[str, Observation]:
    """Whether the first messages ask, as a share of them, and the messages that take up a figure the customer gave."""
    first = said[:EARLY]
    asking = [
        (1 / len(first), reading.quote(*ASKS), turn.number)
        for turn, reading in first
        if reading.has(*ASKS) and not reading.has(Act.MANIPULATE_SIMULATOR)
    ]
    told: set[str] = set()
    taken_up = []
    for turn in transcript.turns:
        if turn.speaker is Speaker.CUSTOMER:
            told |= agent_words.figures(turn.text)
        elif words := agent_words.takes_up(turn.text, told):
            taken_up.append((1.0, words, turn.number))
    return {"asked_early": summed(asking), "took_up_figures": summed(taken_up)}


def _shown(said: Said, shows: Callable[[str], str], *, but: tuple[Act, ...] = ()) -> Observation:
    """The messages in which something shows, with the words of the first; not in sentences with the faults in `but`."""
    found = []
    for turn, reading in said:
        left_out = likely(reading, *but)
        parts = (part for part in agent_words.sentences(turn.text) if not any(part in quote for quote in left_out))
        if words := next(filter(None, map(shows, parts)), ""):
            found.append((1.0, words, turn.number))
    return summed(found)


def _known(transcript: Transcript, readings: Mapping[int, Reading], case: Case) -> dict[str, Observation]:
    made = promises(transcript, readings, case)
    settled = bool(case.scenario.needs) and case.share_met(case.scenario.needs) == 1
    told_again = len(tuple(case.changes_of("told_twice", Act.ASK_REPEAT.value)))
    chased = len(tuple(case.changes_of("promise_silent")))
    return {
        "customer_repeated": Observation(float(told_again)),
        "customer_chased": Observation(float(chased)),
        "promise_kept": summed((1.0, each.quote, each.turn) for each in made if each.kept),
        "promise_broken": summed((1.0, each.quote, each.turn) for each in made if each.broken),
        "all_settled": Observation(float(settled)),
    }
