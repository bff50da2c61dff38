"""Real processes on the register: killed, out of disk, cut off from the database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from register_files import resident_rows, write_report, write_residents
from register_processes import HJEMMEL, count, run, set_up

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile
from tests.tables import SERVER, environment

TABLES = ("registry_resident", "registry_membership")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A capitation report and a register of 60 000 residents."""
    made: SyntheticMunicipality = generate(
        read_profile("bergen").scaled(residents=60_000, lists=60), seed=7
    )
    folder = tmp_path_factory.mktemp("files")
    report = write_report(made, folder / "rapport.xlsx")
    return report, write_residents(resident_rows(made), folder / "innbyggere.csv")


def _import(file: Path) -> tuple[str, ...]:
    return ("import", str(file), "-m", "4601", "--as-of", "2024-01-01", "--as", "sjef", "--json")


def test_killed_load_leaves_nothing_and_the_next_goes_through(
    database: str, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    report, residents = files
    set_up(database, tmp_path)
    assert run(database, tmp_path, *_import(report)).returncode == 0
    started = subprocess.Popen(
        [HJEMMEL, *_import(residents)],
        env=environment(database, tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait_for_the_load(database, started)
    started.send_signal(signal.SIGKILL)
    started.wait()

    assert [count(database, table) for table in TABLES] == [0, 0]
    again = run(database, tmp_path, *_import(residents))
    assert again.returncode == 0, again.stderr
    answer = json.loads(again.stdout)
    assert answer["status"] == "loaded"
    assert count(database, "registry_resident") == answer["accepted"]["residents"]


def _wait_for_the_load(database: str, started: subprocess.Popen[bytes]) -> None:
    """Wait until the run is marked as running, and a little into it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert started.poll() is None, "the load ended before it could be killed"
        if _is_running(database):
            time.sleep(0.4)
            return
        time.sleep(0.02)
    pytest.fail("the load never began")


def _is_running(database: str) -> bool:
    sql = "SELECT count(*) FROM exchange_importrun WHERE status = 'running'"
    if database.startswith("postgres"):
        with psycopg.connect(database) as connection:
            row: Any = connection.execute(sql).fetchone()
            return bool(row[0])
    import sqlite3

    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        return bool(connection.execute(sql).fetchone()[0])


def test_lost_connection_leaves_nothing_and_the_next_goes_through(
    database: str, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    if not database.startswith("postgres"):
        pytest.skip("SQLite has no connection to lose.")
    report, residents = files
    set_up(database, tmp_path)
    assert run(database, tmp_path, *_import(report)).returncode == 0
    started = subprocess.Popen(
        [HJEMMEL, *_import(residents)],
        env=environment(database, tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    _wait_for_the_load(database, started)  # type: ignore[arg-type]
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()",
            [database.rpartition("/")[2]],
        )
    _, said = started.communicate(timeout=60)
    assert started.returncode == 9, said
    assert json.loads(said)["code"] == "unavailable"
    assert [count(database, table) for table in TABLES] == [0, 0]
    assert run(database, tmp_path, *_import(residents)).returncode == 0


def test_full_disk_is_told_and_the_next_load_goes_through(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    if os.geteuid() != 0:
        pytest.skip("Only root can make a small disk.")
    report, residents = files
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("A small disk cannot be mounted here.")
    database = f"sqlite:///{disk}/register.sqlite3"
    try:
        set_up(database, tmp_path)
        assert run(database, tmp_path, *_import(report)).returncode == 0
        full = run(database, tmp_path, *_import(residents))
        assert full.returncode == 9, full.stdout + full.stderr
        assert json.loads(full.stderr)["code"] == "unavailable"
        assert [count(database, table) for table in TABLES] == [0, 0]
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        again = run(database, tmp_path, *_import(residents))
        assert again.returncode == 0, again.stderr
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
