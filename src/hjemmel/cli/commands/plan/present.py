"""Plans to people at the command line."""

from __future__ import annotations

from datetime import date

from hjemmel.cli.output import Column, write, write_table
from hjemmel.domain.measure import Cost
from hjemmel.domain.plan import Plan
from hjemmel.domain.plan_sums import AreaSum, PlanSums, sums_of
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_date, format_kroner
from hjemmel.kernel.text import Language, Text


def kroner(amount: Money, language: Language) -> str:
    """Write an amount in whole kroner."""
    return format_kroner(amount.in_kroner, language)


def cost_words(cost: Cost, language: Language) -> str:
    """Write what a measure costs: the amount with its kind, or the kind alone."""
    kind = cost.kind.label.in_language(language)
    return kind if cost.amount is None else f"{kroner(cost.amount, language)} {kind}"


def write_plan(plan: Plan, day: date, language: Language) -> None:
    """Write a plan: its head, its measures, its sums and its notes."""
    sums = sums_of(plan, day)
    write(f"{plan.municipality_name}: {plan.title.in_language(language)}")
    write(_head(plan, language))
    if plan.source is not None:
        write(f"{Text('Kilde', 'Source').in_language(language)}: {plan.source.text(language)}")
    write()
    write_measures(plan, day, language)
    write()
    write_sums(plan, sums, language)
    for note in plan.notes:
        write()
        write(note.in_language(language))


def write_measures(plan: Plan, day: date, language: Language) -> None:
    """Write the measures as a table."""
    columns: list[Column] = [
        (Text("Nr.", "No."), "right"),
        (Text("Område", "Area"), "left"),
        (Text("Tiltak", "Measure"), "left"),
        (Text("Ansvarlig", "Owner"), "left"),
        (Text("Frist", "Deadline"), "left"),
        (Text("Kostnad", "Cost"), "right"),
        (Text("Indikator", "Indicator"), "left"),
        (Text("Status", "Status"), "left"),
    ]
    late = Text("etter fristen", "late").in_language(language)
    rows = [
        (
            measure.shown_as,
            measure.focus_area,
            measure.title.in_language(language),
            measure.owner,
            "" if measure.deadline is None else format_date(measure.deadline, language),
            cost_words(measure.cost, language),
            measure.indicator,
            measure.status_on(day).label.in_language(language)
            + (f", {late}" if measure.is_late(day) else ""),
        )
        for measure in plan.measures
    ]
    write_table(language, None, columns, rows)


def write_sums(plan: Plan, sums: PlanSums, language: Language) -> None:
    """Write what the plan comes to, in all and by focus area."""
    counts = Text(
        f"{sums.measures} tiltak: {sums.costed} med beløp, {sums.within_budget} innenfor budsjett, "
        f"{sums.to_be_studied} må utredes, {sums.unstated} uten oppgitt kostnad.",
        f"{sums.measures} measures: {sums.costed} with an amount, {sums.within_budget} within budget, "
        f"{sums.to_be_studied} to be studied, {sums.unstated} without a stated cost.",
    )
    write(counts.in_language(language))
    total = Text("Sum av beløpene", "Sum of the amounts").in_language(language)
    write(f"{total}: {stated(sums, language)}")
    for area in sums.by_area:
        known = plan.area(area.code)
        name = (
            known.title.in_language(language)
            if known
            else Text("Uten", "None").in_language(language)
        )
        write(f"  {name}: {stated(area, language)}")


def stated(sums: PlanSums | AreaSum, language: Language) -> str:
    """Return a sum in words; where no measure has an amount, that none is stated."""
    if not sums.costed:
        return Text("ikke oppgitt", "not stated").in_language(language)
    return kroner(sums.stated, language)


def _head(plan: Plan, language: Language) -> str:
    start = format_date(plan.period.start, language)
    years = plan.years()
    span = f"{years[0]}–{years[-1]}" if plan.period.end is not None else start
    status = plan.status.label.in_language(language)
    if plan.adopted_on is not None:
        status = f"{status} {format_date(plan.adopted_on, language)}"
    return f"{span}, {status}"
