"""A database of an earlier version with periods that overlap is mended when it is brought up to date."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.tables import ask, environment

PLACES = ("4601", "4602")
VACANCIES = [
    ("2020-01-01", "2020-06-01"),  # ends where the next begins, which lasts as long
    ("2020-03-01", "2020-04-01"),
    ("2021-01-01", None),  # open: the next is open then
    ("2021-02-01", "2021-03-01"),
    ("2019-01-01", "2019-02-01"),  # overlaps nothing
    ("2019-01-15", "2019-01-15"),  # is empty
]
MENDED = [
    ("2019-01-01", "2019-02-01"),
    ("2019-01-15", "2019-01-15"),
    ("2020-01-01", "2020-03-01"),
    ("2020-03-01", "2020-06-01"),
    ("2021-01-01", "2021-02-01"),
    ("2021-02-01", None),
]


def migrate(database: str, folder: Path, *to: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", *to],
        env={**environment(database, folder), "DJANGO_SETTINGS_MODULE": "hjemmel.config.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def quoted(value: str | None) -> str:
    return "NULL" if value is None else f"'{value}'"


def test_periods_that_overlap_are_mended_and_the_log_says_so(database: str, tmp_path: Path) -> None:
    migrate(database, tmp_path, "registry", "0006")
    migrate(database, tmp_path, "audit")
    for key, number in enumerate(PLACES, start=1):
        ask(
            database,
            "INSERT INTO registry_municipality (id, number, name, is_synthetic, revision, "
            f"people_revision) VALUES ({key}, '{number}', 'Syntetisk', true, 0, 0)",
        )
    ask(
        database,
        "INSERT INTO registry_agreement (id, municipality_id, external_id) VALUES (1, 1, '1')",
    )
    ask(
        database,
        "INSERT INTO registry_resident (id, national_id, name, born, sex, municipality_id, "
        "protection, basis) VALUES (1, '01815099999', '', '1950-01-01', 'female', 1, 'none', "
        "'resident')",
    )
    for since, until in VACANCIES:
        ask(
            database,
            "INSERT INTO registry_vacancy (agreement_id, since, filled_on, note) "
            f"VALUES (1, '{since}', {quoted(until)}, '')",
        )
        ask(
            database,
            "INSERT INTO registry_waitingentry (resident_id, municipality_id, waiting_class, "
            "queued_on, left_on, left_reason, known_from) VALUES (1, 1, 'change_within', "
            f"'{since}', {quoted(until)}, '', '2024-01-01')",
        )
    for place, first, last, is_part in (
        (1, "2000-01-01", "2020-01-01", False),
        (2, "2010-01-01", None, False),
        (2, "2005-01-01", "2010-01-01", True),
    ):
        ask(
            database,
            "INSERT INTO registry_regioncode (municipality_id, number, name, valid_from, valid_to, "
            f"is_absorbed, is_part) VALUES ({place}, '1299', 'Syntetisk', '{first}', "
            f"{quoted(last)}, false, {'true' if is_part else 'false'})",
        )

    migrate(database, tmp_path)

    def periods(table: str, first: str, last: str) -> list[tuple[str, str | None]]:
        rows = ask(database, f"SELECT {first}, {last} FROM {table} ORDER BY {first}, {last}")
        return [(str(begins), None if ends is None else str(ends)) for begins, ends in rows]

    assert periods("registry_vacancy", "since", "filled_on") == MENDED
    assert periods("registry_waitingentry", "queued_on", "left_on") == MENDED
    assert periods("registry_regioncode", "valid_from", "valid_to") == [
        ("2000-01-01", "2010-01-01"),
        ("2005-01-01", "2010-01-01"),
        ("2010-01-01", None),
    ]
    ((by, details),) = ask(
        database,
        "SELECT \"by\", details FROM audit_auditevent WHERE action = 'registry.mend_overlaps'",
    )
    told = details if isinstance(details, dict) else json.loads(details)
    assert (by, told) == ("system:migrate", {"vacancies": 4, "waiting": 4, "region_codes": 1})
    revisions = ask(database, "SELECT count(*) FROM registry_municipality WHERE revision = 0")
    assert revisions == [(0,)]
