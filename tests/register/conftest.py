"""A municipality that was set up and has nothing in it yet, and databases for processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from tests.tables import on_postgresql


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
    with on_postgresql("process", empty=True) as made:
        yield made


@pytest.fixture
def another_postgresql() -> Iterator[str]:
    """The address of one more."""
    with on_postgresql("another", empty=True) as made:
        yield made
