"""The engine's answers for a page, kept for the next reader of the same page."""

from __future__ import annotations

import functools
from datetime import date

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import CoverageResult, NeedInputs, NeedResult, run, run_coverage
from hjemmel.law import law_on


@functools.lru_cache(maxsize=64)
def _coverage(key: _ByIdentity) -> CoverageResult:
    return run_coverage(key.picture, law_on(key.picture.as_of, key.picture.number))


@functools.lru_cache(maxsize=256)
def _need(inputs: NeedInputs, as_of: date, number: str) -> NeedResult:
    return run(inputs, law_on(as_of, number))


class _ByIdentity:
    """A picture compared by identity: pictures are frozen and kept by the selectors."""

    def __init__(self, picture: MunicipalityOnDay) -> None:
        self.picture = picture

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.picture is other.picture

    def __hash__(self) -> int:
        return hash((self.picture.id, self.picture.as_of))


def coverage_of(picture: MunicipalityOnDay) -> CoverageResult:
    """Return where the scheme stands."""
    return _coverage(_ByIdentity(picture))


def need_of(picture: MunicipalityOnDay, inputs: NeedInputs) -> NeedResult:
    """Return the need for GPs under ``inputs``."""
    return _need(inputs, picture.as_of, picture.number)
