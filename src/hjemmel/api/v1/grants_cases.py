"""Grant cases: written, submitted, decided with the rules' findings, paid, reported on and revoked."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, FormEx, Query, Router, Status
from ninja.files import UploadedFile

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register
from hjemmel.api.v1.grants_asked import asked_of_grants, asked_to_apply, asked_to_handle
from hjemmel.api.v1.grants_told import case_out, row_out
from hjemmel.api.v1.letter_files import PDF, described, file_response
from hjemmel.api.v1.schemas.common import MadeOut, MunicipalityNumber
from hjemmel.api.v1.schemas.grants import (
    AppealBody,
    AppealOutcomeBody,
    ApplicantBody,
    CaseVersionBody,
    CaseVersionOut,
    DraftMadeOut,
    GrantBody,
    GrantCaseKey,
    GrantCaseOut,
    GrantCaseRowOut,
    GrantCasesQuery,
    GrantDecidedOut,
    GrantDraftBody,
    GrantReasonBody,
    ReportBody,
    RevocationBody,
    SchemeYearKey,
    SubmissionBody,
)
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.attachments import LARGEST
from hjemmel.apps.grants.selectors.case_views import CaseChoice
from hjemmel.apps.grants.selectors.cases import cases_in, decision_letter, get_case
from hjemmel.apps.grants.services import appeals, applications, cases, money
from hjemmel.apps.grants.services.cases import Decided
from hjemmel.domain.grant_scheme import ApplicantKind, CaseState
from hjemmel.kernel.money import Money

FormKind = Annotated[str, FormEx(min_length=1, max_length=50, description="The document's key.")]
router = Router()
_SEE = key_for(Permission.SEE_GRANTS)
_HANDLE = key_for(Permission.HANDLE_GRANTS)
_DECIDE = key_for(Permission.DECIDE_GRANTS)


@router.get(
    "/municipalities/{number}/grants/cases",
    response=list[GrantCaseRowOut],
    summary="Grant cases",
    openapi_extra=_SEE,
)
def show_grant_cases(
    request: HttpRequest, number: MunicipalityNumber, query: Query[GrantCasesQuery]
) -> Any:
    """The cases that were submitted, the newest first."""
    asked = asked_of_register(request, number, Permission.SEE_GRANTS, query)
    choice = CaseChoice(
        states=() if query.state is None else (CaseState(query.state),),
        scheme=query.scheme,
        year=query.year,
        applicant=query.applicant,
    )
    found = cases_in(asked.municipality.key, by=asked.actor, choice=choice)
    return [row_out(one, language_of(request)) for one in found]


@router.get(
    "/grants/cases/{key}", response=GrantCaseOut, summary="One grant case", openapi_extra=_SEE
)
def show_grant_case(request: HttpRequest, key: GrantCaseKey) -> Any:
    """A case with what the rules say; an applicant's own with apply_for_grants."""
    actor = asked_of_grants(request)
    return case_out(get_case(key, by=actor, today=timezone.localdate()), language_of(request))


@router.get(
    "/grants/cases/{key}/letter",
    summary="The letter of a decision on a grant",
    openapi_extra=described(PDF, Permission.SEE_GRANTS),
)
def show_grant_letter(request: HttpRequest, key: GrantCaseKey) -> Any:
    """The letter as PDF/UA; an applicant's own with apply_for_grants."""
    actor = asked_of_grants(request)
    return file_response(decision_letter(key, by=actor), f"vedtak-{key}", PDF, "nb")


@router.post(
    "/grants/years/{key}/applications",
    response={201: DraftMadeOut},
    summary="Start an application for a grant",
    openapi_extra=_HANDLE,
)
def start_grant_application(request: HttpRequest, key: SchemeYearKey, body: ApplicantBody) -> Any:
    """Start a draft; whoever has one goes on with it. One's own with apply_for_grants."""
    actor = asked_to_apply(request)
    given = body.dict()
    made = applications.start_application(
        scheme_year=key, by=actor, **{**given, "kind": ApplicantKind(body.kind)}
    )
    version = get_case(made, by=actor, today=timezone.localdate()).version
    return Status(201, {"key": made, "version": version})


@router.post(
    "/grants/cases/{key}/draft",
    response=CaseVersionOut,
    summary="Keep a draft of an application",
    openapi_extra=_HANDLE,
)
def save_grant_application(request: HttpRequest, key: GrantCaseKey, body: GrantDraftBody) -> Any:
    """Keep what is told, whatever it is; what cannot be read stands among the case's problems."""
    actor = asked_to_apply(request)
    version = applications.save_application(
        case=key,
        version=body.version,
        typed=body.facts,
        sought=body.sought,
        purpose=body.purpose,
        by=actor,
    )
    return {"version": version}


@router.post(
    "/grants/cases/{key}/files",
    response={201: MadeOut},
    summary="Attach a document",
    openapi_extra=_HANDLE,
)
def attach_grant_file(
    request: HttpRequest, key: GrantCaseKey, kind: FormKind, file: File[UploadedFile]
) -> Any:
    """Attach a PDF, PNG, JPEG, Word or Excel file of at most 10 MB; kind is the document's key."""
    actor = asked_to_apply(request)
    made = applications.attach_file(
        case=key, kind=kind, name=file.name or "", content=file.read(LARGEST + 1), by=actor
    )
    return Status(201, {"key": made})


@router.post(
    "/grants/cases/{key}/submission",
    response=CaseVersionOut,
    summary="Submit an application",
    openapi_extra=_HANDLE,
)
def submit_grant_application(request: HttpRequest, key: GrantCaseKey, body: SubmissionBody) -> Any:
    """Submit a draft when it is whole; one that is refused stays as it is."""
    actor = asked_to_apply(request)
    version = applications.submit_application(
        case=key,
        version=body.version,
        received_on=body.received_on,
        by=actor,
        today=timezone.localdate(),
    )
    return {"version": version}


@router.post(
    "/grants/cases/{key}/withdrawal",
    response=CaseVersionOut,
    summary="Withdraw an application",
    openapi_extra=_HANDLE,
)
def withdraw_grant_application(
    request: HttpRequest, key: GrantCaseKey, body: CaseVersionBody
) -> Any:
    """Take back an application that is not decided."""
    actor = asked_to_apply(request)
    version = applications.withdraw_application(case=key, version=body.version, by=actor)
    return {"version": version}


@router.post(
    "/grants/cases/{key}/work",
    response=CaseVersionOut,
    summary="Take a grant case",
    openapi_extra=_HANDLE,
)
def take_grant_case(request: HttpRequest, key: GrantCaseKey, body: CaseVersionBody) -> Any:
    """Take a case into work, or over from somebody else."""
    actor = asked_to_handle(request, Permission.HANDLE_GRANTS)
    return {"version": cases.take_case(case=key, version=body.version, by=actor)}


@router.post(
    "/grants/cases/{key}/grant",
    response=GrantDecidedOut,
    summary="Grant an application",
    openapi_extra=_DECIDE,
)
def grant_grant_application(request: HttpRequest, key: GrantCaseKey, body: GrantBody) -> Any:
    """Grant in full or in part, within what the rules give and what is left of the frame."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    amount = None if body.amount_oere is None else Money(body.amount_oere)
    decided = cases.grant_application(
        case=key,
        version=body.version,
        reason=body.reason,
        amount=amount,
        by=actor,
        now=timezone.now(),
    )
    return _decided(decided)


@router.post(
    "/grants/cases/{key}/refusal",
    response=GrantDecidedOut,
    summary="Refuse an application",
    openapi_extra=_DECIDE,
)
def refuse_grant_application(request: HttpRequest, key: GrantCaseKey, body: GrantReasonBody) -> Any:
    """Refuse an application with the rules' findings."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    decided = cases.refuse_application(
        case=key, version=body.version, reason=body.reason, by=actor, now=timezone.now()
    )
    return _decided(decided)


@router.post(
    "/grants/cases/{key}/appeal",
    response={201: MadeOut},
    summary="Appeal a decision on a grant",
    openapi_extra=_HANDLE,
)
def appeal_grant_decision(request: HttpRequest, key: GrantCaseKey, body: AppealBody) -> Any:
    """Register an appeal; whether it came in time is judged by the rule."""
    actor = asked_to_apply(request)
    made = appeals.register_appeal(
        case=key,
        version=body.version,
        text=body.text,
        received_on=body.received_on or timezone.localdate(),
        by=actor,
    )
    return Status(201, {"key": made})


@router.post(
    "/grants/cases/{key}/appeal-outcome",
    response=CaseVersionOut,
    summary="Settle an appeal",
    openapi_extra=_DECIDE,
)
def settle_grant_appeal(request: HttpRequest, key: GrantCaseKey, body: AppealOutcomeBody) -> Any:
    """Settle an appeal; a refusal that does not stand is handled again."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    version = appeals.settle_appeal(
        case=key,
        version=body.version,
        outcome=body.outcome,
        reason=body.reason,
        by=actor,
        today=timezone.localdate(),
    )
    return {"version": version}


@router.post(
    "/grants/cases/{key}/report",
    response=CaseVersionOut,
    summary="Report on the use of a grant",
    openapi_extra=_HANDLE,
)
def report_on_grant(request: HttpRequest, key: GrantCaseKey, body: ReportBody) -> Any:
    """Tell what a grant that was paid was used for."""
    actor = asked_to_apply(request)
    version = money.receive_report(
        case=key,
        version=body.version,
        used=Money(body.used_oere),
        text=body.text,
        by=actor,
        today=timezone.localdate(),
    )
    return {"version": version}


@router.post(
    "/grants/cases/{key}/revocation",
    response=CaseVersionOut,
    summary="Revoke a grant",
    openapi_extra=_DECIDE,
)
def revoke_grant(request: HttpRequest, key: GrantCaseKey, body: RevocationBody) -> Any:
    """Revoke an award, give the frame its money back, and claim what was paid."""
    actor = asked_to_handle(request, Permission.DECIDE_GRANTS)
    reclaim = None if body.reclaim_oere is None else Money(body.reclaim_oere)
    version = money.revoke_grant(
        case=key,
        version=body.version,
        reason=body.reason,
        reclaim=reclaim,
        by=actor,
        now=timezone.now(),
    )
    return {"version": version}


def _decided(decided: Decided) -> dict[str, Any]:
    return {
        "version": decided.version,
        "amount_oere": decided.amount.oere,
        "left_oere": decided.left.oere,
        "appeal_until": decided.appeal_until,
    }
