"""The same tests on PostgreSQL, in a process of their own: Django has one database per process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import SERVER, require_postgresql

SHARES = 2
"""The files are shared out, so that they run beside the other tests and none takes too long."""
SAME_ON_BOTH = {
    "test_archive_rows.py",
    "test_documents_writing.py",
    "test_duty_demo.py",
    "test_exchange_borders.py",
    "test_exchange_jsonstat.py",
    "test_exchange_pxweb.py",
    "test_lists_demo.py",
    "test_register_queue_history.py",
}
"""What is about files of others or made-up municipalities that other tests load on both databases, or
a backup, which on PostgreSQL has to begin a transaction of its own."""


def files_of(share: int) -> list[str]:
    """Return every second file of tests, from ``share`` on."""
    left_out = SAME_ON_BOTH | {Path(__file__).name}
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    return [str(file) for file in files if file.name not in left_out][share::SHARES]


@pytest.mark.postgres
@pytest.mark.parametrize("share", range(SHARES))
def test_the_app_tests_pass_on_postgresql(share: int) -> None:
    require_postgresql()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "HJEMMEL_"))}
    # A name of this process's own, so that two runs at once do not share a database.
    url = f"{SERVER}/hjemmel_{os.getpid()}_{share}"
    command = [sys.executable, "-m", "pytest", *files_of(share), "-m", "not postgres"]

    finished = subprocess.run(
        [*command, "-p", "no:xdist", "-p", "no:cacheprovider"],
        cwd=Path(__file__).parents[2],
        env={**kept, "HJEMMEL_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert " passed" in finished.stdout
    assert " skipped" not in finished.stdout
