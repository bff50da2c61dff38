"""Which column of a municipality's files holds which field, remembered for its next files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.exchange.models import REGISTER, ColumnMapping
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SavedColumns:
    """Columns that are remembered for a municipality's next files.

    Args:
        key: The register's key.
        name: The file that they were found in.
        columns: Headings by field and table.
        saved_by: Who saved them.
        saved_at: When.
    """

    key: int
    name: str
    columns: Mapping[str, Mapping[str, str]]
    saved_by: str
    saved_at: datetime


def save_columns(
    *, municipality: int, name: str, columns: Mapping[str, Mapping[str, str]], by: Actor
) -> None:
    """Keep which column holds which field, for the municipality's next files.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: The name is empty or too long.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    longest = ColumnMapping._meta.get_field("name").max_length or 0
    if not 0 < len(name.strip()) <= longest:
        raise InputError(
            Text("Navnet mangler eller er for langt.", "The name is missing or too long."),
            where="name",
            remedy=Text(f"Skriv høyst {longest} tegn.", f"Write at most {longest} characters."),
        )
    with transaction.atomic():
        ColumnMapping.objects.update_or_create(
            municipality_id=municipality,
            kind=REGISTER,
            name=name,
            defaults={"columns": columns, "saved_by": by.name},
        )
        number = Municipality.objects.values_list("number", flat=True).get(pk=municipality)
        record(
            by=by.name,
            action="exchange.save_columns",
            subject=name,
            municipality=number,
            details={"tables": sorted(columns)},
        )


def forget_columns(*, mapping: int, municipality: int, by: Actor) -> None:
    """Remember a file's columns no longer; the next files are read by their headings alone.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: The municipality has no such columns saved.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    with transaction.atomic():
        rows = ColumnMapping.objects.select_for_update().select_related("municipality")
        row = rows.filter(pk=mapping, municipality=municipality, kind=REGISTER).first()
        if row is None:
            raise UnknownIdError(
                Text("Kolonnene er ikke husket.", "The columns are not remembered."),
                where="mapping",
                remedy=Text("Se listen under Import.", "See the list under Import."),
            )
        record(
            by=by.name,
            action="exchange.forget_columns",
            subject=row.name,
            municipality=row.municipality.number,
            details={"tables": sorted(row.columns)},
        )
        row.delete()


def list_saved_columns(*, municipality: int, by: Actor) -> tuple[SavedColumns, ...]:
    """Return the columns that are remembered for a municipality, newest first.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    rows = ColumnMapping.objects.filter(municipality=municipality, kind=REGISTER)
    return tuple(
        SavedColumns(row.pk, row.name, row.columns, row.saved_by, row.saved_at)
        for row in rows.order_by("-saved_at")
    )


def saved_columns(municipality: int) -> dict[str, Mapping[str, str]]:
    """Return the headings by field and table that were saved, newest last."""
    merged: dict[str, Mapping[str, str]] = {}
    for row in ColumnMapping.objects.filter(municipality=municipality, kind=REGISTER).order_by(
        "saved_at"
    ):
        merged |= row.columns
    return merged
