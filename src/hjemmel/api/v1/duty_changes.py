"""Changes of a duty roster: who is on a shift, sheets in and out, and sending it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, UploadedFile

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_of_duty, asked_to_change_duty
from hjemmel.api.v1.duty_told import findings_out, pairs_out
from hjemmel.api.v1.schemas.duty_own import MoveBody
from hjemmel.api.v1.schemas.duty_rosters import (
    DutyPublishedOut,
    LockBody,
    PublicationBody,
    PublicationPreviewOut,
    RosterKey,
    SheetForm,
    SheetOut,
    ShiftBody,
    ShiftChangedOut,
    VersionOut,
)
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.selectors.rosters import preview_publication
from hjemmel.apps.duty.services.assigning import change_shift, lock_doctor
from hjemmel.apps.duty.services.moving import move_shift
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.sheets import (
    SheetOutcome,
    export_roster,
    import_sheet,
    preview_sheet,
)
from hjemmel.apps.duty.sheet_files import workbook_of
from hjemmel.apps.exchange.uploads import take_in
from hjemmel.kernel.errors import DataFileError, InputError

router = Router()
_SEE = key_for(Permission.SEE_ROSTERS)
_PLAN = key_for(Permission.PLAN_ROSTERS)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOK: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The workbook.",
            "content": {_EXCEL: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
    **_SEE,
}


@router.post(
    "/duty/rosters/{key}/changes",
    response=ShiftChangedOut,
    summary="Change who is on a shift",
    openapi_extra=_PLAN,
)
def change_who_is_on(request: HttpRequest, key: RosterKey, body: ShiftBody) -> Any:
    """Put doctors on a shift and take others off, all at once; the answer says what it breaks."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    changed = change_shift(
        roster=key,
        shift=body.shift,
        put_on=body.put_on,
        take_off=body.take_off,
        version=body.version,
        reason=body.reason,
        by=actor,
    )
    return {
        "version": changed.version,
        "findings": findings_out(changed.findings, language_of(request)),
    }


@router.post(
    "/duty/rosters/{key}/moves",
    response=ShiftChangedOut,
    summary="Move a shift to other times",
    openapi_extra=_PLAN,
)
def move_to_other_times(request: HttpRequest, key: RosterKey, body: MoveBody) -> Any:
    """Move a shift to other times; who is on it stays, and is told when the roster is out."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    changed = move_shift(roster=key, by=actor, **body.dict())
    return {
        "version": changed.version,
        "findings": findings_out(changed.findings, language_of(request)),
    }


@router.post(
    "/duty/rosters/{key}/locks",
    response=VersionOut,
    summary="Lock a doctor to her shift",
    openapi_extra=_PLAN,
)
def lock_to_shift(request: HttpRequest, key: RosterKey, body: LockBody) -> Any:
    """Lock a doctor to her shift, or let her go: a search leaves whoever is locked."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    return {"version": lock_doctor(roster=key, by=actor, **body.dict())}


@router.get(
    "/duty/rosters/{key}/publication",
    response=PublicationPreviewOut,
    summary="What would be sent out now",
    openapi_extra=_SEE,
)
def show_publication(request: HttpRequest, key: RosterKey) -> Any:
    """What has changed since a roster was last sent out, and what keeps it from being sent again."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    found = preview_publication(key, by=actor)
    return {
        "version": found.version,
        "number": found.number,
        "added": pairs_out(found.added),
        "removed": pairs_out(found.removed),
        "findings": findings_out(found.findings, language_of(request)),
    }


@router.post(
    "/duty/rosters/{key}/publication",
    response=DutyPublishedOut,
    summary="Send a duty roster out",
    openapi_extra=_PLAN,
)
def publish(request: HttpRequest, key: RosterKey, body: PublicationBody) -> Any:
    """Send a roster out; a broken law needs a leader's reason, which is kept and shown."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    sent = publish_roster(
        roster=key, version=body.version, overrides=body.overrides, tell=body.tell, by=actor
    )
    return {
        "number": sent.number,
        "version": sent.version,
        "digest": sent.digest,
        "added": pairs_out(sent.added),
        "removed": pairs_out(sent.removed),
        "told": sent.told,
        "findings": findings_out(sent.findings, language_of(request)),
    }


@router.get(
    "/duty/rosters/{key}/workbook",
    summary="A duty roster as Excel",
    openapi_extra=_WORKBOOK,
)
def show_workbook(request: HttpRequest, key: RosterKey) -> HttpResponse:
    """Calendar, matrix, ledger, findings and how it is computed; that it was taken out is logged."""
    actor = asked_of_duty(request, Permission.SEE_ROSTERS)
    language = language_of(request)
    return HttpResponse(
        workbook_of(export_roster(roster=key, by=actor), language),
        content_type=_EXCEL,
        headers={
            "Content-Disposition": f'attachment; filename="roster-{key}.xlsx"',
            "Content-Language": language,
        },
    )


@router.post(
    "/duty/rosters/{key}/sheet",
    response=SheetOut,
    summary="Take a sheet into a duty roster",
    openapi_extra=_PLAN,
)
def send_sheet(
    request: HttpRequest, key: RosterKey, file: File[UploadedFile], form: Form[SheetForm]
) -> Any:
    """Preview a sheet, or take in the rows of it that fit; sent again, it changes nothing."""
    actor = asked_to_change_duty(request, Permission.PLAN_ROSTERS)
    name = file.name or "file"
    kept = take_in(stream=cast(BinaryIO, file), name=name)
    try:
        outcome = _take_in(key, kept, name, form, actor)
    except DataFileError as error:  # it was sent now: the sender is told, not whoever runs hjemmel
        raise InputError(
            error.what, where=error.where, remedy=error.remedy, **error.data
        ) from error
    finally:
        kept.unlink(missing_ok=True)
    language = language_of(request)
    return {
        "version": outcome.version,
        "layout": outcome.layout.value,
        "rows": outcome.rows,
        "put": pairs_out(outcome.put),
        "off": pairs_out(outcome.off),
        "put_aside": [
            {
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "reason": one.reason.in_language(language),
            }
            for one in outcome.bad
        ],
        "findings": findings_out(outcome.findings, language),
        "is_written": outcome.is_written,
    }


def _take_in(key: int, kept: Path, name: str, form: SheetForm, actor: Actor) -> SheetOutcome:
    if form.preview:
        return preview_sheet(roster=key, file=kept, name=name, by=actor)
    return import_sheet(
        roster=key, file=kept, name=name, version=form.version, reason=form.reason, by=actor
    )
