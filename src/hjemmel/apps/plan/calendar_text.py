"""Deadlines of a plan's measures as text that calendars read (RFC 5545): each lasts its whole day."""

from __future__ import annotations

from datetime import datetime, timedelta

import icalendar

from hjemmel.domain.measure import Measure
from hjemmel.domain.plan import Plan

PRODUCT = "-//hjemmel//plan//NO"
_REFRESH = timedelta(hours=12)


def deadlines_text(plan: Plan, *, at: datetime) -> str:
    """Return the deadlines of a plan's measures as the text of a calendar; those that are over are left out.

    Args:
        plan: The plan.
        at: When it was made.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", plan.title.nb)
    calendar.add("x-wr-calname", plan.title.nb)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for measure in plan.measures:
        if measure.deadline is not None and not measure.status.is_over:
            calendar.add_component(_event(plan, measure, at))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(plan: Plan, measure: Measure, at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"plan-{plan.municipality}-{plan.id}-{measure.number}@hjemmel")
    event.add("sequence", measure.version)
    event.add("dtstamp", at)
    event.add("dtstart", measure.deadline)
    if measure.deadline is not None:
        event.add("dtend", measure.deadline + timedelta(days=1))
    event.add("summary", f"Frist: tiltak {measure.shown_as}, {measure.title.nb}")
    parts = [measure.owner, measure.status.label.nb, plan.title.nb]
    event.add("description", ". ".join(part for part in parts if part))
    event.add("transp", "TRANSPARENT")
    return event
