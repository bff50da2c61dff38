"""What the pages of a plan show: rows by focus area, columns by status, and the answer in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from hjemmel.domain.measure import CostKind, Measure, MeasureStatus
from hjemmel.domain.plan import FocusArea, Plan
from hjemmel.domain.plan_sums import PlanSums, sums_of
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner, format_number
from hjemmel.kernel.text import Text
from hjemmel.web.context import language_of

FILTERS = ("omrade", "status", "ansvarlig", "kostnad")
_SILENT = Text(
    "Dokumentet sier ikke hvor langt tiltakene er kommet; de står som ikke startet.",
    "The document does not say how far the measures have come; they stand as not started.",
)
NO_AREA = Text("Uten satsingsområde", "Without a focus area")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which measures the address asks for; empty is all.

    Args:
        area: Code of a focus area.
        status: A status.
        owner: An owner.
        cost: A kind of cost.
    """

    area: str = ""
    status: str = ""
    owner: str = ""
    cost: str = ""

    @property
    def is_set(self) -> bool:
        """Whether some measures are left out."""
        return any((self.area, self.status, self.owner, self.cost))

    def takes(self, measure: Measure) -> bool:
        """Tell whether a measure is asked for."""
        return (
            self.area in ("", measure.focus_area)
            and self.status in ("", measure.status.value)
            and self.owner in ("", measure.owner)
            and self.cost in ("", measure.cost.kind.value)
        )


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as a row or a card.

    Args:
        measure: The measure.
        area: The title of its focus area.
        is_late: Whether its deadline has passed, or it is said to be delayed.
        is_past: Whether its deadline has passed.
        url: Its page.
    """

    measure: Measure
    area: Text
    is_late: bool
    is_past: bool
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of one focus area that are shown, and what they come to, in øre; ``None``: no amounts."""

    code: str
    title: Text
    goal: Text | None
    rows: tuple[MeasureRow, ...]
    stated: Money | None


@dataclass(frozen=True, slots=True)
class Column:
    """The measures of one status that are shown."""

    status: MeasureStatus
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many measures stand where; each measure is counted once."""

    done: int
    under_way: int
    late: int
    not_begun: int
    stopped: int

    @property
    def all(self) -> int:
        """All measures."""
        return self.done + self.under_way + self.late + self.not_begun + self.stopped


def chosen_in(request: HttpRequest, plan: Plan) -> Chosen:
    """Return which measures the address asks for.

    Raises:
        InputError: It asks for an area, a status, an owner or a kind of cost that there is not.
    """
    known = {
        "omrade": {area.code for area in plan.focus_areas},
        "status": {status.value for status in MeasureStatus},
        "ansvarlig": set(owners_of(plan)),
        "kostnad": {kind.value for kind in CostKind},
    }
    given = {name: (request.GET.get(name) or "").strip() for name in FILTERS}
    for name, value in given.items():
        if value and value not in known[name]:
            raise InputError(
                Text(
                    f"Planen har ikke «{value[:40]}» å velge.",
                    f"The plan has no “{value[:40]}” to choose.",
                ),
                where=name,
                remedy=Text("Velg fra listen.", "Choose from the list."),
            )
    return Chosen(given["omrade"], given["status"], given["ansvarlig"], given["kostnad"])


def owners_of(plan: Plan) -> tuple[str, ...]:
    """Return who sees to something in a plan, in order of the alphabet."""
    return tuple(sorted({measure.owner for measure in plan.measures if measure.owner}))


def area_title(area: FocusArea | None) -> Text:
    """Return the title of a focus area."""
    return NO_AREA if area is None else area.title


def rows_of(
    request: HttpRequest, case: str, plan: Plan, chosen: Chosen, today: date
) -> tuple[MeasureRow, ...]:
    """Return the measures that are asked for, in the plan's order."""
    kwargs = {"language": language_of(request), "case": case, "plan": plan.id}
    return tuple(
        MeasureRow(
            measure=measure,
            area=area_title(plan.area(measure.focus_area)),
            is_late=is_late(measure, today),
            is_past=measure.is_late(today),
            url=reverse("plan-measure", kwargs={**kwargs, "number": measure.number}),
        )
        for measure in plan.measures
        if chosen.takes(measure)
    )


def is_late(measure: Measure, today: date) -> bool:
    """Tell whether a measure is late: its deadline has passed, or it is said to be delayed."""
    return measure.is_late(today) or measure.status is MeasureStatus.DELAYED


def groups_of(plan: Plan, rows: Sequence[MeasureRow]) -> tuple[Group, ...]:
    """Return the rows by focus area, in the plan's order; areas without a row are left out."""
    found = []
    for area in (*plan.focus_areas, None):
        code = "" if area is None else area.code
        within = tuple(row for row in rows if row.measure.focus_area == code)
        if within:
            goal = area.goal if area is not None and area.goal.nb else None
            has_amount = any(row.measure.cost.amount for row in within)
            stated = stated_of(within) if has_amount else None
            found.append(Group(code, area_title(area), goal, within, stated))
    return tuple(found)


def stated_of(rows: Sequence[MeasureRow]) -> Money:
    """Return what rows come to, each amount once."""
    return Money(sum(row.measure.cost.amount.oere for row in rows if row.measure.cost.amount))


def columns_of(rows: Sequence[MeasureRow]) -> tuple[Column, ...]:
    """Return the rows by status."""
    return tuple(
        Column(status, tuple(row for row in rows if row.measure.status is status))
        for status in MeasureStatus
    )


def standing_of(plan: Plan, today: date) -> Standing:
    """Return how many measures stand where."""
    late = [measure for measure in plan.measures if is_late(measure, today)]
    rest = [measure.status for measure in plan.measures if not is_late(measure, today)]
    return Standing(
        done=rest.count(MeasureStatus.DONE),
        under_way=rest.count(MeasureStatus.IN_PROGRESS),
        late=len(late),
        not_begun=rest.count(MeasureStatus.NOT_STARTED),
        stopped=rest.count(MeasureStatus.STOPPED),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a plan stands, in words: the heading, the measures and the money."""

    heading: Text
    measures: Text
    money: Text
    standing: Standing
    sums: PlanSums
    says_status: bool


def answer_of(plan: Plan, today: date) -> Answer:
    """Say where a plan stands on a day."""
    standing, sums = standing_of(plan, today), sums_of(plan, today)
    says_status = bool(plan.measures) and not _is_silent(plan)
    measures = _measures(standing) if says_status or not plan.measures else _SILENT
    heading = _heading(plan, standing, sums)
    return Answer(heading, measures, _money(sums), standing, sums, says_status)


def _is_silent(plan: Plan) -> bool:
    """Tell whether the plan is a document that does not say how far its measures have come."""
    return is_document(plan) and not any(measure.statuses for measure in plan.measures)


def is_document(plan: Plan) -> bool:
    """Tell whether a plan is as its document has it, and not one that is followed here."""
    return plan.source is not None and not plan.key


def _heading(plan: Plan, standing: Standing, sums: PlanSums) -> Text:
    if not plan.measures:
        return Text("Planen har ingen tiltak ennå", "The plan has no measures yet")
    whole, late = standing.all, standing.late
    if _is_silent(plan) and not sums.costed:
        return Text(f"{whole} tiltak, ingen med beløp", f"{whole} measures, none with an amount")
    if _is_silent(plan):
        return Text(
            f"{whole} tiltak til {format_kroner(sums.stated.in_kroner)}",
            f"{whole} measures for {format_kroner(sums.stated.in_kroner, 'en')}",
        )
    if standing.done == whole:
        return Text(f"Alle {whole} tiltak er gjennomført", f"All {whole} measures are done")
    nb = f"{standing.done} av {whole} tiltak er gjennomført"
    en = f"{standing.done} of {whole} measures are done"
    if late:
        nb += f", {late} er forsinket"
        en += f", {late} {'is' if late == 1 else 'are'} late"
    return Text(nb, en)


def _measures(standing: Standing) -> Text:
    parts = (
        (standing.done, Text("gjennomført", "done")),
        (standing.under_way, Text("i gang", "under way")),
        (standing.late, Text("forsinket", "late")),
        (standing.not_begun, Text("ikke startet", "not begun")),
        (standing.stopped, Text("stoppet", "stopped")),
    )
    said = [(count, words) for count, words in parts if count]
    if not said:
        return Text("", "")
    return Text(
        "Av tiltakene er " + ", ".join(f"{count} {words.nb}" for count, words in said) + ".",
        "Of the measures " + ", ".join(f"{count} {words.en}" for count, words in said) + ".",
    )


def _money(sums: PlanSums) -> Text:
    if not sums.costed and not sums.set_aside.oere:
        return Text("Ingen tiltak har et beløp.", "No measure has an amount.")
    needed = sums.whole.in_kroner
    number = format_number(sums.costed)
    nb = f"{number} tiltak har et beløp; til sammen {format_kroner(needed)} i planperioden."
    en = f"{number} measures have an amount; together {format_kroner(needed, 'en')} in the plan's period."
    if not sums.set_aside.oere:
        return Text(
            f"{nb} Ingenting er satt av i budsjettet ennå.",
            f"{en} Nothing is set aside in the budget yet.",
        )
    aside = sums.set_aside.in_kroner
    return Text(
        f"{nb} {format_kroner(aside)} er satt av i budsjettet.",
        f"{en} {format_kroner(aside, 'en')} is set aside in the budget.",
    )
