"""Deadlines of grants as text that calendars read: each lasts its whole day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hjemmel.apps.calendar_file import new_calendar, text_of, whole_day
from hjemmel.apps.grants.selectors.deadlines import DueLine
from hjemmel.kernel.text import Text


def deadlines_text(name: Text, due: Iterable[DueLine], *, at: datetime) -> str:
    """Return deadlines as the text of a calendar.

    Args:
        name: What the calendar is called.
        due: The deadlines.
        at: When it was made.
    """
    calendar = new_calendar("tilskudd", name.nb)
    for number, one in enumerate(due):
        about = f"case{one.case}" if one.case is not None else f"scheme{one.scheme}-{number}"
        who = f": {one.applicant}" if one.applicant else ""
        calendar.add_component(
            whole_day(
                f"{one.due.value}-{about}-{one.on:%Y%m%d}@hjemmel",
                one.on,
                at=at,
                summary=f"{one.due.label.nb}{who}",
                description=f"{one.title.nb} {one.year}. {one.what.nb}".strip(),
            )
        )
    return text_of(calendar)
