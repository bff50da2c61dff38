"""Oversikt: where the scheme stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hjemmel.apps.coverage.calculations import coverage_of
from hjemmel.law import law_on
from hjemmel.web.charts.coverage import TREND_WORDS, cartogram, trend
from hjemmel.web.context import language_of, picture_for
from hjemmel.web.coverage.answers import attention, overview_answer, trend_of
from hjemmel.web.coverage.excel import coverage_workbook, excel_response


def overview(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the promises, the districts, the waiting list and what needs attention."""
    picture = picture_for(request, case)
    result = coverage_of(picture)
    words = language_of(request)
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
            "attention": attention(picture, result, language),
            "reach": max((abs(row.gap) for row in result.districts), default=1) or 1,
            "map": cartogram(result.districts, words),
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
            "excel_url": reverse(
                "overview-excel", kwargs={"language": language, "case": picture.id}
            ),
        },
    )


def districts_excel(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Send the district table as an Excel file."""
    picture = picture_for(request, case)
    data = coverage_workbook(picture, coverage_of(picture), language_of(request))
    return excel_response(data, f"hjemmel-bydeler-{picture.id}.xlsx")
