"""The worked figures of the documents as data: what was printed, and how it is worked out again."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Literal, get_args

from hjemmel.cases import files
from hjemmel.cases.files import Table
from hjemmel.cases.formulas import Result, find_formula
from hjemmel.cases.published import load_case
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.kernel.numbers import ceil_exact, round_half_up
from hjemmel.kernel.text import Text

Mode = Literal["exact", "half_up", "floor", "ceil"]
Values = tuple[Decimal, ...]

_EXACT_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Rounding:
    """How the worked-out value is rounded before it is compared.

    Args:
        mode: ``exact`` removes only binary dust.
        decimals: Decimals kept by ``half_up``.
    """

    mode: Mode = "exact"
    decimals: int = 0

    def apply(self, value: float | Decimal) -> Decimal:
        """Return the value rounded."""
        match self.mode:
            case "half_up":
                return round_half_up(value, self.decimals)
            case "ceil":
                return Decimal(ceil_exact(value))
            case "floor":
                return Decimal(-ceil_exact(-value))
            case "exact":
                return _plain(round_half_up(value, _EXACT_DECIMALS))


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One published figure and the way to work it out again.

    Args:
        figure: Group of figures: ``F1 need``.
        name: Name, unique among all checks.
        label: What the figure is, for people.
        printed: The value in the document, or the golden value derived from it.
        derived: Whether the document does not print the value itself.
        formula: Name of the formula.
        inputs: Its arguments: values, dates or references ``case:figure``.
        rounding: How the result is rounded before it is compared.
        expected_agreement: Whether printed and computed are known to agree.
        computed: The computed value on record; the printed one when they agree.
        note: Why they differ, or what to know.
        source: Where the value or its inputs are printed.
    """

    figure: str
    name: str
    label: Text
    printed: Values
    derived: bool
    formula: str
    inputs: Mapping[str, object]
    rounding: Rounding
    expected_agreement: bool
    computed: Values
    note: Text
    source: Source

    def work_out(self) -> Values:
        """Return the value worked out from the inputs and rounded."""
        arguments = {key: _resolve(value, self.name) for key, value in self.inputs.items()}
        result: Result = find_formula(self.formula)(**arguments)
        results = result if isinstance(result, tuple) else (result,)
        return tuple(self.rounding.apply(value) for value in results)


def _resolve(value: object, where: str) -> object:
    if isinstance(value, str) and ":" in value:
        case_id, _, path = value.partition(":")
        return _look_up(load_case(case_id), path, where)
    if isinstance(value, Mapping):
        return {key: _resolve(item, where) for key, item in value.items()}
    if isinstance(value, list):
        flat: list[object] = []
        for item in value:
            found = _resolve(item, where)
            flat.extend(found) if isinstance(found, tuple) else flat.append(found)
        return flat
    return value


def _look_up(case: MunicipalityOnDay, path: str, where: str) -> object:
    """Return what a reference points at.

    ``list_places``, ``need.guests``, ``waiting_reserve.lists``, ``trends.calls.2019``,
    ``districts.Arna.gps``, and ``districts.*.gps`` for all of them.
    """
    match path.split("."):
        case [name] if name in case.figures:
            return case.figures[name].value
        case ["need" | "waiting_reserve" as room, name]:
            figure = getattr(getattr(case, room), name, None)
            if isinstance(figure, int):
                return figure
            if isinstance(figure, Figure):
                return figure.value
        case ["trends", name, year]:
            for point in case.trends.get(name, ()):
                if str(point.as_of.year) == year:
                    return point.value
        case ["districts", "*", field]:
            return tuple(getattr(district, field) for district in case.districts)
        case ["districts", name, field]:
            for district in case.districts:
                if district.name == name:
                    return getattr(district, field)
    raise files.refuse(
        where, f"Ukjent henvisning «{case.id}:{path}».", f"Unknown reference “{case.id}:{path}”."
    )


@functools.cache
def all_checks() -> tuple[Check, ...]:
    """Return the checks that hjemmel ships with, file by file."""
    return read_checks(files.data_folder() / "figures")


def read_checks(folder: Traversable) -> tuple[Check, ...]:
    """Read every file of checks in a folder.

    Raises:
        DataFileError: A file breaks the format, or two checks have one name.
    """
    checks: dict[str, Check] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        name = f"figures/{file.name}"
        table = files.check(files.read(file), name, required={"figure", "checks"})
        group = files.words(table, "figure", name)
        for place, row in enumerate(table["checks"]):
            check = _read_check(row, f"{name} checks[{place}]", group)
            if check.name in checks:
                raise files.refuse(
                    name, f"To heter «{check.name}».", f"Two are called “{check.name}”."
                )
            checks[check.name] = check
    return tuple(checks.values())


def _read_check(row: object, where: str, group: str) -> Check:
    table = files.check(
        row,
        where,
        required={"name", "label_nb", "label_en", "printed", "formula", "inputs", "source"},
        optional={"rounding", "derived", "expected_agreement", "computed", "note_nb", "note_en"},
    )
    where = f"{where} ({files.words(table, 'name', where)})"
    find_formula(files.words(table, "formula", where))
    agreement = table.get("expected_agreement", True)
    if agreement is ("computed" in table):
        raise files.refuse(
            where,
            "«computed» skal stå bare der verdien avviker fra den trykte.",
            "“computed” stands only where the value differs from the printed one.",
        )
    note = files.optional_note(table, where)
    if not agreement and note is None:
        raise files.refuse(where, "Et avvik trenger en merknad.", "A disagreement needs a note.")
    printed = _values(table, "printed", where)
    return Check(
        figure=group,
        name=table["name"],
        label=files.both(table, "label", where),
        printed=printed,
        derived=bool(table.get("derived", False)),
        formula=table["formula"],
        inputs=table["inputs"],
        rounding=_rounding(table.get("rounding", {}), f"{where}.rounding"),
        expected_agreement=bool(agreement),
        computed=printed if agreement else _values(table, "computed", where),
        note=note or Text("", ""),
        source=files.source(table["source"], f"{where}.source"),
    )


def _values(table: Table, key: str, where: str) -> Values:
    value = table[key]
    items = value if isinstance(value, list) else [value]
    return tuple(Decimal(files.number({key: item}, key, where)) for item in items)


def _rounding(row: object, where: str) -> Rounding:
    table = files.check(row, where, required=(), optional={"mode", "decimals"})
    mode = table.get("mode", "exact")
    if mode not in get_args(Mode):
        raise files.refuse(where, f"Ukjent avrunding «{mode}».", f"Unknown rounding “{mode}”.")
    return Rounding(mode, files.optional_integer(table, "decimals", where) or 0)
