"""The applicant's portal: whom one may apply for, what is open, and one's own cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import own_centres, own_doctors
from hjemmel.apps.grants.models import SchemeYear
from hjemmel.apps.grants.selectors.case_views import CaseRow
from hjemmel.apps.grants.selectors.cases import own_cases
from hjemmel.apps.grants.selectors.deadlines import DueLine, own_due
from hjemmel.apps.grants.selectors.schemes import SchemeView, YearView, scheme_view, year_view
from hjemmel.apps.registry.models import AgreementTerms, Centre, Doctor
from hjemmel.domain.grant_scheme import ApplicantKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantView:
    """Whom one may apply for.

    Args:
        kind: Centre or GP.
        key: Key of the centre or the doctor.
        name: Name.
        centre: Key of the centre where she works; ``None``: not told.
    """

    kind: ApplicantKind
    key: int
    name: str
    centre: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenScheme:
    """A scheme that may be applied for.

    Args:
        scheme: The scheme.
        year: The year that is open.
        applicants: Whom one may apply for in it.
    """

    scheme: SchemeView
    year: YearView
    applicants: tuple[ApplicantView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What an applicant sees."""

    applicants: tuple[ApplicantView, ...]
    open_schemes: tuple[OpenScheme, ...]
    cases: tuple[CaseRow, ...]
    due: tuple[DueLine, ...]


def may_apply(municipality: int, *, by: Actor) -> bool:
    """Tell whether ``by`` applies for a centre, or herself, in a municipality."""
    return bool(own_centres(by, municipality) or own_doctors(by, municipality))


def portal(municipality: int, *, by: Actor, today: date) -> Portal:
    """Return what is open to an applicant, and her cases.

    Raises:
        NotAllowedError: She applies for nobody there.
    """
    if not may_apply(municipality, by=by):
        raise not_allowed(Permission.APPLY_FOR_GRANTS)
    who = _applicants(municipality, by)
    found = own_cases(municipality, by=by)
    rows = SchemeYear.objects.select_related("scheme__municipality").filter(
        scheme__municipality=municipality, opens_on__lte=today, deadline__gte=today
    )
    schemes = []
    for row in rows.order_by("deadline", "scheme__title_nb"):
        fitting = tuple(one for one in who if one.kind.value in row.scheme.applicants)
        if fitting:
            view = scheme_view(row.scheme, today)
            schemes.append(OpenScheme(scheme=view, year=year_view(row), applicants=fitting))
    return Portal(
        applicants=who,
        open_schemes=tuple(schemes),
        cases=found,
        due=own_due(tuple(one.key for one in found), today),
    )


def applicants_in(municipality: int, *, by: Actor) -> tuple[ApplicantView, ...]:
    """Return the centres and GPs of a municipality, to enter what came on paper.

    Raises:
        NotAllowedError: The roles do not open it (``HANDLE_GRANTS``).
    """
    by.require(Permission.HANDLE_GRANTS, municipality=municipality)
    centres = Centre.objects.filter(municipality=municipality, closed_on=None).order_by("name")
    terms = AgreementTerms.objects.filter(
        agreement__municipality=municipality, known_to=None, valid_to=None, holder__isnull=False
    )
    doctors = Doctor.objects.filter(pk__in=terms.values("holder")).order_by("name")
    return (
        *(
            ApplicantView(kind=ApplicantKind.CENTRE, key=one.pk, name=one.name, centre=one.pk)
            for one in centres
        ),
        *(
            ApplicantView(kind=ApplicantKind.GP, key=one.pk, name=one.name, centre=None)
            for one in doctors
        ),
    )


def _applicants(municipality: int, by: Actor) -> tuple[ApplicantView, ...]:
    centres = Centre.objects.filter(pk__in=own_centres(by, municipality)).order_by("name")
    doctors = Doctor.objects.filter(pk__in=own_doctors(by, municipality)).order_by("name")
    works_at = {grant.doctor: grant.centre for grant in by.grants if grant.doctor is not None}
    return (
        *(
            ApplicantView(kind=ApplicantKind.CENTRE, key=one.pk, name=one.name, centre=one.pk)
            for one in centres
        ),
        *(
            ApplicantView(
                kind=ApplicantKind.GP, key=one.pk, name=one.name, centre=works_at.get(one.pk)
            )
            for one in doctors
        ),
    )
