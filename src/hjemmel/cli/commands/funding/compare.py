"""``hjemmel funding compare``: what changes, and for whom, with another rate or another date's law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

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
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, number
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.funding import Comparison, Correction

COMPARE_HELP = (
    "Regn månedene på nytt med en rettet sats eller en annen dags regler, og vis hva som endres for hvem. "
    "¦ Compute the months again with a corrected rate or another day's rules, and show what changes "
    "for whom."
)

ParameterAsked = Annotated[
    str | None,
    typer.Option(
        "--parameter",
        metavar="ID",
        help="Parameteren som rettes, som capitation.rate_up_to_knee. "
        "¦ The parameter to correct, as capitation.rate_up_to_knee.",
    ),
]
ValueAsked = Annotated[
    float | None,
    typer.Option(
        "--value",
        parser=str,
        callback=number("--value"),
        help="Den nye verdien. ¦ The new value.",
    ),
]
ValidFrom = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=day("--since"),
        metavar="DAY",
        help="Dagen verdien gjelder fra. ¦ The day the value holds from.",
    ),
]
ValidUntil = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=day("--until"),
        metavar="DAY",
        help="Første dag den ikke gjelder. ¦ The first day it does not hold.",
    ),
]
LawOf = Annotated[
    date | None,
    typer.Option(
        "--law-of",
        parser=day("--law-of"),
        metavar="DAY",
        help="Bruk reglene på denne dagen i alle månedene. "
        "¦ Use the rules of this day in every month.",
    ),
]


def compare_of(
    context: typer.Context,
    file: ListsFile = None,
    municipality: SomeMunicipality = None,
    since: Since = None,
    months: Months = 12,
    inhabitants: Inhabitants = None,
    positions: Positions = None,
    parameter: ParameterAsked = None,
    value: ValueAsked = None,
    valid_from: ValidFrom = None,
    valid_until: ValidUntil = None,
    law_of: LawOf = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Compute twice and present the difference; nothing is stored."""
    from hjemmel.engines.funding import rerun
    from hjemmel.law import law_on

    corrections = _corrections(parameter, value, valid_from, valid_until)
    language = language_of(context)
    with lists_asked_for(
        file, municipality, since, months, user, inhabitants=inhabitants, positions=positions
    ) as inputs:
        law = law_on(inputs.first.first_day, municipality or "")
        found = rerun(inputs, law, corrections=corrections, as_law_of=law_of, missing="leave")
    if as_json:
        from hjemmel.engines.funding.plain import comparison_as_plain

        write_json(comparison_as_plain(found, language))
    else:
        _present(found, language)


def _corrections(
    parameter: str | None, value: float | None, valid_from: date | None, valid_until: date | None
) -> tuple[Correction, ...]:
    from hjemmel.engines.funding import Correction

    given = {"--parameter": parameter, "--value": value, "--since": valid_from}
    lacking = [name for name, one in given.items() if one is None]
    if len(lacking) == len(given) and valid_until is None:
        return ()
    if parameter is None or value is None or valid_from is None:
        raise InputError(
            Text("Rettelsen mangler noe.", "The correction lacks something."),
            where=lacking[0],
            remedy=Text(f"Oppgi {', '.join(lacking)}.", f"Give {', '.join(lacking)}."),
        )
    exact = int(value) if value == int(value) else Decimal(str(value))
    return (Correction(parameter, exact, valid_from, valid_until),)


def _present(found: Comparison, language: Language) -> None:
    before, after = (kroner(one.total(), language) for one in (found.before, found.after))
    change, rest = kroner(found.to_gps, language), kroner(found.to_municipality, language)
    say(
        language,
        f"Fra {before} til {after}: legene {change}, kommunen {rest} med gjesteoppgjøret.",
        f"From {before} to {after}: the GPs {change}, the municipality {rest} with guests.",
    )
    columns: list[Column] = [
        (Text("Liste", "List"), "left"),
        (Text("Før, kr", "Before, NOK"), "right"),
        (Text("Etter, kr", "After, NOK"), "right"),
        (Text("Endring, kr", "Change, NOK"), "right"),
    ]
    was = found.before.by_list()
    rows = [
        (
            name,
            shown(int(was[row]) / 100, language),
            shown(int(was[row] + found.by_list[row]) / 100, language),
            shown(int(found.by_list[row]) / 100, language, signed=True),
        )
        for row, name in enumerate(found.before.inputs.names)
        if found.by_list[row]
    ]
    write()
    write_table(language, None, columns, rows)
    if found.months_left_out:
        said = ", ".join(f"{month.year}-{month.number:02d}" for month in found.months_left_out)
        say(
            language,
            f"Uten måneder som mangler en sats: {said}.",
            f"Without months that lack a rate: {said}.",
        )
