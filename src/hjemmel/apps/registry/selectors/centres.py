"""Medical centres."""

from __future__ import annotations

from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import Centre


def list_centre_names(
    *, by: Actor, permission: Permission = Permission.SEE_LISTS
) -> tuple[tuple[int, str], ...]:
    """Return key and name of the centres in the municipalities where ``permission`` is open."""
    rows = Centre.objects.exclude(closed_on__lte=timezone.localdate())
    places = by.municipalities(permission)
    if places is not None:
        rows = rows.filter(municipality__in=places)
    return tuple(rows.values_list("pk", "name"))
