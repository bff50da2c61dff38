"""Who may do what with schemes and cases: asked of the scheme's municipality, or of who applies."""

from __future__ import annotations

from django.db.models import QuerySet

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import OPENS, Permission
from hjemmel.apps.grants.models import GrantApplication, Scheme, SchemeYear
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.errors import ConflictError, UnknownIdError
from hjemmel.kernel.text import Text


def scheme_for(key: int, *, by: Actor, permission: Permission) -> Scheme:
    """Return a scheme where ``permission`` is open to ``by``.

    Raises:
        UnknownIdError: There is no such scheme.
        NotAllowedError: The roles do not open it.
    """
    row = Scheme.objects.select_related("municipality").filter(pk=key).first()
    if row is None:
        raise unknown("scheme")
    by.require(permission, municipality=row.municipality_id)
    return row


def year_for(key: int, *, by: Actor, permission: Permission, locked: bool = False) -> SchemeYear:
    """Return a year of a scheme, ``locked`` until the transaction ends; raises as ``scheme_for``."""
    row = years(locked=locked).filter(pk=key).first()
    if row is None:
        raise unknown("scheme year")
    by.require(permission, municipality=row.scheme.municipality_id)
    return row


def years(*, locked: bool = False) -> QuerySet[SchemeYear]:
    """Return the years of schemes with their schemes and municipalities."""
    rows = SchemeYear.objects.select_related("scheme__municipality")
    return rows.select_for_update(of=("self",), no_key=True) if locked else rows


def cases(*, locked: bool = False) -> QuerySet[GrantApplication]:
    """Return the cases with what they belong to."""
    rows = GrantApplication.objects.select_related(
        "scheme_year__scheme__municipality", "centre", "doctor", "decision"
    )
    return rows.select_for_update(of=("self",), no_key=True) if locked else rows


def locked_case(key: int, *, with_frame: bool = False) -> GrantApplication:
    """Return a case, locked; with its frame locked before it where money is given or taken back.

    Raises:
        UnknownIdError: There is no such case.
    """
    if with_frame:
        year = GrantApplication.objects.filter(pk=key).values_list("scheme_year", flat=True).first()
        frame = None if year is None else years(locked=True).filter(pk=year).first()
    row = cases(locked=True).filter(pk=key).first()
    if row is None:
        raise unknown("grant case")
    if with_frame and frame is not None:
        row.scheme_year = frame
    return row


def municipality_of(case: GrantApplication) -> int:
    """Return the key of the municipality that handles a case."""
    return case.scheme_year.scheme.municipality_id


def require_handling(case: GrantApplication, by: Actor) -> None:
    """Raise ``NotAllowedError`` unless ``by`` may handle the case."""
    by.require(Permission.HANDLE_GRANTS, municipality=municipality_of(case))


def is_applicant(case: GrantApplication, by: Actor) -> bool:
    """Tell whether a case is of who asks: her own centre's, or her own as a GP."""
    place = municipality_of(case)
    if case.kind == ApplicantKind.CENTRE.value:
        return case.centre_id is not None and by.may(
            Permission.APPLY_FOR_GRANTS, municipality=place, centre=case.centre_id
        )
    if case.kind == ApplicantKind.GP.value:
        return case.doctor_id is not None and case.doctor_id in own_doctors(by, place)
    return False


def own_doctors(by: Actor, municipality: int) -> frozenset[int]:
    """Return the doctors that ``by`` is, where she may apply for grants."""
    if by.scopes is not None and Permission.APPLY_FOR_GRANTS not in by.scopes:
        return frozenset()
    return frozenset(
        grant.doctor
        for grant in by.grants
        if grant.doctor is not None
        and Permission.APPLY_FOR_GRANTS in OPENS[grant.role]
        and grant.municipality in (None, municipality)
    )


def own_centres(by: Actor, municipality: int) -> frozenset[int]:
    """Return the centres that ``by`` may apply for."""
    return frozenset(
        grant.centre
        for grant in by.grants
        if grant.centre is not None
        and by.may(Permission.APPLY_FOR_GRANTS, municipality=municipality, centre=grant.centre)
        and grant.municipality in (None, municipality)
    )


def require_writing(case: GrantApplication, by: Actor) -> None:
    """Raise ``NotAllowedError`` unless ``by`` applies herself or handles cases."""
    if not is_applicant(case, by) and not by.may(
        Permission.HANDLE_GRANTS, municipality=municipality_of(case)
    ):
        raise not_allowed(Permission.APPLY_FOR_GRANTS)


def require_seeing(case: GrantApplication, by: Actor) -> None:
    """Raise ``NotAllowedError`` unless the case is hers or she sees cases; a draft only who writes it."""
    if is_applicant(case, by):
        return
    place = municipality_of(case)
    needed = Permission.HANDLE_GRANTS if case.state == "draft" else Permission.SEE_GRANTS
    by.require(needed, municipality=place)


def require_version(case: GrantApplication, version: int) -> None:
    """Raise ``ConflictError`` when a case has changed since somebody looked at it."""
    if case.version != version:
        raise ConflictError(
            Text("Saken er endret siden.", "The case has changed since."),
            where="version",
            remedy=Text("Åpne saken på nytt.", "Open the case again."),
            version=case.version,
        )


def unknown(kind: str) -> UnknownIdError:
    """Return the error of a key that nothing has."""
    return UnknownIdError(
        Text("Den finnes ikke.", "There is no such thing."),
        where=kind,
        remedy=Text("Gå tilbake og velg fra listen.", "Go back and choose from the list."),
    )
