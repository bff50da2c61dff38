"""Takes files in: a preview first, then all or nothing, and the same file twice without harm."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.exchange.counting import counts_of, counts_of_bad
from hjemmel.apps.exchange.list_files import check_any_file, load_checked
from hjemmel.apps.exchange.mappings import saved_columns
from hjemmel.apps.exchange.models import FROM_FILES, ImportRun, QuarantinedRow
from hjemmel.apps.exchange.running import Hold, ask_to_stop, is_held
from hjemmel.apps.exchange.uploads import discard, take_in, take_in_folder
from hjemmel.apps.registry.services.loading import not_taken
from hjemmel.kernel.errors import (
    CancelledError,
    ConflictError,
    DataFileError,
    HjemmelError,
    UnavailableError,
    UnknownIdError,
)
from hjemmel.kernel.problem import as_problem_in_both
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Text

__all__ = [
    "discard_run",
    "load_run",
    "look_again",
    "preview_file",
    "start_loading",
    "stop_loading",
    "take_in",
    "take_in_folder",
]

_BATCH = 5_000


def preview_file(
    *,
    file: Path,
    name: str,
    municipality: int,
    as_of: date,
    complete: bool,
    by: Actor,
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> int:
    """Read and check a file without loading it; return the key of the run that tells of it.

    Args:
        file: Where the file lies.
        name: The name it had.
        municipality: Key of the municipality it is about.
        as_of: The day it is about.
        complete: Whether it has everybody.
        by: Who asks; needs ``IMPORT_REGISTER`` there.
        columns: Headings by field and table that somebody pointed out; saved mappings come after.

    Raises:
        NotAllowedError: The roles do not open it.
        DataFileError: The file is not one that we read.
        InputError: Two columns are the same field.
    """
    by.require(Permission.IMPORT_REGISTER, municipality=municipality)
    chosen = {**saved_columns(municipality), **(columns or {})}
    try:
        checked = check_any_file(
            file,
            municipality=municipality,
            as_of=as_of,
            today=timezone.localdate(),
            columns=chosen,
        )
    except HjemmelError as error:
        if error.where == file.name:
            error.where = name  # what people call it, not what we stored it as
        raise
    with transaction.atomic():
        run = ImportRun.objects.create(
            municipality_id=municipality,
            kind=checked.kind,
            file=name[:255],
            stored_as=str(file),
            digest=_digest(file),
            as_of=as_of,
            columns={"complete": complete, "chosen": chosen},
            status="previewed",
            counts=counts_of(checked),
            asked_by=by.name,
        )
        _keep_quarantine(run, checked.bad)
        _record(by, "exchange.preview", run)
    return run.pk


def look_again(
    *, run: int, columns: Mapping[str, Mapping[str, str]], by: Actor, as_of: date | None
) -> int:
    """Check a previewed file once more with columns that were pointed out; return the new run.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: The file has been loaded already.
        InputError: Two columns are the same field.
    """
    row = _run(run, by)
    if row.municipality_id is None:
        raise _unknown_run()
    if row.status != "previewed" or not Path(row.stored_as).exists():
        raise ConflictError(
            Text(
                "Filen er lastet inn, eller ligger ikke her lenger.",
                "The file has been loaded, or is no longer here.",
            ),
            where=f"run {run}",
            remedy=Text("Last den opp på nytt.", "Upload it again."),
        )
    return preview_file(
        file=Path(row.stored_as),
        name=row.file,
        municipality=row.municipality_id,
        as_of=as_of or timezone.localdate(),
        complete=row.columns["complete"],
        by=by,
        columns=columns,
    )


def load_run(*, run: int, by: Actor, progress: Progress | None = None) -> None:
    """Load a file that was previewed: all rows that fit, or nothing.

    A file with the same content that was loaded before for the same day changes nothing. A run that
    was broken off can be run again.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such run, or its file is gone.
        ConflictError: It has been loaded already, or is being loaded.
        UnavailableError: The database does not answer; nothing was written.
        CancelledError: Somebody stopped it; nothing was written.
    """
    hold = Hold(_loadable(run, by))
    try:
        _load(_claimed(run), by, progress or hold)
    finally:
        hold.release()


def start_loading(*, run: int, by: Actor) -> threading.Thread:
    """Begin to load a previewed file, and do not wait for the end: ``stop_loading`` can stop it.

    How it ended stands on the run. Should the process end before, nothing is stored.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such run, or its file is gone.
        ConflictError: It has been loaded already, or is being loaded.
    """
    hold = Hold(_loadable(run, by))
    try:
        row = _claimed(run)
        work = threading.Thread(
            target=_load_alone, args=(row, by, hold), name=f"load {run}", daemon=True
        )
        work.start()
    except BaseException:
        hold.release()
        raise
    return work


def stop_loading(*, run: int, by: Actor) -> None:
    """Ask a load to stop; nothing of it is stored then.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such run.
        ConflictError: It is not being loaded.
    """
    row = _run(run, by)
    file = Path(row.stored_as)
    if row.status != "running" or not is_held(file):
        raise ConflictError(
            Text("Filen lastes ikke inn nå.", "The file is not being loaded."),
            where=f"run {run}",
            remedy=Text("Se på nytt hvordan det gikk.", "Look again how it went."),
        )
    ask_to_stop(file)
    _record(by, "exchange.stop", row)


def discard_run(*, run: int, by: Actor) -> None:
    """Delete the file of a run that is not to be loaded; what the run tells of it is kept.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such run, or its file is gone.
        ConflictError: It has been loaded already, or is being loaded.
    """
    hold = Hold(_loadable(run, by))
    try:
        with transaction.atomic():
            row = ImportRun.objects.select_for_update().get(pk=run)
            if row.status in ("loaded", "unchanged"):
                raise _loaded_already(run)
            row.status, row.finished_at = "cancelled", timezone.now()
            row.save(update_fields=["status", "finished_at"])
            _record(by, "exchange.discard", row)
    finally:
        hold.release()
    discard(Path(row.stored_as))


def _run(run: int, by: Actor) -> ImportRun:
    row = ImportRun.objects.filter(pk=run).first()
    if row is None:
        raise _unknown_run()
    by.require(Permission.IMPORT_REGISTER, municipality=row.municipality_id)
    return row


def _loadable(run: int, by: Actor) -> Path:
    """Return the file of a run that can be loaded."""
    row = _run(run, by)
    if row.status in ("loaded", "unchanged"):
        raise _loaded_already(run)
    if row.kind not in FROM_FILES:
        raise ConflictError(
            Text("Statistikk lastes ikke inn herfra.", "Statistics are not loaded from here."),
            where=f"run {run}",
            remedy=Text("Gå til Statistikk.", "Go to Statistics."),
        )
    file = Path(row.stored_as)
    if not row.stored_as or not file.exists():
        raise UnknownIdError(
            Text("Filen ligger ikke her lenger.", "The file is no longer here."),
            where=row.file,
            remedy=Text("Last den opp på nytt.", "Upload it again."),
        )
    return file


def _claimed(run: int) -> ImportRun:
    """Mark a run whose file we hold as running."""
    with transaction.atomic():
        row = ImportRun.objects.select_for_update().get(pk=run)
        if row.status in ("loaded", "unchanged"):  # by somebody who held the file before us
            raise _loaded_already(run)
        row.status, row.started_at, row.finished_at = "running", timezone.now(), None
        row.problem = None
        row.save(update_fields=["status", "started_at", "finished_at", "problem"])
    return row


def _load(row: ImportRun, by: Actor, progress: Progress) -> None:
    progress.start(Text("Leser og kontrollerer filen", "Reading and checking the file"), 1)
    try:
        with transaction.atomic():
            place, today = row.municipality_id or 0, timezone.localdate()
            as_of = row.as_of or today
            checked = check_any_file(
                Path(row.stored_as),
                municipality=place,
                as_of=as_of,
                today=today,
                columns=row.columns["chosen"],
            )
            progress.advance()
            counts, bad = load_checked(
                checked,
                municipality=place,
                as_of=as_of,
                today=today,
                complete=row.columns["complete"],
                digest=row.digest,
                by=by,
                progress=progress,
            )
            if bad is not None:  # as it is now, not as the preview found it
                row.quarantined.all().delete()
                _keep_quarantine(row, bad)
                row.counts |= counts_of_bad(bad)
            row.status = "loaded" if counts.changed_anything else "unchanged"
            row.counts = {**row.counts, **counts.as_plain()}
            row.finished_at = timezone.now()
            row.save(update_fields=["status", "counts", "finished_at"])
            _record(by, "exchange.load", row)
    except (DatabaseError, HjemmelError, OSError, pl.exceptions.PolarsError) as error:
        told = _failed(row, error)
        if isinstance(told, DataFileError):  # it will never load as it is
            discard(Path(row.stored_as))
        raise told from error
    discard(Path(row.stored_as))


def _load_alone(row: ImportRun, by: Actor, hold: Hold) -> None:
    """Load in a thread of its own, with a connection of its own; the run tells how it went."""
    try:
        with contextlib.suppress(HjemmelError):
            _load(row, by, hold)
    finally:
        hold.release()
        connection.close()


def _loaded_already(run: int) -> ConflictError:
    return ConflictError(
        Text("Filen er lastet inn.", "The file has been loaded."),
        where=f"run {run}",
        remedy=Text("Last opp en ny fil.", "Upload a new file."),
    )


def _failed(row: ImportRun, error: Exception) -> HjemmelError:
    """Note why a run failed, where that is still possible, and return it as an error for people."""
    if isinstance(error, HjemmelError):
        told = error
    elif isinstance(error, OperationalError | IntegrityError | DataError):
        told = not_taken(error)
    else:
        told = UnavailableError(
            Text(
                "Innlastingen stoppet; ingenting er lagret.",
                "The load stopped; nothing was stored.",
            ),
            where=type(error).__name__,
            remedy=Text("Prøv igjen.", "Try again."),
        )
    status = "cancelled" if isinstance(told, CancelledError) else "failed"
    with contextlib.suppress(
        DatabaseError
    ):  # what is down cannot note it: the run shows as broken off
        ImportRun.objects.filter(pk=row.pk).update(
            status=status, finished_at=timezone.now(), problem=as_problem_in_both(told)
        )
    return told


def _keep_quarantine(run: ImportRun, bad: pl.DataFrame) -> None:
    QuarantinedRow.objects.bulk_create(
        (
            QuarantinedRow(
                run=run, sheet=sheet[:100], row=row, field=field, reason=reason, value=value[:200]
            )
            for sheet, row, field, reason, value in bad.iter_rows()
        ),
        batch_size=_BATCH,
    )


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _record(by: Actor, action: str, run: ImportRun) -> None:
    place = run.municipality
    record(
        by=by.name,
        action=action,
        subject=f"run {run.pk}",
        municipality="" if place is None else place.number,
        details={
            "digest": run.digest,
            "status": run.status,
            "quarantined": run.counts["quarantined"],
        },
    )


def _unknown_run() -> UnknownIdError:
    return UnknownIdError(
        Text("Innlastingen finnes ikke.", "There is no such load."),
        where="run",
        remedy=Text("Gå til Import.", "Go to Import."),
    )
