"""Rosters in and out of files, the examples, and which rosters the register has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import As, register_as
from hjemmel.cli.commands.fetch import Preview
from hjemmel.cli.commands.lists.common import (
    require_new,
    require_there,
    say,
    write_private,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.roster.common import (
    DistrictKey,
    RosterKey,
    Sheet,
    Source,
    ThisRoster,
    read_on_files,
    require_one,
)
from hjemmel.cli.commands.roster.present import bad_as_plain, present_bad, present_findings
from hjemmel.cli.commands.roster.solving import require_ending
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.duty.services.sheets import SheetOutcome
    from hjemmel.apps.duty.sheet_files import RosterForFile

EXPORT_HELP = (
    "Skriv en vaktplan til Excel: kalender, matrise, regnskap, funn og hvordan det er regnet. "
    "¦ Write a roster to Excel: calendar, matrix, ledger, findings and how it is computed."
)
IMPORT_HELP = (
    "Ta et ark fra Excel eller CSV inn i en vaktplan i registeret. "
    "¦ Take a sheet of Excel or CSV into a roster of the register."
)
EXAMPLES_HELP = "Vis vaktdistriktene som følger med. ¦ Show the duty districts that come along."
LIST_HELP = (
    "Vis vaktdistriktene og vaktplanene i registeret. "
    "¦ Show the duty districts and rosters of the register."
)

OutFile = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Ny fil: .xlsx, eller .csv med en rad for hver lege på en vakt. "
        "¦ A new file: .xlsx, or .csv with a row for each doctor on a shift.",
    ),
]
SheetFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Excel eller CSV: en matrise med leger og dager, eller en liste med dag, vakt og lege. "
        "¦ Excel or CSV: a matrix of doctors and days, or a list with day, shift and doctor.",
    ),
]
Version = Annotated[
    int | None,
    typer.Option(
        "--version",
        parser=str,
        callback=whole("--version"),
        help="Versjonen du så på; er planen endret siden, skjer ingenting. "
        "¦ The version that you looked at; if the roster has changed since, nothing happens.",
    ),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        help="Hvorfor en lovregel fravikes i en publisert plan; bare for ledere. "
        "¦ Why a rule of the law is set aside in a published roster; only for leaders.",
    ),
]


def export(
    context: typer.Context,
    out: OutFile,
    source: Source = None,
    sheet: Sheet = None,
    roster: RosterKey = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write a roster to a file: whole, or not at all."""
    require_one(source, roster=roster)
    require_ending(out)
    require_new(out)
    language = language_of(context)
    if roster is not None:
        with register_as(user) as actor:
            from hjemmel.apps.duty.services.sheets import export_roster

            made = export_roster(roster=roster, by=actor)
    else:
        assert source is not None
        made = _from_files(source, sheet, language)
    from hjemmel.apps.duty.sheet_files import list_of, workbook_of

    is_list = out.suffix.lower() == ".csv"
    content = (
        list_of(made.inputs, made.assignments, language) if is_list else workbook_of(made, language)
    )
    write_private(out, content)
    if as_json:
        write_json({"file": str(out), "assignments": len(made.assignments)})
        return
    number = shown(len(made.assignments), language)
    say(
        language,
        f"Skrev {out}: {number} plasser er fylt.",
        f"Wrote {out}: {number} places are filled.",
    )


def _from_files(source: str, sheet: Path | None, language: Language) -> RosterForFile:
    from hjemmel.apps.duty.sheet_files import RosterForFile
    from hjemmel.engines.rostering import check
    from hjemmel.engines.rostering.tables import facts_of

    found = read_on_files(source, sheet)
    stands = found.roster
    if found.bad:
        present_bad(found.bad, language)
        raise typer.Exit(CHECK_FAILED)
    return RosterForFile(
        inputs=stands.inputs,
        assignments=stands.assignments,
        ledger=stands.ledger,
        findings=tuple((one, "") for one in check(stands.inputs, stands.assignments)),
        facts=facts_of(stands),
    )


def import_file(
    context: typer.Context,
    file: SheetFile,
    roster: ThisRoster,
    preview: Preview = False,
    version: Version = None,
    reason: Reason = "",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Check a sheet, say what it changes, and take in the rows that fit; again, nothing more."""
    require_there(file)
    language = language_of(context)
    with register_as(user) as actor:
        from hjemmel.apps.duty.services.sheets import import_sheet, preview_sheet

        if preview:
            done = preview_sheet(roster=roster, file=file, name=file.name, by=actor)
        else:
            done = import_sheet(
                roster=roster,
                file=file,
                name=file.name,
                version=version,
                reason=reason,
                by=actor,
            )
    if as_json:
        write_json(_plain(done, language))
    else:
        _present(done, preview, language)
    if done.bad:
        raise typer.Exit(CHECK_FAILED)


def _plain(done: SheetOutcome, language: Language) -> dict[str, object]:
    return {
        "version": done.version,
        "layout": done.layout.value,
        "rows": done.rows,
        "put": [[one.shift, one.doctor] for one in done.put],
        "off": [[one.shift, one.doctor] for one in done.off],
        "put_aside": bad_as_plain(done.bad, language),
        "findings": [
            {"level": one.level.value, "sentence": one.sentence.in_language(language)}
            for one in done.findings
        ],
        "is_written": done.is_written,
    }


def _present(done: SheetOutcome, preview: bool, language: Language) -> None:

    rows, put, off = (shown(n, language) for n in (done.rows, len(done.put), len(done.off)))
    if preview:
        said = Text("Forhåndsvist, ikke tatt inn.", "Previewed, not taken in.")
    elif done.is_written:
        said = Text("Tatt inn.", "Taken in.")
    else:
        said = Text("Ingenting var endret.", "Nothing had changed.")
    write(said.in_language(language))
    say(
        language,
        f"{rows} rader lest: {put} plasser fylles, {off} tømmes. Versjon {done.version}.",
        f"{rows} rows read: {put} places filled, {off} emptied. Version {done.version}.",
    )
    present_bad(done.bad, language)
    present_findings(
        [(one.level.label, one.sentence, one.source, one.override) for one in done.findings],
        language,
    )


def examples(context: typer.Context, as_json: Json = False) -> None:
    """Show the districts that others have described, ready to make a roster for."""
    from hjemmel.cases.rosters import load_roster, roster_examples

    language = language_of(context)
    found = {name: load_roster(name) for name in roster_examples()}
    if as_json:
        write_json(
            [
                {
                    "name": name,
                    "title": one.name.in_language(language),
                    "note": one.note.in_language(language),
                    "source": one.source,
                    "doctors": len(one.inputs.picture.doctors),
                    "shifts": len(one.inputs.picture.shifts),
                }
                for name, one in found.items()
            ]
        )
        return
    columns: list[Column] = [
        (Text("Navn", "Name"), "left"),
        (Text("Vaktdistrikt", "Duty district"), "left"),
        (Text("Leger", "Doctors"), "right"),
        (Text("Vakter", "Shifts"), "right"),
    ]
    rows = [
        (
            name,
            one.name.in_language(language),
            shown(len(one.inputs.picture.doctors), language),
            shown(len(one.inputs.picture.shifts), language),
        )
        for name, one in found.items()
    ]
    write_table(language, None, columns, rows)


_STATES = {
    "draft": Text("utkast", "draft"),
    "published": Text("publisert", "published"),
    "closed": Text("avsluttet", "closed"),
}


def show(
    context: typer.Context,
    district: DistrictKey = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show the rosters that the user may see, with their keys."""
    with register_as(user) as actor:
        from hjemmel.apps.duty.selectors.districts import get_district, list_districts
        from hjemmel.apps.duty.selectors.rosters import list_rosters

        places = (
            list_districts(by=actor) if district is None else (get_district(district, by=actor),)
        )
        found = [(place, list_rosters(place.key, by=actor)) for place in places]
    language = language_of(context)
    if as_json:
        write_json(
            [
                {
                    "district": place.key,
                    "name": place.name,
                    "rosters": [
                        {
                            "key": one.key,
                            "name": one.name,
                            "first": one.first.isoformat(),
                            "last": one.last.isoformat(),
                            "state": one.state,
                            "version": one.version,
                        }
                        for one in rosters
                    ],
                }
                for place, rosters in found
            ]
        )
        return
    if not found:
        say(
            language,
            "Ingen vaktdistrikter er åpne for deg.",
            "No duty districts are open to you.",
        )
    for place, rosters in found:
        write(f"{place.name} ({place.key})")
        for one in rosters:
            first, last = format_date(one.first, language), format_date(one.last, language)
            state = _STATES[one.state].in_language(language)
            say(
                language,
                f"  {one.key}: {one.name}, fra {first} til før {last}, {state}, versjon {one.version}",
                f"  {one.key}: {one.name}, from {first} to before {last}, {state}, version {one.version}",
            )
