"""One centre: what is known of it, and the lists at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.registry.models import Centre
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView, not_here
from hjemmel.domain.patient_list import ListOnDay


@dataclass(frozen=True, slots=True)
class CentreView:
    """A centre with its lists."""

    key: int
    name: str
    organisation_number: str
    address: str
    postcode: str
    postal_place: str
    district: str
    ownership: str
    premises: str
    premises_m2: int | None
    most_doctors: int | None
    universal_design: str
    wheelchair_access: bool | None
    longitude: float | None
    latitude: float | None
    leader: str
    phone: str
    opened_on: date | None
    closed_on: date | None
    lists: tuple[ListOnDay, ...]


def centre_details(
    key: int,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> CentreView:
    """Return a centre with the lists at it.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such centre in the municipality.
    """
    rows = lists_on(municipality, as_of, known_at, by=by).rows
    centre = (
        Centre.objects.select_related("district")
        .filter(pk=key, municipality=municipality.key)
        .first()
    )
    if centre is None:
        raise not_here("centre")
    return CentreView(
        key=centre.pk,
        name=centre.name,
        organisation_number=centre.organisation_number,
        address=centre.address,
        postcode=centre.postcode,
        postal_place=centre.postal_place,
        district=centre.district.name,
        ownership=centre.ownership,
        premises=centre.premises,
        premises_m2=centre.premises_m2,
        most_doctors=centre.most_doctors,
        universal_design=centre.universal_design,
        wheelchair_access=centre.wheelchair_access,
        longitude=centre.longitude,
        latitude=centre.latitude,
        leader=centre.leader,
        phone=centre.phone,
        opened_on=centre.opened_on,
        closed_on=centre.closed_on,
        lists=tuple(row for row in rows if row.centre == key),
    )
