"""Where homes are beside the lists: in the same district or not, and how many metres away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.allocation.inputs import Flags, Small
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

UNKNOWN = -1
_METRES = 1_000  # of a kilometre


class Measure(Enum):
    """How nearness is measured in a distribution."""

    KILOMETRES = "kilometres"
    DISTRICT = "district"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return {
            Measure.KILOMETRES: Text("avstand i kilometer", "distance in kilometres"),
            Measure.DISTRICT: Text("egen bydel eller en annen", "own district or another"),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """Homes beside lists; arrays of shape (areas, lists).

    Args:
        own_district: Whether a list is in the area's own district.
        metres: Whole metres from the area to the list; ``-1`` is not known.
        members: Persons of the area who are on the list already.
    """

    own_district: Flags
    metres: Small
    members: Small

    def __post_init__(self) -> None:
        for name in ("own_district", "metres", "members"):
            if (shape := getattr(self, name).shape) != self.own_district.shape or len(shape) != 2:
                raise _wrong(
                    name,
                    "Tabellene over områder og lister er ikke like store.",
                    "The tables of areas and lists differ in size.",
                )
        if self.metres.size and int(self.metres.min()) < UNKNOWN:
            raise _wrong("metres", "En avstand er negativ.", "A distance is negative.")
        if self.members.size and int(self.members.min()) < 0:
            raise _wrong("members", "Et antall er negativt.", "A number is negative.")

    def measure(self, areas: Small, has_place: Flags) -> Measure:
        """Return kilometres where they are known of every pair that decides anything, else the district.

        An area that no distance is known from decides nothing: it is as far from every list.

        Args:
            areas: Areas that somebody is placed from.
            has_place: Whether each list has a place, shape (lists,).
        """
        known = self.metres[np.unique(areas)][:, has_place] >= 0
        located = known[known.any(axis=1)]
        return Measure.KILOMETRES if located.size and located.all() else Measure.DISTRICT

    def points(self, measure: Measure, weight: int) -> NDArray[np.int64]:
        """Return the points of nearness, shape (areas, lists).

        Args:
            measure: Kilometres: whole points, a half upwards; or the district.
            weight: Points per kilometre, or of a list in another district.
        """
        if measure is Measure.DISTRICT:
            return np.where(self.own_district, 0, weight).astype(np.int64)
        metres = np.maximum(self.metres, 0).astype(np.int64)
        points: NDArray[np.int64] = (metres * weight + _METRES // 2) // _METRES
        return points


@dataclass(frozen=True, slots=True)
class MeanDistance:
    """How far some persons are from their list on average.

    Args:
        persons: Persons whose distance is known.
        unknown: Persons whose distance is not known.
        kilometres: Mean of the distances known; ``None`` where there are none.
    """

    persons: int
    unknown: int
    kilometres: float | None

    @classmethod
    def of(cls, geography: Geography, counts: NDArray[np.int64]) -> MeanDistance:
        """Return the mean distance of numbers of persons by area and list."""
        known = geography.metres >= 0
        persons = int(counts[known].sum())
        metres = int((counts * geography.metres.astype(np.int64))[known].sum())
        return cls(
            persons=persons,
            unknown=int(counts.sum()) - persons,
            kilometres=metres / persons / _METRES if persons else None,
        )


def _wrong(where: str, nb: str, en: str) -> InputError:
    return InputError(
        Text(nb, en),
        where=where,
        remedy=Text("Rett inndataene til fordelingen.", "Correct the inputs of the distribution."),
    )
