"""An error as one plain object (RFC 9457), the same on the command line and in the API."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import (
    ConflictError,
    HjemmelError,
    InputError,
    MissingDataError,
    NotAllowedError,
    OutdatedLinkError,
    SignInNeededError,
    TooManyRequestsError,
    UnavailableError,
    UnknownIdError,
)
from hjemmel.kernel.text import Language

TYPE_PREFIX = "urn:problem-type:hjemmel:"
STATUS: Mapping[type[HjemmelError], int] = {
    InputError: 422,
    UnknownIdError: 404,
    MissingDataError: 422,
    OutdatedLinkError: 409,
    SignInNeededError: 401,
    NotAllowedError: 403,
    ConflictError: 409,
    TooManyRequestsError: 429,
    UnavailableError: 503,
    HjemmelError: 500,
}


def status_of(error: HjemmelError) -> int:
    """Return the HTTP status of an error: that of its own class, else of the nearest base."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def as_problem(error: HjemmelError, language: Language = "nb") -> dict[str, object]:
    """Return what is wrong, where and what to do as plain data for JSON.

    ``data`` holds the facts of the case, for programs.
    """
    return {
        "type": TYPE_PREFIX + error.code,
        "title": error.title.in_language(language),
        "detail": error.what.in_language(language),
        "code": error.code,
        "where": error.where,
        "remedy": error.remedy.in_language(language),
        "data": plain(error.data),
    }


def as_problem_in_both(error: HjemmelError) -> dict[str, object]:
    """Return the same in Norwegian, with the words in English under ``en``, to be kept and shown later."""
    english = as_problem(error, "en")
    return {**as_problem(error, "nb"), "en": {key: english[key] for key in _WORDS}}


_WORDS = ("title", "detail", "remedy")
