"""Files of labelled conversations, for calibrations: three ways to answer the same customer, again and again."""

import json
from collections.abc import Iterable, Mapping

CUSTOMER = "My parcel is two weeks late, and it was my daughter's birthday present."
ANSWERS = (
    ("That is not our fault. You should have ordered earlier.", "It is our policy. There is nothing I can do."),
    ("Sorry for any inconvenience.", "I will look into it."),
    (
        "Two weeks, and on her birthday she had nothing to unwrap. No wonder you are upset. What happened that day?",
        "I have ordered a new one and I will ring you tomorrow before noon to say where it is.",
    ),
)


def turns(number: int) -> list[dict[str, str]]:
    first, second = ANSWERS[number % len(ANSWERS)]
    return [
        {"speaker": "customer", "text": CUSTOMER},
        {"speaker": "agent", "text": first},
        {"speaker": "customer", "text": "And now?"},
        {"speaker": "agent", "text": second},
    ]


def record(number: int, labels: Mapping[str, object], **others: object) -> dict[str, object]:
    """One labelled conversation: the number picks how it is answered, worst first, in turn."""
    return {"id": f"c{number}", "turns": turns(number), "labels": labels, **others}


def file_of(records: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(f"{json.dumps(each)}\n" for each in records).encode()


def agreeing(count: int, *things: str) -> bytes:
    """People who see what the answers do, as the built-in scorer does."""
    return file_of(record(n, dict.fromkeys(things, (1.5, 2, 3.5)[n % 3])) for n in range(count))


def contrary(count: int, *things: str) -> bytes:
    """People who say the opposite."""
    return file_of(record(n, dict.fromkeys(things, (5, 3, 1)[n % 3])) for n in range(count))
