"""Files of applications that were looked at or loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import unknown
from hjemmel.apps.grants.models import GrantImport
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """A row of the file, and what it does."""

    row: int
    applicant: str
    sought: str
    action: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """A look at a file.

    Args:
        key: Its key.
        scheme_year: Key of the year.
        title: Name of the scheme.
        year: The calendar year.
        file: What it was called.
        is_loaded: Whether it is loaded.
        counts: Rows by what they do, and what came of them.
        asked_by: Who.
        asked_at: When.
        lines: Each row.
    """

    key: int
    scheme_year: int
    title: Text
    year: int
    file: str
    is_loaded: bool
    counts: Mapping[str, int]
    asked_by: str
    asked_at: datetime
    lines: tuple[ImportLine, ...]


def imports_in(municipality: int, *, by: Actor, most: int = 20) -> tuple[ImportView, ...]:
    """Return the newest looks, without their rows; needs ``HANDLE_GRANTS``."""
    by.require(Permission.HANDLE_GRANTS, municipality=municipality)
    rows = GrantImport.objects.select_related("scheme_year__scheme").filter(
        scheme_year__scheme__municipality=municipality
    )
    return tuple(_view(row, lines=False) for row in rows[:most])


def get_import(key: int, *, by: Actor) -> ImportView:
    """Return a look with its rows.

    Raises:
        UnknownIdError: There is no such look.
        NotAllowedError: The roles do not open it (``HANDLE_GRANTS``).
    """
    row = GrantImport.objects.select_related("scheme_year__scheme").filter(pk=key).first()
    if row is None:
        raise unknown("import")
    by.require(Permission.HANDLE_GRANTS, municipality=row.scheme_year.scheme.municipality_id)
    return _view(row, lines=True)


def _view(row: GrantImport, *, lines: bool) -> ImportView:
    scheme = row.scheme_year.scheme
    return ImportView(
        key=row.pk,
        scheme_year=row.scheme_year_id,
        title=Text(scheme.title_nb, scheme.title_en),
        year=row.scheme_year.year,
        file=row.file,
        is_loaded=row.state == "loaded",
        counts=row.counts,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        lines=tuple(
            ImportLine(
                row=one.row,
                applicant=str(one.values.get("name", "")),
                sought=str(one.values.get("sought", "")),
                action=one.action,
                reason=Text(one.reason_nb, one.reason_en),
            )
            for one in row.rows.all()
        )
        if lines
        else (),
    )
