"""Opens centres and posts, appoints doctors, and changes the terms of a post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import (
    Agreement,
    AgreementTerms,
    Centre,
    District,
    Municipality,
    PatientList,
    Vacancy,
)
from hjemmel.apps.registry.services.doctors import doctor_numbered
from hjemmel.apps.registry.services.history import replace_from
from hjemmel.apps.registry.services.lists import change_ceiling, change_holder
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import lock_municipality, mark_changed
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.lawat import LawAt
from hjemmel.rules.agreement_end import extension_is_within_age

TERMS = ("form", "opening_hours", "side_task_hours", "side_tasks", "end_age")
FORMS = ("self_employed", "salaried", "variant_8_2")
_HOURS_IN_A_WEEK = 168


@transaction.atomic
def open_centre(*, municipality: int, name: str, district: str, by: Actor) -> int:
    """Note a new medical centre; return its key.

    Args:
        municipality: Key of the municipality.
        name: What it is called.
        district: The district's number.
        by: Who; needs ``EDIT_CENTRES`` in the whole municipality.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: It has no name, or another has the same in that district.
        UnknownIdError: There is no such district.
    """
    by.require(Permission.EDIT_CENTRES, municipality=municipality)
    lock_municipality(municipality)  # nobody else takes the same number
    place = _place(municipality)
    where = District.objects.filter(municipality=place, number=district).first()
    if where is None:
        raise not_there("district")
    called = " ".join(name.split())
    taken = Centre.objects.filter(district=where, name__iexact=called, closed_on__isnull=True)
    if not called or len(called) > _longest(Centre, "name") or taken.exists():
        raise InputError(
            Text(
                "Legesenteret mangler navn, navnet er for langt, eller bydelen har det fra før.",
                "The centre has no name, it is too long, or the district has it already.",
            ),
            where="name",
            remedy=Text("Skriv et annet navn.", "Write another name."),
        )
    row = Centre.objects.create(
        municipality=place, district=where, name=called, external_id=_next_id(Centre, place)
    )
    _record(by, place, "registry.open_centre", f"centre {row.external_id}", {"district": district})
    return row.pk


@transaction.atomic
def open_post(
    *, municipality: int, centre: int, form: str, ceiling: int, valid_from: date, by: Actor
) -> int:
    """Open a post at a centre, without a doctor yet, with a list; return the list's key.

    Args:
        municipality: Key of the municipality.
        centre: Key of the centre.
        form: ``self_employed``, ``salaried`` or ``variant_8_2``.
        ceiling: The list's ceiling, persons.
        valid_from: The first day.
        by: Who; needs ``EDIT_AGREEMENTS`` and ``EDIT_CEILINGS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The form is unknown, or the law does not allow the ceiling.
        UnknownIdError: The municipality has no such centre.
    """
    by.require(Permission.EDIT_AGREEMENTS, municipality=municipality)
    place = _place(municipality)
    at = Centre.objects.filter(pk=centre, municipality=place).first()
    if at is None:
        raise not_there("centre")
    _check_form(form)
    lock_municipality(place.pk)  # nobody else takes the same number
    number = _next_id(Agreement, place)
    agreement = Agreement.objects.create(
        municipality=place, external_id=number, created_on=valid_from
    )
    AgreementTerms.objects.create(
        agreement=agreement,
        centre=at,
        form=form,
        status="without_doctor",
        valid_from=valid_from,
        known_from=timezone.now(),
    )
    Vacancy.objects.create(agreement=agreement, since=valid_from)
    opened = PatientList.objects.create(
        municipality=place,
        agreement=agreement,
        external_id=_next_id(PatientList, place),
        opened_on=valid_from,
    )
    change_ceiling(
        patient_list=opened.pk,
        ceiling=ceiling,
        valid_from=valid_from,
        agreed_with_municipality=True,
        by=by,
    )
    details = {"centre": at.external_id, "form": form, "valid_from": valid_from.isoformat()}
    _record(by, place, "registry.open_post", f"agreement {number}", details)
    return opened.pk


@transaction.atomic
def appoint(
    *, agreement: int, hpr_number: str, name: str, as_locum: bool, valid_from: date, by: Actor
) -> None:
    """Let a doctor have a post, or stand in on it, from a day on; she is noted if she is new.

    Args:
        agreement: Key of the agreement.
        hpr_number: Her number in the register of health workers.
        name: Her name; needed when she is not in hjemmel.
        as_locum: She stands in; who has the post keeps it.
        valid_from: The first day.
        by: Who; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such agreement.
        InputError: The number or the name is not possible, or there are no terms on the day.
    """
    row = Agreement.objects.select_related("municipality").filter(pk=agreement).first()
    if row is None:
        raise not_there("agreement")
    by.require(Permission.EDIT_AGREEMENTS, municipality=row.municipality_id)
    doctor = doctor_numbered(hpr_number, name, row.municipality).pk
    now = AgreementTerms.objects.on(valid_from).filter(agreement=row).first()
    holder = now.holder_id if now is not None and as_locum else doctor
    change_holder(
        agreement=agreement,
        holder=holder,
        locum=doctor if as_locum else None,
        valid_from=valid_from,
        by=by,
    )


@transaction.atomic
def change_terms(
    *, agreement: int, changes: Mapping[str, str], valid_from: date, by: Actor
) -> None:
    """Change what is agreed of a post from a day on; what was known before is kept.

    Args:
        agreement: Key of the agreement.
        changes: New values as typed, of ``TERMS``; hours per week, empty is not known. ``end_age``
            is in years; empty or 0 is the law's.
        valid_from: The first day.
        by: Who; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such agreement.
        InputError: A value is not possible, or there are no terms on the day.
    """
    row = Agreement.objects.select_related("municipality").filter(pk=agreement).first()
    if row is None:
        raise not_there("agreement")
    by.require(Permission.EDIT_AGREEMENTS, municipality=row.municipality_id)
    number = row.municipality.number
    facts: dict[str, Any] = {}
    for name in TERMS:
        if name in changes:
            facts[name] = _value(name, changes[name].strip(), law_on(valid_from, number))
    if not facts:
        raise InputError(
            Text("Ingenting er endret.", "Nothing is changed."),
            where="terms",
            remedy=Text("Fyll ut det som skal endres.", "Fill in what shall change."),
        )
    if not AgreementTerms.objects.on(valid_from).filter(agreement=row).exists():
        raise InputError(
            Text("Avtalen har ingen vilkår den dagen.", "The agreement has no terms on that day."),
            where="valid_from",
            remedy=Text("Velg en senere dag.", "Choose a later day."),
        )
    replace_from(AgreementTerms, {"agreement": row}, facts, valid_from)
    mark_changed(row.municipality_id, people=False)
    details = {"fields": sorted(facts), "valid_from": valid_from.isoformat()}
    _record(by, row.municipality, "registry.change_terms", f"agreement {row.external_id}", details)


def _value(name: str, typed: str, law: LawAt) -> object:
    if name == "form":
        _check_form(typed)
        return typed
    if name == "side_tasks":
        if len(typed) > _longest(AgreementTerms, name):
            raise InputError(
                Text("Teksten er for lang.", "The text is too long."),
                where=name,
                remedy=Text("Skriv kortere.", "Write less."),
            )
        return typed
    if name == "end_age":
        return _end_age(typed, law)
    if not typed:
        return None
    lowest = Decimal("0.1") if name == "opening_hours" else Decimal(0)
    hours = _hours(typed)
    if hours is None or not lowest <= hours <= _HOURS_IN_A_WEEK:
        raise InputError(
            Text(f"«{typed[:20]}» er ikke timer i uken.", f"“{typed[:20]}” is not hours a week."),
            where=name,
            remedy=Text("Skriv for eksempel 37,5.", "Write for example 37.5."),
        )
    return hours


def _end_age(typed: str, law: LawAt) -> int | None:
    """Return the agreed age in years, ``None`` for the law's; no higher than may be agreed."""
    if typed in ("", "0"):
        return None
    if not (typed.isdecimal() and len(typed) < 4):
        raise InputError(
            Text(f"«{typed[:20]}» er ikke en alder.", f"“{typed[:20]}” is not an age."),
            where="end_age",
            remedy=Text("Skriv hele år, for eksempel 75.", "Write full years, for example 75."),
        )
    finding = extension_is_within_age(int(typed), law=law)
    if not finding.is_met:
        raise InputError(
            finding.sentence,
            where="end_age",
            remedy=Text("Skriv en lavere alder.", "Write a lower age."),
            reason=finding.reason,
        )
    return int(typed)


def _hours(typed: str) -> Decimal | None:
    whole, _, part = typed.replace(",", ".").partition(".")
    if not (whole.isdecimal() and len(whole) < 4 and (part.isdecimal() or not part)):
        return None
    return Decimal(f"{whole}.{part or 0}").quantize(Decimal("0.1"))


def _check_form(form: str) -> None:
    if form not in FORMS:
        raise InputError(
            Text(f"Ukjent driftsform «{form[:20]}».", f"Unknown form “{form[:20]}”."),
            where="form",
            remedy=Text(
                "Velg næringsdrift, fastlønn eller 8.2-avtale.",
                "Choose self-employed, salaried or 8.2 agreement.",
            ),
        )


def _place(municipality: int) -> Municipality:
    row = Municipality.objects.filter(pk=municipality, set_up_on__isnull=False).first()
    if row is None:
        raise not_there("municipality")
    return row


def _next_id(model: type[Centre | Agreement | PatientList], place: Municipality) -> str:
    """Return a number that no row of the municipality has: one above the highest."""
    used = model.objects.filter(municipality=place).values_list("external_id", flat=True)
    return str(max((int(n) for n in used if n.isdecimal() and len(n) < 10), default=0) + 1)


def _longest(model: type[Any], field: str) -> int:
    longest: int = model._meta.get_field(field).max_length
    return longest


def _record(
    by: Actor, place: Municipality, action: str, subject: str, details: Mapping[str, object]
) -> None:
    mark_changed(place.pk, people=False)
    record(by=by.name, action=action, subject=subject, municipality=place.number, details=details)
