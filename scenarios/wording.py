"""The customer's words as a trainer's eye would read them: no agent-speak, no markup, nothing said twice, questions
that can be told apart. Only texts are looked at here; whether the case can be played is `scenarios.reach`.
"""

import re
from collections.abc import Iterator

from domain.mood import Tone
from scenarios.model import NEAREST, Disclosure, Intent, Scenario
from scenarios.places import SLOT, customer_lines, line_groups
from scenarios.problems import Finding, Path, Severity

# Words inside quotation marks are somebody else's: a customer may well quote the agent.
_QUOTED = re.compile(r"[\"“”«][^\"“”»]*[\"”»]|(?<!\w)['‘][^'’]*['’](?!\w)")
_AGENT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bhow (can|may|could) (i|we) (help|assist|be of)\b",
        r"\banything else (i|we) (can|could|may) (do|help|assist)\b",
        r"\banything else you (need|want|would like) (help|assistance|from us)\b",
        r"\bas an? (ai|language model|assistant|chatbot)\b",
        r"\bi(['’]m| am) (just )?an? (ai|language model|virtual assistant)\b",
        r"\bthank you for (your patience|your understanding|contacting|reaching out|bringing this)\b",
        r"\bwe apologi[sz]e for\b",
        r"\bapologi[sz]e for (the|any) inconvenience\b",
        r"\b(happy|glad) to (help|assist) you\b",
        r"\bdo(n['’]t| not) hesitate to\b",
        r"\bvalued customer\b",
    )
)
_MARKUP = re.compile(r"\*\*|__|`|\*[^*\s][^*]*\*|^\s*(#{1,6}\s|[-*•]\s|>\s)|\[[^\]]*\]\([^)]*\)|</?[a-z]", re.I | re.M)
_WORD = re.compile(r"\w+")
_FILLED = frozenset({"when", "earlier"})
_COMMON = frozenset(
    _WORD.findall(
        "a an the is are was were be been do does did have has had of to in on at for with and or that this it its "
        "your you i me my we us our please can could would will may so just"
    )
)
_ALIKE = 0.8
_STEM = 5


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything in the words that a customer would not say, could not say, or would say twice."""
    for path, line in customer_lines(scenario):
        yield from _line(path, line.text)
    yield from _said_twice(scenario)
    yield from _missing_lines(scenario)
    yield from _only_with_a_time(scenario)
    yield from _alike(_questions(scenario), "another question of fact")
    yield from _alike(_examples(scenario), "an example of move")
    yield from _given_away(scenario)


def _line(path: Path, text: str) -> Iterator[Finding]:
    own = _QUOTED.sub(" ", text)
    agent = next((match[0] for pattern in _AGENT if (match := pattern.search(own))), None)
    if agent is not None:
        yield Finding(path, f"{agent!r} is what an agent says; write what this customer would say")
    if _MARKUP.search(text):
        yield Finding(path, "write plain words as a person types them, without markup or stage directions")
    slots = [name for name in SLOT.findall(text) if name not in _FILLED]
    if slots:
        yield Finding(path, f"{{{slots[0]}}} is not filled in here; write {{when}}, {{earlier}} or plain words")
    elif "{" in (bare := SLOT.sub("", text)) or "}" in bare:
        yield Finding(path, "a single brace stands here; write {when} or {earlier}, or leave it out")


def _said_twice(scenario: Scenario) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, line in customer_lines(scenario):
        words = " ".join(_words(line.text)) or line.text
        if words in seen:
            yield Finding(path, f"the customer already says {line.text!r} elsewhere; write another line or take it out")
        seen.add(words)


def _missing_lines(scenario: Scenario) -> Iterator[Finding]:
    for intent in Intent:
        if intent not in scenario.lines and (intent in NEAREST or intent is Intent.DRIFT):
            continue  # there is something to say without them
        lines = [line for line in scenario.lines.get(intent, ()) if not SLOT.search(line.text)]
        if not lines:
            yield Finding(("lines", intent.value), f"write lines for {intent.value}, at least one without a slot")
            continue
        if intent is Intent.DRIFT:
            continue  # nobody strays in every mood
        silent = [tone.value for tone in Tone if not any(line.fits(tone) for line in lines)]
        if silent:
            advice = f"nothing can be said here when the customer is {' or '.join(silent)}; write a line for it"
            yield Finding(("lines", intent.value), f"{advice}, or one without tone")


def _only_with_a_time(scenario: Scenario) -> Iterator[Finding]:
    for path, lines in line_groups(scenario):
        if path[0] != "lines" and lines and all(SLOT.search(line.text) for line in lines):
            yield Finding(path, "each of these needs a time from the trainee; write at least one without a slot")


def _questions(scenario: Scenario) -> Iterator[tuple[Path, str, str]]:
    for i, fact in enumerate(scenario.facts):
        for k, question in enumerate(fact.asked_by):
            yield ("facts", i, "asked_by", k), fact.id, question


def _examples(scenario: Scenario) -> Iterator[tuple[Path, str, str]]:
    for i, move in enumerate(scenario.moves):
        for k, example in enumerate(move.examples):
            yield ("moves", i, "examples", k), move.id, example


def _alike(texts: Iterator[tuple[Path, str, str]], what: str) -> Iterator[Finding]:
    """Texts of two owners that a reader cannot tell apart. The same words are an error, nearly the same a warning."""
    earlier: list[tuple[str, frozenset[str], tuple[str, ...]]] = []
    for path, owner, text in texts:
        words, key = _words(text), _key_words(text)
        for other, other_key, other_words in earlier:
            if other != owner and (words == other_words or _overlap(key, other_key) >= _ALIKE):
                same = words == other_words
                yield Finding(
                    path,
                    f"this is {'the same as' if same else 'nearly'} {what} {other!r}; the two cannot be told apart",
                    Severity.ERROR if same else Severity.WARNING,
                )
                break
        earlier.append((owner, key, words))


def _given_away(scenario: Scenario) -> Iterator[Finding]:
    """Facts that are to be found out, yet stand in what is read before."""
    for fact in scenario.facts:
        if fact.disclosure is Disclosure.OPEN:
            continue
        for path, text in ((("brief", "situation"), scenario.brief.situation), (("situation",), scenario.situation)):
            sentences = re.split(r"(?<=[.!?])\s+", text)
            if any(_share(_key_words(fact.statement), _key_words(sentence)) >= _ALIKE for sentence in sentences):
                advice = f"this tells the fact {fact.id!r}, which is to be found out; take it out here"
                yield Finding(path, advice, Severity.WARNING)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _key_words(text: str) -> frozenset[str]:
    """The telling words of a text, cut to their beginnings so that `manage` and `managing` count as one."""
    words = frozenset(_words(text))
    return frozenset(word[:_STEM] for word in words - _COMMON or words)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared words over all words, 0..1 (Jaccard index); 0 for texts without words."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _share(words: frozenset[str], text: frozenset[str]) -> float:
    """The part of these words that the text holds, 0..1."""
    return len(words & text) / len(words) if words else 0.0
