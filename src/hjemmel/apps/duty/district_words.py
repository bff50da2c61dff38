"""The names, addresses, kinds and shares that a district is set up with."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hjemmel.apps.duty.access import unknown
from hjemmel.apps.duty.models import DutyDistrict
from hjemmel.apps.duty.models.districts import STATION_KINDS
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_LONGEST_NAME, _LONGEST_CODE, _LONGEST_WORDS = 100, 30, 200
_LONGEST_EMAIL = 254
_FRACTIONS = Decimal("0.001")


def require_room(*texts: str) -> None:
    """Raise ``InputError`` when a text is longer than there is room for."""
    if max(map(len, texts)) > _LONGEST_WORDS:
        raise InputError(
            Text(
                "Adressen eller åpningstiden er for lang.",
                "The address or the opening hours are too long.",
            ),
            where="address",
            remedy=Text(
                f"Bruk høyst {_LONGEST_WORDS} tegn.", f"Use at most {_LONGEST_WORDS} characters."
            ),
        )


def require_email(email: str) -> None:
    """Raise ``InputError`` when an e-mail address is given and is none."""
    try:
        if len(email) > _LONGEST_EMAIL:
            raise ValidationError("too long")
        if email:
            validate_email(email)
    except ValidationError:
        raise InputError(
            Text("E-postadressen er ikke gyldig.", "The e-mail address is not valid."),
            where="email",
            remedy=Text("Skriv den som navn@eksempel.no.", "Write it as name@example.org."),
        ) from None


def require_named(name: str, code: str) -> None:
    """Raise ``InputError`` unless a name and a short name can stand on pages and in keys."""
    is_code = code.isascii() and code.replace("-", "").replace("_", "").isalnum()
    if not 0 < len(name.strip()) <= _LONGEST_NAME or not is_code or len(code) > _LONGEST_CODE:
        raise InputError(
            Text(
                "Navnet eller kortnavnet er tomt eller for langt, eller kortnavnet har andre tegn enn "
                "bokstaver, tall og bindestrek.",
                "The name or the short name is empty or too long, or the short name has other than "
                "letters, digits and hyphens.",
            ),
            where="name",
            remedy=Text(
                f"Bruk høyst {_LONGEST_NAME} tegn i navnet og {_LONGEST_CODE} i kortnavnet.",
                f"Use at most {_LONGEST_NAME} characters for the name and {_LONGEST_CODE} for the short one.",
            ),
        )


def require_kind(kind: str) -> None:
    """Raise ``InputError`` unless it is a kind of station."""
    if kind not in STATION_KINDS:
        raise InputError(
            Text(f"Stasjonstypen {kind} er ukjent.", f"There is no kind of station {kind}."),
            where="kind",
            remedy=Text(
                f"Velg blant {', '.join(STATION_KINDS)}.",
                f"Choose among {', '.join(STATION_KINDS)}.",
            ),
        )


def require_stations(district: DutyDistrict, codes: Collection[str]) -> None:
    """Raise ``UnknownIdError`` unless a district has the stations."""
    if set(codes) - set(district.stations.values_list("code", flat=True)):
        raise unknown("station")


def possible_fraction(fraction: Decimal) -> Decimal:
    """Return a doctor's share of duty as it is kept, in thousandths.

    Raises:
        InputError: It is not above 0, or is above 2.
    """
    if fraction.is_finite() and 0 < fraction <= 2:
        kept = fraction.quantize(_FRACTIONS)
        if kept > 0:
            return kept
    raise InputError(
        Text("Andelen av vaktene går ikke an.", "The share of duty is not possible."),
        where="fraction",
        remedy=Text("Gi mer enn 0 og høyst 2.", "Give more than 0 and at most 2."),
    )
