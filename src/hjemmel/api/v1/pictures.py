"""The law that goes with a picture."""

from __future__ import annotations

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.law import LawAt, load_law


def law_of(picture: MunicipalityOnDay) -> LawAt:
    """Return the law on the picture's day, with the local choices of its municipality."""
    return LawAt(picture.as_of, picture.number or None, book=load_law())
