"""What the addresses of duty answer alike: findings, and who is on which shift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hjemmel.api.v1.schemas.duty_offers import OfferedShiftOut
from hjemmel.apps.duty.findings import DutyFinding
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer
from hjemmel.apps.duty.selectors.takers import LedgerEffect, TakerView
from hjemmel.apps.duty.services.opening import UnlawfulShift
from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.ledger import UNIT
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


def shift_out(shift: ShiftInOffer) -> dict[str, Any]:
    """Return a shift that is offered, wanted or to be filled."""
    return {name: getattr(shift, name) for name in OfferedShiftOut.model_fields}


def taker_out(view: TakerView, language: Language) -> dict[str, Any]:
    """Return a doctor who may take a shift."""
    return {
        "doctor": view.doctor,
        "name": view.name,
        "is_lawful": view.is_lawful,
        "findings": findings_out(view.findings, language),
        "taker": [_effect(one) for one in view.taker],
        "giver": [_effect(one) for one in view.giver],
        "points": view.points,
        "oere_before": None if view.cost_before is None else view.cost_before.oere,
        "oere_after": None if view.cost_after is None else view.cost_after.oere,
    }


def unlawful_out(shifts: Iterable[UnlawfulShift], language: Language) -> list[dict[str, Any]]:
    """Return the published shifts that a doctor may not take any more."""
    return [
        {
            "roster": one.roster,
            "shift": one.shift,
            "offer": one.offer,
            "day": one.day,
            "doctor": one.duty_doctor,
            "why": [text.in_language(language) for text in one.sentences],
        }
        for one in shifts
    ]


def _effect(one: LedgerEffect) -> dict[str, Any]:
    return {
        "category": one.category.value,
        "before": one.before / UNIT,
        "after": one.after / UNIT,
    }
