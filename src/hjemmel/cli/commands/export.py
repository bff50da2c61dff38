"""``hjemmel export``: a table of the register as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality, register_as
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

HELP = "Skriv en tabell fra registeret til en fil. ¦ Write a table of the register to a file."
_FORMATS = (".csv", ".xlsx", ".parquet")
_DECIMALS = 7
"""Enough for a place within a centimetre, and never three, which a reader may take for thousands."""

Table = Annotated[
    str,
    typer.Argument(
        metavar="TABLE",
        help="centres, doctors, agreements, lists, ceilings, reports, residents, memberships, "
        "households eller waiting. "
        "¦ centres, doctors, agreements, lists, ceilings, reports, residents, memberships, "
        "households or waiting.",
    ),
]
Out = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Ny fil; endelsen .csv, .xlsx eller .parquet velger formatet. "
        "¦ A new file; its ending .csv, .xlsx or .parquet chooses the format.",
    ),
]
ExportDay = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day("--as-of"),
        metavar="DAY",
        help="Dagen; uten: i dag. ¦ The day; without: today.",
    ),
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        "--known-on",
        parser=day("--known-on"),
        metavar="DAY",
        help="Slik det var kjent den dagen. ¦ As it was known on that day.",
    ),
]


def export(
    context: typer.Context,
    table: Table,
    file: Out,
    municipality: Municipality,
    as_of: ExportDay = None,
    known_on: KnownOn = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write a table as it holds on a day; that it was taken out is logged."""
    if file.suffix.lower() not in _FORMATS:
        raise InputError(
            Text(f"Ukjent endelse «{file.suffix}».", f"Unknown ending “{file.suffix}”."),
            where=str(file),
            remedy=Text("Bruk .csv, .xlsx eller .parquet.", "Use .csv, .xlsx or .parquet."),
        )
    if file.exists():
        raise ConflictError(
            Text("Filen finnes.", "The file exists."),
            where=str(file),
            remedy=Text("Velg et nytt navn.", "Choose a new name."),
        )
    with register_as(user) as actor:
        from django.utils import timezone

        from hjemmel.apps.registry.selectors.export import export_table
        from hjemmel.apps.registry.selectors.places import end_of, get_municipality

        place = get_municipality(municipality, by=actor)
        shown_day = as_of or place.usual_day(timezone.localdate())
        known_at = None if known_on is None else end_of(known_on)
        frame = export_table(table, place, shown_day, known_at, by=actor)
    language = language_of(context)
    part = file.with_name(f".{file.name}.part")
    try:
        part.touch(mode=0o600)
        match file.suffix.lower():
            case ".csv":
                separator = ";" if language == "nb" else ","
                frame.write_csv(
                    part, separator=separator, include_bom=True, float_precision=_DECIMALS
                )
            case ".xlsx":
                with part.open("wb") as opened:
                    frame.write_excel(opened, worksheet=table)
            case _:
                frame.write_parquet(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    if as_json:
        write_json(
            {
                "file": str(file),
                "table": table,
                "as_of": shown_day.isoformat(),
                "rows": frame.height,
            }
        )
        return
    rows = shown(frame.height, language)
    write(
        Text(f"Skrev {rows} rader til {file}.", f"Wrote {rows} rows to {file}.").in_language(
            language
        )
    )
