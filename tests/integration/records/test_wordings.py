"""A model's wordings are kept with their attempt, once."""

from typing import TypeVar

import pytest

from domain.errors import Conflict, FrontstageError
from records.database import Database, Work
from records.store import Store
from records.wordings import Wordings
from tests.support.records import Counting, Office, Ticking, begin

T = TypeVar("T")


def test_the_first_wordings_of_an_attempt_stay_and_another_has_its_own(store: Store, office: Office) -> None:
    one, other = begin(store, office.mira).id, begin(store, office.mira).id
    assert store.wordings.get(one) is None
    assert store.wordings.save(one, body='{"words": ["ä"]}') == '{"words": ["ä"]}'
    assert store.wordings.save(one, body="second") == '{"words": ["ä"]}'
    assert (store.wordings.get(one), store.wordings.get(other)) == ('{"words": ["ä"]}', None)


def test_there_are_none_of_an_attempt_that_does_not_exist(store: Store) -> None:
    with pytest.raises(FrontstageError):
        store.wordings.save("nowhere", body="{}")
    assert store.wordings.get("nowhere") is None


def test_of_two_processes_that_word_the_same_both_get_what_is_kept(store: Store, office: Office, url: str) -> None:
    attempt = begin(store, office.mira).id

    class Beaten(Database):
        """Another process saves in the middle of this one's transaction, as far as that one can tell."""

        def write(self, work: Work[T]) -> T:
            store.wordings.save(attempt, body="theirs")
            raise Conflict("taken")

    slow = Beaten(url)
    assert Wordings(slow, now=Ticking(), new_id=Counting()).save(attempt, body="mine") == "theirs"
    slow.close()
