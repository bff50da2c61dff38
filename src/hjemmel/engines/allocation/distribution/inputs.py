"""What a distribution starts from: households to place, lists that receive, and what counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hjemmel.engines.allocation.distribution.geography import Geography, Measure
from hjemmel.engines.allocation.inputs import Flags, Small, Whole
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Households:
    """Households to place; arrays of shape (households,).

    Args:
        keys: Keys, ascending.
        sizes: Persons who are to be placed together.
        load: Sum of the members' age weights; 1 is a person of mean demand.
        area: Position of where they live in ``DistributionInputs.geography``.
        language: Code of a language that the GP should speak; ``-1`` is none.
    """

    keys: Whole
    sizes: Small
    load: Numbers
    area: Small
    language: Small

    def __post_init__(self) -> None:
        _columns("households", self.keys, self.sizes, self.load, self.area, self.language)

    def __len__(self) -> int:
        return int(self.keys.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingLists:
    """Lists that can take somebody; arrays of shape (lists,).

    Args:
        keys: Keys, ascending.
        ceiling: Persons that the list may hold.
        places: Places left below the ceiling.
        load: Sum of the age weights of those who are on it now.
        speaks: Whether the GP speaks each language, shape (lists, languages).
    """

    keys: Whole
    ceiling: Small
    places: Small
    load: Numbers
    speaks: Flags

    def __post_init__(self) -> None:
        _columns("lists", self.keys, self.ceiling, self.places, self.load, self.speaks)
        if self.speaks.ndim != 2:
            raise _wrong(
                "speaks",
                "Språkene må ha én kolonne per språk.",
                "Languages must have a column for each language.",
            )

    def __len__(self) -> int:
        return int(self.keys.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much, in points per person.

    Args:
        measure: How nearness is measured.
        distance: Points per kilometre, or of a list in another district, as it is measured.
        language: Points when the GP does not speak the language.
        load: Points per tenth of the ceiling that the list's load is above one half of it.
    """

    measure: Measure
    distance: int
    language: int
    load: int

    @classmethod
    def of(cls, law: LawAt, measure: Measure) -> Weights:
        """Return the weights that hold on the day, ours or the municipality's own."""
        by_kilometre = measure is Measure.KILOMETRES
        return cls(
            measure=measure,
            distance=law.integer(
                "planning.points_kilometre" if by_kilometre else "planning.points_distance"
            ),
            language=law.integer("planning.points_language"),
            load=law.integer("planning.points_load"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionInputs:
    """Everything a distribution is computed from.

    Args:
        households: Who is to be placed.
        lists: Where.
        geography: How near the lists are to where people live.
    """

    households: Households
    lists: ReceivingLists
    geography: Geography

    def __post_init__(self) -> None:
        homes, lists = self.households, self.lists
        areas, columns = self.geography.metres.shape
        if columns != len(lists):
            raise _wrong(
                "geography",
                "Avstandene må ha én kolonne per liste.",
                "Distances must have a column for each list.",
            )
        if len(homes) and not (0 <= int(homes.area.min()) <= int(homes.area.max()) < areas):
            raise _wrong(
                "area",
                "En husstand bor i et ukjent område.",
                "A household lives in an unknown area.",
            )
        if len(homes) and int(homes.sizes.min()) < 1:
            raise _wrong("sizes", "En husstand er tom.", "A household is empty.")
        if len(homes) and not (
            -1 <= int(homes.language.min()) <= int(homes.language.max()) < lists.speaks.shape[1]
        ):
            raise _wrong("language", "Et språk er ukjent.", "A language is unknown.")
        if len(lists) and (int(lists.places.min()) < 0 or int(lists.ceiling.min()) < 1):
            raise _wrong(
                "lists", "Plasser eller listetak er for lave.", "Places or ceilings are too low."
            )

    @property
    def measure(self) -> Measure:
        """How nearness is measured: in kilometres where they are known of all pairs."""
        return self.geography.measure(self.households.area, self.lists.places > 0)


def _columns(where: str, keys: Whole, *others: NDArray[Any]) -> None:
    if any(other.shape[0] != keys.size for other in others):
        raise _wrong(where, "Kolonnene er ikke like lange.", "The columns differ in length.")
    if keys.size > 1 and not bool((np.diff(keys) > 0).all()):
        raise _wrong(
            where, "Nøklene må være stigende og ulike.", "Keys must be ascending and distinct."
        )


def _wrong(where: str, nb: str, en: str) -> InputError:
    return InputError(
        Text(nb, en),
        where=where,
        remedy=Text("Rett inndataene til fordelingen.", "Correct the inputs of the distribution."),
    )
