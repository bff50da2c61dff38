"""How far a search has come, on standard error; Ctrl-C stops it and keeps the best."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from hjemmel.kernel.errors import CancelledError
from hjemmel.kernel.text import Language, Text

_SECONDS_BETWEEN = {True: 0.2, False: 2.0}


class SearchProgress:
    """One line that tells what the best costs, and what nothing is below.

    On a screen the line is written over; in a file a new one comes now and then.

    Args:
        language: Language of the line.
        is_silent: Whether nothing is written, since a program reads.
    """

    def __init__(self, language: Language, *, is_silent: bool) -> None:
        self._language = language
        self._is_silent = is_silent
        self._is_screen = sys.stderr.isatty()
        self._label: Text | None = None
        self._began = self._shown = time.monotonic()
        self._has_line = False
        self._is_told = True
        self._is_stopped = False

    def start(self, label: Text, total: int) -> None:
        """Tell what goes on."""
        self._is_told = self._label == label
        self._label = label
        self._show()

    def advance(self, steps: int = 1) -> None:
        """Tell how long it has taken, and hear whether to go on.

        Raises:
            CancelledError: Ctrl-C was pressed.
        """
        if self._is_stopped:
            raise CancelledError(
                Text("Søket ble stoppet.", "The search was stopped."),
                where="Ctrl-C",
                remedy=Text("Det beste er tatt vare på.", "The best is kept."),
            )
        self._show()

    def stop(self) -> None:
        """Let the next step end the search."""
        self._is_stopped = True
        self._write(
            Text(
                "Stopper og tar vare på det beste; trykk Ctrl-C igjen for å avbryte helt.",
                "Stopping and keeping the best; press Ctrl-C again to give up.",
            ).in_language(self._language)
        )

    @property
    def is_stopped(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._is_stopped

    def close(self) -> None:
        """End the line."""
        if not self._is_told:
            self._tell()
        if self._has_line:
            sys.stderr.write("\n")
            sys.stderr.flush()

    def _show(self) -> None:
        if self._label is None or self._is_stopped:
            return
        if not self._is_screen and self._is_told:
            return
        if time.monotonic() - self._shown >= _SECONDS_BETWEEN[self._is_screen]:
            self._tell()

    def _tell(self) -> None:
        if self._label is None:
            return
        self._shown = time.monotonic()
        seconds = round(self._shown - self._began)
        self._is_told = True
        self._write(f"{self._label.in_language(self._language)} ({seconds} s)")

    def _write(self, line: str) -> None:
        if self._is_silent:
            return
        sys.stderr.write(f"\r\x1b[2K{line}" if self._is_screen else f"{line}\n")
        sys.stderr.flush()
        self._has_line = self._is_screen


@contextmanager
def search_progress(language: Language, *, is_silent: bool = False) -> Iterator[SearchProgress]:
    """Follow a search while the block runs; the first Ctrl-C stops the search, the second all."""
    progress = SearchProgress(language, is_silent=is_silent)
    if threading.current_thread() is not threading.main_thread():
        yield progress
        return

    def pressed(number: int, frame: FrameType | None) -> None:
        if progress.is_stopped:
            raise KeyboardInterrupt
        progress.stop()

    before = signal.signal(signal.SIGINT, pressed)
    try:
        yield progress
    finally:
        signal.signal(signal.SIGINT, before)
        progress.close()
