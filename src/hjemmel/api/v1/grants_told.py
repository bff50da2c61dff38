"""Grants as the API tells them, in the language asked for; money in øre."""

from __future__ import annotations

from typing import Any

from hjemmel.apps.grants.findings import ToldFinding
from hjemmel.apps.grants.selectors.case_views import CaseRow, CaseView, DecisionView
from hjemmel.apps.grants.selectors.deadlines import DueLine
from hjemmel.apps.grants.selectors.payments import PaymentRow
from hjemmel.apps.grants.selectors.rounds import RoundView
from hjemmel.apps.grants.selectors.schemes import SchemeView, YearView
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language


def oere(amount: Money | None) -> int | None:
    """Return an amount in øre; ``None`` when it is not known."""
    return None if amount is None else amount.oere


def scheme_out(view: SchemeView, language: Language) -> dict[str, Any]:
    """Tell a scheme."""
    return {
        "key": view.key,
        "id": view.scheme.id,
        "title": view.scheme.title.in_language(language),
        "purpose": view.scheme.purpose.in_language(language),
        "basis": view.basis.in_language(language),
        "applicants": [one.value for one in view.scheme.applicants],
        "rules": [rule for rule, _ in view.rules],
        "facts": [one.name for one in view.facts],
        "documents": [one.key for one in view.scheme.documents],
        "years": [year_out(one) for one in view.years],
    }


def year_out(view: YearView) -> dict[str, Any]:
    """Tell a year of a scheme."""
    return {
        "key": view.key,
        "year": view.year,
        "frame_oere": view.frame.total.oere,
        "committed_oere": view.frame.committed.oere,
        "left_oere": view.frame.left.oere,
        "paid_oere": view.paid.oere,
        "waiting": view.waiting,
        "sought_oere": view.sought.oere,
        "opens_on": view.opens_on,
        "deadline": view.deadline,
        "source": view.source,
    }


def row_out(row: CaseRow, language: Language) -> dict[str, Any]:
    """Tell a case in a list."""
    return {
        "key": row.key,
        "scheme": row.scheme_id,
        "title": row.title.in_language(language),
        "year": row.year,
        "applicant": row.applicant,
        "kind": row.kind.value,
        "state": row.state.value,
        "sought_oere": oere(row.sought),
        "awarded_oere": oere(row.awarded),
        "submitted_on": row.submitted_on,
        "handler": row.handler,
    }


def case_out(view: CaseView, language: Language) -> dict[str, Any]:
    """Tell a case."""
    return {
        **row_out(view.row, language),
        "version": view.version,
        "deadline": view.deadline,
        "purpose": view.purpose,
        "facts": {fact.name: typed for fact, typed in view.facts},
        "problems": [one.message(language) for one in view.problems],
        "findings": [finding_out(one, language) for one in view.findings],
        "entitled_oere": oere(view.entitled),
        "left_oere": None if view.frame is None else view.frame.left.oere,
        "missing": [one.key for one in view.missing],
        "decision": None if view.decision is None else _decision_out(view.decision),
    }


def finding_out(one: ToldFinding, language: Language) -> dict[str, Any]:
    """Tell a finding."""
    return {
        "rule": one.rule,
        "outcome": one.outcome.value,
        "reason": one.reason,
        "sentence": one.sentence.in_language(language),
        "sources": [citation.in_language(language) for citation in one.citations],
        "rests_on_unverified": one.rests_on_unverified,
    }


def payment_out(row: PaymentRow, language: Language) -> dict[str, Any]:
    """Tell a payment."""
    return {
        "key": row.key,
        "case": row.case,
        "title": row.title.in_language(language),
        "year": row.year,
        "applicant": row.applicant,
        "organisation": row.organisation,
        "amount_oere": row.amount.oere,
        "due_on": row.due_on,
        "paid_on": row.paid_on,
        "reference": row.reference,
    }


def due_out(line: DueLine, language: Language) -> dict[str, Any]:
    """Tell a deadline."""
    return {
        "due": line.due.value,
        "label": line.due.label.in_language(language),
        "on": line.on,
        "title": line.title.in_language(language),
        "year": line.year,
        "case": line.case,
        "applicant": line.applicant,
        "amount_oere": oere(line.amount),
    }


def round_out(view: RoundView, language: Language) -> dict[str, Any]:
    """Tell a round."""
    return {
        "key": view.key,
        "number": view.number,
        "is_awarded": view.is_awarded,
        "frame_oere": view.frame.oere,
        "awarded_oere": view.awarded.oere,
        "eligible": view.eligible,
        "awards": view.awards,
        "cut": view.cut,
        "lines": [
            {
                "case": one.case,
                "applicant": one.applicant,
                "rank": one.rank,
                "standing": one.standing.value,
                "sought_oere": one.sought.oere,
                "awarded_oere": one.awarded.oere,
                "sentence": one.sentence.in_language(language),
            }
            for one in view.lines
        ],
    }


def _decision_out(view: DecisionView) -> dict[str, Any]:
    return {
        "outcome": view.outcome.value,
        "amount_oere": view.amount.oere,
        "citation": view.citation,
        "reason": view.reason,
        "decided_by": view.decided_by,
        "decided_at": view.decided_at,
        "appeal_until": view.appeal_until,
    }
