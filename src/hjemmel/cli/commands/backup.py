"""``hjemmel backup`` and ``hjemmel restore``: every table in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hjemmel.cli import server
from hjemmel.cli.actors import As, register_as, user_named
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.kernel.text import Text

BACKUP_HELP = "Skriv alle tabeller til én fil. ¦ Write every table to one file."
RESTORE_HELP = (
    "Les en sikkerhetskopi inn i en tom database. ¦ Read a backup into an empty database."
)

Target = Annotated[Path, typer.Argument(metavar="FILE", help="Ny fil, .zip. ¦ A new file, .zip.")]
Origin = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Fil fra «hjemmel backup». ¦ A file from “hjemmel backup”."
    ),
]


def backup(context: typer.Context, file: Target, user: As = None, as_json: Json = False) -> None:
    """Write every table to a file that holds on SQLite and PostgreSQL alike."""
    language = language_of(context)
    with register_as(user) as actor, progress_bar(language) as progress:
        from hjemmel.apps.archive.services import back_up

        made = back_up(file=file, by=actor, progress=progress)
    if as_json:
        write_json({"file": str(file), "digest": made.digest, "rows": dict(made.rows)})
        return
    rows = shown(sum(made.rows.values()), language)
    write(
        Text(
            f"Skrev {rows} rader til {file}. Filen har personopplysninger og passordavtrykk: hold den trygt.",
            f"Wrote {rows} rows to {file}. It holds personal data and password hashes: keep it safe.",
        ).in_language(language)
    )
    write(f"SHA-256: {made.digest}")


def restore(context: typer.Context, file: Origin, user: As = None, as_json: Json = False) -> None:
    """Read a backup into an empty database: all or nothing, and the digest must agree."""
    language = language_of(context)
    name = user_named(user)
    server.prepare_database()
    from hjemmel.apps.archive.services import restore as put_back

    try:
        with progress_bar(language) as progress:
            made = put_back(file=file, user=name, progress=progress)
    finally:
        server.close_connections()
    if as_json:
        write_json({"file": str(file), "digest": made.digest, "rows": dict(made.rows)})
        return
    rows = shown(sum(made.rows.values()), language)
    write(Text(f"Leste inn {rows} rader.", f"Read {rows} rows.").in_language(language))
    write(f"SHA-256: {made.digest}")
