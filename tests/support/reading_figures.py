"""Prints how well the reader finds acts, moves and asked facts: `python -m tests.support.reading_figures`."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from language.encoder import load_encoder
from roleplay.reader import Reader
from tests.support.acts_validation import HARMFUL, Rate, halves, load_labelled, measure
from tests.support.moves_validation import QUESTIONS_VALIDATION, load_made, question_rate, rates
from tests.support.odd_validation import load_odd, odd_rates


def rows(reader: Reader) -> Iterator[tuple[str, str, str, str, str]]:
    """Name, messages, precision, recall and F1 of each figure."""
    for name, half in zip(("tuned on", "held out"), halves(load_labelled()), strict=True):
        found = measure(reader, half)
        every, harmful = found.micro(), found.micro(HARMFUL)
        count = str(len(half))
        yield (f"acts, {name}", count, f"{every.precision:.3f}", f"{every.recall:.3f}", f"{every.f1:.3f}")
        yield (f"acts, {name}, mean over acts", count, "", "", f"{found.macro_f1:.3f}")
        yield (f"harmful acts, {name}", count, f"{harmful.precision:.3f}", f"{harmful.recall:.3f}", f"{harmful.f1:.3f}")
    made = load_made()
    count = str(sum(len(messages) for messages in made.values()))
    for name, rate in zip(("moves", "asked facts"), rates(reader, tuple(made)), strict=True):
        yield (f"{name}, tuned on", count, f"{rate.precision:.3f}", f"{rate.recall:.3f}", f"{rate.f1:.3f}")
    questions = sum(len(messages) // 2 for messages in load_made(QUESTIONS_VALIDATION).values())
    for name, held_out in (("tuned on", False), ("held out", True)):
        rate = question_rate(reader, held_out=held_out)
        yield (f"questions, {name}", str(questions), f"{rate.precision:.3f}", f"{rate.recall:.3f}", f"{rate.f1:.3f}")
    held = load_odd().held_out
    for kind, rate in odd_rates(reader, held).items():
        count = str(sum(kind in message.odd for message in held))
        yield (f"odd, {kind.value}, held out", count, f"{rate.precision:.3f}", f"{rate.recall:.3f}", f"{rate.f1:.3f}")
    kinds = odd_rates(reader, held).values()
    whole = Rate(sum(r.right for r in kinds), sum(r.wrong for r in kinds), sum(r.missed for r in kinds))
    yield (
        "odd, all kinds, held out",
        str(len(held)),
        f"{whole.precision:.3f}",
        f"{whole.recall:.3f}",
        f"{whole.f1:.3f}",
    )


if __name__ == "__main__":
    table = Table("figure", "messages", "precision", "recall", "F1", title="The reader on our own labelled messages")
    for row in rows(Reader(load_encoder())):
        table.add_row(*row)
    Console(width=100).print(table)
