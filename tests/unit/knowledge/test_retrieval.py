"""The guidance index: fused search, citations, pages by skill. The encoder and the pages are the real ones."""

import pytest

from domain.errors import NotFound
from knowledge.fusion import Ranking, fuse
from knowledge.lexical import LexicalIndex
from knowledge.pages import load_pages, paragraphs
from knowledge.retrieval import DEPTH, GuidanceIndex, open_index, searched
from knowledge.vectors import ExactIndex
from language.encoder import load_encoder

ENCODER = load_encoder()
PAGES = load_pages()
INDEX = open_index(PAGES, ENCODER)


def test_a_search_is_the_rank_fusion_of_its_two_parts() -> None:
    query = "how often should I say sorry"
    every = paragraphs(PAGES)
    ids, texts = [each.id for each in every], [searched(each) for each in every]
    dense = ExactIndex(ids, ENCODER.encode(texts)).nearest(ENCODER.encode([query])[0], k=DEPTH)
    lexical = LexicalIndex(ids, texts).nearest(query, k=DEPTH)
    found = INDEX.search(query, k=40)
    assert [(passage.id, passage.score) for passage in found] == list(fuse([Ranking(dense), Ranking(lexical)]))[:40]


def test_a_passage_carries_the_paragraph_that_its_id_cites() -> None:
    first = INDEX.search("the computer says no", k=1)[0]
    cited = INDEX.paragraph(first.id)
    assert (first.page_id, first.title, first.text) == (cited.page_id, cited.title, cited.text)
    assert first.text in [each.text for each in INDEX.page(first.page_id).paragraphs]


def test_the_same_question_finds_the_same_passages() -> None:
    again = open_index(PAGES, load_encoder())
    assert again.search("she wants to leave us", k=5) == INDEX.search("she wants to leave us", k=5)


@pytest.mark.parametrize("query", ["", "   \n"])
def test_a_blank_question_finds_nothing(query: str) -> None:
    assert INDEX.search(query) == ()


def test_a_question_in_unknown_words_is_answered_by_meaning_alone() -> None:
    found = INDEX.search("Wutanfall")
    assert len(found) == 5
    assert all(passage.score == pytest.approx(1 / (60 + rank)) for rank, passage in enumerate(found, start=1))


def test_a_citation_of_nothing_is_not_found() -> None:
    with pytest.raises(NotFound, match="apologise-once#p99"):
        INDEX.paragraph("apologise-once#p99")
    with pytest.raises(NotFound, match="apologise-often"):
        INDEX.page("apologise-often")


def test_pages_for_a_skill_begin_with_the_page_that_names_it_first() -> None:
    assert [page.id for page in INDEX.pages_for("specific_apology")] == ["apologise-once"]
    found = INDEX.pages_for("name_feeling")
    assert found[0].id == "name-the-feeling"
    assert [page.skills.index("name_feeling") for page in found] == sorted(
        page.skills.index("name_feeling") for page in found
    )
    assert INDEX.pages_for("juggling") == ()


class Reversed:
    """A dense index that answers with fixed ids and notes how many were asked for."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        self._ids = ids
        self.asked: list[int] = []

    def nearest(self, vector: object, *, k: int) -> tuple[str, ...]:
        self.asked.append(k)
        return self._ids[:k]


def test_any_dense_index_can_stand_behind_the_search() -> None:
    ids = tuple(each.id for each in paragraphs(PAGES))
    dense = Reversed(tuple(reversed(ids)))
    found = GuidanceIndex(PAGES, embedder=ENCODER, dense=dense).search("Wutanfall", k=2)
    assert [passage.id for passage in found] == [ids[-1], ids[-2]]
    assert dense.asked == [DEPTH]
