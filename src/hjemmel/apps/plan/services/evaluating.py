"""A tertial's evaluation: the indicators are frozen, and each promise is scored against what happened."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, require_open
from hjemmel.apps.plan.mapping.indicators import followed, prediction_of, predictions_of
from hjemmel.apps.plan.models import (
    IndicatorReading,
    Plan,
    PlanEvaluation,
    PlanPrediction,
    PlanScore,
)
from hjemmel.apps.plan.services.plans import note
from hjemmel.apps.plan.services.readings import compute_values
from hjemmel.cases.plan_plain import indicator_as_plain
from hjemmel.domain.plan_indicator import FollowedIndicator
from hjemmel.domain.prediction import Score
from hjemmel.domain.prediction_score import score
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import ConflictError, InputError, MissingDataError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

_FINEST = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What an evaluation did.

    Args:
        key: Key of the evaluation.
        tertial: The tertial.
        digest: Of the indicators as they were frozen.
        scored: How many promises were scored now.
        scored_before: How many had been scored already.
        is_new: Whether the tertial had not been evaluated before.
        missing: Why the register could not tell anything; ``None``: it could.
    """

    key: int
    tertial: Tertial
    digest: str
    scored: int
    scored_before: int
    is_new: bool
    missing: Text | None


@transaction.atomic
def evaluate(
    *,
    plan: int,
    tertial: Tertial,
    by: Actor,
    today: date,
    now: datetime,
    works_out: bool = True,
) -> Evaluated:
    """Freeze a plan's indicators at a tertial's end and score each promise; done again, nothing is doubled.

    What the register can tell is worked out for the tertial's last day first. A promise that was made
    after the tertial is not scored in it; one that came in after an evaluation is scored when it is
    done again, against the frozen values.

    Args:
        plan: Key of the plan.
        tertial: A tertial that has ended.
        by: Who evaluates; needs ``WRITE_PLANS`` and ``SEE_FIGURES`` there.
        today: The day.
        now: The moment.
        works_out: Whether what the register can tell is worked out first; else only what stands is frozen.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        InputError: The tertial has not ended, or lies outside the plan's period.
        ConflictError: The plan is a draft or has ended.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    _require_evaluable(row, tertial, today)
    stored = PlanEvaluation.objects.filter(plan=row, tertial=str(tertial)).first()
    missing: Text | None = None
    if stored is None and works_out:
        missing = _work_out(row, tertial, by, now)
    evaluation = stored or _freeze(row, tertial, followed(row), by)
    indicators = {one.definition.id: one for one in followed(row)}
    new, before = _score(evaluation, row, indicators, tertial)
    if stored is None or new:
        note(
            by,
            "plan.evaluate",
            row,
            tertial=str(tertial),
            digest=evaluation.digest,
            scored=new,
        )
    return Evaluated(
        key=evaluation.pk,
        tertial=tertial,
        digest=evaluation.digest,
        scored=new,
        scored_before=before,
        is_new=stored is None,
        missing=missing,
    )


def _require_evaluable(plan: Plan, tertial: Tertial, today: date) -> None:
    if plan.status != "adopted":
        raise ConflictError(
            Text(
                "Planen er et utkast; ingenting er lovet ennå.",
                "The plan is a draft; nothing is promised yet.",
            ),
            where="plan",
            remedy=Text("Vedta planen først.", "Adopt the plan first."),
        )
    if tertial.last_day > today:
        raise InputError(
            Text(
                f"{tertial.words.nb} slutter {format_date(tertial.last_day)}.",
                f"{tertial.words.en} ends on {format_date(tertial.last_day, 'en')}.",
            ),
            where="tertial",
            remedy=Text("Vent til tertialet er over.", "Wait until the tertial is over."),
        )
    if tertial.last_day < plan.first or tertial.first_day >= plan.last:
        raise InputError(
            Text(
                f"{tertial.words.nb} ligger utenfor planens periode.",
                f"{tertial.words.en} lies outside the plan's period.",
            ),
            where="tertial",
            remedy=Text("Velg et tertial i perioden.", "Choose a tertial within the period."),
        )


def _work_out(plan: Plan, tertial: Tertial, by: Actor, now: datetime) -> Text | None:
    try:
        compute_values(plan=plan.pk, as_of=tertial.last_day, by=by, now=now)
    except MissingDataError as error:
        return error.what
    return None


def _freeze(
    plan: Plan, tertial: Tertial, indicators: Iterable[FollowedIndicator], by: Actor
) -> PlanEvaluation:
    """Keep the indicators as they stand at the tertial's end, and let what stands of it stand."""
    day = tertial.last_day
    kept = [indicator_as_plain(_until(one, day), day) for one in indicators]
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    IndicatorReading.objects.filter(
        Q(plan__isnull=True) | Q(plan=plan),
        municipality=plan.municipality_id,
        code__in=[str(one["id"]) for one in kept],
        as_of__gte=tertial.first_day,
        as_of__lte=day,
        superseded_at__isnull=True,
        frozen="",
    ).update(frozen=str(tertial))
    return PlanEvaluation.objects.create(
        plan=plan,
        tertial=str(tertial),
        readings=kept,
        digest=sha256(text.encode()).hexdigest(),
        made_by=by.name,
    )


def _until(indicator: FollowedIndicator, day: date) -> FollowedIndicator:
    return FollowedIndicator(
        indicator.definition,
        tuple(value for value in indicator.values if value.as_of <= day),
        tuple(value for value in indicator.in_districts if value.as_of <= day),
    )


def _score(
    evaluation: PlanEvaluation,
    plan: Plan,
    indicators: dict[str, FollowedIndicator],
    tertial: Tertial,
) -> tuple[int, int]:
    done = set(evaluation.scores.values_list("prediction_id", flat=True))
    made: list[PlanScore] = []
    for row in predictions_of(plan):
        if row.pk in done or not _is_due(row, tertial):
            continue
        indicator = indicators.get(row.indicator)
        if indicator is not None:
            frozen = _frozen_in(indicator, tertial)
            made.append(_row(evaluation, row, score(prediction_of(row), frozen, tertial)))
    PlanScore.objects.bulk_create(made)
    return len(made), len(done)


def _frozen_in(indicator: FollowedIndicator, tertial: Tertial) -> FollowedIndicator:
    """Return an indicator with, of the tertial, only the values that its evaluation froze."""
    values = tuple(
        value
        for value in indicator.values
        if not tertial.period.contains(value.as_of) or value.frozen == str(tertial)
    )
    return FollowedIndicator(indicator.definition, values, indicator.in_districts)


def _is_due(row: PlanPrediction, tertial: Tertial) -> bool:
    return row.locked_on is not None and row.from_day < tertial.last_day


def _row(evaluation: PlanEvaluation, prediction: PlanPrediction, found: Score) -> PlanScore:
    return PlanScore(
        evaluation=evaluation,
        prediction=prediction,
        expected=_exact(found.expected),
        low=_exact(found.low),
        high=_exact(found.high),
        happened=found.happened,
        happened_on=found.happened_on,
        achieved=None if found.achieved is None else _exact(found.achieved),
        achieved_of_expected=(
            None if found.achieved_of_expected is None else _exact(found.achieved_of_expected)
        ),
        verdict=found.verdict.value,
        text=found.text.nb,
        text_en=found.text.en,
    )


def _exact(value: Decimal) -> Decimal:
    return value.quantize(_FINEST)
