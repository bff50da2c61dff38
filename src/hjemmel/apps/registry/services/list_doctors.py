"""Changes what kind a list is, and which doctors share it or have a part of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import ListDoctor, PatientList
from hjemmel.apps.registry.services.doctors import doctor_numbered
from hjemmel.apps.registry.services.history import end_from, replace_from
from hjemmel.apps.registry.services.locking import lock_list
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

KINDS = ("ordinary", "shared", "part")
PARTS = ("responsible", "shared", "part")


@transaction.atomic
def change_list_kind(*, patient_list: int, kind: str, by: Actor) -> None:
    """Say that a list is ordinary, shared or in parts.

    Args:
        patient_list: Key of the list.
        kind: ``ordinary``, ``shared`` or ``part``.
        by: Who; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list.
        InputError: The kind is unknown, or it is that already.
        ConflictError: It cannot be ordinary while more doctors are on it.
    """
    row = _list(patient_list, by)
    if kind not in KINDS:
        raise InputError(
            Text(f"Ukjent slags liste «{kind[:20]}».", f"Unknown kind of list “{kind[:20]}”."),
            where="kind",
            remedy=Text(
                "Velg ordinær liste, fellesliste eller deleliste.",
                "Choose ordinary list, shared list or part list.",
            ),
        )
    if kind == row.kind:
        raise InputError(
            Text("Ingenting er endret.", "Nothing is changed."),
            where="kind",
            remedy=Text("Velg en annen slags liste.", "Choose another kind of list."),
        )
    sharing = ListDoctor.objects.known().filter(patient_list=row)
    if kind == "ordinary" and sharing.exclude(valid_to__lte=timezone.localdate()).exists():
        raise ConflictError(
            Text("Flere leger er på listen.", "More doctors are on the list."),
            where="kind",
            remedy=Text("Ta dem av listen først.", "Take them off the list first."),
        )
    before = row.kind
    row.kind = kind
    row.save(update_fields=["kind"])
    _record(by, "registry.change_list_kind", row, {"before": before, "kind": kind})


@transaction.atomic
def add_list_doctor(
    *, patient_list: int, hpr_number: str, name: str, part: str, valid_from: date, by: Actor
) -> None:
    """Let a doctor share a list, or have a part of it, from a day on; she is noted if she is new.

    One doctor at a time is the responsible one: who was it before, goes on without being it.

    Args:
        patient_list: Key of the list.
        hpr_number: Her number in the register of health workers.
        name: Her name; needed when she is not in hjemmel.
        part: ``responsible``, ``shared`` or ``part``.
        valid_from: The first day.
        by: Who; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list.
        InputError: The list is ordinary, the part is unknown, or number or name is not possible.
        ConflictError: She has that part on the day already.
    """
    row = _list(patient_list, by)
    if row.kind == "ordinary":
        raise InputError(
            Text("En ordinær liste har én lege.", "An ordinary list has one doctor."),
            where="kind",
            remedy=Text(
                "Gjør listen til fellesliste eller deleliste først.",
                "Make it a shared list or a part list first.",
            ),
        )
    if part not in PARTS:
        raise InputError(
            Text(f"Ukjent del «{part[:20]}».", f"Unknown part “{part[:20]}”."),
            where="part",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    doctor = doctor_numbered(hpr_number, name, row.municipality)
    now = ListDoctor.objects.on(valid_from).filter(patient_list=row, doctor=doctor, part=part)
    if now.exists():
        raise ConflictError(
            Text("Legen er på listen den dagen.", "The doctor is on the list on that day."),
            where="hpr_number",
            remedy=Text("Velg en annen lege eller dag.", "Choose another doctor or day."),
        )
    if part == "responsible":
        _relieve(row, valid_from)
    replace_from(ListDoctor, {"patient_list": row, "doctor": doctor}, {"part": part}, valid_from)
    details = {"doctor": doctor.pk, "part": part, "valid_from": valid_from.isoformat()}
    _record(by, "registry.add_list_doctor", row, details)


@transaction.atomic
def remove_list_doctor(*, patient_list: int, doctor: int, valid_from: date, by: Actor) -> None:
    """Note that a doctor no longer shares a list, from a day on; what was known before is kept.

    Args:
        patient_list: Key of the list.
        doctor: Key of the doctor.
        valid_from: The first day without her.
        by: Who; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such list, or she is not on it then or later.
    """
    row = _list(patient_list, by)
    if not end_from(ListDoctor, {"patient_list_id": row.pk, "doctor_id": doctor}, valid_from):
        raise not_there("doctor")
    details = {"doctor": doctor, "valid_from": valid_from.isoformat()}
    _record(by, "registry.remove_list_doctor", row, details)


def _relieve(row: PatientList, valid_from: date) -> None:
    """Let whoever is the responsible doctor go on as one of those who share."""
    goes_on_as = "part" if row.kind == "part" else "shared"
    named = ListDoctor.objects.known().filter(patient_list=row, part="responsible")
    for one in named.select_related("doctor"):
        if one.valid_to is None or one.valid_to > valid_from:
            owner = {"patient_list": row, "doctor": one.doctor}
            replace_from(ListDoctor, owner, {"part": goes_on_as}, max(one.valid_from, valid_from))


def _list(key: int, by: Actor) -> PatientList:
    row = lock_list(key)
    by.require(Permission.EDIT_AGREEMENTS, municipality=row.municipality_id)
    return row


def _record(by: Actor, action: str, row: PatientList, details: dict[str, object]) -> None:
    mark_changed(row.municipality_id, people=False)
    record(
        by=by.name,
        action=action,
        subject=f"list {row.external_id}",
        municipality=row.municipality.number,
        details=details,
    )
