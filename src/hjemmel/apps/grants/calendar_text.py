"""Deadlines of grants as text that calendars read (RFC 5545): each lasts its whole day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import icalendar

from hjemmel.apps.grants.selectors.deadlines import DueLine
from hjemmel.kernel.text import Text

PRODUCT = "-//hjemmel//tilskudd//NO"


def deadlines_text(name: Text, due: Iterable[DueLine], *, at: datetime) -> str:
    """Return deadlines as the text of a calendar.

    Args:
        name: What the calendar is called.
        due: The deadlines.
        at: When it was made.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name.nb)
    calendar.add("x-wr-calname", name.nb)
    for number, one in enumerate(due):
        event = icalendar.Event()
        about = f"case{one.case}" if one.case is not None else f"scheme{one.scheme}-{number}"
        event.add("uid", f"{one.due.value}-{about}-{one.on:%Y%m%d}@hjemmel")
        event.add("dtstamp", at)
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        who = f": {one.applicant}" if one.applicant else ""
        event.add("summary", f"{one.due.label.nb}{who}")
        event.add("description", f"{one.title.nb} {one.year}. {one.what.nb}".strip())
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")
