"""Template tags of the pages of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hjemmel.cases.plans import indicator_definitions
from hjemmel.domain.indicator_light import Light
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_indicator import IndicatorDefinition, IndicatorUnit
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner, format_number, format_percent
from hjemmel.kernel.text import Text
from hjemmel.web.plan.shown import NO_AREA
from hjemmel.web.plan.words import FIELDS
from hjemmel.web.templatetags.hjemmel import language_of

register = template.Library()
_WIDTH, _HEIGHT, _EDGE = 200.0, 40.0, 4.0
_WHOLE = 1000.0


@register.simple_tag(takes_context=True)
def money(context: Context, amount: Money | None) -> str:
    """Write an amount with its unit: ``kr 300 000``."""
    return "–" if amount is None else format_kroner(amount.in_kroner, language_of(context))


@register.simple_tag(takes_context=True)
def kroner_number(context: Context, amount: Money | None) -> str:
    """Write an amount as a number; the heading of the column has the unit."""
    return "–" if amount is None else format_number(amount.in_kroner, language_of(context))


@register.simple_tag
def spark(values: Sequence[float], goal: float | None = None) -> SafeString:
    """Draw how a value has moved, with its target as a dashed line; the numbers stand beside it."""
    if len(values) < 2:
        return SafeString("")
    reach = [*values, *(() if goal is None else (goal,))]
    low, high = min(reach), max(reach)
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return float(_HEIGHT - _EDGE - (value - low) / span * (_HEIGHT - 2 * _EDGE))

    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = " ".join(
        f"{_EDGE + index * step:.1f},{place(value):.1f}" for index, value in enumerate(values)
    )
    line = (
        ""
        if goal is None
        else format_html(
            '<line class="goal" x1="0" x2="{0}" y1="{1}" y2="{1}"/>',
            int(_WIDTH),
            f"{place(goal):.1f}",
        )
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}<polyline points="{}"/></svg>',
        int(_WIDTH),
        int(_HEIGHT),
        line,
        points,
    )


@register.simple_tag
def share_bar(*parts: float | str) -> SafeString:
    """Draw parts of a whole side by side: ``{% share_bar "done" 3 "late" 1 %}``; the words stand beside it."""
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    whole = sum(float(value) for _, value in pairs) or 1.0
    start, drawn = 0.0, []
    for kind, value in pairs:
        length = float(value) / whole * _WHOLE
        if length:
            drawn.append((kind, f"{start:.1f}", f"{max(0.0, length - 2):.1f}"))
        start += length
    return format_html(
        '<svg class="share" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="20"/>', drawn),
    )


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """Draw the colour of a part of a bar."""
    return format_html(
        '<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="{}" width="10" height="10"/></svg>',
        kind,
    )


@register.simple_tag(takes_context=True)
def indicator_words(context: Context, value: Decimal | None, unit: IndicatorUnit) -> str:
    """Write an indicator's value with its unit."""
    return "–" if value is None else unit.words(value, language_of(context))


@register.simple_tag(takes_context=True)
def indicator_number(context: Context, value: Decimal | None, unit: IndicatorUnit) -> str:
    """Write an indicator's value as a number; a share as per cent."""
    if value is None:
        return "–"
    language = language_of(context)
    if unit is IndicatorUnit.SHARE:
        return format_percent(value, language, decimals=unit.decimals)
    return format_number(value, language, decimals=unit.decimals)


@register.simple_tag(takes_context=True)
def light(context: Context, value: Light) -> SafeString:
    """Write a light in words, with its colour and shape beside them."""
    words = value.label.in_language(language_of(context))
    return format_html('<span class="light" data-light="{}">{}</span>', value.value, words)


@register.simple_tag(takes_context=True)
def own(context: Context, value: Text | str | None, plan: Plan | None = None) -> str:
    """Write what a municipality wrote in its plan, with its language where that is not the page's.

    Args:
        context: The page's; its plan is the usual one.
        value: Words in the plan's language, or a pair with the same in English.
        plan: The plan, on a page of several.
    """
    if value is None or isinstance(value, str):
        words, has_english = value or "", False
    else:
        words, has_english = value.in_language(language_of(context)), value.is_translated
        words = words or value.nb
    wrote = (plan or context["plan"]).language
    page = language_of(context)
    is_of_page = wrote == page or (page == "en" and has_english) or value == NO_AREA
    return words if is_of_page else format_html('<span lang="{}">{}</span>', wrote, words)


@register.simple_tag(takes_context=True)
def of_indicator(context: Context, value: Text, definition: IndicatorDefinition) -> str:
    """Write words of an indicator: as ``own`` where it is the plan's own, and not one that comes along."""
    comes_along = any(definition.id == one.id for one in indicator_definitions())
    return value.in_language(language_of(context)) if comes_along else own(context, value)


@register.filter
def in_years(years: Sequence[int]) -> str:
    """Write years; those that follow each other as a span: ``2022–2025``."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(str(year) for year in years)


@register.simple_tag(takes_context=True)
def field_words(context: Context, where: str) -> str:
    """Write which field something is about; nothing where it is about no field."""
    found = FIELDS.get(where or "")
    return "" if found is None else found.in_language(language_of(context))
