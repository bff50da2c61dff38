"""How often a key may ask."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache

from tests.api.conftest import Keyed, checked

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _two_an_hour(settings: Any) -> Any:
    settings.API_RATE = "2/h"
    cache.clear()
    yield
    cache.clear()


def ask(keyed: Keyed, key: str, path: str = ME, **headers: str) -> Any:
    return keyed.client.get(path, headers={"Authorization": f"Bearer {key}", **headers})


def test_a_key_that_asks_too_often_is_told_when_it_may_again(keyed: Keyed) -> None:
    key = keyed.key()
    assert [ask(keyed, key).status_code for _ in range(2)] == [200, 200]
    refused = ask(keyed, key)
    body = checked(refused, 429)
    assert body["code"] == "too-many-requests"
    assert 3590 <= int(refused.headers["Retry-After"]) <= 3600
    assert body["data"] == {"seconds": int(refused.headers["Retry-After"]), "rate": "2/h"}


def test_each_key_is_counted_for_itself(keyed: Keyed) -> None:
    first, second = keyed.key(), keyed.key()
    for _ in range(3):
        ask(keyed, first)
    assert ask(keyed, first).status_code == 429
    assert ask(keyed, second).status_code == 200


def test_a_request_counts_once_however_much_it_looks_up(keyed: Keyed) -> None:
    key = keyed.key()
    assert ask(keyed, key, "/api/v1/data-quality/4601").status_code == 200
    assert ask(keyed, key, "/api/v1/data-quality/4601").status_code == 200
    assert ask(keyed, key, "/api/v1/data-quality/4601").status_code == 429


def test_fhir_counts_too_and_says_so_in_its_own_way(keyed: Keyed) -> None:
    key = keyed.key()
    for _ in range(2):
        assert ask(keyed, key, "/api/fhir/Practitioner").status_code == 200
    refused = ask(keyed, key, "/api/fhir/Practitioner")
    assert refused.status_code == 429
    assert refused.json()["issue"][0]["code"] == "throttled"
    assert int(refused.headers["Retry-After"]) > 0


def test_a_key_that_is_not_valid_leaves_no_trace(keyed: Keyed) -> None:
    for _ in range(4):
        assert ask(keyed, "hjm_wrong").status_code == 401


def test_without_a_limit_nothing_is_counted(keyed: Keyed, settings: Any) -> None:
    settings.API_RATE = ""
    key = keyed.key()
    assert {ask(keyed, key).status_code for _ in range(5)} == {200}


@pytest.mark.parametrize(("rate", "starts"), [("10/s", True), ("", True), ("many", False)])
def test_a_rate_that_is_not_one_stops_the_start(rate: str, starts: bool, tmp_path: Any) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import hjemmel.config.settings"],
        env={**os.environ, "HJEMMEL_API_RATE": rate, "HJEMMEL_DATA_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode == 0) is starts, run.stderr
    assert starts or "HJEMMEL_API_RATE" in run.stderr
