"""The tables of a file, validated, as the register takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

import polars as pl

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Day:
    """What a load is about: the municipality's key, the day, and the moment."""

    municipality: int
    as_of: date
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFrames:
    """Tables to load; ``None`` where the file has none. A missing column leaves what is stored.

    Keys are the file's own: ``external_id`` of centres, agreements, lists and households, HPR
    numbers of doctors, national ids of persons, codes of places.

    Args:
        centres: external_id, name, district; organisation_number, address, postcode,
            postal_place, phone, longitude, latitude, ownership, premises, premises_m2,
            most_doctors, universal_design, wheelchair_access, leader, opened_on, closed_on.
        doctors: hpr_number, name; born, sex, competence, specialist_since, training_stage,
            languages (several).
        agreements: external_id, centre, form, status; holder_hpr, locum_hpr, held_since,
            opening_hours, side_task_hours, side_tasks, notice_received_on, ends_on, end_reason,
            end_age; of a vacant one: vacant_since, advertised_on (several), advertised_times,
            deadline, applicants, qualified_applicants.
        lists: external_id, agreement; kind, ceiling, doctors (several HPR numbers).
        reports: list, length; ceiling, guests, base_amount_ore, short_list_amount_ore,
            equalisation_amount_ore.
        residents: national_id, born, sex, municipality; name, district, household,
            household_address, household_postcode, protection, basis, list, gp (here, elsewhere,
            none), elsewhere, member_since, mother, father, lived_here_from, lived_here_to,
            opted_out_on, died_on.
        waiting: national_id, waiting_class, queued_on; wanted_list.
    """

    centres: pl.DataFrame | None = None
    doctors: pl.DataFrame | None = None
    agreements: pl.DataFrame | None = None
    lists: pl.DataFrame | None = None
    reports: pl.DataFrame | None = None
    residents: pl.DataFrame | None = None
    waiting: pl.DataFrame | None = None

    def __post_init__(self) -> None:
        for name, required in _REQUIRED.items():
            frame = getattr(self, name)
            missing = [] if frame is None else [c for c in required if c not in frame.columns]
            if missing:
                named = ", ".join(missing)
                raise InputError(
                    Text(
                        f"Tabellen mangler kolonner: {named}.", f"The table lacks columns: {named}."
                    ),
                    where=name,
                    remedy=Text("Pek ut kolonnene i filen.", "Point out the columns in the file."),
                    columns=missing,
                )

    @property
    def given(self) -> Mapping[str, pl.DataFrame]:
        """The tables that are there, by name."""
        tables = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: frame for name, frame in tables.items() if frame is not None}


_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "centres": ("external_id", "name", "district"),
    "doctors": ("hpr_number", "name"),
    "agreements": ("external_id", "centre", "form", "status"),
    "lists": ("external_id", "agreement"),
    "reports": ("list", "length"),
    "residents": ("national_id", "born", "sex", "municipality"),
    "waiting": ("national_id", "waiting_class", "queued_on"),
}


@dataclass(slots=True)
class TableCounts:
    """What a load did to one table, rows."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class LoadCounts:
    """What a load did, by table; ``before`` and ``after`` count what holds on the day."""

    tables: dict[str, TableCounts] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)

    @property
    def changed_anything(self) -> bool:
        """Whether a row was added, changed or ended."""
        return any(t.added or t.changed or t.ended for t in self.tables.values())

    def as_plain(self) -> dict[str, Any]:
        """Return the counts for the audit log and for run pages."""
        return {
            "tables": {
                name: {
                    "added": t.added,
                    "changed": t.changed,
                    "ended": t.ended,
                    "unchanged": t.unchanged,
                }
                for name, t in self.tables.items()
            },
            "before": dict(self.before),
            "after": dict(self.after),
        }
