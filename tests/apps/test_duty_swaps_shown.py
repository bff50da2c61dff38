"""What swaps between two rosters are shown: those that can be made, with the ledger and cost of both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hjemmel.apps.duty.models import DutyDoctor, DutyShift
from hjemmel.apps.duty.selectors.costs import cost_of
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.selectors.swaps import swap_partners
from hjemmel.apps.duty.selectors.takers import LedgerEffect, TakerView
from hjemmel.apps.duty.services.districts import change_settings
from hjemmel.apps.duty.services.offers import (
    accept_offer,
    make_offer,
    withdraw_offer,
)
from hjemmel.apps.registry.models import Doctor
from hjemmel.engines.rostering.ledger import SHARED
from hjemmel.kernel.errors import ConflictError
from tests.duty_district import BY, District, days_after, made_district, register_key
from tests.duty_people import NOW, gp, on, planner, published
from tests.duty_weeks import (
    EARLY,
    LAST_NIGHT,
    LATE,
    MONDAY,
    SECOND,
    moved,
    offered,
    two_weeks,
)


@pytest.fixture
def district(db: None) -> District:
    return made_district()


@pytest.fixture
def weeks(district: District) -> tuple[int, int]:
    return two_weeks(district)


@pytest.mark.parametrize("clock", ["16:00", "14:00", "07:00"])
@pytest.mark.parametrize(
    ("given", "is_later_given"), [((LAST_NIGHT, 7), False), ((MONDAY, 0), True)]
)
def test_every_swap_shown_can_be_made_and_no_other(
    district: District,
    weeks: tuple[int, int],
    clock: str,
    given: tuple[str, int],
    is_later_given: bool,
) -> None:
    """What the page shows is told by the engine; what is made is judged by what is stored."""
    if clock != "16:00":
        moved(weeks, clock)
    mine, other = reversed(weeks) if is_later_given else weeks
    by = gp(district, given[1])
    found = swap_partners(mine, given[0], given_by=district.doctors[given[1]], by=by, now=NOW)
    shown = {(one.wanted.key, one.doctor) for one in found if one.wanted and one.wanted_roster}
    assert {one.wanted_roster for one in found} == {None, other}
    made = set()
    for shift in DutyShift.objects.filter(roster=other):
        [doctor] = on(other, shift.key)
        place = district.doctors.index(doctor)
        if place == given[1]:
            continue
        try:
            offer = offered(district, (mine, other), given, (shift.key, place))
        except ConflictError:
            continue
        made.add((shift.key, doctor))
        withdraw_offer(offer=offer, by=by, now=NOW)
    assert shown == made
    assert 3 < len(made) < 14


def effect_of(view: tuple[LedgerEffect, ...]) -> dict[Any, int]:
    return {one.category: one.after for one in view}


@pytest.mark.parametrize("is_later_given", [False, True])
def test_ledger_is_shown_as_it_becomes_in_each_of_the_two(
    district: District, weeks: tuple[int, int], is_later_given: bool
) -> None:
    """The later roster opens with what the earlier left, so a swap may leave no trace there."""
    pair = (weeks[1], weeks[0]) if is_later_given else weeks
    giver, shift = (4, LATE) if is_later_given else (0, EARLY)
    found = swap_partners(
        pair[0], shift, given_by=district.doctors[giver], by=gp(district, giver), now=NOW
    )
    one = next(one for one in found if one.wanted_roster and "night" in one.wanted.key)  # type: ignore[union-attr]
    assert one.wanted is not None
    place = district.doctors.index(one.doctor)
    key = offered(district, pair, (shift, giver), (one.wanted.key, place))
    accept_offer(offer=key, by=planner(district), now=NOW)
    for roster, doctor, told in (
        (pair[0], district.doctors[giver], one.giver),
        (pair[1], district.doctors[giver], one.giver_there),
        (pair[0], one.doctor, one.taker),
        (pair[1], one.doctor, one.taker_there),
    ):
        lines = next(r for r in roster_ledger(roster, by=BY).rows if r.key == doctor).lines
        now = {category: lines[category].closing for category in SHARED}
        assert told
        assert effect_of(told).items() <= now.items()


def test_doctor_who_has_left_before_the_other_roster_is_not_among_the_partners(
    district: District, weeks: tuple[int, int]
) -> None:
    giver = district.doctors[0]
    DutyDoctor.objects.filter(pk=giver).update(member_to=SECOND)
    found = swap_partners(weeks[0], EARLY, given_by=giver, by=gp(district, 0), now=NOW)
    assert {one.wanted_roster for one in found} == {None}
    with pytest.raises(ConflictError):
        offered(district, weeks, (EARLY, 0), (LATE, 4))


def test_cost_of_both_shifts_is_shown_to_who_plans_and_comes_true(district: District) -> None:
    first, now = date(2021, 5, 3), datetime(2021, 4, 1, tzinfo=UTC)
    DutyDoctor.objects.update(member_from=date(2020, 1, 1))
    Doctor.objects.filter(pk=register_key(district.doctors[4])).update(competence="approved_gp")
    change_settings(district=district.key, settings={"duty_class": 3, "population": 200_000}, by=BY)
    weeks = [published(district, first=one, name=f"{one}") for one in (first, days_after(first, 7))]

    def total() -> int:
        costs = [cost_of(one, by=BY).total for one in weeks]
        return sum(one.oere for one in costs if one is not None)

    shift, giver = "night:2021-05-03", district.doctors[1]
    found = swap_partners(weeks[0], shift, given_by=giver, by=planner(district), now=now)
    one: TakerView = next(
        one for one in found if one.wanted_roster and one.doctor == district.doctors[4]
    )
    assert one.cost_before is not None
    assert one.cost_after is not None
    assert one.wanted is not None
    assert one.cost_before != one.cost_after
    before = total()
    assert before > 0
    offer = make_offer(
        roster=weeks[0],
        shift=shift,
        kind="swap",
        given_by=giver,
        offered_to=one.doctor,
        wanted_shift=one.wanted.key,
        wanted_roster=one.wanted_roster,
        by=BY,
        now=now,
    )
    accept_offer(offer=offer, by=BY, now=now)
    assert total() - before == one.cost_after.oere - one.cost_before.oere
