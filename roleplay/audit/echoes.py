"""What a model's line hands back of the prompts themselves: its note read out, its instructions recited.

Weak models do it unasked, and any model may do it when a trainee's message asks for it. Always holds: what counts are
the prompts' own words, in runs too long for chance; what they are filled with is looked for by the rest of the audit.
"""

import re
from functools import lru_cache
from typing import Final

from prompts.renderer import load_prompt

PROMPTS: Final = ("customer_system", "customer_cue")
RUN: Final = 5  # words in a row within a sentence; four in a row come about by chance
_TEMPLATE: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_TEXTS_IN_TEMPLATE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE: Final = re.compile(r"[^.!?:;\n“”\"]+")


def handed_back(text: str) -> str:
    """The first words of a line that are the prompts' own, as the line has them; "" when there are none."""
    ours = _runs_of_prompts()
    for sentence in _SENTENCE.findall(text):
        found = list(_WORD.finditer(sentence))
        words = [_plain(match[0]) for match in found]
        for at in range(len(words) - RUN + 1):
            if tuple(words[at : at + RUN]) in ours:
                return str(sentence[found[at].start() : found[at + RUN - 1].end()])
    return ""


@lru_cache(maxsize=1)
def _runs_of_prompts() -> frozenset[tuple[str, ...]]:
    return frozenset(run for name in PROMPTS for run in _runs(load_prompt(name).body))


def _runs(body: str) -> frozenset[tuple[str, ...]]:
    """Every run within one sentence, of the text and of the texts that the template chooses from."""
    chosen = (text for tag in _TEMPLATE.findall(body) for text in _TEXTS_IN_TEMPLATE.findall(tag))
    runs: set[tuple[str, ...]] = set()
    for part in (_TEMPLATE.sub("\n", body), *chosen):
        for sentence in _SENTENCE.findall(part):
            words = [_plain(word) for word in _WORD.findall(sentence)]
            runs.update(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return frozenset(runs)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
