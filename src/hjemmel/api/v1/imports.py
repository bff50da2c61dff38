"""Imports: send a file for a preview, load it, stop loading it, and what was left in quarantine."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status, UploadedFile

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.asked import asked_of_register, asked_to_change
from hjemmel.api.v1.schemas.common import MunicipalityNumber, PageQuery
from hjemmel.api.v1.schemas.imports import QuarantinedOut, RunKey, RunOut, UploadForm
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange import services
from hjemmel.apps.exchange.selectors import RunView, get_run, list_runs, quarantine_of
from hjemmel.kernel.errors import DataFileError, HjemmelError, InputError
from hjemmel.kernel.text import Language

router = Router()
_NEEDS = key_for(Permission.IMPORT_REGISTER)
_SECONDS_TO_WAIT = 2.0  # a small file is in by then, and the answer says so


@router.get(
    "/municipalities/{number}/imports",
    response=list[RunOut],
    summary="Imports",
    openapi_extra=_NEEDS,
)
def show_imports(request: HttpRequest, number: MunicipalityNumber) -> Any:
    """The newest hundred files that were sent, and how it went."""
    asked = asked_of_register(request, number, Permission.IMPORT_REGISTER)
    runs = list_runs(asked.municipality, by=asked.actor)
    return [_run(run, language_of(request)) for run in runs]


@router.post(
    "/municipalities/{number}/imports",
    response={201: RunOut},
    summary="Send a file for a preview",
    openapi_extra=_NEEDS,
)
def send_file(
    request: HttpRequest,
    number: MunicipalityNumber,
    file: File[UploadedFile],
    form: Form[UploadForm],
) -> Any:
    """Check a file of the register without loading it; the answer says what fits."""
    asked = asked_to_change(request, number, Permission.IMPORT_REGISTER)
    name = file.name or "file"
    kept = services.take_in(stream=cast(BinaryIO, file), name=name)
    try:
        key = services.preview_file(
            file=kept,
            name=name,
            municipality=asked.municipality.key,
            as_of=form.as_of,
            complete=form.complete,
            by=asked.actor,
        )
    except DataFileError as error:  # it was sent now: the sender is told, not whoever runs hjemmel
        kept.unlink(missing_ok=True)
        raise InputError(
            error.what, where=error.where, remedy=error.remedy, **error.data
        ) from error
    except HjemmelError:
        kept.unlink(missing_ok=True)
        raise
    found = get_run(key, asked.municipality, by=asked.actor)
    return Status(201, _run(found, language_of(request)))


@router.get(
    "/municipalities/{number}/imports/{key}",
    response=RunOut,
    summary="One import",
    openapi_extra=_NEEDS,
)
def show_import(request: HttpRequest, number: MunicipalityNumber, key: RunKey) -> Any:
    """What a file holds, and how far loading it has come."""
    asked = asked_of_register(request, number, Permission.IMPORT_REGISTER)
    return _run(get_run(key, asked.municipality, by=asked.actor), language_of(request))


@router.get(
    "/municipalities/{number}/imports/{key}/quarantine",
    response=list[QuarantinedOut],
    summary="Rows that did not fit",
    openapi_extra=_NEEDS,
)
def show_quarantine(
    request: HttpRequest, number: MunicipalityNumber, key: RunKey, query: Query[PageQuery]
) -> Any:
    """Each row that did not fit, and why; values about persons are masked."""
    asked = asked_of_register(request, number, Permission.IMPORT_REGISTER, query)
    run = get_run(key, asked.municipality, by=asked.actor)
    last = query.skip + query.most
    rows = quarantine_of(run, asked.municipality, by=asked.actor, most=last)[query.skip :]
    language = language_of(request)
    return [
        {
            "sheet": sheet,
            "row": row,
            "field": field,
            "reason": reason.in_language(language),
            "value": value,
        }
        for sheet, row, field, reason, value in rows
    ]


@router.post(
    "/municipalities/{number}/imports/{key}/load",
    response={202: RunOut},
    summary="Load a file",
    openapi_extra=_NEEDS,
)
def load_file(request: HttpRequest, number: MunicipalityNumber, key: RunKey) -> Any:
    """Begin to load a file that was previewed: all rows that fit, or nothing."""
    asked = asked_to_change(request, number, Permission.IMPORT_REGISTER)
    get_run(key, asked.municipality, by=asked.actor)
    services.start_loading(run=key, by=asked.actor).join(_SECONDS_TO_WAIT)
    found = get_run(key, asked.municipality, by=asked.actor)
    return Status(202, _run(found, language_of(request)))


@router.post(
    "/municipalities/{number}/imports/{key}/stop",
    response={202: RunOut},
    summary="Stop loading a file",
    openapi_extra=_NEEDS,
)
def stop_loading(request: HttpRequest, number: MunicipalityNumber, key: RunKey) -> Any:
    """Ask a load to stop; nothing of it is stored then."""
    asked = asked_to_change(request, number, Permission.IMPORT_REGISTER)
    get_run(key, asked.municipality, by=asked.actor)
    services.stop_loading(run=key, by=asked.actor)
    found = get_run(key, asked.municipality, by=asked.actor)
    return Status(202, _run(found, language_of(request)))


@router.post(
    "/municipalities/{number}/imports/{key}/discard",
    response=RunOut,
    summary="Discard a file",
    openapi_extra=_NEEDS,
)
def discard_file(request: HttpRequest, number: MunicipalityNumber, key: RunKey) -> Any:
    """Delete a file that is not to be loaded; what the run tells of it is kept."""
    asked = asked_to_change(request, number, Permission.IMPORT_REGISTER)
    get_run(key, asked.municipality, by=asked.actor)
    services.discard_run(run=key, by=asked.actor)
    return _run(get_run(key, asked.municipality, by=asked.actor), language_of(request))


def _run(run: RunView, language: Language) -> dict[str, Any]:
    far = run.how_far
    names = [name for name in RunOut.model_fields if name != "how_far"]
    return {
        **{name: getattr(run, name) for name in names},
        "how_far": None
        if far is None
        else {"label": far.label.in_language(language), "done": far.done, "total": far.total},
    }
