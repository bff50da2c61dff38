"""GPs per 1 000 residents, the deficit against the norm, and free places: per district and in sum."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.domain.municipality import DISTRICT_COUNTS, DistrictOnDay, MunicipalityOnDay

PER = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictCoverage:
    """One row of the coverage table; ``None`` means unknown.

    Args:
        population: Residents, persons.
        gps_per_1000: GPs per 1 000 residents; ``None`` where nobody lives.
        needed: GPs that the norm asks for.
        gap: GPs − needed; negative is a deficit.
        free_share: Free places / list places.
    """

    number: str
    name: str
    practices: int | None
    gps: int
    population: int | None
    gps_per_1000: float | None
    needed: float | None
    gap: float | None
    list_places: int | None
    free_places: int | None
    free_share: float | None
    lists: int | None
    lists_with_10_free: int | None
    lists_with_over_20_free: int | None
    lists_without_doctor: int | None
    vacant_posts: int | None
    guests_in: int | None
    guests_out: int | None


def gps_per_1000(gps: float, population: float) -> float:
    """Return GPs per 1 000 residents.

    >>> round(gps_per_1000(256, 289_073), 3)
    0.886
    """
    return gps / population * PER


def gap(gps: float, population: float, norm_per_1000: float) -> float:
    """Return GPs minus the GPs that the norm asks for; negative is a deficit.

    >>> round(gap(256, 289_073, 1), 1)
    -33.1
    """
    return gps - population / PER * norm_per_1000


def cover(district: DistrictOnDay, norm_per_1000: float) -> DistrictCoverage:
    """Return the coverage of one district."""
    places, free = district.list_places, district.free_places
    people = district.population
    return DistrictCoverage(
        number=district.number,
        name=district.name,
        practices=district.practices,
        gps=district.gps,
        population=people,
        gps_per_1000=gps_per_1000(district.gps, people) if people else None,
        needed=None if people is None else people / PER * norm_per_1000,
        gap=None if people is None else gap(district.gps, people, norm_per_1000),
        list_places=places,
        free_places=free,
        free_share=free / places if free is not None and places else None,
        lists=district.lists,
        lists_with_10_free=district.lists_with_10_free,
        lists_with_over_20_free=district.lists_with_over_20_free,
        lists_without_doctor=district.lists_without_doctor,
        vacant_posts=district.vacant_posts,
        guests_in=district.guests_in,
        guests_out=district.guests_out,
    )


def sum_up(municipality: MunicipalityOnDay, norm_per_1000: float) -> DistrictCoverage:
    """Return the row of the whole municipality."""

    counts = {name: municipality.whole(name) for name in DISTRICT_COUNTS}
    return cover(
        DistrictOnDay(
            number=municipality.number,
            name=municipality.name,
            **{**counts, "gps": counts["gps"] or 0},  # type: ignore[arg-type]  # the counts' own types
        ),
        norm_per_1000,
    )
