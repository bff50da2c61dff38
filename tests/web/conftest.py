"""The pages with a synthetic municipality in the database, read with Django's test client."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from web_page import Page, Read

from hjemmel.apps.coverage.services import store_synthetic
from hjemmel.domain.municipality import MunicipalityOnDay


@pytest.fixture(autouse=True)
def _stored(db: None, synthetic_bergen: MunicipalityOnDay) -> None:
    store_synthetic(picture=synthetic_bergen, by="test")


@pytest.fixture
def read(client: Client) -> Read:
    """Read an address; the status must be the one expected, and nothing of the insides may show."""

    def page(url: str, *, status: int = 200, **query: Any) -> Page:
        response = client.get(url, query or None)
        assert response.status_code == status, f"{url}: {response.status_code}"
        found = Page(response)
        assert "Traceback" not in found.source
        return found

    return page
