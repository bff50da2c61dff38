"""Calendars of duty, grants and plans: one head, folded lines, and days that last as long as they do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from hjemmel.apps.calendar_file import new_calendar, text_of, whole_day
from hjemmel.apps.duty.calendar_text import CalendarEvent, calendar_text
from hjemmel.apps.grants.calendar_text import deadlines_text as grants_text
from hjemmel.apps.plan.calendar_text import deadlines_text as plan_text
from hjemmel.cases.plans import load_plan
from hjemmel.kernel.text import Text

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
LONG = "Møte om åpningstid, vaktrom; " * 12
SHIFT = CalendarEvent(
    uid="1",
    sequence=0,
    changed_at=AT,
    starts=AT,
    ends=AT + timedelta(hours=8),
    summary=LONG,
    place="Legevakta",
    description="",
)


@pytest.mark.parametrize(
    ("made", "product", "refresh"),
    [
        (calendar_text(Text("Vakter", "Shifts"), [SHIFT]), "legevakt", timedelta(hours=1)),
        (grants_text(Text("Tilskudd", "Grants"), [], at=AT), "tilskudd", None),
        (plan_text(load_plan("trondheim-2024"), at=AT), "plan", timedelta(hours=12)),
    ],
)
def test_each_calendar_has_the_same_head_and_lines_that_every_reader_takes(
    made: str, product: str, refresh: timedelta | None
) -> None:
    calendar = icalendar.Calendar.from_ical(made)
    assert calendar["prodid"] == f"-//hjemmel//{product}//NO"
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["calscale"] == "GREGORIAN"
    assert calendar["name"] == calendar["x-wr-calname"] != ""
    asked = calendar.get("refresh-interval")
    assert (None if asked is None else asked.dt) == refresh
    assert made.endswith("END:VCALENDAR\r\n")
    assert "\n" not in made.replace("\r\n", "")
    assert max(len(line.encode()) for line in made.split("\r\n")) <= 75


def test_an_event_of_a_whole_day_ends_the_next_day_and_comes_back_as_it_was_written() -> None:
    calendar = new_calendar("plan", "Plan, æøå")
    day = date(2024, 12, 31)
    calendar.add_component(whole_day("a@hjemmel", day, at=AT, summary=LONG, description="x\ny"))
    text = text_of(calendar)
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (day, date(2025, 1, 1))
    assert (str(event["summary"]), str(event["description"])) == (LONG, "x\ny")
    assert event["transp"] == "TRANSPARENT"
    assert "DTSTART;VALUE=DATE:20241231\r\n" in text
