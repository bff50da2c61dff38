"""Places on a list are given one at a time: whoever gives one has the list locked."""

from __future__ import annotations

from hjemmel.apps.registry.models import PatientList
from hjemmel.apps.registry.services.person import unknown


def lock_list(key: int) -> PatientList:
    """Return a list, locked until the transaction ends: its places are given one at a time."""
    row = (
        PatientList.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise unknown("list")
    return row
