"""Changes ceilings and terms: what was known before is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import (
    Advertisement,
    Agreement,
    AgreementTerms,
    ListCeiling,
    PatientList,
    Vacancy,
)
from hjemmel.apps.registry.services.history import replace_from
from hjemmel.apps.registry.services.missing import not_there
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.law.finding import Finding
from hjemmel.rules.agreement_end import earliest_end
from hjemmel.rules.list_limits import ceiling_is_allowed, low_ceiling_is_agreed


@transaction.atomic
def change_ceiling(
    *,
    patient_list: int,
    ceiling: int,
    valid_from: date,
    agreed_with_municipality: bool,
    by: Actor,
) -> tuple[Finding, ...]:
    """Set a list's ceiling from a day on.

    Args:
        patient_list: Key of the list.
        ceiling: Persons.
        valid_from: The first day it holds.
        agreed_with_municipality: Whether the municipality has agreed to it.
        by: Who changes it; needs ``EDIT_CEILINGS`` there.

    Returns:
        What the rules say about it.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The law does not allow the ceiling.
    """
    row = _list(patient_list)
    by.require(Permission.EDIT_CEILINGS, municipality=row.municipality_id)
    law = law_on(valid_from, row.municipality.number)
    findings = (
        ceiling_is_allowed(ceiling, law=law),
        low_ceiling_is_agreed(ceiling, agreed_with_municipality, law=law),
    )
    for finding in findings:
        if not finding.is_met:
            raise InputError(
                finding.sentence,
                where="ceiling",
                remedy=Text(
                    "Velg et annet tak, eller kryss av for at kommunen har samtykket.",
                    "Choose another ceiling, or tick that the municipality has agreed.",
                ),
                reason=finding.reason,
            )
    if ceiling < 1:
        raise InputError(
            Text("Listetaket må være minst 1.", "The ceiling must be at least 1."),
            where="ceiling",
            remedy=Text("Skriv et helt tall.", "Write a whole number."),
        )
    facts = {"ceiling": ceiling, "agreed_with_municipality": agreed_with_municipality}
    replace_from(ListCeiling, {"patient_list": row}, facts, valid_from)
    mark_changed(row.municipality_id, people=False)
    record(
        by=by.name,
        action="registry.change_ceiling",
        subject=f"list {row.external_id}",
        municipality=row.municipality.number,
        details={"ceiling": ceiling, "valid_from": valid_from.isoformat()},
    )
    return findings


@transaction.atomic
def receive_notice(*, agreement: int, received_on: date, ends_on: date | None, by: Actor) -> date:
    """Note that notice of an agreement reached the municipality; return the agreement's end.

    Args:
        agreement: Key of the agreement.
        received_on: The day it reached the municipality.
        ends_on: The first day after the agreement; ``None`` is the earliest that the law allows.
        by: Who notes it; needs ``EDIT_AGREEMENTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The end is before the notice, or there are no terms on the day.
    """
    row = _agreement(agreement)
    by.require(Permission.EDIT_AGREEMENTS, municipality=row.municipality_id)
    law = law_on(received_on, row.municipality.number)
    end = ends_on or earliest_end(received_on, law)
    if end <= received_on:
        raise InputError(
            Text(
                "Avtalen kan ikke slutte før oppsigelsen.",
                "The agreement cannot end before the notice.",
            ),
            where="ends_on",
            remedy=Text("Rett en av datoene.", "Correct one of the days."),
        )
    facts = {"notice_received_on": received_on, "ends_on": end, "end_reason": "notice"}
    _change_terms(row, facts, received_on)
    _record(
        by,
        "registry.receive_notice",
        row,
        {"received_on": received_on.isoformat(), "ends_on": end.isoformat()},
    )
    return end


@transaction.atomic
def change_holder(
    *, agreement: int, holder: int | None, locum: int | None, valid_from: date, by: Actor
) -> None:
    """Give an agreement to another doctor, or leave it to a locum or to nobody, from a day on.

    A permanent holder fills the vacancy; without one a vacancy begins.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such agreement or doctor.
    """
    row = _agreement(agreement)
    by.require(Permission.EDIT_AGREEMENTS, municipality=row.municipality_id)
    status = "served_by_locum" if locum else "held" if holder else "without_doctor"
    facts: dict[str, Any] = {
        "holder_id": holder,
        "locum_id": locum,
        "status": status,
        "notice_received_on": None,
        "ends_on": None,
        "end_reason": "",
    }
    if holder and status == "held":
        facts["held_since"] = valid_from
    _change_terms(row, facts, valid_from)
    open_vacancy = row.vacancies.filter(filled_on__isnull=True).first()
    if status == "held" and open_vacancy is not None:
        open_vacancy.filled_on = max(valid_from, open_vacancy.since)
        open_vacancy.save(update_fields=["filled_on"])
    elif status != "held" and open_vacancy is None and holder is None:
        _begin_vacancy(row, valid_from)
    _record(
        by, "registry.change_holder", row, {"status": status, "valid_from": valid_from.isoformat()}
    )


@transaction.atomic
def advertise(*, agreement: int, published_on: date, deadline: date, by: Actor) -> None:
    """Note that a vacant agreement was advertised.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The deadline is before the advertisement.
        ConflictError: It has been noted for that day already.
    """
    row = _agreement(agreement)
    by.require(Permission.EDIT_AGREEMENTS, municipality=row.municipality_id)
    if deadline < published_on:
        raise InputError(
            Text("Fristen er før utlysningen.", "The deadline is before the advertisement."),
            where="deadline",
            remedy=Text("Rett en av datoene.", "Correct one of the days."),
        )
    vacancy = row.vacancies.filter(filled_on__isnull=True).first()
    if vacancy is None:
        vacancy = _begin_vacancy(row, published_on)
    if vacancy.advertisements.filter(published_on=published_on).exists():
        raise ConflictError(
            Text(
                "Utlysningen den dagen er ført fra før.",
                "The advertisement of that day is noted already.",
            ),
            where="published_on",
            remedy=Text("Velg en annen dag.", "Choose another day."),
        )
    Advertisement.objects.create(vacancy=vacancy, published_on=published_on, deadline=deadline)
    _record(by, "registry.advertise", row, {"published_on": published_on.isoformat()})


def _begin_vacancy(row: Agreement, since: date) -> Vacancy:
    """Note that an agreement is vacant, from no earlier than it was last filled."""
    filled = row.vacancies.aggregate(last=Max("filled_on"))["last"]
    return Vacancy.objects.create(agreement=row, since=max(since, filled or since))


def _change_terms(row: Agreement, facts: dict[str, Any], valid_from: date) -> None:
    if not AgreementTerms.objects.on(valid_from).filter(agreement=row).exists():
        raise InputError(
            Text("Avtalen har ingen vilkår den dagen.", "The agreement has no terms on that day."),
            where="valid_from",
            remedy=Text("Velg en senere dag.", "Choose a later day."),
        )
    replace_from(AgreementTerms, {"agreement": row}, facts, valid_from)


def _record(by: Actor, action: str, row: Agreement, details: dict[str, object]) -> None:
    mark_changed(row.municipality_id, people=False)
    record(
        by=by.name,
        action=action,
        subject=f"agreement {row.external_id}",
        municipality=row.municipality.number,
        details=details,
    )


def _list(key: int) -> PatientList:
    row = PatientList.objects.select_related("municipality").filter(pk=key).first()
    if row is None:
        raise not_there("list")
    return row


def _agreement(key: int) -> Agreement:
    row = Agreement.objects.select_related("municipality").filter(pk=key).first()
    if row is None:
        raise not_there("agreement")
    return row
