"""Something missing or contradictory in the register, with the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hjemmel.cases.data_quality import Severity
from hjemmel.kernel.text import Text

RowKind = Literal["list", "doctor", "centre", "run", "residents", "agreement"]


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One row behind a shortcoming.

    Args:
        kind: What it is.
        key: The register's key.
        name: What people call it.
        place: Where it is: the centre of a list.
        detail: What is wrong with it.
    """

    kind: RowKind
    key: int
    name: str
    place: str
    detail: Text


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """Something missing or contradictory.

    Args:
        id: Name in addresses.
        title: What it is.
        consequence: What it does to the figures.
        remedy: What to do.
        severity: Whether a figure becomes another one.
        count: How many.
        rows: The rows; persons are counted, never listed.
    """

    id: str
    title: Text
    consequence: Text
    remedy: Text
    severity: Severity
    count: int
    rows: tuple[RowBehind, ...] = ()
