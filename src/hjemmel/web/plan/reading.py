"""What is typed in the forms of a plan, as values; what cannot be read is told with its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from django.http import HttpRequest

from hjemmel.domain.measure import Cost, CostKind
from hjemmel.domain.plan_indicator import IndicatorUnit
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import read_number
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.lists.fields import typed_day

_Chosen = TypeVar("_Chosen", bound=Enum)
_LARGEST = 1e12


def typed_text(request: HttpRequest, name: str) -> str:
    """Return a text of a form without space around it."""
    return (request.POST.get(name) or "").strip()


def day_if_any(request: HttpRequest, name: str) -> date | None:
    """Return a day of a form; ``None``: nothing is typed.

    Raises:
        InputError: It is no day.
    """
    return typed_day(request, name) if typed_text(request, name) else None


def typed_choice(request: HttpRequest, name: str, kind: type[_Chosen]) -> _Chosen:
    """Return what is chosen in a form.

    Raises:
        InputError: It is not among the choices.
    """
    try:
        return kind(typed_text(request, name))
    except ValueError:
        raise InputError(
            Text("Valget er ukjent.", "The choice is unknown."),
            where=name,
            remedy=Text("Velg fra listen.", "Choose from the list."),
        ) from None


def typed_number(request: HttpRequest, name: str) -> Decimal:
    """Return a number of a form, with the page's decimal sign.

    Raises:
        InputError: It is missing, no number, or too large.
    """
    given = typed_text(request, name).removesuffix("%").strip()
    try:
        number = read_number(given, language_of(request))
        if not abs(number) < _LARGEST:
            raise ValueError(given)
    except ValueError:
        raise InputError(
            Text(
                "Tallet mangler." if not given else f"«{given[:20]}» er ikke et tall.",
                "The number is missing." if not given else f"“{given[:20]}” is not a number.",
            ),
            where=name,
            remedy=Text(
                "Skriv et tall, for eksempel 1 500 000 eller 2,5.",
                "Write a number, for example 1,500,000 or 2.5.",
            ),
        ) from None
    return Decimal(str(number))


def typed_money(request: HttpRequest, name: str) -> Money:
    """Return an amount of a form, given in kroner.

    Raises:
        InputError: It is missing, or no number.
    """
    return Money.kroner(typed_number(request, name))


def money_if_any(request: HttpRequest, name: str) -> Money | None:
    """Return an amount of a form; ``None``: nothing is typed; raises as ``typed_money``."""
    return typed_money(request, name) if typed_text(request, name) else None


def typed_value(request: HttpRequest, name: str, unit: IndicatorUnit) -> Decimal:
    """Return a value in an indicator's unit; a share is typed as per cent.

    Raises:
        InputError: It is missing, or no number.
    """
    number = typed_number(request, name)
    return number / 100 if unit is IndicatorUnit.SHARE else number


def typed_years(request: HttpRequest, name: str) -> tuple[int, ...]:
    """Return years of a form, typed with commas or spaces between; rising, each once.

    Raises:
        InputError: One is no year.
    """
    years = set()
    for word in typed_text(request, name).replace(",", " ").replace(";", " ").split():
        if not (word.isascii() and word.isdecimal() and len(word) == len("2025")):
            raise InputError(
                Text(f"«{word[:20]}» er ikke et årstall.", f"“{word[:20]}” is not a year."),
                where=name,
                remedy=Text("Skriv for eksempel 2025, 2026.", "Write for example 2025, 2026."),
            )
        years.add(int(word))
    return tuple(sorted(years))


def typed_cost(request: HttpRequest) -> Cost:
    """Return what a measure costs, as its form says.

    Raises:
        InputError: Kind, amount and years cannot be read, or do not go together.
    """
    return Cost(
        typed_choice(request, "cost_kind", CostKind),
        money_if_any(request, "amount"),
        typed_years(request, "years"),
    )


def typed_title(request: HttpRequest, name: str = "title") -> Text:
    """Return a title in both languages; without an English one, the Norwegian stands for it."""
    nb = typed_text(request, name)
    return Text(nb, typed_text(request, f"{name}_en") or nb)
