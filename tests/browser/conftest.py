"""Chromium against the server that people start, with a data folder of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_page import PHONE, WIDE, Visitor
from playwright.sync_api import Browser, sync_playwright

from tests.servers.first_start import take_from_another

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_START_SECONDS = 600


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser last: its event loop stays in the thread, and other tests start their own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        pytest.skip(f"No Chromium here: looked for {', '.join(_CHROMIUM)}.")
    return found


@pytest.fixture(scope="session")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running ``hjemmel serve`` with synthetic municipalities."""
    folder = tmp_path_factory.mktemp("server")
    take_from_another(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "hjemmel"), "serve", "--port", str(port)]
    log = folder / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--workers", "1"],
            env={**os.environ, "HJEMMEL_DATA_FOLDER": str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", "/nb/om/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail(f"The server did not answer on port {port}:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    # Playwright leaves an event loop in this thread, where Django would refuse to close its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def _wide(browser: Browser, server: str) -> Visitor:
    return Visitor(browser, server, WIDE)


@pytest.fixture(scope="session")
def _phone(browser: Browser, server: str) -> Visitor:
    return Visitor(browser, server, PHONE)


@pytest.fixture
def wide(_wide: Visitor) -> Iterator[Visitor]:
    """A reader at a desk."""
    yield _wide
    assert _wide.complaints() == []


@pytest.fixture
def phone(_phone: Visitor) -> Iterator[Visitor]:
    """A reader with a phone."""
    yield _phone
    assert _phone.complaints() == []


@pytest.fixture
def without_script(browser: Browser, server: str) -> Iterator[Visitor]:
    """A reader whose browser runs no JavaScript."""
    visitor = Visitor(browser, server, WIDE, script=False)
    yield visitor
    visitor.page.context.close()
