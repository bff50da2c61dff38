"""With whom a shift may be swapped, in its roster and those next to it: lawful for both."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.access import unknown
from hjemmel.apps.duty.findings import told
from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.mapping.history import carried_over
from hjemmel.apps.duty.mapping.inputs import inputs_of
from hjemmel.apps.duty.models import DutyRoster, DutyShift
from hjemmel.apps.duty.selectors.offer_views import shift_in_offer
from hjemmel.apps.duty.selectors.takers import (
    Ranking,
    TakerView,
    asked_of_shift,
    effects,
    require_on,
    sum_of,
)
from hjemmel.engines.rostering.partners import Partner, partners
from hjemmel.engines.rostering.partners_across import Across

_AROUND = timedelta(days=42)


def swap_partners(
    roster: int,
    shift: str,
    *,
    given_by: int,
    by: Actor,
    now: datetime,
    first: date | None = None,
    last: date | None = None,
) -> tuple[TakerView, ...]:
    """Return the swaps of a shift that are lawful for both; raises as ``takers_of``.

    Those within its roster come first, then those for a shift in another published roster of the district,
    roster by roster; of each the best first.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it.
        given_by: Key of the duty doctor who gives it.
        by: Who asks: the doctor herself, or who has ``PLAN_ROSTERS``.
        now: Shifts that have started are not had in return.
        first: Shifts in return from this day; ``None``: from six weeks before the shift.
        last: To before this day; ``None``: to six weeks after.
    """
    row, giver, plans = asked_of_shift(roster, given_by, by)
    offered = row.shifts.filter(key=shift).first()
    if offered is None or giver is None:
        raise unknown("shift")
    days = first or offered.day - _AROUND, last or offered.day + _AROUND
    here = Ranking(row, inputs_of(row), with_costs=plans)
    require_on(here.standing, giver, shift)
    mine, wanted = key_of(giver.pk), _wanted(row, now, days)
    found = [
        here.partner(one, shift, mine, shift_in_offer(wanted[one.wanted]))
        for one in partners(here.standing, shift, mine, among=wanted.keys())
    ]
    for other in _beside(row, days):
        wanted = _wanted(other, now, days)
        if wanted:
            there = Ranking(other, inputs_of(other), with_costs=plans)
            found += _Swaps(row, here, other, there).found(shift, mine, wanted)
    return tuple(found)


def _wanted(roster: DutyRoster, now: datetime, days: tuple[date, date]) -> dict[str, DutyShift]:
    """Return the shifts that may be had in return, by key."""
    rows = roster.shifts.select_related("shift_type", "station").filter(
        starts__gt=now, day__gte=days[0], day__lt=days[1]
    )
    return {one.key: one for one in rows}


def _beside(roster: DutyRoster, days: tuple[date, date]) -> list[DutyRoster]:
    """Return the other published rosters of the district with some of the days, by first day."""
    if roster.state != "published":
        return []
    rows = DutyRoster.objects.select_related("district__host").filter(
        district=roster.district_id, state="published", first__lt=days[1], last__gt=days[0]
    )
    return list(rows.exclude(pk=roster.pk).order_by("first"))


class _Swaps:
    """Swaps of shifts of a roster for shifts of another.

    Args:
        row: The roster of the shift that is given.
        here: It as it stands.
        other: The roster of the shift in return.
        there: It as it stands.
    """

    def __init__(self, row: DutyRoster, here: Ranking, other: DutyRoster, there: Ranking) -> None:
        self._here, self._there, self._other = here, there, other
        doctors = [int(key) for key in sorted(here.names.keys() & there.names.keys())]
        self._across = Across(
            given=here.standing,
            wanted=there.standing,
            into_wanted=carried_over(row, other, doctors),
            into_given=carried_over(other, row, doctors),
        )

    def found(self, shift: str, mine: str, wanted: dict[str, DutyShift]) -> list[TakerView]:
        """Return the lawful swaps of a doctor's shift for shifts of the other roster, the best first."""
        return [
            self._view(one, shift, mine, wanted[one.wanted])
            for one in self._across.partners(shift, mine, among=wanted.keys())
        ]

    def _view(self, one: Partner, shift: str, mine: str, wanted: DutyShift) -> TakerView:
        across, given, had = self._across, self._here.standing, self._there.standing
        before = after = None
        here, there = self._here.costs, self._there.costs
        if here is not None and there is not None:
            before = sum_of(here.of(shift, mine), there.of(one.wanted, one.doctor))
            after = sum_of(here.of(shift, one.doctor), there.of(one.wanted, mine))
        in_given = {
            who: effects(
                given.closing(who), across.closing_given(who, shift, one.wanted, gives=gives)
            )
            for who, gives in ((mine, True), (one.doctor, False))
        }
        in_wanted = {
            who: effects(
                had.closing(who), across.closing_wanted(who, shift, one.wanted, gives=gives)
            )
            for who, gives in ((mine, True), (one.doctor, False))
        }
        return TakerView(
            doctor=int(one.doctor),
            name=self._here.names[one.doctor],
            is_lawful=True,
            findings=told(one.breaches),
            taker=in_given[one.doctor],
            giver=in_given[mine],
            points=one.points,
            wanted=shift_in_offer(wanted),
            wanted_roster=self._other.pk,
            wanted_roster_name=self._other.name,
            taker_there=in_wanted[one.doctor],
            giver_there=in_wanted[mine],
            cost_before=before,
            cost_after=after,
        )
