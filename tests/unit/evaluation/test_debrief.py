"""What a trainee is told after a rehearsal: specific, quoted, cited, and the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.acts import Act
from domain.endings import EndingKind
from domain.mood import Mood, MoodChange
from domain.scorecard import Dimension
from evaluation.case import Case
from evaluation.debrief import (
    Debrief,
    DeskLine,
    DeskStory,
    Guidance,
    MissedFact,
    MoodPoint,
    MovedBy,
    PromiseLine,
    Strength,
    make_debrief,
)
from evaluation.rubric import load_rubric
from evaluation.scorecard import score
from tests.support.evaluation_cases import Talk, case, entry, glasses_well_done, said, talk

SORRY = "We apologise for any inconvenience."
POLICY = "It is our policy that orders cannot be changed."


@dataclass(frozen=True)
class Passage:
    id: str
    page_id: str
    title: str
    text: str


class Shelf:
    """Guidance with two pages; remembers what it was asked."""

    def __init__(self, *pages: str) -> None:
        self.calls: list[str] = []
        self._found = tuple(Passage(f"{page}#p1", page, page.title(), f"On {page}.") for page in pages)

    def search(self, query: str, *, k: int = 5) -> Sequence[Passage]:
        self.calls.append(query)
        return self._found[:k]


def debriefed(conversation: Talk, known: Case, guidance: Shelf | None = None) -> Debrief:
    card = score(conversation.transcript, conversation.readings, rubric=load_rubric(), case=known)
    return make_debrief(card, conversation.transcript, conversation.readings, known, guidance)


def badly_done() -> tuple[Talk, Case]:
    conversation = talk(
        "My glasses were going to be ready on the fourth. It is the eighteenth.",
        said(SORRY, Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA),
        "I have rung twice. Nobody tells me anything.",
        said(POLICY, Act.BARE_POLICY),
        "Your rules are your business.",
        said("I'll lend you a pair. Goodbye.", Act.COMMIT_ACTION, Act.CLOSE, moves=("offer_loan",)),
        "Goodbye, then.",
        desk=(entry("rush_order", after=4, accepted=False, result="Check the postcode first."),),
    )
    known = case(
        ending=EndingKind.PARTLY,
        ending_id="unsolved",
        facts=("rang_twice",),
        acts=(Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA, Act.BARE_POLICY, Act.COMMIT_ACTION, Act.CLOSE),
        moods=(Mood(6, 4, 6, 6), Mood(6.5, 3.4, 6, 6), Mood(7.9, 2.2, 6, 5), Mood(8.6, 1.6, 6, 4)),
        changes=(
            (1, MoodChange("empty_formula", SORRY, 0.5, -0.6)),
            (3, MoodChange("bare_policy", POLICY, 1.4, -1.2)),
            (5, MoodChange("goodbye_too_early", "Goodbye.", 1.0, -0.96)),
            (5, MoodChange("close", "Goodbye.", 0.0, 0.0)),
        ),
    )
    return conversation, known


def test_a_good_conversation_is_told_by_the_sentence_that_turned_it() -> None:
    told = debriefed(*glasses_well_done())
    turned = "“Then tonight counts. I'm putting a loan pair aside for you at the square …”"
    assert turned in told.headline
    assert told.headline.endswith(".")
    assert told.summary == ("You asked what the two weeks had been like, and then you made sure that she could see.")
    assert told.strength == Strength(
        "You found something that counts in this case: offers a loan pair in her own strength until hers are ready.",
        "Then tonight counts. I'm putting a loan pair aside for you at the square now, until eight.",
        3,
    )


def test_a_poor_conversation_is_told_by_what_cost_most() -> None:
    told = debriefed(*badly_done())
    assert "“It is our policy that orders cannot be changed”" in told.headline
    assert told.strength is None


def test_the_mood_curve_carries_the_words_and_causes_that_moved_it() -> None:
    told = debriefed(*badly_done())
    assert told.mood == (
        MoodPoint(None, 6, 4, 6, ()),
        MoodPoint(
            1,
            6.5,
            3.4,
            6,
            (
                MovedBy(
                    1,
                    "empty_formula",
                    "You used a sentence that everybody uses. Ruth heard that it was not meant for anyone.",
                    SORRY,
                    0.5,
                    -0.6,
                    0,
                ),
            ),
        ),
        MoodPoint(
            3,
            7.9,
            2.2,
            6,
            (
                MovedBy(
                    3,
                    "bare_policy",
                    "You gave a rule as the reason. To Ruth that sounded like a closed door.",
                    POLICY,
                    1.4,
                    -1.2,
                    0,
                ),
            ),
        ),
        MoodPoint(
            5,
            8.6,
            1.6,
            6,
            (
                MovedBy(
                    5,
                    "goodbye_too_early",
                    "You said goodbye while something was still open.",
                    "Goodbye.",
                    1.0,
                    -0.96,
                    0,
                ),
            ),
        ),
    )


def test_causes_that_a_scenario_names_are_told_in_its_own_words() -> None:
    told = debriefed(*glasses_well_done())
    sentences = {moved.cause: moved.sentence for point in told.mood for moved in point.moved_by}
    assert sentences["need:see_safely"] == "From here on this was met: A pair of glasses that she can drive with."
    assert sentences["fact:drives_nights"] == (
        "You asked the right thing, and this came out: She drives the night bus and cannot read the stop displays with "
        "her scratched old pair."
    )
    assert sentences["move:own_the_delay"] == (
        "You found something that counts in this case: "
        "says plainly that the shop should have told her the lenses broke."
    )


def test_a_trigger_is_told_with_the_reason_that_the_persona_has_for_it() -> None:
    conversation, known = badly_done()
    touched = case(
        ending=EndingKind.PARTLY,
        moods=known.moods,
        changes=((3, MoodChange("trigger:minimise", POLICY, 1, -1)), (5, MoodChange("something_new", "", 1, 0))),
    )
    sentences = [moved.sentence for point in debriefed(conversation, touched).mood for moved in point.moved_by]
    assert sentences == ["People have told her all her life that things are not so bad.", "Something new."]


def test_the_two_weakest_criteria_get_a_moment_a_reason_better_words_and_a_citation() -> None:
    shelf = Shelf("somewhere-else", "less-effort", "own-the-next-step")
    told = debriefed(*badly_done(), shelf)
    assert [(each.criterion, each.turn, each.quote) for each in told.coaching] == [
        ("solution", 5, "I'll lend you a pair. Goodbye."),
        ("next_step_owned", 5, "I'll lend you a pair. Goodbye."),
    ]
    first = told.coaching[0]
    assert first.why == "You said goodbye while something was still open. Frustration went from 7.9 to 8.6."
    assert (
        "Your pair" in first.better or "I can have the lab" in first.better or "I could lend you a pair" in first.better
    )
    assert first.guidance == Guidance("less-effort#p1", "less-effort", "Less-Effort", "On less-effort.")
    assert shelf.calls == [
        "a solution that fits this customer within the limits, less effort",
        "own the next step, who does what by when, close the loop",
    ]


def test_a_weak_moment_is_shown_by_the_words_that_hurt_else_by_the_fullest_sentence() -> None:
    conversation = talk(
        "Two weeks late, and I need them to drive.",
        said("Great. They should be in the shop some time next week. Bye.", quote="some time next week"),
        "Some time.",
        said("Ok. That is as much as they tell us here. Bye.", quote="as much as they tell us"),
        "I see.",
    )
    unhurt = debriefed(conversation, case(ending=EndingKind.PARTLY))
    fullest = {"They should be in the shop some time next week.", "That is as much as they tell us here."}
    assert {each.quote for each in unhurt.coaching} <= fullest
    assert unhurt.coaching
    cold = (MoodChange("empty_formula", "Great.", 0.5, -0.6), MoodChange("empty_formula", "Ok.", 0.5, -0.6))
    hurt = case(
        ending=EndingKind.PARTLY,
        moods=(Mood(6, 4, 6, 6), Mood(6.5, 3.4, 6, 6), Mood(7, 2.8, 6, 6)),
        changes=((1, cold[0]), (3, cold[1])),
    )
    quotes = {each.quote for each in debriefed(conversation, hurt).coaching}
    assert quotes & {"Great.", "Ok."}
    assert quotes <= {"Great.", "Ok."} | fullest


def test_without_guidance_coaching_comes_without_a_citation() -> None:
    assert [each.guidance for each in debriefed(*badly_done()).coaching] == [None, None]
    assert [each.guidance for each in debriefed(*badly_done(), Shelf()).coaching] == [None, None]


def test_what_never_came_out_is_told_with_its_weight_and_a_question_and_what_matters_first() -> None:
    told = debriefed(*badly_done())
    assert told.missed_facts == (
        MissedFact(
            "She drives the night bus and cannot read the stop displays with her scratched old pair.",
            "Everything that helps her has to help her by night.",
            "What do you need the glasses for most?",
        ),
        MissedFact(
            "She has given two shifts away because she did not feel safe, and told her depot she had a cold.",
            "The money is the small half of it; she lied for the first time.",
            "Has this cost you anything so far?",
        ),
        MissedFact(
            "Her eyes were tested on the nineteenth of February and the prescription is right.",
            "",
            "When was your last eye test?",
        ),
    )


def test_the_desk_tells_what_was_done_what_was_possible_and_what_became_of_a_promise() -> None:
    told = debriefed(*badly_done())
    assert told.desk == DeskStory(
        done=(DeskLine("Rush the lenses", "Check the postcode first.", False),),
        possible=(
            ("Rush the lenses", "The lab makes this pair next."),
            ("Lend a pair", "Put loan glasses aside in one of the shops."),
        ),
        promises=(
            PromiseLine(
                "I'll lend you a pair. Goodbye.",
                5,
                False,
                True,
                "You promised it, and it was not done at the desk. Ruth will find out.",
            ),
        ),
    )


def test_a_kept_promise_a_mere_offer_and_an_impossible_one_are_told_apart() -> None:
    offer = said("A loan pair would be possible.", Act.OFFER_OPTION, moves=("offer_loan",))
    promise = said("I'm moving your lenses to the front.", Act.COMMIT_ACTION, moves=("offer_rush",))
    conversation = talk("Late again.", offer, "Well.", promise, "I am going.")
    gone = case(ending=EndingKind.WALKED_OUT)
    assert [each.sentence for each in debriefed(conversation, gone).desk.promises] == [
        "You offered it. It was not done at the desk, and an offer need not be.",
        "You promised it, but Ruth left before you could do it. It is not held against you.",
    ]
    kept, known = glasses_well_done()
    assert [each.sentence for each in debriefed(kept, known).desk.promises] == [
        "You said it, and at the desk it was done."
    ]


def test_every_criterion_has_its_card_with_question_and_level() -> None:
    told = debriefed(*glasses_well_done())
    first = told.cards[0]
    assert (first.id, first.question, first.dimension) == (
        "emotional_reaction",
        "Did your words show that this person's trouble touched you?",
        Dimension.EMPATHY,
    )
    assert first.level is not None
    assert len(told.cards) == 12


def test_nothing_said_leads_to_a_debrief_that_says_so_and_blames_nobody() -> None:
    silent = talk("My glasses are late.", said("  "), "Hello?")
    told = debriefed(silent, case(ending=EndingKind.ABANDONED, moods=(Mood(6, 4, 6, 6), Mood(6.8, 4, 6, 5))))
    assert told.coaching == ()
    assert all(card.level is None for card in told.cards)
    assert (
        told.next_try == "Write at least two messages in your next conversation, so that there is something to look at."
    )
    assert told.strength is None


def test_the_same_conversation_gets_the_same_debrief() -> None:
    assert debriefed(*badly_done()) == debriefed(*badly_done())


def test_the_debrief_says_what_made_it() -> None:
    names = [name for name, _ in debriefed(*glasses_well_done()).versions]
    assert names == ["rubric", "scorer", "coaching", "causes", "habits"]
