"""A municipality that was set up and has nothing in it yet, and databases for processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from register_processes import SERVER

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality


@pytest.fixture
def bergen(db: None, small_municipality: SyntheticMunicipality) -> int:
    """The key of a Bergen with districts and nothing else."""
    districts = {d.number: d.name for d in small_municipality.profile.districts}
    return set_up_municipality(number="4601", name="Bergen", districts=districts, by=system("test"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/register.sqlite3"
    else:
        yield request.getfixturevalue("postgresql")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of an empty database of PostgreSQL; skipped where it does not answer."""
    yield from _made("process")


@pytest.fixture
def another_postgresql() -> Iterator[str]:
    """The address of one more."""
    yield from _made("another")


def _made(kind: str) -> Iterator[str]:
    name = f"hjemmel_{kind}_{os.getpid()}"
    try:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError as error:
        if os.environ.get("HJEMMEL_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"PostgreSQL does not answer ({error}).")
    yield f"{SERVER}/{name}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
