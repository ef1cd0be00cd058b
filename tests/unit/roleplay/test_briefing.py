"""What a chat model is told: which lines it gets for its ear, which turns it is shown, how a note is put together."""

from dataclasses import replace
from itertools import pairwise

import pytest

from domain.conversation import Speaker, Turn
from domain.mood import Mood, Tone
from language.chat import ChatMessage
from prompts.renderer import load_prompt
from roleplay.briefing import BLOCK, MOST_TURNS, Point, alternating, cue_text, feelings, point, sample_lines, split
from roleplay.state import Cue, Piece, Source, intent, opening_state
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Intent, Scenario
from tests.support.scenario_fixture import scenario

SCENARIO = scenario()
CUE = Cue(tone=Tone.TENSE, reaction=None, content=(), spare=(), allowed=(), forbidden=())
MOOD = Mood(frustration=5, trust=3, effort=4, patience=6)
SCENARIOS = [load_scenario(path).scenario for path in sorted(LIBRARY.glob("*.yaml"))]


def note(*points: Point, cue: Cue = CUE, earlier: tuple[str, ...] = ()) -> str:
    text = cue_text(
        load_prompt("customer_cue"),
        scenario=SCENARIO,
        mood=MOOD,
        cue=cue,
        points=points,
        message="Hello.",
        earlier=earlier,
        complaint="",
    )
    return text.partition("note for your next line:\n\n")[2].removesuffix("\n\nYour next line, and nothing else:")


def talk(turns: int) -> list[Turn]:
    """An opening and this many turns since, the trainee first."""
    return [Turn(n, Speaker.TRAINEE if n % 2 else Speaker.CUSTOMER, f"turn {n}") for n in range(turns + 1)]


@pytest.mark.parametrize("case", SCENARIOS, ids=[case.id for case in SCENARIOS])
def test_the_lines_for_the_ear_cover_all_tones_and_are_about_other_matters(case: Scenario) -> None:
    samples = sample_lines(case)
    intents = [sample.id.split(":")[1] for sample in samples]

    tones = [sample.tone for sample in samples]
    assert tones == [tone for tone in (Tone.CALM, Tone.WARM, Tone.TENSE, Tone.ANGRY) for _ in range(tones.count(tone))]
    assert 5 <= len(samples) <= 8
    assert max(map(tones.count, Tone)) == 2
    assert len(set(intents)) == len(samples)
    for sample in samples:
        source, name, index = sample.id.split(":")
        line = case.lines[Intent(name)][int(index)]
        assert (source, line.text, sample.tone in line.tone) == ("intent", sample.text, True)
        assert not any(letter.isdigit() or letter in "{}" for letter in sample.text)
    openings = {line.text for line in case.opening.says}
    told = {line.text for fact in case.facts for line in fact.says}
    assert not {sample.text for sample in samples} & (openings | told)
    assert sample_lines(case) == samples


@pytest.mark.parametrize("case", SCENARIOS, ids=[case.id for case in SCENARIOS])
def test_of_two_lines_for_the_ear_in_one_tone_the_second_is_the_longer(case: Scenario) -> None:
    for one, other in pairwise(sample_lines(case)):
        if one.tone is other.tone:
            assert len(one.text.split()) <= len(other.text.split())


def test_a_scenario_with_few_lines_has_fewer_for_the_ear() -> None:
    assert len(sample_lines(SCENARIO)) < 8


def test_the_customers_first_words_are_the_opening_and_the_trainees_last_the_message() -> None:
    shown = split(talk(5))
    assert (shown.opening, shown.message, shown.left_out) == ("turn 0", "turn 5", False)
    assert shown.spoken == (
        ChatMessage("user", "<their_message>\nturn 1\n</their_message>"),
        ChatMessage("assistant", "turn 2"),
        ChatMessage("user", "<their_message>\nturn 3\n</their_message>"),
        ChatMessage("assistant", "turn 4"),
    )


def test_before_anybody_has_spoken_there_is_nothing() -> None:
    shown = split([])
    assert (shown.opening, shown.spoken, shown.message, shown.left_out) == ("", (), "", False)


def test_old_turns_go_in_blocks_and_what_is_left_begins_with_the_trainee() -> None:
    firsts = []
    for turns in range(1, 60, 2):
        shown = split(talk(turns))
        assert len(shown.spoken) <= MOST_TURNS
        assert shown.left_out == (turns - 1 > MOST_TURNS)
        assert [each.role for each in shown.spoken] == ["user", "assistant"] * (len(shown.spoken) // 2)
        firsts.append(shown.spoken[0].content if shown.spoken else "")
    changes = sum(one != other for one, other in pairwise(firsts[1:]))
    assert changes == -(-(58 - MOST_TURNS) // BLOCK)


def test_neighbours_of_one_role_are_joined() -> None:
    messages = [ChatMessage("user", "a"), ChatMessage("user", "b"), ChatMessage("assistant", "c")]
    assert alternating(messages) == (ChatMessage("user", "a\n\nb"), ChatMessage("assistant", "c"))


@pytest.mark.parametrize(
    ("mood", "tone", "names"),
    [
        (Mood(9, 1, 9, 1), Tone.ANGRY, ("boiling", "believes_nothing", "last")),
        (Mood(7.5, 3, 9, 2.5), Tone.ANGRY, ("angry", "doubts", "thin")),
        (Mood(6.8, 3, 9, 6), Tone.ANGRY, ("angry", "doubts", "worn")),
        (Mood(6, 5, 3, 6), Tone.TENSE, ("cross", "gives_a_chance")),
        (Mood(4.5, 7, 3, 6), Tone.TENSE, ("strained", "believes")),
        (Mood(3, 5, 3, 6), Tone.CALM, ("settling", "gives_a_chance")),
        (Mood(1, 5, 3, 6), Tone.CALM, ("easy", "gives_a_chance")),
        (Mood(3, 7, 3, 6), Tone.WARM, ("warming", "believes")),
        (Mood(1, 9, 3, 6), Tone.WARM, ("warm", "trusts")),
    ],
)
def test_a_mood_is_told_by_temper_trust_and_what_is_left_of_patience(
    mood: Mood, tone: Tone, names: tuple[str, ...]
) -> None:
    assert feelings(mood, tone) == names


@pytest.mark.parametrize("tone", Tone)
def test_the_prompt_has_words_for_every_mood(tone: Tone) -> None:
    prompt, levels = load_prompt("customer_cue"), (0.0, 1.5, 2.5, 4.5, 6.5, 8.0, 8.5, 10.0)
    named = {name for at in levels for back in levels for name in feelings(Mood(at, back, at, back), tone)}
    for name in named:
        assert (
            f'"{name}": "You ' in prompt.body or f'"{name}": "It ' in prompt.body or f'"{name}": "One ' in prompt.body
        )


@pytest.mark.parametrize("which", [*Intent, *Source])
def test_the_prompt_has_words_for_all_that_a_customer_may_do(which: Intent | Source) -> None:
    assert which is Source.INTENT or f'  "{which.value}": "' in load_prompt("customer_cue").body


def test_a_fact_is_told_with_its_whole_truth_and_the_second_time_as_one_that_was_told() -> None:
    piece, state = Piece(Source.FACT, "rang_twice"), opening_state(SCENARIO)
    statement = SCENARIO.fact("rang_twice").statement
    assert point(piece, "Twice.", scenario=SCENARIO, state=state) == Point("fact", "Twice.", statement)

    told = replace(state, said=("fact:rang_twice:0",))
    assert point(piece, "Twice.", scenario=SCENARIO, state=told) == Point("fact_again", "Twice.", statement)


def test_what_is_no_fact_is_named_by_its_intent_or_its_source() -> None:
    state = opening_state(SCENARIO)
    pieces = (intent(Intent.FORMULA), Piece(Source.NEED, "see_safely"), Piece(Source.MOVE, "offer_loan"))
    assert [point(piece, "So.", scenario=SCENARIO, state=state) for piece in pieces] == [
        Point("formula", "So."),
        Point("need", "So."),
        Point("move", "So."),
    ]


@pytest.mark.parametrize(
    ("line", "tone", "length"),
    [
        ("Spare me.", Tone.ANGRY, "at most one sentence and 5 words"),
        ("I rang on the sixth. Any day now, they said. Twice.", Tone.ANGRY, "at most three sentences and 15 words"),
        ("I rang on the sixth. Any day now, they said. Twice.", Tone.WARM, "at most three sentences and 20 words"),
        ("No. No. No. No. No. No. No.", Tone.ANGRY, "at most five sentences and 10 words"),
        ("ok\nwhatever\nnot my gate", Tone.TENSE, "at most three sentences and 10 words"),
        ("", Tone.CALM, "at most one sentence and 15 words"),
    ],
)
def test_the_length_follows_the_authored_line_and_the_tone(line: str, tone: Tone, length: str) -> None:
    cue = Cue(tone=tone, reaction=None, content=(), spare=(), allowed=(), forbidden=())
    assert note(Point("nudge", line), cue=cue).endswith(f"\nLength: {length}.")


@pytest.mark.parametrize(
    ("line", "asks"),
    [("So when do I have them?", True), ("“So when?”", True), ("When? Never.", False), ("", False)],
)
def test_a_question_has_to_lead_to_one_and_nothing_else_may(line: str, asks: bool) -> None:
    assert ("You end on a question." in note(Point("nudge", line))) is asks
    assert ("You ask no question." in note(Point("nudge", line))) is not asks


def test_facts_told_in_turns_that_are_not_shown_are_named_by_their_statements() -> None:
    assert f"- {SCENARIO.fact('rang_twice').statement}\n" in note(earlier=("rang_twice",))
