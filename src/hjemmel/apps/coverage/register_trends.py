"""How a municipality's figures went, month by month: from the state's reports and from snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, Sum, Value, When

from hjemmel.apps.coverage.models import Snapshot, SnapshotFigure
from hjemmel.apps.registry.models import ForecastCount, ListReport
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.domain.figure import Source, TrendPoint
from hjemmel.kernel.numbers import round_half_up
from hjemmel.kernel.text import Text

_REPORTS = Source(Text("Statens månedsrapport", "The state's monthly report"))
_SNAPSHOTS = Source(Text("Månedsbilder i hjemmel", "Monthly snapshots in hjemmel"))
_FORECAST = Source(
    Text("Statistisk sentralbyrå, framskriving", "Statistics Norway, projection"), "tabell 14288"
)
_MAIN = "MMMM"
_SHARE_DECIMALS = 4


def trends_of(
    municipality: MunicipalityView, as_of: date, known_at: datetime | None
) -> dict[str, tuple[TrendPoint, ...]]:
    """Return the series up to a day; where a day has a snapshot, it goes before the report.

    Names: ``free_share``, ``mean_list`` (places per list), ``gps``, and ``population_forecast`` by
    1 January.
    """
    points: dict[str, dict[date, TrendPoint]] = {}
    for day, values in _reported(municipality.key, as_of).items():
        _add(points, day, values, _REPORTS)
    for day, values in _stored(municipality.number, as_of, known_at).items():
        _add(points, day, values, _SNAPSHOTS)
    series = {
        name: tuple(point for _, point in sorted(by_day.items())) for name, by_day in points.items()
    }
    forecast = _forecast(municipality.number, as_of)
    return series | ({"population_forecast": forecast} if forecast else {})


def _add(
    points: dict[str, dict[date, TrendPoint]],
    day: date,
    values: Mapping[str, Decimal | None],
    source: Source,
) -> None:
    lists, places, free, gps = (values.get(n) for n in ("lists", "list_places", "free", "gps"))
    found: dict[str, Decimal] = {}
    if places and free is not None:
        found["free_share"] = round_half_up(free / places, _SHARE_DECIMALS)
    if places and lists:
        found["mean_list"] = round_half_up(places / lists, 1)
    if gps is not None:
        found["gps"] = gps
    for name, value in found.items():
        points.setdefault(name, {})[day] = TrendPoint(day, value, source)


def _reported(municipality: int, as_of: date) -> dict[date, dict[str, Decimal | None]]:
    free = Case(When(ceiling__gt=F("length"), then=F("ceiling") - F("length")), default=Value(0))
    rows = (
        ListReport.objects.filter(patient_list__municipality=municipality, as_of__lte=as_of)
        .values("as_of")
        .annotate(
            lists=Count("pk"),
            list_places=Sum("ceiling"),
            free=Sum(free),
            unknown=Count("pk", filter=Q(ceiling__isnull=True)),
        )
        .order_by("as_of")
    )
    return {
        row["as_of"]: {name: Decimal(row[name]) for name in ("lists", "list_places", "free")}
        for row in rows
        if not row["unknown"]
    }


def _stored(
    number: str, as_of: date, known_at: datetime | None
) -> dict[date, dict[str, Decimal | None]]:
    names = {"lists": "lists", "list_places": "list_places", "free_places": "free", "gps": "gps"}
    snapshots: Any = Snapshot.objects.filter(number=number, kind="register", as_of__lte=as_of)
    if known_at is not None:
        snapshots = snapshots.filter(known_at__lte=known_at)
    found: dict[date, dict[str, Decimal | None]] = {}
    rows = SnapshotFigure.objects.filter(snapshot__in=snapshots, name__in=names)
    for day, name, value in rows.values_list("snapshot__as_of", "name", "value"):
        found.setdefault(day, {})[names[name]] = value
    return found


def _forecast(number: str, as_of: date) -> tuple[TrendPoint, ...]:
    """Return the newest forecast of the whole municipality from the day's year on."""
    rows = (
        ForecastCount.objects.filter(municipality=number, alternative=_MAIN, year__gte=as_of.year)
        .exclude(region__regex=r"^[0-9]{6}$")
        .values("vintage", "year")
        .annotate(persons=Sum("persons"))
        .order_by("vintage", "year")
    )
    found = list(rows)
    newest = max((row["vintage"] for row in found), default=0)
    return tuple(
        TrendPoint(date(row["year"], 1, 1), Decimal(row["persons"]), _FORECAST)
        for row in found
        if row["vintage"] == newest
    )
