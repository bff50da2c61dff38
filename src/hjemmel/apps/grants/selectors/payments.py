"""The payment list, and what applicants owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.models import GrantPayment
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """A payment that is to be made, or was.

    Args:
        key: Its key.
        case: Key of the case.
        title: Name of the scheme.
        year: Calendar year of the scheme.
        applicant: Who gets it.
        organisation: The centre's organisation number; empty: none, or not known.
        amount: How much.
        due_on: Last day.
        paid_on: When it was paid.
        reference: The bank's or the ledger's.
    """

    key: int
    case: int
    title: Text
    year: int
    applicant: str
    organisation: str
    amount: Money
    due_on: date
    paid_on: date | None
    reference: str


def payments_in(
    municipality: int, *, by: Actor, until: date | None = None, unpaid_only: bool = True
) -> tuple[PaymentRow, ...]:
    """Return payments by the day they are due; stopped ones are not among them.

    Args:
        municipality: Key of the municipality.
        by: Who asks; needs ``SEE_GRANTS``.
        until: Only those due on or before this day; ``None``: all.
        unpaid_only: Whether those that are paid are left out.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_GRANTS, municipality=municipality)
    rows = GrantPayment.objects.select_related(
        "decision__application__scheme_year__scheme", "decision__application__centre"
    ).filter(
        decision__application__scheme_year__scheme__municipality=municipality,
        stopped_at__isnull=True,
    )
    if unpaid_only:
        rows = rows.filter(paid_on__isnull=True)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    return tuple(_row(one) for one in rows.order_by("due_on", "pk"))


def _row(row: GrantPayment) -> PaymentRow:
    case = row.decision.application
    scheme = case.scheme_year.scheme
    return PaymentRow(
        key=row.pk,
        case=case.pk,
        title=Text(scheme.title_nb, scheme.title_en),
        year=case.scheme_year.year,
        applicant=case.applicant_name,
        organisation=case.centre.organisation_number if case.centre else "",
        amount=Money(row.amount_oere),
        due_on=row.due_on,
        paid_on=row.paid_on,
        reference=row.reference,
    )
