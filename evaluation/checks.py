"""Checks: criteria that a rehearsal decides without reading style, from the desk, the needs, the facts and the mood.

First in the cascade. Always holds: a check needs a `Case`; what it decides is the same for any wording that leads to
the same state, so every allowed route to a good end counts alike.
"""

from collections.abc import Mapping, Set
from typing import Final

from domain.acts import Act
from domain.conversation import Transcript
from domain.endings import EndingKind
from domain.mood import MoodChange
from domain.reading import Oddity, Reading
from domain.scorecard import Evidence, Level
from evaluation.atoms import Shown, explain
from evaluation.case import Case
from evaluation.gates import account_use
from evaluation.promises import promises
from evaluation.recovery import SOLVES
from evaluation.scorer import HIGHEST, LOWEST, Scored, ScorerModel
from evaluation.sightings import Observation
from scenarios.model import Criterion, Disclosure, Fact, LevelRule, Need, NeedKind

# What a customer feels of how they are spoken to, whatever becomes of the matter itself.
FELT: Final = frozenset(
    {
        Act.NAME_FEELING, Act.VALIDATE, Act.SPECIFIC_APOLOGY, Act.GENERIC_APOLOGY, Act.TAKE_OWNERSHIP, Act.PERSONALISE,
        Act.CHECK_UNDERSTANDING, Act.ASK_OPEN, Act.THANK, Act.EMPTY_FORMULA, Act.MINIMISE, Act.BLAME_CUSTOMER,
        Act.COMMAND, Act.RUDE, Act.PUSH_SALE, Act.BARE_POLICY, Act.IGNORE_QUESTION, Act.COLD_TRANSFER, Act.ASK_REPEAT,
        Act.MANIPULATE_SIMULATOR, Act.OFF_TOPIC, Act.BLAME_OTHER_TEAM, Act.GREET,
    }
)  # fmt: skip
FELT_PATTERNS: Final = frozenset(
    {
        *("but_cancels", "apology_loop", "solution_too_early", "told_twice", "goodbye_too_early", "praise_too_early"),
        *("long_winded", Oddity.ABSURD, Oddity.REVERSED, Oddity.FLIRTING, Oddity.ECHO, Oddity.SAME_AGAIN),
    }
)
# Mood points (trust won and frustration lost, together) to levels, from "changed nothing" (2): about 7 points reach 5,
# 4 points for the worse reach 1.
PER_POINT_BETTER: Final = 0.42
PER_POINT_WORSE: Final = 0.25
ENDED: Final = {
    EndingKind.RESOLVED: 5.0,
    EndingKind.PARTLY: 3.0,
    EndingKind.ESCALATED: 2.0,
    EndingKind.WALKED_OUT: 1.0,
    EndingKind.ABANDONED: 1.0,
}
# Whoever ended with more trust and less anger was not made worse, whatever words cost on the way.
NOT_WORSE: Final = 1.6
MUCH_ELSE: Final = 1.0  # mood points that came of the matter itself, from which it is said that they do not count here
NOTHING_FOUND: Final = (
    1.5  # the level of a need of which nothing was found: between "its first sentence" and "not theirs"
)
NOTHING_SOLVED: Final = 2.0  # nothing useful was done; below it, the customer is worse off than at the beginning
MOST_EVIDENCE: Final = 8
Readings = Mapping[int, Reading]


def check_scenario(criterion: Criterion, case: Case, readings: Readings, model: ScorerModel) -> Scored:
    """A scenario's own rule: the first level whose condition holds, what it rests on, and what stood in the way of the
    next better one."""
    chosen = next(rule for rule in criterion.levels if rule.when.holds(case.situation))
    better = min((rule for rule in criterion.levels if rule.level > chosen.level), key=_level_of, default=None)
    atoms = [atom for atom in (*chosen.when.all, *chosen.when.any) if case.situation.holds(atom)]
    if better is not None:
        met = any(case.situation.holds(atom) for atom in better.when.any)
        atoms += [*better.when.all, *(() if met else better.when.any)]
        atoms += [atom for atom in better.when.none if case.situation.holds(atom)]
    evidence = [
        explain(atom, wanted=_speaks_for(atom, criterion), case=case, readings=readings, model=model)
        for atom in dict.fromkeys(atoms)
    ]
    return Scored(Level(chosen.level, chosen.reason), tuple(evidence[:MOST_EVIDENCE]))


def _level_of(rule: LevelRule) -> float:
    return rule.level


def _speaks_for(atom: str, criterion: Criterion) -> bool:
    """Whether an atom is something good here: it leads above the level that holds unconditionally, or it is what the
    levels below that one ask to be absent."""
    usual = criterion.levels[-1].level
    sense = 0
    for rule in criterion.levels:
        direction = (rule.level > usual) - (rule.level < usual)
        sense += direction * ((atom in (*rule.when.all, *rule.when.any)) - (atom in rule.when.none))
    return sense >= 0


def check_need_found(case: Case, readings: Readings) -> Scored | None:
    """Half for the needs met, half for what the customer does not say unasked; needs by their weight. None for a
    scenario without either: it cannot tell."""
    hidden = tuple(fact for fact in case.scenario.facts if fact.disclosure is not Disclosure.OPEN)
    found = [fact for fact in hidden if fact.id in case.situation.facts]
    shares = []
    if case.scenario.needs:
        shares.append(case.share_met(case.scenario.needs))
    if hidden:
        shares.append(len(found) / len(hidden))
    if not shares:
        return None
    share = sum(shares) / len(shares)
    level = Level(
        round(NOTHING_FOUND + (HIGHEST - NOTHING_FOUND) * share, 2),
        f"{len(found)} of {len(hidden)} things that come out only when asked came out, and "
        f"{sum(map(case.met, case.scenario.needs))} of {len(case.scenario.needs)} needs were met.",
    )
    evidence = [_need(need, case) for need in case.scenario.needs]
    evidence += [_fact(fact, case, readings) for fact in hidden]
    return Scored(level, tuple(evidence))


def check_facts(transcript: Transcript, case: Case, readings: Readings, seen: Mapping[str, Observation]) -> Scored:
    """Asked before acting, played back, identity before account data, nothing asked twice."""
    twice = tuple(case.changes_of("told_twice", Act.ASK_REPEAT.value))
    asked, proof = _asked_before_solving(readings, case, again={(turn, change.quote) for turn, change in twice})
    used = account_use(transcript, case, readings)
    played_back = seen[Act.CHECK_UNDERSTANDING.value]
    evidence = [
        *(
            Evidence("asked_first", True, "You asked before you offered a way forward.", *shown)
            for shown in (*asked[:2], *proof)
        ),
        _played_back(played_back),
        *(
            Evidence("asked_again", False, "The customer had told you this already.", change.quote, turn)
            for turn, change in twice
        ),
    ]
    if not asked and not proof:
        evidence.insert(0, Evidence("asked_first", False, "You asked for nothing before you offered a way forward."))
    points = 2.0 + min(1.2, 0.6 * len(asked)) + 0.8 * min(1.0, played_back.amount) - 0.8 * min(2, len(twice))
    if used is not None:
        evidence.append(Evidence("identity", used.verified, used.statement))
        points += 0.8 if used.verified else -1.2
    elif asked:
        points += 0.6
    if not twice and (asked or proof):
        evidence.append(Evidence("asked_again", True, "Nothing had to be told twice."))
        points += 0.8
    reason = f"{len(asked) + len(proof)} question(s) before the first way forward; {len(twice)} asked again."
    return Scored(Level(round(min(HIGHEST, max(LOWEST, points)), 2), reason), tuple(evidence))


def check_solution(transcript: Transcript, case: Case, readings: Readings) -> Scored:
    """The end state: what was solved of what had to be, and how it ended. Any allowed route counts alike."""
    needs = case.needs(NeedKind.FUNCTIONAL)
    broken = [promise for promise in promises(transcript, readings, case) if promise.broken]
    evidence = [_need(need, case) for need in needs]
    evidence += [
        Evidence("promise_broken", False, "You promised this, and it was not done at the desk.", each.quote, each.turn)
        for each in broken
    ]
    done = [entry for entry in transcript.desk if entry.accepted]
    evidence += [Evidence(f"desk:{entry.action}", True, f"Done at the desk: {entry.result}") for entry in done]
    if needs:
        share = case.share_met(needs)
        points = NOTHING_SOLVED + 2.2 * share + (0.8 if share and case.ending is EndingKind.RESOLVED else 0.0)
        points -= 0.0 if share else _worse_off(case)
        reason = f"{sum(map(case.met, needs))} of {len(needs)} things that had to be solved were solved."
    else:
        points = ENDED[case.ending] if case.ending is not None else 3.0
        reason = f"It ended {case.ending.value.replace('_', ' ')}." if case.ending else "It has no ending."
    level = round(min(HIGHEST, max(LOWEST, points - 0.7 * len(broken[:2]))), 2)
    return Scored(Level(level, reason), tuple(evidence))


def _worse_off(case: Case) -> float:
    """Levels lost where nothing was solved and the customer left in a worse state than they came."""
    return 1.0 if case.final.frustration > case.opening.frustration else 0.0


def check_received(case: Case) -> Scored:
    """Trust won and frustration lost through how the customer was spoken to, less what was lost the same way; never
    lower than how they ended allows to be said."""
    felt = [(turn, change) for turn, change in case.changes if _is_felt(change, case)]
    won = sum(change.trust - change.frustration for _, change in felt)
    level = 2 + won * (PER_POINT_BETTER if won >= 0 else PER_POINT_WORSE)
    start, end = case.opening, case.final
    if end.frustration > start.frustration + 1 or end.trust < start.trust - 1:
        level = min(level, 2.5)
    elif end.trust >= start.trust and end.frustration <= start.frustration:
        level = max(level, NOT_WORSE)
    moved = (
        f"Trust went from {start.trust:.1f} to {end.trust:.1f} and frustration from {start.frustration:.1f} to "
        f"{end.frustration:.1f}, on scales to 10."
    )
    otherwise = sum(change.trust - change.frustration for _, change in case.changes if not _is_felt(change, case))
    if abs(otherwise) >= MUCH_ELSE:
        moved += " Part of that came of what was done about the matter, which does not count here."
    by_size = sorted(felt, key=lambda each: (-abs(each[1].trust - each[1].frustration), each[0]))
    evidence = [Evidence("mood", end.trust - start.trust >= 0 >= end.frustration - start.frustration, moved)]
    for turn, change in by_size[:MOST_EVIDENCE]:
        points = change.trust - change.frustration
        better = points > 0
        if change.quote:
            statement = f"This {'won' if better else 'cost'} {abs(points):.1f} points of trust and calm."
            evidence.append(Evidence(f"felt:{change.cause}", better, statement, change.quote, turn))
    return Scored(Level(round(min(HIGHEST, max(LOWEST, level)), 2), moved), tuple(evidence))


def _is_felt(change: MoodChange, case: Case) -> bool:
    kind, _, name = change.cause.rpartition(":")
    match kind:
        case "" | "trigger":
            return name in FELT or name in FELT_PATTERNS
        case "move":
            return not case.scenario.move(name).solution
        case "need":
            return case.scenario.need(name).kind is NeedKind.EMOTIONAL
        case _:
            return False


def _asked_before_solving(
    readings: Readings, case: Case, *, again: Set[tuple[int, str]]
) -> tuple[list[Shown], list[Shown]]:
    """The first questions for facts that came out, and the first for a proof of identity, before, or in, the first
    message with a way forward; not what was asked `again` (turn, words)."""
    asked: dict[str, Shown] = {}
    proof: list[Shown] = []
    for turn, reading in sorted(readings.items()):
        for found in reading.asked_facts:
            if found.what in case.situation.facts and (turn, found.quote) not in again:
                asked.setdefault(found.what, Shown(found.quote, turn))
        proves = reading.quote(Act.VERIFY_IDENTITY)
        if proves and not proof and (turn, proves) not in again:
            proof.append(Shown(proves, turn))
        if _goes_forward(reading, case):
            break
    return list(asked.values()), proof


def _goes_forward(reading: Reading, case: Case) -> bool:
    """Whether a message offers or refuses a way forward. Who says that they will look first has not begun with one, nor
    has who names what the desk can do and promises none of it."""
    promised = {found.quote for found in reading.acts if found.what in (*SOLVES, Act.SET_EXPECTATION)}
    moves = ((case.scenario.move(found.what), found.quote) for found in reading.moves)
    solves = any(move.solution and (not move.kept_by or quote in promised) for move, quote in moves)
    return solves or reading.has(*(act for act in SOLVES if act is not Act.COMMIT_ACTION))


def _need(need: Need, case: Case) -> Evidence:
    met = case.met(need)
    statement = f"{'This was met' if met else 'This was still open at the end'}: {need.statement}"
    return Evidence(f"need:{need.id}", met, statement)


def _fact(fact: Fact, case: Case, readings: Readings) -> Evidence:
    found = fact.id in case.situation.facts
    statement = f"{'This came out' if found else 'This did not come out'}: {fact.statement}"
    return Evidence(f"fact:{fact.id}", found, statement, *(_question(fact, readings) if found else Shown()))


def _question(fact: Fact, readings: Readings) -> Shown:
    return next(
        (
            Shown(found.quote, turn)
            for turn, reading in sorted(readings.items())
            for found in reading.asked_facts
            if found.what == fact.id
        ),
        Shown(),
    )


def _played_back(observed: Observation) -> Evidence:
    if observed.amount:
        statement = "You played back what you had understood."
        return Evidence("check_understanding", True, statement, observed.quote, observed.turn)
    return Evidence("check_understanding", False, "You did not play back what you had understood.")
