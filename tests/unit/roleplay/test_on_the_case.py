"""What a message does counts in a rehearsal only where it is done about this customer's case."""

import numpy as np

from domain.acts import Act
from roleplay.on_the_case import UNLIKE, about_the_case, only_mentions
from roleplay.sentence_acts import BY_RULE, Seen
from roleplay.sentences import Sentence, plain

SHORT = "We could try that."
LONG = "We could send the choir a postcard from the seaside every summer."
NOTHING = frozenset[str]()


def seen(text: str, acts: dict[Act, float]) -> Seen:
    return Seen(Sentence(text, plain(text)), acts)


def kept(
    text: str,
    acts: dict[Act, float],
    likeness: float,
    *,
    told: frozenset[str] = NOTHING,
    settled: frozenset[str] = NOTHING,
) -> set[Act]:
    [one] = about_the_case([seen(text, acts)], np.array([likeness], np.float32), told, settled)
    return set(one.acts)


def test_a_head_alone_must_be_surer_about_words_unlike_the_case() -> None:
    assert kept(SHORT, {Act.OFFER_OPTION: 0.6}, UNLIKE - 0.1) == set()
    assert kept(SHORT, {Act.OFFER_OPTION: 0.9}, UNLIKE - 0.1) == {Act.OFFER_OPTION}
    assert kept(SHORT, {Act.OFFER_OPTION: 0.6}, UNLIKE + 0.1) == {Act.OFFER_OPTION}


def test_what_hurts_needs_no_case() -> None:
    assert kept(SHORT, {Act.RUDE: 0.6, Act.COMMAND: 0.5}, 0.0) == {Act.RUDE, Act.COMMAND}


def test_a_long_sentence_about_something_else_does_nothing_about_the_case_even_by_rule() -> None:
    acts = {Act.COMMIT_ACTION: BY_RULE, Act.NAME_FEELING: BY_RULE}
    assert kept(LONG, acts, UNLIKE - 0.1) == {Act.NAME_FEELING}
    assert kept(LONG, acts, UNLIKE + 0.1) == set(acts)


def test_what_the_scenario_knows_as_a_move_is_about_the_case() -> None:
    acts = {Act.COMMIT_ACTION: 0.5, Act.PERSONALISE: 0.5}
    assert kept(LONG, acts, 0.0, settled=frozenset({LONG})) == set(acts)


def test_a_reason_is_one_only_for_what_has_happened() -> None:
    assert kept(SHORT, {Act.EXPLAIN_CAUSE: 0.9}, UNLIKE + 0.02) == set()
    assert kept(SHORT, {Act.EXPLAIN_CAUSE: 0.9}, UNLIKE + 0.2) == {Act.EXPLAIN_CAUSE}


def test_a_personal_touch_has_a_word_in_common_with_what_was_told() -> None:
    told = frozenset({"choir"})
    assert kept(LONG, {Act.PERSONALISE: 0.6}, 0.9, told=told) == {Act.PERSONALISE}
    assert kept(LONG, {Act.PERSONALISE: 0.6}, 0.9) == set()
    assert kept(LONG, {Act.PERSONALISE: BY_RULE}, 0.9) == {Act.PERSONALISE}


def test_a_long_message_that_hardly_touches_the_case_only_mentions_it() -> None:
    assert only_mentions(np.array([0.9, *[0.1] * 11], np.float32))
    assert not only_mentions(np.array([0.9, *[0.1] * 10], np.float32)), "eleven sentences may wander"
    assert not only_mentions(np.array([*[0.9] * 4, *[0.1] * 10], np.float32))
