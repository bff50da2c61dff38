"""Those who want a place, as the engine takes them: without a GP, and in the queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from hjemmel.apps.lists.models import ListPolicy, Move, StruckOff
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.people import STAYS_AS
from hjemmel.apps.registry.selectors.residents import living
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.engines.allocation import Applicants, OpenLists
from hjemmel.engines.allocation.inputs import NOBODY
from hjemmel.law import LawAt
from hjemmel.rules.allocation import is_allocated_automatically
from hjemmel.rules.right_to_gp import person_has_right


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who wants a place.

    Args:
        key: Key of the resident.
        without_gp: Whether she has no GP.
        since: The day she has waited from.
        wanted: Key of the list she waits for; ``None`` is any.
        district: Number of her district; empty when not known.
        in_queue: Whether she has asked for it; else she has no GP and comes by herself.
        never: Keys of the lists that she is not given: the one she is on, and those she was struck off.
    """

    key: int
    without_gp: bool
    since: date
    wanted: int | None
    district: str
    in_queue: bool = False
    never: tuple[int, ...] = ()

    @property
    def takes_any(self) -> bool:
        """Whether any list in the municipality will do."""
        return self.without_gp or self.wanted is None


def applicants_on(municipality: int, day: date, law: LawAt) -> tuple[Applicant, ...]:
    """Return those who want a place on a day, by key: each once.

    Those without a GP come by themselves unless the municipality has had automatic allocation
    switched off, or the law leaves them to be allocated by hand; those in the queue come anyway.
    Nobody with a decided move takes part.
    """
    found = {row.key: row for row in _without_gp(municipality, day, law)}
    for entry in _queue(municipality, day):
        without = entry.waiting_class == WaitingClass.WITHOUT_GP.value
        before = found.get(entry.resident_id)
        found[entry.resident_id] = Applicant(
            key=entry.resident_id,
            without_gp=without,
            since=min(entry.queued_on, before.since) if before else entry.queued_on,
            wanted=entry.wanted_list_id,
            district=entry.resident.district.number if entry.resident.district else "",
            in_queue=True,
        )
    never = _never_given(municipality, day)
    return tuple(replace(found[key], never=never.get(key, ())) for key in sorted(found))


def as_applicants(rows: tuple[Applicant, ...], lists: OpenLists, municipality: str) -> Applicants:
    """Return the applicants as the engine takes them."""
    at = {int(key): position for position, key in enumerate(lists.keys.tolist())}
    wanted = [NOBODY if row.wanted is None else at.get(row.wanted, NOBODY) for row in rows]
    barred = [[at[key] for key in row.never if row.takes_any and key in at] for row in rows]
    never = np.full((len(rows), max(map(len, barred), default=0)), NOBODY, np.int32)
    for place, positions in enumerate(barred):
        never[place, : len(positions)] = positions
    return Applicants(
        keys=np.array([row.key for row in rows], np.int64),
        without_gp=np.array([row.without_gp for row in rows], bool),
        since=np.array([row.since.toordinal() for row in rows], np.int32),
        choices=np.array(wanted, np.int32).reshape(-1, 1),
        precedence=np.zeros((len(rows), 1), bool),
        takes_any=np.array([row.takes_any for row in rows], bool),
        never=never,
        municipality=np.full(len(rows), int(municipality), np.int32),
        district=np.array([int(row.district or 0) for row in rows], np.int32),
    )


def without_gp(municipality: int, day: date) -> QuerySet[Resident]:
    """Return residents on no list on a day who have not declined, and have no decided move to one.

    Who has been drawn out of a list that is made shorter by then is among them, while she is on it
    still: she is to have another list when she loses this one.
    """
    placed = Membership.objects.on(day).filter(resident=OuterRef("pk"))
    planned = Move.objects.filter(resident=OuterRef("pk"), state="planned", to_list__isnull=False)
    return (
        Resident.objects.filter(living(day), municipality=municipality)
        .filter(Q(opted_out_on__isnull=True) | Q(opted_out_on__gt=day))
        .exclude(Exists(placed) & ~Exists(_drawn_out(day)))
        .exclude(Exists(planned))
    )


def _drawn_out(day: date) -> QuerySet[Move]:
    return Move.objects.filter(
        resident=OuterRef("pk"), state="planned", cause="list_reduced", effective_on__lte=day
    )


def _without_gp(municipality: int, day: date, law: LawAt) -> list[Applicant]:
    policy = ListPolicy.objects.filter(municipality=municipality).first()
    switched_off = policy is not None and not policy.allocates_automatically
    by_itself = {
        basis: person_has_right(stays_as, law=law).is_met
        # Age matters only where it is switched off, and there nobody comes by herself.
        and is_allocated_automatically(
            basis == "asylum_seeker", False, switched_off, age_years=0, law=law
        ).is_met
        for basis, stays_as in STAYS_AS.items()
    }
    bases = [basis for basis, included in by_itself.items() if included]
    rows = (
        without_gp(municipality, day)
        .filter(basis__in=bases)
        .annotate(
            left=Max("memberships__valid_to", filter=Q(memberships__known_to__isnull=True)),
            leaves=Subquery(_drawn_out(day).values("effective_on")[:1]),
        )
        .values_list("pk", "leaves", "left", "lived_here_from", "born", "district__number")
    )
    return [
        Applicant(
            key=key,
            without_gp=True,
            since=min(day, leaves or left or arrived or born),
            wanted=None,
            district=district or "",
        )
        for key, leaves, left, arrived, born, district in rows
    ]


def _never_given(municipality: int, day: date) -> Mapping[int, tuple[int, ...]]:
    """Return the lists that somebody is not given as any list, by key of the resident."""
    here = Membership.objects.on(day).filter(patient_list__municipality=municipality)
    waiting = WaitingEntry.objects.filter(municipality=municipality, left_on__isnull=True)
    leaving = Move.objects.filter(
        municipality=municipality, state="planned", to_list__isnull=True, effective_on__lte=day
    )
    struck = StruckOff.objects.filter(patient_list__municipality=municipality)
    found: dict[int, set[int]] = defaultdict(set)
    for rows in (
        here.filter(resident__in=waiting.values("resident")),
        here.filter(resident__in=leaving.values("resident")),
        struck,
    ):
        for resident, patient_list in rows.values_list("resident_id", "patient_list_id"):
            found[resident].add(patient_list)
    return {resident: tuple(sorted(lists)) for resident, lists in found.items()}


def _queue(municipality: int, day: date) -> QuerySet[WaitingEntry]:
    planned = Move.objects.filter(
        resident=OuterRef("resident"), state="planned", to_list__isnull=False
    )
    return (
        WaitingEntry.objects.filter(
            municipality=municipality, left_on__isnull=True, queued_on__lte=day
        )
        .exclude(Exists(planned))
        .select_related("resident__district")
    )
