"""What is written about residents: which list they are on, the queue, and their own rights."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import reads_of
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    PatientList,
    Resident,
    WaitingEntry,
)
from hjemmel.apps.registry.services.history import replace_from
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import ConflictError, MissingDataError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_years


@transaction.atomic
def put_on_list(
    *, resident: int, patient_list: int, valid_from: date, by: Actor, exception: str = ""
) -> None:
    """Put a resident on a list from a day on; the list she was on is left then.

    Args:
        resident: Key of the resident.
        patient_list: Key of the list.
        valid_from: The first day.
        by: Who does it; needs ``EDIT_RESIDENTS`` in the list's municipality.
        exception: The rule that admits her to a full list; empty: there must be a place.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident or list.
        ConflictError: The list is full.
    """
    row = _resident(resident)
    target = (
        PatientList.objects.select_for_update()
        .select_related("municipality")
        .filter(pk=patient_list)
        .first()
    )
    if target is None:
        raise _unknown("list")
    by.require(Permission.EDIT_RESIDENTS, municipality=target.municipality_id)
    ceiling = ListCeiling.objects.on(valid_from).filter(patient_list=target).first()
    length = (
        Membership.objects.on(valid_from).filter(patient_list=target).exclude(resident=row).count()
    )
    if ceiling is not None and length >= ceiling.ceiling and not exception:
        raise ConflictError(
            Text(
                f"Listen er full: {length} av {ceiling.ceiling} plasser er i bruk.",
                f"The list is full: {length} of {ceiling.ceiling} places are taken.",
            ),
            where="list",
            remedy=Text(
                "Velg en annen liste, eller oppgi regelen som gir plass på en full liste.",
                "Choose another list, or state the rule that admits to a full list.",
            ),
        )
    facts = {
        "patient_list_id": target.pk,
        "is_elsewhere": False,
        "elsewhere": "",
        "reason": (exception or "case worker")[:40],
    }
    replace_from(Membership, {"resident": row}, facts, valid_from)
    WaitingEntry.objects.filter(resident=row, left_on__isnull=True, wanted_list=target).update(
        left_on=valid_from, left_reason="placed"
    )
    for place in {target.municipality_id, row.municipality_id}:
        mark_changed(place)
    _record(
        by,
        "registry.put_on_list",
        row,
        target.municipality.number,
        {"list": target.external_id, "valid_from": valid_from.isoformat()},
    )


@transaction.atomic
def queue_up(
    *,
    resident: int,
    wanted_list: int | None,
    waiting_class: WaitingClass,
    queued_on: date,
    by: Actor,
) -> None:
    """Put a resident in the queue for a list, or for any; nobody waits twice.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: She waits already.
    """
    row = _resident(resident)
    by.require(Permission.EDIT_RESIDENTS, municipality=row.municipality_id)
    try:
        with transaction.atomic():
            WaitingEntry.objects.create(
                resident=row,
                municipality_id=row.municipality_id,
                wanted_list_id=wanted_list,
                waiting_class=waiting_class.value,
                queued_on=queued_on,
                known_from=timezone.now(),
            )
    except IntegrityError:
        raise ConflictError(
            Text("Innbyggeren står i kø fra før.", "The resident is in the queue already."),
            where="waiting",
            remedy=Text("Ta henne ut av køen først.", "Take her out of the queue first."),
        ) from None
    mark_changed(row.municipality_id, people=False)
    _record(by, "registry.queue_up", row, row.municipality.number, {"class": waiting_class.value})


@transaction.atomic
def leave_queue(*, resident: int, left_on: date, by: Actor) -> None:
    """Take a resident out of the queue.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: She does not wait.
    """
    row = _resident(resident)
    by.require(Permission.EDIT_RESIDENTS, municipality=row.municipality_id)
    entry = row.waiting.filter(left_on__isnull=True).first()
    if entry is None:
        raise _unknown("waiting")
    entry.left_on, entry.left_reason = max(left_on, entry.queued_on), "left"
    entry.save(update_fields=["left_on", "left_reason"])
    mark_changed(row.municipality_id, people=False)
    _record(by, "registry.leave_queue", row, row.municipality.number, {})


@transaction.atomic
def export_person(*, resident: int, by: Actor) -> dict[str, Any]:
    """Return everything that is stored about a resident, for her to have.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident.
    """
    row = _resident(resident)
    by.require(Permission.EXPORT_PERSON, municipality=row.municipality_id)
    if row.protection != "none":
        by.require(Permission.SEE_PROTECTED, municipality=row.municipality_id)
    _record(by, "registry.export_person", row, row.municipality.number, {})
    return {
        "resident": _all_of(row),
        "memberships": [_all_of(m) for m in row.memberships.all()],
        "waiting": [_all_of(w) for w in row.waiting.all()],
        "read_by": [
            {"at": r.at.isoformat(), "by": r.by, "purpose": r.purpose} for r in reads_of(row.pk)
        ],
    }


@transaction.atomic
def erase_person(*, resident: int, by: Actor, today: date) -> None:
    """Erase who a resident was, where the law allows; counts and history without a person remain.

    She must have died or moved, be on no list and in no queue, and the municipality's retention
    period must be over.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: She still lives here, is on a list, or the period is not over.
        MissingDataError: Nobody has said how long the municipality keeps such data.
    """
    row = _resident(resident)
    by.require(Permission.ERASE_PERSON, municipality=row.municipality_id)
    years = row.municipality.retention_years
    if years is None:
        raise MissingDataError(
            Text(
                "Kommunen har ikke sagt hvor lenge opplysninger om innbyggere oppbevares.",
                "The municipality has not said how long data about residents are kept.",
            ),
            where="retention_years",
            remedy=Text(
                "En administrator skriver antall år under Oppsett.",
                "An administrator writes the number of years under Set-up.",
            ),
        )
    gone = row.died_on or row.lived_here_to
    placed = Membership.objects.on(today).filter(resident=row).exists()
    waits = row.waiting.filter(left_on__isnull=True).exists()
    if gone is None or placed or waits or add_years(gone, years) > today:
        raise ConflictError(
            Text("Opplysningene trengs fortsatt.", "The data are still needed."),
            where="resident",
            remedy=Text(
                "Vent til hun er flyttet eller død, er ute av lister og kø, og fristen er ute.",
                "Wait until she has moved or died, is on no list and in no queue, and the period is over.",
            ),
        )
    row.national_id, row.name = None, ""
    row.born = row.born.replace(month=1, day=1)
    row.mother = row.father = row.household = None
    row.erased_on = today
    row.save()
    mark_changed(row.municipality_id)
    _record(by, "registry.erase_person", row, row.municipality.number, {})


def _all_of(row: Any) -> dict[str, object]:
    return {
        field.attname: plain(getattr(row, field.attname))
        if not hasattr(getattr(row, field.attname), "hour")
        else getattr(row, field.attname).isoformat()
        for field in row._meta.concrete_fields
    }


def _resident(key: int) -> Resident:
    row = (
        Resident.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .filter(pk=key, erased_on__isnull=True)
        .first()
    )
    if row is None:
        raise _unknown("resident")
    return row


def _record(by: Actor, action: str, row: Resident, number: str, details: dict[str, object]) -> None:
    record(
        by=by.name,
        action=action,
        subject=f"resident {row.pk}",
        municipality=number,
        details=details,
    )


def _unknown(kind: str) -> UnknownIdError:
    return UnknownIdError(
        Text("Den finnes ikke i registeret.", "It is not in the register."),
        where=kind,
        remedy=Text("Søk på nytt.", "Search again."),
    )
