"""A municipality's tables as frames, to take out as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import polars as pl
from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.models import Membership, WaitingEntry
from hjemmel.apps.registry.selectors.directory import centres_of, doctors_of
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

_Made = Callable[[MunicipalityView, date, datetime | None, Actor], pl.DataFrame]
_LISTS = [
    "external_id",
    "kind",
    "district",
    "district_name",
    "centre_name",
    "holder_name",
    "locum_name",
    "form",
    "status",
    "held_since",
    "ends_on",
    "ceiling",
    "length",
    "guests",
    "waiting",
    "free",
]


@transaction.atomic
def export_table(
    name: str,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> pl.DataFrame:
    """Return one of a municipality's tables on a day; that it was taken out is logged.

    Args:
        name: One of ``TABLES``.
        municipality: The municipality.
        as_of: The day.
        known_at: The moment whose knowledge is used; ``None`` is now.
        by: Who asks; residents and the queue need ``SEE_RESIDENTS``, the rest ``SEE_LISTS``.

    Raises:
        UnknownIdError: There is no such table.
        NotAllowedError: The roles do not open it.
    """
    if name not in TABLES:
        known = ", ".join(TABLES)
        raise UnknownIdError(
            Text(f"Ukjent tabell «{name}».", f"Unknown table “{name}”."),
            where="table",
            remedy=Text(f"Velg blant {known}.", f"Choose among {known}."),
        )
    frame = TABLES[name](municipality, as_of, known_at, by)
    record(
        by=by.name,
        action="registry.export",
        subject=name,
        municipality=municipality.number,
        details={"rows": frame.height, "as_of": as_of.isoformat()},
    )
    return frame


def _lists(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    rows = lists_on(municipality, as_of, known_at, by=by).rows
    return pl.DataFrame(
        [[getattr(row, name) for name in _LISTS] for row in rows],
        schema=_LISTS,
        orient="row",
        infer_schema_length=None,
    )


def _centres(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    fields = [
        "key",
        "name",
        "organisation_number",
        "district",
        "address",
        "postcode",
        "postal_place",
    ]
    rows = centres_of(municipality, as_of, by=by)
    return pl.DataFrame(
        [[getattr(row, name) for name in fields] for row in rows], schema=fields, orient="row"
    )


def _doctors(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    fields = ["key", "name", "sex", "hpr_number", "born"]
    rows = doctors_of(municipality, as_of, known_at, by=by)
    return pl.DataFrame(
        [[getattr(row, name) for name in fields] for row in rows],
        schema=fields,
        orient="row",
        infer_schema_length=None,
    )


def _residents(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    """Everybody on a list here; who has a protected address only for who may see those."""
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    rows = Membership.objects.on(as_of, known_at).filter(
        patient_list__municipality=municipality.key, resident__erased_on__isnull=True
    )
    if not by.may(Permission.SEE_PROTECTED, municipality=municipality.key):
        rows = rows.filter(resident__protection="none")
    fields = {
        "national_id": "resident__national_id",
        "name": "resident__name",
        "born": "resident__born",
        "sex": "resident__sex",
        "municipality": "resident__municipality__number",
        "district": "resident__district__number",
        "list": "patient_list__external_id",
        "member_since": "valid_from",
    }
    found = rows.order_by("resident").values_list(*fields.values())
    return pl.DataFrame(list(found), schema=list(fields), orient="row", infer_schema_length=None)


def _waiting(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None, by: Actor
) -> pl.DataFrame:
    by.require(Permission.SEE_RESIDENTS, municipality=municipality.key)
    rows = WaitingEntry.objects.filter(
        municipality=municipality.key, left_on__isnull=True, queued_on__lte=as_of
    )
    if not by.may(Permission.SEE_PROTECTED, municipality=municipality.key):
        rows = rows.filter(resident__protection="none")
    fields = {
        "national_id": "resident__national_id",
        "waiting_class": "waiting_class",
        "queued_on": "queued_on",
        "wanted_list": "wanted_list__external_id",
    }
    found = rows.order_by("queued_on", "pk").values_list(*fields.values())
    return pl.DataFrame(list(found), schema=list(fields), orient="row", infer_schema_length=None)


TABLES: Mapping[str, _Made] = {
    "lists": _lists,
    "centres": _centres,
    "doctors": _doctors,
    "residents": _residents,
    "waiting": _waiting,
}
"""The tables that can be taken out, by name."""
