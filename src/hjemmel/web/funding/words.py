"""Words of the pages of money."""

from __future__ import annotations

from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month

_MONTHS = (
    Text("januar", "January"),
    Text("februar", "February"),
    Text("mars", "March"),
    Text("april", "April"),
    Text("mai", "May"),
    Text("juni", "June"),
    Text("juli", "July"),
    Text("august", "August"),
    Text("september", "September"),
    Text("oktober", "October"),
    Text("november", "November"),
    Text("desember", "December"),
)


def month_name(month: Month) -> Text:
    """Return a month in words: «mars 2024»."""
    name = _MONTHS[month.number - 1]
    return Text(f"{name.nb} {month.year}", f"{name.en} {month.year}")
