"""Search in any collection: long documents, long questions with several needs."""

from knowledge.corpus_search import CorpusIndex, Document, Hits, Query, search_corpus
from language.encoder import load_encoder

ENCODER = load_encoder()

DOCUMENTS = (
    Document("lost-card", "Blocking a card", "A lost or stolen card is blocked at once in the app or by telephone."),
    Document("abroad", "Paying abroad", "Payments in another currency carry a fee of 1.5 per cent of the amount."),
    Document(
        "address", "Change of address", "Tell us your new address, with a rental contract or a utility bill as proof."
    ),
    Document("loan", "Early repayment", "A loan may be repaid early; we charge at most one month of interest."),
    Document("garden", "Spring in the branch garden", "The tulips are planted in October and flower in April."),
)


def test_a_long_question_finds_the_document_for_each_of_its_needs() -> None:
    story = (
        "It has been quite a month. We moved house three weeks ago and my letters still go to the old flat.\n\n"
        "On holiday somebody took my purse, so I no longer have my bank card. Also, I paid in Swedish money there and "
        "the exchange cost me extra every time. My sister says hello."
    )
    found = search_corpus([Query("q", story)], DOCUMENTS, embedder=ENCODER, k=3)
    assert [(hits.id, set(hits.hits)) for hits in found] == [("q", {"address", "lost-card", "abroad"})]


def test_a_sentence_deep_in_a_long_document_is_found() -> None:
    filler = " ".join(f"Paragraph {number} describes the furniture of the hall in detail." for number in range(200))
    long = Document("hall", "The hall", f"{filler} Dogs may wait in the hall if they are on a lead. {filler}")
    found = search_corpus([Query("q", "May I bring my dog?")], (*DOCUMENTS, long), embedder=ENCODER, k=1)
    assert found == (Hits("q", ("hall",)),)


def test_an_exact_name_is_found_by_its_words() -> None:
    named = Document("zx", "Form ZX-4471", "To be filled in by hand.")
    found = search_corpus([Query("q", "zx-4471")], (*DOCUMENTS, named), embedder=ENCODER, k=1)
    assert found == (Hits("q", ("zx",)),)


def test_each_query_gets_up_to_k_distinct_documents_in_its_turn() -> None:
    queries = [Query("first", "lost card"), Query("second", "loan"), Query("blank", "  ")]
    found = search_corpus(queries, (*DOCUMENTS, DOCUMENTS[0]), embedder=ENCODER, k=20)
    assert [hits.id for hits in found] == ["first", "second", "blank"]
    assert [sorted(hits.hits) for hits in found[:2]] == [sorted(document.id for document in DOCUMENTS)] * 2
    assert (found[0].hits[0], found[1].hits[0], found[2].hits) == ("lost-card", "loan", ())


def test_the_first_of_two_documents_with_one_id_is_kept() -> None:
    twins = (Document("a", "Cats", "Cats sleep all day."), Document("a", "Trains", "The train leaves at noon."))
    other = Document("b", "Boats", "The boat is moored at the pier.")
    found = search_corpus([Query("q", "sleeping cats")], (*twins, other), embedder=ENCODER, k=5)
    assert found == (Hits("q", ("a", "b")),)


def test_an_empty_collection_and_empty_documents_are_no_error() -> None:
    assert search_corpus([Query("q", "anything")], (), embedder=ENCODER) == (Hits("q", ()),)
    empty = CorpusIndex((Document("e", "", ""),), embedder=ENCODER)
    assert empty.search("anything at all", k=5) == ("e",)
