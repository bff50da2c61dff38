"""Free places as somebody sees them from the middle of her district: how far, and the nearest first."""

from __future__ import annotations

from dataclasses import replace

from hjemmel.apps.lists.selectors.free_places import FreeList, FreePlaces
from hjemmel.apps.registry.selectors.positions import Middle, positions_of
from hjemmel.domain.position import Distance
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Text

_METRES = 1_000  # of a kilometre


def middle_of_district(found: FreePlaces, district: str) -> Middle | None:
    """Return the middle of a district; ``None`` where it is not known.

    Args:
        found: The municipality's free places.
        district: Six digits.

    Raises:
        UnknownIdError: It is not a district of the municipality.
    """
    numbers = [one.number for one in found.districts if one.number]
    if district not in numbers:
        listed = ", ".join(numbers)
        raise UnknownIdError(
            Text(
                f"Bydelen «{district[:40]}» finnes ikke i {found.municipality.name}.",
                f"There is no district “{district[:40]}” in {found.municipality.name}.",
            ),
            where="district",
            remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
            id=district,
        )
    positions = positions_of(found.municipality.key, found.effective_on)
    return positions.districts.get(district)


def seen_from(found: FreePlaces, home: Middle | None) -> FreePlaces:
    """Return free places with the distance from somewhere to each list's centre.

    Args:
        found: Free places.
        home: The middle of a district, here or in another municipality; ``None``: not known.
    """
    positions = positions_of(found.municipality.key, found.effective_on)
    lists = (replace(one, distance=positions.distance(home, one.centre_key)) for one in found.lists)
    return replace(found, lists=tuple(lists))


def nearest(found: FreePlaces, district: str | None, within_km: float | None) -> FreePlaces:
    """Return free places by distance from the middle of a district, the nearest first.

    Sums are still of the whole municipality.

    Args:
        found: Free places.
        district: Six digits; ``None`` leaves all as it is.
        within_km: Only lists that are known to be so near.

    Raises:
        UnknownIdError: It is not a district of the municipality.
        InputError: ``within_km`` is not above 0, or no district is given.
    """
    require_within(within_km, "within_km")
    if district is None:
        if within_km is not None:
            raise measured_from_nowhere("within_km")
        return found
    seen = seen_from(found, middle_of_district(found, district))
    near = [one for one in seen.lists if is_within(one.distance, within_km)]
    return replace(seen, lists=tuple(sorted(near, key=_order)))


def is_within(distance: Distance | None, within_km: float | None) -> bool:
    """Tell whether a distance is known to be so short; without a limit every distance is."""
    if within_km is None:
        return True
    return distance is not None and distance.metres <= within_km * _METRES


def require_within(within_km: float | None, where: str) -> None:
    """Raise ``InputError`` unless a limit is above 0, or there is none."""
    if within_km is not None and not within_km > 0:
        raise InputError(
            Text("Avstanden må være over 0 km.", "The distance must be above 0 km."),
            where=where,
            remedy=Text("Skriv et tall, for eksempel 5.", "Write a number, for example 5."),
        )


def measured_from_nowhere(where: str) -> InputError:
    """Return the error of a limit without a place that it is measured from."""
    return InputError(
        Text("Det mangler hvor avstanden måles fra.", "Where the distance is from is missing."),
        where=where,
        remedy=Text("Velg en bydel også.", "Choose a district too."),
    )


def _order(one: FreeList) -> tuple[bool, int, int]:
    distance = one.distance
    return distance is None, 0 if distance is None else distance.metres, one.key
