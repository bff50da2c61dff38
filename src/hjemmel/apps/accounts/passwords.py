"""What a password must be, told in our own words: the library's are not all in Norwegian."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import get_language

from hjemmel.kernel.text import Text


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """Return what is wrong, in the language of the page."""
        return _said(
            Text(
                f"Passordet er for kort. Det må ha minst {self.min_length} tegn.",
                f"The password is too short. It must have at least {self.min_length} characters.",
            )
        )


class UnlikeTheUser(UserAttributeSimilarityValidator):
    """Not almost the user's own name or address."""

    def get_error_message(self) -> str:
        """Return what is wrong, in the language of the page."""
        return _said(
            Text(
                "Passordet ligner for mye på brukernavnet eller e-posten.",
                "The password is too much like the user name or the e-mail.",
            )
        )


def _said(words: Text) -> str:
    return words.en if get_language() == "en" else words.nb
