"""Om, tilgjengelighetserklæring and personvern."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hjemmel.cases.published import list_cases
from hjemmel.law import load_law


def plain_page(request: HttpRequest, language: str, template: str) -> HttpResponse:
    """Show a page of words."""
    return render(
        request, template, {"cases": list_cases(), "parameter_count": len(load_law().parameters)}
    )
