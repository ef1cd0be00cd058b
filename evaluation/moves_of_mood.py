"""The mood curve with the sentences that moved it: each cause of a change in plain words beside the trainee's own."""

from collections.abc import Iterable
from typing import Final

from domain.acts import Act
from domain.conversation import Speaker, Transcript
from domain.mood import Mood, MoodChange, Pattern
from domain.reading import Oddity
from evaluation.case import Case
from evaluation.coaching import Causes, fill, first_name, load_causes
from evaluation.debrief_values import MoodPoint, MovedBy
from evaluation.evidence import cut

WORTH_SHOWING: Final = 0.1  # mood points; a smaller change is not worth a sentence


def mood_points(transcript: Transcript, case: Case) -> tuple[MoodPoint, ...]:
    """The opening, then the mood after each answered message of the trainee's, with what moved it."""
    texts = {turn.number: turn.text for turn in transcript.by(Speaker.TRAINEE)}
    changes: dict[int, list[MovedBy]] = {}
    for turn, change in case.changes:
        if max(abs(change.frustration), abs(change.trust), abs(change.effort)) >= WORTH_SHOWING:
            quote = change.quote if change.quote and change.quote in texts.get(turn, "") else ""
            changes.setdefault(turn, []).append(_moved_by(turn, change, case, quote))
    points = [_point(None, case.opening, ())]
    for number, mood in zip(texts, case.moods[1:], strict=False):
        points.append(_point(number, mood, tuple(changes.get(number, ()))))
    return tuple(points)


def sentence(change: MoodChange, case: Case) -> str:
    """What a cause means, as a whole sentence. A cause that is not known is named as it is."""
    causes = load_causes()
    name = first_name(case.scenario.persona.name)
    kind, _, what = change.cause.rpartition(":")
    match kind:
        case "trigger":
            return next((each.why for each in case.scenario.persona.triggers if each.on.value == what), "")
        case "fact":
            text, of_scenario = causes.fact, case.scenario.fact(what).statement
        case "need":
            text, of_scenario = causes.need, case.scenario.need(what).statement
        case "move":
            better = change.trust - change.frustration > 0
            text = causes.move_better if better else causes.move_worse
            description = case.scenario.move(what).description
            of_scenario = description[:1].lower() + description[1:]
        case _:
            return fill(_of_all(change.cause, causes), {"name": name})
    return fill(text, {"name": name, "what": of_scenario})


def gain(moved: MovedBy) -> float:
    """What a cause did, in mood points: above 0 for the better."""
    return moved.trust - moved.frustration - moved.effort


def net(turn: int | None, quote: str, moved: Iterable[MovedBy]) -> float:
    """All that these words did, in mood points, what a longer or shorter quote of the same words did included."""
    return sum(gain(each) for each in moved if each.turn == turn and same_words(each.quote, quote))


def same_words(one: str, other: str) -> bool:
    """Whether one of two quotes from the same message is, or holds, the other. An absence shares no words."""
    return bool(one and other) and (one in other or other in one)


def _of_all(cause: str, causes: Causes) -> str:
    if cause in set(Pattern):
        return causes.patterns[Pattern(cause)]
    if cause in set(Act):
        return causes.acts[Act(cause)]
    if cause in set(Oddity):
        return causes.oddities[Oddity(cause)]
    return cause.replace("_", " ").capitalize() + "."


def _moved_by(turn: int, change: MoodChange, case: Case, quote: str) -> MovedBy:
    return MovedBy(
        turn, change.cause, sentence(change, case), cut(quote), change.frustration, change.trust, change.effort
    )


def _point(turn: int | None, mood: Mood, moved_by: tuple[MovedBy, ...]) -> MoodPoint:
    return MoodPoint(turn, mood.frustration, mood.trust, mood.effort, moved_by)
