"""Whether the work of a day has been done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import DailyRun
from hjemmel.apps.registry.selectors.places import MunicipalityView, list_municipalities


@dataclass(frozen=True, slots=True)
class DaysWork:
    """When the work of a day was last done.

    Args:
        is_missing: Whether it should have been done today and has not been.
        last: The last day that it was done; ``None``: never.
        run_by: Who did it then.
        run_at: When.
    """

    is_missing: bool
    last: date | None = None
    run_by: str = ""
    run_at: datetime | None = None


def days_work(municipality: MunicipalityView, today: date, *, by: Actor) -> DaysWork:
    """Return whether the work of a day has been done.

    In a synthetic municipality none is missed: nothing happens in it.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality.key)
    row = DailyRun.objects.filter(municipality=municipality.key).first()
    if row is None:
        return DaysWork(not municipality.is_synthetic)
    is_missing = row.day < today and not municipality.is_synthetic
    return DaysWork(is_missing, row.day, row.run_by, row.run_at)


def due_places(today: date, *, by: Actor) -> tuple[MunicipalityView, ...]:
    """Return where ``by`` runs the lists and the work of a day has not been done.

    Args:
        today: The day.
        by: Who asks; she sees the municipalities where ``RUN_LISTS`` is open to her.
    """
    done = set(DailyRun.objects.filter(day=today).values_list("municipality", flat=True))
    places = list_municipalities(by=by, permission=Permission.RUN_LISTS)
    return tuple(place for place in places if not place.is_synthetic and place.key not in done)
