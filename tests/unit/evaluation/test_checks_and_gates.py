"""What a rehearsal decides without reading style: end states, facts, promises, identity."""

from dataclasses import replace

import pytest

from domain.acts import Act
from domain.conversation import DeskEntry
from domain.endings import EndingKind
from domain.mood import Mood, MoodChange
from domain.scorecard import Evidence, Gate, Level
from evaluation import checks
from evaluation.atoms import explain
from evaluation.case import Case
from evaluation.gates import judge_gates
from evaluation.observations import observe
from evaluation.promises import promises
from evaluation.rubric import load_rubric
from evaluation.scorer import load_scorer
from scenarios.loading import parse_scenario
from tests.support.evaluation_cases import COMPLAINT, Said, Talk, case, entry, glasses_well_done, said, talk
from tests.support.scenario_fixture import FILE, edited

WORDY = """\
        when:
          all: ["desk:lend_pair", "fact:drives_nights", "act:validate", "need:see_safely", "trust>=5",
                "move:own_the_delay", "world:loan=none", "event:closing"]
          none: ["act:rude"]
"""
PROMISE = "I'll put a loan pair aside for you."


def promising(*, desk: tuple[DeskEntry, ...] = (), commits: bool = True) -> Talk:
    acts = (Act.COMMIT_ACTION,) if commits else (Act.OFFER_OPTION,)
    return talk(COMPLAINT, said("Hello."), "Well?", said(PROMISE, *acts, moves=("offer_loan",)), "Good.", desk=desk)


def gate(name: str, conversation: Talk, known: Case | None) -> Gate:
    gates = judge_gates(load_rubric(), conversation.transcript, conversation.readings, known)
    return next(each for each in gates if each.id == name)


def test_a_promise_that_the_desk_bears_out_is_kept() -> None:
    conversation = promising(desk=(entry("lend_pair", after=4),))
    (found,) = promises(conversation.transcript, conversation.readings, case())
    assert (found.move, found.turn, found.quote, found.kept, found.broken) == ("offer_loan", 3, PROMISE, True, False)
    assert not gate("false_promise", conversation, case()).fired


def test_a_promise_given_again_after_a_faulty_line_can_be_broken() -> None:
    again = said(PROMISE, Act.COMMIT_ACTION, moves=("offer_loan",))
    conversation = talk(COMPLAINT, said("Hello."), "Well?", again, "And?", again, "Good.", said("Bye."))
    (first,) = promises(conversation.transcript, conversation.readings, replace(case(), harmed=frozenset({2})))
    assert (first.turn, first.broken) == (5, True)


def test_a_promise_that_the_desk_does_not_bear_out_fires_the_gate_with_its_words() -> None:
    refused = entry("lend_pair", after=4, accepted=False)
    broken = gate("false_promise", promising(desk=(refused,)), case(ending=EndingKind.PARTLY))
    assert broken.fired
    assert broken.cap == 3
    assert broken.evidence == (
        Evidence("promise:offer_loan", False, "You promised this, and it was not done at the desk.", PROMISE, 3),
    )


def test_a_promise_whose_words_cannot_be_found_is_told_without_them() -> None:
    conversation = talk(COMPLAINT, said("Hello.", Act.COMMIT_ACTION, moves=("offer_loan",), quote="words of nobody"))
    (found,) = promises(conversation.transcript, conversation.readings, case())
    assert (found.quote, found.committed) == ("", True)


def test_a_mere_offer_that_was_not_taken_up_breaks_nothing() -> None:
    assert not gate("false_promise", promising(commits=False), case()).fired


def test_a_promise_made_as_the_customer_walked_out_is_not_held_against_the_trainee() -> None:
    conversation = promising()
    assert not gate("false_promise", conversation, case(ending=EndingKind.WALKED_OUT)).fired
    assert gate("false_promise", conversation, case(ending=EndingKind.PARTLY)).fired


def test_a_guarantee_fires_the_gate_only_when_it_is_read_surely() -> None:
    def with_confidence(sure: float) -> Talk:
        words = "I guarantee that this never happens again."
        return talk(COMPLAINT, said(words, Act.FALSE_PROMISE, confidence=sure), "Oh?", said("Yes, indeed."))

    assert gate("false_promise", with_confidence(0.95), None).fired
    assert not gate("false_promise", with_confidence(0.4), None).fired


def test_account_data_before_identity_fires_the_gate_and_after_it_does_not() -> None:
    early = promising(desk=(entry("rush_order", after=2), entry("check_identity", after=4)))
    late = promising(desk=(entry("check_identity", after=2), entry("rush_order", after=4)))
    fired = gate("identity", early, case())
    assert (fired.fired, fired.cap) == (True, 2)
    assert fired.evidence == (
        Evidence("identity", False, "Rush the lenses: done before you had verified who you were talking to."),
    )
    assert not gate("identity", late, case()).fired
    assert not gate("identity", promising(), case()).fired


def test_where_the_desk_cannot_verify_asking_in_words_counts() -> None:
    body = edited(("      verifies_identity: true\n", ""))
    wordy = replace(case(), scenario=parse_scenario(body, file=FILE).scenario)
    asked: list[str | Said] = [COMPLAINT, said("May I have your postcode?", Act.VERIFY_IDENTITY), "11 42."]
    conversation = talk(*asked, said("Thank you."), "Well?", desk=(entry("rush_order", after=2),))
    assert not gate("identity", conversation, wordy).fired
    silent = talk(COMPLAINT, said("Hello."), "Well?", said("One moment."), desk=(entry("rush_order", after=2),))
    assert gate("identity", silent, wordy).fired


@pytest.mark.parametrize(
    "words",
    [
        "People like you never read anything.",
        "Go back to your own country then.",
        "You are too old to understand this.",
        "You people always think it's personal.",
        "There's always some story with you people.",
        "Your sort are never happy.",
        "We don't serve your kind here.",
        "Oh, go and die.",
        "Just kill yourself then.",
        "I'll come and hurt you.",
        "You silly old woman.",
        "You should learn English first.",
    ],
)
def test_a_put_down_fires_the_gate_of_respect_whatever_the_reading_says(words: str) -> None:
    fired = gate("respect", talk(COMPLAINT, said(words), "What?", said("Yes.")), None)
    assert fired.fired
    assert [each.quote for each in fired.evidence] == [words]


@pytest.mark.parametrize(
    "words",
    [
        "I'll get you a new one, and someone will find you a seat. Many people like your idea.",
        "Thank you for your kind words.",
        "What is your sort code and account number please?",
        "We are proud to have customers like you.",
        "The slow lane's there for people like you, so you're right to complain.",
        "An old man in seat 14 saw it happen.",
        "We'll find you two seats together.",
        "Did the line go dead?",
        "You're not hurt yourself?",
        "Careful not to cut yourself on the edge.",
        "Do you think about how to kill yourself?",
        "Your phone is too old to get the update.",
        "You people are heroes.",
        "Are you calling about the course Learn English at Work?",
    ],
)
def test_ordinary_words_about_people_put_nobody_down(words: str) -> None:
    assert not gate("respect", talk(COMPLAINT, said(words), "Good.", said("Bye.")), None).fired


@pytest.mark.parametrize(
    ("needs", "ending", "desk", "level"),
    [
        (("see_safely", "taken_seriously"), EndingKind.RESOLVED, ("lend_pair",), 5.0),
        (("see_safely",), EndingKind.PARTLY, ("rush_order",), 4.2),
        ((), EndingKind.PARTLY, ("pay_goodwill",), 2.0),
    ],
)
def test_a_solution_is_judged_by_the_state_in_which_it_ends(
    needs: tuple[str, ...], ending: EndingKind, desk: tuple[str, ...], level: float
) -> None:
    conversation = promising(commits=False, desk=tuple(entry(name, after=4) for name in desk))
    known = case(needs=needs, ending=ending, desk=desk)
    assert checks.check_solution(conversation.transcript, known, conversation.readings).level.value == level


def test_leaving_a_customer_worse_off_than_they_came_is_below_doing_nothing() -> None:
    conversation = promising(commits=False)
    angrier = case(ending=EndingKind.WALKED_OUT, moods=(Mood(6, 4, 6, 6), Mood(9, 1, 7, 0)))
    assert checks.check_solution(conversation.transcript, angrier, conversation.readings).level.value == 1


def test_without_functional_needs_the_ending_alone_decides() -> None:
    conversation, known = promising(commits=False), case()
    none = known.scenario.model_copy(update={"needs": known.scenario.needs[1:]})
    levels = {
        ending: checks.check_solution(
            conversation.transcript, replace(known, scenario=none, ending=ending), conversation.readings
        ).level.value
        for ending in (EndingKind.RESOLVED, EndingKind.PARTLY, EndingKind.ABANDONED, None)
    }
    assert levels == {EndingKind.RESOLVED: 5, EndingKind.PARTLY: 3, EndingKind.ABANDONED: 1, None: 3}


def test_two_routes_to_the_same_end_state_are_worth_the_same() -> None:
    levels = {
        checks.check_solution(each.transcript, case(needs=("see_safely",), desk=(route,)), each.readings).level.value
        for route in ("lend_pair", "rush_order")
        for each in (promising(commits=False, desk=(entry(route, after=4),)),)
    }
    assert levels == {5.0}


def test_a_scenario_with_nothing_to_find_leaves_the_need_to_the_scorer() -> None:
    conversation, known = glasses_well_done()
    empty = replace(known, scenario=known.scenario.model_copy(update={"facts": (), "needs": ()}))
    assert checks.check_need_found(empty, conversation.readings) is None


def test_what_came_out_when_asked_and_what_was_met_make_the_need_found() -> None:
    conversation, known = glasses_well_done()
    scored = checks.check_need_found(known, conversation.readings)
    assert scored is not None
    assert scored.level == Level(
        3.83, "1 of 3 things that come out only when asked came out, and 2 of 2 needs were met."
    )
    found = next(each for each in scored.evidence if each.check == "fact:drives_nights")
    assert (found.holds, found.turn) == (True, 1)


def test_asking_twice_costs_and_asking_first_pays() -> None:
    conversation, known = glasses_well_done()
    seen = observe(conversation.transcript, conversation.readings, known)
    once = checks.check_facts(conversation.transcript, known, conversation.readings, seen)
    again = replace(known, changes=(*known.changes, (3, MoodChange("told_twice", "Then tonight counts.", 0.7))))
    twice = checks.check_facts(conversation.transcript, again, conversation.readings, seen)
    assert once.level.value - twice.level.value == pytest.approx(1.6)
    assert Evidence("asked_again", False, "The customer had told you this already.", "Then tonight counts.", 3) in (
        twice.evidence
    )


def test_asking_only_for_what_was_told_is_no_asking_first() -> None:
    conversation, known = glasses_well_done()
    (question,) = [
        (turn, found)
        for turn, reading in conversation.readings.items()
        for found in reading.asked_facts
        if found.what == "drives_nights"
    ]
    turn, found = question
    again = replace(known, changes=(*known.changes, (turn, MoodChange("told_twice", found.quote, 0.7))))
    seen = observe(conversation.transcript, conversation.readings, again)
    scored = checks.check_facts(conversation.transcript, again, conversation.readings, seen)
    assert Evidence("asked_first", False, "You asked for nothing before you offered a way forward.") in scored.evidence


def test_to_look_first_is_no_way_forward_and_to_ask_who_it_is_is_asking() -> None:
    conversation = talk(
        "My glasses are late.",
        said("I'll open the order first.", Act.COMMIT_ACTION),
        "Please do.",
        said("May I have your date of birth?", Act.VERIFY_IDENTITY),
        "4 May 1961.",
        said("You can have a loan pair today.", Act.OFFER_OPTION),
    )
    known = case()
    seen = observe(conversation.transcript, conversation.readings, known)
    scored = checks.check_facts(conversation.transcript, known, conversation.readings, seen)
    asked = Evidence(
        "asked_first", True, "You asked before you offered a way forward.", "May I have your date of birth?", 3
    )
    assert asked in scored.evidence
    assert scored.level.reason.startswith("1 question(s) before the first way forward")


def test_what_was_solved_is_said_not_to_count_as_words() -> None:
    solved = ((3, MoodChange("move:offer_loan", "x", -1.5, 1.0)),)
    assert "does not count here" in checks.check_received(case(changes=solved)).level.reason
    assert "does not count here" not in checks.check_received(case()).level.reason


def test_trust_won_by_the_solution_alone_is_not_trust_won_by_words() -> None:
    solved = ((3, MoodChange("move:offer_loan", "x", -1.5, 1.0)), (3, MoodChange("need:see_safely", "", -1.2, 0.8)))
    felt = ((1, MoodChange("name_feeling", "x", -1.2, 0.9)), (1, MoodChange("trigger:validate", "x", -1.0, 0.9)))
    assert checks.check_received(case(changes=solved)).level.value == 2
    assert checks.check_received(case(changes=felt)).level.value == 3.68
    flirted = ((1, MoodChange("flirting", "x", 1.2, -1.2)), (1, MoodChange("long_winded", "x", 0.2)))
    # It cost something, but this customer ended with more trust than they came with: nothing was made worse.
    assert checks.check_received(case(changes=flirted)).level.value == checks.NOT_WORSE


def test_a_customer_who_ends_angrier_than_they_came_was_not_reached() -> None:
    kind = tuple((1, MoodChange("name_feeling", "x", -1.2, 0.9)) for _ in range(4))
    worse = case(changes=kind, moods=(Mood(5, 4, 6, 6), Mood(8, 4, 6, 2)))
    assert checks.check_received(worse).level.value == 2.5


def test_a_scenarios_rule_says_what_stood_in_the_way_of_the_next_level() -> None:
    known = case(needs=("see_safely",), desk=("rush_order",), ending=EndingKind.PARTLY)
    criterion = known.scenario.criteria[0]
    scored = checks.check_scenario(criterion, known, {}, load_scorer())
    assert scored.level == Level(3, "She will have glasses; what she needs them for stayed out of it.")
    assert {each.check: each.holds for each in scored.evidence} == {
        "desk:rush_order": True,
        "desk:lend_pair": False,
        "fact:drives_nights": False,
    }


def test_every_kind_of_condition_is_put_in_words() -> None:
    body = edited(
        (
            '        when: {all: ["desk:lend_pair", "fact:drives_nights"]}\n',
            WORDY,
        )
    )
    known = replace(case(), scenario=parse_scenario(body, file=FILE).scenario)
    scored = checks.check_scenario(known.scenario.criteria[0], known, {}, load_scorer())
    statements = {each.check: each.statement for each in scored.evidence}
    assert statements == {
        "desk:lend_pair": "Not done at the desk: Lend a pair.",
        "desk:rush_order": "Not done at the desk: Rush the lenses.",
    }
    explained = {
        atom: explain(atom, wanted=True, case=known, readings={}, model=load_scorer())
        for atom in (*known.scenario.criteria[0].levels[0].when.all, "act:rude")
    }
    assert {atom: (each.holds, each.statement) for atom, each in explained.items()} == {
        "desk:lend_pair": (False, "Not done at the desk: Lend a pair."),
        "fact:drives_nights": (
            False,
            f"This did not come out: {known.scenario.fact('drives_nights').statement}",
        ),
        "act:validate": (False, "Nobody told the customer that they were right to be upset."),
        "need:see_safely": (False, "This was still open at the end: A pair of glasses that she can drive with."),
        "trust>=5": (True, "The customer's trust ended at 6.0 of 10; this asks for at least 5."),
        "move:own_the_delay": (
            False,
            "You did not do this: says plainly that the shop should have told her the lenses broke.",
        ),
        "world:loan=none": (True, "At the end the desk showed, under Loan pair: none."),
        "event:closing": (False, "This belongs to the ending: event closing."),
        "act:rude": (False, "Not found in your words: rudeness."),
    }


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("I'll get you going now.", False),
        ("I'll get you on that train.", False),
        ("I will find you a seat.", False),
        ("I'll get you for this.", True),
        ("I'll get you!", True),
        ("I will come and find you.", True),
    ],
)
def test_a_threat_breaks_respect_and_help_that_begins_alike_does_not(text: str, fired: bool) -> None:
    assert gate("respect", talk(COMPLAINT, said(text)), None).fired is fired
