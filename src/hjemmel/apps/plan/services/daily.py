"""The work of a day on plans: units are reminded of deadlines, and the month's indicators are worked out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for
from hjemmel.apps.plan.mailing import tell_unit
from hjemmel.apps.plan.mapping.plans import text_of
from hjemmel.apps.plan.models import IndicatorReading, MeasureReminder, Plan, PlanMeasure
from hjemmel.apps.plan.selectors.computing import computed_codes
from hjemmel.apps.plan.selectors.deadlines import SOON
from hjemmel.apps.plan.services.plans import note
from hjemmel.apps.plan.services.readings import compute_values
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

_OVER = ("done", "stopped")
_Due = tuple[PlanMeasure, str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDay:
    """What the work of a day did, in counts.

    Args:
        reminded: Deadlines that a unit was reminded of by e-mail.
        computed: Indicators that were worked out anew.
    """

    reminded: int
    computed: int


@transaction.atomic
def do_plan_day(*, plan: int, by: Actor, now: datetime) -> PlanDay:
    """Do the work of a day on an adopted plan; done again, nobody is reminded twice of the same deadline.

    A measure's unit is reminded within thirty days of its deadline, and once when it has passed. A
    measure without an address goes to the plan's; without that nobody is told. The indicators are
    worked out for the last day of the month before, once; in a synthetic municipality for its own day,
    and no e-mail goes out.

    Args:
        plan: Key of the plan.
        by: Who does it; needs ``WRITE_PLANS`` and ``SEE_FIGURES`` there.
        now: When.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    if row.status != "adopted":
        return PlanDay(reminded=0, computed=0)
    today = view_of(row.municipality).usual_day(now.astimezone(NORWAY).date())
    reminded = 0 if row.is_synthetic else _remind(row, today)
    if reminded:
        note(by, "plan.do_day", row, reminded=reminded)
    day = today if row.is_synthetic else today.replace(day=1) - timedelta(days=1)
    return PlanDay(reminded=reminded, computed=_work_out(row, day, by, now))


def do_plan_days(*, by: Actor, now: datetime) -> int:
    """Do the work of a day on all adopted plans where ``by`` writes; return how many."""
    rows = Plan.objects.filter(status="adopted").order_by("pk")
    keys = by.municipalities(Permission.WRITE_PLANS)
    if keys is not None:
        rows = rows.filter(municipality__in=keys)
    found = list(rows.values_list("pk", flat=True))
    for key in found:
        do_plan_day(plan=key, by=by, now=now)
    return len(found)


def _remind(plan: Plan, today: date) -> int:
    new = _new(plan, today)
    for address, found in sorted(new.items()):
        MeasureReminder.objects.bulk_create(
            MeasureReminder(measure=measure, subject=subject, due=due)
            for measure, subject, due in found
        )
        tell_unit(
            address,
            text_of(plan.title, plan.title_en),
            [_line(*one) for one in found],
        )
    return sum(len(found) for found in new.values())


def _new(plan: Plan, today: date) -> dict[str, list[_Due]]:
    """Return the measures whose unit has not been reminded of the deadline, by address."""
    sent = set(
        MeasureReminder.objects.filter(measure__plan=plan).values_list("measure", "subject", "due")
    )
    new: dict[str, list[_Due]] = defaultdict(list)
    measures = plan.measures.filter(deadline__isnull=False).prefetch_related("changes")
    for measure in measures.order_by("deadline", "number"):
        changes = list(measure.changes.all())
        if measure.deadline is None or (changes and changes[-1].status in _OVER):
            continue
        subject = _subject(measure.deadline, today)
        address = measure.owner_email or plan.reminders_to
        if subject and address and (measure.pk, subject, measure.deadline) not in sent:
            new[address].append((measure, subject, measure.deadline))
    return dict(new)


def _subject(deadline: date, today: date) -> str:
    if deadline < today:
        return "late"
    return "soon" if deadline <= today + SOON else ""


def _line(measure: PlanMeasure, subject: str, due: date) -> Text:
    nb, en = format_date(due), format_date(due, "en")
    name = f"{measure.label or measure.number} {measure.title}"
    if subject == "late":
        return Text(f"Tiltak {name}: fristen var {nb}", f"Measure {name}: was due on {en}")
    return Text(f"Tiltak {name}: frist {nb}", f"Measure {name}: due on {en}")


def _work_out(plan: Plan, day: date, by: Actor, now: datetime) -> int:
    codes = [c for c in plan.indicators.values_list("code", flat=True) if c in computed_codes()]
    if not codes or day < plan.first:
        return 0
    done = IndicatorReading.objects.filter(
        municipality=plan.municipality_id,
        code__in=codes,
        as_of__gte=day,
        origin="computed",
        superseded_at__isnull=True,
    )
    if done.exists():
        return 0
    try:
        return len(compute_values(plan=plan.pk, as_of=day, by=by, now=now).stored)
    except MissingDataError:
        return 0  # the register has nothing of that day yet; tried again later
