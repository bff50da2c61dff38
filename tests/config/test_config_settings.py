"""The settings as a process of its own meets them: safe by default, and refusing what is half set."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

KEY = "k" * 50
HOST = "hjemmel.example.no"
PRODUCTION = {
    "HJEMMEL_MODE": "production",
    "HJEMMEL_SECRET_KEY": KEY,
    "HJEMMEL_ALLOWED_HOSTS": HOST,
}
SHOW = """
import json
from django.conf import settings as s
names = ("ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")
print(json.dumps({**{n: getattr(s, n) for n in names}, "database": str(s.DATABASES["default"])}))
"""
CHECK = "import django; django.setup(); from django.core.management import call_command; call_command('check')"


def start(code: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process whose only settings are these."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("HJEMMEL_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={
            **outside,
            "DJANGO_SETTINGS_MODULE": "hjemmel.config.settings",
            "HJEMMEL_DATA_FOLDER": str(folder),
            **given,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def settings_of(folder: Path, **given: str) -> dict[str, Any]:
    """Return the settings of a process that starts."""
    finished = start(SHOW, folder, **given)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"HJEMMEL_MODE": "prod"}, "HJEMMEL_MODE is 'prod'; use demo or production."),
        ({"HJEMMEL_SECRET_KEY": ""}, "HJEMMEL_SECRET_KEY must be set in production."),
        ({"HJEMMEL_SECRET_KEY": "short"}, "HJEMMEL_SECRET_KEY is shorter than 50 characters."),
        ({"HJEMMEL_ALLOWED_HOSTS": ""}, "HJEMMEL_ALLOWED_HOSTS must be set in production."),
    ],
    ids=["unknown mode", "no key", "short key", "no hosts"],
)
def test_half_set_production_refuses_to_start(
    tmp_path: Path, change: dict[str, str], says: str
) -> None:
    finished = start(SHOW, tmp_path, **{**PRODUCTION, **change})

    assert finished.returncode != 0
    assert f"ImproperlyConfigured: {says}" in finished.stderr
    assert KEY not in finished.stderr
    assert list(tmp_path.iterdir()) == [], "a refused start leaves nothing behind"


def test_production_demands_https_and_its_own_hosts(tmp_path: Path) -> None:
    found = settings_of(tmp_path, **PRODUCTION)

    assert found["ALLOWED_HOSTS"] == [HOST]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert not found["DEBUG"]


def test_production_passes_djangos_own_checks(tmp_path: Path) -> None:
    code = CHECK.replace("'check'", "'check', deploy=True, fail_level='ERROR'")
    finished = start(code, tmp_path, **PRODUCTION)
    assert finished.returncode == 0, finished.stderr


def test_demo_answers_only_its_own_machine(tmp_path: Path) -> None:
    found = settings_of(tmp_path)

    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert not found["DEBUG"]
    assert not found["SECURE_SSL_REDIRECT"]
    assert str(tmp_path / "hjemmel.sqlite3") in found["database"]


def test_demo_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    first, second = settings_of(folder)["SECRET_KEY"], settings_of(folder)["SECRET_KEY"]

    file = folder / "secret_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first == second == file.read_text("utf-8")
    assert len(first) >= 50


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        keys = set(pool.map(lambda _: settings_of(tmp_path)["SECRET_KEY"], range(6)))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_two_demos_have_different_keys(tmp_path: Path) -> None:
    one, other = (settings_of(tmp_path / name)["SECRET_KEY"] for name in ("one", "other"))
    assert one != other


def test_demo_starts_without_a_warning(tmp_path: Path) -> None:
    code = CHECK + "; import hjemmel.config.wsgi"
    finished = start(code, tmp_path)
    assert finished.returncode == 0, finished.stderr


def test_database_comes_from_its_address(tmp_path: Path) -> None:
    found = settings_of(tmp_path, HJEMMEL_DATABASE_URL="postgres://reader@db.example.no:5433/gp")
    for part in ("postgresql", "db.example.no", "5433", "reader"):
        assert part in found["database"]


def test_options_of_the_address_are_laid_over_ours(tmp_path: Path) -> None:
    found = settings_of(tmp_path, HJEMMEL_DATABASE_URL=f"sqlite:///{tmp_path}/own.db?timeout=20")
    for part in ("own.db", "'timeout': 20", "'transaction_mode': 'IMMEDIATE'", "journal_mode=WAL"):
        assert part in found["database"]


@pytest.mark.parametrize("given", [{}, {"HJEMMEL_DATABASE_URL": ""}], ids=["none", "empty"])
def test_connections_are_kept_and_checked(tmp_path: Path, given: dict[str, str]) -> None:
    found = settings_of(tmp_path, **given)
    assert "'CONN_MAX_AGE': 60" in found["database"]
    assert "'CONN_HEALTH_CHECKS': True" in found["database"]
    assert str(tmp_path / "hjemmel.sqlite3") in found["database"]
