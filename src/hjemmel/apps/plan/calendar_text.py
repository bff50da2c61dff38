"""Deadlines of a plan's measures as text that calendars read: each lasts its whole day."""

from __future__ import annotations

from datetime import datetime, timedelta

from hjemmel.apps.calendar_file import new_calendar, text_of, whole_day
from hjemmel.domain.plan import Plan

_REFRESH = timedelta(hours=12)


def deadlines_text(plan: Plan, *, at: datetime) -> str:
    """Return the deadlines of a plan's measures as the text of a calendar; those that are over are left out.

    Args:
        plan: The plan.
        at: When it was made.
    """
    calendar = new_calendar("plan", plan.title.nb, refresh=_REFRESH)
    for measure in plan.measures:
        if measure.deadline is None or measure.status.is_over:
            continue
        parts = [measure.owner, measure.status.label.nb, plan.title.nb]
        event = whole_day(
            f"plan-{plan.municipality}-{plan.id}-{measure.number}@hjemmel",
            measure.deadline,
            at=at,
            summary=f"Frist: tiltak {measure.shown_as}, {measure.title.nb}",
            description=". ".join(part for part in parts if part),
        )
        event.add("sequence", measure.version)
        calendar.add_component(event)
    return text_of(calendar)
