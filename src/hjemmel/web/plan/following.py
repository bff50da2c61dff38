"""From the forms of indicators to the services: followed, entered, worked out and evaluated."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.plan.fields import OwnIndicatorFields, ReadingFields, TargetFields
from hjemmel.apps.plan.services import evaluating, following, readings
from hjemmel.apps.plan.services.readings import Computed
from hjemmel.cases.plans import indicator_definition
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import Direction, FollowedIndicator, Frequency, IndicatorUnit
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.text import Text
from hjemmel.web.lists.fields import typed_day
from hjemmel.web.plan.asked import PlanAsked
from hjemmel.web.plan.reading import typed_choice, typed_text, typed_value
from hjemmel.web.plan.writing import writer
from hjemmel.web.work.forms import unknown_action


def act_on_indicators(request: HttpRequest, asked: PlanAsked, plan: Plan) -> Text:
    """Work out what the register can tell, or evaluate a tertial; return what was done, in words.

    Raises:
        HjemmelError: It cannot be done; the message says why.
    """
    by, _ = writer(asked)
    what = typed_text(request, "what")
    if what == "compute":
        day = typed_day(request, "as_of")
        found = readings.compute_values(plan=int(plan.key), as_of=day, by=by, now=timezone.now())
        return _computed(found)
    if what == "evaluate":
        tertial = Tertial.read(typed_text(request, "tertial"))
        return _evaluate(plan, tertial, asked, by)
    raise unknown_action()


def _computed(found: Computed) -> Text:
    stored, same = len(found.stored), found.unchanged
    nb = f"{stored} indikatorer fikk en ny verdi; {same} verdier sto fra før."
    en = f"{stored} indicators got a new value; {same} values stood already."
    if found.unknown:
        nb += " Kan ikke sies: " + "; ".join(f"{code}: {why.nb}" for code, why in found.unknown)
        en += " Cannot be told: " + "; ".join(f"{code}: {why.en}" for code, why in found.unknown)
    if found.frozen:
        nb += f" Frosset i et tertial, og latt stå: {', '.join(found.frozen)}."
        en += f" Frozen in a tertial, and left as they are: {', '.join(found.frozen)}."
    return Text(nb, en)


def _evaluate(plan: Plan, tertial: Tertial, asked: PlanAsked, by: Actor) -> Text:
    done = evaluating.evaluate(
        plan=int(plan.key), tertial=tertial, by=by, today=asked.today, now=timezone.now()
    )
    words = tertial.words
    nb = f"{words.nb} er evaluert: {done.scored} løfter er holdt mot det som skjedde"
    en = f"{words.en} is evaluated: {done.scored} promises were held against what happened"
    if done.scored_before:
        nb += f", {done.scored_before} var det fra før"
        en += f", {done.scored_before} had been before"
    nb, en = f"{nb}.", f"{en}."
    if done.missing is not None:
        nb += f" Registeret kunne ikke fortelle noe: {done.missing.nb}"
        en += f" The register could tell nothing: {done.missing.en}"
    return Text(nb, en)


def enter_value(
    request: HttpRequest, asked: PlanAsked, plan: Plan, indicator: FollowedIndicator
) -> None:
    """Write down a value of an indicator; raises as ``act_on_indicators``."""
    by, _ = writer(asked)
    definition = indicator.definition
    readings.enter_value(
        plan=int(plan.key),
        fields=ReadingFields(
            code=definition.id,
            as_of=typed_day(request, "as_of"),
            value=typed_value(request, "value", definition.unit),
            source=typed_text(request, "source"),
            note=typed_text(request, "note"),
        ),
        by=by,
        today=asked.today,
        now=timezone.now(),
    )


def follow(request: HttpRequest, plan: Plan, by: Actor) -> None:
    """Let the plan follow an indicator, with a target of its own where the form has one."""
    code = typed_text(request, "indicator")
    unit = indicator_definition(code).unit
    target = _target(request, unit) if typed_text(request, "direction") else None
    following.follow(plan=int(plan.key), code=code, by=by, target=target)


def stop_following(request: HttpRequest, plan: Plan, by: Actor) -> None:
    """Let the plan no longer follow an indicator."""
    following.stop_following(plan=int(plan.key), code=typed_text(request, "indicator"), by=by)


def define(request: HttpRequest, plan: Plan, by: Actor) -> None:
    """Define an indicator of the municipality's own."""
    unit = typed_choice(request, "unit", IndicatorUnit)
    following.define_indicator(
        plan=int(plan.key),
        fields=OwnIndicatorFields(
            code=typed_text(request, "code"),
            title=typed_text(request, "title"),
            definition=typed_text(request, "definition"),
            formula=typed_text(request, "formula"),
            unit=unit,
            source=typed_text(request, "source"),
            frequency=typed_choice(request, "frequency", Frequency),
            target=_target(request, unit),
        ),
        by=by,
    )


def _target(request: HttpRequest, unit: IndicatorUnit) -> TargetFields:
    return TargetFields(
        direction=typed_choice(request, "direction", Direction),
        level=typed_value(request, "level", unit) if typed_text(request, "level") else None,
        tolerance=typed_value(request, "tolerance", unit)
        if typed_text(request, "tolerance")
        else Decimal(0),
        words=typed_text(request, "words"),
    )
