"""Backup and restore by real processes: both databases, while others write, and by whom."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from register_processes import count, run, set_up

from tests.tables import ask, lay_tables

HOUSEHOLDS = 40_000
MANY = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) ",
    "postgres": "WITH n AS (SELECT generate_series(1, {most}) AS i) ",
}
LOGGED = "audit_auditevent.jsonl"
AS = ("--as", "sjef")


def fill(database: str, most: int) -> None:
    """Add so many households that writing them takes a while."""
    ask(
        database,
        MANY[database.partition(":")[0]].format(most=most)
        + "INSERT INTO registry_household (municipality_id, external_id, address, postcode) "
        "SELECT m.id, 'h' || i, 'Syntetisk vei ' || i, '5000' FROM n, registry_municipality m "
        "WHERE m.number = '4601'",
    )
    ask(database, "UPDATE registry_municipality SET people_revision = 0")


def test_backup_is_of_one_moment_while_another_process_writes(
    database: str, another_postgresql: str, tmp_path: Path
) -> None:
    set_up(database, tmp_path)
    fill(database, HOUSEHOLDS)
    stop, archive = tmp_path / "stop", tmp_path / "kopi.zip"
    writer = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("register_writer.py")), database, str(stop)],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for_writes(database, writer)
        made = run(database, tmp_path, "backup", str(archive), *AS, "--json")
    finally:
        stop.touch()
        _, said = writer.communicate(timeout=60)
    assert writer.returncode == 0, said
    assert made.returncode == 0, made.stderr

    lay_tables(another_postgresql)
    back = run(another_postgresql, tmp_path, "restore", str(archive), *AS, "--json")
    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout)["digest"] == json.loads(made.stdout)["digest"]
    counted = "SELECT people_revision FROM registry_municipality WHERE number = '4601'"
    ((kept,),), ((written,),) = ask(another_postgresql, counted), ask(database, counted)
    assert count(another_postgresql, "registry_household") == HOUSEHOLDS + kept
    assert 0 < kept < written, "the writer did not write during the backup"


def _wait_for_writes(database: str, writer: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while count(database, "registry_household") <= HOUSEHOLDS:
        assert writer.poll() is None, "the writer ended"
        assert time.monotonic() < deadline, "the writer never began"
        time.sleep(0.05)


def test_every_row_comes_back_on_the_other_database_and_from_there_again(
    database: str, another_postgresql: str, tmp_path: Path
) -> None:
    set_up(database, tmp_path)
    fill(database, 50)
    other = another_postgresql
    if database.startswith("postgres"):
        other = f"sqlite:///{tmp_path}/other.sqlite3"
    first, second = tmp_path / "en.zip", tmp_path / "to.zip"
    made = run(database, tmp_path, "backup", str(first), *AS)
    assert made.returncode == 0, made.stderr
    assert first.stat().st_mode & 0o777 == 0o600
    back = run(other, tmp_path, "restore", str(first), *AS)
    assert back.returncode == 0, back.stderr
    assert made.stdout.rpartition("SHA-256: ")[2] == back.stdout.rpartition("SHA-256: ")[2]
    assert run(other, tmp_path, "backup", str(second), *AS).returncode == 0

    before, after = _members(first), _members(second)
    assert {name for name in before if before[name] != after[name]} == {LOGGED, "manifest.json"}
    assert after[LOGGED].startswith(before[LOGGED])
    (added,) = after[LOGGED][len(before[LOGGED]) :].decode().splitlines()
    assert json.loads(added)[2:5] == ["sjef", "archive.restore", "all tables"]
    # Numbers go on where they were, also in PostgreSQL.
    assert run(other, tmp_path, "setup", "--number", "5001", "--name", "Trondheim",
               "--administrator", "kari").returncode == 0  # fmt: skip


def _members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_damaged_or_second_restore_leaves_the_database_as_it_was(
    database: str, tmp_path: Path
) -> None:
    set_up(database, tmp_path)
    archive, broken = tmp_path / "kopi.zip", tmp_path / "broken.zip"
    assert run(database, tmp_path, "backup", str(archive), *AS).returncode == 0
    assert run(database, tmp_path, "restore", str(archive), *AS).returncode == 8
    assert run(database, tmp_path, "backup", str(archive), *AS).returncode == 8
    broken.write_bytes(archive.read_bytes()[:-400])
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Bergenhus", b"Sentrum"))
    empty = f"sqlite:///{tmp_path}/empty.sqlite3"
    lay_tables(empty)
    for file in (broken, changed):
        assert run(empty, tmp_path, "restore", str(file), *AS).returncode == 5
        assert count(empty, "registry_municipality") == 0
    assert run(empty, tmp_path, "restore", str(archive), *AS).returncode == 0


@pytest.mark.parametrize("user", ["finnes-ikke", "kari", ""])
def test_nobody_but_an_administrator_of_all_backs_up_or_restores(tmp_path: Path, user: str) -> None:
    database = f"sqlite:///{tmp_path}/register.sqlite3"
    set_up(database, tmp_path)
    made = run(database, tmp_path, "setup", "--number", "5001", "--name", "Trondheim",
               "--administrator", "kari")  # fmt: skip
    assert made.returncode == 0
    archive, asked = tmp_path / "kopi.zip", ("--as", user) if user else ()
    assert run(database, tmp_path, "backup", str(archive), *asked).returncode == 7
    assert not archive.exists()
    assert run(database, tmp_path, "backup", str(archive), *AS).returncode == 0
    rows = ask(database, "SELECT \"by\" FROM audit_auditevent WHERE action = 'archive.back_up'")
    assert rows == [("sjef",)]
    empty = f"sqlite:///{tmp_path}/empty.sqlite3"
    lay_tables(empty)
    assert run(empty, tmp_path, "restore", str(archive), *asked).returncode == 7
    assert run(empty, tmp_path, "restore", str(archive), *AS).returncode == 0
