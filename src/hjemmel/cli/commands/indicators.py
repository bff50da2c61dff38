"""``hjemmel indicators``: the published indicators, from the register and as published."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from hjemmel.cli.actors import As, Municipality, register_as
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

HELP = (
    "SSBs og Helsedirektoratets nøkkeltall, regnet av registeret. "
    "¦ The indicators of Statistics Norway and the Directorate of Health, from the register."
)
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day("--as-of"),
        metavar="DAY",
        help="Dagen tallene gjelder; uten: i dag. ¦ The day of the figures; without: today.",
    ),
]


def indicators(
    context: typer.Context,
    municipality: Municipality,
    as_of: AsOf = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Compute the indicators and present them."""
    language = language_of(context)
    with register_as(user) as actor:
        from django.utils import timezone

        from hjemmel.apps.registry.selectors.indicators import as_plain, indicators_on
        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor)
        on = as_of or place.usual_day(timezone.localdate())
        answer = as_plain(indicators_on(place, on, by=actor), place, on, language)
    if as_json:
        write_json(answer)
    else:
        _present(answer, language)


def _present(answer: dict[str, Any], language: Language) -> None:
    shown_day = format_date(date.fromisoformat(answer["as_of"]), language)
    synthetic = Text("syntetiske data", "synthetic data").in_language(language)
    write(f"{answer['name']}, {shown_day}" + (f" ({synthetic})" if answer["is_synthetic"] else ""))
    write()
    columns: list[Column] = [
        (Text("Nøkkeltall", "Indicator"), "left"),
        (Text("Fra registeret", "From the register"), "right"),
        (Text("Enhet", "Unit"), "left"),
        (Text("Publisert", "Published"), "right"),
        (Text("Avvik", "Difference"), "right"),
        (Text("Definisjon", "Definition"), "left"),
    ]
    write_table(
        language,
        None,
        columns,
        (
            (
                row["title"],
                _number(row["value"], language),
                row["unit"],
                _number((row["published"] or {}).get("value"), language),
                _number(row["difference"], language),
                row["source"],
            )
            for row in answer["indicators"]
        ),
    )


def _number(value: float | None, language: Language) -> str:
    decimals = 0 if value is None or value == int(value) else 1
    return shown(value, language, decimals=decimals)
