"""Measures: added, changed, removed, and how they stand."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import measure_for, plan_for, require_open, require_version
from hjemmel.apps.plan.checks import (
    LONG,
    SHORT,
    TITLE,
    fits,
    known_indicator,
    possible_amount,
    possible_day,
    possible_email,
    possible_year,
)
from hjemmel.apps.plan.fields import MeasureFields
from hjemmel.apps.plan.mapping.indicators import definition_of
from hjemmel.apps.plan.models import MeasureChange, Plan, PlanArea, PlanMeasure
from hjemmel.apps.plan.services.plans import grow, note
from hjemmel.cases.plans import indicator_definitions
from hjemmel.domain.measure import MeasureStatus
from hjemmel.domain.plan_indicator import IndicatorDefinition
from hjemmel.kernel.errors import ConflictError, InputError, UnknownIdError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

_MOST_NUMBER = 9_999
_OWNER, _LABEL, _REASON = 120, 20, 1_000


@transaction.atomic
def add_measure(*, plan: int, fields: MeasureFields, by: Actor, version: int | None = None) -> int:
    """Add a measure to a plan; return its key. In an adopted plan it is adopted by itself afterwards.

    Args:
        plan: Key of the plan.
        fields: The measure.
        by: Who adds it; needs ``WRITE_PLANS`` there.
        version: The plan's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan, focus area or indicator.
        InputError: Something is missing, too long or impossible.
        ConflictError: The number is taken, the plan has ended or has changed since ``version``.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    require_version(row.version, version)
    made = new_measure(row, fields)
    grow(row)
    note(by, "plan.add_measure", row, measure=made.number, title=made.title)
    return made.pk


@transaction.atomic
def change_measure(
    *, measure: int, fields: MeasureFields, by: Actor, version: int | None = None
) -> int:
    """Change a measure; return its new version.

    Args:
        measure: Key of the measure.
        fields: The measure as it shall be; a number of ``None`` keeps the one it has.
        by: Who changes it; needs ``WRITE_PLANS`` there.
        version: The measure's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such measure, focus area or indicator.
        InputError: Something is missing, too long or impossible.
        ConflictError: Somebody has changed it since ``version``, the number is taken, or the plan has ended.
    """
    row = measure_for(measure, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row.plan)
    require_version(row.version, version)
    changed = rewrite_measure(row, fields)
    if changed:
        note(by, "plan.change_measure", row.plan, measure=row.number, changed=changed)
    return row.version


@transaction.atomic
def remove_measure(*, measure: int, by: Actor) -> None:
    """Remove a measure that is not adopted; one that is adopted is stopped instead.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
        UnknownIdError: There is no such measure.
        ConflictError: It is adopted, or the plan has ended.
    """
    row = measure_for(measure, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row.plan)
    if row.adopted_on is not None:
        raise ConflictError(
            Text("Tiltaket er vedtatt.", "The measure is adopted."),
            where="measure",
            remedy=Text(
                "Sett statusen til stoppet og begrunn det.",
                "Set its status to stopped, and state why.",
            ),
        )
    note(by, "plan.remove_measure", row.plan, measure=row.number, title=row.title)
    plan = row.plan
    row.delete()
    grow(plan)


@transaction.atomic
def set_status(
    *,
    measure: int,
    status: MeasureStatus,
    on: date,
    reason: str,
    by: Actor,
    today: date,
    version: int | None = None,
) -> int:
    """Say how a measure stands from a day on, and why; return the measure's new version.

    Said again with the same day and status, only the reason is told anew in the history.

    Args:
        measure: Key of the measure.
        status: How it stands.
        on: Since which day; not before its last change, and not after today.
        reason: Why; needed when it is delayed or stopped.
        by: Who says so; needs ``WRITE_PLANS`` there.
        today: The day.
        version: The measure's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such measure.
        InputError: The day is impossible, or the reason is missing or too long.
        ConflictError: Somebody has changed it since ``version``, or the plan has ended.
    """
    row = measure_for(measure, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row.plan)
    require_version(row.version, version)
    needed = status in (MeasureStatus.DELAYED, MeasureStatus.STOPPED)
    why = fits(reason, "reason", _REASON, needed=needed)
    last = row.changes.order_by("-on", "-pk").first()
    _require_day(last, on, today)
    MeasureChange.objects.create(measure=row, status=status.value, on=on, reason=why, by=by.name)
    row.version += 1
    row.save(update_fields=["version"])
    note(
        by,
        "plan.set_status",
        row.plan,
        measure=row.number,
        before=None if last is None else last.status,
        after=status.value,
        on=on.isoformat(),
    )
    return row.version


def _require_day(last: MeasureChange | None, on: date, today: date) -> None:
    """Raise ``InputError`` for a day before the last change, or one that has not come."""
    if last is not None and on < last.on:
        raise InputError(
            Text(
                f"Statusen ble sist endret {format_date(last.on)}.",
                f"The status was last changed on {format_date(last.on, 'en')}.",
            ),
            where="on",
            remedy=Text("Oppgi den dagen eller en senere.", "Give that day or a later one."),
        )
    if possible_day(on, "on") > today:
        raise InputError(
            Text("Dagen har ikke vært ennå.", "The day has not come yet."),
            where="on",
            remedy=Text("Oppgi i dag eller en tidligere dag.", "Give today or an earlier day."),
        )


def new_measure(plan: Plan, fields: MeasureFields) -> PlanMeasure:
    """Return a new row of a measure, for services that hold the plan's lock."""
    number = fields.number
    if number is None:
        number = (plan.measures.aggregate(last=Max("number"))["last"] or 0) + 1
    _require_number(plan, number)
    row = PlanMeasure(plan=plan, number=number)
    _fill(row, fields)
    row.save()
    return row


def rewrite_measure(row: PlanMeasure, fields: MeasureFields) -> list[str]:
    """Write what is new of a measure; return which fields changed, none where nothing did."""
    before = _state(row)
    if fields.number is not None and fields.number != row.number:
        _require_number(row.plan, fields.number)
        row.number = fields.number
    _fill(row, fields)
    after = _state(row)
    changed = sorted(name for name in after if after[name] != before[name])
    if changed:
        row.version += 1
        row.save()
    return changed


def known_definitions(plan: Plan) -> dict[str, IndicatorDefinition]:
    """Return the indicators that a plan can name: those that come along, and its own."""
    known = {one.id: one for one in indicator_definitions()}
    known.update((row.code, definition_of(row)) for row in plan.indicators.all())
    return known


def _require_number(plan: Plan, number: int) -> None:
    if not 1 <= number <= _MOST_NUMBER:
        raise InputError(
            Text(f"{number} er ikke et tiltaksnummer.", f"{number} is no number of a measure."),
            where="number",
            remedy=Text(f"Bruk 1–{_MOST_NUMBER}.", f"Use 1–{_MOST_NUMBER}."),
        )
    if plan.measures.filter(number=number).exists():
        raise ConflictError(
            Text(
                f"Planen har alt et tiltak {number}.", f"The plan already has a measure {number}."
            ),
            where="number",
            remedy=Text("Velg et annet nummer.", "Choose another number."),
        )


def _fill(row: PlanMeasure, fields: MeasureFields) -> None:
    cost = fields.cost
    if cost.amount is not None:
        possible_amount(cost.amount, "cost")
    row.label = fits(fields.label, "label", _LABEL)
    row.title = fits(fields.title, "title", TITLE, needed=True)
    row.title_en = fits(fields.title_en, "title_en", TITLE)
    row.text = fits(fields.text, "text", LONG)
    row.area = _area(row.plan, fields.area)
    row.owner = fits(fields.owner, "owner", _OWNER)
    row.owner_email = possible_email(fields.owner_email, "owner_email")
    row.deadline = None if fields.deadline is None else possible_day(fields.deadline, "deadline")
    row.cost_kind = cost.kind.value
    row.cost_oere = None if cost.amount is None else cost.amount.oere
    row.cost_years = [possible_year(year, "years") for year in cost.years]
    row.payer = fields.payer.value
    row.priority = fields.priority.value
    row.indicator = known_indicator(fields.indicator, known_definitions(row.plan))
    row.place = fits(fields.place, "place", SHORT)
    row.note = fits(fields.note, "note", LONG)
    row.note_en = fits(fields.note_en, "note_en", LONG)


def _area(plan: Plan, code: str) -> PlanArea | None:
    if not code:
        return None
    found = plan.areas.filter(code=code).first()
    if found is None:
        raise UnknownIdError(
            Text(
                f"Planen har ikke satsingsområdet «{code}».",
                f"The plan has no focus area “{code}”.",
            ),
            where="area",
            remedy=Text("Legg det til, eller velg et annet.", "Add it, or choose another."),
        )
    return found


def _state(row: PlanMeasure) -> dict[str, object]:
    left_out = {"id", "version"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }
