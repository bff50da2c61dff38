"""The names, addresses and texts that a district is set up with."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_LONGEST_NAME, _LONGEST_CODE, _LONGEST_WORDS = 100, 30, 200


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
