"""What ``hjemmel serve`` does before it serves."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from hjemmel import __version__
from hjemmel.apps.coverage import selectors, services
from hjemmel.cli import server


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The versions that made what is stored, by id; nothing is generated."""
    versions: dict[str, str] = {}
    monkeypatch.setattr(selectors, "made_by_version", versions.get)
    monkeypatch.setattr("hjemmel.cases.synthetic.generate", lambda profile, **_: profile)
    monkeypatch.setattr("hjemmel.cases.synthetic.picture", lambda made: made.id)
    return versions


def test_two_servers_that_start_at_once_both_go_on(
    stored: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_was_first(*, picture: str, by: str) -> None:
        stored[f"{picture}-synthetic-2024"] = __version__
        raise IntegrityError

    monkeypatch.setattr(services, "store_synthetic", another_was_first)
    server.store_demo(_quiet)
    assert set(stored) == {"bergen-synthetic-2024", "trondheim-synthetic-2024"}


def test_a_fault_that_no_other_server_explains_is_not_hidden(
    stored: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*, picture: str, by: str) -> None:
        raise IntegrityError

    monkeypatch.setattr(services, "store_synthetic", fail)
    with pytest.raises(IntegrityError):
        server.store_demo(_quiet)


def _quiet(*_: Any) -> None:
    """Progress that nobody watches."""
