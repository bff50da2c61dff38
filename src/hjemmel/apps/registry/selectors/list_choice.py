"""Which of a municipality's lists somebody asks for: the same choices on the web, in API and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel.domain.patient_list import ListOnDay
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months
from hjemmel.law.lawat import LawAt
from hjemmel.rules.agreement_end import end_age

_MONTHS_AHEAD = 12
_YEARS_NEAR = 2
STATUSES = ("held", "served_by_locum", "without_doctor")
FORMS = ("self_employed", "salaried", "variant_8_2")
_AFTER_Z = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
_LAST = "~"  # after every letter
_DIGITS = re.compile(r"(\d+)")


def in_order(name: str) -> tuple[tuple[str, int], ...]:
    """Return a key that sorts names as Norwegians do: æ, ø and å last, and 2 before 10.

    >>> sorted(["Ås 10", "Østre", "Ås 2", "Arna"], key=in_order)
    ['Arna', 'Østre', 'Ås 2', 'Ås 10']
    """
    parts = _DIGITS.split(name.casefold().translate(_AFTER_Z))
    return tuple(("", int(part)) if part.isdecimal() else (part, 0) for part in parts)


SORTS: dict[str, Callable[[ListOnDay], tuple[object, ...]]] = {
    "senter": lambda row: (in_order(row.district_name), in_order(row.centre_name), row.key),
    "lege": lambda row: (in_order(row.doctor_name or _LAST), row.key),
    "ledig": lambda row: (-(row.free if row.free is not None else -1), row.key),
    "lengde": lambda row: (-(row.length or 0), row.key),
    "venter": lambda row: (-row.waiting, row.key),
    "slutt": lambda row: (row.ends_on or date.max, row.key),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """What lists are asked for; empty is all.

    Args:
        search: Part of a doctor's, a centre's or a list's name.
        district: Six digits.
        centre: Key of a centre.
        has_free: Whether there is a free place.
        status: held, served_by_locum or without_doctor.
        vacant: Only posts without a permanent holder.
        form: self_employed, salaried or variant_8_2.
        ends_soon: Only agreements that end within twelve months.
        near_end_age: Only holders at, or within two years of, the age at which the agreement ends.
        sort: One of ``SORTS``.
    """

    search: str = ""
    district: str = ""
    centre: int | None = None
    has_free: bool | None = None
    status: str = ""
    vacant: bool = False
    form: str = ""
    ends_soon: bool = False
    near_end_age: bool = False
    sort: str = "senter"

    def __post_init__(self) -> None:
        for name, value, known in (
            ("status", self.status, ("", *STATUSES)),
            ("form", self.form, ("", *FORMS)),
            ("sorter", self.sort, tuple(SORTS)),
        ):
            if value not in known:
                listed = ", ".join(filter(None, known))
                raise InputError(
                    Text(f"Ukjent verdi «{value[:40]}».", f"Unknown value “{value[:40]}”."),
                    where=name,
                    remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
                )

    def of(self, rows: Sequence[ListOnDay], as_of: date, law: LawAt) -> tuple[ListOnDay, ...]:
        """Return the lists that fit, sorted.

        Raises:
            MissingDataError: ``near_end_age`` is asked for, and no end age is known on the day.
        """
        if self.near_end_age:
            rows = [row for row in rows if is_near_end_age(row, as_of, law)]
        chosen = [row for row in rows if self._fits(row, as_of)]
        return tuple(sorted(chosen, key=SORTS[self.sort]))

    def _fits(self, row: ListOnDay, as_of: date) -> bool:
        wanted = self.search.casefold()
        return (
            (not wanted or any(wanted in text.casefold() for text in _names(row)))
            and self.district in ("", row.district)
            and self.centre in (None, row.centre)
            and (
                self.has_free is None or (row.free is not None and (row.free > 0) == self.has_free)
            )
            and self.status in ("", row.status)
            and not (self.vacant and row.status == "held")
            and self.form in ("", row.form)
            and not (self.ends_soon and not ends_within_a_year(row, as_of))
        )


def ends_within_a_year(row: ListOnDay, as_of: date) -> bool:
    """Tell whether the agreement has an end within twelve months of a day."""
    return row.ends_on is not None and as_of < row.ends_on <= add_months(as_of, _MONTHS_AHEAD)


def is_near_end_age(row: ListOnDay, as_of: date, law: LawAt) -> bool:
    """Tell whether the holder is at, or within two years of, the age at which the agreement ends.

    Raises:
        MissingDataError: No other age is agreed, and the law's is not known on the day.
    """
    age = row.holder_age(as_of)
    return age is not None and age >= end_age(row.end_age, law) - _YEARS_NEAR


def _names(row: ListOnDay) -> list[str]:
    names = [row.external_id, row.centre_name, row.holder_name or "", row.locum_name or ""]
    return [name for name in names if name]
