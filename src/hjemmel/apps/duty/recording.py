"""Writes in the log what was done about a duty district, or a doctor on duty."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor


def record_of_doctor(by: Actor, action: str, doctor: DutyDoctor, **details: object) -> None:
    """Write one row about a doctor in the log of her district's host municipality."""
    record(
        by=by.name,
        action=action,
        subject=f"duty doctor {doctor.pk}",
        municipality=doctor.district.host.number,
        details=details,
    )


def record_of_district(by: Actor, action: str, district: DutyDistrict, **details: object) -> None:
    """Write one row about a district in the log of its host municipality."""
    record(
        by=by.name,
        action=action,
        subject=f"duty district {district.pk}",
        municipality=district.host.number,
        details=details,
    )
