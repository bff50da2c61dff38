"""Published statistics of a municipality: population, forecast, indicators, and what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import (
    District,
    ForecastCount,
    Indicator,
    Municipality,
    PopulationCount,
    RegionCode,
)
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.text import Text

HAS_FIGURES_OF_LISTS = "lists"


@dataclass(frozen=True, slots=True)
class PopulationView:
    """Residents on 1 January by age and sex.

    Args:
        region: The number asked for: municipality or district.
        year: The year.
        men: Men by age, years; 105 is 105 and older.
        women: Women by age.
        table: The table they are from.
        retrieved_on: When they were fetched.
    """

    region: str
    year: int
    men: Mapping[int, int]
    women: Mapping[int, int]
    table: str
    retrieved_on: date

    @property
    def total(self) -> int:
        """All residents."""
        return sum(self.men.values()) + sum(self.women.values())

    @property
    def groups(self) -> AgeSexCounts:
        """Residents by the age bands that the need is computed from."""
        return AgeSexCounts(_in_bands(self.men), _in_bands(self.women))


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One published figure; ``value`` is ``None`` where ``status`` says why."""

    region: str
    content: str
    year: int
    value: Decimal | None
    status: str
    table: str
    retrieved_on: date


@dataclass(frozen=True, slots=True)
class HoldingView:
    """A statistic that is in the register.

    Args:
        kind: ``population``, ``districts``, ``projection``, ``lists``, ``codes`` or ``borders``.
        table: Number of the table; empty for codes and borders.
        regions: How many regions.
        first_year: First year.
        last_year: Last year.
        vintage: Vintage of a projection.
        rows: Rows.
        retrieved_on: When the newest of it was fetched.
        source: Where borders are from.
    """

    kind: str
    table: str
    regions: int
    first_year: int | None
    last_year: int | None
    vintage: int | None
    rows: int
    retrieved_on: date | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class BorderView:
    """A district with its border, or without."""

    number: str
    name: str
    border: Mapping[str, object] | None
    source: str


def population(*, number: str, year: int, by: Actor) -> PopulationView:
    """Return the residents of a municipality or a district on 1 January of a year.

    A series that Statistics Norway has put together (``K-4601``) goes before the codes of the day.

    Raises:
        NotAllowedError: The roles do not open it.
        MissingDataError: Nobody has fetched that year.
    """
    place = _seen(number, by)
    rows = PopulationCount.objects.filter(_regions(number, place), year=year)
    joined = rows.filter(region=f"K-{number}")
    return _population(
        joined if joined.exists() else rows.exclude(region__startswith="K-"), number, year
    )


def population_years(*, number: str, by: Actor) -> tuple[int, ...]:
    """Return the years that ``population`` has, newest first."""
    rows = PopulationCount.objects.filter(_regions(number, _seen(number, by)))
    return tuple(rows.order_by("-year").values_list("year", flat=True).distinct())


def forecast(
    *, number: str, year: int, by: Actor, vintage: int | None = None, alternative: str = "MMMM"
) -> PopulationView:
    """Return a forecast of the residents on 1 January; the newest vintage when none is asked for.

    Raises:
        NotAllowedError: The roles do not open it.
        MissingDataError: There is no such forecast.
    """
    place = _seen(number, by)
    rows = ForecastCount.objects.filter(_regions(number, place), alternative=alternative)
    newest = vintage or rows.aggregate(newest=Max("vintage"))["newest"] or 0
    return _population(rows.filter(vintage=newest, year=year), number, year)


def forecast_totals(
    *, number: str, by: Actor, vintage: int | None = None, alternative: str = "MMMM"
) -> Mapping[int, int]:
    """Return the forecast number of residents by year; empty when none was fetched."""
    rows = ForecastCount.objects.filter(
        _regions(number, _seen(number, by)), alternative=alternative
    )
    newest = vintage or rows.aggregate(newest=Max("vintage"))["newest"] or 0
    sums = rows.filter(vintage=newest).values("year").annotate(persons=Sum("persons"))
    return {row["year"]: row["persons"] for row in sums.order_by("year")}


def indicator_series(
    *, number: str, by: Actor, content: str = "", region: str | None = None
) -> tuple[IndicatorView, ...]:
    """Return published figures of a municipality, or of the country (``region``), by year.

    Where a year has figures under an earlier code too, those of today's code come first.
    """
    place = _seen(number, by)
    rows = Indicator.objects.filter(
        Q(municipality=place.number) if region is None else Q(region=region)
    )
    if content:
        rows = rows.filter(content=content)
    best: dict[tuple[str, int], IndicatorView] = {}
    for row in rows.order_by("content", "year", "region"):
        seen = best.get((row.content, row.year))
        if seen is None or seen.value is None or row.region == place.number:
            if seen is not None and row.value is None:
                continue
            best[row.content, row.year] = IndicatorView(
                row.region,
                row.content,
                row.year,
                row.value,
                row.status,
                row.table,
                row.retrieved_on,
            )
    return tuple(best.values())


def codes_of(municipality: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes whose figures are the municipality's, and those it only has a part of."""
    place = Municipality.objects.get(pk=municipality)
    rows = list(place.codes.values_list("number", "is_part"))
    return (
        frozenset({place.number, *(code for code, part in rows if not part)}),
        frozenset(code for code, part in rows if part),
    )


def district_names(municipality: int) -> Mapping[str, str]:
    """Return the names of a municipality's districts by number."""
    return dict(District.objects.filter(municipality=municipality).values_list("number", "name"))


def holdings(*, number: str, by: Actor) -> tuple[HoldingView, ...]:
    """Return which statistics the register has of a municipality, and when they were fetched."""
    place = _seen(number, by)
    summary = {
        "regions": Count("region", distinct=True),
        "first_year": Min("year"),
        "last_year": Max("year"),
        "rows": Count("id"),
        "retrieved_on": Max("retrieved_on"),
    }
    here = Q(municipality=place.number)
    found: list[HoldingView] = []
    population_rows = PopulationCount.objects.filter(here)
    for row in population_rows.order_by("table").values("table").annotate(**summary):
        kind = "districts" if _is_districts(population_rows, row["table"]) else "population"
        found.append(HoldingView(kind=kind, vintage=None, **row))
    forecasts = ForecastCount.objects.filter(here).order_by("-vintage", "table")
    found += [
        HoldingView(kind="projection", **row)
        for row in forecasts.values("table", "vintage").annotate(**summary)
    ]
    indicators = Indicator.objects.filter(here).order_by("table")
    found += [
        HoldingView(kind="lists", vintage=None, **row)
        for row in indicators.values("table").annotate(**summary)
    ]
    codes = RegionCode.objects.filter(municipality=place).count()
    if codes:
        found.append(HoldingView("codes", "", codes, None, None, None, codes, None))
    with_border = District.objects.filter(municipality=place, border__isnull=False)
    sources = sorted(set(with_border.values_list("border_source", flat=True)))
    if sources:
        count = with_border.count()
        found.append(
            HoldingView("borders", "", count, None, None, None, count, None, ", ".join(sources))
        )
    return tuple(found)


def borders(*, number: str, by: Actor) -> tuple[BorderView, ...]:
    """Return the districts of a municipality with their borders."""
    rows = District.objects.filter(municipality=_seen(number, by))
    return tuple(BorderView(row.number, row.name, row.border, row.border_source) for row in rows)


def _in_bands(by_age: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(
        sum(n for age, n in by_age.items() if band.first <= age <= (band.last or age))
        for band in AGE_BANDS
    )


def _is_districts(rows: QuerySet[PopulationCount], table: str) -> bool:
    region = rows.filter(table=table).values_list("region", flat=True).first() or ""
    return len(region) == 6 and region.isdigit()


def _seen(number: str, by: Actor) -> Municipality:
    """Return the municipality of a municipality's or a district's number."""
    view = get_municipality(number[:4], by=by, permission=Permission.SEE_FIGURES)
    return Municipality.objects.get(pk=view.key)


def _regions(number: str, place: Municipality) -> Q:
    """Return the condition of rows about a municipality, or about a district under all its codes."""
    if len(number) == 4:
        return Q(municipality=place.number) & ~Q(region__regex=r"^[0-9]{6}$")
    codes = place.codes.filter(is_absorbed=False, is_part=False)
    numbers = {place.number, *codes.values_list("number", flat=True)}
    return Q(region__in=[f"{code}{number[4:]}" for code in numbers])


def _population(
    rows: QuerySet[PopulationCount] | QuerySet[ForecastCount], number: str, year: int
) -> PopulationView:
    by_sex: dict[str, dict[int, int]] = {"male": {}, "female": {}}
    sums = (
        rows.order_by("age")
        .values("age", "sex")
        .annotate(persons=Sum("persons"), table=Max("table"), retrieved_on=Max("retrieved_on"))
    )
    last = None
    for row in sums:
        by_sex[row["sex"]][row["age"]] = row["persons"]
        last = row
    if last is None:
        raise MissingDataError(
            Text(
                f"Folketallet i {number} for {year} er ikke hentet.",
                f"The population of {number} in {year} was not fetched.",
            ),
            where="statistics",
            remedy=Text(
                "Hent det på siden Statistikk eller med «hjemmel fetch».",
                "Fetch it on the page Statistics or with “hjemmel fetch”.",
            ),
        )
    return PopulationView(
        number, year, by_sex["male"], by_sex["female"], last["table"], last["retrieved_on"]
    )
