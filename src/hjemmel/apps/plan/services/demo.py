"""The plan of a demo: an example made over, with statuses, history, promises and one scored tertial."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan import demo_rows
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.models import (
    IndicatorReading,
    MeasureChange,
    Plan,
    PlanBudgetLine,
    PlanDecision,
    PlanIndicator,
    PlanMeasure,
    PlanPrediction,
)
from hjemmel.apps.plan.services.adopting import adopt_plan
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.evaluating import evaluate
from hjemmel.apps.plan.services.plans import note, publish_plan
from hjemmel.apps.plan.services.readings import DONE_CODE, share_done, store_reading
from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.plan_indicator import ValueOrigin
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months, add_years

_EXAMPLE = "trondheim-2024"
_YEARS = 4
_SOURCE = Text("Oppdiktet historikk i demoen", "Made-up history of the demo")
_NOTE = {
    "nb": "Syntetisk plan: bygget over Trondheims tiltaksplan, men ansvar, frister, statuser, penger og "
    "virkning er oppdiktet. Ingenting av det har hendt.",
    "en": "A synthetic plan, made over Trondheim's plan of measures; owners, deadlines, statuses, money "
    "and effects are made up. None of it has happened.",
}


@transaction.atomic
def load_plan_demo(*, municipality: int, today: date, now: datetime, by: Actor) -> int:
    """Let a synthetic municipality have a plan that has run for a while, unless it has; return its key.

    It was adopted and published, has statuses, deadlines and money, history at each tertial's end, and
    its latest ended tertial but the newest is evaluated.

    Args:
        municipality: Key of the municipality; its persons are made up.
        today: The day in it.
        now: The moment.
        by: Who loads it; needs all that a leader may.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: The persons of the municipality are not made up.
    """
    by.require(Permission.ADOPT_PLANS, municipality=municipality)
    there = Plan.objects.filter(municipality=municipality).first()
    if there is not None:
        return there.pk
    if not Municipality.objects.get(pk=municipality).is_synthetic:
        raise ConflictError(
            Text(
                "En oppdiktet plan kan bare legges i en syntetisk kommune.",
                "A made-up plan fits only a synthetic municipality.",
            ),
            where="demo",
            remedy=Text("Lag en plan fra et eksempel.", "Make a plan from an example."),
        )
    first = date(today.year - 1, 1, 1)
    row = _plan(municipality, first, by)
    measures = {one.number: one for one in row.measures.all()}
    _tell(measures, first)
    _promise(measures, row, first, by)
    adopt_plan(plan=row.pk, on=add_months(first, 1), by=by)
    _stand(measures, first, today, by)
    _history(row, first, today, by, now)
    _set_aside(row, measures)
    publish_plan(plan=row.pk, by=by)
    tertial = Tertial.ended_by(today - timedelta(days=1))
    evaluate(plan=row.pk, tertial=tertial, by=by, today=today, now=now, works_out=False)
    note(by, "plan.load_demo", row)
    return row.pk


def _plan(municipality: int, first: date, by: Actor) -> Plan:
    last = add_years(first, _YEARS)
    fields = PlanFields(
        name=f"legetjenesten-{first.year}",
        title=f"Tiltaksplan for legetjenesten {first.year}–{last.year - 1} (syntetisk)",
        title_en=f"Plan for the medical service {first.year}–{last.year - 1} (synthetic)",
        first=first,
        last=last,
        budget_reference=f"Handlings- og økonomiplan {first.year}–{last.year - 1}",
    )
    key = make_from_example(municipality=municipality, example=_EXAMPLE, fields=fields, by=by)
    row = Plan.objects.select_related("municipality", "previous").get(pk=key)
    row.source = row.source_en = ""
    row.notes, row.printed_sums = [_NOTE], []
    row.save(update_fields=["source", "source_en", "notes", "printed_sums"])
    row.decisions.all().delete()
    PlanDecision.objects.create(
        plan=row,
        body="Kommunestyret (syntetisk)",
        body_en="The council (synthetic)",
        day=add_months(first, 1),
        case_number=f"1/{first.year % 100:02}",
        lines=[
            {"part": "adoption", "nb": "Planen vedtas.", "en": "The plan is adopted."},
            {
                "part": "addition",
                "nb": "Kommunestyret ber om rapport om virkningen hvert tertial.",
                "en": "The council asks for a report on the effect each tertial.",
            },
        ],
        made_by=by.name,
    )
    followed = set(row.indicators.values_list("code", flat=True))
    PlanIndicator.objects.bulk_create(
        PlanIndicator(plan=row, code=code)
        for code in (*demo_rows.HISTORY, DONE_CODE, "I09", "I14")
        if code not in followed
    )
    return row


def _tell(measures: dict[int, PlanMeasure], first: date) -> None:
    """Give each measure its owner, deadline and years."""
    years = list(range(first.year, first.year + _YEARS))
    for number, measure in measures.items():
        measure.owner = demo_rows.OWNERS.get(number, demo_rows.UNIT)
        months = demo_rows.DEADLINES.get(number)
        if months is not None:
            measure.deadline = add_months(first, months) - timedelta(days=1)
        if measure.cost_kind == "once":
            measure.cost_years = years[1:2]
        elif measure.cost_oere is not None:
            measure.cost_kind = "yearly"
            measure.cost_years = years if number <= 2 else years[1:]
        measure.priority = "first" if number in demo_rows.FIRST_ONES else "ordinary"
        measure.place, measure.note, measure.note_en = "", "", ""
        if number not in demo_rows.PROMISES:
            measure.why_no_prediction = demo_rows.WHY_NONE
    PlanMeasure.objects.bulk_update(
        measures.values(),
        [
            "owner",
            "deadline",
            "cost_kind",
            "cost_years",
            "priority",
            "place",
            "note",
            "note_en",
            "why_no_prediction",
        ],
    )


def _stand(measures: dict[int, PlanMeasure], first: date, today: date, by: Actor) -> None:
    """Let the measures have stood as the demo says, until today."""
    MeasureChange.objects.filter(measure__in=measures.values()).delete()
    MeasureChange.objects.bulk_create(
        MeasureChange(measure=measures[number], status=status, on=on, reason=reason, by=by.name)
        for number, changes in demo_rows.STATUSES.items()
        for status, months, reason in changes
        if (on := add_months(first, months)) <= today
    )


def _history(row: Plan, first: date, today: date, by: Actor, now: datetime) -> None:
    """Write what the indicators were before the plan began and at each tertial's end."""
    days = [first - timedelta(days=1)]
    tertial = Tertial.of(first)
    while tertial.last_day < today:
        days.append(tertial.last_day)
        tertial = Tertial.of(tertial.last_day + timedelta(days=1))
    IndicatorReading.objects.bulk_create(
        IndicatorReading(
            municipality=row.municipality,
            code=code,
            as_of=day,
            value=Decimal(value),
            origin=ValueOrigin.ENTERED.value,
            source=_SOURCE.nb,
            source_en=_SOURCE.en,
            made_by=by.name,
        )
        for code, values in demo_rows.HISTORY.items()
        for day, value in zip(days, values, strict=False)
    )
    for day in days[1:]:
        store_reading(row, share_done(row, day), by, now, origin=ValueOrigin.COMPUTED)


def _promise(measures: dict[int, PlanMeasure], row: Plan, first: date, by: Actor) -> None:
    PlanPrediction.objects.bulk_create(
        PlanPrediction(
            measure=measures[number],
            indicator=code,
            baseline=Decimal(demo_rows.HISTORY[code][0]),
            from_day=first - timedelta(days=1),
            expected=Decimal(expected),
            by_day=row.last - timedelta(days=1),
            low=Decimal(low),
            high=Decimal(high),
            origin="entered",
            assumption=assumption,
            made_by=by.name,
        )
        for number, (code, expected, low, high, assumption) in demo_rows.PROMISES.items()
    )


def _set_aside(row: Plan, measures: dict[int, PlanMeasure]) -> None:
    PlanBudgetLine.objects.bulk_create(
        PlanBudgetLine(
            plan=row,
            measure=measures[number],
            year=year,
            payer=payer,
            oere=int((measures[number].cost_oere or 0) * share),
            reference=row.budget_reference,
        )
        for number, (payer, share) in demo_rows.SET_ASIDE.items()
        for year in measures[number].cost_years
    )
