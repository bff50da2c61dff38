"""A resident's own rights: to have what is stored about her, and to be forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.accounts.services import untie_resident
from hjemmel.apps.audit.selectors import events_about, reads_of
from hjemmel.apps.audit.services import record_read
from hjemmel.apps.registry.models import Membership, Municipality
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.services.person import Person, find_person, record_about, subject_of
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import ConflictError, MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_years


@transaction.atomic
def export_person(*, resident: int, purpose: str, by: Actor) -> dict[str, Any]:
    """Return everything that is stored about a resident, for her to have; that it was is logged.

    Her memberships and times in the queue, the household's address, who has looked at her and what
    for, and what was done to her data. Of others in the household and family only the register's
    keys: their data are theirs.

    Args:
        resident: Key of the resident.
        purpose: What it is for; logged.
        by: Who hands it out; needs ``EXPORT_PERSON`` where she lives or is or was on a list.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        InputError: No purpose is given.
    """
    said = purpose_of(purpose)
    person = find_person(resident, by=by, permission=Permission.EXPORT_PERSON)
    row = person.row
    number = Municipality.objects.values_list("number", flat=True).get(pk=person.place)
    record_read(by=by.name, resident=row.pk, municipality=number, purpose=said, what="export")
    record_about(person, "registry.export_person", by=by, details={})
    return {
        "resident": all_of(row),
        "household": None if row.household is None else all_of(row.household),
        "memberships": [all_of(m) for m in row.memberships.all()],
        "waiting": [all_of(w) for w in row.waiting.all()],
        "read_by": [
            {"at": r.at.isoformat(), "by": r.by, "purpose": r.purpose, "what": r.what}
            for r in reads_of(row.pk)
        ],
        "done": [
            {"at": e.at.isoformat(), "by": e.by, "action": e.action, "details": dict(e.details)}
            for e in events_about(subject_of(row.pk))
        ],
    }


@transaction.atomic
def erase_person(*, resident: int, by: Actor, today: date) -> None:
    """Erase who a resident was, where the law allows; counts and history without a person remain.

    A user who was tied to her is so no more.

    She must have died or moved, be on no list and in no queue, and the retention period must be
    over in every municipality set up here that she belonged to. A guest whose own municipality is
    not set up here has left when her last time on a list ended.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such resident that ``by`` may know of.
        ConflictError: She still lives here, is on a list, or the period is not over.
        MissingDataError: Nobody has said how long the municipality keeps such data.
    """
    person = find_person(resident, by=by, permission=Permission.ERASE_PERSON)
    row = person.row
    years = _retention(person)
    gone = _gone(person)
    placed = Membership.objects.known().filter(resident=row)
    is_placed = any(m.valid_to is None or m.valid_to > today for m in placed)
    waits = row.waiting.filter(left_on__isnull=True).exists()
    if gone is None or is_placed or waits or add_years(gone, years) > today:
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
    untie_resident(resident=row.pk, by=by)
    person.mark()
    record_about(person, "registry.erase_person", by=by, details={})


def _retention(person: Person) -> int:
    """Return how many years her data are kept: the longest of the municipalities set up here."""
    rows = Municipality.objects.filter(pk__in=sorted(person.places), set_up_on__isnull=False)
    years = list(rows.values_list("retention_years", flat=True))
    decided = [number for number in years if number is not None]
    if not decided or len(decided) < len(years):
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
    return max(decided)


def _gone(person: Person) -> date | None:
    """Return the day from which she is no longer here; ``None``: she still is."""
    row = person.row
    known = row.died_on or row.lived_here_to
    if known is not None or row.municipality.set_up_on is not None:
        return known
    ends = Membership.objects.known().filter(resident=row, patient_list__isnull=False)
    days = list(ends.values_list("valid_to", flat=True).order_by())
    return max((day for day in days if day is not None), default=None) if None not in days else None


def all_of(row: Any) -> dict[str, object]:
    """Return all columns of a row as plain data."""
    return {
        field.attname: plain(getattr(row, field.attname))
        if not hasattr(getattr(row, field.attname), "hour")
        else getattr(row, field.attname).isoformat()
        for field in row._meta.concrete_fields
    }
