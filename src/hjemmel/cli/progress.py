"""Progress as a bar on standard error; silent where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Bar:
    """A progress bar; each phase has its own line."""

    def __init__(self, bars: RichProgress, language: Language) -> None:
        self._bars = bars
        self._language = language
        self._phase: TaskID | None = None

    def start(self, label: Text, total: int) -> None:
        """Begin a line."""
        self._phase = self._bars.add_task(label.in_language(self._language), total=total or None)

    def advance(self, steps: int = 1) -> None:
        """Move the bar of the phase."""
        if self._phase is not None:
            self._bars.advance(self._phase, steps)


@contextmanager
def progress_bar(language: Language) -> Iterator[Progress]:
    """Show the progress of long work while the block runs."""
    if not sys.stderr.isatty():
        yield NoProgress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True)) as bars:
        yield Bar(bars, language)
