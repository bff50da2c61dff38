"""Oppsett: how long a municipality keeps data, and what is typed wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from hjemmel.apps.registry.models import Municipality

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def administrator(client: Client, small_register: Any) -> Client:
    """An administrator who is signed in."""
    client.force_login(get_user_model().objects.get(username="administrator"), _BACKEND)
    return client


def test_administrator_decides_how_long_data_are_kept(administrator: Client) -> None:
    assert "Kommunen har ikke bestemt det" in administrator.get("/nb/oppsett/").content.decode()
    given = {"what": "retention", "number": "4601", "years": "10"}
    answer = administrator.post("/nb/oppsett/", given, follow=True)
    assert Municipality.objects.get(number="4601").retention_years == 10
    assert "10 år etter at hun flyttet" in answer.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("years", ["", "ti", "-3", "101"])
def test_what_is_not_years_is_refused(administrator: Client, years: str) -> None:
    given = {"what": "retention", "number": "4601", "years": years}
    answer = administrator.post("/nb/oppsett/", given)
    assert answer.status_code == 422
    assert "helt tall fra 0 til 100" in answer.content.decode()
    assert Municipality.objects.get(number="4601").retention_years is None
