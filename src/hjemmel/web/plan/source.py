"""From an address to a plan: an example that a municipality has written, or a plan of the register."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.selectors import list_pictures
from hjemmel.apps.plan.selectors.plans import (
    list_plans,
    plan_key,
    plan_picture,
    public_plan,
    public_plans,
    usual_day,
)
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.cases.plans import load_plan, plan_examples
from hjemmel.domain.municipality import PictureKind
from hjemmel.domain.plan import Plan
from hjemmel.web.actors import find_actor
from hjemmel.web.context import refuse_what_is_ignored
from hjemmel.web.pictures import is_of_register
from hjemmel.web.plan.asked import PlanAsked, asked_of_plan


def plan_of(asked: PlanAsked, plan: str) -> Plan:
    """Return the plan that the address names.

    Raises:
        UnknownIdError: There is none of that name.
        NotAllowedError: The roles do not open it.
    """
    if asked.municipality is None or asked.actor is None:
        return load_plan(plan)
    key = plan_key(municipality=asked.municipality.key, name=plan, by=asked.actor)
    return plan_picture(key, by=asked.actor)


def plans_of(asked: PlanAsked) -> tuple[Plan, ...]:
    """Return the plans of the municipality; of a picture there are none but the examples."""
    if asked.municipality is None or asked.actor is None:
        return ()
    heads = list_plans(by=asked.actor, municipality=asked.municipality.key)
    return tuple(plan_picture(head.key, by=asked.actor) for head in heads)


def examples() -> tuple[Plan, ...]:
    """Return the plans that municipalities have written."""
    return tuple(load_plan(name) for name in plan_examples())


def case_of_example(plan: Plan) -> str:
    """Return the picture that an example is shown with: the latest published one of its municipality."""
    return max(
        (one.as_of, one.id)
        for one in list_pictures()
        if one.number == plan.municipality and one.kind is PictureKind.PUBLISHED
    )[1]


def copy_target(asked: PlanAsked) -> str:
    """Return the number of a municipality where who asks may write plans; empty: there is none."""
    if not asked.is_example or asked.actor is None:
        return ""
    for place in list_municipalities(by=asked.actor):
        if asked.actor.may(Permission.WRITE_PLANS, municipality=place.key):
            return place.number
    return ""


def asked_of_public(request: HttpRequest, case: str) -> PlanAsked:
    """Return what the address of a public page asks for; nobody has to sign in.

    Raises:
        UnknownIdError: There is no such picture.
        InputError: The address says something that the page does not know.
    """
    if not is_of_register(case):
        return asked_of_plan(request, case)
    refuse_what_is_ignored(request, ())
    request.case = case  # type: ignore[attr-defined]
    actor = find_actor(request)
    own = () if actor is None else list_municipalities(by=actor)
    place = next((one for one in own if one.number == case), None)
    head = next((head for head in public_plans() if head.number == case), None)
    today = timezone.localdate()
    if head is None:
        name = case if place is None else place.name
        return PlanAsked(actor, case, place, name, today, is_public=True)
    day = usual_day(head.municipality, today)
    return PlanAsked(actor, case, place, head.municipality_name, day, is_public=True)


def public_plan_of(asked: PlanAsked, plan: str) -> Plan:
    """Return a plan as everybody may see it.

    Raises:
        UnknownIdError: There is none, or it is not published.
    """
    if is_of_register(asked.case):
        return public_plan(number=asked.case, name=plan)
    return load_plan(plan)


def public_plans_of(asked: PlanAsked) -> tuple[Plan, ...]:
    """Return the plans of a municipality that everybody may see, or the examples."""
    if not is_of_register(asked.case):
        return examples()
    return tuple(
        public_plan(number=head.number, name=head.name)
        for head in public_plans()
        if head.number == asked.case
    )
