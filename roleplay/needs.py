"""Which of a customer's needs stand met, which are open, and what comes up next. Pure functions over the state."""

from roleplay.state import State
from scenarios.model import Fact, Need, NeedKind, Scenario


def still_met(scenario: Scenario, state: State) -> tuple[str, ...]:
    """The needs met so far that no later step at the desk has undone. A worse mood undoes none."""
    situation = state.situation()
    return tuple(name for name in state.needs if scenario.need(name).met_when.holds_but_for_mood(situation))


def newly_met(scenario: Scenario, state: State) -> Need | None:
    """The first need that is met now and was not before. Meeting one may meet the next."""
    situation = state.situation()
    unmet = (need for need in scenario.needs if need.id not in state.needs)
    return next((need for need in unmet if need.met_when.holds(situation)), None)


def open_needs(scenario: Scenario, state: State) -> list[str]:
    """Spoken functional needs not yet met: while there is one, the customer does not let go."""
    spoken = (need for need in scenario.needs if need.spoken and need.kind is NeedKind.FUNCTIONAL)
    come_up = (need for need in spoken if not need.second or need.id in state.raised)
    return [need.id for need in come_up if need.id not in state.needs]


def second_issue(scenario: Scenario, state: State) -> Need | None:
    """What comes up now that the first matter has gone well, if there is more."""
    situation = state.situation()
    waiting = (need for need in scenario.needs if need.second and need.id not in (*state.raised, *state.needs))
    return next((need for need in waiting if need.arises.holds(situation)), None)


def confidence(scenario: Scenario, state: State) -> Fact | None:
    """What this person would tell unasked by now, because they were heard and trust has earned it."""
    earned = (fact for fact in scenario.facts if fact.trust is not None and state.mood.trust >= fact.trust)
    return next((fact for fact in earned if state.heard >= 1 and fact.id not in state.told), None)
