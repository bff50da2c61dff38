"""Rosters, what they break and why, as plain data for programs: numbers as numbers, texts in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hjemmel.engines.rostering.breach import Breach
from hjemmel.engines.rostering.candidates import Candidate
from hjemmel.engines.rostering.explain import Explanation
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import UNIT, Category, Ledger
from hjemmel.engines.rostering.results import Conflict, Roster, Span
from hjemmel.kernel.text import Language


def roster_as_plain(roster: Roster, language: Language) -> dict[str, Any]:
    """Return a roster with how good it is known to be."""
    receipt = roster.receipt
    return {
        "status": roster.status.value,
        "status_name": roster.status.label.in_language(language),
        "points": roster.points,
        "bound": roster.bound,
        "gap": roster.gap,
        "seconds": round(roster.seconds, 2),
        "uncovered": roster.uncovered(),
        "assignments": [
            {"shift": one.shift, "doctor": one.doctor, "name": roster.inputs.name(one.doctor)}
            for one in roster.assignments
        ],
        "spans": [_span(one, language) for one in roster.spans],
        "conflict": None if roster.conflict is None else _conflict(roster.conflict, language),
        "receipt": {
            "inputs_digest": receipt.inputs_digest,
            "seed": receipt.seed,
            "workers": receipt.workers,
            "versions": dict(receipt.versions),
            "ended_by": receipt.ended_by.value,
            "is_repeatable": receipt.is_repeatable,
            "sentence": receipt.sentence.in_language(language),
        },
    }


def _span(span: Span, language: Language) -> dict[str, Any]:
    return {
        "category": span.category.value,
        "category_name": span.category.label.in_language(language),
        "value": span.value / UNIT,
        "bound": span.bound / UNIT,
        "target": span.target / UNIT,
        "is_on_target": span.is_on_target,
        "is_proven": span.is_proven,
        "prevented_by": [one.in_language(language) for one in span.prevented_by],
    }


def _conflict(conflict: Conflict, language: Language) -> dict[str, Any]:
    return {
        "sentences": [one.in_language(language) for one in conflict.sentences],
        "is_smallest": conflict.is_smallest,
        "relaxations": [
            {
                "sentence": one.sentence.in_language(language),
                "constraint": one.constraint,
                "points": one.points,
                "shift": one.shift,
                "doctor": one.doctor,
            }
            for one in conflict.relaxations
        ],
    }


def breach_as_plain(breach: Breach, language: Language) -> dict[str, Any]:
    """Return something that a roster breaks."""
    return {
        "constraint": breach.constraint,
        "level": breach.level.value,
        "sentence": breach.sentence.in_language(language),
        "doctor": breach.doctor,
        "shifts": list(breach.shifts),
        "day": breach.day.isoformat() if breach.day else None,
        "number": breach.number,
        "limit": breach.limit,
        "source": breach.source.in_language(language),
    }


def ledger_as_plain(
    inputs: RosterInputs, ledger: Ledger, categories: Iterable[Category] = tuple(Category)
) -> list[dict[str, Any]]:
    """Return the lines of a ledger in shifts and hours."""
    return [
        {
            "doctor": doctor.key,
            "name": inputs.name(doctor.key),
            "category": category.value,
            **line.as_plain(),
        }
        for doctor in inputs.picture.doctors
        for category in categories
        for line in [ledger.line(doctor.key, category)]
    ]


def explanation_as_plain(
    explanation: Explanation, inputs: RosterInputs, language: Language
) -> dict[str, Any]:
    """Return why a doctor has a shift, and who else could have had it."""
    return {
        "shift": explanation.shift,
        "doctor": explanation.doctor,
        "name": inputs.name(explanation.doctor),
        "is_fixed": explanation.is_fixed,
        "sentences": [one.in_language(language) for one in explanation.sentences],
        "balances": {category.value: amount / UNIT for category, amount in explanation.balances},
        "others": [_candidate(one, inputs, language) for one in explanation.others],
    }


def _candidate(one: Candidate, inputs: RosterInputs, language: Language) -> dict[str, Any]:
    return {
        "doctor": one.doctor,
        "name": inputs.name(one.doctor),
        "is_free": one.is_free,
        "is_lawful": one.is_lawful,
        "points": one.points,
        "breaches": [breach_as_plain(breach, language) for breach in one.breaches],
    }
