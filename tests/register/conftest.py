"""A municipality that was set up and has nothing in it yet."""

from __future__ import annotations

import pytest

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality


@pytest.fixture
def bergen(db: None, small_municipality: SyntheticMunicipality) -> int:
    """The key of a Bergen with districts and nothing else."""
    districts = {d.number: d.name for d in small_municipality.profile.districts}
    return set_up_municipality(number="4601", name="Bergen", districts=districts, by=system("test"))
