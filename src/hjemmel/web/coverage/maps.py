"""The overview's and the district's map: with borders where they are known, else as squares."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from django.utils.safestring import SafeString

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.coverage.register_district import DistrictView
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.statistics import borders
from hjemmel.engines.coverage import CoverageResult
from hjemmel.kernel.text import Language, Text
from hjemmel.web.charts.coverage import cartogram
from hjemmel.web.charts.map import MapDistrict, district_map
from hjemmel.web.register import RegisterAsked

_MAPS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map and the words below it."""

    image: SafeString
    words: Text


_SQUARES = Text(
    "Flaten viser innbyggere, tallet og fargen avviket i leger. Plasseringen er omtrentlig.",
    "The area shows residents, the figure and colour the gap in GPs. Placement is approximate.",
)
_BORDERS = Text(
    "Tallet og fargen viser avviket fra målet, i leger.",
    "The figure and the colour show the gap to the measure, in GPs.",
)


def overview_map(
    result: CoverageResult, asked: RegisterAsked | None, language: Language
) -> Drawn | None:
    """Draw the gaps of all districts; ``None`` where there is nothing to draw them on."""
    if asked is not None:
        gaps = tuple((row.number, row.gap) for row in result.districts)
        title = Text("Kart over bydelene", "Map of the districts")
        drawn = _with_borders(asked.municipality, gaps, title, _BORDERS, language)
        if drawn is not None:
            return Drawn(drawn, _BORDERS)
    squares = cartogram(result.districts, language)
    return None if squares is None else Drawn(squares, _SQUARES)


def small_map(asked: RegisterAsked, shown: DistrictView, language: Language) -> SafeString | None:
    """Draw where the district lies: its own gap, the others without a figure."""
    where = Text(
        f"{shown.district.name} i {shown.picture.name}.",
        f"{shown.district.name} in {shown.picture.name}.",
    )
    gap = ((shown.district.number, shown.coverage.gap),)
    return _with_borders(asked.municipality, gap, Text("Kart", "Map"), where, language)


@functools.lru_cache(maxsize=_MAPS_KEPT)
def _with_borders(
    municipality: MunicipalityView,
    gaps: tuple[tuple[str, float | None], ...],
    title: Text,
    description: Text,
    language: Language,
) -> SafeString | None:
    """Draw the districts; kept until the municipality's revision changes."""
    places = borders(number=municipality.number, by=system("map"))
    return district_map(
        [MapDistrict(place.number, place.name, place.border) for place in places],
        dict(gaps),
        title=title,
        description=description,
        language=language,
        decimals=1,
        signed=True,
    )
