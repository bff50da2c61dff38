"""What a measure is predicted to do, written down before it is adopted."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import measure_for, require_open, unknown
from hjemmel.apps.plan.checks import LONG, fits, known_indicator, possible_day
from hjemmel.apps.plan.fields import PredictionFields
from hjemmel.apps.plan.mapping.indicators import prediction_of
from hjemmel.apps.plan.models import PlanIndicator, PlanMeasure, PlanPrediction
from hjemmel.apps.plan.services.measures import known_definitions
from hjemmel.apps.plan.services.plans import note
from hjemmel.domain.prediction import PredictionOrigin
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_REASON, _SCENARIO = 500, 500
_LARGEST, _FINEST = Decimal(10) ** 13, Decimal("0.000001")


@transaction.atomic
def predict(*, measure: int, fields: PredictionFields, by: Actor) -> int:
    """Write down what a measure is predicted to do to an indicator; return the prediction's key.

    Predicted again before the measure is adopted, the prediction is another; afterwards it stands.
    The plan follows the indicator from then on.

    Args:
        measure: Key of the measure.
        fields: The prediction.
        by: Who predicts; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such measure or indicator.
        InputError: The prediction promises nothing, contradicts itself, or a scenario is not named.
        ConflictError: The measure is adopted with it already, or the plan has ended.
    """
    row = measure_for(measure, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row.plan)
    code = known_indicator(fields.indicator, known_definitions(row.plan))
    if not code:
        raise unknown("indicator")
    stored = row.predictions.filter(indicator=code).first()
    if stored is not None and stored.locked_on is not None:
        raise _stands()
    made = stored or PlanPrediction(measure=row, indicator=code, made_by=by.name)
    _fill(made, fields)
    prediction_of(made)  # refuses what contradicts itself
    made.save()
    if row.why_no_prediction:
        row.why_no_prediction = ""
        row.save(update_fields=["why_no_prediction"])
    PlanIndicator.objects.get_or_create(plan=row.plan, code=code)
    note(
        by,
        "plan.predict",
        row.plan,
        measure=row.number,
        indicator=code,
        baseline=str(made.baseline),
        expected=str(made.expected),
        by_day=made.by_day.isoformat(),
    )
    return made.pk


@transaction.atomic
def drop_prediction(*, prediction: int, by: Actor) -> None:
    """Take a prediction back before its measure is adopted.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
        UnknownIdError: There is no such prediction.
        ConflictError: The measure is adopted with it, or the plan has ended.
    """
    found = PlanPrediction.objects.filter(pk=prediction).values_list("measure", flat=True).first()
    if found is None:
        raise unknown("prediction")
    row = measure_for(found, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row.plan)
    stored = row.predictions.filter(pk=prediction).first()
    if stored is None:
        raise unknown("prediction")
    if stored.locked_on is not None:
        raise _stands()
    stored.delete()
    note(by, "plan.drop_prediction", row.plan, measure=row.number, indicator=stored.indicator)


@transaction.atomic
def state_why_none(*, measure: int, reason: str, by: Actor) -> None:
    """State why a measure has no predicted effect; it can then be adopted without one.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
        UnknownIdError: There is no such measure.
        InputError: The reason is missing or too long.
        ConflictError: It has a prediction, is adopted, or the plan has ended.
    """
    row = measure_for(measure, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row.plan)
    if row.adopted_on is not None:
        raise _stands()
    if row.predictions.exists():
        raise ConflictError(
            Text("Tiltaket har en ventet virkning.", "The measure has a predicted effect."),
            where="measure",
            remedy=Text("Ta den tilbake først.", "Take it back first."),
        )
    row.why_no_prediction = fits(reason, "reason", _REASON, needed=True)
    row.version += 1
    row.save(update_fields=["why_no_prediction", "version"])
    note(by, "plan.state_why_none", row.plan, measure=row.number, reason=row.why_no_prediction)


def lacks_prediction(row: PlanMeasure) -> bool:
    """Tell whether a measure has neither a prediction nor a stated reason why it has none."""
    return not row.why_no_prediction and not row.predictions.exists()


def possible_value(value: Decimal, where: str) -> Decimal:
    """Return a value of an indicator that there is room for; raise ``InputError`` for another."""
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise InputError(
            Text("Tallet er ikke mulig.", "The number is not possible."),
            where=where,
            remedy=Text("Oppgi et vanlig tall.", "Give an ordinary number."),
        )
    return value.quantize(_FINEST)


def _fill(made: PlanPrediction, fields: PredictionFields) -> None:
    scenario = fits(fields.scenario, "scenario", _SCENARIO)
    if fields.origin is PredictionOrigin.SCENARIO and not scenario:
        raise InputError(
            Text("Scenarioet er ikke oppgitt.", "The scenario is not named."),
            where="scenario",
            remedy=Text(
                "Oppgi lenken eller navnet, eller velg at virkningen er anslått.",
                "Give its link or name, or choose that the effect is judged.",
            ),
        )
    made.baseline = possible_value(fields.baseline, "baseline")
    made.expected = possible_value(fields.expected, "expected")
    made.low, made.high = possible_value(fields.low, "low"), possible_value(fields.high, "high")
    made.from_day = possible_day(fields.from_day, "from_day")
    made.by_day = possible_day(fields.by_day, "by_day")
    made.origin, made.scenario = fields.origin.value, scenario
    made.assumption = fits(fields.assumption, "assumption", LONG)


def _stands() -> ConflictError:
    return ConflictError(
        Text(
            "Tiltaket er vedtatt, og det som er lovet, står.",
            "The measure is adopted, and what was promised stands.",
        ),
        where="prediction",
        remedy=Text(
            "Før hva som har hendt som verdier av indikatoren; avviket vises i tertialet.",
            "Record what has happened as values of the indicator; the tertial shows the difference.",
        ),
    )
