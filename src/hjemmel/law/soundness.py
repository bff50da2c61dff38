"""Whether the versions of a parameter can be right at all: value and unit, days, act in force, table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hjemmel.kernel.errors import DataFileError
from hjemmel.law.parameters import Parameter, ParameterVersion, Unit, Value
from hjemmel.law.refusal import refuse

_WHOLE = {
    "persons",
    "doctors",
    "months",
    "years",
    "seconds",
    "working_days",
    "count",
    "advertisements",
    "changes_per_year",
    "lists",
    "medicines",
    "digits",
    "inhabitants",
    "municipalities",
    "agreements",
    "centrality_class",
    "instalments_per_year",
    "clock_hour",
    "weeks",
    "days",
    "minutes",
}


def a_day(path: str, key: str, value: object) -> date:
    """Return a day; a moment with a clock time is not one."""
    if type(value) is not date:
        raise refuse(path, f"{key} er ikke en dato.", f"{key} is not a date.")
    return value


def require_value_fits(path: str, unit: Unit, value: Value) -> None:
    """Refuse a value that its unit cannot have."""
    if not _fits(unit.id, value):
        shown = str(value)
        raise refuse(
            path,
            f"Verdien {shown} passer ikke til enheten «{unit.name.nb}».",
            f"The value {shown} does not fit the unit “{unit.name.en}”.",
        )


def _fits(unit: str, value: Value) -> bool:
    if unit in ("yes_no", "table", "codes"):
        wanted: type | tuple[type, ...] = {"yes_no": bool, "table": str}.get(unit, (str, tuple))
        return isinstance(value, wanted)
    if isinstance(value, tuple):
        return bool(value) and all(_fits(unit, item) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    if not Decimal(value).is_finite() or value < 0:
        return False
    if unit == "share":
        return value <= 1
    return unit not in _WHOLE or value == int(value)


def require_days_in_order(path: str, versions: Sequence[ParameterVersion]) -> None:
    """Refuse versions out of order, overlapping, empty, or outside the days of the act they cite."""
    for version in versions:
        if version.valid_until is not None and version.valid_until <= version.valid_from:
            raise refuse(
                path,
                f"Versjonen slutter {version.valid_until}, før den starter {version.valid_from}.",
                f"The version ends on {version.valid_until}, before it starts on {version.valid_from}.",
            )
    for before, after in pairwise(versions):
        if after.valid_from <= before.valid_from:
            raise refuse(
                path,
                "Versjonene står ikke i rekkefølge, eller to starter samme dag.",
                "The versions are not in order, or two start on the same day.",
            )
        if before.valid_until is not None and before.valid_until > after.valid_from:
            raise refuse(
                path,
                f"To versjoner gjelder {after.valid_from}.",
                f"Two versions are in force on {after.valid_from}.",
            )
    for place, version in enumerate(versions):
        following = versions[place + 1].valid_from if place + 1 < len(versions) else None
        _require_act_in_force(path, version, version.valid_until or following)


def _require_act_in_force(path: str, version: ParameterVersion, until: date | None) -> None:
    act = version.source.act
    ends = act.in_force.end
    outlives = ends is not None and (until is None or until > ends)
    if not act.is_in_force(version.valid_from) or outlives:
        raise refuse(
            path,
            f"{act.id} er ikke i kraft hele tiden versjonen fra {version.valid_from} gjelder.",
            f"{act.id} is not in force all the time that the version from {version.valid_from} is.",
        )


def require_own_sources(path: str, municipality: str, versions: Sequence[ParameterVersion]) -> None:
    """Refuse a local choice that cites another municipality's plan."""
    for version in versions:
        whose = version.source.act.municipality
        if whose not in (None, municipality):
            raise refuse(
                path,
                f"{version.source.act.id} gjelder kommune {whose}, ikke {municipality}.",
                f"{version.source.act.id} belongs to municipality {whose}, not {municipality}.",
            )


def missing_tables(
    parameters: Mapping[str, Parameter], tables: Mapping[str, tuple[dict[str, str], ...]]
) -> list[DataFileError]:
    """Return one refusal per parameter that names a table which is not there, or is empty."""
    refusals = []
    for parameter in parameters.values():
        names = [v.value for v in parameter.versions if parameter.unit.id == "table"]
        lost = [str(name) for name in names if not tables.get(str(name))]
        if lost:
            refusals.append(
                refuse(
                    parameter.file,
                    f"Tabellen mangler eller er tom: {', '.join(lost)}.",
                    f"The table is missing or empty: {', '.join(lost)}.",
                )
            )
    return refusals
