"""Which column of a municipality's files holds which field, remembered for its next files."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.exchange.models import REGISTER, ColumnMapping
from hjemmel.apps.registry.models import Municipality


def save_columns(
    *, municipality: int, name: str, columns: Mapping[str, Mapping[str, str]], by: Actor
) -> None:
    """Keep which column holds which field, for the municipality's next files.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
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
