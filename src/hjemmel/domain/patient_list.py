"""A patient list on a day, with the agreement, the doctor and the centre behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.kernel.time import age_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOnDay:
    """A list on a day. ``None`` is not known, or none.

    Args:
        key: The register's key.
        external_id: The number that the state's register has for it.
        kind: ordinary, shared or part.
        agreement: Key of the agreement.
        centre: Key of the centre.
        centre_name: Its name.
        district: Six digits.
        district_name: Name.
        holder: Key of the doctor who holds the agreement.
        holder_name: Name.
        holder_born: Birth date.
        locum: Key of the doctor who stands in.
        locum_name: Name.
        form: self_employed, salaried or variant_8_2.
        status: held, served_by_locum or without_doctor.
        held_since: First day of the holder.
        notice_received_on: The day notice reached the municipality.
        ends_on: First day after the agreement, where an end is known.
        end_age: The age at which the agreement ends, years, where another than the law's is agreed.
        ceiling: Persons that it may hold.
        length: Persons on it; from the state's report where members are not registered.
        length_as_of: The day that ``length`` is about.
        guests: Persons on it who live elsewhere.
        waiting: Persons who wait for it.
    """

    key: int
    external_id: str
    kind: str
    agreement: int
    centre: int
    centre_name: str
    district: str
    district_name: str
    holder: int | None
    holder_name: str | None
    holder_born: date | None
    locum: int | None
    locum_name: str | None
    form: str
    status: str
    held_since: date | None
    notice_received_on: date | None
    ends_on: date | None
    end_age: int | None
    ceiling: int | None
    length: int | None
    length_as_of: date
    guests: int | None
    waiting: int

    @property
    def doctor_name(self) -> str | None:
        """Who serves the list: the holder, or who stands in."""
        return self.locum_name if self.status == "served_by_locum" else self.holder_name

    @property
    def free(self) -> int | None:
        """Places left below the ceiling."""
        if self.ceiling is None or self.length is None:
            return None
        return max(0, self.ceiling - self.length)

    @property
    def is_full(self) -> bool | None:
        """Whether the list has reached its ceiling."""
        free = self.free
        return None if free is None else free == 0

    def holder_age(self, as_of: date) -> int | None:
        """Return the holder's full years of age."""
        return None if self.holder_born is None else age_on(self.holder_born, as_of)
