"""A calendar as text that calendars read (RFC 5545): its head, events that last a whole day, lines folded.

What stands in it, duty, grants and plans say each for themselves.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import icalendar

_DAY = timedelta(days=1)


def new_calendar(
    product: str, name: str, *, refresh: timedelta | None = None
) -> icalendar.Calendar:
    """Return a calendar without events.

    Args:
        product: What in hjemmel makes it: ``plan``.
        name: What readers call it.
        refresh: How often a reader is to ask again; ``None``: it is a file that is read once.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//hjemmel//{product}//NO")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    return calendar


def whole_day(
    uid: str, on: date, *, at: datetime, summary: str, description: str
) -> icalendar.Event:
    """Return an event that lasts a day and leaves its reader free.

    Args:
        uid: What it is called; the same as long as it is the same.
        on: The day.
        at: When it was told.
        summary: What it is.
        description: More of it.
    """
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", at)
    event.add("dtstart", on)
    event.add("dtend", on + _DAY)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def text_of(calendar: icalendar.Calendar) -> str:
    """Return a calendar as text: lines end as the standard asks, and none is longer than 75 bytes."""
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")
