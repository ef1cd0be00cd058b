"""Reading, scoring and searching files of records: what the commands `read`, `score` and `search` do.

Only the fields named here are looked at; whatever else stands in a record is never read.
"""

from collections.abc import Iterable, Iterator, Mapping

from domain.conversation import Speaker, Turn
from domain.errors import InvalidInput
from evaluation.jsonl import output_record, parse_record
from knowledge.corpus_search import Document, Query, search_corpus
from language.encoder import load_encoder
from roleplay.reader import Reader

Record = Mapping[str, object]


def read_replies(records: Iterable[Record]) -> Iterator[dict[str, object]]:
    """{"id", "context", "text"} to {"id", "acts", "emotional_reaction", "interpretation", "exploration"}.

    `context` is the customer's message, or a list of {"speaker", "text"}. Raises InvalidInput."""
    reader = Reader(load_encoder())
    for record in records:
        reading = reader.read(_text(record, "text"), before=_context(record))
        yield {
            "id": _text(record, "id"),
            "acts": list(dict.fromkeys(found.what.value for found in reading.acts)),
            "emotional_reaction": reading.empathy.emotional_reaction,
            "interpretation": reading.empathy.interpretation,
            "exploration": reading.empathy.exploration,
        }


def score_transcripts(records: Iterable[Record]) -> Iterator[dict[str, object]]:
    """{"id", "turns"} to levels, evidence and what could not be scored. Raises InvalidInput."""
    reader = Reader(load_encoder())
    for record in records:
        case = parse_record(record)
        readings = {
            turn.number: reader.read(turn.text, before=case.transcript.before(turn.number))
            for turn in case.transcript.by(Speaker.TRAINEE)
        }
        yield output_record(case, readings)


def search_documents(queries: Iterable[Record], documents: Iterable[Record], *, k: int) -> Iterator[dict[str, object]]:
    """{"id", "query"} over {"id", "title", "text"} to {"id", "hits"}, best first. Raises InvalidInput."""
    corpus = [
        Document(id=_text(record, "id"), title=_text(record, "title", ""), text=_text(record, "text"))
        for record in documents
    ]
    asked = [Query(id=_text(record, "id"), text=_text(record, "query")) for record in queries]
    for hits in search_corpus(asked, corpus, embedder=load_encoder(), k=k):
        yield {"id": hits.id, "hits": list(hits.hits)}


def _context(record: Record) -> tuple[Turn, ...]:
    context = record.get("context", "")
    if isinstance(context, str):
        return (Turn(0, Speaker.CUSTOMER, context),) if context.strip() else ()
    if not isinstance(context, list):
        raise InvalidInput(f"record {record.get('id')!r}: context must be a text or a list of turns.")
    turns = []
    for number, each in enumerate(context):
        speaker = each.get("speaker") if isinstance(each, dict) else None
        text = each.get("text") if isinstance(each, dict) else None
        if speaker not in ("customer", "agent") or not isinstance(text, str):
            raise InvalidInput(f"record {record.get('id')!r}: a turn needs a speaker (customer or agent) and a text.")
        turns.append(Turn(number, Speaker.CUSTOMER if speaker == "customer" else Speaker.TRAINEE, text))
    return tuple(turns)


def _text(record: Record, field: str, default: str | None = None) -> str:
    value = record.get(field, default)
    if not isinstance(value, str):
        raise InvalidInput(f"record {record.get('id')!r}: {field} must be a text.")
    return value
