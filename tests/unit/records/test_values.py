"""Times, texts, addresses and links of the chain, before any database is asked."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import registry

from domain.errors import InvalidInput
from records.audit import START, link_hash
from records.columns import UtcDateTime, Words
from records.database import parsed_url

SQLITE = registry.load("sqlite")()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1), timezones=ZONES))  # noqa: DTZ001 - bounds take none
def test_a_moment_survives_a_column_that_forgets_the_zone(moment: datetime) -> None:
    bound = UtcDateTime().process_bind_param(moment, SQLITE)
    assert bound is not None

    read = UtcDateTime().process_result_value(bound.replace(tzinfo=None), SQLITE)

    assert read == moment
    assert read is not None
    assert read.tzinfo is UTC


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_without_nul_and_half_characters_is_taken_as_it_is(text: str) -> None:
    assert Words().process_bind_param(text, SQLITE) == text


@given(before=st.text(), bad=st.sampled_from(["\0", "\ud800", "\udfff"]), after=st.text())
def test_a_nul_or_half_a_character_is_refused_wherever_it_stands(before: str, bad: str, after: str) -> None:
    with pytest.raises(InvalidInput):
        Words().process_bind_param(before + bad + after, SQLITE)


@given(
    fields=st.tuples(*[st.text()] * 4),
    other=st.tuples(*[st.text()] * 4),
)
def test_links_are_alike_only_when_all_fields_are(
    fields: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    def link(values: tuple[str, str, str, str], number: int = 1, prev_hash: str = START) -> str:
        actor, action, subject, detail = values
        return link_hash(
            number=number,
            at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
            actor=actor,
            action=action,
            subject=subject,
            detail=detail,
            prev_hash=prev_hash,
        )

    assert (link(fields) == link(other)) == (fields == other)
    assert len({link(fields), link(fields, number=2), link(fields, prev_hash="f" * 64)}) == 3


def test_a_link_does_not_depend_on_the_zone_in_which_the_time_is_told() -> None:
    moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def link(at: datetime) -> str:
        return link_hash(number=1, at=at, actor="a", action="b", subject="c", detail="", prev_hash=START)

    assert link(moment) == link(moment.astimezone(timezone(timedelta(hours=9))))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("sqlite:///data/records.db", "sqlite+pysqlite:///data/records.db"),
        ("postgresql://a:b@127.0.0.1:5433/records", "postgresql+psycopg://a:b@127.0.0.1:5433/records"),
        ("postgresql+psycopg://a@127.0.0.1/records", "postgresql+psycopg://a@127.0.0.1/records"),
        ("postgres://a@127.0.0.1/records", "postgresql+psycopg://a@127.0.0.1/records"),
    ],
)
def test_an_address_means_the_driver_that_ships_with_frontstage(address: str, meant: str) -> None:
    assert parsed_url(address).render_as_string(hide_password=False) == meant
