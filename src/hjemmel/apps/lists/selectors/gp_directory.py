"""The GPs that can be chosen, with their free places: open to all, and about no person on a list."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from hjemmel.apps.lists.selectors.free_places import FreeList, FreePlaces, free_places
from hjemmel.apps.lists.selectors.nearness import seen_from
from hjemmel.apps.registry.models import AgreementTerms, Municipality, PatientList
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.apps.registry.selectors.positions import Middle


@dataclass(frozen=True, slots=True, kw_only=True)
class GpEntry:
    """A list that can be chosen, and its doctor as a directory has her.

    Args:
        places: The list's free places.
        doctor: Name of the doctor who serves it.
        is_locum: Whether she stands in for the one who has the agreement.
        sex: ``male`` or ``female``; empty when not known.
        languages: Languages that she speaks, small letters.
        centre: Key of the centre.
        address: Where the centre is, in one line; empty when not known.
        phone: Its number; empty when not known.
        wheelchair: Whether a wheelchair comes in; ``None`` when not known.
        district_name: Name of its district.
    """

    places: FreeList
    doctor: str
    is_locum: bool
    sex: str
    languages: tuple[str, ...]
    centre: int
    address: str
    phone: str
    wheelchair: bool | None
    district_name: str


@dataclass(frozen=True, slots=True)
class GpDirectory:
    """The GPs of a municipality.

    Args:
        places: All free places, with the day they are of.
        entries: The GPs, by district, centre and name.
    """

    places: FreePlaces
    entries: tuple[GpEntry, ...]

    def seen_from(self, home: Middle | None) -> GpDirectory:
        """Return the directory with the distance from somewhere to each centre.

        Args:
            home: The middle of a district, here or in another municipality; ``None``: not known.
        """
        places = seen_from(self.places, home)
        by_key = {one.key: one for one in places.lists}
        entries = (replace(one, places=by_key[one.places.key]) for one in self.entries)
        return GpDirectory(places, tuple(entries))

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages that some doctor speaks."""
        return tuple(sorted({name for one in self.entries for name in one.languages}))

    @property
    def centres(self) -> tuple[tuple[int, str], ...]:
        """Key and name of each centre, by name."""
        found = {one.centre: one.places.centre for one in self.entries}
        return tuple(sorted(found.items(), key=lambda one: (one[1], one[0])))

    def entry(self, key: int) -> GpEntry | None:
        """Return a list's GP; ``None``: it cannot be chosen."""
        return next((one for one in self.entries if one.places.key == key), None)


def gp_directory(number: str, today: date) -> GpDirectory:
    """Return the GPs of a municipality that is run in hjemmel; open to all.

    Kept until the register changes.

    Args:
        number: The municipality's number, four digits.
        today: Today.

    Raises:
        UnknownIdError: No municipality in hjemmel has that number.
    """
    found = Municipality.objects.filter(number=number, set_up_on__isnull=False)
    revision = found.values_list("revision", flat=True).first()
    return _kept(number, revision, today)


def municipalities_with_places() -> tuple[MunicipalityView, ...]:
    """Return the municipalities that are run in hjemmel; open to all."""
    rows = Municipality.objects.filter(set_up_on__isnull=False, data_as_of__isnull=False)
    return tuple(view_of(row) for row in rows)


@functools.lru_cache(maxsize=64)
def _kept(number: str, revision: int | None, today: date) -> GpDirectory:
    places = free_places(number, today)
    served = _served(places)
    entries = (served[one.key] for one in places.lists if one.key in served)
    order = sorted(entries, key=lambda e: (e.places.district, e.places.centre, e.doctor))
    return GpDirectory(places, tuple(order))


def _served(places: FreePlaces) -> Mapping[int, GpEntry]:
    """Return the doctor and the centre of each list, by key: two queries."""
    day = places.effective_on
    agreements = dict(
        PatientList.objects.filter(pk__in=[one.key for one in places.lists]).values_list(
            "agreement_id", "pk"
        )
    )
    by_key = {one.key: one for one in places.lists}
    rows = (
        AgreementTerms.objects.on(day)
        .filter(agreement__municipality=places.municipality.key, agreement__in=list(agreements))
        .select_related("holder", "locum", "centre__district")
    )
    return {
        agreements[row.agreement_id]: _entry(by_key[agreements[row.agreement_id]], row)
        for row in rows
    }


def _entry(places: FreeList, terms: AgreementTerms) -> GpEntry:
    is_locum = terms.status == "served_by_locum"
    doctor = terms.locum if is_locum else terms.holder
    centre = terms.centre
    town = " ".join(filter(None, (centre.postcode, centre.postal_place)))
    spoken = doctor.languages if doctor is not None else []
    return GpEntry(
        places=places,
        doctor="" if doctor is None else doctor.name,
        is_locum=is_locum,
        sex="" if doctor is None else doctor.sex,
        languages=tuple(str(name).strip().lower() for name in spoken),
        centre=centre.pk,
        address=", ".join(filter(None, (centre.address, town))),
        phone=centre.phone,
        wheelchair=centre.wheelchair_access,
        district_name=centre.district.name,
    )
