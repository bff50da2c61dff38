"""Persons on the pages of daily operation: by role, for a purpose, and each look logged."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.registry.models import Resident
from hjemmel.apps.registry.selectors.people import ResidentRow, row_of
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import open_to


def persons_shown(
    keys: Collection[int], municipality: MunicipalityView, *, by: Actor, purpose: str, what: str
) -> Mapping[int, ResidentRow]:
    """Return those of some residents that ``by`` may know of, by key; each is logged as seen.

    Args:
        keys: Keys of the residents.
        municipality: Whose work it is.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        purpose: What it is for; without one nobody is shown.
        what: The page, as the log names it.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    if not purpose:
        return {}
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    rows = (
        Resident.objects.filter(open_to(municipality.key, by), pk__in=keys)
        .select_related("district")
        .order_by("pk")
    )
    found = {row.pk: row_of(row) for row in rows}
    record_reads(
        by=by.name,
        residents=list(found),
        municipality=municipality.number,
        purpose=purpose_of(purpose),
        what=what,
    )
    return found
