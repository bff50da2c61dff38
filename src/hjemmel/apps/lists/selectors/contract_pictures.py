"""The lists of a municipality on a day, with the facts that contracts tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from hjemmel.apps.lists.models import Move
from hjemmel.apps.registry.models import AgreementTerms, ListCeiling, Membership, PatientList
from hjemmel.domain.reconciliation import Fact


@dataclass(frozen=True, slots=True)
class Ours:
    """A list as the register has it on a day.

    Args:
        key: The register's key.
        agreement: Number of the agreement.
        patient_list: Number of the list.
        doctor: Name of who serves it; empty for nobody.
        facts: What can be compared: holder, ceiling, length, form, status, shared, ends_on.
    """

    key: int
    agreement: str
    patient_list: str
    doctor: str
    facts: Mapping[str, Fact]


def ours_on(municipality: int, day: date, known_at: datetime | None = None) -> tuple[Ours, ...]:
    """Return the lists that are open on a day, as known now or at a moment, by key.

    Four queries. Where members are not registered at all, no list has a length.
    """
    ceilings = dict(
        ListCeiling.objects.on(day, known_at)
        .filter(patient_list__municipality=municipality)
        .values_list("patient_list_id", "ceiling")
    )
    terms = {
        row.agreement_id: row
        for row in AgreementTerms.objects.on(day, known_at)
        .filter(agreement__municipality=municipality)
        .select_related("holder", "locum")
    }
    lengths = dict(
        Membership.objects.on(day, known_at)
        .filter(patient_list__municipality=municipality)
        .values_list("patient_list_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = (
        PatientList.objects.filter(municipality=municipality)
        .exclude(closed_on__lte=day)
        .exclude(opened_on__gt=day)
        .values_list("pk", "agreement__external_id", "external_id", "kind", "agreement_id")
        .order_by("pk")
    )
    return tuple(
        _ours(
            (key, agreement, name),
            kind == "shared",
            terms[served],
            ceilings.get(key),
            lengths.get(key, 0) if lengths else None,
        )
        for key, agreement, name, kind, served in rows
        if served in terms
    )


def _ours(
    named: tuple[int, str, str],
    is_shared: bool,
    terms: AgreementTerms,
    ceiling: int | None,
    length: int | None,
) -> Ours:
    doctor = terms.locum if terms.status == "served_by_locum" else terms.holder
    facts: dict[str, Fact] = {
        "holder": "" if doctor is None else doctor.hpr_number,
        "ceiling": ceiling,
        "length": length,
        "form": terms.form,
        "status": terms.status,
        "shared": is_shared,
        "ends_on": terms.ends_on,
    }
    return Ours(*named, "" if doctor is None else doctor.name, facts)


def due_moves(municipality: int, day: date) -> dict[int, tuple[int, int]]:
    """Return, for each list, how many were to have joined and left it by a day and have not."""
    due = Move.objects.filter(municipality=municipality, state="planned", effective_on__lte=day)
    found: dict[int, tuple[int, int]] = {}
    for there, here in due.values_list("to_list_id", "from_list_id"):
        if there is not None:
            joined, left = found.get(there, (0, 0))
            found[there] = (joined + 1, left)
        if here is not None:
            joined, left = found.get(here, (0, 0))
            found[here] = (joined, left + 1)
    return found


def known_lists(municipality: int) -> frozenset[tuple[str, str]]:
    """Return number of agreement and list of every list there is or was."""
    rows = PatientList.objects.filter(municipality=municipality)
    return frozenset(rows.values_list("agreement__external_id", "external_id"))
