"""What a roster is made from: the picture, the limits, the opening balances and the cycles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from hjemmel.domain.duty_roster import Assignment, DutyPicture
from hjemmel.engines.rostering.cycles import Cycle
from hjemmel.engines.rostering.ledger import Ledger
from hjemmel.engines.rostering.terms import Prices, Terms
from hjemmel.kernel.digest import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterInputs:
    """Everything that a roster is made from.

    Args:
        picture: Doctors, shifts, wishes, what is fixed and what was before.
        terms: The limits, each with its level and source.
        red_days: Public holidays of the years that the period touches.
        opening: The ledger that earlier periods left.
        cycles: Rotas that repeat.
        prices: What is weighed.
        published: Who was on which shift in a roster that is out; taking her off has a price.
        names: What people call a doctor or a shift, by key; the key where there is none.
    """

    picture: DutyPicture
    terms: Terms
    red_days: frozenset[date] = frozenset()
    opening: Ledger = field(default_factory=Ledger)
    cycles: tuple[Cycle, ...] = ()
    prices: Prices = field(default_factory=Prices)
    published: frozenset[Assignment] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, key: str) -> str:
        """Return what people call a doctor or a shift."""
        return self.names.get(key, key)

    def digest(self) -> str:
        """Return the SHA-256 of the inputs; names do not count."""
        picture = self.picture
        return digest(
            {
                "period": picture.period,
                "doctors": [_plain(doctor) for doctor in picture.doctors],
                "shifts": [_plain(shift) for shift in picture.shifts],
                "wishes": picture.wishes,
                "fixed": sorted(picture.fixed),
                "earlier": [(_plain(shift), who) for shift, who in picture.earlier],
                "terms": _plain(self.terms),
                "red_days": sorted(self.red_days),
                "opening": self.opening.balances,
                "cycles": self.cycles,
                "prices": self.prices,
                "published": sorted(self.published),
            }
        )


def _plain(value: object) -> dict[str, object]:
    """Return the fields of a value; what has no order gets one."""
    fields = {name: getattr(value, name) for name in getattr(value, "__slots__", ())}
    return {name: _in_order(field) for name, field in fields.items()}


def _in_order(value: object) -> object:
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(getattr(item, "value", item)) for item in value)
    return value
