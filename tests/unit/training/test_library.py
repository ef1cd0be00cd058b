"""The shelf of scenarios: broken files are left out, and an attempt keeps the version that it was begun with."""

import logging
import threading
from pathlib import Path

import pytest

from domain.errors import MissingArtefact, NotFound
from scenarios.loading import parse_scenario
from tests.support.practice import SCENARIO, hex_ids, hire, open_house, say, settings_in, shared_encoder, shelf
from tests.support.records import Ticking
from tests.support.scenario_fixture import SCENARIO_TEXT, edited
from training.library import brief_view, fill_shelf
from training.wiring import Lazy, build


def test_a_broken_file_is_left_out_and_named_and_the_others_are_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = shelf(
        tmp_path / "scenarios",
        broken="id: broken\nversion: one\n",
        not_yaml="a: [unclosed",
        twin=edited(("title: The glasses that were ready in ten days", "title: Again")),
        empty="",
    )
    (folder / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with caplog.at_level(logging.ERROR):
        services = build(settings_in(tmp_path), now=Ticking(), new_id=hex_ids(), scenarios=folder, load=shared_encoder)

    assert services.library.ids() == (SCENARIO,)
    assert services.library.title(SCENARIO) == "The glasses that were ready in ten days"
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in services.broken] == [
        "binary.yaml", "broken.yaml", "empty.yaml", "not_yaml.yaml", "twin.yaml",
    ]  # fmt: skip
    assert services.broken[-1] == (
        f"{folder}/twin.yaml:0: id: another file has the id 'late-glasses'; give this its own"
    )
    assert [record.getMessage() for record in caplog.records] == [
        f"a scenario was left out: {line}" for line in services.broken
    ]
    services.close()


def test_a_shelf_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MissingArtefact) as missing:
        fill_shelf(tmp_path / "gone")
    assert str(missing.value) == (
        f"There is no folder of scenarios at {tmp_path / 'gone'}. Restore it, or name another folder."
    )


def test_an_attempt_goes_on_with_the_version_it_was_started_with(tmp_path: Path) -> None:
    ids = hex_ids()
    before = open_house(tmp_path, new_id=ids)
    mira = hire(before).mira
    attempt = before.practice.start(mira, SCENARIO, seed=1)
    before.close()

    folder = tmp_path / "scenarios"
    (folder / f"{SCENARIO}.yaml").write_text(
        edited(("title: The glasses that were ready in ten days", "title: Edited since")), encoding="utf-8"
    )
    after = build(settings_in(tmp_path), now=Ticking(), new_id=ids, scenarios=folder, load=shared_encoder)
    assert after.practice.brief(SCENARIO).title == "Edited since"
    assert after.practice.conversation(mira, attempt).brief.title == "The glasses that were ready in ten days"
    say(after, mira, attempt, "What do you need the glasses for most?")
    assert (
        after.library.played(after.store.attempts.get(attempt)) == parse_scenario(SCENARIO_TEXT, file="then").scenario
    )
    after.close()

    (folder / f"{SCENARIO}.yaml").unlink()
    gone = build(settings_in(tmp_path), now=Ticking(), new_id=ids, scenarios=folder, load=shared_encoder)
    assert gone.library.title(SCENARIO) == SCENARIO
    with pytest.raises(NotFound, match="There is no scenario 'late-glasses'"):
        gone.practice.start(mira, SCENARIO)
    say(gone, mira, attempt, "Good morning, my name is Kim.")
    gone.practice.end(mira, attempt)
    assert gone.practice.conversation(mira, attempt).ending_title == "You left"
    gone.close()


def test_a_lazy_value_is_made_once_by_whoever_comes_first() -> None:
    made: list[int] = []
    start = threading.Barrier(8)

    def make() -> int:
        made.append(len(made))
        return len(made)

    lazy = Lazy(make)

    def ask() -> None:
        start.wait()
        lazy()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, lazy()) == ([0], 1)


def test_a_lazy_value_that_could_not_be_made_is_tried_again() -> None:
    tries = iter([MissingArtefact("not there yet"), None])

    def make() -> str:
        if failure := next(tries):
            raise failure
        return "made"

    lazy = Lazy(make)
    with pytest.raises(MissingArtefact):
        lazy()
    assert lazy() == "made"


@pytest.mark.parametrize(("name", "called"), [("Ruth Adeyemi", "Ruth"), ("Mr Okafor", "Mr Okafor"), ("Cher", "Cher")])
def test_a_customer_is_called_by_the_first_name_or_by_title_and_name(name: str, called: str) -> None:
    text = edited(("name: Ruth Adeyemi", f"name: {name}"))
    view = brief_view(parse_scenario(text, file="x").scenario)
    assert (view.customer, view.called) == (name, called)
