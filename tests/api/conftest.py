"""Requests to the API inside this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

Get = Callable[..., Any]
Problem = Callable[..., Any]


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
        response: HttpResponse = client.get(
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
