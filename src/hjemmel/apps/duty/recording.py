"""Writes in the log what was done about a doctor on duty."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.audit.services import record
from hjemmel.apps.duty.models import DutyDoctor


def record_of_doctor(by: Actor, action: str, doctor: DutyDoctor, **details: object) -> None:
    """Write one row about a doctor in the log of her district's host municipality."""
    record(
        by=by.name,
        action=action,
        subject=f"duty doctor {doctor.pk}",
        municipality=doctor.district.host.number,
        details=details,
    )
