"""The days of a plan as text that calendars read (RFC 5545): whole days, the same bytes each time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar

from hjemmel.domain.plan import Plan
from hjemmel.kernel.text import Language, Text

_PRODUCT = "-//hjemmel//plan//NO"
_DAY = timedelta(days=1)


def deadlines_text(plan: Plan, language: Language) -> str:
    """Return the deadlines of measures that are not over, and the days that new values are due."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.title.in_language(language))
    for measure in plan.measures:
        if measure.deadline is not None and not measure.status.is_over:
            title = measure.title.in_language(language)
            summary = Text("Frist: tiltak", "Deadline: measure").in_language(language)
            _add(
                calendar,
                f"{plan.municipality}-{plan.id}-m{measure.number}",
                measure.deadline,
                f"{summary} {measure.shown_as} {title}",
                measure.owner,
            )
    for one in plan.indicators:
        wanted = one.wanted_by()
        if wanted is not None:
            words = Text("Ny verdi:", "New value:").in_language(language)
            title = one.definition.title.in_language(language)
            _add(
                calendar,
                f"{plan.municipality}-{plan.id}-{one.definition.id}",
                wanted,
                f"{words} {one.definition.id} {title}",
                "",
            )
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _add(calendar: icalendar.Calendar, name: str, day: date, summary: str, more: str) -> None:
    event = icalendar.Event()
    event.add("uid", f"{name}@hjemmel")
    event.add("dtstamp", datetime.combine(day, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("summary", summary)
    if more:
        event.add("description", more)
    event.add("transp", "TRANSPARENT")
    calendar.add_component(event)
