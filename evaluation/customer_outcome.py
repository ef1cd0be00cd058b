"""What became of it, by the customer's own words after the first answer: content, unhappy, eased, gave up.

Amounts only, by the names of the features; none of it stands in the trainee's words, so there is nothing to quote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain.conversation import Speaker, Transcript
from evaluation.customer_words import CustomerWords, read_customers


def customer_outcome(
    transcript: Transcript, *, refusals: frozenset[int], content: frozenset[int] = frozenset()
) -> dict[str, float]:
    """Each feature of the customer's words and how much of it there is (>= 0). `refusals` are numbers of the trainee's
    turns, those that refused or passed the customer on; `content` those of the customer's turns in which they are known
    to be content: then no word of theirs is a complaint, whatever it looks like."""
    words = {
        number: _at_ease(each) if number in content else each
        for number, each in read_customers(transcript, refusals=refusals).items()
    }
    first_answer = min((turn.number for turn in transcript.by(Speaker.TRAINEE)), default=None)
    earlier = [each for number, each in words.items() if first_answer is None or number < first_answer]
    later = [each for number, each in words.items() if first_answer is not None and number > first_answer]
    last = transcript.turns[-1] if transcript.turns else None
    waits = last is not None and last.speaker is Speaker.CUSTOMER and words[last.number].asks
    amounts = {"left_unanswered": float(waits)} | _amounts(earlier, later)
    return {name: round(max(0.0, amount), 4) for name, amount in amounts.items()}


def _amounts(earlier: Sequence[CustomerWords], later: Sequence[CustomerWords]) -> dict[str, float]:
    """How the customer ended, and from where. Without a later word of theirs nothing is known, and all is 0."""
    start = earlier[0].value if earlier else 0.0
    end = later[-1].value if later else 0.0
    moved = end - start if later else 0.0
    return {
        "customer_content": end,
        "customer_unhappy": -end,
        "customer_thanked": float(any(each.grateful and not each.complains for each in later[-2:])),
        "customer_solved": float(any(each.solved and not each.complains for each in later[-2:])),
        "customer_complained": sum(each.complaint for each in later) / len(later) if later else 0.0,
        "customer_repeated": float(sum(each.repeats for each in later)),
        "customer_chased": float(sum(each.chases for each in later)),
        "customer_talked_past": float(sum(each.talked_past for each in later)),
        "customer_gave_up": float(any(each.gives_up for each in later)),
        "customer_eased": moved,
        "customer_sharpened": -moved,
    }


def _at_ease(words: CustomerWords) -> CustomerWords:
    return replace(
        words,
        complains=False,
        angry=False,
        talked_past=False,
        repeats=False,
        chases=False,
        gives_up=False,
        asks=False,
        sarcastic=False,
    )


# Of somebody who has not spoken before the first answer: who writes to a help desk is not content.
UNKNOWN: Final = -1.0
SLIGHT: Final = 0.5  # of contentment, -2..2: too little to say anything of
CLEARLY: Final = 0.75  # from here on the turn as a whole says more than single words


def customer_feeling(transcript: Transcript, contentment: Mapping[int, float]) -> dict[str, float]:
    """How the customer ended (`contentment` of their turns, -2..2), from where, and how unhappy they were on the way.
    Who said nothing after the first answer is silent, and nothing else is known of them."""
    first_answer = min((turn.number for turn in transcript.by(Speaker.TRAINEE)), default=None)
    turns = [turn.number for turn in transcript.by(Speaker.CUSTOMER) if turn.number in contentment]
    earlier = [contentment[number] for number in turns if first_answer is None or number < first_answer]
    later = [contentment[number] for number in turns if first_answer is not None and number > first_answer]
    end = later[-1] if later else 0.0
    moved = end - (earlier[-1] if earlier else UNKNOWN) if later else 0.0
    amounts = {
        "customer_ended_glad": end,
        "customer_ended_sore": -end,
        "customer_warmed": moved - SLIGHT,
        "customer_soured": -moved - SLIGHT,
        "customer_mostly_sore": -sum(later) / len(later) if later else 0.0,
        "customer_silent": float(first_answer is not None and not later),
    }
    return {name: round(max(0.0, amount), 4) for name, amount in amounts.items()}


def in_line(words: Mapping[str, float], feeling: Mapping[str, float]) -> dict[str, float]:
    """What the customer's `words` show, without what their `feeling` plainly contradicts: who ended unhappy has not
    ended with content words, and "brilliant" from somebody who soured is no sign of ease."""
    against = {
        "customer_content": feeling["customer_ended_sore"] >= CLEARLY,
        "customer_thanked": feeling["customer_ended_sore"] >= CLEARLY,
        "customer_unhappy": feeling["customer_ended_glad"] >= CLEARLY,
        "customer_eased": feeling["customer_soured"] > 0 or feeling["customer_ended_sore"] >= CLEARLY,
        "customer_sharpened": feeling["customer_warmed"] > 0,
    }
    return {name: 0.0 if against.get(name) else amount for name, amount in words.items()}
