"""Tells the pages that a municipality's figures may have changed."""

from __future__ import annotations

import secrets

from hjemmel.apps.registry.models import Municipality

_BITS = 62


def lock_municipality(municipality: int) -> None:
    """Let nobody else write to the municipality until the transaction ends; rows may point at it."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality)


def mark_changed(municipality: int, *, people: bool = True) -> None:
    """Give the municipality another revision; called inside the transaction of every write.

    Args:
        municipality: Its key.
        people: Whether the write can change how many persons live somewhere or are on a list.
    """
    revision = secrets.randbits(_BITS)
    changed = {"revision": revision, "people_revision": revision} if people else {}
    Municipality.objects.filter(pk=municipality).update(**(changed or {"revision": revision}))
