"""What a round of allocation starts from: lists with open places, and those who want one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

Whole = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLists:
    """Lists and the places that the round may give; arrays of shape (lists,).

    Args:
        keys: Keys of the lists, ascending.
        places: Places to give, persons.
        is_open: Whether enough places are free for the list to open to those who have a GP.
        municipality: Number of the municipality.
        district: Number of the district; 0 when not known.
    """

    keys: Whole
    places: Small
    is_open: Flags
    municipality: Small
    district: Small

    def __post_init__(self) -> None:
        _same_length(
            "lists", self.keys, self.places, self.is_open, self.municipality, self.district
        )
        _ascending("lists", self.keys)
        if self.places.size and int(self.places.min()) < 0:
            raise _wrong("places", "Antall plasser er negativt.", "A number of places is negative.")

    def __len__(self) -> int:
        return int(self.keys.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicants:
    """Those who want a place; arrays of shape (applicants,) or (applicants, choices).

    Args:
        keys: Keys of the persons, ascending.
        without_gp: Whether the person has no GP at all.
        since: The day she has waited from, as a proleptic ordinal (``date.toordinal``).
        choices: Positions in ``OpenLists``, best first; ``-1`` where there is no further choice.
        precedence: Whether a rule lets her go first on that list, for example Sami priority.
        takes_any: Whether any list in her municipality will do when her choices are full.
        never: Positions of lists that are none of those any: the one she is on, and those she has been
            struck off; ``-1`` where there is no further one. Shape (applicants, lists never given).
        municipality: Number of the municipality she lives in.
        district: Number of her district; 0 when not known.
    """

    keys: Whole
    without_gp: Flags
    since: Small
    choices: Small
    precedence: Flags
    takes_any: Flags
    never: Small
    municipality: Small
    district: Small

    def __post_init__(self) -> None:
        _same_length(
            "applicants",
            self.keys,
            self.without_gp,
            self.since,
            self.choices,
            self.precedence,
            self.takes_any,
            self.never,
            self.municipality,
            self.district,
        )
        _ascending("applicants", self.keys)
        if self.choices.ndim != 2 or self.precedence.shape != self.choices.shape:
            raise _wrong(
                "choices",
                "Ønskene og fortrinnene må ha samme form (personer, ønsker).",
                "Choices and precedence must have the same shape (persons, choices).",
            )
        if self.never.ndim != 2:
            raise _wrong(
                "never",
                "Listene som ikke gis, må ha formen (personer, lister).",
                "The lists never given must have the shape (persons, lists).",
            )

    def __len__(self) -> int:
        return int(self.keys.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInputs:
    """Everything a round is computed from.

    Args:
        lists: Where there are places.
        applicants: Who wants one.
    """

    lists: OpenLists
    applicants: Applicants

    def __post_init__(self) -> None:
        choices = self.applicants.choices
        if choices.size and not (
            int(choices.min()) >= NOBODY and int(choices.max()) < len(self.lists)
        ):
            raise _wrong(
                "choices",
                "Et ønske peker på en liste som ikke er med.",
                "A choice points to a list that is not there.",
            )
        never = self.applicants.never
        if never.size and not (int(never.min()) >= NOBODY and int(never.max()) < len(self.lists)):
            raise _wrong(
                "never",
                "En liste som ikke gis, er ikke med.",
                "A list never given is not there.",
            )
        if choices.shape[0] and _has_twice(choices):
            raise _wrong(
                "choices",
                "En person ønsker samme liste to ganger.",
                "A person chooses the same list twice.",
            )

    def open_choices(self) -> Small:
        """Return the choices without those lists that have not opened to somebody who has a GP."""
        applicants = self.applicants
        chosen = applicants.choices
        if not len(self.lists):
            return chosen
        closed = (chosen != NOBODY) & ~self.lists.is_open[chosen] & ~applicants.without_gp[:, None]
        return np.where(closed, np.int32(NOBODY), chosen).astype(np.int32)


def _has_twice(choices: Small) -> bool:
    for first in range(choices.shape[1]):
        for second in range(first + 1, choices.shape[1]):
            same = (choices[:, first] == choices[:, second]) & (choices[:, first] != NOBODY)
            if bool(same.any()):
                return True
    return False


def _same_length(name: str, *arrays: NDArray[Any]) -> None:
    if len({array.shape[0] for array in arrays}) != 1:
        raise _wrong(name, "Kolonnene er ikke like lange.", "The columns differ in length.")


def _ascending(name: str, keys: Whole) -> None:
    if keys.size > 1 and not bool((np.diff(keys) > 0).all()):
        raise _wrong(
            name, "Nøklene må være stigende og ulike.", "Keys must be ascending and distinct."
        )


def _wrong(where: str, nb: str, en: str) -> InputError:
    return InputError(
        Text(nb, en),
        where=where,
        remedy=Text("Rett inndataene til runden.", "Correct the inputs of the round."),
    )
