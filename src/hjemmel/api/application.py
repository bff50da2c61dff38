"""What every version of the API does the same way: languages, problems, methods, description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from hjemmel.api.errors import (
    MEDIA_TYPE,
    in_language,
    invalid_parameters,
    method_not_allowed,
    problem,
    unforeseen,
    unknown_route,
    unreadable,
)
from hjemmel.api.language import language_of
from hjemmel.api.problem_schema import Problem
from hjemmel.api.scopes import SCHEMES, scopes_of
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text


class Readable(JSONRenderer):
    """JSON with letters as letters."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


View = Callable[..., HttpResponse]

_READING = ("GET", "HEAD")
_ONLY_READ = ("openapi-json", "api-root")
_PROBLEMS = {
    "401": "The resource is of the register, and no valid key or session came with the request.",
    "403": "The roles of who asks, or the scopes of the key, do not open it.",
    "404": "No such id or address.",
    "422": "A value is outside what is possible, or a figure is missing.",
}
_OF_A_KEY = {"429": "The key has asked as often as it may; Retry-After says when it may again."}
_OF_A_CHANGE = {
    "400": "The body is not what its content type says.",
    "409": "It does not go with what is stored.",
    "503": "The database or the disk does not answer now; nothing was stored.",
}


class Api(NinjaAPI):
    """An API that answers in two languages and reports errors as problems."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(docs_url=None, renderer=Readable(), **settings)
        self.exception_handler(HjemmelError)(problem)
        self.exception_handler(ValidationError)(invalid_parameters)
        self.exception_handler(HttpError)(unreadable)
        self.exception_handler(Exception)(unforeseen)

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses; one that does not exist is a problem too, not a web page."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _answering(pattern.callback, pattern.name in _ONLY_READ)
        last = re_path(r"^.*$", _answering(unknown_route), name="unknown-route")
        return [*patterns, last], app_name, namespace

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Start an answer in the client's language."""
        return in_language(super().create_temporal_response(request), language_of(request))

    def get_openapi_schema(self, **settings: Any) -> OpenAPISchema:
        """Describe the API, problems and keys included."""
        description = super().get_openapi_schema(**settings)
        shapes = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes.pop("$defs", None)
        description["components"]["schemas"]["Problem"] = shapes
        description["components"]["securitySchemes"] = SCHEMES
        answer = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in description["paths"].values():
            for verb, operation in methods.items():
                for status, text in _problems(verb, operation).items():
                    operation["responses"][status] = {"description": text, "content": answer}
        return description


def _problems(verb: str, operation: dict[str, Any]) -> Mapping[str, str]:
    """Return the statuses that an operation may end with, beside its answers."""
    by_key = {} if scopes_of(operation) is None else _OF_A_KEY
    found = {**_PROBLEMS, **by_key, **(_OF_A_CHANGE if verb == "post" else {})}
    return dict(sorted(found.items()))


def _answering(view: View, only_read: bool = False) -> View:
    """Let HEAD be GET without a body, and answer a method that is not there with a problem.

    Nobody on the way keeps what is answered to a key or a session.
    """

    def answer(request: HttpRequest, *places: Any, **named: Any) -> HttpResponse:
        if only_read and request.method not in _READING:
            return method_not_allowed(request, ", ".join(_READING))
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            response = view(request, *places, **named)
        finally:
            request.method = asked
        if "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers["Cache-Control"] = "private, no-store"
        if response.status_code != 405:
            return response
        there = {method.strip() for method in response.headers["Allow"].split(",")}
        allowed = sorted(there | ({"HEAD"} if "GET" in there else set()))
        return method_not_allowed(request, ", ".join(allowed))

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def refuse_other_parameters(request: HttpRequest, *known: str) -> None:
    """Refuse a parameter that the address does not have: a misspelt one must not be ignored.

    Raises:
        InputError: There is one; the message names those there are.
    """
    for name in request.GET:
        if name not in known:
            listed = ", ".join(known) or "–"
            raise InputError(
                Text(f"Ukjent parameter «{name}».", f"Unknown parameter “{name}”."),
                where=name,
                remedy=Text(f"Disse finnes: {listed}.", f"There are: {listed}."),
            )
