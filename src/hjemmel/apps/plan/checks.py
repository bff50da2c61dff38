"""What people write into a plan is held against the room there is for it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hjemmel.domain.plan_indicator import IndicatorDefinition
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text

TITLE, LONG, SHORT, NAME = 200, 10_000, 200, 80
FIRST_YEAR, LAST_YEAR = 1900, 2200
_MOST_OERE = 10**14  # a thousand milliard kroner


def fits(text: str, where: str, most: int, *, needed: bool = False) -> str:
    """Return a text without blanks around it.

    Raises:
        InputError: It is too long, or empty where it is needed.
    """
    trimmed = text.strip()
    if needed and not trimmed:
        raise InputError(
            Text("Teksten mangler.", "The text is missing."),
            where=where,
            remedy=Text("Skriv den.", "Write it."),
        )
    if len(trimmed) > most:
        raise InputError(
            Text(
                f"Teksten er {len(trimmed)} tegn; det er plass til {most}.",
                f"The text has {len(trimmed)} characters; there is room for {most}.",
            ),
            where=where,
            remedy=Text("Kort den ned.", "Shorten it."),
        )
    return trimmed


def possible_year(year: int, where: str = "year") -> int:
    """Return a year that a plan can be about; raise ``InputError`` for another."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            Text(f"{year} er ikke et mulig år.", f"{year} is not a possible year."),
            where=where,
            remedy=Text("Oppgi årstallet med fire sifre.", "Give the year with four digits."),
        )
    return year


def possible_day(day: date, where: str) -> date:
    """Return a day that a plan can be about; raise ``InputError`` for another."""
    possible_year(day.year, where)
    return day


def possible_amount(amount: Money, where: str = "amount") -> Money:
    """Return an amount from 0 up to what the register has room for; raise ``InputError`` for another."""
    if not 0 <= amount.oere <= _MOST_OERE:
        raise InputError(
            Text(
                "Beløpet er negativt eller urimelig stort.",
                "The amount is negative or absurdly large.",
            ),
            where=where,
            remedy=Text("Oppgi hele kroner fra 0 og oppover.", "Give kroner of 0 or more."),
        )
    return amount


def possible_email(address: str, where: str) -> str:
    """Return an e-mail address, or nothing; raise ``InputError`` for what is none."""
    trimmed = address.strip()
    if trimmed:
        try:
            validate_email(trimmed)
        except ValidationError:
            raise InputError(
                Text(
                    f"«{trimmed}» er ikke en e-postadresse.", f"“{trimmed}” is no e-mail address."
                ),
                where=where,
                remedy=Text("Oppgi enhetens adresse.", "Give the unit's address."),
            ) from None
    return trimmed


def known_indicator(code: str, definitions: dict[str, IndicatorDefinition]) -> str:
    """Return an indicator's id that the plan knows, or nothing.

    Raises:
        UnknownIdError: There is no such indicator.
    """
    if code and code not in definitions:
        raise UnknownIdError(
            Text(f"Indikatoren «{code}» finnes ikke.", f"There is no indicator “{code}”."),
            where="indicator",
            remedy=Text(
                "Velg I01 til I31, eller en av planens egne.",
                "Choose I01 to I31, or one of the plan's own.",
            ),
        )
    return code
