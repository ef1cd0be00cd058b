"""Nothing of a judge's answer is believed that can be checked."""

import json

import pytest

from domain.conversation import Speaker, Transcript, Turn
from evaluation.judge_answer import Unusable, read_answer
from evaluation.judgement import Finding, Quoted
from tests.support.judging import answer, criterion

TALK = Transcript(
    (
        Turn(0, Speaker.CUSTOMER, "My parcel is two weeks late."),
        Turn(1, Speaker.TRAINEE, "I’m sorry it’s so late. You must be fed up."),
        Turn(2, Speaker.CUSTOMER, "I am fed up, yes."),
        Turn(3, Speaker.TRAINEE, "I’ll ring the depot now."),
    )
)
ASKED = ("warm", "owned")
WARM = criterion("warm", level=4, quotes=[(1, "You must be fed up", "for")])
OWNED = criterion("owned", level=2.5)
FORM = "its answer was not in the form that was asked for"
INVENTED = "it quoted words that nobody wrote"


def read(text: str) -> tuple[Finding, ...] | Unusable:
    return read_answer(text, criteria=ASKED, transcript=TALK)


def test_a_sound_answer_becomes_findings_in_the_order_asked_for_with_quotes_as_they_were_written() -> None:
    quotes = [(1, "I'm sorry it's so late.", "for"), (3, "I'll ring the depot now", "against")]
    warm = criterion("warm", level=4, quotes=[*quotes, quotes[0]], reason=" You said it in your own words. ")
    assert read(answer(OWNED, warm)) == (
        Finding(
            "warm",
            (Quoted(1, "I’m sorry it’s so late.", True), Quoted(3, "I’ll ring the depot now", False)),
            4,
            "You said it in your own words.",
        ),
        Finding("owned", (), 2.5, "You did what you did."),
    )


@pytest.mark.parametrize("fenced", ["```json\n{}\n```", "```\n{}\n```", "\n ```JSON\n{}\n```\n", "  {}\n"])
def test_a_fence_and_blanks_around_it_are_no_fault(fenced: str) -> None:
    assert read(fenced.replace("{}", answer(WARM, OWNED))) == read(answer(WARM, OWNED))


@pytest.mark.parametrize(
    ("text", "words", "advice"),
    [
        ("", FORM, "one JSON object and nothing else"),
        ("I'm sorry, I can't help with that.", FORM, "one JSON object and nothing else"),
        ("Here it is:\n" + answer(WARM, OWNED), FORM, "one JSON object and nothing else"),
        (answer(WARM, OWNED)[:-40], FORM, "one JSON object and nothing else (Invalid JSON: EOF"),
        ("[]", FORM, "The answer: Input should be"),
        ('{"criteria": {}}', FORM, "criteria: Input should be a valid array"),
        (answer(WARM, criterion("owned", level="4")), FORM, "criteria.1.level: Input should be a valid number"),
        (answer(WARM, criterion("owned", level=None)), FORM, "criteria.1.level: Input should be a valid number"),
        (answer(WARM, criterion("owned", level=True)), FORM, "criteria.1.level: Input should be a valid number"),
        (
            answer(WARM, criterion("owned", level=5.5)),
            FORM,
            "criteria.1.level: Input should be less than or equal to 5",
        ),
        (answer(WARM, criterion("owned", level=0)), FORM, "criteria.1.level: Input should be greater than or equal"),
        (answer(WARM, criterion("owned", level=3.7)), FORM, "criteria.1.level: Input should be a multiple of 0.5"),
        (answer(WARM, criterion("owned", level=float("nan"))), FORM, "criteria.1.level: Input should be"),
        (answer(WARM, criterion("owned", reason=" ")), FORM, "criteria.1.reason: String should have at least 1"),
        (answer(WARM, criterion("owned", quotes=[(1, "so late", "pro")])), FORM, "criteria.1.evidence.0.speaks: Input"),
        (answer(WARM), "it did not judge what it was asked to judge", "Give each of these criteria once, and no other"),
        (answer(WARM, OWNED, OWNED), "it did not judge what it was asked to judge", "warm, owned."),
        (answer(WARM, criterion("cold")), "it did not judge what it was asked to judge", "warm, owned."),
        (
            answer(WARM, criterion("owned", quotes=[(1, "I am so terribly sorry", "for")])),
            INVENTED,
            "owned: the agent did not write 'I am so terribly sorry' in turn 1.",
        ),
        (answer(WARM, criterion("owned", quotes=[(1, "I’ll ring the depot now.", "for")])), INVENTED, "in turn 1."),
        (
            answer(WARM, criterion("owned", quotes=[(2, "I am fed up", "for")])),
            "it quoted words that are not yours",
            "owned: turn 2 is not one of the agent's.",
        ),
        (
            answer(WARM, criterion("owned", quotes=[(9, "I am fed up", "for")])),
            "it quoted words that are not yours",
            "owned: turn 9 is not one of the agent's.",
        ),
        (
            answer(WARM, criterion("owned", reason="You said “I love you all” to them.")),
            INVENTED,
            "owned: the reason quotes 'I love you all', which nobody wrote.",
        ),
        (
            answer(WARM, criterion("owned", level=3.5)),
            "it gave a high level with no words to show for it",
            "owned: a level above 3 needs a quote of the agent's that speaks for it.",
        ),
        (
            answer(WARM, criterion("owned", level=4, quotes=[(3, "I’ll ring", "against")])),
            "it gave a high level with no words to show for it",
            "owned: a level above 3 needs",
        ),
    ],
)
def test_an_answer_that_is_off_is_unusable_and_says_why(text: str, words: str, advice: str) -> None:
    found = read(text)
    assert isinstance(found, Unusable)
    assert found.words == words
    assert any(advice in each for each in found.advice)


def test_a_reason_may_name_a_word_and_quote_what_was_said() -> None:
    reason = "You said “sorry” once, and took up “I am fed up, yes.”"
    assert not isinstance(read(answer(WARM, criterion("owned", reason=reason))), Unusable)


def test_the_model_is_told_of_several_faults_at_once_and_not_of_all() -> None:
    many = [(1, f"invented {number}", "for") for number in range(9)]
    found = read(answer(criterion("warm", quotes=many), OWNED))
    assert isinstance(found, Unusable)
    assert [each.split("'")[1] for each in found.advice] == [f"invented {number}" for number in range(4)]


def test_what_is_not_asked_for_is_not_looked_at() -> None:
    loaded = json.loads(answer(WARM, OWNED))
    assert read(json.dumps(loaded | {"overall": 5})) == read(answer(WARM, OWNED))
