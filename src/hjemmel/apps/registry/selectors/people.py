"""Finds and shows residents: by role, for a purpose, and every look is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import ReadView, reads_of
from hjemmel.apps.audit.services import record_read
from hjemmel.apps.registry.models import Membership, Resident
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.identifiers import NationalId
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.finding import Finding
from hjemmel.rules.right_to_gp import person_has_right

_MOST_FOUND = 50
_BASIS = {
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
    """All that the register has about a resident."""

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


def search_residents(
    municipality: MunicipalityView,
    *,
    by: Actor,
    national_id: str = "",
    name: str = "",
    born: date | None = None,
) -> tuple[ResidentRow, ...]:
    """Return the residents and guests that fit: by national id, or by name and birth date.

    Args:
        municipality: Where they live, or are on a list.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        national_id: Eleven digits.
        name: Part of the name.
        born: Birth date.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: Nothing is asked for, or the national id is not one.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    rows = _seen(municipality, by)
    digits = "".join(national_id.split())
    if digits:
        rows = rows.filter(national_id=NationalId(digits, k1_remainders=(0, 1, 2, 3)).value)
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
    return tuple(_row(row) for row in rows.select_related("district")[:_MOST_FOUND])


@transaction.atomic
def resident_page(
    key: int, municipality: MunicipalityView, as_of: date, *, by: Actor, purpose: str
) -> ResidentView:
    """Return all about a resident, and log that ``by`` looked and what for.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident, or not for ``by`` to see.
        InputError: No purpose is given.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    if not purpose.strip():
        raise InputError(
            Text("Oppslaget trenger et formål.", "The look-up needs a purpose."),
            where="purpose",
            remedy=Text("Velg hva oppslaget er til.", "Choose what the look-up is for."),
        )
    row = _seen(municipality, by).select_related("district", "municipality").filter(pk=key).first()
    if row is None:
        raise UnknownIdError(
            Text("Innbyggeren finnes ikke her.", "There is no such resident here."),
            where="resident",
            remedy=Text("Søk på nytt.", "Search again."),
        )
    record_read(
        by=by.name, resident=row.pk, municipality=municipality.number, purpose=purpose.strip()[:200]
    )
    everybody = _seen(municipality, by).select_related("district")
    near = [p for p in (row.mother_id, row.father_id) if p]
    return ResidentView(
        row=_row(row),
        national_id=row.national_id or "",
        municipality=row.municipality.name,
        household=tuple(
            _row(r) for r in everybody.filter(household=row.household_id).exclude(pk=row.pk)
        )
        if row.household_id
        else (),
        parents=tuple(_row(r) for r in everybody.filter(pk__in=near)),
        children=tuple(_row(r) for r in everybody.filter(Q(mother=row.pk) | Q(father=row.pk))),
        memberships=tuple(
            MembershipView(
                m.patient_list_id,
                m.patient_list.external_id if m.patient_list else "",
                m.elsewhere,
                m.valid_from,
                m.valid_to,
                m.known_from,
                m.known_to,
            )
            for m in row.memberships.select_related("patient_list").order_by(
                "-valid_from", "-known_from"
            )
        ),
        waiting=tuple(
            WaitingView(
                w.wanted_list.external_id if w.wanted_list else "",
                w.waiting_class,
                w.queued_on,
                w.left_on,
            )
            for w in row.waiting.select_related("wanted_list").order_by("-queued_on")
        ),
        basis=row.basis,
        right=person_has_right(_BASIS[row.basis], law=law_on(as_of, municipality.number)),
        reads=reads_of(row.pk),
        lived_here_from=row.lived_here_from,
        lived_here_to=row.lived_here_to,
        died_on=row.died_on,
    )


def _seen(municipality: MunicipalityView, by: Actor) -> QuerySet[Resident]:
    """Return those of the municipality that ``by`` may know of; protected only with that right."""
    here = Membership.objects.filter(
        patient_list__municipality=municipality.key, known_to__isnull=True
    ).values("resident")
    rows = Resident.objects.filter(
        Q(municipality=municipality.key) | Q(pk__in=here), erased_on__isnull=True
    )
    if not by.may(Permission.SEE_PROTECTED, municipality=municipality.key):
        rows = rows.filter(protection="none")
    return rows


def _row(row: Resident) -> ResidentRow:
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
