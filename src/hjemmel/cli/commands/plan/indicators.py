"""``hjemmel plan indicators`` and ``evaluate``: what is found, and what came of what was promised."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from hjemmel.cases.plans import indicator_definitions
from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import say
from hjemmel.cli.commands.lists.rounds import SomeMunicipality
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.plan.common import AskedPlan, PlanId, plan_at
from hjemmel.cli.output import Column, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.domain.indicator_light import light_of
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import IndicatorDefinition
from hjemmel.domain.prediction import Score
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_percent
from hjemmel.kernel.text import Language, Text

INDICATORS_HELP = (
    "Vis indikatorene som følger med, eller hvordan de står i en kommunes plan. "
    "¦ Show the indicators that come along, or how they stand in a municipality's plan."
)
EVALUATE_HELP = (
    "Frys indikatorene ved slutten av et tertial og vurder hva tiltakene har gjort mot det som er lovet. "
    "¦ Freeze the indicators at a tertial's end and score what the measures did against what was promised."
)
SomePlan = Annotated[
    str | None,
    typer.Argument(
        metavar="PLAN", help="Planen; uten: alle indikatorer. ¦ The plan; without: all indicators."
    ),
]
Compute = Annotated[
    date | None,
    typer.Option(
        "--compute",
        parser=day("--compute"),
        metavar="DAY",
        help="Regn først ut det registeret kan si om denne dagen. "
        "¦ First work out what the register can tell of this day.",
    ),
]
WhichTertial = Annotated[
    str | None,
    typer.Option(
        "--tertial",
        help="For eksempel 2025-T2; uten: det siste som er over. "
        "¦ For example 2025-T2; without: the latest that is over.",
    ),
]


def indicators(
    context: typer.Context,
    plan_id: SomePlan = None,
    municipality: SomeMunicipality = None,
    compute: Compute = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show the indicators: what they are, or how they stand."""
    language = language_of(context)
    if plan_id is None and municipality is None:
        _write_definitions(indicator_definitions(), language, as_json=as_json)
        return
    if plan_id is None or municipality is None:
        raise InputError(
            Text("Plan og kommune hører sammen.", "Plan and municipality belong together."),
            where="PLAN, --municipality",
            remedy=Text("Oppgi begge, eller ingen.", "Give both, or neither."),
        )
    with plan_at(plan_id, municipality, user) as asked:
        picture = asked.picture if compute is None else _computed(asked, compute)
        today = asked.today
    if as_json:
        from hjemmel.cases.plan_plain import indicator_as_plain

        write_json([indicator_as_plain(one, today, language) for one in picture.indicators])
        return
    _write_standing(picture, today, language)


def evaluate(
    context: typer.Context,
    plan_id: PlanId,
    municipality: Municipality,
    tertial: WhichTertial = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Evaluate a tertial; done again, nothing is doubled."""
    language = language_of(context)
    with plan_at(plan_id, municipality, user) as asked:
        from django.utils import timezone

        from hjemmel.apps.plan.selectors.plans import plan_picture
        from hjemmel.apps.plan.services.evaluating import evaluate as run

        chosen = Tertial.ended_by(asked.today) if tertial is None else Tertial.read(tertial)
        done = run(
            plan=asked.key, tertial=chosen, by=asked.actor, today=asked.today, now=timezone.now()
        )
        picture = plan_picture(asked.key, by=asked.actor)
    scores = [one for one in picture.scores if one.tertial == chosen]
    if as_json:
        from hjemmel.cases.plan_plain import score_as_plain

        write_json(
            {
                "tertial": str(chosen),
                "is_new": done.is_new,
                "digest": done.digest,
                "missing": None if done.missing is None else done.missing.in_language(language),
                "scores": [score_as_plain(one, language) for one in scores],
            }
        )
        return
    write(chosen.words.in_language(language))
    if done.missing is not None:
        write(done.missing.in_language(language))
    _write_scores(picture, scores, language)
    say(language, f"Kontrollsum: {done.digest}", f"Digest: {done.digest}")


def _computed(asked: AskedPlan, as_of: date) -> Plan:
    from django.utils import timezone

    from hjemmel.apps.plan.selectors.plans import plan_picture
    from hjemmel.apps.plan.services.readings import compute_values

    compute_values(plan=asked.key, as_of=as_of, by=asked.actor, now=timezone.now())
    return plan_picture(asked.key, by=asked.actor)


def _write_definitions(
    definitions: tuple[IndicatorDefinition, ...], language: Language, *, as_json: bool
) -> None:
    if as_json:
        from hjemmel.cases.plan_plain import definition_as_plain

        write_json([definition_as_plain(one, language) for one in definitions])
        return
    columns: list[Column] = [
        (Text("Id", "Id"), "left"),
        (Text("Indikator", "Indicator"), "left"),
        (Text("Mål", "Target"), "left"),
        (Text("Hvor ofte", "How often"), "left"),
        (Text("Kilde", "Source"), "left"),
    ]
    rows = [
        (
            one.id,
            one.title.in_language(language),
            one.target.words.in_language(language),
            one.frequency.label.in_language(language),
            one.source.in_language(language),
        )
        for one in definitions
    ]
    write_table(language, None, columns, rows)


def _write_standing(plan: Plan, today: date, language: Language) -> None:
    columns: list[Column] = [
        (Text("Id", "Id"), "left"),
        (Text("Indikator", "Indicator"), "left"),
        (Text("Lys", "Light"), "left"),
        (Text("Hvorfor", "Why"), "left"),
        (Text("Ny verdi", "New value"), "left"),
    ]
    late = Text("mangler", "is missing").in_language(language)
    rows = []
    for one in plan.indicators:
        reading = light_of(one, today)
        rows.append(
            (
                one.definition.id,
                one.definition.title.in_language(language),
                reading.light.label.in_language(language),
                reading.text.in_language(language),
                late if reading.overdue else "",
            )
        )
    write_table(language, None, columns, rows)


def _write_scores(plan: Plan, scores: list[Score], language: Language) -> None:
    columns: list[Column] = [
        (Text("Nr.", "No."), "right"),
        (Text("Tiltak", "Measure"), "left"),
        (Text("Indikator", "Indicator"), "left"),
        (Text("Dom", "Verdict"), "left"),
        (Text("Andel av løftet", "Share of the promise"), "right"),
        (Text("Hva hendte", "What happened"), "left"),
    ]
    rows = [
        (
            plan.measure(one.prediction.measure).shown_as,
            plan.measure(one.prediction.measure).title.in_language(language),
            one.prediction.indicator,
            one.verdict.label.in_language(language),
            "" if one.achieved is None else format_percent(one.achieved, language, decimals=0),
            one.text.in_language(language),
        )
        for one in scores
    ]
    write_table(language, None, columns, rows)
