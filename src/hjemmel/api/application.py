"""What every version of the API does the same way: languages, problems, methods, description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI
from ninja.errors import ValidationError
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
)
from hjemmel.api.language import language_of
from hjemmel.api.problem_schema import Problem
from hjemmel.kernel.errors import HjemmelError, InputError
from hjemmel.kernel.text import Text


class Readable(JSONRenderer):
    """JSON with letters as letters."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


View = Callable[..., HttpResponse]

_ALLOWED = "GET, HEAD"
_PROBLEMS = {
    "401": "The resource is of the register, and no valid key or session came with the request.",
    "403": "The roles of who asks do not open it.",
    "404": "No such id or address.",
    "422": "A parameter is outside what is possible, or a figure is missing.",
}


class Api(NinjaAPI):
    """An API that only reads, answers in two languages and reports errors as problems."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(docs_url=None, renderer=Readable(), **settings)
        self.exception_handler(HjemmelError)(problem)
        self.exception_handler(ValidationError)(invalid_parameters)
        self.exception_handler(Exception)(unforeseen)

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses; one that does not exist is a problem too, not a web page."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _only_reading(pattern.callback)
        last = re_path(r"^.*$", _only_reading(unknown_route), name="unknown-route")
        return [*patterns, last], app_name, namespace

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Start an answer in the client's language."""
        return in_language(super().create_temporal_response(request), language_of(request))

    def get_openapi_schema(self, **settings: Any) -> OpenAPISchema:
        """Describe the API, problems included."""
        description = super().get_openapi_schema(**settings)
        shapes = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes.pop("$defs", None)
        description["components"]["schemas"]["Problem"] = shapes
        answer = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in description["paths"].values():
            for operation in methods.values():
                for status, text in _PROBLEMS.items():
                    operation["responses"][status] = {"description": text, "content": answer}
        return description


def _only_reading(view: View) -> View:
    """Let GET and HEAD through, and answer every other method with a problem."""

    def read(request: HttpRequest, *places: Any, **named: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return method_not_allowed(request, _ALLOWED)
        asked, request.method = request.method, "GET"
        try:
            return view(request, *places, **named)
        finally:
            request.method = asked

    read.csrf_exempt = True  # type: ignore[attr-defined]
    return read


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
