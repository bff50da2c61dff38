"""The one progress port: long work reports through it, every door shows it its own way."""

from __future__ import annotations

from typing import Protocol

from hjemmel.kernel.text import Text


class Progress(Protocol):
    """Where long work says how far it has come and asks whether to go on."""

    def start(self, label: Text, total: int) -> None:
        """A phase of ``total`` steps begins; 0: nobody knows how many."""

    def advance(self, steps: int = 1) -> None:
        """``steps`` more are done. Raises ``CancelledError`` when somebody stopped the work."""


class NoProgress:
    """Progress that nobody watches."""

    def start(self, label: Text, total: int) -> None:
        """Ignore the beginning of a phase."""

    def advance(self, steps: int = 1) -> None:
        """Ignore the step."""
