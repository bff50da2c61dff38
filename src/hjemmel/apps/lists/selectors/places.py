"""How many places a list has, counted with those that are promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.lists.models import Move
from hjemmel.apps.registry.models import ListCeiling, Membership


@dataclass(frozen=True, slots=True)
class Places:
    """A list's places on a day.

    Args:
        members: Persons on it.
        promised: Persons with a decided move to it who are not on it yet.
        ceiling: Persons it may hold; ``None`` when not known.
    """

    members: int
    promised: int
    ceiling: int | None

    @property
    def taken(self) -> int:
        """Persons on it or promised a place."""
        return self.members + self.promised

    @property
    def free(self) -> int:
        """Places left; none when the ceiling is not known."""
        return 0 if self.ceiling is None else max(0, self.ceiling - self.taken)


def places_on(patient_list: int, day: date, *, without: int | None = None) -> Places:
    """Return a list's places on a day.

    A decided move away frees no place before it has taken effect: it may still be withdrawn.

    Args:
        patient_list: Key of the list.
        day: The day.
        without: Key of a resident who is not counted.
    """
    members = Membership.objects.on(day).filter(patient_list=patient_list)
    promised = Move.objects.filter(
        to_list=patient_list, state="planned", effective_on__lte=day
    ).exclude(resident__in=members.values("resident"))
    if without is not None:
        members, promised = members.exclude(resident=without), promised.exclude(resident=without)
    ceiling = ListCeiling.objects.on(day).filter(patient_list=patient_list).first()
    return Places(members.count(), promised.count(), None if ceiling is None else ceiling.ceiling)


def days_of_change(lists: Iterable[int], first: date) -> list[date]:
    """Return a day, and each later day on which the places of lists change.

    Args:
        lists: Keys of the lists.
        first: The day.
    """
    keys = list(lists)
    later = Membership.objects.known().filter(patient_list__in=keys, valid_from__gt=first)
    planned = Move.objects.filter(to_list__in=keys, state="planned", effective_on__gt=first)
    ceilings = ListCeiling.objects.known().filter(patient_list__in=keys, valid_from__gt=first)
    return sorted(
        {
            first,
            *ceilings.order_by().values_list("valid_from", flat=True).distinct(),
            *later.order_by().values_list("valid_from", flat=True).distinct(),
            *planned.order_by().values_list("effective_on", flat=True).distinct(),
        }
    )
