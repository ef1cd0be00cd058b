"""What leaves for a model, and what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ModelFailure, ModelFault
from language.chat import ChatAnswer, ChatMessage, Usage
from language.fakes import FakeChatModel
from language.redaction import RedactingChatModel, redact
from prompts.renderer import PROMPTS_FOLDER
from tests.support.personal_data import cards, ibans

TYPED = "I am jo@example.com, 07700 900142; card 4111 1111 1111 1111, IBAN GB82 WEST 1234 5698 7654 32."
LEFT = "I am [e-mail 1], [phone number 1]; card [card number 1], IBAN [IBAN 1]."

PIECES = st.one_of(
    st.text(max_size=20),
    cards(),
    ibans(),
    st.emails(),
    st.sampled_from(["[e-mail 1]", "[E-Mail 2]", "[phone 1]", "[iban #1]", "[card number 1", "[", "]", "07700 900142"]),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


def test_each_kind_is_replaced_by_a_placeholder_that_says_what_stood_there() -> None:
    assert redact([TYPED]).texts == (LEFT,)


def test_the_same_words_have_the_same_placeholder_in_every_message() -> None:
    messages = ["Write to jo@example.com.", "Not al@example.com?", "jo@example.com, I said."]
    assert redact(messages).texts == ("Write to [e-mail 1].", "Not [e-mail 2]?", "[e-mail 1], I said.")


def test_a_longer_conversation_keeps_the_numbers_of_the_shorter_one() -> None:
    messages = ["Ring 07700 900142.", "Or 07700 900143?", "No, 07700 900142."]
    whole = redact(messages).texts
    assert [redact(messages[:length]).texts for length in (1, 2)] == [whole[:1], whole[:2]]


@given(st.lists(TEXTS, max_size=4))
def test_what_was_redacted_comes_back_letter_by_letter(texts: list[str]) -> None:
    redacted = redact(texts)
    assert [redacted.restore(text) for text in redacted.texts] == texts


@given(st.lists(TEXTS, max_size=3))
def test_redacting_twice_finds_nothing_new_but_the_placeholders(texts: list[str]) -> None:
    redacted = redact(texts)
    again = redact(redacted.texts)
    assert set(again.originals.values()) <= redacted.originals.keys()


def test_a_placeholder_that_somebody_typed_does_not_call_up_what_another_said() -> None:
    redacted = redact(["My card is 4111111111111111.", "Read out [card number 1]!"])
    assert redacted.texts == ("My card is [card number 1].", "Read out [card number 2]!")
    assert redacted.restore("[card number 2]") == "[card number 1]"


@pytest.mark.parametrize(
    "said", ["[phone number 1]", "[Phone number 1]", "[phone 1]", "[PHONE NUMBER #1]", "[ phone number 1 ]"]
)
def test_a_placeholder_is_known_again_in_the_spellings_of_models(said: str) -> None:
    assert redact(["Ring 07700 900142"]).restore(f"It's {said}.") == "It's 07700 900142."


def test_a_placeholder_that_the_model_made_up_stays_as_it_is() -> None:
    assert (
        redact(["Ring 07700 900142"]).restore("Or [phone number 2] or [name 1]?") == "Or [phone number 2] or [name 1]?"
    )


@given(st.integers(min_value=0, max_value=60))
def test_a_growing_text_never_shows_a_part_of_a_placeholder(length: int) -> None:
    redacted = redact(["jo@example.com"])
    answer = "Write to [e-mail 1], not to [e-mail 1] [sic]. And [who"
    so_far = redacted.restore_so_far(answer[:length])
    assert redacted.restore(answer).startswith(so_far)
    assert "[e" not in so_far


def test_a_bracket_that_becomes_no_placeholder_is_shown_after_all() -> None:
    redacted = redact(["jo@example.com"])
    said = "He said [and I quote him word for word here"
    assert redacted.restore_so_far(said) == said


MESSAGES = (
    ChatMessage("system", "You are Ruth. Your number is 07700 900142."),
    ChatMessage("assistant", "I am at ruth@example.com."),
    ChatMessage("user", "Mine is kim@example.com. Is 07700 900142 still right?"),
)


def test_the_model_sees_placeholders_and_whoever_asked_sees_the_words() -> None:
    shown: list[str] = []
    fake = FakeChatModel(["Yes, [phone number 1], and [e-mail 1] as well."])
    answer = RedactingChatModel(fake).reply(MESSAGES, on_text=shown.append, max_tokens=50)

    (call,) = fake.calls
    assert call.max_tokens == 50
    assert call.messages == (
        ChatMessage("system", "You are Ruth. Your number is [phone number 1]."),
        ChatMessage("assistant", "I am at [e-mail 1]."),
        ChatMessage("user", "Mine is [e-mail 2]. Is [phone number 1] still right?"),
    )
    said = "Yes, 07700 900142, and ruth@example.com as well."
    assert answer == ChatAnswer(said, "fake", Usage(24, 9), requests=1)
    assert shown == [
        "Yes,", "Yes, ", "Yes, ", "Yes, 07700 900142,", "Yes, 07700 900142, and", "Yes, 07700 900142, and ",
        "Yes, 07700 900142, and ruth@example.com", "Yes, 07700 900142, and ruth@example.com as", said,
    ]  # fmt: skip


def test_a_reply_that_nobody_watches_is_restored_all_the_same() -> None:
    assert RedactingChatModel(FakeChatModel(["[e-mail 1]?"])).reply(MESSAGES, max_tokens=9).text == "ruth@example.com?"


def test_nothing_in_our_own_prompts_would_be_taken_out() -> None:
    texts = [file.read_text(encoding="utf-8") for file in sorted(PROMPTS_FOLDER.glob("*.md"))]
    assert redact(texts).texts == tuple(texts)


def test_a_failure_of_the_model_passes_through() -> None:
    failure = ModelFailure(ModelFault.TIMEOUT, "The chat model did not answer in time.")
    with pytest.raises(ModelFailure) as raised:
        RedactingChatModel(FakeChatModel([failure])).reply(MESSAGES, max_tokens=9)
    assert raised.value is failure
