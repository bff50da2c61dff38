"""Passwords that are refused: why, in the language of the page."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from hjemmel.apps.accounts.models import User


@pytest.mark.parametrize(
    ("language", "password", "why"),
    [
        ("nb", "kort", "Passordet er for kort. Det må ha minst 12 tegn."),
        ("en", "kort", "The password is too short. It must have at least 12 characters."),
        ("nb", "saksbehandler", "Passordet ligner for mye på brukernavnet eller e-posten."),
        ("en", "saksbehandler", "The password is too much like the user name or the e-mail."),
        ("nb", "password1234", "Dette passordet er for vanlig."),
    ],
)
def test_refused_password_is_told_why(language: str, password: str, why: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="saksbehandler"))
    assert refused.value.messages == [why]


def test_long_password_of_its_own_is_taken() -> None:
    validate_password("syv hester under broen", User(username="saksbehandler"))
