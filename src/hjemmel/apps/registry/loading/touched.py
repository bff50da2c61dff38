"""Whom a file may change: they are locked before anything is written, in the order of the house."""

from __future__ import annotations

import polars as pl

from hjemmel.apps.registry import bulk
from hjemmel.apps.registry.loading.frames import Day, RegisterFrames
from hjemmel.apps.registry.models import Membership, WaitingEntry


def residents_touched(frames: RegisterFrames, day: Day, *, complete: bool) -> set[int]:
    """Return the keys of those in the file, and of those it may take off a list or out of the queue.

    Args:
        frames: The tables.
        day: What the load is about.
        complete: Whether the file has everybody: who is not in it is touched too.
    """
    keys: set[int] = set()
    for frame in (frames.residents, frames.waiting):
        if frame is not None:
            named = frame.select(pl.col("national_id").cast(pl.String)).unique()
            keys.update(residents_named(named)["resident_id"].to_list())
    if complete and frames.residents is not None:
        members = Membership.objects.on(day.as_of).filter(
            patient_list__municipality=day.municipality
        )
        keys.update(members.values_list("resident_id", flat=True).order_by())
    if complete and frames.waiting is not None:
        waiting = WaitingEntry.objects.filter(municipality=day.municipality, left_on__isnull=True)
        keys.update(waiting.values_list("resident_id", flat=True).order_by())
    return keys


def residents_named(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``resident_id`` of each ``national_id`` of a frame that the register has."""
    with bulk.staged(frame.select("national_id")) as stage:
        return bulk.read(
            f'SELECT r.national_id, r.id FROM registry_resident r JOIN "{stage}" s '  # noqa: S608
            "ON r.national_id = s.national_id",
            {"national_id": pl.String, "resident_id": pl.Int64},
        )
