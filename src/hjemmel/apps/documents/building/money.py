"""Money in documents: by focus area, by year, by payer, and the budget's lines."""

from __future__ import annotations

from hjemmel.apps.documents.building.charts import bars, pairs
from hjemmel.apps.documents.building.matter import SUM, Matter
from hjemmel.apps.documents.building.tables import table_of
from hjemmel.apps.documents.words import Written
from hjemmel.domain.document import Block, Chart, Note
from hjemmel.domain.document_table import Cell, Column, ColumnKind, with_total
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_number

_W = Written
_AREA = _W("Satsingsområde", "Satsingsområde", "Focus area")
_COUNT = _W("Tiltak", "Tiltak", "Measures")
_COSTED = _W("Med beløp", "Med beløp", "With an amount")
_COST = _W("Anslått merbehov\xa0(kr)", "Anslått meirbehov\xa0(kr)", "Estimated need\xa0(NOK)")
_BY_AREA = _W(
    "Anslått merbehov per satsingsområde",
    "Anslått meirbehov per satsingsområde",
    "Estimated need by focus area",
)
_MILLIONS = _W("millioner kroner", "millionar kroner", "million NOK")
_LARGEST = _W(
    "{area} er størst med {amount} av {all}.",
    "{area} er størst med {amount} av {all}.",
    "{area} is the largest with {amount} of {all}.",
)
_NO_COST = _W(
    "Planen oppgir ingen beløp for tiltakene.",
    "Planen oppgir ingen beløp for tiltaka.",
    "The plan states no amounts for its measures.",
)
_YEAR = _W("År", "År", "Year")
_NEEDED = _W("Merbehov\xa0(kr)", "Meirbehov\xa0(kr)", "Need\xa0(NOK)")
_SET_ASIDE = _W("Satt av\xa0(kr)", "Sett av\xa0(kr)", "Set aside\xa0(NOK)")
_MISSING = _W("Mangler\xa0(kr)", "Manglar\xa0(kr)", "Missing\xa0(NOK)")
_BY_YEAR = _W(
    "Merbehov og budsjett per år", "Meirbehov og budsjett per år", "Need and budget by year"
)
_NEED, _BUDGET = _W("merbehov", "meirbehov", "need"), _W("satt av", "sett av", "set aside")
_YEARS_TOLD = _W(
    "I alt er merbehovet {needed}, og {aside} er satt av.",
    "I alt er meirbehovet {needed}, og {aside} er sett av.",
    "In all the need is {needed}, and {aside} is set aside.",
)
_NO_YEARS = _W(
    "Planen sier ikke hvilke år kostnadene faller i, og ingen budsjettlinjer er ført.",
    "Planen seier ikkje kva år kostnadene fell i, og ingen budsjettlinjer er førte.",
    "The plan does not say in which years its costs fall, and no budget lines are entered.",
)
_WITHOUT_YEAR = _W(
    "{amount} kommer i tillegg: for disse beløpene sier ikke planen hvilket år de faller i.",
    "{amount} kjem i tillegg: for desse beløpa seier ikkje planen kva år dei fell i.",
    "{amount} comes on top: for these amounts the plan does not say in which year they fall.",
)
_PAYER = _W("Hvem som betaler", "Kven som betaler", "Payer")
_PERIOD = _W("I planperioden\xa0(kr)", "I planperioden\xa0(kr)", "In the plan's years\xa0(NOK)")
_BY_PAYER = _W(
    "Kostnader etter hvem som betaler", "Kostnader etter kven som betaler", "Costs by payer"
)
_LINES = _W("Budsjettlinjer", "Budsjettlinjer", "Budget lines")
_MEASURE = _W("Tiltak", "Tiltak", "Measure")
_WHERE = _W("Henvisning", "Tilvising", "Reference")
_NO_LINES = _W(
    "Ingen budsjettlinjer er ført.",
    "Ingen budsjettlinjer er førte.",
    "No budget lines are entered.",
)
_WHOLE = _W("Planen samlet", "Planen samla", "The plan as a whole")


def by_area(matter: Matter) -> tuple[Block, ...]:
    """Return the cost of each focus area, as a chart with its table."""
    language, sums = matter.language, matter.sums
    if not sums.costed:
        return (matter.paragraph(_NO_COST),)
    columns = (
        Column(_AREA.to(language)),
        Column(_COUNT.to(language), ColumnKind.NUMBER, is_summed=True),
        Column(_COSTED.to(language), ColumnKind.NUMBER, is_summed=True),
        Column(_COST.to(language), ColumnKind.KRONER, is_summed=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (matter.area_cell(one.code), one.measures, one.costed, one.stated) for one in sums.by_area
    )
    largest = max(sums.by_area, key=lambda one: one.stated.oere)
    title = _BY_AREA.to(language)
    told = _LARGEST.to(language).format(
        area=matter.area(largest.code),
        amount=matter.kroner(largest.stated),
        all=matter.kroner(sums.stated),
    )
    shown = bars(
        [(matter.area(one.code), *_millions(one.stated, matter)) for one in sums.by_area],
        _MILLIONS.to(language),
        matter.numbers,
    )
    return (Chart(title, told, shown, with_total(title, columns, rows, SUM.to(language))),)


def by_year(matter: Matter) -> tuple[Block, ...]:
    """Return what each year needs and what is set aside, as a chart with its table."""
    language, sums = matter.language, matter.sums
    if not any(one.needed.oere or one.set_aside.oere for one in sums.by_year):
        return (matter.paragraph(_NO_YEARS),)
    columns = (
        Column(_YEAR.to(language)),
        *(
            Column(one.to(language), ColumnKind.KRONER, is_summed=True)
            for one in (_NEEDED, _SET_ASIDE, _MISSING)
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(one.year), one.needed, one.set_aside, one.missing) for one in sums.by_year
    )
    kinds = (_NEED.to(language), _BUDGET.to(language))
    values = [
        (str(one.year), kind, _millions(amount, matter)[0])
        for one in sums.by_year
        for kind, amount in zip(kinds, (one.needed, one.set_aside), strict=True)
    ]
    title = _BY_YEAR.to(language)
    told = _YEARS_TOLD.to(language).format(
        needed=matter.kroner(Money(sum(one.needed.oere for one in sums.by_year))),
        aside=matter.kroner(sums.set_aside),
    )
    table = with_total(title, columns, rows, SUM.to(language))
    shown = pairs(values, kinds, _MILLIONS.to(language), matter.numbers)
    chart = Chart(title, told, shown, table)
    if not sums.without_year.oere:
        return (chart,)
    more = matter.paragraph(_WITHOUT_YEAR, amount=matter.kroner(sums.without_year))
    return (chart, Note(more.words))


def by_payer(matter: Matter) -> tuple[Block, ...]:
    """Return who pays, with the sums of the measures and of the budget."""
    language, sums = matter.language, matter.sums
    if not sums.by_payer:
        return (matter.paragraph(_NO_COST),)
    columns = (
        Column(_PAYER.to(language)),
        Column(_COST.to(language), ColumnKind.KRONER, is_summed=True),
        Column(_PERIOD.to(language), ColumnKind.KRONER, is_summed=True),
        Column(_SET_ASIDE.to(language), ColumnKind.KRONER, is_summed=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            matter.said(one.payer.label).capitalize(),
            one.stated,
            one.whole,
            one.set_aside if sums.set_aside.oere else None,
        )
        for one in sums.by_payer
    )
    return (table_of(_BY_PAYER.to(language), columns, rows, SUM.to(language)),)


def budget_lines(matter: Matter) -> tuple[Block, ...]:
    """Return the lines of the budget with their sum."""
    language = matter.language
    if not matter.plan.budget:
        return (matter.paragraph(_NO_LINES),)
    columns = (
        Column(_YEAR.to(language)),
        Column(_MEASURE.to(language)),
        Column(_PAYER.to(language)),
        Column(_WHERE.to(language)),
        Column(_SET_ASIDE.to(language), ColumnKind.KRONER, is_summed=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            str(line.year),
            _WHOLE.to(language)
            if line.measure is None
            else matter.plan.measure(line.measure).shown_as,
            matter.said(line.payer.label),
            matter.own_cell(line.reference),
            line.amount,
        )
        for line in matter.plan.budget
    )
    return (table_of(_LINES.to(language), columns, rows, SUM.to(language)),)


def _millions(amount: Money, matter: Matter) -> tuple[float, str]:
    """Return an amount in millions, as a size and as words."""
    millions = amount.in_kroner / 1_000_000
    return float(millions), format_number(millions, matter.numbers, decimals=2)
