"""What a worker does before its first page, so that nobody waits for engines and templates to load."""

from __future__ import annotations

from django.template.loader import get_template

from hjemmel.apps.coverage.calculations import coverage_of, need_of
from hjemmel.cases.published import load_case
from hjemmel.web.charts.coverage import need_path
from hjemmel.web.context import FALLBACK_CASE

_TEMPLATES = ("coverage/overview.html", "coverage/need.html", "law/manual.html", "error.html")


def warm() -> None:
    """Compute and draw the published case, which needs no database, and compile the templates."""
    picture = load_case(FALLBACK_CASE)
    coverage_of(picture)
    need_path(need_of(picture, {}).path, "nb")
    for name in _TEMPLATES:
        get_template(name)
