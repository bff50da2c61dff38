"""The same operation in any order on PostgreSQL, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import SERVER, require_postgresql


@pytest.mark.postgres
def test_any_order_of_verbs_keeps_every_promise_on_postgresql() -> None:
    require_postgresql()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "HJEMMEL_"))}
    url = f"{SERVER}/hjemmel_machine_{os.getpid()}"
    command = [sys.executable, "-m", "pytest", "tests/hard_lists/test_lists_machine.py"]

    finished = subprocess.run(
        [*command, "-p", "no:xdist", "-p", "no:cacheprovider"],
        cwd=Path(__file__).parents[2],
        env={**kept, "HJEMMEL_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "1 passed" in finished.stdout
