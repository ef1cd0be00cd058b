"""Asking the judge, where no network is needed to show it."""

from pathlib import Path

import pytest

from domain.errors import Busy, MissingArtefact
from evaluation.judge import judge_prompts
from evaluation.rubric import load_rubric
from language.chat import Allowance, ChatMessage, ChatModel
from language.fakes import ExhaustedFakeError, FakeChatModel
from records.store import Store
from tests.support.evaluation_cases import COMPLAINT, said, specific, talk
from tests.support.judging import AlikeModel
from tests.support.practice import open_house
from training import judging as module
from training.judging import Judging
from training.wiring import Services

RUBRIC = load_rubric()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def judge(store: Store, model: ChatModel) -> Judging:
    return Judging(
        store=store,
        model=lambda: model,
        name="fake",
        prompts=lambda: judge_prompts(RUBRIC),
        passes=1,
        context=8_192,
        allowance=Allowance,
        calls=1,
    )


def test_its_version_is_that_of_the_judgements_that_it_makes(services: Services) -> None:
    judging = judge(services.store, AlikeModel())
    conversation = specific()
    judged = judging.judge(conversation.transcript, conversation.readings, rubric=RUBRIC)
    assert judged is not None
    assert judged.versions[0] == judging.version == ("judge", f"fake, prompts {judge_prompts(RUBRIC).hash}, passes 1")


def test_what_is_not_to_be_judged_is_not_asked(services: Services) -> None:
    short = talk(COMPLAINT, said("Hello."))
    assert judge(services.store, FakeChatModel([])).judge(short.transcript, short.readings, rubric=RUBRIC) is None


def test_once_closed_it_asks_nobody(services: Services) -> None:
    judging, conversation = judge(services.store, FakeChatModel([])), specific()
    judging.close()
    with pytest.raises(Busy, match="The conversation is kept"):
        judging.judge(conversation.transcript, conversation.readings, rubric=RUBRIC)


def test_a_fault_of_our_own_is_nobodys_judgement_and_is_not_waited_for_again(services: Services) -> None:
    judging, conversation = judge(services.store, FakeChatModel([])), specific()
    for _ in range(2):
        with pytest.raises(ExhaustedFakeError):
            judging.judge(conversation.transcript, conversation.readings, rubric=RUBRIC)


def test_a_length_that_cannot_be_counted_is_left_to_the_provider(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(messages: tuple[ChatMessage, ...], model: str) -> int:
        raise MissingArtefact("The token ranks are not there.")

    monkeypatch.setattr(module, "count_messages", gone)
    conversation = specific()
    judged = judge(services.store, AlikeModel()).judge(conversation.transcript, conversation.readings, rubric=RUBRIC)
    assert judged is not None
    assert all(each.usable for each in judged.dimensions)
