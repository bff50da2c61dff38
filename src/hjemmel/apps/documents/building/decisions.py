"""Political decisions, notes and sources in documents."""

from __future__ import annotations

from hjemmel.apps.documents.building.matter import Matter
from hjemmel.apps.documents.building.measures import MEASURE
from hjemmel.apps.documents.words import Written
from hjemmel.domain.document import (
    Block,
    Emphasis,
    Heading,
    Note,
    Paragraph,
    PointList,
    Span,
    Words,
)
from hjemmel.domain.document_table import Cell, Column, ColumnKind, Table
from hjemmel.domain.plan import DecisionLine, PoliticalDecision
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text

_W = Written
_NO_DECISIONS = _W(
    "Ingen politiske vedtak er ført.",
    "Ingen politiske vedtak er førte.",
    "No political decisions are entered.",
)
_CASE = _W("sak {number}", "sak {number}", "case {number}")
_CONCERNS = _W("gjelder {what}", "gjeld {what}", "concerns {what}")
_NO_NOTES = _W(
    "Det er ingen merknader til tallene.",
    "Det er ingen merknader til tala.",
    "There are no notes on the figures.",
)
_READ_FROM = _W(
    "Planen er lest fra {text}.",
    "Planen er lesen frå {text}.",
    "The plan was read from {text}.",
)
_WRITTEN_HERE = _W(
    "Planen er skrevet i hjemmel.",
    "Planen er skriven i hjemmel.",
    "The plan is written in hjemmel.",
)
_MADE_UP = _W(
    "Dette er en oppdiktet plan for en oppdiktet kommune.",
    "Dette er ein oppdikta plan for ein oppdikta kommune.",
    "This is a made-up plan of a made-up municipality.",
)
_SUMS = _W(
    "Summer slik planen trykker dem, og slik radene gir",
    "Summar slik planen trykkjer dei, og slik radene gir",
    "Sums as the plan prints them, and as its rows give",
)
_AREA = _W("Satsingsområde", "Satsingsområde", "Focus area")
_WHOLE = _W("Hele planen", "Heile planen", "The whole plan")
_PRINTED = _W("Trykt\xa0(kr)", "Trykt\xa0(kr)", "Printed\xa0(NOK)")
_ROWS = _W("Sum av radene\xa0(kr)", "Sum av radene\xa0(kr)", "Sum of the rows\xa0(NOK)")
_DIFFERENCE = _W("Avvik\xa0(kr)", "Avvik\xa0(kr)", "Difference\xa0(NOK)")


def decisions(matter: Matter) -> tuple[Block, ...]:
    """Return each political decision with its additions and remarks."""
    if not matter.plan.decisions:
        return (matter.paragraph(_NO_DECISIONS),)
    blocks: list[Block] = []
    for one in matter.plan.decisions:
        blocks.append(Heading(2, _heading(matter, one)))
        if one.lines:
            blocks.append(PointList(tuple(_line(matter, line) for line in one.lines)))
    return tuple(blocks)


def _heading(matter: Matter, one: PoliticalDecision) -> str:
    said = [matter.said(one.body)]
    if one.case_number:
        said.append(_CASE.to(matter.language).format(number=one.case_number))
    if one.day is not None:
        said.append(matter.day(one.day))
    return ", ".join(said)


def _line(matter: Matter, line: DecisionLine) -> tuple[Span, ...]:
    part = matter.said(line.part.label).capitalize()
    if line.concerns:
        what = line.concerns
        if what in {one.shown_as for one in matter.plan.measures}:
            what = f"{MEASURE.to(matter.language).lower()} {what}"
        part += f" ({_CONCERNS.to(matter.language).format(what=what)})"
    return (Span(f"{part}: ", Emphasis.STRONG), matter.own(line.text))


def notes(matter: Matter) -> tuple[Block, ...]:
    """Return what a reader should know about the plan's own figures."""
    said: list[Words] = [(matter.own(note),) for note in matter.plan.notes]
    said += [
        (Span(f"{MEASURE.to(matter.language)} {one.shown_as}: "), matter.own(one.note))
        for one in matter.plan.measures
        if one.note is not None
    ]
    if not said:
        return (matter.paragraph(_NO_NOTES),)
    return (PointList(tuple(said)),)


def sources(matter: Matter) -> tuple[Block, ...]:
    """Return where the plan was read, and whether its printed sums are those of its rows."""
    plan, language = matter.plan, matter.language
    blocks: list[Block] = []
    if plan.is_synthetic:
        blocks.append(Note(matter.paragraph(_MADE_UP).words))
    if plan.source is None:
        blocks.append(matter.paragraph(_WRITTEN_HERE))
    else:
        source = plan.source.text(matter.numbers)
        named = Span(source, language=matter.foreign(Text(plan.source.text("nb"), source)))
        blocks.append(Paragraph(matter.around(_READ_FROM, named)))
    if plan.printed_sums:
        columns = (
            Column(_AREA.to(language)),
            *(
                Column(one.to(language), ColumnKind.KRONER)
                for one in (_PRINTED, _ROWS, _DIFFERENCE)
            ),
        )
        rows = tuple(_printed(matter, code, printed) for code, printed in plan.printed_sums)
        blocks.append(Table(_SUMS.to(language), columns, rows))
    return tuple(blocks)


def _printed(matter: Matter, code: str, printed: Money) -> tuple[Cell, ...]:
    sums = matter.sums
    by_area = {one.code: one.stated for one in sums.by_area}
    of_rows = by_area.get(code, Money(0)) if code else sums.stated
    name = matter.area_cell(code) if code else _WHOLE.to(matter.language)
    return (name, printed, of_rows, of_rows - printed)
