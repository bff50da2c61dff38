"""Which column of a municipality's files holds which field, remembered for its next files."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.exchange.models import REGISTER, ColumnMapping
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


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


def saved_columns(municipality: int) -> dict[str, Mapping[str, str]]:
    """Return the headings by field and table that were saved, newest last."""
    merged: dict[str, Mapping[str, str]] = {}
    for row in ColumnMapping.objects.filter(municipality=municipality, kind=REGISTER).order_by(
        "saved_at"
    ):
        merged |= row.columns
    return merged
