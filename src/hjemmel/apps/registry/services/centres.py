"""Corrects centres and doctors, and closes centres."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import AgreementTerms, Centre, Doctor, ListDoctor, Municipality
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.identifiers import OrganisationNumber
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import age_on

_YOUNGEST_DOCTOR = 18
CENTRE_FIELDS = (
    "name",
    "organisation_number",
    "address",
    "postcode",
    "postal_place",
    "phone",
    "leader",
    "premises",
    "premises_m2",
    "most_doctors",
    "universal_design",
    "wheelchair_access",
    "opened_on",
    "longitude",
    "latitude",
)
DOCTOR_FIELDS = (
    "name",
    "born",
    "sex",
    "competence",
    "specialist_since",
    "training_stage",
    "languages",
)


@transaction.atomic
def change_centre(*, centre: int, changes: Mapping[str, Any], by: Actor) -> None:
    """Correct what is known of a centre.

    Args:
        centre: Key of the centre.
        changes: New values by name, of ``CENTRE_FIELDS``.
        by: Who corrects it; needs ``EDIT_CENTRES`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such centre.
        InputError: A value is not possible.
        ConflictError: Another centre has the organisation number.
    """
    row = (
        Centre.objects.select_for_update().select_related("municipality").filter(pk=centre).first()
    )
    if row is None:
        raise not_there("centre")
    by.require(Permission.EDIT_CENTRES, municipality=row.municipality_id, centre=row.pk)
    if changes.get("organisation_number"):
        OrganisationNumber(str(changes["organisation_number"]))
    changed = _set(row, changes, CENTRE_FIELDS)
    if not changed:
        return
    _check_place(row)
    _check_days(row)
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError:
        raise ConflictError(
            Text(
                "Et annet senter i kommunen har det organisasjonsnummeret.",
                "Another centre in the municipality has that organisation number.",
            ),
            where="organisation_number",
            remedy=Text("Rett nummeret.", "Correct the number."),
        ) from None
    mark_changed(row.municipality_id)
    record(
        by=by.name,
        action="registry.change_centre",
        subject=f"centre {row.external_id}",
        municipality=row.municipality.number,
        details={"fields": changed},
    )


@transaction.atomic
def close_centre(*, centre: int, closed_on: date | None, by: Actor) -> None:
    """Note that a centre closes, or that it does not after all.

    Args:
        centre: Key of the centre.
        closed_on: The first day that it is not open; ``None`` opens it again.
        by: Who; needs ``EDIT_CENTRES`` in the whole municipality.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such centre.
        InputError: It would close before it opened.
        ConflictError: There are posts at it on that day or later.
    """
    row = (
        Centre.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .filter(pk=centre)
        .first()
    )
    if row is None:
        raise not_there("centre")
    by.require(Permission.EDIT_CENTRES, municipality=row.municipality_id)
    if row.closed_on == closed_on:
        return
    row.closed_on = closed_on
    _check_days(row)
    if closed_on is not None:
        here = (
            AgreementTerms.objects.known()
            .filter(centre=row)
            .exclude(valid_to__lte=closed_on)
            .exclude(agreement__closed_on__lte=closed_on)
        )
        posts = here.values("agreement").distinct().count()
        if posts:
            raise ConflictError(
                Text(
                    f"{posts} hjemler er ved senteret den dagen eller senere.",
                    f"{posts} posts are at the centre on that day or later.",
                ),
                where="closed_on",
                remedy=Text(
                    "Flytt eller avslutt hjemlene først, eller velg en senere dag.",
                    "Move or end the posts first, or choose a later day.",
                ),
            )
    row.save(update_fields=["closed_on"])
    mark_changed(row.municipality_id, people=False)
    record(
        by=by.name,
        action="registry.close_centre" if closed_on else "registry.reopen_centre",
        subject=f"centre {row.external_id}",
        municipality=row.municipality.number,
        details={"closed_on": closed_on.isoformat() if closed_on else None},
    )


@transaction.atomic
def change_doctor(*, doctor: int, municipality: int, changes: Mapping[str, Any], by: Actor) -> None:
    """Correct what is known of a doctor with an agreement in a municipality.

    Args:
        doctor: Key of the doctor.
        municipality: Key of the municipality.
        changes: New values by name, of ``DOCTOR_FIELDS``.
        by: Who corrects it; needs ``EDIT_AGREEMENTS`` there, and ``SEE_DOCTOR_DETAILS`` to correct
            the birth date.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No such doctor has had an agreement or shared a list there.
        InputError: A value is not possible.
    """
    by.require(Permission.EDIT_AGREEMENTS, municipality=municipality)
    if "born" in changes:
        by.require(Permission.SEE_DOCTOR_DETAILS, municipality=municipality)
    row = Doctor.objects.select_for_update().filter(pk=doctor).first()
    terms = AgreementTerms.objects.filter(agreement__municipality=municipality)
    here = terms.filter(holder=doctor) | terms.filter(locum=doctor)
    shares = ListDoctor.objects.filter(patient_list__municipality=municipality, doctor=doctor)
    if row is None or not (here.exists() or shares.exists()):
        raise not_there("doctor")
    changed = _set(row, changes, DOCTOR_FIELDS)
    if not changed:
        return
    _check_life(row)
    row.save(update_fields=changed)
    mark_changed(municipality)
    record(
        by=by.name,
        action="registry.change_doctor",
        subject=f"doctor {row.pk}",
        municipality=Municipality.objects.get(pk=municipality).number,
        details={"fields": changed},
    )


def _check_place(row: Centre) -> None:
    longitude, latitude = row.longitude, row.latitude
    if longitude is None and latitude is None:
        return
    if longitude is None or latitude is None or abs(longitude) > 180 or abs(latitude) > 90:
        raise InputError(
            Text(
                "Stedet trenger både lengdegrad og breddegrad.",
                "The place needs both a longitude and a latitude.",
            ),
            where="longitude",
            remedy=Text(
                "Skriv grader, for eksempel 5,32 øst og 60,39 nord, eller la begge stå tomme.",
                "Write degrees, for example 5.32 east and 60.39 north, or leave both empty.",
            ),
        )


def _check_days(row: Centre) -> None:
    if row.opened_on is not None and row.closed_on is not None and row.closed_on <= row.opened_on:
        raise InputError(
            Text(
                "Senteret kan ikke legges ned før det åpnet.",
                "The centre cannot close before it opened.",
            ),
            where="closed_on",
            remedy=Text("Rett en av datoene.", "Correct one of the days."),
        )


def _check_life(row: Doctor) -> None:
    today = timezone.localdate()
    since = row.specialist_since
    born_late = row.born is not None and age_on(row.born, today) < _YOUNGEST_DOCTOR
    if born_late or (since is not None and row.born is not None and since <= row.born):
        raise InputError(
            Text("Legen kan ikke være født så sent.", "The doctor cannot have been born so late."),
            where="born",
            remedy=Text("Rett en av datoene.", "Correct one of the days."),
        )


def _set(row: Centre | Doctor, changes: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """Put new values in place and return the names of those that differ."""
    changed = [name for name in known if name in changes and getattr(row, name) != changes[name]]
    for name in changed:
        setattr(row, name, changes[name])
    unknown = [f.name for f in row._meta.fields if f.null and getattr(row, f.name) is None]
    try:
        row.clean_fields(exclude={f.name for f in row._meta.fields} - set(changed) | set(unknown))
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        raise InputError(
            Text(f"Verdien går ikke an: {said[0]}", f"The value is not possible: {said[0]}"),
            where=name,
            remedy=Text("Rett feltet.", "Correct the field."),
        ) from None
    return changed
