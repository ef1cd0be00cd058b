"""One turn of the customer as a function over values: no records, no sockets, a real reader and a scripted model."""

from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from domain.conversation import Engine, Speaker, Turn
from domain.errors import MissingArtefact, ModelFailure, ModelFault
from domain.mood import Ceiling
from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, Usage
from language.failures import ProviderFailure
from language.fakes import FakeChatModel
from language.tokens import TokenBudget
from roleplay.actors import ModelActor
from roleplay.audit import Fault, audit
from roleplay.pipeline import Answer, Customer, Rejected
from roleplay.reader import Reader
from roleplay.state import State, opening_state
from roleplay.targets import Targets
from tests.support.practice import shared_encoder
from tests.support.scenario_fixture import scenario

SCENARIO = scenario()
OPENING = Turn(0, Speaker.CUSTOMER, "Two weeks late now, my varifocals. Adeyemi.")
HELLO = "Good morning, my name is Kim."
# What the cue for that greeting asks for: that she rang twice.
GOOD = "I rang on the sixth and again on the twelfth. Any day now, I was told. By the same young man."
FLIPPED = "How can I help you today?"


@cache
def reader() -> Reader:
    return Reader(shared_encoder())


@cache
def targets() -> Targets:
    return reader().prepare(SCENARIO)


def customer(model: FakeChatModel | None = None) -> Customer:
    actor = ModelActor(model, budget=TokenBudget("gpt-4o", 6_000)) if model else None
    return Customer(reader(), model_actor=actor)


def answer(
    first: str,
    *more: str,
    model: Iterable[str | ModelFailure] | None = None,
    seed: int = 1,
    seen: list[str] | None = None,
) -> tuple[Answer, FakeChatModel | None]:
    """The customer's answer to the last of these messages, and the model that was asked."""
    fake = FakeChatModel(model) if model is not None else None
    who = customer(fake)

    def respond(state: State, history: Sequence[Turn]) -> Answer:
        on_text = seen.append if seen is not None else None
        return who.answer(SCENARIO, state, history, targets=targets(), seed=seed, on_text=on_text)

    history = [OPENING, Turn(1, Speaker.TRAINEE, first)]
    made = respond(opening_state(SCENARIO), history)
    for text in more:
        history.append(Turn(len(history), Speaker.CUSTOMER, made.text))
        history.append(Turn(len(history), Speaker.TRAINEE, text))
        made = respond(made.state, history)
    return made, fake


def test_the_opening_is_one_of_the_authored_ones_and_counts_as_said() -> None:
    opened = [customer().open(SCENARIO, seed=seed) for seed in range(20)]
    authored = {line.text for line in SCENARIO.opening.says}
    assert {opening.text for opening in opened} == authored
    assert all(len(opening.state.said) == 1 for opening in opened)
    assert opened[3] == customer().open(SCENARIO, seed=3)


def test_without_a_model_the_script_answers_and_the_same_seed_answers_alike() -> None:
    made, _ = answer(HELLO, "What do you need the glasses for most?")
    again, _ = answer(HELLO, "What do you need the glasses for most?")

    assert made == again
    assert (made.engine, made.rejected, made.usage, made.prompts) == (Engine.SCRIPTED, (), (), ())
    assert made.mood == made.state.mood
    assert "drives_nights" in made.state.told
    assert made.text in {line.text for line in SCENARIO.fact("drives_nights").says}


def test_no_authored_line_is_said_twice_while_another_is_left() -> None:
    made, _ = answer(*[f"I see, number {n}." for n in range(6)])
    assert len(made.state.said) == len(set(made.state.said))


def test_a_model_words_the_cue_and_what_it_cost_is_told() -> None:
    seen: list[str] = []
    made, fake = answer(HELLO, model=[GOOD], seen=seen)

    assert (made.text, made.engine, made.rejected) == (GOOD, Engine.MODEL, ())
    assert fake is not None
    (call,) = fake.calls
    assert made.usage == (Usage(sum(len(m.content.split()) for m in call.messages), len(GOOD.split())),)
    assert [name for name, _ in made.prompts] == ["customer_system", "customer_cue"]
    first, second, third = GOOD.split(". ")
    assert list(dict.fromkeys(seen)) == [f"{first}.", f"{first}. {second}.", f"{first}. {second}. {third}"]


def test_the_script_and_the_model_leave_the_same_mood_facts_and_needs() -> None:
    scripted, _ = answer(HELLO)
    modelled, _ = answer(HELLO, model=[GOOD])
    assert (scripted.mood, scripted.changes, scripted.cue) == (modelled.mood, modelled.changes, modelled.cue)
    assert (scripted.state.told, scripted.state.needs) == (modelled.state.told, modelled.state.needs)


def test_nothing_that_fails_the_audit_is_ever_shown() -> None:
    seen: list[str] = []
    made, fake = answer(HELLO, model=[f"{FLIPPED} I am here to help you.", GOOD], seen=seen)

    assert made.text == GOOD
    assert all(FLIPPED not in text for text in seen)
    (rejected,) = made.rejected
    assert Fault.ROLE_FLIP in {finding.fault for finding in rejected.faults}
    assert fake is not None
    for finding in rejected.faults:
        assert finding.complaint in fake.calls[1].messages[-1].content
        assert finding.complaint not in fake.calls[0].messages[-1].content
    assert len(made.usage) == 2


def test_a_model_that_fails_the_audit_twice_is_replaced_by_the_script() -> None:
    made, _ = answer(HELLO, model=[FLIPPED, "As an AI language model I cannot see."])
    scripted, _ = answer(HELLO)
    assert (made.text, made.engine, made.state) == (scripted.text, Engine.SCRIPTED, scripted.state)
    assert [rejected.text for rejected in made.rejected] == [FLIPPED, "As an AI language model I cannot see."]
    assert len(made.usage) == 2


@pytest.mark.parametrize("before", [[], [FLIPPED]])
def test_a_failing_model_is_replaced_by_the_script_and_not_asked_again(before: list[str]) -> None:
    failure = ModelFailure(ModelFault.TIMEOUT, "The chat model did not answer in time.")
    made, fake = answer(HELLO, model=[*before, failure])
    assert made.engine is Engine.SCRIPTED
    assert made.rejected[-1] == Rejected("", (), "timeout: The chat model did not answer in time.")
    assert fake is not None
    assert len(fake.calls) == len(before) + 1
    # The prompts of a line that was replaced are kept with the turn; a call that failed made no line.
    assert [name for name, _ in made.prompts] == (["customer_system", "customer_cue"] if before else [])


def test_what_a_failing_model_cost_is_told() -> None:
    failure = ProviderFailure(ModelFault.TIMEOUT).costing(2, (Usage(7, 1, estimated=True),))
    made, _ = answer(HELLO, model=[FLIPPED, failure])
    assert (made.requests, len(made.usage), made.usage[-1]) == (3, 2, Usage(7, 1, estimated=True))


def test_a_line_is_not_made_again_when_the_turn_has_no_request_left() -> None:
    fake = FakeChatModel([FLIPPED, GOOD])
    who = customer(fake)
    history = [OPENING, Turn(1, Speaker.TRAINEE, HELLO)]
    made = who.answer(
        SCENARIO, opening_state(SCENARIO), history, targets=targets(), seed=1, allowance=Allowance(requests=1)
    )
    assert (made.engine, len(fake.calls), made.requests) == (Engine.SCRIPTED, 1, 1)
    assert [rejected.text for rejected in made.rejected] == [FLIPPED]


def test_an_answer_made_again_on_a_spent_allowance_is_the_scripts_and_says_why() -> None:
    fake = FakeChatModel([GOOD])
    spent = Allowance(requests=0)
    history = [OPENING, Turn(1, Speaker.TRAINEE, HELLO)]
    made = customer(fake).answer(SCENARIO, opening_state(SCENARIO), history, targets=targets(), seed=1, allowance=spent)
    assert (made.engine, fake.calls) == (Engine.SCRIPTED, [])
    assert made.rejected[-1].failure.startswith("spent: ")


def test_a_part_that_is_missing_on_this_machine_leaves_the_line_to_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_ranks(*_: object) -> int:
        raise MissingArtefact("The token ranks are not there.")

    monkeypatch.setattr("language.tokens.count_tokens", no_ranks)
    made, _ = answer(HELLO, model=[GOOD])
    assert made.engine is Engine.SCRIPTED
    assert made.rejected == (Rejected("", (), "unavailable: The token ranks are not there."),)


def test_what_was_shown_of_a_line_that_did_not_stand_is_taken_back() -> None:
    seen: list[str] = []
    start = f"{GOOD.split('. ', maxsplit=1)[0]}."
    made, _ = answer(HELLO, model=[f"{start} {FLIPPED}", GOOD], seen=seen)
    assert list(dict.fromkeys(seen))[:2] == [start, ""]
    assert (seen[-1], made.text, made.withdrawn) == (GOOD, GOOD, True)


def test_what_was_shown_of_a_line_that_begins_again_is_taken_back() -> None:
    class Cut(FakeChatModel):
        """Breaks off after a sentence and begins again, as a retry does."""

        def reply(
            self,
            messages: Sequence[ChatMessage],
            *,
            on_text: OnText | None = None,
            max_tokens: int,
            allowance: Allowance | None = None,
        ) -> ChatAnswer:
            assert on_text is not None
            for text in ("Any day now. They", "I", "I rang", "I rang twice. And"):
                on_text(text)
            return super().reply(messages, on_text=on_text, max_tokens=max_tokens, allowance=allowance)

    seen: list[str] = []
    history = [OPENING, Turn(1, Speaker.TRAINEE, HELLO)]
    customer(Cut([GOOD])).answer(
        SCENARIO, opening_state(SCENARIO), history, targets=targets(), seed=1, on_text=seen.append
    )
    assert seen[:4] == ["Any day now.", "", "I rang twice.", ""]
    assert seen[-1] == GOOD


def test_a_line_that_stands_at_once_was_never_taken_back() -> None:
    seen: list[str] = []
    made, _ = answer(HELLO, model=[GOOD], seen=seen)
    assert "" not in seen
    assert (made.withdrawn, made.verdict) == (False, ())


def test_what_the_audit_finds_in_the_scripts_own_line_is_kept() -> None:
    made, _ = answer(HELLO)
    history = [OPENING, Turn(1, Speaker.TRAINEE, HELLO)]
    assert made.verdict == audit(made.text, scenario=SCENARIO, cue=made.cue, history=history)


def test_a_gentle_customer_opens_no_more_heated_than_was_chosen() -> None:
    gentle = customer().open(SCENARIO, seed=1, ceiling=Ceiling.GENTLE)
    assert gentle.state.ceiling is Ceiling.GENTLE
    assert gentle.state.mood.frustration <= Ceiling.GENTLE.frustration


def test_facts_whose_rule_is_not_met_are_not_in_the_prompt() -> None:
    _, fake = answer(HELLO, model=[GOOD])
    assert fake is not None
    sent = "\n".join(message.content for message in fake.calls[0].messages)
    for fact in SCENARIO.facts:
        assert (fact.statement in sent) == (fact.id == "rang_twice")


@pytest.mark.parametrize("text", ["", "???", "🙂" * 500, "<b>x</b>" * 400, "a" * 4_000])
def test_whatever_was_typed_gets_an_answer(text: str) -> None:
    made, _ = answer(text)
    assert made.text
    assert made.engine is Engine.SCRIPTED
