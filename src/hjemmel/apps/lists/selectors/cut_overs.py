"""Cut-overs as pages show them: those that were run, and the days with planned moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import CutOver, Move
from hjemmel.apps.registry.selectors.places import MunicipalityView


@dataclass(frozen=True, slots=True)
class CutOverRow:
    """A cut-over that was run; ``differences`` is what it changed, as stored."""

    key: int
    effective_on: date
    state: str
    digest: str
    differences: Mapping[str, Any]
    run_by: str
    run_at: datetime
    reversed_by: str
    reversed_at: datetime | None

    @property
    def moves(self) -> int | None:
        """Moves carried out."""
        return self.differences.get("moves")

    @property
    def members_before(self) -> int | None:
        """Persons on the lists before."""
        return self.differences.get("members_before")

    @property
    def members_after(self) -> int | None:
        """Persons on the lists after."""
        return self.differences.get("members_after")


def cut_overs_of(municipality: MunicipalityView, *, by: Actor) -> tuple[CutOverRow, ...]:
    """Return the cut-overs of a municipality, newest first.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    return tuple(
        CutOverRow(
            key=row.pk,
            effective_on=row.effective_on,
            state=row.state,
            digest=row.moves_digest,
            differences=row.differences,
            run_by=row.run_by,
            run_at=row.run_at,
            reversed_by=row.reversed_by,
            reversed_at=row.reversed_at,
        )
        for row in CutOver.objects.filter(municipality=municipality.key)
    )


def planned_days(municipality: MunicipalityView, *, by: Actor) -> tuple[tuple[date, int], ...]:
    """Return the days on which planned moves take effect, and how many.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    rows = Move.objects.filter(municipality=municipality.key, state="planned")
    return tuple(rows.values_list("effective_on").annotate(n=Count("pk")).order_by("effective_on"))
