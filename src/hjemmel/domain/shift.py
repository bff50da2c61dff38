"""A duty shift: where, from when to when, in which role, and how it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

NORWAY = ZoneInfo("Europe/Oslo")


class Role(Enum):
    """What the doctor is on a shift."""

    DOCTOR = "doctor"
    BACK_UP = "back_up"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _ROLES[self]


class PayForm(Enum):
    """How a shift is paid."""

    SALARY = "salary"
    SELF_EMPLOYED = "self_employed"
    HOURLY = "hourly"
    STANDBY = "standby"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _PAY_FORMS[self]


_ROLES = {
    Role.DOCTOR: Text("Vaktlege", "Doctor on duty"),
    Role.BACK_UP: Text("Bakvakt", "Back-up doctor"),
}
_PAY_FORMS = {
    PayForm.SALARY: Text("Fastlønn", "Salary"),
    PayForm.SELF_EMPLOYED: Text("Næring", "Self-employed"),
    PayForm.HOURLY: Text("Timelønn", "Hourly pay"),
    PayForm.STANDBY: Text("Beredskap", "Standby"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift on a day, for one or more doctors.

    Args:
        key: What it is called, once in a roster.
        station: Key of the station (legevaktstasjon, legevaktbil, satellite).
        kind: Key of the shift type it was made from.
        starts: When it starts; with a time zone.
        ends: When it ends; with a time zone, after ``starts``.
        doctors: How many doctors it needs, persons.
        role: What the doctors are on it.
        skills: Keys of skills that each doctor on it must have.
        pay_form: How it is paid.
        is_alone: Whether the doctor has no other health personnel with her.
        backs_up: Keys of shifts that a back-up doctor stands behind; empty for others.
        municipalities: Numbers of the municipalities whose doctors take it; empty: all.

    Raises:
        InputError: It ends before it starts, has no time zone, needs nobody, or starts or ends at a
            time that the clock skips in March.
    """

    key: str
    station: str
    kind: str
    starts: datetime
    ends: datetime
    doctors: int = 1
    role: Role = Role.DOCTOR
    skills: frozenset[str] = frozenset()
    pay_form: PayForm = PayForm.SELF_EMPLOYED
    is_alone: bool = False
    backs_up: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise _wrong(
                self.key,
                Text("Vakten har ikke tidssone.", "The shift has no time zone."),
                Text("Gi start og slutt i norsk tid.", "Give start and end in Norwegian time."),
            )
        for moment in (self.starts, self.ends):
            if not _is_on_the_clock(moment):
                raise _wrong(
                    self.key,
                    Text(
                        f"Klokken {moment:%H:%M} finnes ikke {moment:%d.%m.%Y}: da stilles klokken fram.",
                        f"There is no {moment:%H:%M} on {moment:%Y-%m-%d}: the clock is set forward then.",
                    ),
                    Text(
                        "Velg et klokkeslett før 02:00 eller fra 03:00.",
                        "Choose a time before 02:00 or from 03:00.",
                    ),
                )
        if self.ends.timestamp() <= self.starts.timestamp():
            raise _wrong(
                self.key,
                Text("Vakten slutter før den starter.", "The shift ends before it starts."),
                Text("Rett start eller slutt.", "Correct the start or the end."),
            )
        if self.doctors < 1:
            raise _wrong(
                self.key,
                Text("Vakten trenger ingen lege.", "The shift needs no doctor."),
                Text("Ta den bort, eller gi minst 1.", "Leave it out, or give at least 1."),
            )

    @property
    def day(self) -> date:
        """The day in Norway on which it starts."""
        return self.starts.astimezone(NORWAY).date()

    @property
    def minutes(self) -> int:
        """How long it lasts, minutes that pass: an hour more or less on the nights the clock changes."""
        return round((self.ends.timestamp() - self.starts.timestamp()) / 60)


def _is_on_the_clock(moment: datetime) -> bool:
    """Tell whether the clock on the wall ever shows a time: it skips an hour in March."""
    there = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _wrong(key: str, message: Text, remedy: Text) -> InputError:
    return InputError(message, where=f"shift {key}", remedy=remedy)
