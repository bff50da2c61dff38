"""Keeps the codes of a municipality over time, and the borders of its districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.loading.frames import LoadCounts, TableCounts
from hjemmel.apps.registry.models import District, Municipality, RegionCode
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

Border = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class CodeRow:
    """A code in the history of a municipality (see ``RegionCode``)."""

    number: str
    valid_from: date
    valid_to: date | None
    name: str
    is_absorbed: bool
    is_part: bool


_FACTS = ("number", "valid_from", "valid_to", "name", "is_absorbed", "is_part")


@transaction.atomic
def set_region_codes(*, rows: Sequence[CodeRow], municipality: int, by: Actor) -> LoadCounts:
    """Keep these as the codes that the municipality has and had; the same once more changes nothing.

    Args:
        rows: All its codes.
        municipality: Its key.
        by: Who; needs ``IMPORT_STATISTICS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.IMPORT_STATISTICS, municipality=municipality)
    place = Municipality.objects.select_for_update().get(pk=municipality)
    stored = {CodeRow(*facts) for facts in place.codes.values_list(*_FACTS)}
    wanted = set(rows)
    old = {(row.number, row.valid_from) for row in stored}
    new = {(row.number, row.valid_from) for row in wanted}
    done = TableCounts(
        added=len(new - old),
        changed=len({(r.number, r.valid_from) for r in wanted - stored} & old),
        ended=len(old - new),
        unchanged=len(wanted & stored),
    )
    counts = LoadCounts({"region_codes": done}, {"region_codes": len(stored)})
    if counts.changed_anything:
        place.codes.all().delete()
        RegionCode.objects.bulk_create(
            RegionCode(municipality=place, **{name: getattr(row, name) for name in _FACTS})
            for row in sorted(wanted)
        )
        mark_changed(municipality, people=False)
    counts.after = {"region_codes": len(wanted)}
    record(
        by=by.name,
        action="registry.set_region_codes",
        subject=place.number,
        municipality=place.number,
        details=counts.as_plain(),
    )
    return counts


@transaction.atomic
def set_district_borders(
    *, borders: Mapping[str, Border], municipality: int, source: str, by: Actor
) -> LoadCounts:
    """Keep the borders of districts; the same once more changes nothing.

    Args:
        borders: GeoJSON polygons or multipolygons in longitude and latitude, by district number.
        municipality: Key of the municipality.
        source: Where they are from, for people.
        by: Who; needs ``IMPORT_STATISTICS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: A district is not in the municipality.
    """
    by.require(Permission.IMPORT_STATISTICS, municipality=municipality)
    place = Municipality.objects.select_for_update().get(pk=municipality)
    rows = {row.number: row for row in District.objects.filter(municipality=place)}
    unknown = sorted(borders.keys() - rows.keys())
    if unknown:
        raise UnknownIdError(
            Text(
                f"Bydelen {unknown[0]} finnes ikke i {place.name}.",
                f"There is no district {unknown[0]} in {place.name}.",
            ),
            where="borders",
            remedy=Text("Kontroller bydelsnumrene.", "Check the district numbers."),
        )
    done = TableCounts()
    for number, border in borders.items():
        row = rows[number]
        if row.border == border and row.border_source == source:
            done.unchanged += 1
            continue
        done.added += row.border is None
        done.changed += row.border is not None
        row.border, row.border_source = dict(border), source
        row.save(update_fields=["border", "border_source"])
    before = sum(1 for row in rows.values() if row.border is not None) - done.added
    counts = LoadCounts({"borders": done}, {"borders": before}, {"borders": before + done.added})
    if counts.changed_anything:
        mark_changed(municipality, people=False)
    record(
        by=by.name,
        action="registry.set_district_borders",
        subject=place.number,
        municipality=place.number,
        details={"source": source, "digest": digest(borders), **counts.as_plain()},
    )
    return counts
