"""What the forms of a duty district's set-up say, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict

from hjemmel.apps.duty.selectors.districts import ShiftTypeView
from hjemmel.domain.qualification import Qualification
from hjemmel.domain.shift import PayForm, Role
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import read_number
from hjemmel.kernel.text import Language, Text
from hjemmel.web.context import language_of
from hjemmel.web.lists.fields import typed_day, typed_whole

RED_DAYS = {"": None, "yes": True, "no": False}
_DAY = timedelta(days=1)
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?")
_MONTH_FIRST = re.compile(r"([0-9]{2})-([0-9]{2})")
_QUALIFICATIONS = {one.value for one in Qualification}


def typed_shift_type(request: HttpRequest) -> dict[str, Any]:
    """Return what a form sets a shift type up with, by name, but for its code.

    Raises:
        InputError: Something cannot be read.
    """
    given = request.POST
    others = [one.strip() for one in (given.get("other_skills") or "").split(",")]
    return {
        "name": given.get("name") or "",
        "station": given.get("station") or "",
        "starts": typed_clock(request, "starts"),
        "ends": typed_clock(request, "ends"),
        "weekdays": tuple(whole_in(one) for one in given.getlist("weekdays")),
        "on_red_days": RED_DAYS.get(given.get("on_red_days") or ""),
        "season_first": _typed_day_of_year(request, "season_first"),
        "season_last": _typed_day_of_year(request, "season_last"),
        "valid_from": typed_day(request, "valid_from") if given.get("valid_from") else None,
        "valid_to": typed_day_after(request, "valid_to"),
        "doctors": typed_whole(request, "doctors"),
        "role": typed_choice(request, "role", Role),
        "skills": tuple(one for one in (*given.getlist("skills"), *others) if one),
        "pay_form": typed_choice(request, "pay_form", PayForm),
        "is_alone": given.get("is_alone") == "1",
        "backs_up": tuple(one for one in given.getlist("backs_up") if one),
        "municipalities": tuple(one for one in given.getlist("municipalities") if one),
    }


def shift_type_values(
    typed: QueryDict | None, language: Language, shown: ShiftTypeView | None = None
) -> dict[str, Any]:
    """Return what stands in the fields of a shift type.

    Args:
        typed: What was sent and refused; ``None``: nothing was.
        language: The page's language.
        shown: The type as it is; ``None``: it is a new one.
    """
    if typed is not None:
        lists = ("weekdays", "skills", "backs_up", "municipalities")
        return {**typed.dict(), **{name: typed.getlist(name) for name in lists}}
    if shown is None:
        return {"weekdays": [str(day) for day in range(7)], "doctors": "1"}
    return {
        "name": shown.name,
        "station": shown.station_code,
        "starts": f"{shown.starts:%H:%M}",
        "ends": f"{shown.ends:%H:%M}",
        "weekdays": [str(day) for day in shown.weekdays],
        "on_red_days": {None: "", True: "yes", False: "no"}[shown.on_red_days],
        "season_first": _day_of_year(shown.season_first, language),
        "season_last": _day_of_year(shown.season_last, language),
        "valid_from": shown.valid_from.isoformat() if shown.valid_from else "",
        "valid_to": (shown.valid_to - _DAY).isoformat() if shown.valid_to else "",
        "doctors": str(shown.doctors),
        "role": shown.role.value,
        "skills": [one for one in shown.skills if one in _QUALIFICATIONS],
        "other_skills": ", ".join(one for one in shown.skills if one not in _QUALIFICATIONS),
        "pay_form": shown.pay_form.value,
        "is_alone": "1" if shown.is_alone else "",
        "backs_up": list(shown.backs_up),
        "municipalities": list(shown.municipalities),
    }


def typed_day_after(request: HttpRequest, name: str) -> date | None:
    """Return the day after the last one that a form gives; ``None``: it gives none.

    Raises:
        InputError: It is not a day.
    """
    if not (request.POST.get(name) or "").strip():
        return None
    day = typed_day(request, name)
    return day if day == date.max else day + _DAY


def typed_clock(request: HttpRequest, name: str) -> time:
    """Return a time of the day of a form; raises ``InputError`` when it is none."""
    given = (request.POST.get(name) or "").strip().replace(".", ":")
    try:
        return time.fromisoformat(given)
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke et klokkeslett.", f"“{given[:20]}” is not a time."),
            where=name,
            remedy=Text("Skriv det som 16:00.", "Write it as 16:00."),
        ) from None


def typed_percent(request: HttpRequest, name: str) -> Decimal:
    """Return per cent of a form; raises ``InputError`` when it is not a number."""
    given = (request.POST.get(name) or "").strip().removesuffix("%").strip()
    try:
        return Decimal(str(read_number(given, language_of(request))))
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke et tall.", f"“{given[:20]}” is not a number."),
            where=name,
            remedy=Text("Skriv andelen i prosent: 50.", "Write the share as per cent: 50."),
        ) from None


def typed_choice(request: HttpRequest, name: str, kind: Any) -> Any:
    """Return a choice of a form; raises ``InputError`` when there is no such."""
    return _chosen([request.POST.get(name) or ""], name, kind)[0]


def typed_choices(request: HttpRequest, name: str, kind: Any) -> list[Any]:
    """Return all choices of a form; raises ``InputError`` when there is no such."""
    return _chosen(request.POST.getlist(name), name, kind)


def _chosen(given: Iterable[str], name: str, kind: Any) -> list[Any]:
    try:
        return [kind(one) for one in given]
    except ValueError:
        raise InputError(
            Text("Valget er ukjent.", "The choice is unknown."),
            where=name,
            remedy=Text("Velg fra listen.", "Choose from the list."),
        ) from None


def whole_in(text: str) -> int:
    """Return a number that a form carries; raises ``InputError`` when it is none."""
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise InputError(
            Text("Skjemaet er ikke fylt ut.", "The form is not filled in."),
            where="doctor",
            remedy=Text("Velg fra listen.", "Choose from the list."),
        )
    return int(text)


def _typed_day_of_year(request: HttpRequest, name: str) -> str:
    """Return a day of the year as ``MM-DD``, typed as ``1.6.`` or so; empty: it gives none."""
    given = (request.POST.get(name) or "").strip()
    found = _DAY_FIRST.fullmatch(given)
    if found is not None:
        return f"{found[2]:0>2}-{found[1]:0>2}"
    if given and not _MONTH_FIRST.fullmatch(given):
        raise InputError(
            Text(
                f"«{given[:20]}» er ikke en dag i året.",
                f"“{given[:20]}” is not a day of the year.",
            ),
            where=name,
            remedy=Text("Skriv den som 1.6.", "Write it as 06-01, month and day."),
        )
    return given


def _day_of_year(text: str, language: Language) -> str:
    """Write a day of the year as people type it."""
    found = _MONTH_FIRST.fullmatch(text)
    if found is None or language == "en":
        return text
    return f"{int(found[2])}.{int(found[1])}."
