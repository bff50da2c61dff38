"""From the forms of a plan and its measures to the services."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.fields import MeasureFields, PlanFields, PredictionFields
from hjemmel.apps.plan.selectors.plans import plan_key
from hjemmel.apps.plan.services import adopting, copying, measures, plans, predictions
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.cases.plans import indicator_definition
from hjemmel.domain.measure import Measure, MeasureStatus, Payer, Priority
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import IndicatorUnit
from hjemmel.domain.prediction import PredictionOrigin
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_years
from hjemmel.web.lists.fields import typed_day, typed_whole
from hjemmel.web.plan.asked import PlanAsked
from hjemmel.web.plan.reading import (
    day_if_any,
    typed_choice,
    typed_cost,
    typed_text,
    typed_value,
)
from hjemmel.web.work.forms import key_in, unknown_action

_DAY = timedelta(days=1)
_YEARS_OF_A_PLAN = 4


def writer(asked: PlanAsked) -> tuple[Actor, MunicipalityView]:
    """Return who writes, and where.

    Raises:
        NotAllowedError: The page is about an example, or nobody is signed in.
    """
    if asked.actor is None or asked.municipality is None:
        raise not_allowed(Permission.WRITE_PLANS)
    return asked.actor, asked.municipality


def start_plan(request: HttpRequest, asked: PlanAsked) -> str:
    """Make a plan as the form says: from an example, from one that the municipality has, or empty.

    Returns:
        Its name in the address.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    by, place = writer(asked)
    fields = head_in(request, typed_text(request, "id"))
    kind, _, name = typed_text(request, "start_from").partition(":")
    if kind == "example":
        copying.make_from_example(municipality=place.key, example=name, fields=fields, by=by)
    elif kind == "own":
        old = plan_key(municipality=place.key, name=name, by=by)
        copying.copy_for_next_period(plan=old, fields=fields, by=by)
    elif not kind:
        plans.make_plan(municipality=place.key, fields=fields, by=by)
    else:
        raise unknown_action()
    return fields.name


def head_in(request: HttpRequest, name: str) -> PlanFields:
    """Return a plan's head as its form says; without a last day it is for four years.

    Raises:
        InputError: A day or the language cannot be read.
    """
    first, last = typed_day(request, "first"), day_if_any(request, "last")
    language = typed_text(request, "language") or "nb"
    if language not in ("nb", "nn"):
        raise InputError(
            Text("Målformen er ukjent.", "The written language is unknown."),
            where="language",
            remedy=Text("Velg bokmål eller nynorsk.", "Choose bokmål or nynorsk."),
        )
    return PlanFields(
        name=name,
        title=typed_text(request, "title"),
        title_en=typed_text(request, "title_en"),
        first=first,
        last=add_years(first, _YEARS_OF_A_PLAN) if last is None else last + _DAY,
        language="nn" if language == "nn" else "nb",
        budget_reference=typed_text(request, "budget_reference"),
        reminders_to=typed_text(request, "reminders_to"),
    )


def move(request: HttpRequest, asked: PlanAsked, plan: Plan) -> int:
    """Give a measure of the board a new status from today on; return its number.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    by, _ = writer(asked)
    measure = _measure_of(plan, key_in(request, "measure"))
    measures.set_status(
        measure=int(measure.key),
        status=typed_choice(request, "status", MeasureStatus),
        on=asked.today,
        reason=typed_text(request, "reason"),
        by=by,
        today=asked.today,
        version=key_in(request, "version"),
    )
    return measure.number


def set_status(request: HttpRequest, asked: PlanAsked, plan: Plan, measure: Measure) -> None:
    """Give a measure a new status as its form says; raises as ``move``."""
    by, _ = writer(asked)
    measures.set_status(
        measure=int(measure.key),
        status=typed_choice(request, "status", MeasureStatus),
        on=day_if_any(request, "on") or asked.today,
        reason=typed_text(request, "reason"),
        by=by,
        today=asked.today,
        version=key_in(request, "version"),
    )


def add_measure(request: HttpRequest, asked: PlanAsked, plan: Plan) -> int:
    """Add a measure as its form says; return its number; raises as ``move``."""
    by, _ = writer(asked)
    fields = measure_in(request, None)
    measures.add_measure(plan=int(plan.key), fields=fields, by=by)
    return fields.number or 0


def change_measure(request: HttpRequest, asked: PlanAsked, plan: Plan, measure: Measure) -> None:
    """Change a measure as its form says; raises as ``move``."""
    by, _ = writer(asked)
    measures.change_measure(
        measure=int(measure.key),
        fields=measure_in(request, measure),
        by=by,
        version=key_in(request, "version"),
    )


def measure_in(request: HttpRequest, before: Measure | None) -> MeasureFields:
    """Return a measure as its form says; what the form does not show stays as it was.

    Raises:
        InputError: A field cannot be read.
    """
    note = None if before is None else before.note
    return MeasureFields(
        number=typed_whole(request, "number") if before is None else None,
        label=typed_text(request, "label"),
        title=typed_text(request, "title"),
        title_en=typed_text(request, "title_en"),
        text=typed_text(request, "text"),
        area=typed_text(request, "focus_area"),
        owner=typed_text(request, "owner"),
        owner_email=typed_text(request, "owner_email"),
        deadline=day_if_any(request, "deadline"),
        cost=typed_cost(request),
        payer=typed_choice(request, "payer", Payer),
        priority=typed_choice(request, "priority", Priority),
        indicator=typed_text(request, "indicator"),
        place="" if before is None else before.place,
        note="" if note is None else note.nb,
        note_en="" if note is None else note.en,
    )


def _measure_of(plan: Plan, key: int) -> Measure:
    """Return a measure of the plan; raise ``InputError`` when it is not one of the plan's."""
    for measure in plan.measures:
        if measure.key == str(key):
            return measure
    raise unknown_action()


def predict(request: HttpRequest, asked: PlanAsked, plan: Plan, measure: Measure) -> None:
    """Write down what a measure is to do, as its form says; raises as ``move``."""
    by, _ = writer(asked)
    code = typed_text(request, "indicator")
    unit = _unit_of(plan, code)
    predictions.predict(
        measure=int(measure.key),
        fields=PredictionFields(
            indicator=code,
            baseline=typed_value(request, "baseline", unit),
            from_day=typed_day(request, "from_day"),
            expected=typed_value(request, "expected", unit),
            by_day=typed_day(request, "by_day"),
            low=typed_value(request, "low", unit),
            high=typed_value(request, "high", unit),
            origin=typed_choice(request, "origin", PredictionOrigin),
            scenario=typed_text(request, "scenario"),
            assumption=typed_text(request, "assumption"),
        ),
        by=by,
    )


def drop_prediction(request: HttpRequest, asked: PlanAsked, plan: Plan, measure: Measure) -> None:
    """Take back what a measure was to do; raises as ``move``."""
    by, _ = writer(asked)
    key = key_in(request, "prediction")
    if str(key) not in {one.key for one in plan.predictions if one.measure == measure.number}:
        raise unknown_action()
    predictions.drop_prediction(prediction=key, by=by)


def state_why_none(request: HttpRequest, asked: PlanAsked, plan: Plan, measure: Measure) -> None:
    """State why nothing is promised of a measure; raises as ``move``."""
    by, _ = writer(asked)
    predictions.state_why_none(
        measure=int(measure.key), reason=typed_text(request, "why_no_prediction"), by=by
    )


def adopt_measure(request: HttpRequest, asked: PlanAsked, plan: Plan, measure: Measure) -> None:
    """Adopt a measure that came into an adopted plan; raises as ``move``."""
    by, _ = writer(asked)
    adopting.adopt_measure(
        measure=int(measure.key),
        on=typed_day(request, "adopted_on"),
        by=by,
        version=key_in(request, "version"),
    )


def _unit_of(plan: Plan, code: str) -> IndicatorUnit:
    """Return what an indicator counts in: one that the plan follows, or one that comes along."""
    followed = plan.indicator(code)
    return (followed.definition if followed else indicator_definition(code)).unit
