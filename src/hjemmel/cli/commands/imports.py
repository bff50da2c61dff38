"""``hjemmel import``: a file into the register, with a preview first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from hjemmel.cli.actors import As, Municipality, register_as
from hjemmel.cli.commands.fetch import Preview, present
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json, write_table
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Language, Text

_OF_STATISTICS = (".json", ".geojson")
HELP = "Hent en fil inn i registeret. ¦ Load a file into the register."

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="CSV- eller Excel-fil, JSON-stat fra SSB, GeoJSON, eller mappen fra «hjemmel synth». "
        "¦ A CSV or Excel file, JSON-stat of Statistics Norway, GeoJSON, or the folder of "
        "“hjemmel synth”.",
    ),
]
ImportDay = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day("--as-of"),
        metavar="DAY",
        help="Dagen filen gjelder; uten: i dag. ¦ The day that the file is about; without: today.",
    ),
]
Partial = Annotated[
    bool,
    typer.Option(
        "--partial",
        help="Filen har ikke alle: den som ikke står der, blir på listen. "
        "¦ The file does not have everybody: who is not in it, stays on the list.",
    ),
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="TABLE.FIELD=HEADING",
        help="Pek ut en kolonne, for eksempel residents.name=Pasient. "
        "¦ Point out a column, for example residents.name=Patient.",
    ),
]
Remember = Annotated[
    str | None,
    typer.Option(
        "--save-columns",
        metavar="NAME",
        help="Husk under dette navnet hvilken kolonne som har hvilket felt, til kommunens neste "
        "filer. ¦ Remember by this name which column has which field, for the municipality's next "
        "files.",
    ),
]


def import_file(
    context: typer.Context,
    file: File,
    municipality: Municipality,
    as_of: ImportDay = None,
    partial: Partial = False,
    preview: Preview = False,
    maps: Maps = None,
    save_columns: Remember = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Check a file, say what it holds, and load the rows that fit."""
    if not file.exists():
        raise UnknownIdError(
            Text("Filen finnes ikke.", "The file does not exist."),
            where=str(file),
            remedy=Text("Kontroller stien.", "Check the path."),
        )
    language = language_of(context)
    if file.is_file() and file.suffix.lower() in _OF_STATISTICS:
        _statistics(file, municipality, preview, user, as_json, language)
        return
    with register_as(user) as actor, progress_bar(language) as progress:
        from django.utils import timezone

        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.exchange import selectors, services
        from hjemmel.apps.exchange.mappings import save_columns as keep_columns
        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor, permission=Permission.IMPORT_REGISTER)
        kept = _kept(file)
        try:
            run = services.preview_file(
                file=kept,
                name=file.name,
                municipality=place.key,
                as_of=as_of or timezone.localdate(),
                complete=not partial,
                by=actor,
                columns=_columns(maps or []),
            )
            if save_columns is not None:
                found = selectors.get_run(run, place, by=actor).counts["columns"]
                keep_columns(municipality=place.key, name=save_columns, columns=found, by=actor)
            if not preview:
                services.load_run(run=run, by=actor, progress=progress)
        finally:  # who runs the command has the file itself
            kept.unlink(missing_ok=True)
        view = selectors.get_run(run, place, by=actor)
        answer = {"run": view.key, "status": view.status, **view.counts}
        quarantined = selectors.quarantine_of(view, place, by=actor, most=20)
    if as_json:
        write_json(answer)
    else:
        _present(answer, quarantined, language)


def _kept(file: Path) -> Path:
    from hjemmel.apps.exchange import services

    if file.is_dir():
        return services.take_in_folder(folder=file)
    with file.open("rb") as stream:
        return services.take_in(stream=stream, name=file.name)


def _statistics(
    file: Path,
    municipality: str,
    preview: bool,
    user: str | None,
    as_json: bool,
    language: Language,
) -> None:
    """Take in a table of Statistics Norway, changes of codes, or borders; it knows its own days."""
    with register_as(user) as actor, progress_bar(language) as progress:
        from django.utils import timezone

        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.exchange.statistics import services
        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor, permission=Permission.IMPORT_STATISTICS)
        done = services.import_statistics(
            content=file.read_bytes(),
            name=file.name,
            municipality=place.key,
            today=timezone.localdate(),
            by=actor,
            preview=preview,
            progress=progress,
        )
        answer = services.as_plain(done, language)
    if as_json:
        write_json(answer)
    else:
        present(answer, language)


def _columns(maps: list[str]) -> dict[str, dict[str, str]]:
    columns: dict[str, dict[str, str]] = {}
    for given in maps:
        field, is_there, heading = given.partition("=")
        table, dot, name = field.partition(".")
        if not (is_there and dot and name and heading):
            raise InputError(
                Text(
                    f"«{given}» peker ikke ut en kolonne.",
                    f"“{given}” does not point out a column.",
                ),
                where="--map",
                remedy=Text("Skriv tabell.felt=overskrift.", "Write table.field=heading."),
            )
        columns.setdefault(table, {})[name] = heading
    return columns


_STATUS = {
    "previewed": Text("Forhåndsvist, ikke lastet inn.", "Previewed, not loaded."),
    "loaded": Text("Lastet inn.", "Loaded."),
    "unchanged": Text("Ingenting var endret.", "Nothing had changed."),
}


def _present(answer: dict[str, Any], quarantined: Any, language: Language) -> None:
    write(_STATUS[answer["status"]].in_language(language))
    write_table(
        language,
        None,
        [
            (Text("Tabell", "Table"), "left"),
            (Text("Lest", "Read"), "right"),
            (Text("Passer", "Fit"), "right"),
            (Text("Nye", "New"), "right"),
            (Text("Endret", "Changed"), "right"),
            (Text("Avsluttet", "Ended"), "right"),
        ],
        (
            (
                name,
                *(_count(answer[part].get(name), language) for part in ("read", "accepted")),
                *(
                    _count(answer.get("tables", {}).get(name, {}).get(part), language)
                    for part in ("added", "changed", "ended")
                ),
            )
            for name in {**answer["read"], **answer.get("tables", {})}
        ),
    )
    count = shown(answer["quarantined"], language)
    write(Text(f"{count} rader i karantene.", f"{count} rows in quarantine.").in_language(language))
    for sheet, row, field, reason, value in quarantined:
        place = f"{sheet}, " if sheet else ""
        words = Text(f"rad {row}", f"row {row}").in_language(language)
        write(f"  {place}{words}: {field}: {reason.in_language(language)} {value}".rstrip())


def _count(value: int | None, language: Language) -> str:
    """Show a count; a dash where nothing was counted: of a preview, or of what no row said."""
    return "–" if value is None else shown(value, language)
