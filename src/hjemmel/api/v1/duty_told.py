"""What the addresses of duty answer alike: findings, and who is on which shift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hjemmel.apps.duty.findings import DutyFinding
from hjemmel.domain.duty_roster import Assignment
from hjemmel.kernel.text import Language


def findings_out(findings: Iterable[DutyFinding], language: Language) -> list[dict[str, Any]]:
    """Return what a roster breaks, in a language."""
    return [
        {
            "id": one.id,
            "constraint": one.constraint,
            "level": one.level.value,
            "sentence": one.sentence.in_language(language),
            "doctor": one.doctor,
            "shifts": list(one.shifts),
            "day": one.day,
            "source": one.source.in_language(language),
            "override": one.override,
            "overridden_by": one.overridden_by,
            "stops_publishing": one.stops_publishing,
        }
        for one in findings
    ]


def pairs_out(assignments: Iterable[Assignment]) -> list[dict[str, Any]]:
    """Return who is on which shift by the register's keys."""
    return [{"shift": one.shift, "doctor": int(one.doctor)} for one in assignments]
