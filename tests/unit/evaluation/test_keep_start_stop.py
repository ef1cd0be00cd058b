"""What to keep, start and stop: found in the conversation, never at odds with each other or with the cards."""

import pytest

from domain.acts import Act
from domain.endings import EndingKind
from domain.errors import InvalidContent
from domain.mood import Mood, MoodChange
from domain.reading import Found, Oddity, Reading
from evaluation.case import Case
from evaluation.content import parse_content
from evaluation.debrief import Debrief, Habit, KeepStartStop, MovedBy, make_debrief
from evaluation.keep_start_stop import LINES, Lines, Place, Played, keep_start_stop, load_lines
from evaluation.observations import observe
from evaluation.rubric import load_rubric
from evaluation.scorecard import score
from evaluation.sightings import FAULTS
from tests.support.evaluation_cases import Said, Talk, case, entry, glasses_well_done, said, talk

OPENING = "My glasses were going to be ready on the fourth. It is the eighteenth."
NOTHING = KeepStartStop(None, None, None)


def debriefed(conversation: Talk, known: Case) -> Debrief:
    card = score(conversation.transcript, conversation.readings, rubric=load_rubric(), case=known)
    return make_debrief(card, conversation.transcript, conversation.readings, known)


def habits(conversation: Talk, *changes: tuple[int, MoodChange]) -> KeepStartStop:
    """Those of a conversation in which these changes, and no others, moved Ruth."""
    moods = (Mood(6, 4, 6, 6),) * (1 + len(conversation.readings))
    return debriefed(conversation, case(ending=EndingKind.PARTLY, moods=moods, changes=changes)).habits


def beside(
    conversation: Talk, *moved: MovedBy, praised: tuple[Place, ...] = (), criticised: tuple[Place, ...] = ()
) -> KeepStartStop:
    """Those of a conversation whose other cards show these words."""
    return keep_start_stop(
        Played(
            scorecard=score(conversation.transcript, conversation.readings, rubric=load_rubric()),
            readings=conversation.readings,
            seen=observe(conversation.transcript, conversation.readings),
            moved=moved,
            praised=praised,
            criticised=criticised,
            name="Ruth",
            seed="any",
        )
    )


def moved_by(turn: int, cause: str, quote: str, frustration: float) -> MovedBy:
    return MovedBy(turn, cause, "", quote, frustration, 0.0, 0.0)


def lines_for(kind: str, name: str) -> set[str]:
    """What may be said of a habit to Ruth."""
    lines = load_lines()
    match kind:
        case "keep":
            says = lines.keep[Act(name)]
        case "start":
            says = lines.start[name]
        case _:
            says = lines.stop[name].says
    return {text.replace("{name}", "Ruth") for text in says}


def is_line(habit: Habit | None, kind: str, name: str, quote: str = "", turn: int | None = None) -> bool:
    return habit is not None and habit.text in lines_for(kind, name) and (habit.quote, habit.turn) == (quote, turn)


def test_words_that_a_coaching_card_improves_on_are_not_held_up_to_be_kept() -> None:
    conversation, _ = glasses_well_done()
    by_itself = beside(conversation).keep
    assert by_itself is not None
    improved_on = beside(conversation, criticised=(Place(by_itself.turn, by_itself.quote),)).keep
    assert improved_on is None or by_itself.quote not in improved_on.quote


def test_the_habit_that_cost_most_in_all_is_to_stop_with_its_worst_words() -> None:
    conversation = talk(
        OPENING,
        said("It's only glasses.", Act.MINIMISE),
        "Only!",
        said("Two weeks is not so long. Those are the rules.", Act.MINIMISE, quote="Two weeks is not so long."),
        "Goodbye.",
    )
    found = habits(
        conversation,
        (1, MoodChange("minimise", "It's only glasses.", 0.5, -0.2)),
        (3, MoodChange("trigger:minimise", "Two weeks is not so long.", 0.6, -0.3)),
        (3, MoodChange("bare_policy", "Those are the rules.", 0.8, -0.3)),
    )
    assert is_line(found.stop, "stop", "minimise", "Two weeks is not so long.", 3)
    assert found.keep is None


def test_a_habit_without_words_names_the_message_alone() -> None:
    conversation = talk(OPENING, said("Hello."), "Well?", said("Right."), "Goodbye.")
    found = habits(conversation, (3, MoodChange("no_progress", "", 0.8, -0.3)))
    assert is_line(found.stop, "stop", "no_progress", "", 3)


def test_what_made_a_gate_fire_goes_before_what_cost_more() -> None:
    conversation = talk(
        OPENING,
        said("Are you blind?", Act.RUDE),
        "Pardon?",
        said("It's only glasses.", Act.MINIMISE),
        "Goodbye.",
    )
    costly = (3, MoodChange("minimise", "It's only glasses.", 3.0, -2.0))
    assert is_line(habits(conversation, costly).stop, "stop", "rude", "Are you blind?", 1)


def test_account_data_before_identity_is_to_stop_though_no_words_show_it() -> None:
    conversation = talk(
        OPENING,
        said("I have moved your lenses up.", Act.COMMIT_ACTION),
        "Good.",
        said("They come on Monday.", Act.SET_EXPECTATION),
        "Goodbye.",
        desk=(entry("rush_order", after=1),),
    )
    known = case(desk=("rush_order",))
    card = score(conversation.transcript, conversation.readings, rubric=load_rubric(), case=known)
    assert [gate.id for gate in card.gates if gate.fired] == ["identity"]
    assert is_line(debriefed(conversation, known).habits.stop, "stop", "identity")


def test_where_the_mood_shows_nothing_the_scorer_says_what_helped_and_what_cost() -> None:
    conversation = talk(
        OPENING,
        said("It's only glasses.", Act.MINIMISE),
        "And?",
        said("What do you need them for?", Act.ASK_OPEN, empathy=(0, 0, 2)),
        "I drive the night bus.",
        said("Right. Goodbye.", Act.CLOSE, quote="Goodbye."),
        "Bye.",
    )
    found = habits(conversation)
    assert is_line(found.stop, "stop", "minimise", "It's only glasses.", 1)
    assert is_line(found.keep, "keep", "ask_open", "What do you need them for?", 3)
    assert is_line(found.start, "start", "personalise")


def test_what_has_been_seen_is_not_asked_for() -> None:
    named = said("Two weeks is wearing.", Act.NAME_FEELING, empathy=(2, 2, 0))
    warm = talk(OPENING, named, "Yes.", said("They come on Monday."), "Good.")
    start = habits(warm).start
    assert start is not None
    assert start.text not in lines_for("start", "name_feeling") | lines_for("start", "acknowledged_first")


def test_who_does_nearly_all_of_it_well_is_asked_to_start_nothing() -> None:
    both = said(
        "Two weeks through a scratch is wearing, and you are right to be cross. I am sorry that nobody rang you.",
        *(act for act in Act if act not in FAULTS),
        empathy=(2, 2, 2),
        when="until eight",
    )
    assert habits(talk(OPENING, both, "Oh.", both, "Thank you.", both, "Goodbye.")).start is None


def test_nothing_is_praised_beside_the_habit_that_spoils_it() -> None:
    quote = "I'm sorry that they are late."
    sorry = said(quote, Act.SPECIFIC_APOLOGY)
    conversation = talk(
        OPENING, sorry, "Yes?", said("We got the lenses wrong, so sorry.", Act.SPECIFIC_APOLOGY), "And?"
    )
    won = moved_by(1, "specific_apology", quote, -1.5)
    assert is_line(beside(conversation, won).keep, "keep", "specific_apology", quote, 1)
    looped = moved_by(3, "apology_loop", "We got the lenses wrong, so sorry.", 0.9)
    found = beside(conversation, won, looped)
    assert is_line(found.stop, "stop", "apology_loop", "We got the lenses wrong, so sorry.", 3)
    assert found.keep is None


def test_words_that_a_card_works_on_are_not_kept() -> None:
    quote = "We should have rung you."
    conversation = talk(OPENING, said(f"{quote} Well.", Act.TAKE_OWNERSHIP, quote=quote), "Yes.", said("So."), "Bye.")
    won = moved_by(1, "take_ownership", quote, -1.5)
    assert is_line(beside(conversation, won).keep, "keep", "take_ownership", quote, 1)
    assert beside(conversation, won, criticised=(Place(1, f"{quote} Well."),)).keep is None
    assert beside(conversation, won, criticised=(Place(3, quote),)).keep is not None


def test_words_that_worked_are_not_stopped() -> None:
    quote = "We should have rung you, and so on, and so on."
    conversation = talk(OPENING, said(quote, Act.TAKE_OWNERSHIP), "Yes.", said("So."), "Bye.")
    tiresome = moved_by(1, "long_winded", quote, 0.9)
    assert is_line(beside(conversation, tiresome).stop, "stop", "long_winded", quote, 1)
    assert beside(conversation, tiresome, praised=(Place(1, quote),)).stop is None


def test_words_with_a_fault_in_them_are_neither_kept_nor_a_strength() -> None:
    quote = "Oh no, I'm so sorry!"
    conversation = talk(
        OPENING, said(quote, Act.GENERIC_APOLOGY, Act.PERSONALISE), "Hm.", said("Goodbye.", Act.CLOSE), "Goodbye."
    )
    kindly = (1, MoodChange("generic_apology", quote, -0.8, 0.2))
    told = debriefed(conversation, case(moods=(Mood(6, 4, 6, 6),) * 3, changes=(kindly,)))
    assert (told.strength, told.habits.keep) == (None, None)


def test_where_nothing_was_said_there_is_nothing_to_keep_start_or_stop() -> None:
    silent = talk(OPENING, said("  "), "Hello?")
    assert habits(silent) == NOTHING


def test_a_conversation_in_another_language_is_told_to_change_that_alone() -> None:
    reading = Reading(odd=(Found(Oddity.FOREIGN, "Es tut mir leid.", 1.0),), words=4)
    conversation = talk(OPENING, Said("Es tut mir leid.", reading), "Pardon?", Said("Bis bald.", reading), "Pardon?")
    known = case(moods=(Mood(6, 4, 6, 6),) * 3, changes=((1, MoodChange("foreign", "Es tut mir leid.", 0.8, -0.4)),))
    told = debriefed(conversation, known)
    assert (told.habits.keep, told.habits.start) == (None, None)
    assert is_line(told.habits.stop, "stop", "foreign", "Es tut mir leid.", 1)
    assert told.next_try == (
        "Write in English in your next conversation. It is the only language that can be read here so far."
    )


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("  greet:\n", "  rude:\n", "keep has to name every act that is no fault, and no other: see"),
        ("  flirting:\n", "  flirted:\n", "stop has no entry for flirting"),
        ("  concrete:\n", "  concreet:\n", "start speaks of 'concreet', which cannot be observed"),
        (
            "    spoils: [close]\n",
            "    spoils: [closing]\n",
            "spoils names 'closing', which is neither kept nor started",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named(old: str, new: str, advice: str) -> None:
    text = LINES.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    with pytest.raises(InvalidContent, match=advice):
        parse_content(text.replace(old, new, 1), Lines, file="habits.yaml")


def test_every_line_is_written_for_its_own_habit_and_short() -> None:
    lines = load_lines()
    texts = [text for says in lines.keep.values() for text in says]
    texts += [text for says in lines.start.values() for text in says]
    texts += [text for stop in lines.stop.values() for text in stop.says]
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if len(text.split()) > 26] == []
    assert [text for text in texts if "{" in text.replace("{name}", "")] == []
