"""A municipality's tables as frames, to take out as files that can be taken in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import polars as pl
from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.audit.services import record
from hjemmel.apps.registry.selectors import export_people, export_posts
from hjemmel.apps.registry.selectors.places import MunicipalityView, require_possible
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

_Made = Callable[[MunicipalityView, date, datetime | None, Actor], pl.DataFrame]


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

    Columns are named as the fields of files that are loaded. Centres, doctors, agreements, lists,
    reports, residents and waiting, loaded in that order into an empty municipality for the same
    day, give the same tables. Centres, doctors, vacancies, households and what a resident is keep no
    earlier versions, so they are as they are known now.

    Args:
        name: One of ``TABLES``.
        municipality: The municipality.
        as_of: The day.
        known_at: The moment whose knowledge is used; ``None`` is now.
        by: Who asks; persons need ``SEE_RESIDENTS``, the rest ``SEE_LISTS``; numbers of doctors are
            left out without ``SEE_DOCTOR_DETAILS``.

    Raises:
        UnknownIdError: There is no such table.
        NotAllowedError: The roles do not open it.
        InputError: No register tells of the day.
    """
    if name not in TABLES:
        known = ", ".join(TABLES)
        raise UnknownIdError(
            Text(f"Ukjent tabell «{name}».", f"Unknown table “{name}”."),
            where="table",
            remedy=Text(f"Velg blant {known}.", f"Choose among {known}."),
        )
    require_possible(as_of)
    frame = TABLES[name](municipality, as_of, known_at, by)
    record(
        by=by.name,
        action="registry.export",
        subject=name,
        municipality=municipality.number,
        details={
            "rows": frame.height,
            "as_of": as_of.isoformat(),
            "known_at": None if known_at is None else known_at.isoformat(),
        },
    )
    return frame


TABLES: Mapping[str, _Made] = {
    "centres": export_posts.centres,
    "doctors": export_posts.doctors,
    "agreements": export_posts.agreements,
    "lists": export_posts.lists,
    "ceilings": export_posts.ceilings,
    "reports": export_posts.reports,
    "residents": export_people.residents,
    "memberships": export_people.memberships,
    "households": export_people.households,
    "waiting": export_people.waiting,
}
"""The tables that can be taken out, by name, in the order that they are taken in."""
