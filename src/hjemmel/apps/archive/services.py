"""Every table in one file and back: the same digest on SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.services import record
from hjemmel.kernel.errors import ConflictError, DataFileError, UnavailableError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

MANIFEST = "manifest.json"
_MARK = "hjemmel-backup"
_LEFT_OUT = {"sessions", "axes", "contenttypes", "auth"}
_ROWS_AT_ONCE = 5_000
_FILES_AT_ONCE = 8
_SAME_SECOND = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Archived:
    """What a backup holds: rows by table, and the digest of all tables."""

    rows: Mapping[str, int]
    digest: str


def tables() -> tuple[type[models.Model], ...]:
    """Return the models whose rows are kept, in the order that they can be put back.

    Sessions, counts of failed sign-ins and Django's own lists are not: they are made anew.
    """
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in _LEFT_OUT and model._meta.managed
    ]
    ordered: list[type[models.Model]] = []
    while kept:
        ready = [m for m in kept if not (_points_at(m) & set(kept)) - {m}]
        ordered += ready or kept
        kept = [m for m in kept if m not in ordered]
    return tuple(ordered)


def digest_of_tables() -> str:
    """Return one digest of every row of every table."""
    own: dict[str, str] = {}
    for model in tables():
        digest = hashlib.sha256()
        for line in _lines(model):
            digest.update(line)
        own[model._meta.db_table] = digest.hexdigest()
    return _together(own)


def _together(own: Mapping[str, str]) -> str:
    """Return the digest of tables by the digest of each."""
    lines = (f"{table} {own[table]}\n" for table in sorted(own))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def back_up(*, file: Path, by: Actor, progress: Progress | None = None) -> Archived:
    """Write every table to ``file``, readable by its owner only; never half a file.

    All of it is as it was at one moment, whoever writes meanwhile.

    Args:
        file: A new file.
        by: Who; needs ``BACK_UP`` everywhere.
        progress: Who is told how far it has come.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: The file exists.
        UnavailableError: The disk is full.
    """
    by.require(Permission.BACK_UP)
    if file.exists():
        raise ConflictError(
            Text("Filen finnes.", "The file exists."),
            where=str(file),
            remedy=Text("Velg et nytt navn.", "Choose a new name."),
        )
    watch = progress or NoProgress()
    kept = tables()
    watch.start(Text("Sikkerhetskopierer", "Backing up"), len(kept))
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as opened, _one_moment():
            made = _write(opened, kept, watch)
        with transaction.atomic():
            _note(by, "archive.back_up", made)
            os.replace(draft, file)
    except OSError as error:
        raise UnavailableError(
            Text(
                f"Kan ikke skrive filen: {error.strerror}.",
                f"Cannot write the file: {error.strerror}.",
            ),
            where=str(file),
            remedy=Text("Kontroller disken, og prøv igjen.", "Check the disk, and try again."),
        ) from error
    finally:
        Path(draft).unlink(missing_ok=True)
    return made


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let every read see the database as it is now, and keep nobody else from writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    database: Any = connection
    usual, database.transaction_mode = database.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        database.transaction_mode = usual


def _write(opened: Any, kept: tuple[type[models.Model], ...], watch: Progress) -> Archived:
    """Write and digest each row as it is read: there is no second reading to differ from."""
    rows: dict[str, int] = {}
    own: dict[str, str] = {}
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
        for model in kept:
            name = model._meta.db_table
            rows[name] = 0
            info = zipfile.ZipInfo(f"{name}.jsonl", _SAME_SECOND)
            info.compress_type = zipfile.ZIP_DEFLATED
            digest = hashlib.sha256()
            with archive.open(info, "w", force_zip64=True) as member:
                for line in _lines(model):
                    member.write(line)
                    digest.update(line)
                    rows[name] += 1
            own[name] = digest.hexdigest()
            watch.advance()
        manifest = {
            "generator": _MARK,
            "migrations": _migrations(),
            "rows": rows,
            "digest": _together(own),
        }
        archive.writestr(
            zipfile.ZipInfo(MANIFEST, _SAME_SECOND), json.dumps(manifest, indent=1, sort_keys=True)
        )
    return Archived(rows, _together(own))


def restore(*, file: Path, user: str, progress: Progress | None = None) -> Archived:
    """Read a backup into an empty database: all or nothing.

    Args:
        file: A file from ``back_up``.
        user: Name of who restores. An empty database has no users: she is one of the backup's own,
            and needs ``BACK_UP`` everywhere in it.
        progress: Who is told how far it has come.

    Raises:
        SignInNeededError: The backup has no active user of that name.
        NotAllowedError: Her roles do not open it.
        DataFileError: It is not a backup, is damaged, or is from another version.
        ConflictError: The database is not empty.
    """
    watch = progress or NoProgress()
    kept = tables()
    taken = [m._meta.db_table for m in kept if m._default_manager.exists()]
    if taken:
        raise ConflictError(
            Text("Databasen er ikke tom.", "The database is not empty."),
            where=taken[0],
            remedy=Text("Les inn i en ny, tom database.", "Restore into a new, empty database."),
        )
    watch.start(Text("Leser inn", "Restoring"), len(kept))
    with _opened(file) as archive, transaction.atomic():
        manifest = _manifest(archive, file)
        with connection.constraint_checks_disabled():
            for model in kept:
                _put_back(model, archive, file)
                watch.advance()
        connection.check_constraints()
        _reset_sequences(kept)
        digest = digest_of_tables()
        if digest != manifest["digest"]:
            raise _damaged(file)
        by = actor_named(user)
        by.require(Permission.BACK_UP)
        made = Archived(manifest["rows"], digest)
        _note(by, "archive.restore", made)
    return made


def _note(by: Actor, action: str, made: Archived) -> None:
    details = {"digest": made.digest, "rows": sum(made.rows.values())}
    record(by=by.name, action=action, subject="all tables", details=details)


def _put_back(model: type[models.Model], archive: zipfile.ZipFile, file: Path) -> None:
    fields = list(model._meta.concrete_fields)
    names = ", ".join(f'"{f.column}"' for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = model._meta.db_table
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    late, at_once = _own_parents(model), _at_once(model)
    again: list[tuple[Any, ...]] = []
    batch: list[list[Any]] = []
    try:
        with archive.open(f"{table}.jsonl") as member, connection.cursor() as cursor:
            for line in io.TextIOWrapper(member, "utf-8"):
                values = json.loads(line)
                if late and any(values[i] is not None for i in late):
                    again.append((*[values[i] for i in late], values[0]))
                    values = [None if i in late else v for i, v in enumerate(values)]
                batch.append([_to_database(f, v) for f, v in zip(fields, values, strict=True)])
                if len(batch) == at_once:
                    cursor.executemany(statement, batch)
                    batch = []
            if batch:
                cursor.executemany(statement, batch)
            if again:
                settings = ", ".join(f'"{fields[i].column}" = %s' for i in late)
                cursor.executemany(f'UPDATE "{table}" SET {settings} WHERE id = %s', again)  # noqa: S608
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _damaged(file) from error


def _own_parents(model: type[models.Model]) -> list[int]:
    """Return the places of columns that point at the same table: set when all rows are there."""
    return [
        i
        for i, field in enumerate(model._meta.concrete_fields)
        if field.remote_field is not None and field.related_model is model
    ]


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    """Yield each row as one line of JSON, the same on both databases."""
    fields = [field.attname for field in model._meta.concrete_fields]
    rows = model._default_manager.order_by("pk").values_list(*fields)
    for row in rows.iterator(chunk_size=_at_once(model)):
        text = json.dumps(
            [_plain(value) for value in row],
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )
        yield f"{text}\n".encode()


def _at_once(model: type[models.Model]) -> int:
    """Return how many rows are held in memory: few where each has a file in it."""
    has_files = any(isinstance(f, models.BinaryField) for f in model._meta.concrete_fields)
    return _FILES_AT_ONCE if has_files else _ROWS_AT_ONCE


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def _to_database(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save(value, connection)
    return field.get_db_prep_save(field.to_python(value), connection)


def _points_at(model: type[models.Model]) -> set[Any]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if field.remote_field is not None
    }


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app not in _LEFT_OUT)


def _reset_sequences(kept: tuple[type[models.Model], ...]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kept)):
            cursor.execute(statement)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        raise DataFileError(
            Text("Filen er ikke en sikkerhetskopi.", "The file is not a backup."),
            where=str(file),
            remedy=Text("Gi en fil fra «hjemmel backup».", "Give a file from “hjemmel backup”."),
        ) from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        mark, migrations = manifest["generator"], manifest["migrations"]
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _damaged(file) from error
    if mark != _MARK:
        raise _damaged(file)
    if migrations != _migrations():
        raise DataFileError(
            Text(
                "Kopien er laget av en annen versjon av hjemmel.",
                "The backup was made by another version of hjemmel.",
            ),
            where=str(file),
            remedy=Text(
                "Les den inn med versjonen som laget den, og oppgrader etterpå.",
                "Restore it with the version that made it, and upgrade afterwards.",
            ),
        )
    return manifest


def _damaged(file: Path) -> DataFileError:
    return DataFileError(
        Text(
            "Sikkerhetskopien er skadet; ingenting er lest inn.",
            "The backup is damaged; nothing was restored.",
        ),
        where=str(file),
        remedy=Text("Bruk en annen kopi.", "Use another backup."),
    )
