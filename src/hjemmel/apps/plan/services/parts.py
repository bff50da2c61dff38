"""Goals, focus areas, political decisions and budget lines: added, changed and removed."""

from __future__ import annotations

from typing import TypeVar

from django.db import models, transaction
from django.db.models import Max

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, require_open, require_version, unknown
from hjemmel.apps.plan.checks import (
    LONG,
    SHORT,
    TITLE,
    fits,
    possible_amount,
    possible_day,
    possible_year,
)
from hjemmel.apps.plan.fields import AreaFields, BudgetFields, DecisionFields, GoalFields
from hjemmel.apps.plan.models import (
    Plan,
    PlanArea,
    PlanBudgetLine,
    PlanDecision,
    PlanGoal,
    PlanMeasure,
)
from hjemmel.apps.plan.services.plans import grow, note
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text

_CODE, _CASE, _NOTE = 20, 50, 500
_Part = TypeVar("_Part", bound=models.Model)


@transaction.atomic
def set_goal(
    *,
    plan: int,
    fields: GoalFields,
    by: Actor,
    goal: int | None = None,
    version: int | None = None,
) -> int:
    """Add a goal to a plan, or change one; return its key.

    Args:
        plan: Key of the plan.
        fields: The goal.
        by: Who writes; needs ``WRITE_PLANS`` there.
        goal: Key of the goal that is changed; ``None``: a new one, last.
        version: The plan's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan or goal.
        InputError: The text is missing or too long, or the goals are fewer than ``order``.
        ConflictError: The plan has changed since ``version``, or has ended.
    """
    row = _open(plan, by, version)
    if goal is None:
        last = row.goals.aggregate(last=Max("number"))["last"] or 0
        part, before = PlanGoal(plan=row, number=last + 1), None
    else:
        part = _part(PlanGoal, row, goal, "goal")
        before = _told(part)
    part.text = fits(fields.text, "text", LONG, needed=True)
    part.text_en = fits(fields.text_en, "text_en", LONG)
    part.is_main = fields.is_main
    if fields.carried_on is not None:
        part.carried_on = fields.carried_on
    if fields.place is not None:
        part.place = fits(fields.place, "place", SHORT)
    part.save()
    if fields.order is not None:
        _move_goal(row, part, fields.order)
    if before is None:
        _written(row, by, "plan.set_goal", goal=part.number)
    else:
        _written(row, by, "plan.change_goal", before=before, after=_told(part))
    return part.pk


@transaction.atomic
def set_area(
    *,
    plan: int,
    fields: AreaFields,
    by: Actor,
    area: int | None = None,
    version: int | None = None,
) -> int:
    """Add a focus area to a plan, or change one; return its key. Raises as ``set_goal``.

    Raises:
        ConflictError: The plan has a focus area of that code, has changed since ``version`` or has ended.
    """
    row = _open(plan, by, version)
    code = fits(fields.code, "code", _CODE, needed=True)
    if area is None:
        last = row.areas.aggregate(last=Max("order"))["last"] or 0
        part = PlanArea(plan=row, order=last + 1)
    else:
        part = _part(PlanArea, row, area, "area")
    if row.areas.filter(code=code).exclude(pk=part.pk).exists():
        raise ConflictError(
            Text(
                f"Planen har alt satsingsområdet «{code}».",
                f"The plan already has the focus area “{code}”.",
            ),
            where="code",
            remedy=Text("Velg en annen kode.", "Choose another code."),
        )
    part.code = code
    part.title = fits(fields.title, "title", TITLE, needed=True)
    part.title_en = fits(fields.title_en, "title_en", TITLE)
    part.goal = fits(fields.goal, "goal", LONG)
    part.goal_en = fits(fields.goal_en, "goal_en", LONG)
    part.place = fits(fields.place, "place", SHORT)
    part.save()
    _written(row, by, "plan.set_area", area=code)
    return part.pk


@transaction.atomic
def set_decision(
    *,
    plan: int,
    fields: DecisionFields,
    by: Actor,
    decision: int | None = None,
    version: int | None = None,
) -> int:
    """Write down a political decision with its additions and remarks; return its key.

    Raises as ``set_goal``.
    """
    row = _open(plan, by, version)
    part = (
        PlanDecision(plan=row, made_by=by.name)
        if decision is None
        else _part(PlanDecision, row, decision, "decision")
    )
    part.body = fits(fields.body, "body", SHORT, needed=True)
    part.body_en = fits(fields.body_en, "body_en", SHORT)
    part.day = None if fields.day is None else possible_day(fields.day, "day")
    part.case_number = fits(fields.case_number, "case_number", _CASE)
    part.lines = [
        {
            "part": line.part.value,
            "nb": fits(line.text.nb, "lines", LONG, needed=True),
            "en": fits(line.text.en, "lines", LONG),
            "concerns": fits(line.concerns, "concerns", SHORT),
            "place": fits(line.place, "place", SHORT),
        }
        for line in fields.lines
    ]
    part.save()
    _written(row, by, "plan.set_decision", case_number=part.case_number, lines=len(part.lines))
    return part.pk


@transaction.atomic
def set_budget_line(
    *,
    plan: int,
    fields: BudgetFields,
    by: Actor,
    line: int | None = None,
    version: int | None = None,
) -> int:
    """Set money aside in a year, or change a line of the budget; return its key.

    Raises as ``set_goal``; ``UnknownIdError`` also for a measure that the plan lacks.
    """
    row = _open(plan, by, version)
    part = (
        PlanBudgetLine(plan=row)
        if line is None
        else _part(PlanBudgetLine, row, line, "budget line")
    )
    part.measure = None if fields.measure is None else _measure(row, fields.measure)
    part.year = possible_year(fields.year)
    part.payer = fields.payer.value
    part.oere = possible_amount(Money(fields.oere)).oere
    part.reference = fits(fields.reference, "reference", SHORT)
    part.note = fits(fields.note, "note", _NOTE)
    part.save()
    _written(row, by, "plan.set_budget_line", year=part.year, oere=part.oere, payer=part.payer)
    return part.pk


@transaction.atomic
def remove_goal(*, plan: int, goal: int, by: Actor, version: int | None = None) -> None:
    """Remove a goal; raises as ``set_goal``."""
    row = _open(plan, by, version)
    part = _part(PlanGoal, row, goal, "goal")
    part.delete()
    _written(row, by, "plan.remove_goal", goal=part.number)


@transaction.atomic
def remove_area(*, plan: int, area: int, by: Actor, version: int | None = None) -> None:
    """Remove a focus area that no measure is in; raises as ``set_goal``.

    Raises:
        ConflictError: It has measures, the plan has changed since ``version`` or has ended.
    """
    row = _open(plan, by, version)
    part = _part(PlanArea, row, area, "area")
    if part.measures.exists():
        raise ConflictError(
            Text("Satsingsområdet har tiltak.", "The focus area has measures."),
            where="area",
            remedy=Text("Flytt tiltakene først.", "Move the measures first."),
        )
    part.delete()
    _written(row, by, "plan.remove_area", area=part.code)


@transaction.atomic
def remove_decision(*, plan: int, decision: int, by: Actor, version: int | None = None) -> None:
    """Remove a political decision that was written down by mistake; raises as ``set_goal``."""
    row = _open(plan, by, version)
    part = _part(PlanDecision, row, decision, "decision")
    part.delete()
    _written(row, by, "plan.remove_decision", case_number=part.case_number)


@transaction.atomic
def remove_budget_line(*, plan: int, line: int, by: Actor, version: int | None = None) -> None:
    """Remove a line of the budget; raises as ``set_goal``."""
    row = _open(plan, by, version)
    part = _part(PlanBudgetLine, row, line, "budget line")
    part.delete()
    _written(row, by, "plan.remove_budget_line", year=part.year, oere=part.oere)


def _told(goal: PlanGoal) -> dict[str, object]:
    """Return what the log keeps of a goal."""
    return {
        "number": goal.number,
        "text": goal.text,
        "text_en": goal.text_en,
        "is_main": goal.is_main,
    }


def _move_goal(plan: Plan, goal: PlanGoal, order: int) -> None:
    """Put a goal in its place among the plan's goals, and number them anew where that moves any."""
    were = list(plan.goals.order_by("number"))
    if not 1 <= order <= len(were):
        raise InputError(
            Text(f"Planen har {len(were)} mål.", f"The plan has {len(were)} goals."),
            where="order",
            remedy=Text(f"Velg en plass fra 1 til {len(were)}.", f"Choose 1 to {len(were)}."),
        )
    moved = [one for one in were if one.pk != goal.pk]
    moved.insert(order - 1, goal)
    if [one.pk for one in moved] == [one.pk for one in were]:
        return
    above = max(one.number for one in were)  # free numbers, so that no two goals ever share one
    for start in (above + 1, 1):
        for number, one in enumerate(moved, start=start):
            one.number = number
            one.save(update_fields=["number"])


def _open(plan: int, by: Actor, version: int | None) -> Plan:
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    require_version(row.version, version)
    return row


def _written(row: Plan, by: Actor, action: str, **details: object) -> None:
    grow(row)
    note(by, action, row, **details)


def _part(kind: type[_Part], plan: Plan, key: int, name: str) -> _Part:
    found = kind._default_manager.filter(plan=plan, pk=key).first()
    if found is None:
        raise unknown(name)
    return found


def _measure(plan: Plan, number: int) -> PlanMeasure:
    found = plan.measures.filter(number=number).first()
    if found is None:
        raise unknown("measure")
    return found
