"""Statistics taken into the register, for tests of what comes of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.exchange.statistics.fetching import Source
from hjemmel.apps.exchange.statistics.http import Patience
from hjemmel.apps.exchange.statistics.services import (
    Imported,
    fetch_statistics,
    import_statistics,
)
from tests.servers.pxweb import TABLES, Served, data

BY = system("tests")

TODAY = date(2026, 11, 24)


def get(what: str, municipality: int, served: Served, years: range | None = None) -> Imported:
    """Fetch from the server on this machine."""
    quick = Patience(attempts=2, first_wait=0.01)
    return fetch_statistics(
        what=what,
        municipality=municipality,
        years=years,
        today=TODAY,
        by=BY,
        source=Source(served.address, served.address, quick),
    )


def take(table: dict[str, Any], municipality: int, kind: str | None = None) -> Imported:
    """Import a file."""
    return import_statistics(
        content=json.dumps(table).encode(),
        name="fil.json",
        municipality=municipality,
        today=TODAY,
        by=BY,
        kind=kind,
    )


def of_table(number: str, **asked: list[str]) -> dict[str, Any]:
    """Return a file of a table with what was asked for; all of the rest."""
    sides = TABLES[number]["sides"]
    chosen = {name: list(side["category"]["label"]) for name, side in sides.items()} | asked
    selection = [{"variableCode": name, "valueCodes": codes} for name, codes in chosen.items()]
    return data(number, TABLES[number], {"selection": selection})
