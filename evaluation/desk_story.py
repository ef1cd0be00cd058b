"""The rest of the story: what never came out, what was done at the desk and what was not, which promises were kept."""

from collections.abc import Iterator, Mapping

from domain.conversation import Transcript
from domain.reading import Reading
from evaluation.case import Case
from evaluation.coaching import as_sentence, first_name
from evaluation.debrief_values import DeskLine, DeskStory, MissedFact, PromiseLine
from evaluation.promises import promises
from scenarios.conditions import references
from scenarios.model import Disclosure


def missed_facts(case: Case) -> tuple[MissedFact, ...]:
    """What never came out, that which matters first."""
    missed = [fact for fact in case.scenario.facts if fact.id not in case.situation.facts]
    missed = [fact for fact in missed if fact.matters or fact.disclosure is not Disclosure.OPEN]
    return tuple(
        MissedFact(fact.statement, fact.matters, as_sentence(fact.asked_by[0], end="?") if fact.asked_by else "")
        for fact in sorted(missed, key=lambda each: not each.matters)
    )


def desk_story(transcript: Transcript, readings: Mapping[int, Reading], case: Case) -> DeskStory:
    """What was done, what would have been possible for a need still open, and what became of the promises."""
    labels = {action.id: action.label for action in case.scenario.desk.actions}
    done = tuple(
        DeskLine(labels.get(entry.action, entry.action), entry.result, entry.accepted) for entry in transcript.desk
    )
    wanted = {
        name
        for need in case.scenario.needs
        if not case.met(need)
        for name in references((*need.met_when.all, *need.met_when.any), "desk")
    }
    possible = tuple(
        (action.label, action.description)
        for action in case.scenario.desk.actions
        if action.id in wanted and action.id not in case.situation.desk
    )
    return DeskStory(done, possible, tuple(_promises(transcript, readings, case)))


def _promises(transcript: Transcript, readings: Mapping[int, Reading], case: Case) -> Iterator[PromiseLine]:
    name = first_name(case.scenario.persona.name)
    for each in promises(transcript, readings, case):
        if each.kept:
            sentence = "You said it, and at the desk it was done."
        elif not each.committed:
            sentence = "You offered it. It was not done at the desk, and an offer need not be."
        elif each.could_be_kept:
            sentence = f"You promised it, and it was not done at the desk. {name} will find out."
        elif each.turn in case.spared:
            sentence = "You promised it in answer to a line that the simulator got wrong. It is not held against you."
        else:
            sentence = f"You promised it, but {name} left before you could do it. It is not held against you."
        yield PromiseLine(each.quote, each.turn, each.kept, each.committed, sentence)
