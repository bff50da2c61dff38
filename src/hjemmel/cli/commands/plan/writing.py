"""``hjemmel plan make``, ``adopt``, ``status``, ``import`` and ``export``: a plan of the register is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import (
    at,
    chosen,
    require_new,
    require_there,
    say,
    write_private,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.plan.common import AskedPlan, MeasureNumber, PlanId, plan_at
from hjemmel.cli.output import Column, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.domain.measure import MeasureStatus
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.plan.services.sheets import SheetOutcome

MAKE_HELP = (
    "Lag et utkast til plan, tomt eller fra en plan som følger med. "
    "¦ Make a draft of a plan, empty or from a plan that comes along."
)
ADOPT_HELP = (
    "Vedta en plan: det tiltakene er ventet å gjøre, står fra da av. "
    "¦ Adopt a plan: what its measures are predicted to do stands from then on."
)
STATUS_HELP = "Si hvordan et tiltak står. ¦ Say how a measure stands."
IMPORT_HELP = (
    "Les tiltak eller verdier inn fra Excel eller CSV. "
    "¦ Read measures or values in from Excel or CSV."
)
EXPORT_HELP = "Ta en plan ut som Excel. ¦ Take a plan out as Excel."
STATUSES = tuple(status.value for status in MeasureStatus)

NewFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Den nye Excel-filen. ¦ The new Excel file."),
]
SomeFile = Annotated[Path, typer.Argument(metavar="FILE", help="Excel eller CSV. ¦ Excel or CSV.")]
Title = Annotated[str, typer.Option("--title", help="Planens tittel. ¦ The plan's title.")]
First = Annotated[
    date,
    typer.Option(
        "--first",
        parser=day("--first"),
        metavar="DAY",
        help="Første dag i perioden. ¦ The first day of its period.",
    ),
]
Last = Annotated[
    date,
    typer.Option(
        "--last",
        parser=day("--last"),
        metavar="DAY",
        help="Første dag etter perioden. ¦ The first day after its period.",
    ),
]
Example = Annotated[
    str | None,
    typer.Option(
        "--example",
        help="Planen den begynner med; uten: en tom plan. "
        "¦ The plan that it begins from; without: an empty plan.",
    ),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=day("--on"),
        metavar="DAY",
        help="Dagen; uten: i dag. ¦ The day; without: today.",
    ),
]
Status = Annotated[
    str,
    typer.Argument(
        metavar="STATUS",
        help="not_started, in_progress, delayed, done eller stopped. "
        "¦ not_started, in_progress, delayed, done or stopped.",
    ),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        help="Hvorfor; må oppgis for forsinket og stoppet. ¦ Why; needed for delayed and stopped.",
    ),
]
Values = Annotated[
    bool,
    typer.Option(
        "--values",
        help="Filen har verdier av indikatorer, ikke tiltak. "
        "¦ The file has values of indicators, not measures.",
    ),
]
Preview = Annotated[
    bool,
    typer.Option("--preview", help="Vis bare hva som ville hendt. ¦ Only show what would happen."),
]


def make(
    context: typer.Context,
    plan_id: PlanId,
    municipality: Municipality,
    title: Title,
    first: First,
    last: Last,
    example: Example = None,
    user: As = None,
) -> None:
    """Make a draft."""
    with at(municipality, user) as asked:
        from hjemmel.apps.plan.fields import PlanFields
        from hjemmel.apps.plan.services.copying import make_from_example
        from hjemmel.apps.plan.services.plans import make_plan

        fields = PlanFields(name=plan_id, title=title, first=first, last=last)
        if example is None:
            make_plan(municipality=asked.place.key, fields=fields, by=asked.actor)
        else:
            make_from_example(
                municipality=asked.place.key, example=example, fields=fields, by=asked.actor
            )
    say(language_of(context), f"Utkastet {plan_id} er laget.", f"The draft {plan_id} is made.")


def adopt(
    context: typer.Context,
    plan_id: PlanId,
    municipality: Municipality,
    on: On = None,
    user: As = None,
) -> None:
    """Adopt a plan with its measures."""
    with plan_at(plan_id, municipality, user) as asked:
        from hjemmel.apps.plan.services.adopting import adopt_plan

        kept = adopt_plan(plan=asked.key, on=on or asked.today, by=asked.actor)
    say(
        language_of(context),
        f"Planen er vedtatt; {kept} ventede virkninger står fra nå av.",
        f"The plan is adopted; {kept} predicted effects stand from now on.",
    )


def status(
    context: typer.Context,
    plan_id: PlanId,
    number: MeasureNumber,
    becomes: Status,
    municipality: Municipality,
    on: On = None,
    reason: Reason = "",
    user: As = None,
) -> None:
    """Say how a measure stands from a day on."""
    given = MeasureStatus(chosen("STATUS", becomes, STATUSES))
    with plan_at(plan_id, municipality, user) as asked:
        from hjemmel.apps.plan.services.measures import set_status

        measure = asked.picture.measure(number)
        set_status(
            measure=int(measure.key),
            status=given,
            on=on or asked.today,
            reason=reason,
            by=asked.actor,
            today=asked.today,
        )
    say(
        language_of(context),
        f"Tiltak {number}: {given.label.nb}.",
        f"Measure {number}: {given.label.en}.",
    )


def export(
    context: typer.Context,
    plan_id: PlanId,
    file: NewFile,
    municipality: Municipality,
    user: As = None,
) -> None:
    """Take a plan out: measures, sums, budget, indicators and values."""
    require_new(file)
    language = language_of(context)
    with plan_at(plan_id, municipality, user) as asked:
        from hjemmel.apps.plan.services.sheets import export_plan

        made = export_plan(plan=asked.key, day=asked.today, by=asked.actor, language=language)
    write_private(file, made)
    say(language, f"Skrevet: {file}", f"Written: {file}")


def import_file(
    context: typer.Context,
    plan_id: PlanId,
    file: SomeFile,
    municipality: Municipality,
    values: Values = False,
    preview: Preview = False,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Read measures or values in from a file; bad rows are put aside."""
    require_there(file)
    language = language_of(context)
    with plan_at(plan_id, municipality, user) as asked:
        outcome = _read_in(asked, file, values=values, preview=preview)
    if as_json:
        write_json(
            {
                "rows": outcome.rows,
                "added": list(outcome.added),
                "changed": list(outcome.changed),
                "unchanged": outcome.unchanged,
                "bad": [
                    {
                        "row": one.row,
                        "where": one.where,
                        "what": one.what.in_language(language),
                        "remedy": one.remedy.in_language(language),
                    }
                    for one in outcome.bad
                ],
                "is_written": outcome.is_written,
            }
        )
        return
    _write_outcome(outcome, language)


def _read_in(asked: AskedPlan, file: Path, *, values: bool, preview: bool) -> SheetOutcome:
    from django.utils import timezone

    from hjemmel.apps.plan.services import sheets

    if values:
        take_values = sheets.preview_values if preview else sheets.import_values
        return take_values(
            plan=asked.key,
            file=file,
            name=file.name,
            by=asked.actor,
            today=asked.today,
            now=timezone.now(),
        )
    take = sheets.preview_measures if preview else sheets.import_measures
    return take(plan=asked.key, file=file, name=file.name, by=asked.actor)


def _write_outcome(outcome: SheetOutcome, language: Language) -> None:
    say(
        language,
        f"{outcome.rows} rader: {len(outcome.added)} nye, {len(outcome.changed)} endret, "
        f"{outcome.unchanged} uendret, {len(outcome.bad)} lagt til side.",
        f"{outcome.rows} rows: {len(outcome.added)} new, {len(outcome.changed)} changed, "
        f"{outcome.unchanged} unchanged, {len(outcome.bad)} put aside.",
    )
    if outcome.bad:
        columns: list[Column] = [
            (Text("Rad", "Row"), "right"),
            (Text("Kolonne", "Column"), "left"),
            (Text("Hva er galt", "What is wrong"), "left"),
            (Text("Hva kan gjøres", "What to do"), "left"),
        ]
        rows = [
            (
                str(one.row),
                one.where,
                one.what.in_language(language),
                one.remedy.in_language(language),
            )
            for one in outcome.bad
        ]
        write_table(language, None, columns, rows)
