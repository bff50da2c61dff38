"""Reads runs of imports and what they left in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange import list_files
from hjemmel.apps.exchange.models import FROM_FILES, ImportRun
from hjemmel.apps.exchange.running import HowFar, how_far, is_held
from hjemmel.apps.exchange.statistics import borders, counts
from hjemmel.apps.exchange.validating import REASONS
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text

_LOADABLE = ("previewed", "failed", "cancelled", "broken_off")


@dataclass(frozen=True, slots=True)
class RunView:
    """A run of an import.

    ``status`` is the stored one, or ``broken_off``: the process that loaded it lives no more.
    ``how_far`` stands while it is loaded; ``may_load``: it is not loaded, and its file is here.
    ``kind`` is ``register``, ``events``, ``contracts`` or a kind of statistics.
    """

    key: int
    kind: str
    file: str
    as_of: date | None
    status: str
    counts: Mapping[str, Any]
    problem: Mapping[str, Any] | None
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    complete: bool
    how_far: HowFar | None
    may_load: bool

    @property
    def quarantined(self) -> int | None:
        """Rows in quarantine; ``None``: the file was never read to its end."""
        found: int | None = self.counts.get("quarantined")
        return found


def list_runs(municipality: MunicipalityView, *, by: Actor) -> tuple[RunView, ...]:
    """Return the newest hundred runs of a municipality.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality.key)
    rows = ImportRun.objects.filter(municipality=municipality.key)[:100]
    return tuple(_view(row) for row in rows)


def get_run(key: int, municipality: MunicipalityView, *, by: Actor) -> RunView:
    """Return one run.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: The municipality has no such run.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality.key)
    row = ImportRun.objects.filter(pk=key, municipality=municipality.key).first()
    if row is None:
        raise UnknownIdError(
            Text("Innlastingen finnes ikke.", "There is no such load."),
            where="run",
            remedy=Text("Gå til Import.", "Go to Import."),
        )
    return _view(row)


def quarantine_of(
    run: RunView, municipality: MunicipalityView, *, by: Actor, most: int | None = None
) -> tuple[tuple[str, int, str, Text, str], ...]:
    """Return sheet, row, field, reason and value (masked where it is about a person) of each bad row."""
    by.require(Permission.IMPORT_REGISTER, municipality=municipality.key)
    rows = ImportRun.objects.get(pk=run.key).quarantined.values_list(
        "sheet", "row", "field", "reason", "value"
    )
    return tuple(
        (sheet, row, field, reason_words(reason), value)
        for sheet, row, field, reason, value in rows[:most]
    )


def reason_words(reason: str) -> Text:
    """Return why a row did not fit, for people."""
    known = {**counts.REASONS, **borders.REASONS, **list_files.REASONS, **REASONS}
    return known.get(reason, Text(reason, reason))


def _view(row: ImportRun) -> RunView:
    file = Path(row.stored_as) if row.stored_as else None
    lives = file is not None and row.status == "running" and is_held(file)
    broken_off = row.status == "running" and not lives
    status = "broken_off" if broken_off else row.status
    return RunView(
        row.pk,
        row.kind,
        row.file,
        row.as_of,
        status,
        row.counts,
        row.problem,
        row.asked_by,
        row.asked_at,
        row.finished_at,
        bool(row.columns.get("complete")),
        how_far(file) if lives and file is not None else None,
        row.kind in FROM_FILES and status in _LOADABLE and file is not None and file.exists(),
    )
