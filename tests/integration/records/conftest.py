"""Every test here that asks for `store` or `url` runs twice: on a SQLite file and on a real PostgreSQL."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.store import Store, migrate, open_store
from tests.support.postgres import Cluster, throwaway_cluster
from tests.support.records import Counting, Office, Ticking, furnish

_names = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with throwaway_cluster() as running:
        migrate(running.create("migrated"))
        yield running


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database in which nothing is."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/records.db"
        return
    running: Cluster = request.getfixturevalue("cluster")
    name = f"empty_{next(_names)}"
    yield running.create(name)
    running.drop(name)


@pytest.fixture
def url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database without rows."""
    if engine_name == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_sqlite")
        path = tmp_path / "records.db"
        path.write_bytes(migrated.read_bytes())
        yield f"sqlite:///{path}"
        return
    running: Cluster = request.getfixturevalue("cluster")
    name = f"test_{next(_names)}"
    yield running.create(name, template="migrated")
    running.drop(name)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def store(url: str, clock: Ticking) -> Iterator[Store]:
    opened = open_store(url, now=clock, new_id=Counting())
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> Office:
    return furnish(store)
