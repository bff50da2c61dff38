"""A roster as a matrix and as a calendar: written here, as a template would be too slow for a thousand cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hjemmel.apps.duty.selectors.marks import Mark
from hjemmel.apps.duty.selectors.rosters import DoctorRow, OnShift, RosterPage, ShiftCell
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text
from hjemmel.web.duty.words import short_clock, short_names, short_weekday, weekday

COLOURS = 8
MARKS: Mapping[Mark, Text] = {
    Mark.AWAY: Text("b", "a"),
    Mark.EXEMPT: Text("f", "e"),
    Mark.WISHES_OFF: Text("–", "–"),
    Mark.WISHES_ON: Text("+", "+"),
}
Marks = Mapping[tuple[int, date], tuple[Mark, ...]]
_OPEN = Text("Mangler lege", "Lacks a doctor")
_LOCKED = Text("låst", "locked")


class Look:
    """How shifts look: the short name and the colour of each type.

    Args:
        types: Names of the district's shift types, in order.
        language: The language of the page.
    """

    def __init__(self, types: Iterable[str], language: Language) -> None:
        self.language = language
        self.short = short_names(types)
        self._colours = {name: place % COLOURS for place, name in enumerate(self.short)}

    def colour(self, name: str) -> int:
        """Return the number of a type's colour."""
        return self._colours.get(name, 0)

    def legend(self) -> list[tuple[int, str, str]]:
        """Return colour, short and whole name of each type."""
        return [(self.colour(name), short, name) for name, short in self.short.items()]

    def chip(self, shift: ShiftCell, on: OnShift | None = None, *, times: int = 1) -> str:
        """Return a shift as a small piece with its short name; ``*``: the doctor is locked to it."""
        locked = ""
        if on is not None and on.is_fixed:
            locked = f'<abbr title="{_LOCKED.in_language(self.language)}">*</abbr>'
        number = f"×{times}" if times > 1 else ""
        hours = f"{short_clock(shift.starts)}–{short_clock(shift.ends)}"
        name = escape(shift.name)
        return (
            f'<span class="chip c{self.colour(shift.name)}" data-s="{escape(shift.key)}">'
            f'<abbr title="{name} {hours}, {escape(shift.station)}">'
            f"{escape(self.short.get(shift.name, shift.name))}</abbr>{number}{locked}</span>"
        )


def day_class(page: RosterPage, day: date, today: date) -> str:
    """Return the classes of a day: weekend, public holiday, today, the start of a week."""
    found = []
    if day in page.red_days:
        found.append("red")
    elif day.weekday() >= 5:
        found.append("we")
    if day == today:
        found.append("now")
    if day.weekday() == 0:
        found.append("mo")
    return " ".join(found)


def matrix(
    page: RosterPage,
    look: Look,
    today: date,
    marks: Marks | None = None,
    *,
    table: str = "t-matrix",
) -> SafeString:
    """Return the table of doctors and days.

    Args:
        page: The days of the roster.
        look: How shifts look.
        today: The day.
        marks: What stands in the way of doctors; for those who plan.
        table: Id of the table.
    """
    language = look.language
    classes = {day: day_class(page, day, today) for day in page.days}
    head = "".join(_head(page, day, classes[day], language) for day in page.days)
    words = Text("Lege", "Doctor").in_language(language)
    lines = [_row(row, page.days, classes, look, marks or {}) for row in page.doctors]
    return mark_safe(  # noqa: S308  (all words are escaped)
        f'<table class="ds-table matrix" data-border="false" id="{table}">'
        f'<thead><tr><th scope="col">{words}</th>{head}'
        f'<th scope="col" class="num sum">{Text("Vakter", "Shifts").in_language(language)}</th>'
        f"</tr></thead><tbody>{_open_row(page, classes, look)}{''.join(lines)}</tbody></table>"
    )


def _head(page: RosterPage, day: date, classes: str, language: Language) -> str:
    name = escape(weekday(day).in_language(language))
    title = f"{name} {format_date(day, language)}"
    if day in page.red_days:
        title += Text(", helligdag", ", public holiday").in_language(language)
    current = ' aria-current="date"' if "now" in classes else ""
    month = str(day.day)
    if day.day == 1 or day == page.days[0]:
        month = f"{day.day}.{day.month}." if language == "nb" else f"{day.day}/{day.month}"
    red = "°" if day in page.red_days else ""
    return (
        f'<th scope="col" class="{classes}"{current}><abbr title="{title}">'
        f"{escape(short_weekday(day, language)[:2])}{red}</abbr><br>{month}</th>"
    )


def _open_row(page: RosterPage, classes: Mapping[date, str], look: Look) -> str:
    """Return the first row: the shifts that lack a doctor."""
    shifts = page.calendar
    cells = []
    lacking = 0
    for day in page.days:
        some = [one for one in shifts.get(day, ()) if one.lacks > 0]
        lacking += sum(one.lacks for one in some)
        chips = "".join(look.chip(one, times=one.lacks) for one in some)
        cells.append(f'<td class="{classes[day]}" data-l="" data-d="{day}">{chips}</td>')
    return (
        f'<tr class="open"><th scope="row">{_OPEN.in_language(look.language)}</th>'
        f'{"".join(cells)}<td class="num sum">{lacking}</td></tr>'
    )


def _row(
    row: DoctorRow,
    days: tuple[date, ...],
    classes: Mapping[date, str],
    look: Look,
    marks: Marks,
) -> str:
    cells = []
    total = 0
    for day in days:
        here = row.cells.get(day, ())
        total += len(here)
        content = "".join(
            look.chip(shift, next(one for one in shift.on if one.doctor == row.key))
            for shift in here
        )
        content += "".join(
            f'<abbr class="mark" title="{mark.label.in_language(look.language)}">'
            f"{MARKS[mark].in_language(look.language)}</abbr>"
            for mark in marks.get((row.key, day), ())
        )
        cells.append(f'<td class="{classes[day]}" data-l="{row.key}" data-d="{day}">{content}</td>')
    return (
        f'<tr><th scope="row">{escape(row.name)}</th>{"".join(cells)}'
        f'<td class="num sum">{total}</td></tr>'
    )


def calendar(page: RosterPage, look: Look, today: date, base: str) -> SafeString:
    """Return the days as a calendar: each with its shifts and who is on them.

    Args:
        page: The days of the roster.
        look: How shifts look.
        today: The day.
        base: Address that a shift's key is added to; empty: shifts are no links.
    """
    language, names, shifts = look.language, page.names, page.calendar
    days = []
    if page.days:
        days += ['<li class="day before" aria-hidden="true"></li>'] * page.days[0].weekday()
    for day in page.days:
        classes = day_class(page, day, today)
        title = f"{weekday(day).in_language(language)} {format_date(day, language)}"
        if day in page.red_days:
            title += Text(", helligdag", ", public holiday").in_language(language)
        lines = "".join(_line(one, look, names, base) for one in shifts.get(day, ()))
        days.append(
            f'<li class="day {classes}"><h3>{escape(title)}</h3><ul>{lines}</ul></li>'
            if lines
            else f'<li class="day {classes}"><h3>{escape(title)}</h3></li>'
        )
    return mark_safe(f'<ol class="calendar">{"".join(days)}</ol>')  # noqa: S308


def _line(shift: ShiftCell, look: Look, names: Mapping[int, str], base: str) -> str:
    language = look.language
    hours = f"{short_clock(shift.starts)}–{short_clock(shift.ends)}"
    words = f"{hours} {escape(shift.name)}"
    if base:
        words = f'<a class="ds-link" href="{escape(base + shift.key)}">{words}</a>'
    people = [
        escape(names.get(one.doctor, "")) + (f" ({_LOCKED.in_language(language)})" * one.is_fixed)
        for one in shift.on
    ]
    lacks = ""
    if shift.lacks > 0:
        said = Text(f"mangler {shift.lacks}", f"lacks {shift.lacks}").in_language(language)
        lacks = f'<strong class="lacks">{said}</strong>'
    elif shift.lacks < 0:
        said = Text(f"{-shift.lacks} for mange", f"{-shift.lacks} too many").in_language(language)
        lacks = f'<strong class="lacks">{said}</strong>'
    return (
        f'<li class="shift c{look.colour(shift.name)}" data-s="{escape(shift.key)}">{words} '
        f"{', '.join(people)}{' ' if people and lacks else ''}{lacks}</li>"
    )
