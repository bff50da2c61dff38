"""A duty roster: who is on which shift, and what the doctors wished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from hjemmel.domain.duty_doctor import DutyDoctor
from hjemmel.domain.shift import Shift
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period


class WishKind(Enum):
    """What a doctor wishes."""

    OFF = "off"
    ON = "on"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _WISHES[self]


_WISHES = {
    WishKind.OFF: Text("Ønsker fri", "Wishes to be off"),
    WishKind.ON: Text("Ønsker vakt", "Wishes to be on duty"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A wish of a doctor; it may be weighed, never demanded.

    Args:
        doctor: Key of the doctor.
        kind: To be off, or on duty.
        period: On which days a shift starts that it is about.
        shift_kind: Key of the shift type that it is about; empty: any.
        weight: How much it matters, 1 to 10.

    Raises:
        InputError: The weight is outside 1 to 10.
    """

    doctor: str
    kind: WishKind
    period: Period
    shift_kind: str = ""
    weight: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.weight <= 10:
            raise InputError(
                Text(
                    f"Vekten på ønsket er {self.weight}.",
                    f"The weight of the wish is {self.weight}.",
                ),
                where=f"wish of {self.doctor}",
                remedy=Text("Bruk 1–10.", "Use 1–10."),
            )


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A doctor on a shift."""

    shift: str
    doctor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPicture:
    """All that a roster is made from, as it stands; nothing here says how to make it.

    Args:
        period: The days that the roster covers; it has an end.
        doctors: Who takes duty.
        shifts: The shifts, by start.
        wishes: What the doctors wish.
        fixed: Who must be on a shift whatever else.
        earlier: Shifts just before the period that rest is counted from, with who was on them.

    Raises:
        InputError: The period has no end, a key stands twice, or somebody or something is named that
            is not there.
    """

    period: Period
    doctors: tuple[DutyDoctor, ...]
    shifts: tuple[Shift, ...]
    wishes: tuple[Wish, ...] = ()
    fixed: frozenset[Assignment] = frozenset()
    earlier: tuple[tuple[Shift, str], ...] = ()

    def __post_init__(self) -> None:
        if self.period.end is None:
            raise InputError(
                Text("Vaktplanen har ingen slutt.", "The roster has no end."),
                where="period",
                remedy=Text("Gi den siste dagen.", "Give the last day."),
            )
        _once("doctors", (doctor.key for doctor in self.doctors))
        _once("shifts", (shift.key for shift in self.shifts))
        doctors = {doctor.key for doctor in self.doctors}
        shifts = {shift.key for shift in self.shifts}
        _known("wishes", (wish.doctor for wish in self.wishes), doctors)
        _known("fixed", (fixed.doctor for fixed in self.fixed), doctors)
        _known("fixed", (fixed.shift for fixed in self.fixed), shifts)
        _known("backs_up", (key for shift in self.shifts for key in shift.backs_up), shifts)


def _once(where: str, keys: Iterable[str]) -> None:
    twice = sorted(key for key, times in Counter(keys).items() if times > 1)
    if twice:
        names = ", ".join(twice)
        raise InputError(
            Text(f"Disse er ført flere ganger: {names}.", f"These stand more than once: {names}."),
            where=where,
            remedy=Text("La hver stå én gang.", "Let each stand once."),
        )


def _known(where: str, keys: Iterable[str], known: set[str]) -> None:
    unknown = sorted(set(keys) - known)
    if unknown:
        names = ", ".join(unknown)
        raise InputError(
            Text(
                f"Disse er nevnt, men finnes ikke i vaktplanen: {names}.",
                f"These are named, but are not in the roster: {names}.",
            ),
            where=where,
            remedy=Text(
                "Ta dem med blant legene og vaktene, eller rett navnet.",
                "Add them to the doctors and shifts, or correct the name.",
            ),
        )
