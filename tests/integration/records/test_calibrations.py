"""What is kept of a comparison with people's labels, and which one counts for whom."""

import pytest

from domain.errors import NotFound
from records.rows import CalibrationRow
from records.store import Store
from tests.support.records import Office


def test_the_newest_of_each_engine_counts(store: Store, office: Office) -> None:
    here = office.organisation.id

    def save(engine: str, body: str) -> CalibrationRow:
        return store.calibrations.save(engine=engine, body=body, organisation_id=here, made_by=office.trainer.id)

    save("embedded", "first")
    model = save("model", "judge")
    newest = save("embedded", "second")
    assert store.calibrations.latest(here) == [newest, model]
    assert (newest.body, newest.organisation_id) == ("second", here)


def test_one_from_the_command_line_counts_for_every_organisation_until_a_newer_one_of_its_own(
    store: Store, office: Office
) -> None:
    there = store.people.add_organisation(name="Lindgren").id
    for_all = store.calibrations.save(engine="embedded", body="all")
    own = store.calibrations.save(engine="embedded", body="own", organisation_id=office.organisation.id)
    assert store.calibrations.latest(office.organisation.id) == [own]
    assert store.calibrations.latest(there) == [for_all]


def test_before_any_there_is_none_and_a_stranger_can_make_none(store: Store, office: Office) -> None:
    assert store.calibrations.latest(office.organisation.id) == []
    with pytest.raises(NotFound):
        store.calibrations.save(engine="embedded", body="x", made_by="nobody")
    assert store.calibrations.latest(office.organisation.id) == []
