"""What the checker says of the words: agent-speak, markup, slots, lines said twice, questions that are too alike."""

import pytest

from scenarios.checking import check_text
from scenarios.problems import Severity
from tests.support.scenario_faults import Edits, Expected, promised, reported, thin
from tests.support.scenario_fixture import FILE, edited

SLOWLY = "    - Slowly, please."
WAITING = "    - I will wait.\n    - Take your minute.\n"
EYE_TEST = "      - When was your last eye test?"

FAULTS: dict[str, tuple[Edits, tuple[Expected, ...]]] = {
    "a customer who speaks as an agent": (
        ((SLOWLY, "    - How can I help you today?"),),
        (
            Expected(
                "How can I help",
                "lines.too_early.2",
                "'How can I help' is what an agent says; write what this customer would say",
            ),
        ),
    ),
    "a customer who is a program": (
        ((SLOWLY, "    - As an AI I have no eyes."),),
        (
            Expected(
                "As an AI",
                "lines.too_early.2",
                "'As an AI' is what an agent says; write what this customer would say",
            ),
        ),
    ),
    "a stage direction": (
        ((SLOWLY, '    - "*sighs* Slowly."'),),
        (
            Expected(
                "*sighs*",
                "lines.too_early.2",
                "write plain words as a person types them, without markup or stage directions",
            ),
        ),
    ),
    "an unknown slot": (
        ((SLOWLY, "    - Slowly, {name}."),),
        (
            Expected(
                "{name}", "lines.too_early.2", "{name} is not filled in here; write {when}, {earlier} or plain words"
            ),
        ),
    ),
    "half a slot": (
        ((SLOWLY, "    - By when} at the latest."),),
        (
            Expected(
                "By when}",
                "lines.too_early.2",
                "a single brace stands here; write {when} or {earlier}, or leave it out",
            ),
        ),
    ),
    "a line said twice": (
        ((SLOWLY, "    - you are very quick!"),),
        (
            Expected(
                "you are very quick!",
                "lines.too_early.2",
                "the customer already says 'you are very quick!' elsewhere; write another line or take it out",
            ),
        ),
    ),
    "an intent without lines": (
        ((f"  waiting:\n{WAITING}", ""),),
        (Expected("lines:\n  greeted", "lines.waiting", "write lines for waiting, at least one without a slot"),),
    ),
    "an intent that always needs a time": (
        ((WAITING, '    - "Until {when}?"\n'),),
        (Expected("  waiting:", "lines.waiting", "write lines for waiting, at least one without a slot"),),
    ),
    "an intent without words for an angry customer": (
        ((WAITING, "    - {text: I will wait., tone: [warm, calm]}\n"),),
        (
            Expected(
                "  waiting:",
                "lines.waiting",
                "nothing can be said here when the customer is tense or angry; write a line for it, "
                "or one without tone",
            ),
        ),
    ),
    "a move whose answers all need a time": (
        (("      - Forty people sit behind me. Would you tell them that?", '      - "By {when} I cannot?"'),),
        (
            Expected(
                '    says:\n      - "By {when}',
                "moves.old_pair_will_do.says",
                "each of these needs a time from the trainee; write at least one without a slot",
            ),
        ),
    ),
    "one question for two facts": (
        ((EYE_TEST, "      - How are you managing, without them at the moment?"),),
        (
            Expected(
                "How are you managing",
                "facts.tested_in_february.asked_by.1",
                "this is the same as another question of fact 'drives_nights'; the two cannot be told apart",
            ),
        ),
    ),
    "nearly one question for two facts": (
        ((EYE_TEST, "      - How do you manage without them at the moment?"),),
        (
            Expected(
                "How do you manage",
                "facts.tested_in_february.asked_by.1",
                "this is nearly another question of fact 'drives_nights'; the two cannot be told apart",
                Severity.WARNING,
            ),
        ),
    ),
    "one example for two moves": (
        (
            (
                "      - Shall I order them as a rush job at our cost?",
                "      - It was our mistake not to tell you about the broken lens!",
            ),
        ),
        (
            Expected(
                "It was our mistake",
                "moves.offer_rush.examples.3",
                "this is the same as an example of move 'own_the_delay'; the two cannot be told apart",
            ),
        ),
    ),
    "a hidden fact that everyone may read": (
        (
            (
                "the fourth of March. Today",
                "the fourth of March. She drives the night bus, cannot read stop displays with her old pair. Today",
            ),
        ),
        (
            Expected(
                "She drives the night bus, cannot read stop displays with her old pair. ",
                "brief.situation",
                "this tells the fact 'drives_nights', which is to be found out; take it out here",
                Severity.WARNING,
            ),
        ),
    ),
}


@pytest.mark.parametrize(("edits", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_with_its_line_field_and_what_to_write(
    edits: Edits, expected: tuple[Expected, ...]
) -> None:
    assert reported(edits) == promised(edits, expected)


def test_a_customer_may_quote_an_agent_and_say_thank_you() -> None:
    text = edited(
        (
            SLOWLY,
            "    - \"'How can I help you today', he said, and then he did not.\"\n    - Thanks, that was thoughtful.",
        )
    )
    assert check_text(text, file=FILE) == thin(text)
