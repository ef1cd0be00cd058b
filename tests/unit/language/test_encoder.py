"""The committed encoder: its vectors mean something, never change, and a damaged copy is refused in plain words."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from domain.errors import MissingArtefact
from language.encoder import (
    ENCODER_FOLDER,
    READER_FOLDER,
    Beside,
    Encoder,
    Vector,
    Words,
    likest,
    load_encoder,
)

TEXTS = [
    "I want my money back.",
    "Please refund what I paid.",
    "The parcel sat in the rain for two days.",
    "",
    "no",
    "It was soaked when it came, because the driver left it outside in a storm and drove off without ringing.",
]


class Said(NamedTuple):
    """A text to be read beside, of which every word has just been said."""

    text: str

    def mark(self, word: str) -> tuple[float, ...]:
        return (float(word in self.text.lower()),) * 7


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(ENCODER_FOLDER, tmp_path / "encoder")


def test_rows_are_unit_vectors_of_384_numbers(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (6, 384)
    assert vectors.dtype == np.dtype(np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_texts_of_one_meaning_are_nearer_than_texts_of_two(encoder: Encoder) -> None:
    refund, paraphrase, rain, _, _, soaked = encoder.encode(TEXTS)
    assert refund @ paraphrase > 0.6 > 0.2 > refund @ rain
    assert rain @ soaked > rain @ refund
    assert rain @ soaked > soaked @ refund


def test_a_text_has_the_same_bytes_alone_in_company_and_in_another_order(encoder: Encoder) -> None:
    alone = np.vstack([load_encoder().encode([text]) for text in TEXTS])
    assert alone.tobytes() == encoder.encode(TEXTS).tobytes()
    assert alone[::-1].tobytes() == load_encoder().encode(TEXTS[::-1]).tobytes()


def test_threads_get_the_same_bytes(encoder: Encoder) -> None:
    texts = [f"My order {number} is late." for number in range(40)]
    shared = load_encoder()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: shared.encode([text])[0], texts))
    assert np.array(together).tobytes() == encoder.encode(texts).tobytes()
    assert load_encoder(threads=2).encode(texts).tobytes() == encoder.encode(texts).tobytes()


def test_a_text_counts_up_to_its_first_256_tokens(encoder: Encoder) -> None:
    long = "word " * 254
    cut, longer = encoder.encode([long, long + "and then a refund"])
    assert cut.tobytes() == longer.tobytes()
    shorter = "word " * 250
    assert encoder.encode([shorter]).tobytes() != encoder.encode([shorter + "refund"]).tobytes()


def test_half_a_surrogate_pair_is_read_as_a_question_mark(encoder: Encoder) -> None:
    broken, marked = encoder.encode(["fine \ud83d", "fine ?"])
    assert broken.tobytes() == marked.tobytes()


def test_a_vector_that_was_handed_out_cannot_spoil_the_next_one(encoder: Encoder) -> None:
    first = encoder.encode(["keep me"])
    kept = first.copy()
    first[:] = 0
    assert encoder.encode(["keep me"]).tobytes() == kept.tobytes()


def test_only_so_many_texts_are_remembered_and_the_last_used_stay() -> None:
    runs: list[str] = []

    def run(text: str) -> Vector:
        runs.append(text)
        return np.full(384, len(runs), np.float32)

    def words(text: str) -> Words:
        return Words(run(text), np.zeros((0, 384), np.float32), ())

    def deeper(text: str, beside: Beside | None) -> Vector:
        return np.concatenate([run(text), run(beside.text if beside else "")])

    encoder = Encoder(run, words=words, deeper=deeper, identity="x", remembered=2)
    encoder.encode(["a", "b", "a", "c", "a", "b"])
    assert runs == ["a", "b", "c", "b"]


def test_what_the_readers_layers_make_of_texts_comes_with_the_same_vectors(encoder: Encoder) -> None:
    understood = encoder.understand(TEXTS)
    assert understood.vectors.tobytes() == encoder.encode(TEXTS).tobytes()
    assert [part.shape for part in understood] == [(6, 384), (6, 384), (6, 44), (6, 384)]
    alone = [load_encoder().understand([text]) for text in TEXTS]
    for part, parts in zip(understood, zip(*alone, strict=True), strict=True):
        assert np.vstack(parts).tobytes() == part.tobytes()


def test_a_text_is_understood_otherwise_beside_another_and_keeps_its_vector(encoder: Encoder) -> None:
    alone = encoder.understand(["It was my mother's ring."])
    beside, again = (encoder.understand(["It was my mother's ring."], beside=Said("Whose ring is it?")) for _ in "12")
    assert alone.vectors.tobytes() == beside.vectors.tobytes()
    assert not np.allclose(alone.traits, beside.traits, atol=1e-3)
    for part, same in zip(beside, again, strict=True):
        assert part.tobytes() == same.tobytes()


def test_a_text_is_told_word_by_word(encoder: Encoder) -> None:
    vector, states, words = encoder.words("It was Oluwaseun's ring.")
    assert vector.tobytes() == encoder.encode(["It was Oluwaseun's ring."])[0].tobytes()
    assert words == ("it", "was", *["oluwaseun"] * 4, "'", "s", "ring", ".")
    assert states.shape == (len(words), 384)
    nothing = encoder.words("")
    assert not nothing.vector.any()
    assert nothing.states.shape == (0, 384)


def test_a_word_is_as_like_another_text_as_to_its_likest_word(encoder: Encoder) -> None:
    states = encoder.words("the ring").states
    assert np.allclose(likest(states, states), 1, atol=1e-5)
    assert likest(states, encoder.words("refund").states).max() < 0.9
    assert not likest(states, np.zeros((0, 384), np.float32)).any()


def test_the_identity_follows_the_artefact(encoder: Encoder, copy: Path) -> None:
    assert load_encoder(copy).id == encoder.id
    assert len(encoder.id) == 12


@pytest.mark.parametrize("part", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_part_is_named_with_what_to_do(copy: Path, part: str) -> None:
    (copy / part).unlink()
    with pytest.raises(MissingArtefact, match=rf"{part} could not be read\. Nothing that was saved .* `make encoder`"):
        load_encoder(copy)


@pytest.mark.parametrize("part", ["model.onnx", "tokenizer.json"])
def test_a_damaged_part_is_named_with_what_to_do(copy: Path, part: str) -> None:
    with (copy / part).open("ab") as file:
        file.write(b"x")
    with pytest.raises(MissingArtefact, match=rf"{part} is damaged\. Nothing that was saved .* `make encoder`"):
        load_encoder(copy)


def test_sums_that_are_no_text_count_as_damage(copy: Path) -> None:
    (copy / "SHA256SUMS").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MissingArtefact, match="is damaged"):
        load_encoder(copy)


@pytest.mark.parametrize("part", ["model.onnx", "tokenizer.json"])
def test_a_part_that_agrees_with_its_sum_but_cannot_be_opened_is_refused(copy: Path, part: str) -> None:
    (copy / part).write_bytes(b"{}")
    sums = [
        f"{hashlib.sha256((copy / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("model.onnx", "tokenizer.json")
    ]
    (copy / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    with pytest.raises(MissingArtefact, match="could not be opened"):
        load_encoder(copy)


def test_a_damaged_reader_is_named_with_what_to_do(tmp_path: Path) -> None:
    reader = shutil.copytree(READER_FOLDER, tmp_path / "reader")
    with (reader / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(MissingArtefact, match=r"model\.onnx is damaged\. Nothing that was saved .* `make reader`"):
        load_encoder(reader=reader)
    (reader / "model.onnx").unlink()
    with pytest.raises(MissingArtefact, match=r"model\.onnx could not be read\. .* `make reader`"):
        load_encoder(reader=reader)


def test_layers_that_were_made_for_another_reader_are_refused(tmp_path: Path) -> None:
    reader = shutil.copytree(READER_FOLDER, tmp_path / "reader")
    shutil.copy(ENCODER_FOLDER / "model.onnx", reader / "model.onnx")
    digest = hashlib.sha256((reader / "model.onnx").read_bytes()).hexdigest()
    (reader / "SHA256SUMS").write_text(f"{digest}  model.onnx\n", encoding="utf-8")
    with pytest.raises(MissingArtefact, match=r"it was made for another reader.* `make reader`"):
        load_encoder(reader=reader)
