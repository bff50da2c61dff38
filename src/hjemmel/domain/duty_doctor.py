"""A doctor who takes duty: her share, skills, exemptions and absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from hjemmel.domain.shift import Role
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period


class Employment(Enum):
    """How the doctor works for the municipality besides duty."""

    SELF_EMPLOYED = "self_employed"
    EMPLOYED = "employed"
    LOCUM = "locum"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _EMPLOYMENTS[self]


class ExemptionGround(Enum):
    """Why a doctor is exempt from duty."""

    AGE = "age"
    PREGNANCY = "pregnancy"
    BREASTFEEDING = "breastfeeding"
    HEALTH = "health"
    SOCIAL = "social"
    PROMISED = "promised"
    NEW_GP = "new_gp"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _GROUNDS[self]


_EMPLOYMENTS = {
    Employment.SELF_EMPLOYED: Text("Næringsdrivende", "Self-employed"),
    Employment.EMPLOYED: Text("Ansatt", "Employed"),
    Employment.LOCUM: Text("Vikar", "Locum"),
}
_GROUNDS = {
    ExemptionGround.AGE: Text("Alder", "Age"),
    ExemptionGround.PREGNANCY: Text("Svangerskap", "Pregnancy"),
    ExemptionGround.BREASTFEEDING: Text("Amming", "Breastfeeding"),
    ExemptionGround.HEALTH: Text("Helse", "Health"),
    ExemptionGround.SOCIAL: Text("Vektige sosiale grunner", "Weighty social grounds"),
    ExemptionGround.PROMISED: Text("Lovet ved rekruttering", "Promised at recruitment"),
    ExemptionGround.NEW_GP: Text("Ny fastlege", "New GP"),
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """A decision that a doctor takes no duty in a period.

    Args:
        period: When it holds.
        ground: Why.
        only_nights: Whether it covers nights only.
    """

    period: Period
    ground: ExemptionGround
    only_nights: bool = False


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a doctor may do, while it holds: a course, a competence, the car."""

    key: str
    period: Period


@dataclass(frozen=True, slots=True)
class Absence:
    """A time when the doctor cannot be on duty; with a time zone."""

    starts: datetime
    ends: datetime
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDoctor:
    """A doctor who takes duty.

    Args:
        key: Who; once in a roster.
        fraction: Her share of a full load of duty, above 0; 1 is a full load.
        employment: How she works for the municipality.
        municipality: Number of the municipality that she works for; empty: all shifts are open to her.
        skills: What she may do, and when.
        roles: What she may be on a shift.
        stations: Keys of the stations she serves; empty: all.
        member: When she takes part; ``None``: always.
        alone: When she may be on duty without a back-up doctor; empty: never.
        exemptions: When she is exempt.
        absences: When she is away.

    Raises:
        InputError: Her share is not above 0.
    """

    key: str
    fraction: Decimal = Decimal(1)
    employment: Employment = Employment.SELF_EMPLOYED
    municipality: str = ""
    skills: tuple[Skill, ...] = ()
    roles: frozenset[Role] = frozenset({Role.DOCTOR})
    stations: frozenset[str] = frozenset()
    member: Period | None = None
    alone: tuple[Period, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    absences: tuple[Absence, ...] = ()

    def __post_init__(self) -> None:
        if self.fraction <= 0:
            raise InputError(
                Text(
                    f"Andelen av vaktene er {self.fraction}, men må være over 0.",
                    f"The share of duty is {self.fraction}, but must be above 0.",
                ),
                where=f"doctor {self.key}",
                remedy=Text(
                    "Rett andelen, eller ta legen ut av vaktplanen.",
                    "Correct the share, or leave the doctor out of the roster.",
                ),
            )

    def has(self, skill: str, day: date) -> bool:
        """Tell whether she has a skill on a day."""
        return any(s.key == skill and s.period.contains(day) for s in self.skills)
