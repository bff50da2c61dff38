"""Finds and shows residents: by role, for a purpose, and every look is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import ReadView, reads_of
from hjemmel.apps.audit.services import record_read, record_reads
from hjemmel.apps.registry.models import Membership, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import known_in
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.identifiers import NationalId
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.finding import Finding
from hjemmel.rules.right_to_gp import person_has_right

_MOST_FOUND = 50
STAYS_AS = {
    "resident": "resident",
    "asylum_seeker": "insured_asylum_seeker",
    "other_d_number": "other_d_number",
}


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A resident in a list of those found."""

    key: int
    name: str
    born: date
    sex: str
    district: str
    is_protected: bool
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A time on a list, with both its times."""

    patient_list: int | None
    external_id: str
    elsewhere: str
    valid_from: date
    valid_to: date | None
    known_from: datetime
    known_to: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A time in the queue."""

    wanted: str
    waiting_class: str
    queued_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ResidentView:
    """All that the register has about a resident.

    ``national_id`` has its last five digits only when they were asked for.
    """

    row: ResidentRow
    national_id: str
    municipality: str
    household: tuple[ResidentRow, ...]
    parents: tuple[ResidentRow, ...]
    children: tuple[ResidentRow, ...]
    memberships: tuple[MembershipView, ...]
    waiting: tuple[WaitingView, ...]
    basis: str
    right: Finding
    reads: tuple[ReadView, ...]
    lived_here_from: date | None
    lived_here_to: date | None
    died_on: date | None


@transaction.atomic
def search_residents(
    municipality: MunicipalityView,
    *,
    by: Actor,
    purpose: str,
    national_id: str = "",
    name: str = "",
    born: date | None = None,
) -> tuple[ResidentRow, ...]:
    """Return the residents and guests that fit: by national id, or by name and birth date.

    For each one returned it is logged that ``by`` saw her, and what for.

    Args:
        municipality: Where they live, or are or were on a list or in the queue.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        purpose: What the search is for.
        national_id: Eleven digits.
        name: Part of the name.
        born: Birth date.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: Nothing is asked for, no purpose is given, or the national id is not one.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    said = purpose_of(purpose)
    rows = _seen(municipality, by)
    digits = "".join(national_id.split())
    if digits:
        rows = rows.filter(national_id=_number(digits, municipality))
    elif born is not None:
        rows = rows.filter(born=born, name__icontains=name.strip())
    else:
        raise InputError(
            Text("Søket er tomt.", "The search is empty."),
            where="national_id",
            remedy=Text(
                "Skriv fødselsnummer, eller fødselsdato og gjerne navn.",
                "Write a national id, or a birth date and perhaps a name.",
            ),
        )
    found = tuple(row_of(row) for row in rows.select_related("district")[:_MOST_FOUND])
    record_reads(
        by=by.name,
        residents=[row.key for row in found],
        municipality=municipality.number,
        purpose=said,
        what="search",
    )
    return found


@transaction.atomic
def resident_page(
    key: int,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
    purpose: str,
    whole_number: bool = False,
) -> ResidentView:
    """Return all about a resident, and log that ``by`` looked and what for.

    Args:
        key: Key of the resident.
        municipality: Where she lives, or is or was on a list or in the queue.
        as_of: The day whose law her right is judged by.
        known_at: The moment whose knowledge of lists and queue is used; ``None`` is now.
        by: Who looks; needs ``SEE_RESIDENTS`` there.
        purpose: What the look-up is for.
        whole_number: Whether the last digits of her national id are asked for; logged.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident, or not for ``by`` to see.
        InputError: No purpose is given.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    said = purpose_of(purpose)
    row = _seen(municipality, by).select_related("district", "municipality").filter(pk=key).first()
    if row is None:
        raise UnknownIdError(
            Text("Innbyggeren finnes ikke her.", "There is no such resident here."),
            where="resident",
            remedy=Text("Søk på nytt.", "Search again."),
        )
    record_read(
        by=by.name,
        resident=row.pk,
        municipality=municipality.number,
        purpose=said,
        what="national_id" if whole_number else "resident",
    )
    household, parents, children = _family(row, _seen(municipality, by).select_related("district"))
    return ResidentView(
        row=row_of(row),
        national_id=(row.national_id or "") if whole_number else _hidden(row.national_id),
        municipality=row.municipality.name,
        household=household,
        parents=parents,
        children=children,
        memberships=_memberships(row, known_at),
        waiting=_waiting(row, known_at),
        basis=row.basis,
        right=person_has_right(STAYS_AS[row.basis], law=law_on(as_of, municipality.number)),
        reads=reads_of(row.pk),
        lived_here_from=row.lived_here_from,
        lived_here_to=row.lived_here_to,
        died_on=row.died_on,
    )


def _seen(municipality: MunicipalityView, by: Actor) -> QuerySet[Resident]:
    """Return those of the municipality that ``by`` may know of; protected only with that right."""
    return Resident.objects.filter(known_in(municipality.key, by))


def _number(digits: str, municipality: MunicipalityView) -> str:
    """Return a national id whose check digits are valid today."""
    law = law_on(timezone.localdate(), municipality.number)
    remainders = law.items("identifiers.national_id_k1_remainders")
    return NationalId(digits, k1_remainders=[int(str(r)) for r in remainders]).value


def _hidden(national_id: str | None) -> str:
    return f"{national_id[:6]} •••••" if national_id else ""


def _family(
    row: Resident, everybody: QuerySet[Resident]
) -> tuple[tuple[ResidentRow, ...], tuple[ResidentRow, ...], tuple[ResidentRow, ...]]:
    """Return household, parents and children, of those whom one may know of."""
    near = [p for p in (row.mother_id, row.father_id) if p]
    together = (
        everybody.filter(household=row.household_id).exclude(pk=row.pk)
        if row.household_id
        else everybody.none()
    )
    return (
        tuple(row_of(r) for r in together),
        tuple(row_of(r) for r in everybody.filter(pk__in=near)),
        tuple(row_of(r) for r in everybody.filter(Q(mother=row.pk) | Q(father=row.pk))),
    )


def _memberships(row: Resident, known_at: datetime | None) -> tuple[MembershipView, ...]:
    """Return the times on a list, also superseded ones, as they were known at the moment."""
    rows: QuerySet[Membership] = row.memberships.select_related("patient_list")
    if known_at is not None:
        rows = rows.filter(known_from__lte=known_at)
    return tuple(
        MembershipView(
            m.patient_list_id,
            m.patient_list.external_id if m.patient_list else "",
            m.elsewhere,
            m.valid_from,
            m.valid_to,
            m.known_from,
            m.known_to
            if m.known_to is None or known_at is None or m.known_to <= known_at
            else None,
        )
        for m in rows.order_by("-valid_from", "-known_from")
    )


def _waiting(row: Resident, known_at: datetime | None) -> tuple[WaitingView, ...]:
    """Return the times in the queue that were known at the moment.

    When it became known that she left is not stored; the day she left stands for it.
    """
    rows: QuerySet[WaitingEntry] = row.waiting.select_related("wanted_list")
    if known_at is not None:
        rows = rows.filter(known_from__lte=known_at)
    day = None if known_at is None else timezone.localdate(known_at)
    return tuple(
        WaitingView(
            w.wanted_list.external_id if w.wanted_list else "",
            w.waiting_class,
            w.queued_on,
            None if w.left_on is not None and day is not None and w.left_on > day else w.left_on,
        )
        for w in rows.order_by("-queued_on")
    )


def row_of(row: Resident) -> ResidentRow:
    """Return a resident as a row; one query more unless her district is fetched with her."""
    synthetic = (
        bool(row.national_id) and row.national_id is not None and int(row.national_id[2:4]) > 80
    )
    return ResidentRow(
        row.pk,
        row.name,
        row.born,
        row.sex,
        row.district.name if row.district else "",
        row.protection != "none",
        synthetic,
    )
