"""A plan with a budget, statuses and a promise, and documents made of it, for tests of what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hjemmel.apps.documents.building.made import made_document
from hjemmel.apps.documents.building.matter import Matter
from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
from hjemmel.cases.plans import load_plan
from hjemmel.domain.document import (
    Document,
    Heading,
    Note,
    Paragraph,
    PointList,
)
from hjemmel.domain.document_table import Table
from hjemmel.domain.measure import Cost, CostKind, MeasureStatus, Payer, StatusChange
from hjemmel.domain.plan import BudgetLine, Plan
from hjemmel.domain.plan_indicator import (
    IndicatorValue,
    ValueOrigin,
)
from hjemmel.domain.prediction import Prediction
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text, WrittenLanguage

DAY = date(2024, 8, 31)
LANGUAGES: tuple[WrittenLanguage, ...] = ("nb", "nn", "en")


def matter(plan: Plan, language: WrittenLanguage = "nb", **more: str) -> Matter:
    return Matter(
        plan=plan,
        language=language,
        as_of=DAY,
        made_on=date(2024, 9, 10),
        tertial=Tertial(2024, 2),
        **more,
    )


def made(kind: DocumentKind, plan: Plan, language: WrittenLanguage = "nb", **more: str) -> Document:
    title, body = shipped_text(kind, language)
    given = matter(plan, language, **more)
    return made_document(kind, given, title=title, body=body, version="0.1.0")


def followed_up() -> Plan:
    """Return Trondheim's plan with yearly amounts, a budget, statuses, values and a promise."""
    plan = load_plan("trondheim-2024")
    first, second, third, *others = plan.measures
    spread = replace(
        first,
        cost=Cost(CostKind.YEARLY, Money.kroner(1_500_000), (2024, 2025)),
        statuses=(StatusChange(MeasureStatus.IN_PROGRESS, date(2024, 6, 1), "Vedtatt budsjett."),),
        indicator="I01",
        owner="Enhet for legetjenester",
        deadline=date(2024, 8, 1),
    )
    done = replace(second, statuses=(StatusChange(MeasureStatus.DONE, date(2024, 3, 1)),))
    followed = plan.indicator("I01")
    assert followed is not None
    values = tuple(
        IndicatorValue(
            as_of=day, value=Decimal(value), origin=ValueOrigin.ENTERED, source=Text("Telling", "")
        )
        for day, value in ((date(2024, 1, 1), "0.01"), (date(2024, 7, 1), "0.02"))
    )
    return replace(
        plan,
        measures=(spread, done, third, *others),
        budget=(
            BudgetLine(2024, Payer.MUNICIPALITY, Money.kroner(1_000_000), measure=1),
            BudgetLine(2025, Payer.STATE, Money.kroner(250_000), reference="HØP 4.2"),
        ),
        indicators=tuple(
            replace(one, values=values) if one.definition.id == "I01" else one
            for one in plan.indicators
        ),
        predictions=(
            Prediction(
                measure=1,
                indicator="I01",
                baseline=Decimal("0.01"),
                from_day=date(2024, 1, 1),
                expected=Decimal("0.05"),
                by=date(2026, 1, 1),
                low=Decimal("0.03"),
                high=Decimal("0.06"),
                assumption="Legene blir værende.",
            ),
        ),
    )


def table(document: Document, caption: str) -> Table:
    return next(one for one in document.tables if one.caption == caption)


def words(document: Document) -> str:
    """Return all running words of a document."""
    said = []
    for block in document.blocks:
        match block:
            case Heading(_, text):
                said.append(text)
            case Paragraph(spans) | Note(spans):
                said.append("".join(one.text for one in spans))
            case PointList(points):
                said += ["".join(one.text for one in spans) for spans in points]
    return "\n".join(said)
