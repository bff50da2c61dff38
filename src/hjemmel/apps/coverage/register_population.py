"""Residents of a municipality in the register: those registered, else the published count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, QuerySet

from hjemmel.apps.registry.models import District, PopulationCount, RegionCode
from hjemmel.apps.registry.selectors.person_counts import CountedPersons
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.domain.figure import Source
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.kernel.text import Text

_ADDED_UP = "K-"


@dataclass(frozen=True, slots=True)
class Residents:
    """Who lives in a municipality.

    Args:
        total: All; ``None`` when nobody has counted them.
        groups: All by age and sex.
        by_district: By age and sex in each district, by its number; a district may be missing.
        as_of: The day of the count.
        source: Where a published count is from; ``None``: the register's own residents.
    """

    total: int | None
    groups: AgeSexCounts | None
    as_of: date
    by_district: Mapping[str, AgeSexCounts] = field(default_factory=dict)
    source: Source | None = None


def residents_of(
    municipality: MunicipalityView,
    districts: Sequence[District],
    counted: CountedPersons,
    as_of: date,
) -> Residents:
    """Return the residents registered; where there are none, the newest published count."""
    if counted.population:
        return _registered(districts, counted, as_of)
    return _published(municipality, districts, as_of)


def _registered(districts: Sequence[District], counted: CountedPersons, as_of: date) -> Residents:
    tables: dict[int | None, dict[str, list[int]]] = {
        key: {"male": [0] * len(AGE_BANDS), "female": [0] * len(AGE_BANDS)}
        for key in (None, *(d.pk for d in districts))
    }
    whole = {"male": [0] * len(AGE_BANDS), "female": [0] * len(AGE_BANDS)}
    for (district, sex, band), persons in counted.residents.items():
        whole[sex][band] += persons
        if district in tables:
            tables[district][sex][band] += persons
    return Residents(
        counted.population,
        _frozen(whole),
        as_of,
        {d.number: _frozen(tables[d.pk]) for d in districts},
    )


def _published(
    municipality: MunicipalityView, districts: Sequence[District], as_of: date
) -> Residents:
    rows = PopulationCount.objects.filter(municipality=municipality.number, year__lte=as_of.year)
    whole = rows.exclude(region__regex=r"^[0-9]{6}$")
    year = whole.aggregate(newest=Max("year"))["newest"]
    if year is None:
        return Residents(None, None, as_of)
    counts = _by_region(whole.filter(year=year))
    added_up = {k: v for k, v in counts.items() if k.startswith(_ADDED_UP)}
    groups = _frozen(_sum((added_up or counts).values()))
    return Residents(
        groups.total,
        groups,
        date(year, 1, 1),
        _districts(municipality, districts, rows, year),
        Source(Text("Statistisk sentralbyrå", "Statistics Norway"), _table(whole, year)),
    )


def _districts(
    municipality: MunicipalityView,
    districts: Sequence[District],
    rows: QuerySet[PopulationCount],
    year: int,
) -> dict[str, AgeSexCounts]:
    """Return the districts' counts of the same year, also under the municipality's older codes."""
    codes = RegionCode.objects.filter(
        municipality=municipality.key, is_absorbed=False, is_part=False
    )
    numbers = {municipality.number, *codes.values_list("number", flat=True)}
    wanted = {f"{code}{d.number[4:]}": d.number for code in numbers for d in districts}
    counts = _by_region(rows.filter(year=year, region__in=wanted))
    return {wanted[region]: _frozen(table) for region, table in counts.items()}


def _by_region(rows: QuerySet[PopulationCount]) -> dict[str, dict[str, list[int]]]:
    starts = [band.first for band in AGE_BANDS]
    counts: dict[str, dict[str, list[int]]] = {}
    for region, age, sex, persons in rows.values_list("region", "age", "sex", "persons"):
        table = counts.setdefault(region, {s: [0] * len(AGE_BANDS) for s in ("male", "female")})
        table[sex][sum(start <= age for start in starts) - 1] += persons
    return counts


def _table(rows: QuerySet[PopulationCount], year: int) -> str:
    table = rows.filter(year=year).values_list("table", flat=True).first()
    return f"tabell {table}" if table else ""


def _sum(tables: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, list[int]]:
    added = {"male": [0] * len(AGE_BANDS), "female": [0] * len(AGE_BANDS)}
    for table in tables:
        for sex, counts in table.items():
            added[sex] = [a + b for a, b in zip(added[sex], counts, strict=True)]
    return added


def _frozen(table: Mapping[str, Sequence[int]]) -> AgeSexCounts:
    return AgeSexCounts(tuple(table["male"]), tuple(table["female"]))
