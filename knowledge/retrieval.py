"""Finds the guidance that answers a question or serves a skill, with an id that can be cited.

Two searches that fail differently, fused by rank: a dense one for what is meant and BM25 for what is said. Up to
EXACT_UP_TO paragraphs the dense one is exact; beyond, Chroma's index does it. The same question always finds the same
passages in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import NotFound
from knowledge.chunking import plain
from knowledge.fusion import Ranking, fuse
from knowledge.lexical import LexicalIndex
from knowledge.pages import GuidancePage, Paragraph, paragraphs
from knowledge.store import ChromaIndex, open_local, open_server
from knowledge.vectors import Embedder, ExactIndex, VectorIndex

EXACT_UP_TO = 5_000
DEPTH = 30


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph that was found. `text` is Markdown; `score` is the fused rank score, above 0 and below 0.04."""

    id: str
    page_id: str
    title: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server listens."""

    host: str
    port: int
    ssl: bool = False


class GuidanceIndex:
    """All guidance, searchable. Safe to share between threads: nothing changes after it is built."""

    def __init__(self, pages: Sequence[GuidancePage], *, embedder: Embedder, dense: VectorIndex) -> None:
        """`dense` holds one vector for each paragraph of `pages`, under the paragraph's id."""
        self.pages = tuple(pages)
        self._paragraphs = {paragraph.id: paragraph for paragraph in paragraphs(pages)}
        self._embedder = embedder
        self._dense = dense
        self._lexical = LexicalIndex(list(self._paragraphs), [searched(each) for each in self._paragraphs.values()])

    def search(self, query: str, *, k: int = 5) -> tuple[Passage, ...]:
        """Up to k passages, best first; none for a blank query. Raises StorageFailure when Chroma fails."""
        if not query.strip():
            return ()
        dense = self._dense.nearest(self._embedder.encode([query])[0], k=min(DEPTH, len(self._paragraphs)))
        lexical = self._lexical.nearest(query, k=DEPTH)
        found = fuse([Ranking(dense), Ranking(lexical)])[:k]
        return tuple(_passage(self._paragraphs[item], score) for item, score in found)

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """The paragraph that a citation names. Raises NotFound."""
        try:
            return self._paragraphs[paragraph_id]
        except KeyError:
            raise NotFound(
                f"There is no guidance paragraph {paragraph_id!r}; its page may have been edited since."
            ) from None

    def page(self, page_id: str) -> GuidancePage:
        """The page of this id. Raises NotFound."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise NotFound(f"There is no guidance page {page_id!r}.")

    def pages_for(self, skill: str) -> tuple[GuidancePage, ...]:
        """The pages that help with an act or criterion, those that name it earliest among their skills first."""
        serving = [page for page in self.pages if skill in page.skills]
        return tuple(sorted(serving, key=lambda page: (page.skills.index(skill), page.id)))


def open_index(
    pages: Sequence[GuidancePage], embedder: Embedder, *, store: Path | ChromaServer | None = None
) -> GuidanceIndex:
    """The searchable guidance. Without a store its vectors are computed and held in memory (about 5 ms a paragraph);
    with one they are kept in Chroma, in a folder that only this process uses or on a server, which is let go again
    when exact search does the rest. Raises StorageFailure."""
    every = paragraphs(pages)
    ids, texts = [paragraph.id for paragraph in every], [searched(paragraph) for paragraph in every]
    dense: VectorIndex
    if store is None:
        dense = ExactIndex(ids, embedder.encode(texts))
    else:
        chroma = _open_store(store, ids=ids, texts=texts, embedder=embedder)
        dense = chroma
        if len(ids) <= EXACT_UP_TO:
            dense = ExactIndex(ids, chroma.vectors)
            chroma.close()
    return GuidanceIndex(pages, embedder=embedder, dense=dense)


def _open_store(
    store: Path | ChromaServer, *, ids: Sequence[str], texts: Sequence[str], embedder: Embedder
) -> ChromaIndex:
    if isinstance(store, ChromaServer):
        return open_server(store.host, port=store.port, ssl=store.ssl, ids=ids, texts=texts, embedder=embedder)
    return open_local(store, ids=ids, texts=texts, embedder=embedder)


def searched(paragraph: Paragraph) -> str:
    """What is embedded and indexed for a paragraph: its title and heading give its words their context."""
    return ". ".join(part for part in (paragraph.title, paragraph.heading, plain(paragraph.text)) if part)


def _passage(paragraph: Paragraph, score: float) -> Passage:
    return Passage(paragraph.id, paragraph.page_id, paragraph.title, paragraph.text, score)
