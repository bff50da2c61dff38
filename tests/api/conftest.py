"""Requests to the API inside this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hjemmel.apps.accounts.policies import Actor, system
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import create_user, grant_role, make_token
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.cases.synthetic import SyntheticMunicipality

Get = Callable[..., Any]
Problem = Callable[..., Any]
PLACE = "/api/v1/municipalities/4601"
ROLES = (Role.ADMINISTRATOR, Role.LEADER, Role.CASE_WORKER)
EVERYTHING = frozenset[Permission]().union(*(OPENS[role] for role in ROLES))
"""What the roles of the service open between them."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Asks with a key whose user has every role in the register's only municipality."""

    actor: Actor
    client: Client

    def key(self, *scopes: Permission) -> str:
        """Make a key with those scopes; with none, with all."""
        return make_token(name="test", scopes=frozenset(scopes or EVERYTHING), by=self.actor)

    def get(self, path: str, *scopes: Permission, **headers: str) -> Any:
        """Ask for what is at a path."""
        return self.client.get(path, headers=self._headers(scopes, headers))

    def post(self, path: str, body: object = None, *scopes: Permission, **headers: str) -> Any:
        """Send a body as JSON, or nothing."""
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return self.client.post(path, **sent, headers=self._headers(scopes, headers))  # type: ignore[arg-type]

    def _headers(self, scopes: tuple[Permission, ...], more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key(*scopes)}", **more}


@pytest.fixture
def keyed(client: Client, small_register: SyntheticMunicipality) -> Keyed:
    """Somebody with every role in the synthetic Bergen, and keys as narrow as wished."""
    return Keyed(with_every_role(), client)


def with_every_role() -> Actor:
    """Make a user with roles that open every permission in 4601."""
    everywhere = system("test")
    place = get_municipality("4601", by=everywhere).key
    user = create_user(username="alt", by=everywhere, municipality=place)
    for role in ROLES:
        grant_role(user=user, role=role, by=everywhere, municipality=place)
    return actor_named("alt")


@pytest.fixture(autouse=True)
def _static_folder(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def get(db: None, client: Client) -> Get:
    """Return the answer to a request below ``/api/v1/``."""

    def ask(path: str, *, language: str = "nb", **query: object) -> Any:
        response = client.get(
            f"/api/v1/{path}",
            {key: str(value) for key, value in query.items()},
            headers={"accept-language": language},
        )
        assert response.status_code == 200, response.content
        assert response.headers["Content-Type"].startswith("application/json")
        assert response.headers["Content-Language"] == language
        return response.json()

    return ask


@pytest.fixture
def problem(db: None, client: Client) -> Problem:
    """Return the problem that a request leads to."""

    def ask(path: str, *, status: int, language: str = "nb", **query: object) -> Any:
        response = client.get(
            f"/api/v1/{path}",
            {key: str(value) for key, value in query.items()},
            headers={"accept-language": language},
        )
        return checked(response, status)

    return ask


def checked(response: Any, status: int) -> Any:
    """Return a problem after checking what all problems have."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["type"] == f"urn:problem-type:hjemmel:{body['code']}"
    assert {"title", "detail", "instance", "where", "remedy", "data"} <= set(body)
    assert "Traceback" not in response.content.decode()
    return body
