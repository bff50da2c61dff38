"""The need's inputs for a municipality: its own published assumptions, else ones that are said to be ours."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.domain.population import AgeSexCounts
from hjemmel.engines.coverage.inputs import NeedInputs
from hjemmel.engines.coverage.waiting_reserve import WaitingReserveInputs
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt


def assume(
    picture: MunicipalityOnDay, law: LawAt, changes: Mapping[str, Any] | None = None
) -> NeedInputs:
    """Return the inputs of the need for GPs, with ``changes`` laid over the municipality's own.

    The receipt of the need covers the inputs, not how they were found: give ``law.fresh()``, so that the
    same inputs have the same receipt whether they were assumed here or typed by a planner.

    Raises:
        MissingDataError: The picture lacks residents or GPs, and the changes do not give them.
        InputError: A value is outside what is possible.
    """
    changes = {key: value for key, value in (changes or {}).items() if value is not None}
    base = (
        _published(picture, changes) if picture.need is not None else _ours(picture, law, changes)
    )
    shared = {
        "municipality": picture.number,
        "name": picture.name,
        "mean_list_today": _mean_list_today(picture),
        "groups": _groups(picture),
        "doctor_ages": tuple(age for d in picture.districts for age in d.doctor_ages),
        "lists": picture.whole("lists"),
        "listed": picture.whole("listed"),
        "vacant_lists": picture.whole("lists_without_doctor"),
        "districts": picture.districts,
        "waiting_reserve": waiting_reserve_inputs(picture, law, changes.get("reserve_share")),
    }
    return NeedInputs(**{**base, **shared, **changes})


def waiting_reserve_inputs(
    picture: MunicipalityOnDay, law: LawAt, reserve_share: float | None = None
) -> WaitingReserveInputs | None:
    """Return the inputs of Trondheim's way of counting, or ``None`` when they are not known."""
    published = picture.waiting_reserve
    waiting, lists = picture.whole("waiting"), picture.whole("lists")
    mean_list = _mean_list_today(picture)
    if published is not None:
        lists, waiting = int(published.lists.value), int(published.waiting.value)
        mean_list = float(published.mean_list.value)
    if waiting is None or not lists or not mean_list:
        return None
    growth = published and (published.growth_low, published.growth_high)
    low, high = growth or (None, None)
    return WaitingReserveInputs(
        reserve_share=float(law.number("gp_list.free_capacity_target"))
        if reserve_share is None
        else reserve_share,
        lists=lists,
        mean_list=mean_list,
        waiting=waiting,
        growth_low=None if low is None else float(low.value),
        growth_high=None if high is None else float(high.value),
    )


def _residents_today(picture: MunicipalityOnDay, changes: Mapping[str, Any]) -> float:
    """Return the residents today; where nobody has counted them, those of the target year."""
    if picture.whole("population") is None and "population_target" in changes:
        return float(changes["population_target"])
    return need_figure(picture, "population")


def _published(picture: MunicipalityOnDay, changes: Mapping[str, Any]) -> dict[str, Any]:
    need = picture.need
    assert need is not None
    return {
        "population_today": _residents_today(picture, changes),
        "population_target": float(need.population_target.value),
        "target_year": need.target_year,
        "guests": float(need.guests.value),
        "mean_list": float(need.mean_list.value),
        "gps_today": int(need.gps_today.value),
        "gps_as_of": need.gps_today.as_of,
        "leavers_per_year": float(need.leavers_per_year.value),
        "years": need.years,
    }


def _ours(picture: MunicipalityOnDay, law: LawAt, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Assumptions of ours, where the municipality has published none."""
    years = int(changes.get("years") or law.integer("planning.recruiting_years"))
    target_year = picture.as_of.year + years
    given = changes.get("population_target")
    if given is None:
        today = need_figure(picture, "population")
        target = _forecast(picture, target_year) or round(
            today * national_growth(law, picture.as_of.year, target_year)
        )
    else:
        today, target = picture.whole("population") or given, given
    guests_in, guests_out = picture.whole("guests_in"), picture.whole("guests_out")
    ages = any(district.doctor_ages for district in picture.districts)
    gps = int(changes["gps_today"] if "gps_today" in changes else need_figure(picture, "gps"))
    return {
        "population_today": today,
        "population_target": target,
        "target_year": target_year,
        "guests": float((guests_in or 0) - (guests_out or 0)),
        "mean_list": _mean_list_planned(picture) or round(today / max(gps, 1)),
        "gps_today": gps,
        "gps_as_of": picture.as_of,
        "leavers_per_year": None
        if ages
        else round(gps * float(law.number("planning.leaving_share")), 1),
        "years": years,
    }


def _forecast(picture: MunicipalityOnDay, year: int) -> int | None:
    """Return the municipality's own forecast of its residents on 1 January of a year."""
    points = picture.trends.get("population_forecast", ())
    return next((int(point.value) for point in points if point.as_of.year == year), None)


def national_growth(law: LawAt, start: int, end: int) -> float:
    """Return the nation's population in ``end`` relative to ``start``, main alternative."""
    rows = [
        row
        for row in law.table("planning.national_projection")
        if row["alternative"] in ("registered", "main")
    ]
    points = sorted((int(row["year"]), float(row["persons"])) for row in rows)
    return _on_line(points, end) / _on_line(points, start)


def _on_line(points: list[tuple[int, float]], year: int) -> float:
    """Interpolate; outside the points the nearest segment goes on."""
    pairs = list(pairwise(points))
    (x0, y0), (x1, y1) = next((p for p in pairs if year <= p[1][0]), pairs[-1])
    return y0 + (y1 - y0) * (year - x0) / (x1 - x0)


def need_figure(picture: MunicipalityOnDay, name: str) -> float:
    """Return a figure of the whole, or raise ``MissingDataError`` that names it."""
    value = picture.whole(name)
    if value is None:
        words = {"population": ("innbyggertall", "population"), "gps": ("antall fastleger", "GPs")}
        nb, en = words.get(name, (name, name))
        raise MissingDataError(
            Text(
                f"{picture.name} har ikke {nb} per {format_date(picture.as_of)}.",
                f"{picture.name} has no {en} as of {format_date(picture.as_of, 'en')}.",
            ),
            where=f"{picture.id}: {name}",
            remedy=Text(
                "Oppgi tallet som forutsetning, eller legg det inn i datasettet.",
                "Give the figure as an assumption, or enter it in the data set.",
            ),
            figure=name,
        )
    return value


def _mean_list_today(picture: MunicipalityOnDay) -> float | None:
    listed = picture.whole("listed") or picture.whole("list_places")
    gps = picture.whole("gps")
    if listed and gps:
        return listed / gps
    figure = picture.figures.get("mean_list")
    return None if figure is None else float(figure.value)


def _mean_list_planned(picture: MunicipalityOnDay) -> float | None:
    figure = picture.figures.get("mean_list_planning")
    if figure is not None:
        return float(figure.value)
    today = _mean_list_today(picture)
    return None if today is None else float(round(today))


def _groups(picture: MunicipalityOnDay) -> AgeSexCounts | None:
    if picture.groups is not None:
        return picture.groups
    parts = [district.groups for district in picture.districts]
    if not parts or any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    return AgeSexCounts(
        male=tuple(map(sum, zip(*(part.male for part in known), strict=True))),
        female=tuple(map(sum, zip(*(part.female for part in known), strict=True))),
    )
