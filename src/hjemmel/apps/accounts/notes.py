"""Notes in the log what was done to a user: a row in each municipality that it concerns."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.audit.services import record


def note(
    *,
    by: str,
    action: str,
    user: User,
    subject: str = "",
    details: Mapping[str, object] | None = None,
    municipalities: Collection[int | None] | None = None,
) -> None:
    """Record what was done to a user, so that each of her administrators sees it.

    Args:
        by: Who did it.
        action: What.
        user: To whom.
        subject: What it is about when it is not the user herself.
        details: Ids and words of ours, never personal data.
        municipalities: Keys of the municipalities that it concerns, ``None`` for all of them; not
            given: where the user has a role. A role everywhere gives a row without a municipality.
    """
    if municipalities is None:
        held = RoleGrant.objects.filter(user=user).values_list("municipality__number", flat=True)
        numbers = {number or "" for number in held}
    else:
        numbers = {number_of(key) for key in municipalities}
    for number in sorted(numbers or {""}):
        record(
            by=by,
            action=action,
            subject=subject or user.username,
            municipality=number,
            details=details or {},
        )


def number_of(municipality: int | None) -> str:
    """Return the number of a municipality by its key; none when it is everywhere."""
    place = RoleGrant(municipality_id=municipality).municipality
    return "" if place is None else place.number
