"""An error as one plain object (RFC 9457), the same on the command line and in the API."""

from __future__ import annotations

from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.text import Language

TYPE_PREFIX = "urn:problem-type:hjemmel:"


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
