"""A municipality's lists by month made by hand or by chance, and the arithmetic the way a clerk does it."""

from __future__ import annotations

import calendar
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from hjemmel.engines.funding import Form, FundingInputs
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt


def lists(first: Month, *rows: dict[str, Any], months: int = 1, **whole: int) -> FundingInputs:
    """Return lists that stay as they are for some months, but for the age of the agreement."""

    def column(name: str, unknown: int, kind: type = np.int32) -> Any:
        values = [row.get(name, unknown) for row in rows]
        return np.repeat(np.array(values, kind).reshape(-1, 1), months, axis=1)

    start = column("agreement_month", -1)
    return FundingInputs(
        first=first,
        keys=tuple(str(place) for place in range(len(rows))),
        names=tuple(f"Liste {place}" for place in range(len(rows))),
        length=column("length", 0),
        ceiling=column("ceiling", -1),
        guests=column("guests", 0),
        form=column("form", Form.SELF_EMPLOYED),
        reported=column("reported", -1, np.int64),
        agreement_month=np.where(start > 0, start + np.arange(months), -1).astype(np.int32),
        has_guarantee=np.array([row.get("has_guarantee", False) for row in rows], bool),
        rent_supplement=np.array([row.get("rent_supplement", 0) for row in rows], np.int32),
        inhabitants=np.full(months, whole.get("inhabitants", -1), np.int32),
        positions=np.full(months, whole.get("positions", -1), np.int32),
    )


def capitation_oere(persons: int, law: LawAt) -> int:
    """Return a month's capitation, øre: each person at a time, then the month's part."""
    adjusted = law.flag("capitation.is_patient_adjusted")
    yearly = Decimal(0)
    for person in range(1, persons + 1):
        if adjusted:
            yearly += law.number("capitation.national_average_rate")
        elif law.has("capitation.knee") and person > law.integer("capitation.knee"):
            yearly += law.number("capitation.rate_above_knee")
        else:
            yearly += law.number("capitation.rate_up_to_knee")
    year, month = law.as_of.year, law.as_of.month
    if law.flag("capitation.is_paid_by_day"):
        days = calendar.monthrange(year, month)[1]
        amount = yearly * days / (366 if calendar.isleap(year) else 365)
    else:
        amount = yearly / 12
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
