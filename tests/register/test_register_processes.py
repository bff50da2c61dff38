"""Real processes on the register: killed, out of disk, cut off from the database; and brought back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from register_files import resident_rows, write_report, write_residents

from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile

HJEMMEL = str(Path(sys.executable).parent / "hjemmel")
SERVER = "postgres://postgres@127.0.0.1:5432"
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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/register.sqlite3"
        return
    name = f"hjemmel_process_{os.getpid()}"
    try:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError as error:
        if os.environ.get("HJEMMEL_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"PostgreSQL does not answer ({error}).")
    yield f"{SERVER}/{name}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(database: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HJEMMEL, *arguments],
        env=_environment(database, folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _environment(database: str, folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HJEMMEL_")}
    return {**kept, "HJEMMEL_DATA_FOLDER": str(folder), "HJEMMEL_DATABASE_URL": database}


def count(database: str, table: str) -> int:
    if database.startswith("postgres"):
        with psycopg.connect(database) as connection:
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            return int(row[0]) if row else 0
    import sqlite3

    with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def set_up(database: str, folder: Path, report: Path) -> None:
    districts = {
        "460101": "Arna", "460102": "Bergenhus", "460103": "Fana", "460104": "Fyllingsdalen",
        "460105": "Laksevåg", "460106": "Ytrebygda", "460107": "Årstad", "460108": "Åsane",
    }  # fmt: skip
    options = [part for n, name in districts.items() for part in ("--district", f"{n}={name}")]
    made = run(
        database, folder, "setup", "--number", "4601", "--name", "Bergen", *options,
        "--administrator", "sjef",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    loaded = run(database, folder, *_import(report))
    assert loaded.returncode == 0, loaded.stderr


def _import(file: Path) -> tuple[str, ...]:
    return ("import", str(file), "-m", "4601", "--as-of", "2024-01-01", "--as", "sjef", "--json")


def test_killed_load_leaves_nothing_and_the_next_goes_through(
    database: str, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    report, residents = files
    set_up(database, tmp_path, report)
    started = subprocess.Popen(
        [HJEMMEL, *_import(residents)],
        env=_environment(database, tmp_path),
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
    set_up(database, tmp_path, report)
    started = subprocess.Popen(
        [HJEMMEL, *_import(residents)],
        env=_environment(database, tmp_path),
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
        set_up(database, tmp_path, report)
        full = run(database, tmp_path, *_import(residents))
        assert full.returncode == 9, full.stdout + full.stderr
        assert json.loads(full.stderr)["code"] == "unavailable"
        assert [count(database, table) for table in TABLES] == [0, 0]
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        again = run(database, tmp_path, *_import(residents))
        assert again.returncode == 0, again.stderr
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_backup_and_restore_bring_back_the_same_digest_on_the_other_database(
    database: str, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    report, _ = files
    set_up(database, tmp_path, report)
    archive = tmp_path / "kopi.zip"
    made = run(database, tmp_path, "backup", str(archive), "--json")
    assert made.returncode == 0, made.stderr
    assert archive.stat().st_mode & 0o777 == 0o600
    other = f"sqlite:///{tmp_path}/other.sqlite3"
    back = run(other, tmp_path, "restore", str(archive), "--json")
    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout)["digest"] == json.loads(made.stdout)["digest"]
    once_more = tmp_path / "kopi2.zip"
    again = json.loads(run(other, tmp_path, "backup", str(once_more), "--json").stdout)
    assert again["digest"] == json.loads(made.stdout)["digest"]

    assert run(other, tmp_path, "restore", str(archive)).returncode == 8
    broken = tmp_path / "broken.zip"
    broken.write_bytes(archive.read_bytes()[:-400])
    empty = f"sqlite:///{tmp_path}/empty.sqlite3"
    assert run(empty, tmp_path, "restore", str(broken)).returncode == 5
    assert run(empty, tmp_path, "restore", str(archive)).returncode == 0
