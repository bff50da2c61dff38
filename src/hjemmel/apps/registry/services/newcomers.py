"""Who comes into the register one by one: somebody born, or moved here; and what is noted of her."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import District, Household, Resident
from hjemmel.apps.registry.models.residents import PROTECTIONS
from hjemmel.apps.registry.selectors.places import require_possible
from hjemmel.apps.registry.services.person import find_person, record_about, unknown
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text


@transaction.atomic
def note_newcomer(
    *,
    national_id: str,
    born: date,
    sex: str,
    district: str,
    lived_here_from: date,
    by: Actor,
    name: str = "",
    mother: int | None = None,
    father: int | None = None,
    protection: str = "none",
) -> int:
    """Put somebody who is new into the register; return her key.

    Args:
        national_id: Her national id or D-number, 11 digits.
        born: Birth date.
        sex: ``female`` or ``male``.
        district: Number of the district where she lives.
        lived_here_from: The first day there.
        by: Who does it; needs ``EDIT_RESIDENTS`` in the district's municipality.
        name: Name.
        mother: Key of her mother, if she is in the register.
        father: Key of her father, if he is.
        protection: The grading of her address.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such district.
        ConflictError: Somebody with that id is in the register already.
        InputError: The day is before her birth, or no register tells of it.
    """
    place = District.objects.filter(number=district).first()
    if place is None:
        raise unknown("district")
    by.require(Permission.EDIT_RESIDENTS, municipality=place.municipality_id)
    require_possible(lived_here_from)
    if lived_here_from < born:
        raise InputError(
            Text("Dagen er før fødselsdagen.", "The day is before the birth date."),
            where="lived_here_from",
            remedy=Text("Rett dagen.", "Correct the day."),
        )
    try:
        with transaction.atomic():
            row = Resident.objects.create(
                national_id=national_id,
                name=name,
                born=born,
                sex=sex,
                municipality_id=place.municipality_id,
                district=place,
                mother_id=mother,
                father_id=father,
                protection=protection,
                lived_here_from=lived_here_from,
            )
    except IntegrityError:
        raise ConflictError(
            Text(
                "Innbyggeren er i registeret fra før.", "The resident is in the register already."
            ),
            where="national_id",
            remedy=Text("Søk henne fram.", "Search for her."),
        ) from None
    person = find_person(row.pk, by=by, permission=Permission.EDIT_RESIDENTS)
    person.mark()
    record_about(person, "registry.note_newcomer", by=by, details={})
    return row.pk


@transaction.atomic
def note_household(*, resident: int, household: str, by: Actor) -> None:
    """Note which household of her municipality a resident belongs to; a new one is made.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    row = person.row
    found, _ = Household.objects.get_or_create(
        municipality_id=row.municipality_id, external_id=household
    )
    if row.household_id == found.pk:
        return
    row.household = found
    row.save(update_fields=["household"])
    person.mark(people=False)
    record_about(person, "registry.note_household", by=by, details={})


@transaction.atomic
def note_protection(*, resident: int, protection: str, by: Actor) -> None:
    """Note the grading of a resident's address; who may not see protected ones no longer finds her.

    Args:
        resident: Key of the resident.
        protection: ``none``, ``confidential`` or ``strictly_confidential``.
        by: Who notes it; needs ``EDIT_RESIDENTS`` where she lives or is or was on a list.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: There is no such grading.
    """
    person = find_person(resident, by=by, permission=Permission.EDIT_RESIDENTS)
    if protection not in PROTECTIONS:
        raise InputError(
            Text("Ukjent adressegradering.", "Unknown grading of an address."),
            where="protection",
            remedy=Text("Velg en av graderingene.", "Choose one of the gradings."),
        )
    if person.row.protection == protection:
        return
    person.row.protection = protection
    person.row.save(update_fields=["protection"])
    person.mark(people=False)
    record_about(person, "registry.note_protection", by=by, details={})
