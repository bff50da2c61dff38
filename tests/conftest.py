"""A data folder and a database of the tests' own, never those of a running hjemmel.

The database is SQLite unless ``HJEMMEL_DATABASE_URL`` names another; no other setting is taken
from outside.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import django
import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, picture, read_profile
from hjemmel.domain.municipality import MunicipalityOnDay
from tests.tables import SHARED, begin_on_tables, drop_tables, end_on_tables

_KEPT = ("HJEMMEL_DATABASE_URL", "HJEMMEL_REQUIRE_POSTGRES")
_FOLDER = tempfile.mkdtemp(prefix="hjemmel-tests-")
_IS_FIRST = os.environ.setdefault(SHARED, _FOLDER) == _FOLDER

for _name in [name for name in os.environ if name.startswith("HJEMMEL_")]:
    if _name not in _KEPT:
        del os.environ[_name]
os.environ["HJEMMEL_DATA_FOLDER"] = _FOLDER
os.environ["DJANGO_SETTINGS_MODULE"] = "hjemmel.config.settings"
# Not by a line in pyproject.toml: pytest would read it, and the settings, before this file.
django.setup()


def pytest_unconfigure() -> None:
    """Remove the folder, and what the processes of the run shared."""
    if _IS_FIRST:
        drop_tables()
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """The database of the tests, with its tables; in place of migrating one in each process."""
    with django_db_blocker.unblock():
        begin_on_tables()
    yield
    with django_db_blocker.unblock():
        end_on_tables()


@pytest.fixture(scope="session")
def synthetic_bergen() -> MunicipalityOnDay:
    """The picture of the synthetic Bergen that a demo shows."""
    return picture(generate(read_profile("bergen"), seed=2024))


@pytest.fixture(scope="session")
def synthetic_trondheim() -> MunicipalityOnDay:
    """The picture of the synthetic Trondheim that a demo shows."""
    return picture(generate(read_profile("trondheim"), seed=2024))


@pytest.fixture(scope="session")
def small_municipality() -> SyntheticMunicipality:
    return generate(read_profile("bergen").scaled(residents=6_000, lists=12), seed=2024)


@pytest.fixture(scope="session")
def loaded_register(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The database with the small register, for the tests that start from it."""
    from tests.loaded_register import LoadedRegister

    found = LoadedRegister()
    yield found
    with django_db_blocker.unblock():
        found.drop()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> None:
    """Choose the database before the transaction of a test begins."""
    if fixturedef.argname != "_django_db_helper":
        return
    from tests.loaded_register import ON_IT, wants

    item = request.node
    if wants(item):
        loaded = request.getfixturevalue("loaded_register")
        made = request.getfixturevalue("small_municipality")
        blocker = request.getfixturevalue("django_db_blocker")
        on_it = ExitStack()
        on_it.enter_context(blocker.unblock())
        on_it.enter_context(loaded.used(made))
        item.stash[ON_IT] = True
        item.addfinalizer(on_it.close)


@pytest.fixture
def small_register(
    request: Any, db: None, settings: Any, small_municipality: SyntheticMunicipality
) -> SyntheticMunicipality:
    """A synthetic Bergen of 6 000 residents and 12 lists in the register, with a user for each role."""
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.models import Municipality
    from hjemmel.apps.registry.services.demo import load_synthetic
    from hjemmel.apps.registry.services.revision import mark_changed
    from tests.loaded_register import FAST_HASHERS, ON_IT

    settings.PASSWORD_HASHERS = FAST_HASHERS
    if request.node.stash.get(ON_IT, False):
        number = small_municipality.profile.number
        mark_changed(Municipality.objects.get(number=number).pk)  # nothing is kept of another test
    else:
        load_synthetic(made=small_municipality, by=system("test"))
    return small_municipality
