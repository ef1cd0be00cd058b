"""The guidance that ships: every page is whole, and people find the right one with their own words."""

import re
from pathlib import Path

import pytest
import yaml

from domain.acts import Act
from knowledge.pages import CRITERIA, SKILLS, GuidancePage, load_pages, paragraphs
from knowledge.retrieval import open_index
from language.encoder import load_encoder

PAGES = load_pages()
INDEX = open_index(PAGES, load_encoder())

PAGE_IDS = [
    "apologise-once",
    "ask-to-understand",
    "close-the-loop",
    "do-not-make-them-repeat",
    "drop-the-but",
    "hear-before-you-solve",
    "honest-limits",
    "identity-and-promises",
    "intention-and-execution",
    "less-effort",
    "name-the-feeling",
    "own-the-next-step",
    "people-over-technology",
    "satisfied-is-not-loyal",
    "steady-under-fire",
]

# Asked as a trainee would, in other words than the pages'. The three at the end are the ones that still miss.
QUESTIONS = [
    ("hear-before-you-solve", "why does he keep telling me the whole story again when I already have the fix"),
    ("name-the-feeling", "what can I say instead of 'I understand your frustration'"),
    ("name-the-feeling", "how do I show someone I get what they are going through"),
    ("apologise-once", "how often should I say sorry"),
    ("apologise-once", "whose fault should I say it was when the warehouse messed up"),
    ("drop-the-but", "is it bad to say I hear you, however"),
    ("drop-the-but", "my sympathy gets cancelled by the next half of the sentence"),
    ("ask-to-understand", "customer asks for one thing but seems to want another"),
    ("ask-to-understand", "open questions or yes no questions first"),
    ("do-not-make-them-repeat", "passing a caller to another department"),
    ("do-not-make-them-repeat", "she already told the chatbot all of this"),
    ("own-the-next-step", "how to end a call so that they do not ring again tomorrow"),
    ("honest-limits", "telling a customer that their claim is refused"),
    ("honest-limits", "the rule says no returns, how do I put that"),
    ("less-effort", "too many forms and steps for the customer"),
    ("less-effort", "how do I solve it in one contact"),
    ("satisfied-is-not-loyal", "she wants to cancel her membership, should I offer a discount"),
    ("satisfied-is-not-loyal", "good survey scores but people still leave"),
    ("identity-and-promises", "caller refuses to answer security questions"),
    ("identity-and-promises", "can I guarantee the delivery will come tomorrow"),
    ("people-over-technology", "the computer does not allow it"),
    ("people-over-technology", "should I paste the template answer"),
    ("close-the-loop", "what do I do with a complaint about a faulty letter many customers get"),
    ("steady-under-fire", "a man is yelling and swearing at me"),
    ("steady-under-fire", "I am exhausted after abusive calls"),
    ("intention-and-execution", "I meant well but the customer did not notice"),
    ("intention-and-execution", "our website promises great care and the reality is different"),
    ("hear-before-you-solve", "I offered the refund straight away and she got even angrier"),
    ("own-the-next-step", "someone will get back to you soon - why is that bad"),
    ("close-the-loop", "telling people what became of their suggestion"),
]


def test_every_page_is_there() -> None:
    assert [page.id for page in PAGES] == PAGE_IDS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_is_long_enough_to_teach_and_short_enough_to_read(page: GuidancePage) -> None:
    assert 5 <= len(page.paragraphs) <= 9
    assert 450 <= sum(len(paragraph.text.split()) for paragraph in page.paragraphs) <= 700
    assert page.sources
    assert re.fullmatch(r"[A-Z“\"][^\n]*\.", page.summary)


def test_paragraph_ids_are_distinct_and_count_from_one() -> None:
    ids = [paragraph.id for paragraph in paragraphs(PAGES)]
    assert len(set(ids)) == len(ids)
    for page in PAGES:
        expected = [f"{page.id}#p{number}" for number in range(1, len(page.paragraphs) + 1)]
        assert [paragraph.id for paragraph in page.paragraphs] == expected


def test_no_paragraph_stands_twice() -> None:
    texts = [paragraph.text for paragraph in paragraphs(PAGES)]
    assert len(set(texts)) == len(texts)


def test_every_criterion_and_gate_of_the_core_rubric_is_a_known_skill() -> None:
    rubric = yaml.safe_load((Path(__file__).parents[2] / "evaluation/rubrics/core.yaml").read_text(encoding="utf-8"))
    lines = [line for dimension in rubric["dimensions"].values() for line in dimension] + rubric["gates"]
    assert {line["id"] for line in lines} <= SKILLS
    named = {page_id for line in lines for page_id in line["guidance"]}
    assert named <= set(PAGE_IDS)


@pytest.mark.parametrize("skill", sorted(CRITERIA))
def test_every_criterion_has_a_page(skill: str) -> None:
    assert INDEX.pages_for(skill)


@pytest.mark.parametrize("act", [act for act in Act if act not in {Act.GREET, Act.MANIPULATE_SIMULATOR, Act.OFF_TOPIC}])
def test_every_act_that_can_be_learnt_has_a_page(act: Act) -> None:
    assert INDEX.pages_for(act.value)


def test_at_least_26_of_30_questions_find_their_page_among_the_first_three_passages() -> None:
    missed = [
        query
        for page_id, query in QUESTIONS
        if page_id not in [passage.page_id for passage in INDEX.search(query, k=3)]
    ]
    assert (len(QUESTIONS), len(missed) <= 4) == (30, True), missed
