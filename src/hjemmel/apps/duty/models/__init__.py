"""What out-of-hours duty keeps, one noun per file."""

from hjemmel.apps.duty.models.districts import DutyDistrict, ShiftType, Station
from hjemmel.apps.duty.models.doctors import (
    CalendarFeed,
    Competence,
    DutyAbsence,
    DutyDoctor,
    DutyReminder,
    DutyWish,
    ExemptionCase,
    OpeningBalance,
)
from hjemmel.apps.duty.models.rosters import (
    DutyAssignment,
    DutyRoster,
    DutyShift,
    Override,
    Publication,
    RosterRun,
    ShiftOffer,
)

__all__ = [
    "CalendarFeed",
    "Competence",
    "DutyAbsence",
    "DutyAssignment",
    "DutyDistrict",
    "DutyDoctor",
    "DutyReminder",
    "DutyRoster",
    "DutyShift",
    "DutyWish",
    "ExemptionCase",
    "OpeningBalance",
    "Override",
    "Publication",
    "RosterRun",
    "ShiftOffer",
    "ShiftType",
    "Station",
]
