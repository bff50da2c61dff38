"""A small plan in the register, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.fields import AreaFields, MeasureFields, PlanFields, PredictionFields
from hjemmel.apps.plan.services.measures import add_measure
from hjemmel.apps.plan.services.parts import set_area
from hjemmel.apps.plan.services.plans import make_plan
from hjemmel.apps.plan.services.predictions import predict, state_why_none
from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.measure import Cost, CostKind
from hjemmel.kernel.money import Money

BY = system("test")
TODAY = date(2025, 9, 15)
NOW = datetime(2025, 9, 15, 12, tzinfo=UTC)
HEAD = PlanFields(
    name="plan-2025",
    title="Legeplanen",
    title_en="The doctors' plan",
    first=date(2025, 1, 1),
    last=date(2029, 1, 1),
    reminders_to="plan@kommune.example",
)
PREDICTION = PredictionFields(
    indicator="I02",
    baseline=Decimal(4000),
    from_day=date(2024, 12, 31),
    expected=Decimal(2000),
    by_day=date(2026, 12, 31),
    low=Decimal(1500),
    high=Decimal(2500),
    assumption="Nye sentre åpner.",
)


@dataclass(frozen=True, slots=True)
class MadePlan:
    """Keys of a plan and its two measures: one with a prediction, one with a reason why none."""

    key: int
    municipality: int
    measures: tuple[int, int]

    def actor(self, role: Role) -> Actor:
        """Return somebody with a role in the municipality."""
        return Actor(f"{role.value}-1", (Grant(role, municipality=self.municipality),))


def municipality_key(number: str = "5001", *, is_synthetic: bool = False) -> int:
    """Return the key of a municipality that is set up."""
    row, _ = Municipality.objects.get_or_create(
        number=number,
        defaults={
            "name": "Trondheim",
            "is_synthetic": is_synthetic,
            "set_up_on": date(2024, 1, 1),
        },
    )
    return row.pk


def made_plan(number: str = "5001") -> MadePlan:
    """Make a draft with a focus area and two measures that can be adopted."""
    place = municipality_key(number)
    key = make_plan(municipality=place, fields=HEAD, by=BY)
    set_area(plan=key, fields=AreaFields(code="RB", title="Rekruttere"), by=BY)
    first = add_measure(
        plan=key,
        fields=MeasureFields(
            title="Nye sentre",
            area="RB",
            owner="Enhet for legetjenester",
            deadline=date(2025, 12, 1),
            cost=Cost(CostKind.YEARLY, Money.kroner(300_000), (2025, 2026)),
            indicator="I02",
        ),
        by=BY,
    )
    second = add_measure(
        plan=key,
        fields=MeasureFields(title="Dialog", cost=Cost(CostKind.WITHIN_BUDGET)),
        by=BY,
    )
    predict(measure=first, fields=PREDICTION, by=BY)
    state_why_none(measure=second, reason="Dialog kan ikke måles.", by=BY)
    return MadePlan(key, place, (first, second))
