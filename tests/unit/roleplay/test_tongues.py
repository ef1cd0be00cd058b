"""Sentences that say nothing which could be read, beside such as do."""

import pytest

from roleplay.heads import load_heads
from roleplay.tongues import says_nothing


@pytest.mark.parametrize(
    ("texts", "nothing"),
    [
        (["we sent it on monday.", "it comes by 8am.", "4471 is your number."], [False, False, False]),
        (["6me6jbk", "access denied", "1gm2hd3", "access denied"], [True, False, True, True]),
        (["lamento mucho lo ocurrido con su pedido.", "i'm sorry about your order."], [True, False]),
        (["akfhjsjhdg sdgkjhdg", "at ten."], [True, False]),
        (["14:30.", "tomorrow.", "bk7712"], [False, False, True]),
        (["Hi Ngozi.", "Krzysztof speaking.", "Your VPN?", "VPN.", "Ten min."], [False] * 5),
        (["It takes a while.", "48hours.", "150euros."], [False] * 3),
        (["BK77125"], [False]),
    ],
)
def test_codes_struck_keys_other_languages_and_what_was_said_before_say_nothing(
    texts: list[str], nothing: list[bool]
) -> None:
    assert says_nothing(texts, load_heads().letters) == nothing
