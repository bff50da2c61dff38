"""What a run tells of its file: rows read, accepted and in quarantine."""

from __future__ import annotations

from typing import Any

import polars as pl

from hjemmel.apps.exchange.checking import Checked


def counts_of(checked: Checked) -> dict[str, Any]:
    """Return what a run tells of a file that was checked."""
    return {
        "read": dict(checked.read),
        "accepted": dict(checked.accepted),
        **counts_of_bad(checked.bad),
        "columns": {r.table.name: dict(r.columns) for r in checked.recognised},
        "sheets": {r.table.name: r.raw.sheet for r in checked.recognised},
        "skipped": list(checked.skipped),
        "unused": sorted({heading for r in checked.recognised for heading in r.unused}),
    }


def counts_of_bad(bad: pl.DataFrame) -> dict[str, Any]:
    """Return how many rows did not fit, and how many for each field and reason."""
    reasons = bad.group_by("field", "reason").len().sort("len", descending=True)
    return {
        "quarantined": bad.height,
        "reasons": [list(row) for row in reasons.rows()],
    }
