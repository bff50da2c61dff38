"""Decided moves, person by person: by role, for a purpose, and logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.lists.models import Move
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import open_to


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """A decided move; ``source`` is what decided it. No list: none."""

    key: int
    resident: int
    from_list: int | None
    to_list: int | None
    effective_on: date
    cause: str
    reason: str
    above_ceiling: bool
    source: str
    state: str


@dataclass(frozen=True, slots=True)
class MovesFound:
    """Some of a municipality's moves: how many fit, and those asked for by day and key."""

    total: int
    rows: tuple[MoveRow, ...]
    leaves_out: bool


@transaction.atomic
def moves_in(
    municipality: MunicipalityView,
    *,
    by: Actor,
    purpose: str,
    state: str = "planned",
    effective_on: date | None = None,
    skip: int = 0,
    most: int | None = None,
) -> MovesFound:
    """Return moves that the municipality has decided; each person is logged as seen.

    Args:
        municipality: The municipality.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        purpose: What it is for.
        state: Those that are ``planned``, ``done``, ``reversed`` or ``cancelled``.
        effective_on: Only those that take effect on this day.
        skip: How many to pass over.
        most: How many to return; ``None`` is all.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: No purpose is given.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    said = purpose_of(purpose)
    fits = Move.objects.filter(
        open_to(municipality.key, by, "resident__"), municipality=municipality.key, state=state
    )
    if effective_on is not None:
        fits = fits.filter(effective_on=effective_on)
    end = None if most is None else skip + most
    rows = tuple(
        MoveRow(
            key=row.pk,
            resident=row.resident_id,
            from_list=row.from_list_id,
            to_list=row.to_list_id,
            effective_on=row.effective_on,
            cause=row.cause,
            reason=row.reason,
            above_ceiling=row.above_ceiling,
            source=row.source,
            state=row.state,
        )
        for row in fits.order_by("effective_on", "pk")[skip:end]
    )
    record_reads(
        by=by.name,
        residents=sorted({row.resident for row in rows}),
        municipality=municipality.number,
        purpose=said,
        what="move",
    )
    may_see = by.may(Permission.SEE_PROTECTED, municipality=municipality.key)
    return MovesFound(total=fits.count(), rows=rows, leaves_out=not may_see)
