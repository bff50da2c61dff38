"""The published cases, what does not fit together in them, and the figures worked out again."""

from __future__ import annotations

from itertools import groupby

from markup import both, cell, code, section, table, target

from hjemmel.cases.data_quality import DataNote, notes_for
from hjemmel.cases.published import CaseSummary, list_cases, load_case
from hjemmel.cases.verification import Verification, verify
from hjemmel.domain.figure import Figure
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.kernel.numbers import format_date, format_number

_GROUPED_FROM = 1_000


def published_cases() -> str:
    """Return every published case with its districts and figures."""
    return "\n".join(_case(summary) for summary in list_cases())


def _case(summary: CaseSummary) -> str:
    case = load_case(summary.id)
    number = f"municipality {summary.number}, " if summary.number else ""
    return section(
        2,
        cell(summary.title.en),
        target("case", summary.id),
        f"{code(summary.id)}, {number}as of {format_date(summary.as_of, 'en')}. "
        f"Main source: {cell(summary.source.text('en'))}.\n",
        _districts(case),
        _figures(case),
    )


def _districts(case: MunicipalityOnDay) -> str:
    if not case.districts:
        return ""
    rows = (
        (cell(d.name), code(d.number), _number(d.practices), _number(d.gps), _number(d.population))
        for d in case.districts
    )
    return table(("District", "Number", "Medical centres", "GPs", "Residents"), rows)


def _figures(case: MunicipalityOnDay) -> str:
    own = {} if case.need is None else {f"need.{k}": v for k, v in _own(case.need).items()}
    if case.waiting_reserve is not None:
        own |= {f"waiting_reserve.{k}": v for k, v in _own(case.waiting_reserve).items()}
    rows = (
        (
            code(name),
            _number(figure.value),
            format_date(figure.as_of, "en"),
            cell(figure.source.text("en")),
            cell(figure.note.en) if figure.note else "",
        )
        for name, figure in {**case.figures, **own}.items()
    )
    return table(("Figure", "Value", "As of", "Source", "Note"), rows)


def _own(assumptions: object) -> dict[str, Figure]:
    slots = getattr(type(assumptions), "__slots__", ())
    found = {name: getattr(assumptions, name) for name in slots}
    return {name: value for name, value in found.items() if isinstance(value, Figure)}


def data_quality() -> str:
    """Return the notes on figures that do not fit together, case by case."""
    parts = []
    for summary in list_cases():
        notes = notes_for(summary.id)
        if notes:
            body = "\n".join(_note(summary.id, note) for note in notes)
            parts.append(section(2, cell(summary.title.en), target("quality", summary.id), body))
    return "\n".join(parts)


def _note(case_id: str, note: DataNote) -> str:
    rows = (
        (
            cell(reading.text.en),
            cell(reading.source.text("en")),
            "used" if reading.is_used else "",
        )
        for reading in note.readings
    )
    return section(
        3,
        both(note.title),
        target("note", f"{case_id}-{note.id}"),
        f"{cell(note.severity.label.en)}. {cell(note.decision.en)}\n",
        table(("Reading", "Source", ""), rows),
    )


def worked_figures() -> str:
    """Return every published figure beside the same figure worked out again."""
    return "\n".join(
        section(
            2,
            cell(group),
            target("figures", group.replace(" ", "-")),
            table(
                ("Figure", "Printed", "Worked out", "Agree", "Source", "Note"),
                map(_verification, checks),
            ),
        )
        for group, checks in groupby(verify(), lambda check: check.figure)
    )


def _verification(check: Verification) -> tuple[str, ...]:
    printed = ", ".join(map(_number, check.printed))
    return (
        cell(check.label.en),
        f"{printed} (derived)" if check.derived else printed,
        ", ".join(map(_number, check.computed)),
        "yes" if check.agrees else "**no**",
        cell(check.source.text("en")),
        cell(check.note.en),
    )


def _number(value: object) -> str:
    if value is None:
        return "unknown"
    text = str(value)
    whole, _, decimals = text.partition(".")
    if abs(float(text)) >= _GROUPED_FROM and not decimals:
        return format_number(int(whole), "en")
    return text.replace("-", "−")
