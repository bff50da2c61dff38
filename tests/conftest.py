"""A data folder and a database of the tests' own, never those of a running hjemmel.

The database is SQLite unless ``HJEMMEL_DATABASE_URL`` names another; no other setting is taken
from outside.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any

import django
import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, picture, read_profile
from hjemmel.domain.municipality import MunicipalityOnDay

_KEPT = ("HJEMMEL_DATABASE_URL", "HJEMMEL_REQUIRE_POSTGRES")
_FOLDER = tempfile.mkdtemp(prefix="hjemmel-tests-")

for _name in [name for name in os.environ if name.startswith("HJEMMEL_")]:
    if _name not in _KEPT:
        del os.environ[_name]
os.environ["HJEMMEL_DATA_FOLDER"] = _FOLDER
os.environ["DJANGO_SETTINGS_MODULE"] = "hjemmel.config.settings"
# Not by a line in pyproject.toml: pytest would read it, and the settings, before this file.
django.setup()


def pytest_unconfigure() -> None:
    """Remove the folder."""
    shutil.rmtree(_FOLDER, ignore_errors=True)


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


@pytest.fixture
def small_register(
    db: None, settings: Any, small_municipality: SyntheticMunicipality
) -> SyntheticMunicipality:
    """A synthetic Bergen of 6 000 residents and 12 lists in the register, with a user for each role."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.registry.services.demo import load_synthetic

    load_synthetic(made=small_municipality, by=system("test"))
    return small_municipality
