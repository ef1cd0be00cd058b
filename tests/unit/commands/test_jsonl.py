"""Files of JSON lines: read with the line of each mistake, written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.jsonl import Record, dumps, read_records, write_records
from domain.errors import InvalidInput


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "marked.jsonl"
    file.write_text('{"id": "1"}\n', encoding="utf-8-sig")
    assert list(read_records(file)) == [{"id": "1"}]


def written(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "in.jsonl"
    file.write_bytes(content)
    return file


def test_objects_come_back_in_order_and_blank_lines_are_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, '{"id": "ä", "n": [1, {"x": null}]}\n\n  \n{"id": "2"}'.encode())
    assert list(read_records(file)) == [{"id": "ä", "n": [1, {"x": None}]}, {"id": "2"}]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"id": "1"}\n{"id": ', ":2: not a line of JSON: "),
        (b'{"id": "1"}\n{"id": 2}\n', ":2: a record needs an id, which is a text."),
        (b'{"id": ""}\n', ":1: a record needs an id, which is a text."),
        (b"[1, 2]\n", ":1: write one JSON object a line."),
        (b'"text"\n', ":1: write one JSON object a line."),
        (b'{"n": ' + b"9" * 5_000 + b"}\n", ":1: not a line of JSON: "),
        (b"[" * 100_000 + b"\n", ":1: not a line of JSON: "),
        (b'{"id": "\xff"}\n', ": not a text file in UTF-8 (invalid start byte)."),
    ],
)
def test_what_is_no_record_is_told_with_its_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = written(tmp_path, content)
    with pytest.raises(InvalidInput) as raised:
        list(read_records(file))
    assert str(raised.value).startswith(f"{file}{complaint}")


def test_a_file_that_is_not_there_is_an_os_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"absent\.jsonl"):
        list(read_records(tmp_path / "absent.jsonl"))


def test_the_same_value_is_the_same_line(tmp_path: Path) -> None:
    assert dumps({"b": "ä\n", "a": [1.5, True]}) == '{"b": "ä\\n", "a": [1.5, true]}'


def test_records_are_written_whole_and_counted(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert write_records(target, ({"id": name} for name in ("1", "ä"))) == 2
    assert target.read_text(encoding="utf-8") == '{"id": "1"}\n{"id": "ä"}\n'


def test_half_a_character_comes_out_as_it_came_in(tmp_path: Path) -> None:
    source, target = written(tmp_path, b'{"id": "\\ud800"}\n'), tmp_path / "out.jsonl"
    write_records(target, read_records(source))
    assert target.read_bytes() == b'{"id": "\\ud800"}\n'


def test_a_failure_half_way_leaves_the_earlier_file_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("earlier\n")

    def breaks() -> Iterator[Record]:
        yield {"id": "1"}
        raise InvalidInput("the second one is broken")

    with pytest.raises(InvalidInput, match="the second one is broken"):
        write_records(target, breaks())
    assert target.read_text() == "earlier\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_can_be_rewritten_in_place(tmp_path: Path) -> None:
    file = written(tmp_path, b'{"id": "1"}\n{"id": "2"}\n')
    assert write_records(file, ({**record, "seen": True} for record in read_records(file))) == 2
    assert [record["seen"] for record in read_records(file)] == [True, True]
