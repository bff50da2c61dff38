"""The last day on which everything a practice's economy needs is known."""

from __future__ import annotations

from datetime import date, timedelta

from hjemmel.engines.funding.regimes import read_regime
from hjemmel.kernel.errors import MissingDataError
from hjemmel.law import LawAt

_DAY = timedelta(days=1)
_FEES = ("fees.day_consultation_fee", "fees.day_consultation_patient")
_RATES = (*_FEES, "capitation.national_average_rate", "capitation.rate_up_to_knee")


def last_day_with_rates(law: LawAt) -> date | None:
    """Return the last day, not after the law's, on which capitation and fees are known; ``None``: none is."""
    days = {law.as_of}
    for name in _RATES:
        for version in law.book.parameter(name).versions:
            days |= {end - _DAY for end in (version.valid_until,) if end is not None}
    for day in sorted((one for one in days if one <= law.as_of), reverse=True):
        there = LawAt(day, law.municipality, book=law.book)
        try:
            read_regime(there)
        except MissingDataError:
            continue
        if all(there.has(name) for name in _FEES):
            return day
    return None
