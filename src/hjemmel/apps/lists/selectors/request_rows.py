"""Wishes for a GP with what the rules said of them, as programs and commands show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record_reads
from hjemmel.apps.lists.models import ChangeRequest
from hjemmel.apps.lists.models.requests import STATES
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.purpose import purpose_of
from hjemmel.apps.registry.selectors.residents import open_to
from hjemmel.apps.registry.services.missing import not_there


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A wish for a GP; ``findings`` is what the rules said, as it is stored in both languages.

    Without a list, it is for any in the municipality.
    """

    key: int
    version: int
    resident: int
    wanted_list: int | None
    external_id: str
    cause: str
    asked_by: str
    asked_on: date
    effective_on: date
    state: str
    reason: str
    exception: str
    counts: bool
    note: str
    findings: list[dict[str, Any]]
    made_by: str
    made_at: datetime
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestsFound:
    """Some of a municipality's wishes.

    Args:
        total: How many fit.
        by_state: How many there are in each state, whatever is asked for.
        rows: Those asked for, newest first.
        leaves_out: Whether persons with a protected address are left out of rows and counts.
    """

    total: int
    by_state: dict[str, int]
    rows: tuple[RequestRow, ...]
    leaves_out: bool


@transaction.atomic
def requests_in(
    municipality: MunicipalityView,
    *,
    by: Actor,
    purpose: str,
    state: str = "",
    resident: int | None = None,
    skip: int = 0,
    most: int | None = None,
) -> RequestsFound:
    """Return wishes for the municipality's lists, newest first; each person is logged as seen.

    Args:
        municipality: Whose lists are wanted.
        by: Who asks; needs ``SEE_RESIDENTS`` there.
        purpose: What it is for.
        state: Only those in this state; empty is all.
        resident: Only those of this resident, by key.
        skip: How many to pass over.
        most: How many to return; ``None`` is all.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: No purpose is given.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    said = purpose_of(purpose)
    everything = _of(municipality, by)
    counted = dict(everything.values_list("state").annotate(n=Count("pk")).order_by())
    fits = everything if not state else everything.filter(state=state)
    if resident is not None:
        fits = fits.filter(resident=resident)
    end = None if most is None else skip + most
    rows = tuple(row_of(row) for row in fits.order_by("-made_at", "-pk")[skip:end])
    _log(rows, municipality, by, said)
    return RequestsFound(
        total=fits.count(),
        by_state={one: counted.get(one, 0) for one in STATES},
        rows=rows,
        leaves_out=not by.may(Permission.SEE_PROTECTED, municipality=municipality.key),
    )


@transaction.atomic
def request_in(key: int, municipality: MunicipalityView, *, by: Actor, purpose: str) -> RequestRow:
    """Return one wish, and log that its person was seen.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such wish in the municipality, or not for ``by`` to know of.
        InputError: No purpose is given.
    """
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    said = purpose_of(purpose)
    row = row_of(_found(key, municipality, by))
    _log((row,), municipality, by, said)
    return row


def require_request_in(key: int, municipality: MunicipalityView, *, by: Actor) -> None:
    """Raise ``UnknownIdError`` unless the wish is the municipality's, and for ``by`` to know of.

    Raises:
        NotAllowedError: The roles do not open the changing of it.
        UnknownIdError: There is no such wish there.
    """
    by.require(Permission.EDIT_RESIDENTS, municipality=municipality.key)
    _found(key, municipality, by)


def row_of(row: ChangeRequest) -> RequestRow:
    """Return a wish as a frozen value; one query more unless its list is fetched with it."""
    return RequestRow(
        key=row.pk,
        version=row.version,
        resident=row.resident_id,
        wanted_list=row.wanted_list_id,
        external_id=row.wanted_list.external_id if row.wanted_list else "",
        cause=row.cause,
        asked_by=row.asked_by,
        asked_on=row.asked_on,
        effective_on=row.effective_on,
        state=row.state,
        reason=row.reason,
        exception=row.exception,
        counts=row.counts,
        note=row.note,
        findings=row.findings,
        made_by=row.made_by,
        made_at=row.made_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _of(municipality: MunicipalityView, by: Actor) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(
        open_to(municipality.key, by, "resident__"), municipality=municipality.key
    ).select_related("wanted_list")


def _found(key: int, municipality: MunicipalityView, by: Actor) -> ChangeRequest:
    row = _of(municipality, by).filter(pk=key).first()
    if row is None:
        raise not_there("request")
    return row


def _log(
    rows: tuple[RequestRow, ...], municipality: MunicipalityView, by: Actor, purpose: str
) -> None:
    record_reads(
        by=by.name,
        residents=sorted({row.resident for row in rows}),
        municipality=municipality.number,
        purpose=purpose,
        what="request",
    )
