"""Distributions: a proposal of a list for everybody without one, households kept together."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.findings import stored
from hjemmel.apps.lists.models import AllocationRound, RoundPlace
from hjemmel.apps.lists.selectors.applicants import without_gp
from hjemmel.apps.lists.selectors.distribution_inputs import (
    UNKNOWN_AREA,
    distribution_inputs,
    households_of,
)
from hjemmel.apps.lists.selectors.open_lists import ListPlaces, lists_with_places
from hjemmel.apps.lists.services.rounds import record_round
from hjemmel.apps.registry.models import Municipality, Resident
from hjemmel.apps.registry.selectors.positions import positions_of
from hjemmel.domain.position import Distance
from hjemmel.engines.allocation.distribution import (
    DistributionResult,
    Measure,
    check,
    distribute,
    explain,
)
from hjemmel.engines.allocation.distribution.geography import UNKNOWN
from hjemmel.engines.allocation.distribution.model import input_digest
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import law_on


@transaction.atomic
def propose_distribution(*, municipality: int, as_of: date, by: Actor) -> AllocationRound:
    """Propose a list for each resident without a GP: near, whole households, even load.

    Nearness is kilometres where they are known of all lists, else the own district or another.

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
    homes = households_of(residents)
    inputs = distribution_inputs(homes, lists, municipality, effective, law)
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


def _places(
    row: AllocationRound,
    homes: list[list[Resident]],
    lists: tuple[ListPlaces, ...],
    result: DistributionResult,
) -> list[RoundPlace]:
    centres = positions_of(row.municipality_id, row.effective_on).centres
    is_district = {key for key, point in centres.items() if point.is_district}
    places = []
    for number, (members, given) in enumerate(
        zip(homes, result.given.tolist(), strict=True), start=1
    ):
        one = lists[given] if given >= 0 else None
        said = _why(
            result, number - 1, to_district=one is not None and one.centre_key in is_district
        )
        why = [[text.nb, text.en] for text in said]
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


def _why(result: DistributionResult, home: int, *, to_district: bool) -> list[Text]:
    """Return why a household gets the list it gets."""
    if result.given[home] < 0:
        return [
            Text(
                "Ingen liste har plass til hele husstanden.",
                "No list has room for the whole household.",
            )
        ]
    said = [_where(result, home, to_district=to_district)]
    size = int(result.inputs.households.sizes[home])
    if size > 1:
        said.append(
            Text(
                f"Husstanden på {size} holdes samlet.",
                f"The household of {size} is kept together.",
            )
        )
    return said


def _where(result: DistributionResult, home: int, *, to_district: bool) -> Text:
    """Return where a household's list is beside where it lives, as it was measured."""
    area, at = int(result.inputs.households.area[home]), int(result.given[home])
    geography = result.inputs.geography
    is_own, metres = bool(geography.own_district[area, at]), int(geography.metres[area, at])
    by_kilometre = result.weights.measure is Measure.KILOMETRES
    if metres == UNKNOWN if by_kilometre else area == UNKNOWN_AREA:
        return Text(
            "Det er ikke kjent hvor bydelen er, så nærhet teller ikke.",
            "It is not known where the district is, so nearness does not count.",
        )
    if by_kilometre:
        far = Distance(metres, to_district=to_district).words
        nb, en = (
            ("egen bydel", "the own district") if is_own else ("en annen bydel", "another district")
        )
        return Text(
            f"Listen er i {nb}, regnet fra midten av egen bydel: {far.nb}.",
            f"The list is in {en}, reckoned from the middle of the own district: {far.en}.",
        )
    if is_own:
        return Text("Listen er i egen bydel.", "The list is in the own district.")
    return Text("Ingen bedre plass i egen bydel.", "No better place in the own district.")


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
        "distance": {
            "given": asdict(result.distance_given),
            "before": asdict(result.distance_before),
            "after": asdict(result.distance_after),
        },
        "weights": {**asdict(result.weights), "measure": result.weights.measure.value},
        "formula": [[text.nb, text.en] for text in explain(result)],
        "lists": {
            str(int(key)): [int(places), int(count)]
            for key, places, count in zip(lists.keys, lists.places, counts, strict=True)
        },
        "checks": stored(check(result)),
        "receipt": result.receipt.as_plain(),
    }
