"""Synthetic municipalities that the tests of this room share; each is made once."""

from __future__ import annotations

import pytest

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile


@pytest.fixture(scope="session")
def bergen() -> SyntheticMunicipality:
    return generate(read_profile("bergen"), seed=20231231)


@pytest.fixture(scope="session")
def trondheim() -> SyntheticMunicipality:
    return generate(read_profile("trondheim"), seed=20240101)


@pytest.fixture(params=["bergen", "trondheim"])
def city(request: pytest.FixtureRequest) -> SyntheticMunicipality:
    municipality = request.getfixturevalue(request.param)
    assert isinstance(municipality, SyntheticMunicipality)
    return municipality
