"""The language of an answer: what the client prefers, Norwegian unless it is English."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from hjemmel.kernel.text import Language

_NORWEGIAN = ("nb", "no", "nn")


def language_of(request: HttpRequest) -> Language:
    """Return the first language in ``Accept-Language`` that hjemmel speaks."""
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        spoken = code.partition("-")[0]
        if spoken in _NORWEGIAN or spoken == "*":
            return "nb"
        if spoken == "en":
            return "en"
    return "nb"
