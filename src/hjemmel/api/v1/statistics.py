"""Indicators from the register, and published statistics."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import RegisterAsked, asked_of_register
from hjemmel.api.v1.schemas.common import DaysQuery, MunicipalityNumber
from hjemmel.api.v1.schemas.statistics import (
    ForecastQuery,
    HoldingOut,
    IndicatorsOut,
    PopulationOut,
    PopulationQuery,
    SeriesOut,
    SeriesQuery,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.selectors.indicators import as_plain, indicators_on
from hjemmel.apps.registry.selectors.statistics import (
    PopulationView,
    forecast,
    holdings,
    indicator_series,
    population,
)

router = Router()
_FIGURES = key_for(Permission.SEE_FIGURES)


@router.get(
    "/municipalities/{number}/indicators",
    response=IndicatorsOut,
    summary="Published indicators, from the register",
    openapi_extra=_FIGURES,
)
def show_indicators(
    request: HttpRequest, number: MunicipalityNumber, query: Query[DaysQuery]
) -> Any:
    """Every published indicator computed from the register, beside the newest published figure."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES, query)
    rows = indicators_on(asked.municipality, asked.as_of, asked.known_at, by=asked.actor)
    return as_plain(rows, asked.municipality, asked.as_of, language_of(request))


@router.get(
    "/municipalities/{number}/statistics",
    response=list[HoldingOut],
    summary="Statistics that are in the register",
    openapi_extra=_FIGURES,
)
def show_statistics(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """Which tables are loaded, of which years, and when they were fetched."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES)
    return list(holdings(number=asked.municipality.number, by=asked.actor))


@router.get(
    "/municipalities/{number}/statistics/series",
    response=list[SeriesOut],
    summary="Published figures by year",
    openapi_extra=_FIGURES,
)
def show_series(request: HttpRequest, number: MunicipalityNumber, query: Query[SeriesQuery]) -> Any:
    """The published figures of the municipality, by year."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES, query)
    place = asked.municipality.number
    return list(indicator_series(number=place, by=asked.actor, content=query.content))


@router.get(
    "/municipalities/{number}/statistics/population",
    response=PopulationOut,
    summary="Residents by age and sex",
    openapi_extra=_FIGURES,
)
def show_population(
    request: HttpRequest, number: MunicipalityNumber, query: Query[PopulationQuery]
) -> Any:
    """Residents of the municipality, or of a district, on 1 January of a year."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES, query)
    return _ages(population(number=_region(asked, query), year=query.year, by=asked.actor))


@router.get(
    "/municipalities/{number}/statistics/forecast",
    response=PopulationOut,
    summary="Forecast residents by age and sex",
    openapi_extra=_FIGURES,
)
def show_forecast(
    request: HttpRequest, number: MunicipalityNumber, query: Query[ForecastQuery]
) -> Any:
    """A forecast of the residents on 1 January of a year."""
    asked = asked_of_register(request, number, Permission.SEE_FIGURES, query)
    return _ages(
        forecast(
            number=_region(asked, query),
            year=query.year,
            by=asked.actor,
            vintage=query.vintage,
            alternative=query.alternative,
        )
    )


def _region(asked: RegisterAsked, query: PopulationQuery) -> str:
    return asked.municipality.number + (query.district or "")


def _ages(view: PopulationView) -> dict[str, Any]:
    return {
        "region": view.region,
        "year": view.year,
        "total": view.total,
        "table": view.table,
        "retrieved_on": view.retrieved_on,
        "ages": [
            {"age": age, "male": view.men.get(age, 0), "female": view.women.get(age, 0)}
            for age in sorted({*view.men, *view.women})
        ],
    }
