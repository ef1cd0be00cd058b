"""The vectors of the guidance in Chroma: made once, kept on disk or on a Chroma server, and never trusted blindly.

Always holds: the vectors are ours (Chroma's own embedder would download a model, and is never given the chance: every
write and query carries its vector); nothing is sent to anybody (telemetry off); a collection's name carries the hash of
texts and encoder, so a changed page or encoder can never meet stale vectors; what is found damaged is built again from
the pages. A local folder belongs to one process; more than one process need a server. Every failure of Chroma is a
StorageFailure. chromadb takes more than a second to import, so it is imported on first use.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import numpy as np

from domain.errors import StorageFailure
from knowledge.vectors import Embedder, Vectors

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

PREFIX = "frontstage-guidance-"
BATCH = 1_000
SERVER_SECONDS = 10.0
GENERATION = "generation-"


class ChromaIndex:
    """One filled collection. Built by `open_local` or `open_server`."""

    def __init__(self, client: "ClientAPI", collection: "Collection", vectors: Vectors) -> None:
        self._client = client
        self._collection = collection
        self.name = collection.name
        self.vectors = vectors
        """The stored vectors in the order of the ids given at opening, shape (n, d)."""

    def nearest(self, vector: Vectors, *, k: int) -> tuple[str, ...]:
        """Up to k ids, nearest first by cosine, as Chroma's approximate index finds them. Raises StorageFailure."""
        with _border("searched"):
            found = self._collection.query(query_embeddings=vector[np.newaxis, :], n_results=k, include=[])
        return tuple(found["ids"][0])

    def close(self) -> None:
        """Releases the folder or the connection."""
        _close(self._client)


def open_local(folder: Path, *, ids: Sequence[str], texts: Sequence[str], embedder: Embedder) -> ChromaIndex:
    """The index of these texts in `folder` (made when absent), which no other process may have open.

    Vectors are computed only when the folder does not hold them for exactly these texts and this encoder. A damaged
    store is set aside and built again. Raises StorageFailure when that fails too (disk full, no permission).
    """
    generations = _generations(folder)
    if generations:
        try:
            return _open_generation(folder / f"{GENERATION}{generations[-1]}", ids, texts, embedder)
        except StorageFailure:
            pass  # derived data: building it again below is the repair, and its failure is the one to report
    # A path that failed once stays unusable within the process (Chroma keeps its half-opened system by path).
    index = _open_generation(folder / f"{GENERATION}{max(generations, default=0) + 1}", ids, texts, embedder)
    for number in generations:
        shutil.rmtree(folder / f"{GENERATION}{number}", ignore_errors=True)
    return index


def open_server(
    host: str, *, port: int, ids: Sequence[str], texts: Sequence[str], embedder: Embedder, ssl: bool = False
) -> ChromaIndex:
    """The index of these texts on a Chroma server; any number of processes may open it. Raises StorageFailure.

    Collections of other versions are left alone: another process may still serve them.
    """
    with _border("reached"):
        # Chroma's client waits for ever, in its constructor too: a server that hangs is found out here first.
        scheme = "https" if ssl else "http"
        with urlopen(f"{scheme}://{host}:{port}/api/v2/heartbeat", timeout=SERVER_SECONDS) as answer:
            answer.read()

        import chromadb
        from chromadb.config import Settings

        client = chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=Settings(anonymized_telemetry=False))
        for session in _http_sessions(client):
            session.timeout = SERVER_SECONDS
    return _fill_or_close(client, ids, texts, embedder)


def _close(client: "ClientAPI") -> None:
    with _border("closed"):
        from chromadb.api.client import Client

        for session in _http_sessions(client):
            session.close()
        if isinstance(client, Client):
            client.close()


def _http_sessions(client: "ClientAPI") -> Iterator["httpx.Client"]:
    """The connections of a server's client, which Chroma 1.5 gives no deadline, never closes and does not expose."""
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI

    if not isinstance(client, Client):
        return
    for owner in (client, client._admin_client):
        server = getattr(owner, "_server", None)
        if isinstance(server, FastAPI):
            yield server._session


def _generations(folder: Path) -> list[int]:
    """The numbers of the stores in a folder, oldest first."""
    names = (path.name.removeprefix(GENERATION) for path in folder.glob(f"{GENERATION}*"))
    return sorted(int(name) for name in names if name.isdigit())


def _open_generation(path: Path, ids: Sequence[str], texts: Sequence[str], embedder: Embedder) -> ChromaIndex:
    with _border("opened"):
        import chromadb
        from chromadb.config import Settings

        path.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(path, settings=Settings(anonymized_telemetry=False))
    index = _fill_or_close(client, ids, texts, embedder)
    with _border("cleaned up"):
        for old in client.list_collections():
            if old.name.startswith(PREFIX) and old.name != index.name:
                client.delete_collection(old.name)
    return index


def _fill_or_close(client: "ClientAPI", ids: Sequence[str], texts: Sequence[str], embedder: Embedder) -> ChromaIndex:
    with ExitStack() as on_failure:
        on_failure.callback(_close, client)
        index = _fill(client, ids, texts, embedder)
        on_failure.pop_all()
    return index


def _fill(client: "ClientAPI", ids: Sequence[str], texts: Sequence[str], embedder: Embedder) -> ChromaIndex:
    """Adds what is missing and takes out what is strange; never drops a collection that another process may hold."""
    with _border("read"):
        collection = _collection(client, PREFIX + version(ids, texts, embedder))
        stored = _stored(collection)
    if stored.keys() == set(ids):
        return ChromaIndex(client, collection, np.stack([stored[item] for item in ids]))
    vectors = embedder.encode(texts)
    with _border("filled"):
        if strangers := sorted(stored.keys() - set(ids)):
            collection.delete(ids=strangers)
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            collection.upsert(ids=list(ids[part]), embeddings=vectors[part], documents=list(texts[part]))
    return ChromaIndex(client, collection, vectors)


def _collection(client: "ClientAPI", name: str) -> "Collection":
    """Search width 200 and 32 neighbours: wide enough that recall@5 stays above .95 of exact at 10,000 chunks."""
    return client.get_or_create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}},
    )


def _stored(collection: "Collection") -> dict[str, Vectors]:
    """The stored vectors by id."""
    found = collection.get(include=["embeddings"])
    rows = np.asarray(found["embeddings"] if found["embeddings"] is not None else [], np.float32)
    return dict(zip(found["ids"], rows, strict=True))


def version(ids: Sequence[str], texts: Sequence[str], embedder: Embedder) -> str:
    """Twelve hex digits of the texts, their ids and the encoder."""
    parts = [embedder.id, *(f"{item}\x1f{text}" for item, text in zip(ids, texts, strict=True))]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:12]


@contextmanager
def _border(what: str) -> Iterator[None]:
    """Maps whatever Chroma raises: its own errors, ValueError, OSError, AttributeError, and panics of its Rust core,
    which derive from BaseException and are known only by name."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise StorageFailure(
                f"The search index could not be {what} ({type(error).__name__}: {error}). No guidance is lost: the "
                "index is made from the pages. Check free disk space and, with a Chroma server, that it is running."
            ) from error
        raise
