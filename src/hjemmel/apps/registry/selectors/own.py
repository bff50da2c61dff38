"""Whom a resident who signs in herself may see to: herself, and her children who are small."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import Resident
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.domain.change import Asker
from hjemmel.kernel.time import age_on
from hjemmel.law import law_on
from hjemmel.rules.switching import parent_may_choose


def own_day(row: Resident) -> date:
    """Return the day that a resident's own pages are about: see ``MunicipalityView.usual_day``."""
    return view_of(row.municipality).usual_day(timezone.localdate())


def acts_as(row: Resident, by: Actor) -> Asker | None:
    """Tell on whose behalf ``by`` may see to a resident's GP; ``None``: she may not.

    She may for herself, and as mother or father of a child below the age at which children choose
    alone. A child with a protected address is a parent's only in the same household: the address
    may be hidden from the other parent. The day is the register's own, never the caller's.
    """
    if row.erased_on is not None:
        return None
    if row.pk in by.residents:
        return Asker.SELF
    parents = {key for key in (row.mother_id, row.father_id) if key in by.residents}
    if not parents or not _chooses_through_parent(row):
        return None
    living = Resident.objects.filter(pk__in=parents, died_on=None, erased_on=None)
    if row.protection != "none":
        if row.household_id is None:
            return None
        living = living.filter(household=row.household_id)
    return Asker.PARENT if living.exists() else None


def own_residents(*, by: Actor) -> tuple[tuple[Resident, Asker], ...]:
    """Return those whom ``by`` may see to: herself first, then her children, the oldest first.

    Raises:
        NotAllowedError: She is tied to no resident.
    """
    if not by.residents:
        raise not_allowed(Permission.CHANGE_OWN_GP)
    found = [(row, acts_as(row, by)) for row in _hers(by)]
    kept = [(row, asker) for row, asker in found if asker is not None]
    return tuple(sorted(kept, key=lambda one: (one[1] is not Asker.SELF, one[0].born, one[0].pk)))


def _hers(by: Actor) -> QuerySet[Resident]:
    mine = sorted(by.residents)
    return Resident.objects.filter(
        Q(pk__in=mine) | Q(mother__in=mine, died_on=None) | Q(father__in=mine, died_on=None)
    ).select_related("municipality", "district")


def _chooses_through_parent(row: Resident) -> bool:
    day = own_day(row)
    law = law_on(day, row.municipality.number)
    return parent_may_choose(age_on(row.born, day), law=law).is_met
