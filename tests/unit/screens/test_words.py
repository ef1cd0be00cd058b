"""Days and times as they are said on the screens."""

from datetime import UTC, date, datetime

import pytest
import streamlit as st
from streamlit.runtime.context import ContextProxy

from screens.parts.words import day, moment, short_day

LATE = datetime(2026, 3, 6, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Pacific/Auckland", ("Saturday 7 March 2026", "7 Mar 2026", "7 Mar 2026, 11:05 NZDT")),
        ("Europe/Paris", ("Friday 6 March 2026", "6 Mar 2026", "6 Mar 2026, 23:05 CET")),
        (None, ("Friday 6 March 2026", "6 Mar 2026", "6 Mar 2026, 22:05 UTC")),
        ("Middle/Earth", ("Friday 6 March 2026", "6 Mar 2026", "6 Mar 2026, 22:05 UTC")),
        ("../../etc/passwd", ("Friday 6 March 2026", "6 Mar 2026", "6 Mar 2026, 22:05 UTC")),
    ],
)
def test_a_moment_is_told_by_the_clock_of_whoever_looks(
    monkeypatch: pytest.MonkeyPatch, zone: str | None, said: tuple[str, ...]
) -> None:
    monkeypatch.setattr(ContextProxy, "timezone", zone)
    assert st.context.timezone == zone
    assert (day(LATE), short_day(LATE), moment(LATE)) == said


def test_a_day_is_the_same_day_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "timezone", "Pacific/Auckland")
    assert short_day(date(2026, 3, 6)) == "6 Mar 2026"
