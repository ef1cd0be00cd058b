"""Which hint is due, from the signs of a moment alone, and what a file of hints must hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidContent
from evaluation.hints import HINTS, Sign, load_hints
from knowledge.pages import load_pages, paragraphs

AUTHORED = load_hints()
EVERY = frozenset(Sign)


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ({Sign.UPSET, Sign.OPEN}, "name_the_feeling"),
        ({Sign.UPSET, Sign.OPEN, Sign.FORMULA}, "own_words"),
        ({Sign.UPSET, Sign.OPEN, Sign.TOO_EARLY, Sign.ASKED}, "hear_first"),
        ({Sign.UPSET, Sign.OPEN, Sign.HEARD}, "first_question"),
        ({Sign.HEARD, Sign.OPEN, Sign.TOLD_TWICE}, "scroll_up"),
        ({Sign.HEARD, Sign.OPEN, Sign.ASKED, Sign.HIDDEN}, "what_hangs_on_it"),
        ({Sign.HEARD, Sign.OPEN, Sign.ASKED, Sign.HIDDEN, Sign.IDENTITY_DUE}, "identity"),
        ({Sign.HEARD, Sign.OPEN, Sign.ASKED, Sign.PROMISED}, "bear_it_out"),
        ({Sign.HEARD, Sign.OPEN, Sign.ASKED}, "way_forward"),
        ({Sign.SOLVED, Sign.VAGUE}, "give_a_time"),
        ({Sign.SOLVED, Sign.UNSAID}, "unsaid"),
        ({Sign.SOLVED}, "close_the_loop"),
        ({Sign.HURT, *EVERY}, "repair"),
        (set(), "from_their_side"),
    ],
)
def test_the_most_pressing_skill_comes_first(signs: set[Sign], expected: str) -> None:
    assert AUTHORED.next(signs).id == expected


@given(st.sets(st.sampled_from(Sign)))
def test_every_moment_has_a_hint_and_the_same_one_each_time(signs: set[Sign]) -> None:
    assert AUTHORED.next(signs) == AUTHORED.next(set(signs))


def test_every_hint_is_due_at_some_moment() -> None:
    for hint in AUTHORED.hints:
        needed = {*hint.when.all, *hint.when.any}
        moments = [needed, needed | {Sign.ASKED}, needed | {Sign.ASKED, Sign.HEARD}]
        assert hint in [AUTHORED.next(signs) for signs in moments], hint.id


def test_every_citation_stands_word_for_word_in_its_paragraph() -> None:
    texts = {each.id: each.text for each in paragraphs(load_pages())}
    for hint in AUTHORED.hints:
        assert hint.quote in texts[hint.guidance], hint.id


def test_hints_are_short_and_no_two_say_the_same() -> None:
    texts = [text for hint in AUTHORED.hints for text in hint.words]
    assert len(set(texts)) == len(texts)
    assert all(12 <= len(text.split()) <= 60 for text in texts)
    assert all(2 <= len(hint.words) <= 3 for hint in AUTHORED.hints)


def test_slots_are_filled_and_the_seed_chooses_the_wording() -> None:
    (hint,) = [each for each in AUTHORED.hints if each.id == "bear_it_out"]
    worded = {hint.worded(name="Ruth", tool="Lend a pair", seed=str(seed)) for seed in range(20)}
    again = {hint.worded(name="Ruth", tool="Lend a pair", seed="1", given=given) for given in range(len(hint.words))}
    assert worded == again
    assert len(worded) == len(hint.words)
    assert all("“Lend a pair”" in text and "{" not in text for text in worded)


BEGINNING = "version: 1\nhints:\n"
ONE = """\
  - id: {id}
    skill: Ask
    when: {when}
    words:
      - {words}
      - Ask one thing and wait for the answer.
    guidance: {guidance}
    quote: Open first.
"""
WHOLE = {"id": "ask", "when": "{}", "words": "Ask {name} something.", "guidance": "ask-to-understand#p3"}


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({"when": "{all: [open]}"}, "the last hint must fit every moment"),
        ({"when": "{all: [shouting]}"}, "input should be"),
        ({"words": "Ask {customer} something."}, "{customer} is no slot; there are name, tool"),
        ({"words": "Use {tool}."}, "{tool} is only known where when.all asks for promised"),
        ({"guidance": "ask-to-understand"}, "string should match pattern"),
        ({"id": "Ask it"}, "string should match pattern"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, change: dict[str, str], advice: str) -> None:
    path = tmp_path / HINTS.name
    path.write_text(BEGINNING + ONE.format(**{**WHOLE, **change}), encoding="utf-8")
    with pytest.raises(InvalidContent) as mistake:
        load_hints(path)
    assert advice in mistake.value.advice


def test_an_id_stands_in_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / HINTS.name
    path.write_text(BEGINNING + ONE.format(**WHOLE) * 2, encoding="utf-8")
    with pytest.raises(InvalidContent) as mistake:
        load_hints(path)
    assert mistake.value.advice == "the id 'ask' stands here twice"
