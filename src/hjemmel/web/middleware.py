"""The page's language, errors as pages in plain words, and tables of pages as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import translation

from hjemmel.kernel.errors import HjemmelError, SignInNeededError
from hjemmel.kernel.text import LANGUAGES
from hjemmel.web.context import language_of
from hjemmel.web.errors import error_page, not_found
from hjemmel.web.page_tables import table_in
from hjemmel.web.register import MovedError
from hjemmel.web.tables import FORMAT_KEY, FORMATS, TABLE_KEY, page_table_file

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
ACCOUNT_PREFIX = "/konto/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Sets ``request.language`` from the first part of the address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_in(request.path_info) or _language_of_account_page(request)
        request.language = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _language_in(path: str) -> str | None:
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in LANGUAGES else None


def _language_of_account_page(request: HttpRequest) -> str:
    """Return the language of where the reader comes from or goes to, or her own."""
    if not request.path_info.startswith(ACCOUNT_PREFIX):
        return "nb"
    onward = request.GET.get("next") or request.POST.get("next") or ""
    own = request.user.language if request.user.is_authenticated else "nb"
    return _language_in(onward) or own


class ErrorMiddleware:
    """Turns a ``HjemmelError`` of a web page into a page with what, where and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        """Answer with a page; other exceptions go on to Django."""
        if isinstance(exception, MovedError):
            return HttpResponseRedirect(exception.address)
        if not isinstance(exception, HjemmelError) or request.path_info.startswith("/api/"):
            return None
        if isinstance(exception, SignInNeededError):
            asked = request.get_full_path() if request.method == "GET" else "/"
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': asked})}")
        return error_page(request, exception)


class TableFileMiddleware:
    """Sends a table of a page as a file: ``?tabell=<id>&som=xlsx`` beside what the page was asked.

    The page is made by the same view, with the same roles, as if the two keys were not there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tables, formats = (request.GET.getlist(key) for key in (TABLE_KEY, FORMAT_KEY))
        if len(tables) != 1 or len(formats) != 1 or formats[0] not in FORMATS:
            return self.get_response(request)
        asked = request.GET.copy()
        del asked[TABLE_KEY], asked[FORMAT_KEY]
        request.META["QUERY_STRING"] = asked.urlencode()
        request.GET = QueryDict(asked.urlencode())
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code != HTTPStatus.OK or not is_page or response.streaming:
            return response
        table = table_in(response.content.decode(response.charset), tables[0])
        if table is None:
            return not_found(request, Http404())
        name = _file_name(request.path_info, tables[0])
        answer = page_table_file(formats[0], name, table, language_of(request))
        for header in ("Cache-Control", "Expires", "Vary"):
            if header in response.headers:
                answer.headers[header] = response.headers[header]
        return answer


def _file_name(path: str, table: str) -> str:
    parts = [part for part in path.split("/") if part and part not in LANGUAGES]
    return _NOT_IN_A_NAME.sub("-", "-".join(["hjemmel", *parts, table.removeprefix("t-")]))
