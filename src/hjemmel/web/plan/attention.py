"""What in a plan needs somebody's attention, most pressing first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hjemmel.domain.indicator_light import Light
from hjemmel.domain.measure import MeasureStatus
from hjemmel.domain.plan import Plan
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.web.plan.shown import MeasureRow, is_document
from hjemmel.web.plan.tiles import Tile

MOST = 8


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to look at: what, why, and where; ``is_own``: the municipality wrote what it is called."""

    what: Text
    why: Text
    url: str
    is_own: bool = False


def calls_of(
    plan: Plan, rows: Sequence[MeasureRow], tiles: Sequence[Tile], today: date
) -> tuple[Call, ...]:
    """Return what needs attention: measures that are late, indicators off target, values that are due."""
    late = [_late(row, today) for row in rows if row.is_late]
    red = [
        Call(_title(tile), Text("er ikke på mål.", "is off target."), tile.url)
        for tile in tiles
        if tile.reading.light is Light.RED
    ]
    return (*late, *red, *_due(tiles), *_unpromised(plan, rows), *_unowned(plan, rows))


def lacking_promise(plan: Plan) -> tuple[int, ...]:
    """Return the numbers of the measures that are not adopted, and lack both effect and reason."""
    said = {one.measure for one in plan.predictions}
    return tuple(
        measure.number
        for measure in plan.measures
        if measure.adopted_on is None
        and measure.status is not MeasureStatus.STOPPED
        and not measure.why_no_prediction
        and measure.number not in said
    )


def _unpromised(plan: Plan, rows: Sequence[MeasureRow]) -> list[Call]:
    """Return one call for all measures that nothing is promised of, leading to the first."""
    lacking = () if is_document(plan) else lacking_promise(plan)
    url = next((row.url for row in rows if row.measure.number in lacking), "")
    if not url:
        return []
    count = len(lacking)
    return [
        Call(
            _measures(count),
            Text(
                "har verken ventet virkning eller en begrunnelse for hvorfor ikke.",
                f"{'has' if count == 1 else 'have'} neither an expected effect nor a reason why not.",
            ),
            url,
        )
    ]


def _late(row: MeasureRow, today: date) -> Call:
    measure = row.measure
    what = Text(
        f"{measure.shown_as} {measure.title.nb}",
        f"{measure.shown_as} {measure.title.en or measure.title.nb}",
    )
    if measure.deadline is not None and measure.is_late(today):
        day = measure.deadline
        why = Text(
            f"skulle vært ferdig {format_date(day)}.",
            f"should have been done by {format_date(day, 'en')}.",
        )
    else:
        why = Text("er meldt forsinket.", "is said to be delayed.")
    return Call(what, why, row.url, is_own=True)


def _due(tiles: Sequence[Tile]) -> list[Call]:
    """Return the indicators that had a value and lack the next; those that never had one are many."""
    return [
        Call(_title(tile), Text("mangler en ny verdi.", "lacks a new value."), tile.url)
        for tile in tiles
        if tile.reading.overdue and tile.value is not None and tile.reading.light is not Light.RED
    ]


def _unowned(plan: Plan, rows: Sequence[MeasureRow]) -> list[Call]:
    """Return one call for all measures that nobody sees to, leading to the first."""
    if is_document(plan):
        return []
    found = [row for row in rows if not row.measure.owner and not row.measure.status.is_over]
    if not found:
        return []
    has = "has" if len(found) == 1 else "have"
    return [
        Call(_measures(len(found)), Text("har ingen ansvarlig.", f"{has} no owner."), found[0].url)
    ]


def _measures(count: int) -> Text:
    return Text(f"{count} tiltak", f"{count} {'measure' if count == 1 else 'measures'}")


def _title(tile: Tile) -> Text:
    definition = tile.indicator.definition
    return Text(f"{definition.id} {definition.title.nb}", f"{definition.id} {definition.title.en}")
