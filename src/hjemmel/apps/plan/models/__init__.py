"""What plans keep, one noun per file."""

from hjemmel.apps.plan.models.indicators import (
    IndicatorReading,
    PlanEvaluation,
    PlanIndicator,
    PlanPrediction,
    PlanScore,
)
from hjemmel.apps.plan.models.measures import (
    MeasureChange,
    MeasureReminder,
    PlanBudgetLine,
    PlanMeasure,
)
from hjemmel.apps.plan.models.plans import (
    Plan,
    PlanArea,
    PlanDecision,
    PlanFeed,
    PlanGoal,
)

__all__ = [
    "IndicatorReading",
    "MeasureChange",
    "MeasureReminder",
    "Plan",
    "PlanArea",
    "PlanBudgetLine",
    "PlanDecision",
    "PlanEvaluation",
    "PlanFeed",
    "PlanGoal",
    "PlanIndicator",
    "PlanMeasure",
    "PlanPrediction",
    "PlanScore",
]
