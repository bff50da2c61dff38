"""``hjemmel law``: dated parameters with their sources, the rules, and a check of the files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import code_of
from hjemmel.cli.law_text import period_text, value_text
from hjemmel.cli.output import Column, write, write_error, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.identifiers import MunicipalityNumber
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, load_law
from hjemmel.law.loader import LawBook, unknown_id
from hjemmel.law.parameters import Parameter, ParameterVersion
from hjemmel.law.plain import history_as_plain, summary_as_plain, version_as_plain

app = typer.Typer(
    help="Satser, grenser og frister med hjemmel. "
    "¦ Rates, limits and deadlines with their sources.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Parameter, for eksempel gp_list.ceiling_max. "
        "¦ Parameter, for example gp_list.ceiling_max.",
    ),
]


@app.command(
    "show",
    help="Vis verdien som gjelder på en dag. ¦ Show the value in force on a day.",
)
def show(
    context: typer.Context,
    parameter_id: Id,
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            parser=day("--on"),
            metavar="DATE",
            help="Dagen det spørres om; uten: i dag. ¦ The day asked about; without: today.",
        ),
    ] = None,
    municipality: Annotated[
        str | None,
        typer.Option(
            "--municipality",
            metavar="NNNN",
            help="Ta med kommunens lokale valg. ¦ Apply the municipality's local choice.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show one version of a parameter."""
    number = None if municipality is None else MunicipalityNumber(municipality).value
    law = LawAt(on or datetime.now().astimezone().date(), number, book=load_law())
    parameter, version = law.book.parameter(parameter_id), law.version(parameter_id)
    language = language_of(context)
    if as_json:
        write_json(version_as_plain(parameter, version, language))
        return
    review = version.review
    title, value = parameter.title.in_language(language), value_text(parameter, version, language)
    write(f"{title}: {value}")
    source, full_title = (
        version.source.text(language),
        version.source.act.title.in_language(language),
    )
    write(f"{Text('Hjemmel', 'Source').in_language(language)}: {source} ({full_title})")
    in_force = period_text(parameter, version, language)
    write(f"{Text('Gjelder', 'In force').in_language(language)}: {in_force}")
    checked = format_date(review.on, language)
    write(f"{review.status.label.in_language(language).capitalize()} {checked}: {review.source}")
    if version.quote:
        write(f"«{version.quote}»")
    if version.note is not None:
        write(version.note.in_language(language))


@app.command(
    "history",
    help="Vis alle versjoner, også kommunenes valg. ¦ Show every version, local choices too.",
)
def history(context: typer.Context, parameter_id: Id, as_json: Json = False) -> None:
    """Show every version of a parameter."""
    parameter, language = load_law().parameter(parameter_id), language_of(context)
    if as_json:
        write_json(history_as_plain(parameter, language))
        return
    columns: list[Column] = [
        (Text("Gjelder", "In force"), "left"),
        (Text("Hvor", "Where"), "left"),
        (Text("Verdi", "Value"), "left"),
        (Text("Hjemmel", "Source"), "left"),
        (Text("Kontroll", "Review"), "left"),
    ]
    rows = [
        (
            period_text(parameter, version, language),
            version.municipality or Text("hele landet", "the nation").in_language(language),
            value_text(parameter, version, language),
            version.source.text(language),
            version.review.status.label.in_language(language),
        )
        for version in _versions(parameter)
    ]
    write(f"{parameter.title.in_language(language)} ({parameter.id})")
    write_table(language, None, columns, rows)


def _versions(parameter: Parameter) -> tuple[ParameterVersion, ...]:
    return parameter.versions + tuple(
        version for number in sorted(parameter.local) for version in parameter.local[number]
    )


@app.command("list", help="Vis alle parametere. ¦ Show all parameters.")
def list_parameters(
    context: typer.Context,
    area: Annotated[
        str | None,
        typer.Option(
            "--area",
            help="Bare ett område, for eksempel gp_list. ¦ One area only, for example gp_list.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the parameters."""
    language, book = language_of(context), load_law()
    areas = sorted({parameter_id.split(".", 1)[0] for parameter_id in book.parameters})
    if area is not None and area not in areas:
        raise unknown_id("area", area, areas)
    chosen = [
        book.parameters[key]
        for key in sorted(book.parameters)
        if area is None or key.startswith(f"{area}.")
    ]
    if as_json:
        write_json([summary_as_plain(parameter, language) for parameter in chosen])
        return
    columns: list[Column] = [
        (Text("Id", "Id"), "left"),
        (Text("Hva", "What"), "left"),
        (Text("Enhet", "Unit"), "left"),
        (Text("Lokalt valg", "Local choice"), "left"),
    ]
    rows = [
        (
            parameter.id,
            parameter.title.in_language(language),
            parameter.unit.name.in_language(language),
            ", ".join(sorted(parameter.local))
            or (
                ""
                if parameter.local_bounds is None
                else Text("åpent", "open").in_language(language)
            ),
        )
        for parameter in chosen
    ]
    write_table(language, None, columns, rows)


@app.command("rules", help="Vis alle regler med hjemmel. ¦ Show all rules with their sources.")
def rules(context: typer.Context, as_json: Json = False) -> None:
    """List the rules."""
    from hjemmel.law.plain import rule_as_plain
    from hjemmel.rules.spec import rules_by_id

    language, book = language_of(context), load_law()
    every = [rules_by_id()[key] for key in sorted(rules_by_id())]
    if as_json:
        write_json([rule_as_plain(rule, book, language) for rule in every])
        return
    columns: list[Column] = [
        (Text("Id", "Id"), "left"),
        (Text("Regel", "Rule"), "left"),
        (Text("Hjemmel", "Source"), "left"),
    ]
    rows = [
        (
            rule.id,
            rule.title.in_language(language),
            "; ".join(place.citation(book).text(language) for place in rule.places),
        )
        for rule in every
    ]
    write_table(language, None, columns, rows)


@app.command(
    "check",
    help="Kontroller regelverksfilene, eller en egen mappe med slike. "
    "¦ Check the law files, or a folder of your own.",
)
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]",
            help="Mappe; uten: den som følger med. ¦ Folder; without: the one shipped.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read every law file and report what breaks the format."""
    from hjemmel.law.problems import find_problems, shipped_folder

    if folder is not None and not folder.is_dir():
        raise UnknownIdError(
            Text(f"Finner ikke mappen «{folder}».", f"There is no folder “{folder}”."),
            where=str(folder),
            remedy=Text("Kontroller navnet.", "Check the name."),
        )
    language = language_of(context)
    book, problems = find_problems(shipped_folder() if folder is None else folder)
    if as_json:
        write_json(
            {
                "ok": not problems,
                "folder": str(folder) if folder else None,
                **_counts(book),
                "problems": [
                    {"where": p.where, "what": p.what.in_language(language)} for p in problems
                ],
            }
        )
    else:
        for problem in problems:
            write_error(problem, language, as_json=False)
        if not problems:
            write(_all_fine(book).in_language(language))
    if problems:
        raise typer.Exit(code_of(problems[0]))


def _counts(book: LawBook | None) -> dict[str, int]:
    if book is None:
        return {}
    parameters = book.parameters.values()
    return {
        "acts": len(book.acts),
        "parameters": len(book.parameters),
        "versions": sum(len(_versions(parameter)) for parameter in parameters),
        "local_choices": sum(len(parameter.local) for parameter in parameters),
        "tables": len(book.tables),
    }


def _all_fine(book: LawBook | None) -> Text:
    c = _counts(book)
    return Text(
        f"Alt i orden: {c['parameters']} parametere med {c['versions']} versjoner, "
        f"{c['local_choices']} lokale valg, {c['acts']} regelverk og {c['tables']} tabeller.",
        f"All in order: {c['parameters']} parameters with {c['versions']} versions, "
        f"{c['local_choices']} local choices, {c['acts']} acts and {c['tables']} tables.",
    )
