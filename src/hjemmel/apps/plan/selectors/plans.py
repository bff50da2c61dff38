"""Plans that somebody may see: their heads, and one with everything in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, unknown
from hjemmel.apps.plan.mapping.indicators import (
    followed,
    prediction_of,
    predictions_of,
    scores_of,
)
from hjemmel.apps.plan.mapping.plans import plan_of, text_of
from hjemmel.apps.plan.models import Plan as PlanRow
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.domain.measure import Measure, StatusChange
from hjemmel.domain.plan import Plan, PlanStatus
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """A plan in a list of plans.

    Args:
        key: The register's key.
        name: Its id within the municipality.
        municipality: The municipality's key.
        number: The municipality's number.
        municipality_name: Its name.
        title: Its title.
        first: The first day of its period.
        last: The first day after it.
        status: Draft, adopted or ended.
        adopted_on: The day it was adopted.
        is_public: Whether its page is open to everybody.
        is_synthetic: Whether it is made up.
        measures: How many measures.
    """

    key: int
    name: str
    municipality: int
    number: str
    municipality_name: str
    title: Text
    first: date
    last: date
    status: PlanStatus
    adopted_on: date | None
    is_public: bool
    is_synthetic: bool
    measures: int


def list_plans(*, by: Actor, municipality: int | None = None) -> tuple[PlanHead, ...]:
    """Return the plans that ``by`` may see, those that begin last first.

    Args:
        by: Who asks; sees those of the municipalities where ``SEE_PLANS`` is open.
        municipality: Key of a municipality; ``None``: all that are open.

    Raises:
        NotAllowedError: The roles do not open that municipality, or none.
    """
    if municipality is not None:
        by.require(Permission.SEE_PLANS, municipality=municipality)
        return _heads(municipality=municipality)
    keys = by.municipalities(Permission.SEE_PLANS)
    if keys is None:
        return _heads()
    if not keys:
        by.require(Permission.SEE_PLANS)
    return _heads(municipality__in=keys)


def plan_key(*, municipality: int, name: str, by: Actor) -> int:
    """Return the key of a municipality's plan by its name.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: The municipality has none of that name.
    """
    by.require(Permission.SEE_PLANS, municipality=municipality)
    key = PlanRow.objects.filter(municipality=municipality, name=name).values_list("pk", flat=True)
    found = key.first()
    if found is None:
        raise unknown("plan")
    return found


def plan_in_force(*, municipality: int, day: date, by: Actor) -> int | None:
    """Return the key of the plan that holds on a day: adopted before a draft, the latest first.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_PLANS, municipality=municipality)
    heads = [head for head in _heads(municipality=municipality) if head.first <= day < head.last]
    adopted = [head for head in heads if head.status is PlanStatus.ADOPTED]
    chosen = adopted or heads
    return chosen[0].key if chosen else None


def usual_day(municipality: int, today: date) -> date:
    """Return the day that a municipality's plans are shown for: today, or the day a synthetic one was made for."""
    return view_of(Municipality.objects.get(pk=municipality)).usual_day(today)


def usual_day_of(plan: int, today: date, *, by: Actor) -> date:
    """Return the day that a plan is shown for; raises as ``plan_picture``."""
    row = plan_for(plan, by=by, permission=Permission.SEE_PLANS)
    return view_of(row.municipality).usual_day(today)


def plan_picture(plan: int, *, by: Actor) -> Plan:
    """Return a plan with everything in it, as it stands now.

    Args:
        plan: Its key.
        by: Who asks; needs ``SEE_PLANS`` in its municipality.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
    """
    return picture_of(plan_for(plan, by=by, permission=Permission.SEE_PLANS))


def public_plans() -> tuple[PlanHead, ...]:
    """Return the plans whose page is open to everybody; nobody has to sign in."""
    return _heads(is_public=True)


def public_plan(*, number: str, name: str) -> Plan:
    """Return a published plan as everybody may see it; nobody has to sign in.

    What the municipality works with is left out: measures that are not adopted, why a status changed,
    why a measure has no predicted effect, and keys.

    Args:
        number: The municipality's number.
        name: The plan's id in the municipality.

    Raises:
        UnknownIdError: There is none, or it is not published.
    """
    row = (
        PlanRow.objects.select_related("municipality", "previous")
        .filter(municipality__number=number, name=name, is_public=True)
        .first()
    )
    if row is None:
        raise unknown("plan")
    whole = picture_of(row)
    promised = {one.key for one in whole.predictions if one.locked_on is not None}
    adopted = [measure for measure in whole.measures if measure.adopted_on is not None]
    numbers = {None, *(measure.number for measure in adopted)}
    return replace(
        whole,
        goals=tuple(replace(goal, key="") for goal in whole.goals),
        measures=tuple(_public(measure) for measure in adopted),
        budget=tuple(replace(line, key="") for line in whole.budget if line.measure in numbers),
        predictions=tuple(one for one in whole.predictions if one.key in promised),
        scores=tuple(one for one in whole.scores if one.prediction.key in promised),
    )


def picture_of(row: PlanRow) -> Plan:
    """Return a stored plan as the domain's picture, for services that have asked already."""
    return plan_of(
        row,
        indicators=followed(row),
        predictions=(prediction_of(one) for one in predictions_of(row)),
        scores=scores_of(row),
    )


def _public(measure: Measure) -> Measure:
    return replace(
        measure,
        statuses=tuple(StatusChange(one.status, one.on) for one in measure.statuses),
        why_no_prediction="",
        key="",
    )


def _heads(**where: object) -> tuple[PlanHead, ...]:
    rows = (
        PlanRow.objects.filter(**where)
        .select_related("municipality")
        .annotate(measure_count=Count("measures"))
        .order_by("municipality__name", "-first", "pk")
    )
    return tuple(
        PlanHead(
            key=row.pk,
            name=row.name,
            municipality=row.municipality_id,
            number=row.municipality.number,
            municipality_name=row.municipality.name,
            title=text_of(row.title, row.title_en),
            first=row.first,
            last=row.last,
            status=PlanStatus(row.status),
            adopted_on=row.adopted_on,
            is_public=row.is_public,
            is_synthetic=row.is_synthetic,
            measures=row.measure_count,
        )
        for row in rows
    )
