"""Plans: made empty, from an example or as a copy; changed, published and ended."""

from __future__ import annotations

import re

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.plan.access import plan_for, require_open, require_version, unknown
from hjemmel.apps.plan.checks import NAME, TITLE, fits, possible_day, possible_email
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.models import Plan
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{2,79}")


@transaction.atomic
def make_plan(*, municipality: int, fields: PlanFields, by: Actor) -> int:
    """Make an empty plan; return its key.

    Args:
        municipality: Key of the municipality.
        fields: The plan's head.
        by: Who makes it; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such municipality.
        InputError: Something in the head is missing, too long or impossible.
        ConflictError: The municipality has a plan of that name.
    """
    row = new_plan(municipality, fields, by)
    note(by, "plan.make", row)
    return row.pk


@transaction.atomic
def change_plan(*, plan: int, fields: PlanFields, by: Actor, version: int | None = None) -> int:
    """Change a plan's head; return its new version.

    Args:
        plan: Key of the plan.
        fields: The head as it shall be.
        by: Who changes it; needs ``WRITE_PLANS`` there.
        version: The version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        InputError: Something in the head is missing, too long or impossible.
        ConflictError: Somebody has changed it since ``version``, it has ended, or the name is taken.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    require_version(row.version, version)
    head = _checked(fields)
    if row.name != head.name:
        _require_free(row.municipality, head.name)
    before = {"name": row.name, "title": row.title}
    _fill(row, head)
    row.version += 1
    row.save()
    note(by, "plan.change", row, before=before, after={"name": row.name, "title": row.title})
    return row.version


@transaction.atomic
def publish_plan(*, plan: int, by: Actor, is_public: bool = True) -> None:
    """Open a plan's page to everybody, or close it again; done before, nothing is done.

    Args:
        plan: Key of the plan.
        by: Who does it; needs ``ADOPT_PLANS`` there.
        is_public: Whether it shall be open.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        ConflictError: It is a draft: only an adopted plan is published.
    """
    row = plan_for(plan, by=by, permission=Permission.ADOPT_PLANS, locked=True)
    if is_public and row.status == "draft":
        raise ConflictError(
            Text("Planen er et utkast.", "The plan is a draft."),
            where="plan",
            remedy=Text("Vedta planen først.", "Adopt the plan first."),
        )
    if row.is_public != is_public:
        row.is_public = is_public
        row.version += 1
        row.save(update_fields=["is_public", "version"])
        note(by, "plan.publish" if is_public else "plan.unpublish", row)


@transaction.atomic
def end_plan(*, plan: int, by: Actor) -> None:
    """End a plan: it stands as it is, and nothing in it changes any more.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``ADOPT_PLANS``.
        UnknownIdError: There is no such plan.
    """
    row = plan_for(plan, by=by, permission=Permission.ADOPT_PLANS, locked=True)
    if row.status != "ended":
        row.status = "ended"
        row.version += 1
        row.save(update_fields=["status", "version"])
        note(by, "plan.end", row)


@transaction.atomic
def remove_plan(*, plan: int, by: Actor) -> None:
    """Delete a draft that nobody has adopted.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
        UnknownIdError: There is no such plan.
        ConflictError: It is adopted or ended.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    if row.status != "draft":
        raise ConflictError(
            Text("Bare et utkast kan slettes.", "Only a draft can be deleted."),
            where="plan",
            remedy=Text("Avslutt planen i stedet.", "End the plan instead."),
        )
    note(by, "plan.remove", row)
    row.budget.all().delete()
    row.measures.all().delete()
    row.delete()


def new_plan(municipality: int, fields: PlanFields, by: Actor) -> Plan:
    """Return a new row of a plan, for services that fill it."""
    by.require(Permission.WRITE_PLANS, municipality=municipality)
    place = Municipality.objects.filter(pk=municipality).first()
    if place is None:
        raise unknown("municipality")
    head = _checked(fields)
    _require_free(place, head.name)
    row = Plan(municipality=place, made_by=by.name, is_synthetic=place.is_synthetic)
    _fill(row, head)
    row.save()
    return row


def note(by: Actor, action: str, plan: Plan, **details: object) -> None:
    """Record what was done with a plan."""
    record(
        by=by.name,
        action=action,
        subject=f"plan {plan.pk}",
        municipality=plan.municipality.number,
        details={"plan": plan.name, **details},
    )


def grow(plan: Plan) -> int:
    """Let a plan's version grow after one of its parts changed; return it."""
    plan.version += 1
    plan.save(update_fields=["version"])
    return plan.version


def _checked(fields: PlanFields) -> PlanFields:
    name = fields.name.strip()
    if not _NAME.fullmatch(name):
        raise InputError(
            Text(f"«{name}» kan ikke være navnet på en plan.", f"“{name}” cannot name a plan."),
            where="name",
            remedy=Text(
                "Bruk små bokstaver a–z, tall og bindestrek, minst tre tegn: plan-2025.",
                "Use small letters a–z, digits and hyphens, at least three: plan-2025.",
            ),
        )
    if fields.last <= fields.first:
        raise InputError(
            Text("Perioden slutter før den begynner.", "The period ends before it begins."),
            where="last",
            remedy=Text("Oppgi en senere sluttdag.", "Give a later last day."),
        )
    return PlanFields(
        name=fits(name, "name", NAME, needed=True),
        title=fits(fields.title, "title", TITLE, needed=True),
        title_en=fits(fields.title_en, "title_en", TITLE),
        first=possible_day(fields.first, "first"),
        last=possible_day(fields.last, "last"),
        language=fields.language,
        budget_reference=fits(fields.budget_reference, "budget_reference", TITLE),
        reminders_to=possible_email(fields.reminders_to, "reminders_to"),
    )


def _require_free(place: Municipality, name: str) -> None:
    if Plan.objects.filter(municipality=place, name=name).exists():
        raise ConflictError(
            Text(
                f"Kommunen har alt en plan som heter {name}.",
                f"The municipality already has a plan named {name}.",
            ),
            where="name",
            remedy=Text("Velg et annet navn.", "Choose another name."),
        )


def _fill(row: Plan, head: PlanFields) -> None:
    row.name = head.name
    row.title, row.title_en = head.title, head.title_en
    row.first, row.last = head.first, head.last
    row.language = head.language
    row.budget_reference = head.budget_reference
    row.reminders_to = head.reminders_to
