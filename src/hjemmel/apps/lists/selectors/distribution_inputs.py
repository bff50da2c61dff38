"""Households without a GP, lists with a place and how near they are, as a distribution takes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import numpy as np
from django.db.models import Count

from hjemmel.apps.lists.selectors.open_lists import ListPlaces
from hjemmel.apps.registry.models import District, Membership, Resident
from hjemmel.apps.registry.selectors.positions import positions_of
from hjemmel.domain.population import AGE_BANDS
from hjemmel.engines.allocation.distribution import (
    DistributionInputs,
    Geography,
    Households,
    ReceivingLists,
)
from hjemmel.engines.allocation.distribution.geography import UNKNOWN
from hjemmel.engines.coverage.demand import rates_by_age_and_sex
from hjemmel.kernel.time import age_on
from hjemmel.law import LawAt

UNKNOWN_AREA = 0
_NO_DISTRICT = ""


def age_weights(law: LawAt) -> np.ndarray:
    """Return how much a person counts, shape (2, age bands): male, female; 1 is a mean consultation rate."""
    rates = rates_by_age_and_sex(
        law.table("planning.consultation_rates"), law.table("planning.consultation_rates_by_sex")
    )
    everybody = next(
        float(row["gp"])
        for row in law.table("planning.consultation_rates_by_sex")
        if row["sex"] == "all"
    )
    weights: np.ndarray = rates / everybody
    return weights


def households_of(residents: list[Resident]) -> list[list[Resident]]:
    """Return residents who are to be placed together, by key of the first."""
    together: dict[tuple[bool, int], list[Resident]] = defaultdict(list)
    for row in residents:
        together[(row.household_id is not None, row.household_id or row.pk)].append(row)
    return sorted(together.values(), key=lambda members: members[0].pk)


def distribution_inputs(
    homes: list[list[Resident]],
    lists: tuple[ListPlaces, ...],
    municipality: int,
    day: date,
    law: LawAt,
) -> DistributionInputs:
    """Return a distribution's inputs as the register has them.

    The first area is no district; the others are the municipality's districts, by number.

    Args:
        homes: From ``households_of``.
        lists: Lists with a place.
        municipality: Key of the municipality.
        day: The day the places are of.
        law: The law on the day of the proposal.
    """
    weights = age_weights(law)
    loads = _loads(lists, day, weights)
    numbers = District.objects.filter(municipality=municipality).values_list("number", flat=True)
    areas = [_NO_DISTRICT, *numbers.order_by("number")]
    at = {area: position for position, area in enumerate(areas)}
    return DistributionInputs(
        households=Households(
            keys=np.array([members[0].pk for members in homes], np.int64),
            sizes=np.array([len(members) for members in homes], np.int32),
            load=np.array(
                [
                    sum(_weight(row.sex, row.born, day, weights) for row in members)
                    for members in homes
                ]
            ),
            area=np.array(
                [at.get(_district(members[0]), UNKNOWN_AREA) for members in homes], np.int32
            ),
            language=np.full(len(homes), -1, np.int32),
        ),
        lists=ReceivingLists(
            keys=np.array([row.key for row in lists], np.int64),
            ceiling=np.array([row.ceiling for row in lists], np.int32),
            places=np.array([row.free for row in lists], np.int32),
            load=np.array([loads.get(row.key, 0.0) for row in lists]),
            speaks=np.zeros((len(lists), 0), bool),
        ),
        geography=_geography(at, lists, municipality, day),
    )


def _geography(
    at: Mapping[str, int], lists: tuple[ListPlaces, ...], municipality: int, day: date
) -> Geography:
    """Return how near each list is to the middle of each district; the first row is no district."""
    positions = positions_of(municipality, day)
    shape = (len(at), len(lists))
    own, metres = np.zeros(shape, bool), np.full(shape, UNKNOWN, np.int32)
    for area, row in at.items():
        home = positions.districts.get(area)
        for column, one in enumerate(lists):
            own[row, column] = area != _NO_DISTRICT and area == one.district
            distance = positions.distance(home, one.centre_key)
            if distance is not None:
                metres[row, column] = distance.metres
    members = np.zeros(shape, np.int32)
    column_of = {one.key: column for column, one in enumerate(lists)}
    counted = (
        Membership.objects.on(day)
        .filter(patient_list__in=list(column_of))
        .values_list("patient_list_id", "resident__district__number")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for key, area, count in counted:
        members[at.get(area or _NO_DISTRICT, UNKNOWN_AREA), column_of[key]] += count
    return Geography(own_district=own, metres=metres, members=members)


def _loads(lists: tuple[ListPlaces, ...], day: date, weights: np.ndarray) -> dict[int, float]:
    """Return the sum of the members' weights by list; one query, grouped by year of birth and sex."""
    rows = (
        Membership.objects.on(day)
        .filter(patient_list__in=[row.key for row in lists])
        .values_list("patient_list_id", "resident__born__year", "resident__sex")
        .annotate(n=Count("pk"))
        .order_by()
    )
    loads: dict[int, float] = defaultdict(float)
    for key, year, sex, count in rows:
        loads[key] += count * _weight(sex, date(year, 7, 1), day, weights)
    return dict(loads)


def _weight(sex: str, born: date, day: date, weights: np.ndarray) -> float:
    age = max(0, age_on(born, day))
    band = next(at for at, one in enumerate(AGE_BANDS) if one.last is None or age <= one.last)
    return float(weights[0 if sex == "male" else 1, band])


def _district(row: Resident) -> str:
    return row.district.number if row.district else _NO_DISTRICT
