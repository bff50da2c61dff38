"""``hjemmel funding run``: what each list is paid, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from hjemmel.cli.actors import As
from hjemmel.cli.commands.funding.common import (
    Inhabitants,
    ListsFile,
    Months,
    Positions,
    Since,
    SomeMunicipality,
    kroner,
    lists_asked_for,
)
from hjemmel.cli.commands.lists.common import say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.funding import FundingResult

RUN_HELP = (
    "Regn ut hva hver liste får hver måned: basistilskudd, grunntilskudd, garanti, utjamning, gjester. "
    "¦ Compute what each list is paid each month: capitation, base grant, guarantee, equalisation, "
    "guests."
)


def run_of(
    context: typer.Context,
    file: ListsFile = None,
    municipality: SomeMunicipality = None,
    since: Since = None,
    months: Months = 12,
    inhabitants: Inhabitants = None,
    positions: Positions = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Compute the money; exit code 1 says that a month lacks a rate that nobody has provided."""
    from hjemmel.engines.funding import run
    from hjemmel.law import law_on

    language = language_of(context)
    with lists_asked_for(
        file, municipality, since, months, user, inhabitants=inhabitants, positions=positions
    ) as inputs:
        law = law_on(inputs.first.first_day, municipality or "")
        result = run(inputs, law, missing="leave")
    if as_json:
        from hjemmel.engines.funding.plain import funding_as_plain

        write_json(funding_as_plain(result, language))
    else:
        _present(result, language)
    if result.missing:
        raise typer.Exit(CHECK_FAILED)


def _present(result: FundingResult, language: Language) -> None:
    from hjemmel.engines.funding import Part

    lists, months = len(result.inputs), len(result.inputs.months)
    total = kroner(result.total(), language)
    say(
        language,
        f"{total} til {lists} lister på {months} måneder.",
        f"{total} to {lists} lists over {months} months.",
    )
    if result.is_estimate.any():
        say(
            language,
            "Et anslag: der statens månedsrapport mangler, er nasjonal gjennomsnittssats brukt.",
            "An estimate: where the state's monthly report is lacking, the national average rate is used.",
        )
    parts = [part for part in Part if result.total(part).oere]
    columns: list[Column] = [
        (Text("Liste", "List"), "left"),
        *((part.label, "right") for part in parts),
        (Text("Betalt, kr", "Paid, NOK"), "right"),
    ]
    by_list = result.by_list()
    rows = [
        (
            name,
            *(shown(int(result.by_list(part)[row]) / 100, language) for part in parts),
            shown(int(by_list[row]) / 100, language),
        )
        for row, name in enumerate(result.inputs.names)
    ]
    write()
    write_table(language, None, columns, rows)
    for place, error in sorted(result.missing.items()):
        month = result.inputs.months[place]
        write(f"{month.year}-{month.number:02d}: {error.message(language)}")
