"""What a calendar reads at a private address, without signing in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse

from hjemmel.kernel.errors import UnknownIdError


def answer_calendar(make: Callable[[], str], *, filename: str, log: logging.Logger) -> HttpResponse:
    """Answer a calendar that knows a secret; the address is told to no log.

    Whatever goes wrong is answered here: Django's own log of an error has the address in it.

    Args:
        make: Makes the text of the calendar.
        filename: What the file is called.
        log: Where a failure is told, by its kind alone.
    """
    try:
        text = make()
    except UnknownIdError:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    except Exception as error:
        log.error("A calendar could not be made: %s", type(error).__name__)
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["X-Robots-Tag"] = "noindex"
    return response
