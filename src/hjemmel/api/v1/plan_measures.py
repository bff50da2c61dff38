"""Measures of plans, what they are predicted to do, and the values and tertials that tell what they did."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Status, UploadedFile

from hjemmel.api.language import language_of
from hjemmel.api.scopes import key_for
from hjemmel.api.v1.duty_asked import asked_to_change_duty
from hjemmel.api.v1.schemas.common import MadeOut
from hjemmel.api.v1.schemas.plans import (
    AdoptedOut,
    ComputationBody,
    ComputedOut,
    EvaluatedOut,
    EvaluationBody,
    MeasureBody,
    MeasureKey,
    MeasureReasonBody,
    PlanAdoptionBody,
    PlanKey,
    PlanSheetForm,
    PlanSheetOut,
    PlanVersionOut,
    PredictionBody,
    ReadingBody,
    StatusBody,
)
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.exchange.uploads import take_in
from hjemmel.apps.plan.fields import MeasureFields, PredictionFields, ReadingFields
from hjemmel.apps.plan.services import measures as services
from hjemmel.apps.plan.services.adopting import adopt_measure
from hjemmel.apps.plan.services.evaluating import evaluate
from hjemmel.apps.plan.services.predictions import predict, state_why_none
from hjemmel.apps.plan.services.readings import compute_values, enter_value
from hjemmel.apps.plan.services.sheets import (
    SheetOutcome,
    import_measures,
    import_values,
    preview_measures,
    preview_values,
)
from hjemmel.domain.measure import Cost, CostKind, MeasureStatus, Payer, Priority
from hjemmel.domain.prediction import PredictionOrigin
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import DataFileError, InputError
from hjemmel.kernel.money import Money

router = Router()
_WRITE = key_for(Permission.WRITE_PLANS)
_FIGURES = key_for(Permission.WRITE_PLANS, Permission.SEE_FIGURES)
_ADOPT = key_for(Permission.ADOPT_PLANS)


@router.post(
    "/plans/{key}/measures",
    response={201: MadeOut},
    summary="Add a measure to a plan",
    openapi_extra=_WRITE,
)
def add_measure(request: HttpRequest, key: PlanKey, body: MeasureBody) -> Any:
    """Add a measure; the version is the plan's."""
    actor = _writer(request)
    made = services.add_measure(plan=key, fields=_fields(body), version=body.version, by=actor)
    return Status(201, {"key": made})


@router.post(
    "/plan-measures/{key}",
    response=PlanVersionOut,
    summary="Change a measure",
    openapi_extra=_WRITE,
)
def change_measure(request: HttpRequest, key: MeasureKey, body: MeasureBody) -> Any:
    """Change a measure; refused when somebody has changed it since the version that was looked at."""
    actor = _writer(request)
    version = services.change_measure(
        measure=key, fields=_fields(body), version=body.version, by=actor
    )
    return {"version": version}


@router.post(
    "/plan-measures/{key}/status",
    response=PlanVersionOut,
    summary="Say how a measure stands",
    openapi_extra=_WRITE,
)
def set_status(request: HttpRequest, key: MeasureKey, body: StatusBody) -> Any:
    """Say how a measure stands from a day on, and why."""
    actor = _writer(request)
    version = services.set_status(
        measure=key,
        status=MeasureStatus(body.status),
        on=body.on,
        reason=body.reason,
        version=body.version,
        by=actor,
        today=timezone.localdate(),
    )
    return {"version": version}


@router.post(
    "/plan-measures/{key}/prediction",
    response={201: MadeOut},
    summary="Predict what a measure does",
    openapi_extra=_WRITE,
)
def predict_effect(request: HttpRequest, key: MeasureKey, body: PredictionBody) -> Any:
    """Write down what a measure is predicted to do to an indicator; once adopted, it stands."""
    actor = _writer(request)
    origin = PredictionOrigin.SCENARIO if body.scenario else PredictionOrigin.ENTERED
    fields = PredictionFields(**body.dict(), origin=origin)
    return Status(201, {"key": predict(measure=key, fields=fields, by=actor)})


@router.post(
    "/plan-measures/{key}/no-prediction",
    response={204: None},
    summary="State why a measure has no predicted effect",
    openapi_extra=_WRITE,
)
def no_prediction(request: HttpRequest, key: MeasureKey, body: MeasureReasonBody) -> Any:
    """State why a measure has no predicted effect; it can then be adopted without one."""
    state_why_none(measure=key, reason=body.reason, by=_writer(request))
    return Status(204, None)


@router.post(
    "/plan-measures/{key}/adoption",
    response=AdoptedOut,
    summary="Adopt a measure",
    openapi_extra=_ADOPT,
)
def adopt(request: HttpRequest, key: MeasureKey, body: PlanAdoptionBody) -> Any:
    """Adopt a measure that came into an adopted plan later."""
    actor = asked_to_change_duty(request, Permission.ADOPT_PLANS)
    return {"predictions": adopt_measure(measure=key, on=body.on, version=body.version, by=actor)}


@router.post(
    "/plans/{key}/values",
    response={201: MadeOut},
    summary="Write down a value of an indicator",
    openapi_extra=_WRITE,
)
def enter(request: HttpRequest, key: PlanKey, body: ReadingBody) -> Any:
    """Write down a value with its source and day; a value of the same day stays as corrected."""
    made = enter_value(
        plan=key,
        fields=ReadingFields(**body.dict()),
        by=_writer(request),
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return Status(201, {"key": made})


@router.post(
    "/plans/{key}/computation",
    response=ComputedOut,
    summary="Work a plan's indicators out from the register",
    openapi_extra=_FIGURES,
)
def compute(request: HttpRequest, key: PlanKey, body: ComputationBody) -> Any:
    """Work out and keep what the register can tell on a day; done again, nothing is written."""
    done = compute_values(plan=key, as_of=body.as_of, by=_writer(request), now=timezone.now())
    language = language_of(request)
    return {
        "stored": list(done.stored),
        "unchanged": done.unchanged,
        "unknown": [{"id": code, "why": why.in_language(language)} for code, why in done.unknown],
        "frozen": list(done.frozen),
        "entered": list(done.entered),
    }


@router.post(
    "/plans/{key}/evaluations",
    response=EvaluatedOut,
    summary="Evaluate a tertial",
    openapi_extra=_FIGURES,
)
def evaluate_tertial(request: HttpRequest, key: PlanKey, body: EvaluationBody) -> Any:
    """Freeze the indicators at a tertial's end and score each promise; done again, nothing is doubled."""
    actor = _writer(request)
    today = timezone.localdate()
    done = evaluate(
        plan=key, tertial=Tertial.read(body.tertial), by=actor, today=today, now=timezone.now()
    )
    return {
        "key": done.key,
        "tertial": str(done.tertial),
        "digest": done.digest,
        "scored": done.scored,
        "scored_before": done.scored_before,
        "is_new": done.is_new,
        "missing": None if done.missing is None else done.missing.in_language(language_of(request)),
    }


@router.post(
    "/plans/{key}/sheet",
    response=PlanSheetOut,
    summary="Take a file into a plan",
    openapi_extra=_WRITE,
)
def send_sheet(
    request: HttpRequest, key: PlanKey, file: File[UploadedFile], form: Form[PlanSheetForm]
) -> Any:
    """Preview a file of measures or values, or take in the rows that fit; sent again, it changes nothing."""
    actor = _writer(request)
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
        "rows": outcome.rows,
        "added": list(outcome.added),
        "changed": list(outcome.changed),
        "unchanged": outcome.unchanged,
        "bad": [
            {
                "row": one.row,
                "where": one.where,
                "what": one.what.in_language(language),
                "remedy": one.remedy.in_language(language),
            }
            for one in outcome.bad
        ],
        "is_written": outcome.is_written,
    }


def _take_in(key: int, kept: Path, name: str, form: PlanSheetForm, actor: Actor) -> SheetOutcome:
    if form.what == "measures":
        take = preview_measures if form.preview else import_measures
        return take(plan=key, file=kept, name=name, by=actor)
    take_values = preview_values if form.preview else import_values
    return take_values(
        plan=key,
        file=kept,
        name=name,
        by=actor,
        today=timezone.localdate(),
        now=timezone.now(),
    )


def _writer(request: HttpRequest) -> Actor:
    return asked_to_change_duty(request, Permission.WRITE_PLANS)


def _fields(body: MeasureBody) -> MeasureFields:
    given = body.dict(exclude={"version", "cost_kind", "cost_oere", "cost_years"})
    amount = None if body.cost_oere is None else Money(body.cost_oere)
    cost = Cost(CostKind(body.cost_kind), amount, tuple(body.cost_years))
    return MeasureFields(
        **{
            **given,
            "cost": cost,
            "payer": Payer(body.payer),
            "priority": Priority(body.priority),
        }
    )
