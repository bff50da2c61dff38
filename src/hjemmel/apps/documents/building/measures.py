"""Measures in documents: in tables with sums, in words, and how they stand."""

from __future__ import annotations

from collections.abc import Sequence

from hjemmel.apps.documents.building.charts import bars
from hjemmel.apps.documents.building.matter import SUM, Matter
from hjemmel.apps.documents.building.tables import table_of
from hjemmel.apps.documents.words import Written
from hjemmel.domain.document import Block, Chart, Heading, Note, Paragraph, PointList, Span
from hjemmel.domain.document_table import Cell, Column, ColumnKind, Table, with_total
from hjemmel.domain.measure import CostKind, Measure, MeasureStatus
from hjemmel.kernel.numbers import format_number

_W = Written
NUMBER = _W("Nr.", "Nr.", "No.")
MEASURE = _W("Tiltak", "Tiltak", "Measure")
_AREA = _W("Satsingsområde", "Satsingsområde", "Focus area")
_OWNER = _W("Ansvar", "Ansvar", "Responsible")
_DEADLINE = _W("Frist", "Frist", "Deadline")
_COST_SAID = _W("Slik planen sier det", "Slik planen seier det", "As the plan says it")
_COST = _W("Anslått merbehov\xa0(kr)", "Anslått meirbehov\xa0(kr)", "Estimated need\xa0(NOK)")
_STATUS = _W("Status", "Status", "Status")
_SINCE = _W("Siden", "Sidan", "Since")
_REASON = _W("Begrunnelse", "Grunngiving", "Reason")
_COUNT = _W("Antall tiltak", "Talet på tiltak", "Measures")
_NONE = _W(
    "Planen har ingen tiltak ennå.",
    "Planen har ingen tiltak enno.",
    "The plan has no measures yet.",
)
_ALL = _W(
    "Alle tiltak og anslått merbehov",
    "Alle tiltak og anslått meirbehov",
    "All measures and their estimated need",
)
_IN_AREA = _W("Tiltak under {area}", "Tiltak under {area}", "Measures under {area}")
_STANDS = _W(
    "Hvordan tiltakene står per {day}",
    "Korleis tiltaka står per {day}",
    "How the measures stand on {day}",
)
_BY_STATUS = _W(
    "Tiltak etter status per {day}", "Tiltak etter status per {day}", "Measures by status on {day}"
)
_ONCE = _W(
    "Summen teller hvert beløp én gang, slik det står i planen. Et årlig beløp kommer igjen hvert år.",
    "Summen tel kvart beløp éin gong, slik det står i planen. Eit årleg beløp kjem att kvart år.",
    "The sum counts each amount once, as the plan states it. A yearly amount recurs each year.",
)
_MOST = _W(
    "{share} av {all} tiltak er gjennomført, {going} er i gang og {late} er forbi fristen.",
    "{share} av {all} tiltak er gjennomførte, {going} er i gang og {late} er forbi fristen.",
    "{share} of {all} measures are done, {going} are in progress and {late} are past their deadline.",
)
_CHANGED = _W("Endringer i {tertial}", "Endringar i {tertial}", "Changes in {tertial}")
_UNCHANGED = _W(
    "Ingen tiltak skiftet status i tertialet.",
    "Ingen tiltak skifta status i tertialet.",
    "No measure changed its status in the tertial.",
)
_LATE = _W("forbi fristen", "forbi fristen", "past its deadline")


def measures_table(matter: Matter) -> tuple[Block, ...]:
    """Return all measures in one table, with the sum as the plan prints it."""
    measures = matter.plan.measures
    if not measures:
        return (matter.paragraph(_NONE),)
    table = _table(matter, _ALL.to(matter.language), measures, has_area=True)
    yearly = any(one.cost.kind is CostKind.YEARLY for one in measures)
    return (table, Note(matter.paragraph(_ONCE).words)) if yearly else (table,)


def focus_areas(matter: Matter) -> tuple[Block, ...]:
    """Return each focus area with its goal and the table of its measures."""
    blocks: list[Block] = []
    codes = [area.code for area in matter.plan.focus_areas]
    for code in (*codes, ""):
        measures = [one for one in matter.plan.measures if one.focus_area == code]
        area = matter.plan.area(code)
        if area is None and not measures:
            continue
        name = matter.area(code)
        language = None if area is None else matter.foreign(area.title)
        blocks.append(Heading(2, name, language))
        if area is not None and area.goal.nb:
            blocks.append(Paragraph((matter.own(area.goal),)))
        if measures:
            caption = _IN_AREA.to(matter.language).format(area=name)
            blocks.append(_table(matter, caption, measures, has_area=False))
    return tuple(blocks) or (matter.paragraph(_NONE),)


def measures_in_words(matter: Matter) -> tuple[Block, ...]:
    """Return each measure with its text and its note, under a heading of its own."""
    blocks: list[Block] = []
    for one in matter.plan.measures:
        title = f"{one.shown_as} {matter.said(one.title)}"
        blocks.append(Heading(2, title, matter.foreign(one.title)))
        if one.text:
            blocks.append(Paragraph((matter.own(one.text),)))
        if one.note is not None:
            blocks.append(Note((matter.own(one.note),)))
    return tuple(blocks) or (matter.paragraph(_NONE),)


def standing(matter: Matter) -> tuple[Block, ...]:
    """Return how each measure stood on the day, and why."""
    language, measures = matter.language, matter.plan.measures
    if not measures:
        return (matter.paragraph(_NONE),)
    columns = [
        Column(NUMBER.to(language)),
        Column(MEASURE.to(language)),
        Column(_OWNER.to(language)),
        Column(_DEADLINE.to(language), ColumnKind.DATE),
        Column(_STATUS.to(language)),
        Column(_SINCE.to(language), ColumnKind.DATE),
        Column(_REASON.to(language)),
    ]
    rows = [_standing(matter, one) for one in measures]
    caption = _STANDS.to(language).format(day=matter.day(matter.as_of))
    return (table_of(caption, columns, rows),)


def _standing(matter: Matter, one: Measure) -> tuple[Cell, ...]:
    until = [change for change in one.statuses if change.on <= matter.as_of]
    latest = until[-1] if until else None
    status = matter.said(one.status_on(matter.as_of).label)
    if matter.is_late(one):
        status = f"{status}, {_LATE.to(matter.language)}"
    return (
        one.shown_as,
        matter.own_cell(one.title),
        matter.own_cell(one.owner),
        one.deadline,
        status,
        None if latest is None else latest.on,
        matter.own_cell(latest.reason) if latest else None,
    )


def by_status(matter: Matter) -> tuple[Block, ...]:
    """Return how many measures stand where, as a chart with its table."""
    if not matter.plan.measures:
        return (matter.paragraph(_NONE),)
    language, counts = matter.language, dict(matter.sums.by_status)
    rows = tuple(
        (matter.said(status.label).capitalize(), counts[status]) for status in MeasureStatus
    )
    columns = (
        Column(_STATUS.to(language)),
        Column(_COUNT.to(language), ColumnKind.NUMBER, is_summed=True),
    )
    title = _BY_STATUS.to(language).format(day=matter.day(matter.as_of))
    told = _MOST.to(language).format(
        share=counts[MeasureStatus.DONE],
        all=len(matter.plan.measures),
        going=counts[MeasureStatus.IN_PROGRESS],
        late=matter.late,
    )
    chart = bars(
        [(name, count, str(count)) for name, count in rows], columns[1].heading, matter.numbers
    )
    return (Chart(title, told, chart, with_total(title, columns, rows, SUM.to(language))),)


def changes_in_tertial(matter: Matter) -> tuple[Block, ...]:
    """Return the statuses that changed within the tertial, measure by measure."""
    language = matter.language
    rows = [
        (
            one.shown_as,
            matter.own_cell(one.title),
            change.on,
            matter.said(change.status.label),
            matter.own_cell(change.reason),
        )
        for one in matter.plan.measures
        for change in one.statuses
        if matter.tertial.period.contains(change.on)
    ]
    if not rows:
        return (matter.paragraph(_UNCHANGED),)
    columns = [
        Column(NUMBER.to(language)),
        Column(MEASURE.to(language)),
        Column(_SINCE.to(language), ColumnKind.DATE),
        Column(_STATUS.to(language)),
        Column(_REASON.to(language)),
    ]
    caption = _CHANGED.to(language).format(tertial=tertial_words(matter))
    return (table_of(caption, columns, rows),)


def tertial_words(matter: Matter) -> str:
    """Return the tertial's name in the document's language."""
    return matter.said(matter.tertial.words)


def goals(matter: Matter) -> tuple[Block, ...]:
    """Return the goals: the main one first, the others as points."""
    none = _W(
        "Planen har ingen mål ennå.", "Planen har ingen mål enno.", "The plan has no goals yet."
    )
    carried = _W("videreført", "vidareført", "carried on")
    main = [Paragraph((matter.own(one.text),)) for one in matter.plan.goals if one.is_main]
    after = (Span(f" ({carried.to(matter.language)})"),)
    points = tuple(
        (matter.own(one.text), *(after if one.carried_on else ()))
        for one in matter.plan.goals
        if not one.is_main
    )
    blocks: list[Block] = [*main]
    if points:
        blocks.append(PointList(points))
    return tuple(blocks) or (matter.paragraph(none),)


def count_words(matter: Matter, status: MeasureStatus) -> str:
    """Return how many measures stand at a status, as a number."""
    return format_number(dict(matter.sums.by_status)[status], matter.numbers)


def _table(matter: Matter, caption: str, measures: Sequence[Measure], *, has_area: bool) -> Table:
    language = matter.language
    columns = [Column(NUMBER.to(language)), Column(MEASURE.to(language))]
    columns += [Column(_AREA.to(language))] if has_area else []
    if not has_area:
        columns.append(Column(_OWNER.to(language)))
        columns.append(Column(_DEADLINE.to(language), ColumnKind.DATE))
    columns += [
        Column(_COST_SAID.to(language)),
        Column(_COST.to(language), ColumnKind.KRONER, is_summed=True),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            one.shown_as,
            matter.own_cell(one.title),
            *(
                (matter.area_cell(one.focus_area),)
                if has_area
                else (matter.own_cell(one.owner), one.deadline)
            ),
            matter.said(one.cost.kind.label),
            one.cost.amount,
        )
        for one in measures
    ]
    return table_of(caption, columns, rows, SUM.to(language))
