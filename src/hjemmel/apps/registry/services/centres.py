"""Corrects centres and doctors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import AgreementTerms, Centre, Doctor
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.identifiers import OrganisationNumber
from hjemmel.kernel.text import Text

CENTRE_FIELDS = (
    "name",
    "organisation_number",
    "address",
    "postcode",
    "postal_place",
    "phone",
    "leader",
    "premises",
    "most_doctors",
    "universal_design",
)
DOCTOR_FIELDS = ("name", "competence", "training_stage", "languages")


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
def change_doctor(*, doctor: int, municipality: int, changes: Mapping[str, Any], by: Actor) -> None:
    """Correct what is known of a doctor with an agreement in a municipality.

    Args:
        doctor: Key of the doctor.
        municipality: Key of the municipality.
        changes: New values by name, of ``DOCTOR_FIELDS``.
        by: Who corrects it; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No such doctor has had an agreement there.
        InputError: A value is not possible.
    """
    by.require(Permission.EDIT_AGREEMENTS, municipality=municipality)
    row = Doctor.objects.select_for_update().filter(pk=doctor).first()
    terms = AgreementTerms.objects.filter(agreement__municipality=municipality)
    here = terms.filter(holder=doctor) | terms.filter(locum=doctor)
    agreement = here.select_related("agreement__municipality").first()
    if row is None or agreement is None:
        raise not_there("doctor")
    changed = _set(row, changes, DOCTOR_FIELDS)
    if not changed:
        return
    row.save(update_fields=changed)
    mark_changed(municipality)
    record(
        by=by.name,
        action="registry.change_doctor",
        subject=f"doctor {row.pk}",
        municipality=agreement.agreement.municipality.number,
        details={"fields": changed},
    )


def _set(row: Centre | Doctor, changes: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """Put new values in place and return the names of those that differ."""
    changed = [name for name in known if name in changes and getattr(row, name) != changes[name]]
    for name in changed:
        setattr(row, name, changes[name])
    try:
        row.clean_fields(exclude=[f.name for f in row._meta.fields if f.name not in changed])
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        raise InputError(
            Text(f"Verdien går ikke an: {said[0]}", f"The value is not possible: {said[0]}"),
            where=name,
            remedy=Text("Rett feltet.", "Correct the field."),
        ) from None
    return changed
