"""Oversikt: where the scheme stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hjemmel.apps.coverage.attention import attention_of
from hjemmel.apps.coverage.calculations import coverage_of
from hjemmel.apps.registry.selectors.attention import needs_attention
from hjemmel.domain.attention import Attention
from hjemmel.engines.coverage.sentences import overview_answer
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.law import law_on
from hjemmel.web.charts.coverage import TREND_WORDS, trend
from hjemmel.web.context import language_of
from hjemmel.web.coverage.answers import shown_attention, trend_of
from hjemmel.web.coverage.excel import DISTRICT_COLUMNS, coverage_workbook, district_rows
from hjemmel.web.coverage.maps import overview_map
from hjemmel.web.coverage.tables import OF_A_PICTURE
from hjemmel.web.excel import excel_response
from hjemmel.web.pictures import picture_for
from hjemmel.web.register import RegisterAsked
from hjemmel.web.tables import FORMATS, as_file


def overview(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the promises, the districts, the waiting list and what needs attention."""
    picture = picture_for(request, case)
    result = coverage_of(picture)
    words = language_of(request)
    asked: RegisterAsked | None = getattr(request, "register", None)
    series = trend_of(picture)
    target = "gp_list.free_capacity_target"
    law = law_on(picture.as_of, picture.number)
    return render(
        request,
        "coverage/overview.html",
        {
            "picture": picture,
            "result": result,
            "answer": overview_answer(result),
            "attention": shown_attention(
                _in_register(request) + attention_of(picture),
                picture,
                words,
                "" if asked is None else asked.query,
            ),
            "reach": max((abs(row.gap or 0) for row in result.districts), default=1) or 1,
            "map": overview_map(result, asked, words),
            "trend_title": series and TREND_WORDS[series.name],
            "trend": series,
            "trend_chart": series
            and trend(
                series.name,
                series.points,
                float(law.number(target))
                if series.name == "free_share" and law.has(target)
                else None,
                words,
            ),
            "has_free": any(row.free_places is not None for row in result.districts),
            "query": "" if asked is None else asked.query,
        },
    )


def _in_register(request: HttpRequest) -> tuple[Attention, ...]:
    """Return what needs attention list by list, where the picture is of the register."""
    asked: RegisterAsked | None = getattr(request, "register", None)
    if asked is None:
        return ()
    return needs_attention(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)


def districts_excel(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Send the district table as an Excel file."""
    picture = picture_for(request, case)
    data = coverage_workbook(picture, coverage_of(picture), language_of(request))
    return excel_response(data, f"hjemmel-bydeler-{picture.id}.xlsx")


def districts_csv(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Send the district table as CSV."""
    picture = picture_for(request, case)
    rows = district_rows(coverage_of(picture))
    title = Text("Bydeler", "Districts")
    name = f"hjemmel-bydeler-{picture.id}"
    return as_file("csv", name, title, DISTRICT_COLUMNS, rows, language_of(request))


def table_file(
    request: HttpRequest, language: str, case: str, table: str, kind: str
) -> HttpResponse:
    """Send the waiting list, or all figures of the whole, as a file."""
    picture = picture_for(request, case)
    if table not in OF_A_PICTURE or kind not in FORMATS:
        raise UnknownIdError(
            Text("Tabellen finnes ikke.", "There is no such table."),
            where=f"{table}.{kind}"[:40],
            remedy=Text("Gå tilbake til oversikten.", "Go back to the overview."),
        )
    found = OF_A_PICTURE[table](picture)
    name = f"hjemmel-{found.name}"
    return as_file(kind, name, found.title, found.columns, found.rows, language_of(request))
