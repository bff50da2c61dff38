"""What must be done by when: reports, appeals, payments, applications that wait, frames that lapse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import cases, years
from hjemmel.apps.grants.mappers import frame_of, scheme_of
from hjemmel.apps.grants.models import GrantApplication, GrantPayment, GrantReport
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text


class Due(Enum):
    """What is due."""

    DRAFT = "draft"
    REPORT = "report"
    PAYMENT = "payment"
    FRAME = "frame"
    DOCUMENT = "document"

    @property
    def label(self) -> Text:
        """What must be done."""
        return _LABELS[self]


_LABELS = {
    Due.DRAFT: Text("Utkast som ikke er sendt inn", "Draft that is not submitted"),
    Due.REPORT: Text("Rapport som mangler", "Report that is missing"),
    Due.PAYMENT: Text("Utbetaling som ikke er gjort", "Payment that is not made"),
    Due.FRAME: Text(
        "Ramme som ikke er søkt på eller brukt", "Frame that is not applied for or used"
    ),
    Due.DOCUMENT: Text("Vedlegg som mangler", "Document that is missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """Something that must be done by a day.

    Args:
        due: What.
        on: The last day.
        title: Name of the scheme.
        year: Calendar year of the scheme.
        case: Key of the case; ``None``: it is about the scheme.
        scheme: Key of the scheme.
        applicant: Who must do it; empty: the municipality.
        amount: The money it is about; ``None``: not told yet.
        what: More of it, as the documents that are missing.
    """

    due: Due
    on: date
    title: Text
    year: int
    case: int | None
    scheme: int
    applicant: str
    amount: Money | None
    what: Text

    def is_late(self, today: date) -> bool:
        """Tell whether the day is past."""
        return self.on < today


def due_in(
    municipality: int, *, by: Actor, today: date, within: timedelta = timedelta(days=90)
) -> tuple[DueLine, ...]:
    """Return what is late or due soon, by day.

    Drafts are counted without saying whose: nobody but the applicant sees one before it is submitted.

    Args:
        municipality: Key of the municipality.
        by: Who asks; needs ``SEE_GRANTS``.
        today: The day.
        within: How far ahead.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_GRANTS, municipality=municipality)
    found = [*_reports(municipality), *_payments(municipality), *_frames(municipality, today)]
    found += [line for row in _drafts(municipality) for line in _of_draft(row, named=False)]
    return _in_order(line for line in found if line.on <= today + within)


def own_due(applications: tuple[int, ...], today: date) -> tuple[DueLine, ...]:
    """Return what is due of an applicant's own cases; whose they are is for the caller to check."""
    rows = list(cases().filter(pk__in=applications, state="draft"))
    found = [line for row in rows for line in _of_draft(row, named=True)]
    reports = GrantReport.objects.filter(application__in=applications, received_on__isnull=True)
    found += [_of_report(one) for one in reports.select_related(_SCHEME)]
    return _in_order(line for line in found if line.on >= today or line.due is Due.REPORT)


_SCHEME = "application__scheme_year__scheme"


def _in_order(lines: Iterator[DueLine]) -> tuple[DueLine, ...]:
    return tuple(sorted(lines, key=lambda one: (one.on, one.due.value, one.case or 0)))


def _reports(municipality: int) -> list[DueLine]:
    rows = GrantReport.objects.select_related(_SCHEME).filter(
        received_on__isnull=True,
        application__state="paid",
        application__scheme_year__scheme__municipality=municipality,
    )
    return [_of_report(one) for one in rows]


def _of_report(row: GrantReport) -> DueLine:
    return _line(row.application, Due.REPORT, row.due_on, Text("", ""))


def _payments(municipality: int) -> list[DueLine]:
    rows = GrantPayment.objects.select_related("decision__application__scheme_year__scheme").filter(
        paid_on__isnull=True,
        stopped_at__isnull=True,
        decision__application__scheme_year__scheme__municipality=municipality,
    )
    return [
        _line(
            one.decision.application, Due.PAYMENT, one.due_on, Text("", ""), Money(one.amount_oere)
        )
        for one in rows
    ]


def _frames(municipality: int, today: date) -> Iterator[DueLine]:
    """Yield what is left of frames whose deadline has not passed: unclaimed, it lapses."""
    for row in years().filter(scheme__municipality=municipality, deadline__gte=today):
        waiting = row.applications.filter(state__in=("submitted", "in_work"))
        sought = sum(one or 0 for one in waiting.values_list("sought_oere", flat=True))
        unclaimed = Money(frame_of(row).left.oere - sought)
        if unclaimed.oere > 0:
            yield DueLine(
                due=Due.FRAME,
                on=row.deadline,
                title=Text(row.scheme.title_nb, row.scheme.title_en),
                year=row.year,
                case=None,
                scheme=row.scheme_id,
                applicant="",
                amount=unclaimed,
                what=Text("", ""),
            )


def _drafts(municipality: int) -> list[GrantApplication]:
    return list(cases().filter(state="draft", scheme_year__scheme__municipality=municipality))


def _of_draft(row: GrantApplication, *, named: bool) -> Iterator[DueLine]:
    scheme = scheme_of(row.scheme_year.scheme)
    day = row.scheme_year.deadline
    there = set(row.files.values_list("kind", flat=True))
    missing = [one.title for one in scheme.documents if one.is_required and one.key not in there]
    what = Text("; ".join(one.nb for one in missing), "; ".join(one.en for one in missing))
    kind = Due.DOCUMENT if missing else Due.DRAFT
    amount = Money(row.sought_oere) if named and row.sought_oere else None
    line = _line(row, kind, day, what, amount)
    if named:
        yield line
        return
    yield DueLine(
        due=kind,
        on=day,
        title=line.title,
        year=line.year,
        case=None,
        scheme=line.scheme,
        applicant="",
        amount=None,
        what=what,
    )


def _line(
    row: GrantApplication, due: Due, on: date, what: Text, amount: Money | None = None
) -> DueLine:
    scheme = row.scheme_year.scheme
    return DueLine(
        due=due,
        on=on,
        title=Text(scheme.title_nb, scheme.title_en),
        year=row.scheme_year.year,
        case=row.pk,
        scheme=scheme.pk,
        applicant=row.applicant_name,
        amount=amount,
        what=what,
    )
