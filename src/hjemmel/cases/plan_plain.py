"""Plans, their sums, indicators, predictions and scores as plain data for JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.cases.plain import Plain, number
from hjemmel.domain.indicator_light import light_of
from hjemmel.domain.measure import Measure
from hjemmel.domain.plan import BudgetLine, Plan, PoliticalDecision
from hjemmel.domain.plan_indicator import FollowedIndicator, IndicatorDefinition, IndicatorValue
from hjemmel.domain.plan_sums import PlanSums, sums_of
from hjemmel.domain.prediction import Prediction, Score
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language, Text


def plan_as_plain(plan: Plan, day: date, language: Language = "nb") -> Plain:
    """Return a plan with its measures, sums, decisions, budget, indicators, predictions and scores.

    Args:
        plan: The plan.
        day: The day that statuses, deadlines and lights are about.
        language: Of the texts.
    """
    sums = sums_of(plan, day)
    return {
        **plan_head_as_plain(plan, language),
        "sum": money(sums.stated),
        "sums": sums_as_plain(sums),
        "printed_sums": [
            {"focus_area": code, **money(amount)} for code, amount in plan.printed_sums
        ],
        "notes": [note.in_language(language) for note in plan.notes],
        "goals": [
            {
                "key": goal.key or None,
                "number": goal.number,
                "text": goal.text.in_language(language),
                "is_main": goal.is_main,
                "carried_on": goal.carried_on,
                "place": goal.place,
            }
            for goal in plan.goals
        ],
        "focus_areas": [
            {
                "code": area.code,
                "title": area.title.in_language(language),
                "goal": area.goal.in_language(language),
                "place": area.place,
            }
            for area in plan.focus_areas
        ],
        "measures": [measure_as_plain(measure, day, language) for measure in plan.measures],
        "decisions": [_decision(decision, language) for decision in plan.decisions],
        "budget": [budget_line_as_plain(line, language) for line in plan.budget],
        "indicators": [
            indicator_as_plain(indicator, day, language) for indicator in plan.indicators
        ],
        "predictions": [prediction_as_plain(one, language) for one in plan.predictions],
        "scores": [score_as_plain(one, language) for one in plan.scores],
    }


def plan_head_as_plain(plan: Plan, language: Language = "nb") -> Plain:
    """Return what a plan is, without its parts."""
    return {
        "id": plan.id,
        "key": plan.key or None,
        "version": plan.version,
        "municipality": plan.municipality,
        "municipality_name": plan.municipality_name,
        "title": plan.title.in_language(language),
        "first": plan.period.start.isoformat(),
        "last": None if plan.period.end is None else plan.period.end.isoformat(),
        "status": plan.status.value,
        "status_name": plan.status.label.in_language(language),
        "adopted_on": _day(plan.adopted_on),
        "language": plan.language,
        "is_public": plan.is_public,
        "is_synthetic": plan.is_synthetic,
        "previous": plan.previous or None,
        "budget_reference": plan.budget_reference,
        "source": None if plan.source is None else plan.source.text(language),
        "measure_count": len(plan.measures),
    }


def measure_as_plain(measure: Measure, day: date, language: Language = "nb") -> Plain:
    """Return a measure as it stands on a day, with its history."""
    cost = measure.cost
    return {
        "key": measure.key or None,
        "version": measure.version,
        "number": measure.number,
        "label": measure.shown_as,
        "title": measure.title.in_language(language),
        "text": measure.text,
        "focus_area": measure.focus_area,
        "owner": measure.owner,
        "deadline": _day(measure.deadline),
        "is_late": measure.is_late(day),
        "cost": {
            "kind": cost.kind.value,
            "kind_name": cost.kind.label.in_language(language),
            "oere": None if cost.amount is None else cost.amount.oere,
            "kroner": None if cost.amount is None else number(cost.amount.in_kroner),
            "years": list(cost.years),
            "whole": money(cost.whole),
        },
        "payer": measure.payer.value,
        "payer_name": measure.payer.label.in_language(language),
        "priority": measure.priority.value,
        "priority_name": measure.priority.label.in_language(language),
        "indicator": measure.indicator or None,
        "status": measure.status_on(day).value,
        "status_name": measure.status_on(day).label.in_language(language),
        "history": [
            {
                "status": change.status.value,
                "status_name": change.status.label.in_language(language),
                "on": change.on.isoformat(),
                "reason": change.reason,
            }
            for change in measure.statuses
        ],
        "why_no_prediction": measure.why_no_prediction,
        "adopted_on": _day(measure.adopted_on),
        "place": measure.place,
        "note": None if measure.note is None else measure.note.in_language(language),
    }


def sums_as_plain(sums: PlanSums) -> Plain:
    """Return what a plan comes to."""
    return {
        "measures": sums.measures,
        "costed": sums.costed,
        "within_budget": sums.within_budget,
        "to_be_studied": sums.to_be_studied,
        "unstated": sums.unstated,
        "late": sums.late,
        "stated": money(sums.stated),
        "whole": money(sums.whole),
        "without_year": money(sums.without_year),
        "set_aside": money(sums.set_aside),
        "by_area": [
            {
                "focus_area": area.code,
                "measures": area.measures,
                "costed": area.costed,
                "stated": money(area.stated),
                "whole": money(area.whole),
            }
            for area in sums.by_area
        ],
        "by_year": [
            {
                "year": year.year,
                "needed": money(year.needed),
                "set_aside": money(year.set_aside),
                "missing": money(year.missing),
            }
            for year in sums.by_year
        ],
        "by_payer": [
            {
                "payer": payer.payer.value,
                "stated": money(payer.stated),
                "whole": money(payer.whole),
                "set_aside": money(payer.set_aside),
            }
            for payer in sums.by_payer
        ],
        "by_status": {status.value: count for status, count in sums.by_status},
    }


def indicator_as_plain(indicator: FollowedIndicator, day: date, language: Language = "nb") -> Plain:
    """Return an indicator with its light on a day and its history."""
    reading = light_of(indicator, day)
    latest = indicator.latest(day)
    return {
        **definition_as_plain(indicator.definition, language),
        "value": None if latest is None else _number(latest.value),
        "as_of": None if latest is None else latest.as_of.isoformat(),
        "light": reading.light.value,
        "light_name": reading.light.label.in_language(language),
        "light_text": reading.text.in_language(language),
        "overdue": reading.overdue,
        "wanted_by": _day(indicator.wanted_by()),
        "history": [value_as_plain(value, language) for value in indicator.values],
        "districts": [
            value_as_plain(value, language) for value in indicator.latest_in_districts(day)
        ],
    }


def definition_as_plain(definition: IndicatorDefinition, language: Language = "nb") -> Plain:
    """Return what an indicator is."""
    target = definition.target
    return {
        "id": definition.id,
        "title": definition.title.in_language(language),
        "definition": definition.definition.in_language(language),
        "formula": definition.formula.in_language(language),
        "unit": definition.unit.value,
        "source": definition.source.in_language(language),
        "frequency": definition.frequency.value,
        "frequency_name": definition.frequency.label.in_language(language),
        "origin": definition.origin.value,
        "target": {
            "direction": target.direction.value,
            "level": _number(target.level),
            "tolerance": number(target.tolerance),
            "text": target.words.in_language(language),
            "place": target.place,
        },
    }


def value_as_plain(value: IndicatorValue, language: Language = "nb") -> Plain:
    """Return one value with how it came to be."""
    return {
        "as_of": value.as_of.isoformat(),
        "value": _number(value.value),
        "district": value.district or None,
        "origin": value.origin.value,
        "origin_name": value.origin.label.in_language(language),
        "source": value.source.in_language(language),
        "formula": _text(value.formula, language),
        "inputs": [
            {"label": one.label.in_language(language), "value": number(one.value)}
            for one in value.inputs
        ],
        "note": _text(value.note, language),
        "frozen": value.frozen or None,
    }


def prediction_as_plain(prediction: Prediction, language: Language = "nb") -> Plain:
    """Return what a measure was predicted to do."""
    return {
        "measure": prediction.measure,
        "indicator": prediction.indicator,
        "baseline": number(prediction.baseline),
        "from_day": prediction.from_day.isoformat(),
        "expected": number(prediction.expected),
        "by_day": prediction.by.isoformat(),
        "low": number(prediction.low),
        "high": number(prediction.high),
        "origin": prediction.origin.value,
        "origin_name": prediction.origin.label.in_language(language),
        "scenario": prediction.scenario or None,
        "assumption": prediction.assumption,
        "locked_on": _day(prediction.locked_on),
    }


def score_as_plain(score: Score, language: Language = "nb") -> Plain:
    """Return what happened against what was predicted by then."""
    return {
        "measure": score.prediction.measure,
        "indicator": score.prediction.indicator,
        "tertial": str(score.tertial),
        "expected": number(score.expected),
        "low": number(score.low),
        "high": number(score.high),
        "happened": _number(score.happened),
        "happened_on": _day(score.happened_on),
        "achieved": _number(score.achieved),
        "achieved_of_expected": _number(score.achieved_of_expected),
        "verdict": score.verdict.value,
        "verdict_name": score.verdict.label.in_language(language),
        "text": score.text.in_language(language),
    }


def budget_line_as_plain(line: BudgetLine, language: Language = "nb") -> Plain:
    """Return money set aside in a year."""
    return {
        "key": line.key or None,
        "year": line.year,
        "payer": line.payer.value,
        "payer_name": line.payer.label.in_language(language),
        "amount": money(line.amount),
        "measure": line.measure,
        "reference": line.reference,
        "note": line.note,
    }


def money(amount: Money) -> Plain:
    """Return an amount in øre, and in kroner."""
    return {"oere": amount.oere, "kroner": number(amount.in_kroner)}


def _decision(decision: PoliticalDecision, language: Language) -> Plain:
    return {
        "body": decision.body.in_language(language),
        "day": _day(decision.day),
        "case_number": decision.case_number,
        "lines": [
            {
                "part": line.part.value,
                "part_name": line.part.label.in_language(language),
                "text": line.text.in_language(language),
                "concerns": line.concerns,
                "place": line.place,
            }
            for line in decision.lines
        ],
    }


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(text: Text | None, language: Language) -> str | None:
    return None if text is None else text.in_language(language)
