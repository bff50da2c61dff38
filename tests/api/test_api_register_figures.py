"""Coverage and need of the register through the API, with a session and with a narrowed key."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from hjemmel.apps.accounts.models import User
from hjemmel.cases.synthetic import SyntheticMunicipality, picture

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def reader(client: Client, small_register: SyntheticMunicipality) -> Client:
    """Signed in as the demo's reader."""
    client.force_login(User.objects.get(username="leser"), _BACKEND)
    return client


def ask(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.content
    return response.json()


def test_coverage_is_the_generators_with_answer_and_attention(
    reader: Client, small_register: SyntheticMunicipality
) -> None:
    made = picture(small_register)
    answer = ask(reader, "coverage/4601")
    assert answer["kind"] == "register"
    for row, district in zip(answer["districts"], made.districts, strict=True):
        assert (row["gps"], row["population"], row["free_places"]) == (
            district.gps,
            district.population,
            district.free_places,
        )
    assert answer["answer"]
    assert {"full_lists", "recruits"} <= {item["id"] for item in answer["attention"]}


def test_need_is_computed_on_any_day(reader: Client) -> None:
    assert ask(reader, "need/4601?as_of=2024-02-01")["as_of"] == "2024-02-01"


def test_what_was_not_known_yet_is_not_told(reader: Client) -> None:
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    problem = ask(reader, f"coverage/4601?known_on={yesterday}", 422)
    assert "ingen lister" in problem["detail"]


def test_only_the_register_remembers_what_was_known(reader: Client) -> None:
    assert ask(reader, "coverage/bergen-2023?known_on=2024-01-01", 422)["where"] == "known_on"


def test_nobody_asks_without_a_name(client: Client, small_register: SyntheticMunicipality) -> None:
    ask(client, "coverage/4601", 401)
    ask(client, "need/4601", 401)
    assert ask(client, "coverage/bergen-2023")["attention"]
