"""When a search has to stop: its time is over, or somebody stopped it."""

from __future__ import annotations

import threading
import time

from hjemmel.kernel.errors import CancelledError
from hjemmel.kernel.progress import NoProgress, Progress


class Watch:
    """Time and the progress port of one search.

    Args:
        seconds: How long the search may take.
        progress: Told each whole second; it may stop the search.
    """

    def __init__(self, seconds: float, progress: Progress | None = None) -> None:
        self._begin = time.monotonic()
        self._end = self._begin + seconds
        self._progress = progress or NoProgress()
        self._told = 0
        self._lock = threading.Lock()
        self.is_stopped = False

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begin

    @property
    def left(self) -> float:
        """Seconds left, not below 0."""
        return 0.0 if self.is_stopped else max(0.0, self._end - time.monotonic())

    @property
    def whole(self) -> Watch:
        """The watch that this one is a part of; itself, when it is no part."""
        return self

    def is_over(self) -> bool:
        """Tell how far the time is; return whether to stop."""
        with self._lock:
            whole = int(min(self.passed, self._end - self._begin))
            if whole > self._told and not self.is_stopped:
                steps, self._told = whole - self._told, whole
                try:
                    self._progress.advance(steps)
                except CancelledError:
                    self.is_stopped = True
        return self.left <= 0.0

    def part(self, seconds: float) -> Watch:
        """Return a watch for a part of the search, that ends no later than this one."""
        return _Part(self, min(seconds, self.left))


class _Part(Watch):
    """A shorter watch; the whole one is asked too."""

    def __init__(self, whole: Watch, seconds: float) -> None:
        super().__init__(seconds)
        self._whole = whole

    @property
    def whole(self) -> Watch:
        """The watch that this one is a part of."""
        return self._whole

    def is_over(self) -> bool:
        self.is_stopped = self._whole.is_over()
        return self.left <= 0.0
