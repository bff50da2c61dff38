"""Which GPs somebody looks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hjemmel.apps.lists.selectors.gp_directory import GpDirectory, GpEntry
from hjemmel.apps.lists.selectors.nearness import is_within, require_within
from hjemmel.domain.position import Distance
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_Order = tuple[object, ...]


def _nearness(distance: Distance | None) -> tuple[bool, int]:
    """Return what sorts the nearest first, and those whose distance is not known last."""
    return (True, 0) if distance is None else (False, distance.metres)


SORTS: dict[str, Callable[[GpEntry, str], _Order]] = {
    "naer": lambda one, home: (
        *_nearness(one.places.distance),
        one.places.district != home,
        -one.places.free.at_least,
        one.places.key,
    ),
    "ledig": lambda one, _: (-one.places.free.at_least, one.places.key),
    "navn": lambda one, _: (one.doctor.casefold(), one.places.key),
}
SEXES = ("female", "male")


@dataclass(frozen=True, slots=True, kw_only=True)
class GpChoice:
    """What GPs are looked for; empty is all.

    Args:
        search: Part of a doctor's or a centre's name.
        district: Six digits.
        language: A language that she speaks.
        sex: ``female`` or ``male``.
        centre: Key of a centre.
        wheelchair: Only where a wheelchair is known to come in.
        has_free: Only those with a free place.
        within_km: Only those whose centre is known to be so near.
        sort: One of ``SORTS``: nearest first, most free places first, by name. Where distances are not
            known, those in the district lived in are nearest.
    """

    search: str = ""
    district: str = ""
    language: str = ""
    sex: str = ""
    centre: int | None = None
    wheelchair: bool = False
    has_free: bool = False
    within_km: float | None = None
    sort: str = "naer"

    def __post_init__(self) -> None:
        require_within(self.within_km, "innen")
        for where, value, known in (
            ("kjonn", self.sex, ("", *SEXES)),
            ("sorter", self.sort, tuple(SORTS)),
        ):
            if value not in known:
                listed = ", ".join(filter(None, known))
                raise InputError(
                    Text(f"Ukjent verdi «{value[:40]}».", f"Unknown value “{value[:40]}”."),
                    where=where,
                    remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
                )

    def of(self, directory: GpDirectory, *, home: str) -> tuple[GpEntry, ...]:
        """Return the GPs that fit, sorted.

        Args:
            directory: As it is seen from home, where distances are to count.
            home: Number of the district lived in.
        """
        fits = [one for one in directory.entries if self._fits(one)]
        return tuple(sorted(fits, key=lambda one: SORTS[self.sort](one, home)))

    def _fits(self, one: GpEntry) -> bool:
        wanted = self.search.strip().casefold()
        return (
            (
                not wanted
                or wanted in one.doctor.casefold()
                or wanted in one.places.centre.casefold()
            )
            and self.district in ("", one.places.district)
            and (not self.language or self.language in one.languages)
            and self.sex in ("", one.sex)
            and self.centre in (None, one.centre)
            and (not self.wheelchair or one.wheelchair is True)
            and (not self.has_free or one.places.free.at_least > 0)
            and is_within(one.places.distance, self.within_km)
        )
