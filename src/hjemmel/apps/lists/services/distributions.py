"""Distributions: a proposal of a list for everybody without one, households kept together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import AllocationRound, RoundPlace
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.selectors.open_lists import ListPlaces, lists_with_places
from hjemmel.apps.lists.services.rounds import record_round
from hjemmel.apps.registry.models import Membership, Municipality, Resident
from hjemmel.domain.population import AGE_BANDS
from hjemmel.engines.allocation.distribution import (
    DistributionInputs,
    DistributionResult,
    Households,
    ReceivingLists,
    check,
    distribute,
)
from hjemmel.engines.allocation.distribution.model import input_digest
from hjemmel.engines.coverage.demand import rates_by_age_and_sex
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month, age_on
from hjemmel.law import LawAt, law_on

_NEAR, _FAR = 0, 1


@transaction.atomic
def propose_distribution(*, municipality: int, as_of: date, by: Actor) -> AllocationRound:
    """Propose a list for each resident without a GP: near, whole households, even load.

    Args:
        municipality: Key of the municipality.
        as_of: The day; places are those of the first of the next month.
        by: Who proposes; needs ``RUN_LISTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: Nobody is without a GP, or no list has a place.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    effective = Month.of(as_of).plus(1).first_day
    law = law_on(as_of, place.number).fresh()
    residents = list(without_gp(municipality, effective).select_related("district").order_by("pk"))
    lists = tuple(row for row in lists_with_places(municipality, effective) if row.free > 0)
    if not residents or not lists:
        raise ConflictError(
            Text(
                "Det er ingen å fordele, eller ingen liste med ledig plass.",
                "There is nobody to distribute, or no list with a free place.",
            ),
            where="distribution",
            remedy=Text(
                "Se etter under Venteliste og Lister.", "Look under Waiting list and Lists."
            ),
        )
    weights = age_weights(law)
    homes = _households(residents)
    inputs = _inputs(homes, lists, _loads(lists, effective, weights), effective, weights)
    result = distribute(inputs, law)
    row = AllocationRound.objects.create(
        municipality=place,
        kind="distribution",
        as_of=as_of,
        effective_on=effective,
        mode="fewest_points",
        inputs_digest=input_digest(inputs),
        result=_as_plain(result),
        made_by=by.name,
        made_at=timezone.now(),
    )
    RoundPlace.objects.bulk_create(_places(row, homes, lists, result), batch_size=2_000)
    record_round(row, place.number, "lists.propose_distribution", by)
    return row


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


def _households(residents: list[Resident]) -> list[list[Resident]]:
    together: dict[tuple[bool, int], list[Resident]] = defaultdict(list)
    for row in residents:
        together[(row.household_id is not None, row.household_id or row.pk)].append(row)
    return sorted(together.values(), key=lambda members: members[0].pk)


def _inputs(
    homes: list[list[Resident]],
    lists: tuple[ListPlaces, ...],
    loads: dict[int, float],
    day: date,
    weights: np.ndarray,
) -> DistributionInputs:
    areas = sorted({_district(members[0]) for members in homes})
    distance = np.array(
        [[_NEAR if area and area == row.district else _FAR for row in lists] for area in areas],
        np.int32,
    )
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
            area=np.array([areas.index(_district(members[0])) for members in homes], np.int32),
            language=np.full(len(homes), -1, np.int32),
        ),
        lists=ReceivingLists(
            keys=np.array([row.key for row in lists], np.int64),
            ceiling=np.array([row.ceiling for row in lists], np.int32),
            places=np.array([row.free for row in lists], np.int32),
            load=np.array([loads.get(row.key, 0.0) for row in lists]),
            speaks=np.zeros((len(lists), 0), bool),
        ),
        distance=distance,
    )


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
    return row.district.number if row.district else ""


def _places(
    row: AllocationRound,
    homes: list[list[Resident]],
    lists: tuple[ListPlaces, ...],
    result: DistributionResult,
) -> list[RoundPlace]:
    places = []
    for number, (members, given) in enumerate(
        zip(homes, result.given.tolist(), strict=True), start=1
    ):
        one = lists[given] if given >= 0 else None
        why = _why(members, one)
        places += [
            RoundPlace(
                round=row,
                resident=member,
                patient_list_id=None if one is None else one.key,
                number=number,
                by_choice=False,
                why=why,
            )
            for member in members
        ]
    return places


def _why(members: list[Resident], one: ListPlaces | None) -> list[list[str]]:
    if one is None:
        return [
            [
                "Ingen liste har plass til hele husstanden.",
                "No list has room for the whole household.",
            ]
        ]
    near = _district(members[0]) == one.district and bool(one.district)
    where = (
        ("Listen er i egen bydel.", "The list is in the own district.")
        if near
        else ("Ingen bedre plass i egen bydel.", "No better place in the own district.")
    )
    said = [list(where)]
    if len(members) > 1:
        said.append(
            [
                f"Husstanden på {len(members)} holdes samlet.",
                f"The household of {len(members)} is kept together.",
            ]
        )
    return said


def _as_plain(result: DistributionResult) -> dict[str, Any]:
    lists = result.inputs.lists
    placed = result.given >= 0
    counts = np.bincount(
        result.given[placed], weights=result.inputs.households.sizes[placed], minlength=len(lists)
    )
    return {
        "points": result.points,
        "bound": result.bound,
        "optimal": result.is_optimal,
        "gap": result.gap,
        "near": result.near,
        "without": result.without,
        "persons": int(result.inputs.households.sizes.sum()),
        "households": len(result.inputs.households),
        "before": asdict(result.before),
        "after": asdict(result.after),
        "weights": asdict(result.weights),
        "lists": {
            str(int(key)): [int(places), int(count)]
            for key, places, count in zip(lists.keys, lists.places, counts, strict=True)
        },
        "checks": stored(check(result)),
        "receipt": result.receipt.as_plain(),
    }
