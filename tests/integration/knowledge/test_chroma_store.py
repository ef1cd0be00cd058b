"""The vectors in Chroma, on disk and on a server: kept, renewed, repaired, and as good as exact search."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from domain.errors import MissingArtefact, StorageFailure
from knowledge.pages import load_pages, paragraphs
from knowledge.retrieval import ChromaServer, open_index, searched
from knowledge.store import ChromaIndex, _border, open_local, open_server
from knowledge.vectors import ExactIndex, Vectors
from language.encoder import load_encoder

ENCODER = load_encoder()
PAGES = load_pages()
IDS = [paragraph.id for paragraph in paragraphs(PAGES)]
TEXTS = [searched(paragraph) for paragraph in paragraphs(PAGES)]


class Counting:
    """The real encoder under any name, counting the texts it was given."""

    def __init__(self, name: str = "encoder-1") -> None:
        self.id = name
        self.encoded = 0

    def encode(self, texts: Sequence[str], /) -> Vectors:
        self.encoded += len(texts)
        return ENCODER.encode(texts)


def open_in(folder: Path, embedder: Counting, *, texts: Sequence[str] = TEXTS) -> ChromaIndex:
    return open_local(folder, ids=IDS, texts=texts, embedder=embedder)


def test_chroma_finds_what_exact_search_finds(tmp_path: Path) -> None:
    index = open_in(tmp_path, Counting())
    exact = ExactIndex(IDS, index.vectors)
    queries = ENCODER.encode([page.summary for page in PAGES] + [text[:120] for text in TEXTS])
    recalls = [len({*index.nearest(row, k=5)} & {*exact.nearest(row, k=5)}) / 5 for row in queries]
    index.close()
    assert sum(recalls) / len(recalls) >= 0.95


def test_vectors_are_computed_once_and_read_back_the_same(tmp_path: Path) -> None:
    first = open_in(tmp_path, Counting())
    first.close()
    second_embedder = Counting()
    second = open_in(tmp_path, second_embedder)
    second.close()
    assert second_embedder.encoded == 0
    np.testing.assert_allclose(second.vectors, ENCODER.encode(TEXTS), atol=1e-6)
    assert second.name == first.name


def test_a_changed_text_and_another_encoder_renew_the_vectors_and_leave_nothing_stale(tmp_path: Path) -> None:
    open_in(tmp_path, Counting()).close()
    edited = Counting()
    index = open_in(tmp_path, edited, texts=["something else", *TEXTS[1:]])
    assert index.nearest(ENCODER.encode(["something else"])[0], k=1) == (IDS[0],)
    index.close()
    other = Counting("encoder-2")
    index = open_in(tmp_path, other)
    assert [collection.name for collection in index._client.list_collections()] == [index.name]
    index.close()
    assert (edited.encoded, other.encoded) == (len(TEXTS), len(TEXTS))


@pytest.mark.parametrize("victim", ["chroma.sqlite3", "missing vectors", "strange vectors", "everything"])
def test_a_damaged_store_is_built_again(tmp_path: Path, victim: str) -> None:
    index = open_in(tmp_path, Counting())
    if victim == "missing vectors":
        index._collection.delete(ids=IDS[:7])
    if victim == "strange vectors":
        index._collection.add(ids=["nobody's"], embeddings=index.vectors[3:4])
    index.close()
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        if victim == "everything" or path.name == victim:
            path.write_bytes(b"not what it was" * 400)
    embedder = Counting()
    repaired = open_in(tmp_path, embedder)
    found = repaired.nearest(ENCODER.encode([TEXTS[3]])[0], k=len(IDS) + 1)
    repaired.close()
    assert (found[0], sorted(found), embedder.encoded) == (IDS[3], sorted(IDS), len(TEXTS))
    assert len(list(tmp_path.iterdir())) == 1
    after = Counting()
    open_in(tmp_path, after).close()
    assert after.encoded == 0


def test_a_folder_that_cannot_be_made_is_a_storage_failure(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(StorageFailure, match="No guidance is lost"):
        open_in(blocked, Counting())


def test_a_search_that_chroma_cannot_answer_is_a_storage_failure(tmp_path: Path) -> None:
    index = open_in(tmp_path, Counting())
    with pytest.raises(StorageFailure, match="could not be searched"):
        index.nearest(np.ones(3, np.float32), k=5)
    index._client.delete_collection(index.name)
    with pytest.raises(StorageFailure, match="could not be searched"):
        index.nearest(ENCODER.encode(["a"])[0], k=5)
    index.close()


class PanicException(BaseException):
    """Named as the panics of Chroma's Rust core are, which cannot be imported."""


def test_a_panic_of_the_core_is_a_storage_failure_and_an_interrupt_stays_one() -> None:
    with pytest.raises(StorageFailure, match="could not be read"), _border("read"):
        raise PanicException("range start index 12 out of range")
    with pytest.raises(KeyboardInterrupt), _border("read"):
        raise KeyboardInterrupt


class Failing(Counting):
    def encode(self, texts: Sequence[str], /) -> Vectors:
        raise MissingArtefact("The encoder is gone.")


def test_a_failure_of_the_encoder_is_told_as_its_own_and_the_folder_is_free_again(tmp_path: Path) -> None:
    with pytest.raises(MissingArtefact, match="The encoder is gone"):
        open_in(tmp_path, Failing())
    open_in(tmp_path, Counting()).close()


def test_guidance_is_found_alike_with_and_without_a_store(tmp_path: Path) -> None:
    query = "the customer wants to speak to my manager"
    assert open_index(PAGES, ENCODER, store=tmp_path).search(query) == open_index(PAGES, ENCODER).search(query)


def test_a_large_corpus_is_searched_by_chroma_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.retrieval.EXACT_UP_TO", 10)
    index = open_index(PAGES, ENCODER, store=tmp_path)
    assert isinstance(index._dense, ChromaIndex)
    assert [passage.page_id for passage in index.search("how often should I say sorry", k=1)] == ["apologise-once"]
    index._dense.close()


@contextmanager
def chroma_server(folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError(f"chroma run ended with {process.returncode}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def test_a_server_serves_several_processes_and_keeps_the_vectors_of_other_versions(tmp_path: Path) -> None:
    with chroma_server(tmp_path) as port:
        first = open_server("127.0.0.1", port=port, ids=IDS, texts=TEXTS, embedder=Counting())
        same = Counting()
        second = open_server("127.0.0.1", port=port, ids=IDS, texts=TEXTS, embedder=same)
        third = open_server("127.0.0.1", port=port, ids=IDS, texts=TEXTS, embedder=Counting("encoder-2"))
        row = ENCODER.encode([TEXTS[5]])[0]
        found = [index.nearest(row, k=1) for index in (first, second, third)]
        through_index = open_index(PAGES, ENCODER, store=ChromaServer("127.0.0.1", port)).search("shouting", k=1)
        for index in (first, second, third):
            index.close()
    assert (found, same.encoded) == ([(IDS[5],)] * 3, 0)
    assert through_index == open_index(PAGES, ENCODER).search("shouting", k=1)
    assert first.name == second.name != third.name


def test_a_server_that_is_not_there_is_a_storage_failure() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with pytest.raises(StorageFailure, match="could not be reached"):
        open_server("127.0.0.1", port=port, ids=IDS, texts=TEXTS, embedder=Counting())


def test_a_server_that_hangs_is_a_storage_failure_within_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.store.SERVER_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(StorageFailure, match="could not be reached"):
            open_server("127.0.0.1", port=silent.getsockname()[1], ids=IDS, texts=TEXTS, embedder=Counting())


def test_nothing_of_knowledge_imports_chroma_before_a_store_is_opened() -> None:
    program = (
        "import sys, knowledge.retrieval, knowledge.store, knowledge.corpus_search; sys.exit('chromadb' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
