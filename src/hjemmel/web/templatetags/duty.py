"""Template tags of the pages of duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import template
from django.template import Context

from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date, format_number
from hjemmel.kernel.text import Text
from hjemmel.web.duty import words
from hjemmel.web.duty.advice import finding_name
from hjemmel.web.templatetags.hjemmel import language_of

register = template.Library()
_UNIT = 1000


@register.simple_tag(takes_context=True)
def duty_code(context: Context, kind: str, value: str) -> str:
    """Write the words of a code: ``{% duty_code "state" roster.state %}``."""
    return words.CODES[kind].get(value, Text(value, value)).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def clock(context: Context, value: datetime | time) -> str:
    """Write the time of the day."""
    return words.clock(value, language_of(context))


@register.simple_tag(takes_context=True)
def when(context: Context, shift: Any) -> str:
    """Write when a shift is: weekday, day and clock."""
    language = language_of(context)
    day = f"{words.weekday(shift.day).in_language(language)} {format_date(shift.day, language)}"
    at = Text("kl.", "at").in_language(language)
    return f"{day} {at} {words.clock(shift.starts, language)}–{words.clock(shift.ends, language)}"


@register.simple_tag(takes_context=True)
def weekday(context: Context, value: date) -> str:
    """Write the day of the week."""
    return words.weekday(value).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def held_on(context: Context, days: tuple[int, ...], on_red_days: bool | None) -> str:
    """Write on which days a shift type is held."""
    return words.weekday_numbers(days, on_red_days).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def units(context: Context, value: int | None, signed: bool = False, decimals: int = 1) -> str:
    """Write thousandths of a shift or an hour as a number."""
    if value is None:
        return "–"
    return format_number(value / _UNIT, language_of(context), decimals=decimals, signed=signed)


@register.simple_tag(takes_context=True)
def hours(context: Context, minutes: int | None, decimals: int = 1) -> str:
    """Write minutes as hours."""
    if minutes is None:
        return "–"
    return format_number(minutes / 60, language_of(context), decimals=decimals)


@register.filter
def named(names: Mapping[int, str], key: int | None) -> str:
    """Write the name behind a key: ``{{ page.names|named:one.doctor }}``."""
    return "" if key is None else names.get(int(key), "")


@register.simple_tag(takes_context=True)
def kroner(context: Context, amount: Money) -> str:
    """Write an amount in whole kroner."""
    return f"{format_number(round(amount.oere / 100), language_of(context))} kr"


@register.filter
def day_before(value: date | None) -> date | None:
    """Return the last day of a period that is kept by the first day after it."""
    return None if value is None else value - timedelta(days=1)


@register.filter
def that_change(effects: Sequence[Any]) -> list[Any]:
    """Return the effects on a ledger that are any."""
    return [one for one in effects if one.before != one.after]


@register.simple_tag(takes_context=True)
def rule_name(context: Context, constraint: str) -> str:
    """Write what people call the rule that is broken."""
    return finding_name(constraint).in_language(language_of(context))
