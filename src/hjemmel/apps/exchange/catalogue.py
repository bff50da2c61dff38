"""All kinds of file that can be imported; the first that recognises a file takes it."""

from __future__ import annotations

from hjemmel.apps.exchange.kinds import ImportKind
from hjemmel.apps.exchange.statistics.catalogue import STATISTICS

KINDS: tuple[ImportKind, ...] = (*STATISTICS,)
