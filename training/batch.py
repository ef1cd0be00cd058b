"""Reading, scoring and searching files of records: what the commands `read`, `score` and `search` do.

Only the fields named here are looked at; whatever else stands in a record is never read.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from domain.conversation import Speaker, Transcript, Turn
from domain.errors import InvalidInput, InvalidSetting
from domain.scorecard import Scorecard
from evaluation.jsonl import output_record, parse_record
from evaluation.rubric import load_rubric
from evaluation.scorecard import score
from evaluation.unread import why_unread
from knowledge.corpus_search import Document, Query, search_corpus
from language.encoder import Encoder, load_encoder
from roleplay.conversation_reading import read_conversation
from roleplay.reader import Reader

if TYPE_CHECKING:
    from training.judging import Judging
    from training.settings import Settings

Record = Mapping[str, object]


def read_replies(records: Iterable[Record]) -> Iterator[dict[str, object]]:
    """{"id", "context", "text"} to {"id", "acts", "emotional_reaction", "interpretation", "exploration"}; where a reply
    could not be read also {"unread"}, why.

    `context` is the customer's message, or a list of {"speaker", "text"}. Raises InvalidInput."""
    reader = Reader(load_encoder())
    for record in records:
        reading = reader.read(_text(record, "text"), before=_context(record))
        read: dict[str, object] = {
            "id": _text(record, "id"),
            "acts": list(dict.fromkeys(found.what.value for found in reading.acts)),
            "emotional_reaction": reading.empathy.emotional_reaction,
            "interpretation": reading.empathy.interpretation,
            "exploration": reading.empathy.exploration,
        }
        reason = why_unread(reading)
        yield read | {"unread": reason} if reason else read


def score_transcripts(
    records: Iterable[Record], *, judging: "Judging | None" = None, encoder: Encoder | None = None
) -> Iterator[dict[str, object]]:
    """{"id", "turns"} to levels, evidence and what could not be scored; with `judging`, a model decides what it can.
    `encoder` is one that is open already. Raises InvalidInput."""
    reader = Reader(encoder or load_encoder())
    rubric = load_rubric()
    for record in records:
        case = parse_record(record)
        read = read_conversation(reader, case.transcript)
        judgement = judging.judge(case.transcript, read.readings, rubric=rubric) if judging is not None else None
        yield output_record(case, read.readings, customers=read.customers, rubric=rubric, judgement=judgement)


class TranscriptScorer:
    """Scores conversations from elsewhere, one after the other, with the embedded scorer."""

    def __init__(self, *, encoder: Encoder | None = None) -> None:
        self._reader = Reader(encoder or load_encoder())
        self._rubric = load_rubric()

    def scorecard(self, transcript: Transcript) -> Scorecard:
        read = read_conversation(self._reader, transcript)
        return score(transcript, read.readings, rubric=self._rubric, customers=read.customers)


def judge_transcripts(records: Iterable[Record], *, settings: "Settings") -> Iterator[dict[str, object]]:
    """As `score_transcripts`, with the chat model of the settings as the judge: as many passes as they say, at least
    one. What was judged before is not paid for again; what it costs counts in the month.

    Raises InvalidSetting without a model, InvalidInput, StorageFailure."""
    from training.wiring import build

    if not settings.model:
        raise InvalidSetting("FRONTSTAGE_MODEL: set a chat model first; without one, score with --engine embedded.")
    services = build(settings.model_copy(update={"judge_passes": max(1, settings.judge_passes)}))
    try:
        yield from score_transcripts(records, judging=services.judging)
    finally:
        services.close()


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
