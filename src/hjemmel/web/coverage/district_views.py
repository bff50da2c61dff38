"""A district: where it stands, its centres and lists, who lives there."""

from __future__ import annotations

from statistics import median

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register_district import DistrictView, district_on
from hjemmel.domain.population import AGE_BANDS
from hjemmel.engines.coverage.sentences import district_answer
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of
from hjemmel.web.coverage.maps import small_map
from hjemmel.web.coverage.tables import Table, ages_table, centres_table
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.tables import FORMATS, as_file


def district(request: HttpRequest, language: str, case: str, number: str) -> HttpResponse:
    """Show a district of a municipality in the register."""
    asked, shown = _shown(request, case, number)
    row = shown.coverage
    open_lists = None if row.free_places is None else sum((r.free or 0) > 0 for r in shown.lists)
    ages = shown.district.doctor_ages
    return render(
        request,
        "coverage/district.html",
        {
            "asked": asked,
            "picture": shown.picture,
            "shown": shown,
            "row": row,
            "answer": district_answer(
                row,
                shown.result.norm_per_1000,
                open_lists=open_lists if shown.waiting is not None else None,
                waiting=shown.waiting,
            ),
            "bands": [] if shown.district.groups is None else _bands(shown),
            "ages": ages,
            "middle_age": median(ages) if ages else None,
            "map": small_map(asked, shown, language_of(request)),
        },
    )


def district_file(
    request: HttpRequest, language: str, case: str, number: str, table: str, kind: str
) -> HttpResponse:
    """Send one of the district's tables as a file."""
    _, shown = _shown(request, case, number)
    name = f"{number}-{shown.picture.as_of.isoformat()}"
    tables: dict[str, Table] = {
        "alder": ages_table(name, shown.district.groups),
        "legesentre": centres_table(name, shown.centres),
    }
    if table not in tables or kind not in FORMATS:
        raise UnknownIdError(
            Text("Tabellen finnes ikke.", "There is no such table."),
            where=table[:40],
            remedy=Text("Gå tilbake til bydelen.", "Go back to the district."),
        )
    found = tables[table]
    return as_file(
        kind, f"hjemmel-{found.name}", found.title, found.columns, found.rows, language_of(request)
    )


def _shown(request: HttpRequest, case: str, number: str) -> tuple[RegisterAsked, DistrictView]:
    asked = asked_of_register(request, case, Permission.SEE_FIGURES)
    return asked, district_on(
        number, asked.municipality, asked.as_of, asked.known_at, by=asked.actor
    )


def _bands(shown: DistrictView) -> list[tuple[str, int, int, int]]:
    groups = shown.district.groups
    assert groups is not None
    return [
        (band.id, men, women, men + women)
        for band, men, women in zip(AGE_BANDS, groups.male, groups.female, strict=True)
    ]
