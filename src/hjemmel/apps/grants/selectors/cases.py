"""Cases: the list with its filters, and one case with what the rules say, its files and its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.selectors import events_of
from hjemmel.apps.grants.access import (
    cases,
    is_applicant,
    municipality_of,
    own_centres,
    own_doctors,
    require_seeing,
    require_writing,
    unknown,
)
from hjemmel.apps.grants.completeness import SOUGHT, case_facts, problems_of
from hjemmel.apps.grants.facts import asked_by
from hjemmel.apps.grants.findings import stored, told
from hjemmel.apps.grants.judging import judge
from hjemmel.apps.grants.letters import decision_pdf, revocation_pdf
from hjemmel.apps.grants.mappers import frame_of, scheme_of
from hjemmel.apps.grants.models import (
    GrantAppeal,
    GrantApplication,
    GrantDecision,
    GrantFile,
    GrantPayment,
    GrantReport,
    GrantRevocation,
)
from hjemmel.apps.grants.recording import subject_of
from hjemmel.apps.grants.selectors.case_views import (
    CaseChoice,
    CaseRow,
    CaseView,
    DecisionView,
    FileView,
    HistoryLine,
)
from hjemmel.domain.grant_scheme import (
    ApplicantKind,
    CaseState,
    GrantScheme,
)
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text


def cases_in(
    municipality: int, *, by: Actor, choice: CaseChoice | None = None
) -> tuple[CaseRow, ...]:
    """Return the cases that were submitted, the newest first, and the drafts that who asks has begun.

    Args:
        municipality: Key of the municipality.
        by: Who asks; needs ``SEE_GRANTS``.
        choice: Which of them; ``None``: all.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.SEE_GRANTS, municipality=municipality)
    asked = choice or CaseChoice()
    rows = cases().filter(scheme_year__scheme__municipality=municipality)
    rows = rows.exclude(Q(state="draft") & ~Q(made_by=by.name))
    if asked.states:
        rows = rows.filter(state__in=[one.value for one in asked.states])
    if asked.scheme:
        rows = rows.filter(scheme_year__scheme__key=asked.scheme)
    if asked.year is not None:
        rows = rows.filter(scheme_year__year=asked.year)
    if asked.applicant:
        rows = rows.filter(applicant_name__icontains=asked.applicant)
    return _rows(list(rows))


def own_cases(municipality: int, *, by: Actor) -> tuple[CaseRow, ...]:
    """Return the cases of who asks: of her centre, and her own as a GP; the newest first."""
    applicants = [f"centre:{key}" for key in own_centres(by, municipality)]
    applicants += [f"doctor:{key}" for key in own_doctors(by, municipality)]
    rows = cases().filter(scheme_year__scheme__municipality=municipality, applicant__in=applicants)
    return _rows(list(rows.order_by("-id")))


def get_case(key: int, *, by: Actor, today: date) -> CaseView:
    """Return a case.

    Raises:
        UnknownIdError: There is no such case.
        NotAllowedError: It is not hers, and she does not see cases.
    """
    return _view(_seen(key, by), by, today)


def decision_letter(key: int, *, by: Actor) -> bytes:
    """Return the letter of a case's decision as PDF; raises as ``get_case``, also when it is not decided."""
    row = _seen(key, by)
    if row.decision is None:
        raise unknown("letter")
    return decision_pdf(row.decision)


def revocation_letter(key: int, *, by: Actor) -> bytes:
    """Return the letter of a case's revocation as PDF; raises as ``get_case``, also when there is none."""
    row = _seen(key, by)
    found = GrantRevocation.objects.filter(application=row).first()
    if found is None or not found.terms:
        raise unknown("letter")
    return revocation_pdf(found)


def read_file(key: int, file: int, *, by: Actor) -> tuple[str, str, bytes]:
    """Return name, media type and content of a file of a case; raises as ``get_case``."""
    row = _seen(key, by)
    found = row.files.filter(pk=file).first()
    if found is None:
        raise unknown("file")
    return found.name, found.media_type, bytes(found.content)


def _seen(key: int, by: Actor) -> GrantApplication:
    row = cases().filter(pk=key).first()
    if row is None:
        raise unknown("grant case")
    require_seeing(row, by)
    return row


def _rows(found: list[GrantApplication]) -> tuple[CaseRow, ...]:
    appealed = set(
        GrantAppeal.objects.filter(
            decision__in=[one.decision_id for one in found if one.decision_id], state="received"
        ).values_list("decision", flat=True)
    )
    return tuple(_row(one, one.decision_id in appealed) for one in found)


def _row(row: GrantApplication, is_appealed: bool) -> CaseRow:
    scheme = row.scheme_year.scheme
    return CaseRow(
        key=row.pk,
        title=Text(scheme.title_nb, scheme.title_en),
        scheme_id=scheme.key,
        year=row.scheme_year.year,
        applicant=row.applicant_name,
        kind=ApplicantKind(row.kind),
        state=CaseState(row.state),
        sought=None if row.sought_oere is None else Money(row.sought_oere),
        awarded=None if row.decision is None else Money(row.decision.amount_oere),
        submitted_on=row.submitted_on,
        handler=row.handler,
        is_appealed=is_appealed,
    )


def _view(row: GrantApplication, by: Actor, today: date) -> CaseView:
    scheme = scheme_of(row.scheme_year.scheme)
    place = municipality_of(row)
    files = tuple(_file(one, scheme) for one in row.files.defer("content").order_by("kind", "pk"))
    there = {one.kind for one in files}
    is_own = is_applicant(row, by)
    sees = by.may(Permission.SEE_GRANTS, municipality=place)
    decision = row.decision
    appeal = None if decision is None else GrantAppeal.objects.filter(decision=decision).first()
    return CaseView(
        row=_row(row, appeal is not None and appeal.state == "received"),
        municipality=place,
        number=row.scheme_year.scheme.municipality.number,
        scheme_key=row.scheme_year.scheme_id,
        scheme_year=row.scheme_year_id,
        scheme=scheme,
        frame=frame_of(row.scheme_year) if sees else None,
        deadline=row.scheme_year.deadline,
        purpose=row.purpose,
        email=row.email,
        facts=tuple((fact, str(row.typed.get(fact.name, ""))) for fact in asked_by(scheme.asking)),
        sought_typed=str(row.typed.get(SOUGHT, "")),
        problems=problems_of(row, today) if row.state == "draft" else (),
        files=files,
        missing=tuple(one for one in scheme.documents if one.is_required and one.key not in there),
        decision=None if decision is None else _decision(decision),
        earlier=tuple(
            _decision(one) for one in row.decisions.order_by("-pk") if one.pk != row.decision_id
        ),
        appeal=appeal,
        payment=GrantPayment.objects.filter(decision=decision).first() if decision else None,
        report=GrantReport.objects.filter(application=row).first(),
        revocation=GrantRevocation.objects.filter(application=row).first(),
        history=_history(row),
        precedence=row.precedence,
        version=row.version,
        is_own=is_own,
        may_write=_may_write(row, by),
        may_handle=by.may(Permission.HANDLE_GRANTS, municipality=place),
        may_decide=by.may(Permission.DECIDE_GRANTS, municipality=place),
        **_judged(row, today),
    )


def _judged(row: GrantApplication, today: date) -> dict[str, Any]:
    """Return findings, entitlement and why there are none."""
    state = CaseState(row.state)
    if row.decision is not None and state.is_decided:
        return {"findings": told(row.decision.findings), "entitled": None, "unjudged": None}
    scheme = row.scheme_year.scheme
    try:
        found = judge(scheme_of(scheme), case_facts(row, today), scheme.municipality.number)
    except HjemmelError as error:
        return {"findings": (), "entitled": None, "unjudged": error}
    return {"findings": told(stored(found.judged)), "entitled": found.entitled, "unjudged": None}


def _may_write(row: GrantApplication, by: Actor) -> bool:
    try:
        require_writing(row, by)
    except HjemmelError:
        return False
    return True


def _file(row: GrantFile, scheme: GrantScheme) -> FileView:
    titles: Mapping[str, Text] = {one.key: one.title for one in scheme.documents}
    return FileView(
        key=row.pk,
        kind=row.kind,
        title=titles.get(row.kind, Text(row.kind, row.kind)),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        added_by=row.added_by,
        added_at=row.added_at,
    )


def _decision(row: GrantDecision) -> DecisionView:
    return DecisionView(
        key=row.pk,
        outcome=CaseState(row.outcome),
        amount=Money(row.amount_oere),
        findings=told(row.findings),
        citation=row.citation,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        appeal_until=row.appeal_until,
    )


def _history(row: GrantApplication) -> tuple[HistoryLine, ...]:
    found = events_of(subject_of(row.pk))
    return tuple(HistoryLine(at=one.at, by=one.by, action=one.action) for one in found)
