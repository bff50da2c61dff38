"""A figure that knows where it stands and which day it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read.

    Args:
        document: Name of the document or the register.
        place: Line, page or table in it.
    """

    document: Text
    place: str = ""

    def text(self, language: str = "nb") -> str:
        """Return document and place as one string."""
        name = self.document.nb if language == "nb" else self.document.en
        return f"{name}, {self.place}" if self.place else name


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its day and its source.

    Args:
        value: The number, in the unit that the field's name says.
        as_of: The day it is about.
        source: Where it was read.
        note: What a reader should know about it.
    """

    value: int | Decimal
    as_of: date
    source: Source
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One point of a published series."""

    as_of: date
    value: Decimal
    source: Source
    note: Text | None = None
