"""The command as a process of its own: start, streams, signals, the server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.servers.first_start import keep_for_others

COMMAND = (sys.executable, "-c", "import sys; from hjemmel.cli.main import main; sys.exit(main())")


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_an_answer_goes_to_standard_output() -> None:
    done = call("need", "--case", "bergen-2023", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["recruits"] == 88


def test_an_error_goes_to_standard_error() -> None:
    done = call("need", "--case", "atlantis")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Feil: Ukjent datasett «atlantis».")
    assert "Traceback" not in done.stderr


def test_the_version_is_told() -> None:
    assert call("--version").stdout.startswith("hjemmel ")


def test_the_law_is_shown_without_loading_the_large_libraries() -> None:
    code = (
        "import sys; from hjemmel.cli.main import main; "
        "main(['law', 'show', 'gp_list.ceiling_max']); "
        "print(sorted({'numpy', 'scipy', 'polars', 'django', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_nothing_is_made_in_the_folder_by_commands_without_a_database(tmp_path: Path) -> None:
    call("need", "--case", "atlantis")
    assert not (tmp_path / "var").exists()


def test_a_reader_that_stops_reading_is_no_fault() -> None:
    with subprocess.Popen(
        [*COMMAND, "law", "history", "gp_list.ceiling_max", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.wait(60)
        assert process.returncode == 141
        assert process.stderr.read() == ""


@pytest.fixture
def port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_told_and_not_tried() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = call("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "er opptatt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_told(port: int) -> None:
    environment = {**os.environ, "HJEMMEL_DATABASE_URL": f"postgres://a:b@127.0.0.1:{port}/none"}
    done = subprocess.run(
        [*COMMAND, "serve", "--port", str(port)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert "Databasen svarer ikke" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_server_starts_with_a_synthetic_municipality_and_stops_on_ctrl_c(
    port: int, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        assert f"http://127.0.0.1:{port}/" in first
        url = f"http://127.0.0.1:{port}/api/v1/cases"
        with urllib.request.urlopen(url, timeout=30) as response:
            cases = json.load(response)
        assert {"bergen-synthetic-2024", "bergen-2023"} <= {case["id"] for case in cases}
        stored = call("coverage", "--case", "bergen-synthetic-2024", "--json")
        assert json.loads(stored.stdout)["kind"] == "synthetic"
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode == 0
        assert "Traceback" not in process.stderr.read()
    keep_for_others(tmp_path / "var")
