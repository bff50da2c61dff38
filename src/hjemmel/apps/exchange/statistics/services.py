"""Takes statistics, codes and borders in, from a file or straight from where they are published."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.kinds import Draft, ImportKind, Loaded, SourceFile, Wish
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.exchange.running import Hold
from hjemmel.apps.exchange.statistics import borders, counts
from hjemmel.apps.exchange.statistics.catalogue import STATISTICS
from hjemmel.apps.exchange.statistics.fetching import WHAT, Source, fetch
from hjemmel.apps.exchange.statistics.http import Patience
from hjemmel.apps.exchange.statistics.kinds import region_map
from hjemmel.apps.exchange.uploads import discard, take_in
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.services.loading import not_taken
from hjemmel.kernel.errors import DataFileError, HjemmelError, UnknownIdError
from hjemmel.kernel.problem import as_problem_in_both
from hjemmel.kernel.progress import Progress
from hjemmel.kernel.text import Language, Text

_STARTS = ((b"{", "json"), (b"[", "json"), (b"<", "html"), (b"PK", "xlsx"))
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Args:
        run: Key of the run; ``None`` of a preview: nothing was stored.
        kind: What kind of file it was.
        title: The kind's name for people.
        loaded: Rows added, changed and so on, with counts before and after.
        rows: Rows or cells read.
        accepted: Rows stored.
        quarantined: Rows that did not fit.
        quarantine: The first of them: row, field, reason, value.
        warnings: What somebody should know.
    """

    run: int | None
    kind: str
    title: Text
    loaded: Loaded
    rows: int
    accepted: int
    quarantined: int
    quarantine: tuple[tuple[int, str, str, str], ...]
    warnings: tuple[Text, ...]


def import_statistics(
    *,
    content: bytes,
    name: str,
    municipality: int,
    today: date,
    by: Actor,
    kind: str | None = None,
    preview: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take a file in: all that fits, or nothing; the same file once more changes nothing.

    Args:
        content: The file.
        name: The name that it had.
        municipality: Key of the municipality.
        today: The day of the import.
        by: Who; needs ``IMPORT_STATISTICS`` there.
        kind: What kind it shall be; ``None``: what it is recognised as.
        preview: Only tell what would happen; nothing is stored.
        progress: Is told how far the work has come.

    Raises:
        NotAllowedError: The roles do not open it.
        DataFileError: The file is not what it should be; nothing of it was used.
        UnavailableError: The database does not answer; nothing was stored.
        CancelledError: ``progress`` stopped the work; nothing was stored.
    """
    by.require(Permission.IMPORT_STATISTICS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    path = take_in(stream=io.BytesIO(content), name="statistics.json")
    hold = Hold(path)  # while it lives, others see that the run is on its way
    watch = progress or hold
    try:
        source = SourceFile(path, name, _format(content))
        wish = Wish(municipality, place.number, today=today)
        chosen = _kind(source, kind)
        if preview:
            return _tried(chosen, source, wish, by, watch)
        run = ImportRun.objects.create(
            municipality=place,
            kind=chosen.id,
            file=name[:255],
            stored_as=str(path),
            digest=hashlib.sha256(content).hexdigest(),
            status="running",
            asked_by=by.name,
            started_at=timezone.now(),
        )
        try:
            draft = chosen.read(source, wish, watch)
            if draft.blocked is not None:
                raise _blocked(draft.blocked, name)
            with transaction.atomic():
                loaded = chosen.load(draft, wish, by, watch)
                _finish(run, draft, loaded)
        except DatabaseError as error:
            raise _failed(run, not_taken(error)) from error
        except HjemmelError as error:
            raise _failed(run, error) from error
        return _imported(run.pk, chosen, draft, loaded)
    finally:
        hold.release()
        discard(path)


def fetch_statistics(
    *,
    what: str,
    municipality: int,
    years: range | None,
    today: date,
    by: Actor,
    preview: bool = False,
    progress: Progress | None = None,
    source: Source | None = None,
) -> Imported:
    """Fetch a statistic from where it is published, and take it in.

    Args:
        what: ``population``, ``districts``, ``projection``, ``lists`` or ``codes``.
        municipality: Key of the municipality.
        years: The years wanted; ``None``: all.
        today: The day.
        by: Who; needs ``IMPORT_STATISTICS`` there.
        preview: Only tell what would happen; nothing is stored.
        progress: Is told how far the work has come, and of waits.
        source: Where from; as the settings say when not given.

    Raises:
        NotAllowedError: The roles do not open it.
        InputError: There is no such statistic or year.
        MissingDataError: There are no figures of the municipality.
        UnavailableError: The server does not answer; nothing was stored.
        CancelledError: ``progress`` stopped the work; nothing was stored.
    """
    by.require(Permission.IMPORT_STATISTICS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    fetched = fetch(
        what,
        regions=region_map(municipality, place.number),
        years=years,
        source=source or usual_source(),
        today=today,
        progress=progress,
    )
    return import_statistics(
        content=fetched.content,
        name=fetched.name,
        municipality=municipality,
        today=today,
        by=by,
        kind=WHAT[what],
        preview=preview,
        progress=progress,
    )


def usual_source(patience: Patience | None = None) -> Source:
    """Return where the settings say that statistics are fetched from."""
    return Source(settings.HJEMMEL_SSB_URL, settings.HJEMMEL_KLASS_URL, patience)


def as_plain(done: Imported, language: Language) -> dict[str, Any]:
    """Return what an import did, for the command line and the API."""
    return {
        "run": done.run,
        "stored": done.run is not None,
        "kind": done.kind,
        "title": done.title.in_language(language),
        "rows": done.rows,
        "accepted": done.accepted,
        "quarantined": done.quarantined,
        "tables": {name: dict(did) for name, did in done.loaded.tables.items()},
        "before": dict(done.loaded.before),
        "after": dict(done.loaded.after),
        "warnings": [warning.in_language(language) for warning in done.warnings],
        "quarantine": [
            {
                "row": row,
                "field": field,
                "reason": reason,
                "reason_name": reason_words(reason).in_language(language),
                "value": value,
            }
            for row, field, reason, value in done.quarantine
        ],
    }


def reason_words(reason: str) -> Text:
    """Return why a row did not fit, for people."""
    return {**counts.REASONS, **borders.REASONS}.get(reason, Text(reason, reason))


def _format(content: bytes) -> str:
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for mark, kind in _STARTS if start.startswith(mark)), "csv")


def _kind(file: SourceFile, wanted: str | None) -> ImportKind:
    if wanted is not None:
        found = next((kind for kind in STATISTICS if kind.id == wanted), None)
        if found is None:
            named = ", ".join(kind.id for kind in STATISTICS)
            raise UnknownIdError(
                Text(f"«{wanted}» er ukjent.", f"“{wanted}” is unknown."),
                where="kind",
                remedy=Text(f"Velg en av {named}.", f"Choose one of {named}."),
            )
        return found
    found = next((kind for kind in STATISTICS if kind.recognise(file)), None)
    if found is None:
        raise _unknown_file(file)
    return found


def _unknown_file(file: SourceFile) -> DataFileError:
    what = {
        "html": Text("en nettside", "a web page"),
        "xlsx": Text("en Excel-fil eller et arkiv", "an Excel file or an archive"),
        "csv": Text("tekst, kanskje CSV", "text, perhaps CSV"),
    }.get(file.format, Text("JSON av et annet slag", "JSON of another kind"))
    return DataFileError(
        Text(
            f"Filen er {what.nb}, ikke statistikk eller grenser vi kan lese.",
            f"The file is {what.en}, not statistics or borders that we read.",
        ),
        where=file.name,
        remedy=Text(
            "Gi SSB-tabell 07459, 10826, 14288, 14746 eller 12005 som JSON-stat 2, endringer fra "
            "KLASS, eller bydelsgrenser som GeoJSON.",
            "Give Statistics Norway's table 07459, 10826, 14288, 14746 or 12005 as JSON-stat 2, "
            "changes from KLASS, or district borders as GeoJSON.",
        ),
    )


def _blocked(reason: Text, name: str) -> DataFileError:
    return DataFileError(
        reason,
        where=name,
        remedy=Text(
            "Kontroller at filen gjelder kommunen, og at kommunenumrene over tid er hentet.",
            "Check that the file is about the municipality, and that its codes over time are fetched.",
        ),
    )


def _finish(run: ImportRun, draft: Draft, loaded: Loaded) -> None:
    run.status = "loaded" if loaded.changed_anything else "unchanged"
    run.finished_at = timezone.now()
    reasons = draft.quarantine.group_by("field", "reason").len().sort("len", descending=True)
    run.counts = {
        "read": {run.kind: draft.rows},
        "accepted": {run.kind: draft.accepted},
        "quarantined": draft.quarantine.height,
        "reasons": [list(row) for row in reasons.rows()],
        "tables": {name: dict(did) for name, did in loaded.tables.items()},
        "before": dict(loaded.before),
        "after": dict(loaded.after),
    }
    run.save()
    QuarantinedRow.objects.bulk_create(
        QuarantinedRow(run=run, **row) for row in draft.quarantine.iter_rows(named=True)
    )


def _failed(run: ImportRun, error: HjemmelError) -> HjemmelError:
    """Note that a run failed, where the database still answers."""
    status = "cancelled" if error.code == "cancelled" else "failed"
    with contextlib.suppress(DatabaseError):
        ImportRun.objects.filter(pk=run.pk).update(
            status=status, finished_at=timezone.now(), problem=as_problem_in_both(error)
        )
    return error


def _tried(
    kind: ImportKind, source: SourceFile, wish: Wish, by: Actor, watch: Progress
) -> Imported:
    """Take a file in, count, and undo it."""
    draft = kind.read(source, wish, watch)
    if draft.blocked is not None:
        raise _blocked(draft.blocked, source.name)
    try:
        with transaction.atomic():
            loaded = kind.load(draft, wish, by, watch)
            transaction.set_rollback(True)
    except DatabaseError as error:
        raise not_taken(error) from error
    return _imported(None, kind, draft, loaded)


def _imported(run: int | None, kind: ImportKind, draft: Draft, loaded: Loaded) -> Imported:
    shown: Sequence[tuple[int, str, str, str]] = (
        draft.quarantine.head(_SHOWN).select("row", "field", "reason", "value").rows()
    )
    return Imported(
        run=run,
        kind=kind.id,
        title=kind.title,
        loaded=loaded,
        rows=draft.rows,
        accepted=draft.accepted,
        quarantined=draft.quarantine.height,
        quarantine=tuple(shown),
        warnings=draft.warnings,
    )
