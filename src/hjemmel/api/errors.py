"""Errors as ``application/problem+json`` (RFC 9457), with the same words as everywhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja.errors import HttpError, ValidationError

from hjemmel.api.language import language_of
from hjemmel.kernel.errors import (
    HjemmelError,
    InputError,
    TooManyRequestsError,
    UnknownIdError,
)
from hjemmel.kernel.problem import as_problem, status_of
from hjemmel.kernel.text import Language, Text

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("hjemmel.api")
_MESSAGES: Mapping[str, Text] = {
    "missing": Text("Verdien mangler.", "The value is missing."),
    "int_parsing": Text("Verdien er ikke et heltall.", "The value is not a whole number."),
    "int_from_float": Text("Verdien er ikke et heltall.", "The value is not a whole number."),
    "int_parsing_size": Text("Tallet er for stort.", "The number is too large."),
    "float_parsing": Text("Verdien er ikke et tall.", "The value is not a number."),
    "literal_error": Text(
        "Verdien er ikke blant dem som går an.", "The value is not one of those allowed."
    ),
    "bool_parsing": Text("Verdien er ikke ja eller nei.", "The value is not true or false."),
    "string_type": Text("Verdien er ikke en tekst.", "The value is not a text."),
    "string_too_long": Text("Teksten er for lang.", "The text is too long."),
    "string_too_short": Text("Teksten er for kort.", "The text is too short."),
    "greater_than_equal": Text("Tallet er for lite.", "The number is too small."),
    "less_than_equal": Text("Tallet er for stort.", "The number is too large."),
    "extra_forbidden": Text("Feltet finnes ikke her.", "There is no such field here."),
    "not_words": Text(
        "Teksten har tegn som ikke kan skrives.", "The text has characters that cannot be written."
    ),
    "impossible_day": Text(
        "Dagen er ikke mellom 1900 og 2199.", "The day is not between 1900 and 2199."
    ),
    "not_a_day": Text(
        "Verdien er ikke en dato. Skriv år-måned-dag: 2023-12-31.",
        "The value is not a date. Write year-month-day: 2023-12-31.",
    ),
}


def problem(
    request: HttpRequest,
    error: HjemmelError,
    *,
    status: int | None = None,
    errors: Sequence[Mapping[str, object]] = (),
) -> HttpResponse:
    """Answer with what is wrong, where, and what to do."""
    language = language_of(request)
    code = status_of(error) if status is None else status
    body = {**as_problem(error, language), "status": code, "instance": request.path}
    if errors:
        body["errors"] = list(errors)
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=code, content_type=MEDIA_TYPE
    )
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyRequestsError):
        response.headers["Retry-After"] = str(error.data["seconds"])
    return in_language(response, language)


def in_language(response: HttpResponse, language: Language) -> HttpResponse:
    """Say which language the answer is in, and that another client may get another."""
    response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


def invalid_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer for parameters that cannot be read."""
    language = language_of(request)
    found = [_finding(item, language) for item in error.errors]
    names = ", ".join(str(item["where"]) for item in found)
    return problem(
        request,
        InputError(
            Text("En parameter kan ikke leses.", "A parameter cannot be read."),
            where=names,
            remedy=Text("Rett parameteren, se «errors».", "Correct the parameter, see “errors”."),
        ),
        errors=found,
    )


def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer for a body that is not what its content type says."""
    return problem(
        request,
        InputError(
            Text("Innholdet kan ikke leses.", "The body cannot be read."),
            where="body",
            remedy=Text(
                "Send det som /api/v1/docs beskriver.", "Send what /api/v1/docs describes."
            ),
        ),
        status=error.status_code,
    )


def _finding(item: Mapping[str, Any], language: Language) -> dict[str, object]:
    message = _MESSAGES.get(item["type"])
    return {
        "where": str(item["loc"][-1]),
        "type": item["type"],
        "detail": str(item["msg"]) if message is None else message.in_language(language),
    }


def unknown_route(request: HttpRequest) -> HttpResponse:
    """Answer for an address that does not exist."""
    return problem(
        request,
        UnknownIdError(
            Text("Adressen finnes ikke.", "The address does not exist."),
            where=request.path,
            remedy=Text("Se /api/v1/docs.", "See /api/v1/docs."),
        ),
    )


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer for a method that the address does not have."""
    response = problem(
        request,
        InputError(
            Text(f"{request.method} går ikke an her.", f"{request.method} is not possible here."),
            where=request.path,
            remedy=Text(f"Bruk {allowed}.", f"Use {allowed}."),
        ),
        status=405,
    )
    response.headers["Allow"] = allowed
    return response


def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer for a fault that nobody foresaw, without its details; those go to the log."""
    _log.error("Unforeseen fault at %s", request.path, exc_info=error)
    return problem(
        request,
        HjemmelError(
            Text("Noe gikk galt hos oss.", "Something went wrong on our side."),
            where="",
            remedy=Text(
                "Prøv igjen. Skjer det flere ganger, meld fra med adressen.",
                "Try again. If it happens again, report the address.",
            ),
        ),
        status=500,
    )
