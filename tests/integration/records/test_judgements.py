"""What a chat model judged is kept under the hash of the question, once."""

from datetime import UTC, datetime
from typing import TypeVar

from domain.errors import Conflict
from records.database import Database, Work
from records.judgements import Judgements
from records.rows import ModelUsage
from records.store import Store
from tests.support.records import Counting, Office, Ticking, begin

T = TypeVar("T")
KEY = "0f" * 32


def test_a_judgement_is_found_under_its_key_and_nothing_under_another(store: Store) -> None:
    assert store.judgements.get(KEY) is None
    assert store.judgements.save(KEY, model="gpt", body='{"passes": ["ä"]}') == '{"passes": ["ä"]}'
    assert (store.judgements.get(KEY), store.judgements.get("1f" * 32)) == ('{"passes": ["ä"]}', None)


def test_the_first_judgement_under_a_key_stays(store: Store) -> None:
    store.judgements.save(KEY, model="gpt", body="first")
    assert store.judgements.save(KEY, model="gpt", body="second") == "first"
    assert store.judgements.get(KEY) == "first"


def test_of_two_processes_that_judge_the_same_both_get_what_is_kept(url: str) -> None:
    class Beaten(Database):
        """Another process saves in the middle of this one's transaction, as far as that one can tell."""

        def write(self, work: Work[T]) -> T:
            Judgements(other, now=Ticking(), new_id=Counting()).save(KEY, model="gpt", body="theirs")
            raise Conflict("taken")

    other, slow = Database(url), Beaten(url)
    assert Judgements(slow, now=Ticking(), new_id=Counting()).save(KEY, model="gpt", body="mine") == "theirs"
    other.close()
    slow.close()


def test_what_judging_a_conversation_from_elsewhere_cost_counts_in_the_month(store: Store, office: Office) -> None:
    cost = ModelUsage("small", 100, 10, 60, 2, 15)
    store.attempts.record_usage(begin(store, office.mira).id, turn=None, usage=cost)
    store.attempts.record_usage(None, turn=None, usage=cost)
    march = {"since": datetime(2026, 3, 1, tzinfo=UTC), "until": datetime(2026, 4, 1, tzinfo=UTC)}
    assert store.usage.by_model(**march) == [ModelUsage("small", 200, 20, 120, 4, 30)]
    assert [day.usage.requests for day in store.usage.by_day(office.organisation.id, **march)] == [2]
