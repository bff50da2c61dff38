"""A doctor's shifts as text that calendars read, with times that no clock change can shift."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

from hjemmel.apps.calendar_file import new_calendar, text_of
from hjemmel.kernel.text import Text

_REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """A shift in a calendar.

    Args:
        uid: What it is called; the same as long as it is the same doctor on the same shift.
        sequence: Grows each time it is moved.
        changed_at: When it was last changed.
        starts: When it starts.
        ends: When it ends.
        summary: What it is.
        place: Where it is.
        description: More of it.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts: datetime
    ends: datetime
    summary: str
    place: str
    description: str


def calendar_text(name: Text, events: Iterable[CalendarEvent]) -> str:
    """Return events as the text of a calendar; times are in UTC, so each reader shows its own clock.

    What is not among the events is not in the calendar any more.

    Args:
        name: What the calendar is called.
        events: The events, by start.
    """
    calendar = new_calendar("legevakt", name.nb, refresh=_REFRESH)
    for one in events:
        event = icalendar.Event()
        event.add("uid", one.uid)
        event.add("sequence", one.sequence)
        event.add("dtstamp", one.changed_at.astimezone(UTC))
        event.add("last-modified", one.changed_at.astimezone(UTC))
        event.add("dtstart", one.starts.astimezone(UTC))
        event.add("dtend", one.ends.astimezone(UTC))
        event.add("summary", one.summary)
        event.add("location", one.place)
        event.add("description", one.description)
        event.add("class", "PRIVATE")
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    return text_of(calendar)
