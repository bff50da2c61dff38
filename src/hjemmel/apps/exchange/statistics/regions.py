"""Which municipality of today a region code of a table belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

REST = "K-Rest"
COUNTRY = frozenset({"0", "EAK", "EAKUO"})
_MUNICIPALITY = re.compile(r"(?:K-)?([0-9]{4})")
_DISTRICT = re.compile(r"([0-9]{6})[a-z]?")


class Belongs(Enum):
    """What a region code is to a municipality."""

    WHOLE = "whole"
    DISTRICT = "district"
    COUNTRY = "country"
    PART = "part"
    REST = "rest"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """A region as it is stored: its code, and today's municipality (empty: the country)."""

    belongs: Belongs
    region: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class RegionMap:
    """The codes that a municipality has and had.

    Args:
        number: Its number today.
        whole: Codes that are the municipality, or were all of what was merged into it.
        parts: Codes of which only a part came to it: their figures cannot be shared out.
    """

    number: str
    whole: Collection[str] = field(default_factory=frozenset)
    parts: Collection[str] = field(default_factory=frozenset)

    def place(self, code: str) -> Place:
        """Return what a region code is to the municipality."""
        if code in COUNTRY:
            return Place(Belongs.COUNTRY, code)
        if code == REST:
            return Place(Belongs.REST, code)
        district = _DISTRICT.fullmatch(code)
        found = _MUNICIPALITY.fullmatch(code[:4] if district else code)
        if found is None:
            return Place(Belongs.ELSEWHERE, code)
        number = found.group(1)
        if number == self.number or number in self.whole:
            if district:
                return Place(Belongs.DISTRICT, district.group(1), self.number)
            return Place(Belongs.WHOLE, code, self.number)
        if number in self.parts:
            return Place(Belongs.PART, code)
        return Place(Belongs.ELSEWHERE, code)

    def places(self, codes: Collection[str]) -> Mapping[str, Place]:
        """Return what each code is."""
        return {code: self.place(code) for code in codes}
