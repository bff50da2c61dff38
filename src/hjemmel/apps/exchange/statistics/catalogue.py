"""All kinds of statistics, codes and borders that can be imported."""

from __future__ import annotations

from hjemmel.apps.exchange.kinds import ImportKind
from hjemmel.apps.exchange.statistics.kinds import (
    KostraLists,
    SsbDistricts,
    SsbPopulation,
    SsbProjection,
)
from hjemmel.apps.exchange.statistics.place_kinds import Borders, KlassChanges

STATISTICS: tuple[ImportKind, ...] = (
    SsbPopulation(),
    SsbDistricts(),
    SsbProjection(),
    KostraLists(),
    KlassChanges(),
    Borders(),
)
