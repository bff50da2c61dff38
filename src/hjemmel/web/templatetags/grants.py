"""Template tags of grants: amounts of kroner, and how a case stands."""

from __future__ import annotations

from django import template
from django.template import Context

from hjemmel.domain.grant_scheme import CaseState
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner, format_number
from hjemmel.web.log.words import action_words
from hjemmel.web.templatetags.hjemmel import language_of

register = template.Library()


@register.simple_tag(takes_context=True)
def kroner(context: Context, value: Money | None) -> str:
    """Write an amount with its unit: «kr 300 000»; what is unknown is a dash."""
    return "–" if value is None else format_kroner(value.in_kroner, language_of(context))


@register.simple_tag(takes_context=True)
def amount(context: Context, value: Money | None) -> str:
    """Write an amount without its unit, for a column that has it."""
    return "–" if value is None else format_number(value.in_kroner, language_of(context))


@register.simple_tag(takes_context=True)
def oere(context: Context, value: int | None) -> str:
    """Write an amount in øre as kroner with unit."""
    return kroner(context, None if value is None else Money(value))


@register.simple_tag(takes_context=True)
def action(context: Context, code: str) -> str:
    """Write what was done, in words."""
    return action_words(code).in_language(language_of(context))


@register.filter
def standing(state: CaseState) -> str:
    """Return how a state is coloured beside its words: kept, broken or open."""
    if state in (CaseState.GRANTED, CaseState.PAID, CaseState.REPORTED, CaseState.PARTLY):
        return "kept"
    return "broken" if state in (CaseState.REFUSED, CaseState.REVOKED) else "open"


@register.filter
def kilobytes(size: int) -> int:
    """Return a size in whole kilobytes, at least 1."""
    return max(1, round(size / 1024))
