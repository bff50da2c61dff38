"""Errors as pages: the same words as on the command line and in the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from hjemmel import __version__
from hjemmel.kernel.errors import (
    HjemmelError,
    InputError,
    TooManyRequestsError,
    UnknownIdError,
)
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text


def error_page(request: HttpRequest, error: HjemmelError) -> HttpResponse:
    """Answer with what is wrong, where, and what to do."""
    context = {
        "title": error.title,
        "what": error.what,
        "remedy": error.remedy,
        "retry_url": error.data.get("retry_url"),
    }
    response = render(request, "error.html", context, status=status_of(error))
    if isinstance(error, TooManyRequestsError):
        response.headers["Retry-After"] = str(error.data["seconds"])
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that does not exist."""
    return error_page(
        request,
        UnknownIdError(
            Text("Denne siden finnes ikke.", "This page does not exist."),
            where=request.path_info,
            remedy=Text("Gå til oversikten.", "Go to the overview."),
        ),
    )


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form that did not come from one of our pages."""
    error = InputError(
        Text(
            "Skjemaet kom ikke fra en side hos oss.", "The form did not come from one of our pages."
        ),
        where="",
        remedy=Text("Åpne siden på nytt og prøv igjen.", "Open the page again and try once more."),
    )
    response = error_page(request, error)
    response.status_code = 403
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error that nobody foresaw, without its details.

    The page has no menus: they are read from the database, which may be what failed.
    """
    context = {
        "language": "en" if request.path_info.startswith("/en/") else "nb",
        "title": HjemmelError.title,
        "what": Text("Feilen er hos oss, ikke hos deg.", "The error is ours, not yours."),
        "remedy": Text(
            "Prøv igjen. Skjer det flere ganger, meld fra med adressen til siden.",
            "Try again. If it happens again, report the address of the page.",
        ),
        "home_url": reverse("home"),
        "version": __version__,
    }
    return HttpResponse(render_to_string("error.html", context), status=500)
