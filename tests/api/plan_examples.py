"""One request to each operation of the API about plans, with what it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hjemmel.apps.plan.fields import GoalFields, MeasureFields
from hjemmel.apps.plan.models import Plan
from hjemmel.apps.plan.services.adopting import adopt_plan
from hjemmel.apps.plan.services.measures import add_measure
from hjemmel.apps.plan.services.parts import set_goal
from hjemmel.apps.plan.services.plans import publish_plan
from hjemmel.apps.plan.services.predictions import predict
from tests.api.example import Example
from tests.municipal_plan import BY, PREDICTION, MadePlan, made_plan

_PLACE = "/api/v1/municipalities/4601"
_WHOLE = "/municipalities/{number}/plans"
_SHEET = "Nr.;Tiltak\n1;Nye sentre\n;Vikarpool\n"


def plan_examples() -> dict[str, Example]:
    """Return an example of each operation, by verb and path of the description."""
    draft, adopted, later = _plans()
    at, of = f"/api/v1/plans/{draft.key}", f"/api/v1/plans/{adopted.key}"
    goal = set_goal(plan=draft.key, fields=GoalFields(text="Kort vei til legen"), by=BY)
    measure = f"/api/v1/plan-measures/{draft.measures[0]}"
    reads = {
        _WHOLE: Example(f"{_PLACE}/plans"),
        "/plans/{key}": Example(f"{at}?as_of=2025-06-01"),
        "/plans/{key}/waiting": Example(f"{at}/waiting?as_of=2025-11-15"),
        "/plans/{key}/workbook": Example(f"{at}/workbook"),
    }
    made: dict[str, Any] = {
        "name": "plan-2031",
        "title": "En plan",
        "first": "2031-01-01",
        "last": "2035-01-01",
        "example": "bergen-2024",
    }
    changes = {
        _WHOLE: Example(f"{_PLACE}/plans", 201, made),
        "/plans/{key}/adoption": Example(f"{at}/adoption", 200, {"on": "2025-02-01"}),
        "/plans/{key}/publication": Example(f"{of}/publication", 204, {"is_public": True}),
        "/plans/{key}/goals": Example(f"{at}/goals", 201, {"text": "Alle har fastlege"}),
        "/plans/{key}/goals/{goal}": Example(
            f"{at}/goals/{goal}", 204, {"text": "Alle har en fast lege", "order": 1}
        ),
        "/plans/{key}/areas": Example(f"{at}/areas", 201, {"code": "KK", "title": "Kvalitet"}),
        "/plans/{key}/decisions": Example(
            f"{at}/decisions",
            201,
            {"body": "Bystyret", "lines": [{"part": "remark", "text": "Bystyret ber om mer."}]},
        ),
        "/plans/{key}/indicators": Example(
            f"{at}/indicators",
            201,
            {
                "code": "L01",
                "title": "Møter",
                "unit": "count",
                "target": {"direction": "at_least", "level": 5},
            },
        ),
        "/plans/{key}/copies": Example(
            f"{of}/copies",
            201,
            {"name": "plan-2032", "title": "Neste", "first": "2032-01-01", "last": "2036-01-01"},
        ),
        "/plans/{key}/end": Example(f"{of}/end", 204, {}),
        "/plans/{key}/budget": Example(
            f"{at}/budget", 201, {"year": 2025, "oere": 30_000_000, "measure": 1}
        ),
        "/plans/{key}/measures": Example(
            f"{at}/measures",
            201,
            {"title": "Ny", "cost_kind": "yearly", "cost_oere": 100, "cost_years": [2025, 2026]},
        ),
        "/plans/{key}/values": Example(
            f"{at}/values",
            201,
            {"code": "I02", "as_of": "2023-12-31", "value": 3900, "source": "Helfo"},
        ),
        "/plans/{key}/computation": Example(f"{of}/computation", 200, {"as_of": "2023-12-31"}),
        "/plans/{key}/evaluations": Example(f"{of}/evaluations", 200, {"tertial": "2025-T1"}),
        "/plans/{key}/sheet": Example(
            f"{at}/sheet", 200, {"what": "measures", "preview": "true"}, sheet=_SHEET
        ),
        "/plan-measures/{key}": Example(measure, 200, {"title": "Nye sentre", "area": "RB"}),
        "/plan-measures/{key}/status": Example(
            f"{measure}/status", 200, {"status": "in_progress", "on": "2025-03-01"}
        ),
        "/plan-measures/{key}/prediction": Example(
            f"{measure}/prediction",
            201,
            {
                "indicator": "I01",
                "baseline": 0.01,
                "from_day": "2024-12-31",
                "expected": 0.05,
                "by_day": "2026-12-31",
                "low": 0.03,
                "high": 0.06,
            },
        ),
        "/plan-measures/{key}/no-prediction": Example(
            f"/api/v1/plan-measures/{draft.measures[1]}/no-prediction",
            204,
            {"reason": "Kan ikke måles."},
        ),
        "/plan-measures/{key}/adoption": Example(
            f"/api/v1/plan-measures/{later}/adoption", 200, {"on": "2025-06-01"}
        ),
    }
    return {
        **{f"GET {path}": example for path, example in reads.items()},
        **{f"POST {path}": example for path, example in changes.items()},
    }


def _plans() -> tuple[MadePlan, MadePlan, int]:
    """Return a draft, an adopted and published plan, and a measure that came into it later."""
    adopted = made_plan("4601")
    Plan.objects.filter(pk=adopted.key).update(name="plan-adopted")
    adopt_plan(plan=adopted.key, on=date(2025, 2, 1), by=BY)
    publish_plan(plan=adopted.key, by=BY)
    later = add_measure(plan=adopted.key, fields=MeasureFields(title="Senere"), by=BY)
    predict(measure=later, fields=replace(PREDICTION, indicator="I03"), by=BY)
    return made_plan("4601"), adopted, later
