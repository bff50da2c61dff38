"""``hjemmel cases``: the published figures, and every one worked out again."""

from __future__ import annotations

from typing import Annotated

import typer

from hjemmel.cases.published import list_cases
from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.pictures import CaseAsked, find_picture
from hjemmel.cli.session import language_of
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

app = typer.Typer(
    help="Publiserte tall som følger med. ¦ The published figures that come along.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", help="Vis datasettene. ¦ Show the data sets.")
def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List the published cases."""
    language = language_of(context)
    if as_json:
        write_json(
            [
                {
                    "id": case.id,
                    "municipality": case.number or None,
                    "name": case.name,
                    "title": case.title.in_language(language),
                    "as_of": case.as_of.isoformat(),
                    "source": case.source.text(language),
                    "districts": case.districts,
                    "figures": case.figures,
                    "has_need": case.has_need,
                }
                for case in list_cases()
            ]
        )
        return
    columns: list[Column] = [
        (Text("Id", "Id"), "left"),
        (Text("Hva", "What"), "left"),
        (Text("Per", "As of"), "left"),
        (Text("Bydeler", "Districts"), "right"),
        (Text("Tall", "Figures"), "right"),
        (Text("Kilde", "Source"), "left"),
    ]
    rows = [
        (
            case.id,
            case.title.in_language(language),
            format_date(case.as_of, language),
            str(case.districts),
            str(case.figures),
            case.source.text(language),
        )
        for case in list_cases()
    ]
    write_table(language, None, columns, rows)


@app.command("show", help="Vis tallene i et datasett. ¦ Show the figures of a data set.")
def show(
    context: typer.Context,
    case_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="For eksempel bergen-2023. ¦ For example bergen-2023."),
    ],
    as_json: Json = False,
) -> None:
    """Show one case."""
    from hjemmel.cases.plain import case_as_plain

    language = language_of(context)
    case = find_picture(CaseAsked(case_id))
    if as_json:
        write_json(case_as_plain(case, language))
        return
    kind = case.kind.label.in_language(language)
    write(f"{case.name}, {format_date(case.as_of, language)} ({kind})")
    write(f"{Text('Kilde', 'Source').in_language(language)}: {case.source.text(language)}")
    write()
    columns: list[Column] = [
        (Text("Tall", "Figure"), "left"),
        (Text("Verdi", "Value"), "right"),
        (Text("Per", "As of"), "left"),
        (Text("Sted", "Place"), "left"),
    ]
    rows = [
        (
            name,
            _number(figure.value, language),
            format_date(figure.as_of, language),
            figure.source.place,
        )
        for name, figure in case.figures.items()
    ]
    write_table(language, None, columns, rows)


@app.command(
    "verify",
    help="Regn ut hvert publiserte tall på nytt. ¦ Work every published figure out again.",
)
def verify(context: typer.Context, as_json: Json = False) -> None:
    """Verify the published figures; exit 1 when a computed value is not the recorded one."""
    from hjemmel.cases.plain import verification_as_plain
    from hjemmel.cases.verification import verify as work_out

    language = language_of(context)
    every = work_out()
    if as_json:
        write_json([verification_as_plain(one, language) for one in every])
    else:
        columns: list[Column] = [
            (Text("Gruppe", "Group"), "left"),
            (Text("Tall", "Figure"), "left"),
            (Text("Trykt", "Printed"), "right"),
            (Text("Regnet ut", "Computed"), "right"),
            (Text("Stemmer", "Agrees"), "left"),
        ]
        rows = [
            (
                one.figure,
                one.label.in_language(language),
                "; ".join(_number(value, language) for value in one.printed),
                "; ".join(_number(value, language) for value in one.computed),
                Text("ja" if one.agrees else "nei", "yes" if one.agrees else "no").in_language(
                    language
                ),
            )
            for one in every
        ]
        write_table(language, None, columns, rows)
        write()
        for one in every:
            if not one.agrees:
                write(f"{one.label.in_language(language)}: {one.note.in_language(language)}")
        agreeing = sum(one.agrees for one in every)
        recorded = sum(one.matches_record for one in every)
        count = len(every)
        write(
            Text(
                f"{agreeing} av {count} tall stemmer med det trykte; {recorded} er som registrert.",
                f"{agreeing} of {count} figures agree with the print; {recorded} are as recorded.",
            ).in_language(language)
        )
    if not all(one.matches_record for one in every):
        raise typer.Exit(CHECK_FAILED)


def _number(value: object, language: Language) -> str:
    from decimal import Decimal

    amount = Decimal(str(value))
    exponent = amount.normalize().as_tuple().exponent
    return shown(amount, language, decimals=max(0, -int(exponent)))
