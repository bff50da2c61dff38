"""The page's language, and errors as pages in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from hjemmel.kernel.errors import HjemmelError, SignInNeededError
from hjemmel.kernel.text import LANGUAGES
from hjemmel.web.errors import error_page
from hjemmel.web.register import MovedError

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
