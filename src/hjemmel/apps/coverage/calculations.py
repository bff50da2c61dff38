"""The engine's answers for a picture, kept for the next who asks the same, by page or by API."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import CoverageResult, NeedResult, run, run_coverage
from hjemmel.engines.coverage.assumptions import assume
from hjemmel.law import law_on

Changes = tuple[tuple[str, Any], ...]


class _Asked:
    """A picture compared by identity: pictures are frozen and kept by the selectors."""

    def __init__(self, picture: MunicipalityOnDay) -> None:
        self.picture = picture

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.picture is other.picture

    def __hash__(self) -> int:
        return hash((self.picture.id, self.picture.as_of))


def coverage_of(picture: MunicipalityOnDay) -> CoverageResult:
    """Return where the scheme stands."""
    return _coverage(_Asked(picture))


def need_of(picture: MunicipalityOnDay, changes: Mapping[str, Any]) -> NeedResult:
    """Return the need for GPs with ``changes`` laid over the municipality's own assumptions.

    Raises:
        MissingDataError: A figure is missing that the changes do not give.
        InputError: A value is outside what is possible.
    """
    return _need(_Asked(picture), tuple(sorted(changes.items())))


@functools.lru_cache(maxsize=64)
def _coverage(asked: _Asked) -> CoverageResult:
    picture = asked.picture
    return run_coverage(picture, law_on(picture.as_of, picture.number))


@functools.lru_cache(maxsize=256)
def _need(asked: _Asked, changes: Changes) -> NeedResult:
    picture = asked.picture
    law = law_on(picture.as_of, picture.number)
    return run(assume(picture, law.fresh(), dict(changes)), law)
