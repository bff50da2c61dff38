"""The indicator of grants: what was awarded of what was applied for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.grants.selectors.cases import cases_in
from hjemmel.apps.plan.selectors.found import Found, Input, cannot_tell, share
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.kernel.text import Text

_CASES = Text("Tilskuddssakene i hjemmel", "The grant cases in hjemmel")


def awarded(place: MunicipalityView, day: date, by: Actor) -> Found:
    """Return the share of the money applied for that was awarded (I22), of the day's calendar year.

    Cases submitted by the day count; what was awarded is as it is known now.

    Raises:
        NotAllowedError: Grant cases are not open to ``by``.
    """
    rows = [
        row
        for row in cases_in(place.key, by=by)
        if row.year == day.year and row.submitted_on is not None and row.submitted_on <= day
    ]
    if not rows:
        why = Text(
            "Ingen har søkt om tilskudd i året.", "Nobody has applied for grants in the year."
        )
        return cannot_tell("I22", day, why)
    sought = [row.sought for row in rows if row.sought is not None]
    given = [row.awarded for row in rows if row.awarded is not None]
    total = sum(amount.oere for amount in given)
    asked = sum(amount.oere for amount in sought)
    return share(
        "I22",
        day,
        Input(Text("innvilget, kroner", "awarded, kroner"), _kroner(total)),
        Input(Text("søkt, kroner", "applied for, kroner"), _kroner(asked)),
        source=_CASES,
        extra=(
            Input(Text("søknader", "applications"), _count(len(rows))),
            Input(Text("innvilget", "awarded"), _count(len([one for one in given if one.oere]))),
            Input(Text("ikke dekket, kroner", "unmet, kroner"), _kroner(max(0, asked - total))),
        ),
    )


def _kroner(oere: int) -> Decimal:
    return Decimal(oere) / 100


def _count(number: int) -> Decimal:
    return Decimal(number)
