"""Rows of schemes as values of the domain."""

from __future__ import annotations

from hjemmel.apps.grants.models import GrantApplication, Scheme, SchemeYear
from hjemmel.domain.grant_scheme import (
    ApplicantKind,
    CaseState,
    DocumentNeeded,
    Frame,
    GrantScheme,
    LegalBasis,
)
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period


def scheme_of(row: Scheme) -> GrantScheme:
    """Return a scheme in use as a value."""
    return GrantScheme(
        id=row.key,
        title=Text(row.title_nb, row.title_en),
        purpose=Text(row.purpose_nb, row.purpose_en),
        owner=row.owner,
        applicants=tuple(ApplicantKind(one) for one in row.applicants),
        conditions=tuple(row.conditions),
        amount_rule=row.amount_rule,
        basis=LegalBasis(row.legal_act, row.legal_paragraph),
        frame_parameter=row.frame_parameter,
        cuts_above=row.cuts_above,
        documents=tuple(
            DocumentNeeded(key, Text(nb, en), required) for key, nb, en, required in row.documents
        ),
        deadline=(row.deadline_month, row.deadline_day),
        reporting_months=row.reporting_months,
        payment_days=row.payment_days,
        valid=Period(row.valid_from, row.valid_to),
        priority_rule=row.priority_rule,
    )


def fill_scheme(row: Scheme, scheme: GrantScheme) -> None:
    """Write a value into a row, which is not saved."""
    row.key, row.owner = scheme.id, scheme.owner
    row.title_nb, row.title_en = scheme.title.nb, scheme.title.en
    row.purpose_nb, row.purpose_en = scheme.purpose.nb, scheme.purpose.en
    row.applicants = [one.value for one in scheme.applicants]
    row.conditions = list(scheme.conditions)
    row.amount_rule = scheme.amount_rule
    row.legal_act, row.legal_paragraph = scheme.basis.act, scheme.basis.paragraph
    row.frame_parameter = scheme.frame_parameter
    row.cuts_above = scheme.cuts_above
    row.documents = [
        [one.key, one.title.nb, one.title.en, one.is_required] for one in scheme.documents
    ]
    row.deadline_month, row.deadline_day = scheme.deadline
    row.reporting_months, row.payment_days = scheme.reporting_months, scheme.payment_days
    row.valid_from, row.valid_to = scheme.valid.start, scheme.valid.end
    row.priority_rule = scheme.priority_rule


def frame_of(row: SchemeYear) -> Frame:
    """Return a year's frame and what is committed of it."""
    return Frame(Money(row.frame_oere), Money(row.committed_oere))


def state_of(row: GrantApplication) -> CaseState:
    """Return how far a case has come."""
    return CaseState(row.state)
