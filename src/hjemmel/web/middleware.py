"""The page's language, and errors as pages in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.text import LANGUAGES
from hjemmel.web.errors import error_page

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Sets ``request.language`` from the first part of the address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.lstrip("/").split("/", 1)[0]
        language = first if first in LANGUAGES else "nb"
        request.language = language  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ErrorMiddleware:
    """Turns a ``HjemmelError`` of a web page into a page with what, where and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        """Answer with a page; other exceptions go on to Django."""
        if isinstance(exception, HjemmelError) and not request.path_info.startswith("/api/"):
            return error_page(request, exception)
        return None
