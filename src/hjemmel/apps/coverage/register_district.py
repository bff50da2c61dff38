"""One district of a municipality in the register: its figures, its centres and its lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.calculations import coverage_of
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.registry.models import Centre
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.domain.municipality import DistrictOnDay, MunicipalityOnDay
from hjemmel.domain.patient_list import ListOnDay
from hjemmel.engines.coverage import CoverageResult
from hjemmel.engines.coverage.districts import DistrictCoverage
from hjemmel.law.loader import unknown_id


@dataclass(frozen=True, slots=True)
class CentreInDistrict:
    """A centre with the sums of its lists; ``None`` where one of them is not known."""

    key: int
    name: str
    posts: int
    lists: int
    list_places: int | None
    listed: int | None
    free_places: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class DistrictView:
    """A district on a day.

    Args:
        picture: The municipality that it is in.
        result: Where its scheme stands.
        district: What is counted in the district.
        coverage: Its row of the coverage.
        centres: Its centres; empty for who may not see lists.
        lists: Its lists; empty for who may not see lists.
        waiting: Persons who wait for one of its lists; ``None`` for who may not see lists.
    """

    picture: MunicipalityOnDay
    result: CoverageResult
    district: DistrictOnDay
    coverage: DistrictCoverage
    centres: tuple[CentreInDistrict, ...]
    lists: tuple[ListOnDay, ...]
    waiting: int | None


def district_on(
    number: str,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> DistrictView:
    """Return a district on a day, as known now or at a moment.

    Raises:
        NotAllowedError: The roles do not open the municipality's figures.
        UnknownIdError: There is no such district on that day.
        MissingDataError: The register has no lists on that day.
    """
    picture = register_picture(municipality, as_of, known_at, by=by)
    result = coverage_of(picture)
    found = {district.number: district for district in picture.districts}
    if number not in found:
        raise unknown_id("district", number, found)
    coverage = next(row for row in result.districts if row.number == number)
    if not by.may(Permission.SEE_LISTS, municipality=municipality.key):
        return DistrictView(picture, result, found[number], coverage, (), (), None)
    everything = lists_on(municipality, as_of, known_at, by=by).rows
    rows = tuple(row for row in everything if row.district == number)
    return DistrictView(
        picture,
        result,
        found[number],
        coverage,
        _centres(number, municipality, as_of, rows),
        rows,
        sum(row.waiting for row in rows),
    )


def _centres(
    number: str, municipality: MunicipalityView, as_of: date, rows: tuple[ListOnDay, ...]
) -> tuple[CentreInDistrict, ...]:
    places = (
        Centre.objects.filter(municipality=municipality.key, district__number=number)
        .exclude(closed_on__lte=as_of)
        .exclude(opened_on__gt=as_of)
        .values_list("pk", "name")
    )
    by_centre: dict[int, list[ListOnDay]] = {}
    for row in rows:
        by_centre.setdefault(row.centre, []).append(row)
    return tuple(
        CentreInDistrict(
            key=key,
            name=name,
            posts=len({row.agreement for row in own}),
            lists=len(own),
            list_places=_sum([row.ceiling for row in own]),
            listed=_sum([row.length for row in own]),
            free_places=_sum([row.free for row in own]),
            waiting=sum(row.waiting for row in own),
        )
        for key, name in places
        for own in (by_centre.get(key, []),)
    )


def _sum(values: list[int | None]) -> int | None:
    return None if None in values else sum(value or 0 for value in values)
