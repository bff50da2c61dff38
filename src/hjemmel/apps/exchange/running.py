"""A load on its way: who holds its file, how far it has come, and whether somebody stopped it.

What a running transaction writes cannot be seen by others, and SQLite lets nobody else write
meanwhile. So this stands in small files beside the one that is loaded. The lock belongs to the
process: when it is killed, the lock is gone, and the load is known to be broken off.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from hjemmel.kernel.errors import CancelledError, ConflictError
from hjemmel.kernel.text import Text

_SECONDS_BETWEEN_NOTES = 0.2
_TRIES = 10


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far a load has come: ``done`` of ``total`` (0: unknown) steps of what ``label`` says."""

    label: Text
    done: int
    total: int


class Hold:
    """The right to load one file, until it is released; also the progress that others can see.

    Raises:
        ConflictError: Somebody loads the file now.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._label, self._done, self._total = Text("", ""), 0, 0
        self._noted = 0.0
        self._lock = _locked(file)
        _beside(file, "stop").unlink(missing_ok=True)
        _beside(file, "progress").unlink(missing_ok=True)

    def start(self, label: Text, total: int) -> None:
        """Note that a phase begins."""
        self._label, self._done, self._total = label, 0, total
        self._note(at_once=True)

    def advance(self, steps: int = 1) -> None:
        """Note the steps.

        Raises:
            CancelledError: Somebody asked it to stop.
        """
        self._done += steps
        if _beside(self._file, "stop").exists():
            raise CancelledError(
                Text(
                    "Innlastingen ble stoppet. Ingenting er lagret.",
                    "The load was stopped. Nothing was stored.",
                ),
                where="import",
                remedy=Text("Last den inn på nytt når du vil.", "Load it again when you wish."),
            )
        self._note(at_once=False)

    def release(self) -> None:
        """Let others load the file, and clear away what stood beside it."""
        for what in ("progress", "stop", "lock"):
            _beside(self._file, what).unlink(missing_ok=True)
        os.close(self._lock)

    def _note(self, *, at_once: bool) -> None:
        now = time.monotonic()
        if not at_once and now - self._noted < _SECONDS_BETWEEN_NOTES:
            return
        self._noted = now
        target = _beside(self._file, "progress")
        part = target.with_suffix(".part")
        with contextlib.suppress(OSError):  # a full disk stops the load itself, not its bar
            part.write_text(
                json.dumps([self._label.nb, self._label.en, self._done, self._total]), "utf-8"
            )
            part.replace(target)


def _locked(file: Path) -> int:
    """Lock a file for this process; waits a moment, for ``is_held`` may be looking."""
    lock = os.open(_beside(file, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    for patience in range(_TRIES, -1, -1):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if patience:
                time.sleep(0.01)
        else:
            return lock
    os.close(lock)
    raise ConflictError(
        Text("Filen lastes inn nå.", "The file is being loaded now."),
        where=file.name,
        remedy=Text("Vent til den er ferdig.", "Wait until it is done."),
    )


def is_held(file: Path) -> bool:
    """Tell whether a process that lives is loading the file."""
    try:
        lock = os.open(_beside(file, "lock"), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def how_far(file: Path) -> HowFar | None:
    """Return how far the load of a file has come; ``None`` before it has said so."""
    try:
        nb, en, done, total = json.loads(_beside(file, "progress").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return HowFar(Text(nb, en), done, total)


def ask_to_stop(file: Path) -> None:
    """Ask the load of a file to stop at its next step."""
    _beside(file, "stop").touch(mode=0o600)


def _beside(file: Path, what: str) -> Path:
    return file.with_name(f"{file.name}.{what}")
