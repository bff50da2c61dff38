"""Measurements of hjemmel beside what people otherwise use.

A benchmark is a module ``bench_<name>.py`` with ``NAME`` and ``run() -> list[Row]``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    Args:
        name: What was measured.
        value: The number.
        unit: Its unit.
        peer: What it is compared with, and how that was measured; empty for none.
        peer_value: The peer's number in the same unit.
        ratio: How many times better hjemmel is: above 1 is better than the peer.
    """

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
