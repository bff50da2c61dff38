"""What stands between a roster that is out and a broken law: each way in, and what a mend may do."""

from __future__ import annotations

from datetime import time

import pytest

from hjemmel.apps.duty.models import DutyShift
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.services.assigning import change_shift, put_on
from hjemmel.apps.duty.services.districts import NewShiftType, add_shift_type
from hjemmel.apps.duty.services.moving import move_shift
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.kernel.errors import ConflictError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, leader, on, planner, published, version


@pytest.fixture
def district(db: None) -> District:
    return made_district()


def law_of(roster: int) -> list[str]:
    return [one.id for one in roster_findings(roster, by=BY) if one.is_law]


def test_planner_fills_a_shift_that_lacks_two_doctors_one_after_the_other(db: None) -> None:
    district = made_district(types=2)
    add_shift_type(
        district=district.key,
        shift_type=NewShiftType(
            code="day", name="Dag", station="main", starts=time(8), ends=time(15), doctors=2
        ),
        by=BY,
    )
    roster = make_roster(
        district=district.key, name="Uke", first=FIRST, last=days_after(FIRST, 1), by=BY
    )
    publish_roster(
        roster=roster,
        version=1,
        overrides=dict.fromkeys(law_of(roster), "Vikar kommer."),
        by=leader(district),
        tell=False,
    )
    day = f"day:{FIRST}"
    for place in range(2):
        put_on(
            roster=roster,
            shift=day,
            doctor=district.doctors[place],
            version=version(roster),
            by=planner(district),
        )
    assert on(roster, day) == list(district.doctors[:2])
    # One of them back off is what a leader answered for; a third is not.
    with pytest.raises(ConflictError) as refused:
        put_on(
            roster=roster,
            shift=day,
            doctor=district.doctors[2],
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [f"coverage||{day}|3"]


def test_second_doctor_on_a_shift_for_one_is_refused_in_a_roster_that_is_out(
    district: District,
) -> None:
    roster = published(district, doctors=6)
    shift = f"evening:{FIRST}"
    with pytest.raises(ConflictError) as refused:
        put_on(
            roster=roster,
            shift=shift,
            doctor=district.doctors[7],
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [f"coverage||{shift}|2"]
    (alone,) = on(roster, shift)
    done = change_shift(
        roster=roster,
        shift=shift,
        put_on=[district.doctors[7]],
        take_off=[alone],
        version=version(roster),
        by=planner(district),
    )
    assert done.findings == ()


def test_move_on_top_of_a_later_shift_is_found_though_another_lies_between(
    district: District,
) -> None:
    roster = published(district)
    doctor = district.doctors[0]
    hers = list(
        DutyShift.objects.filter(
            roster=roster, assignments__duty_doctor=doctor, assignments__ended_at__isnull=True
        ).order_by("starts")
    )
    assert len(hers) == 2
    between = (
        DutyShift.objects.filter(roster=roster, starts__gt=hers[0].ends)
        .exclude(pk=hers[1].pk)
        .order_by("starts")
        .first()
    )
    assert between
    put_on(
        roster=roster,
        shift=between.key,
        doctor=doctor,
        version=version(roster),
        by=leader(district),
        reason="Ingen andre kan.",
    )
    with pytest.raises(ConflictError) as refused:
        move_shift(
            roster=roster,
            shift=hers[0].key,
            starts=hers[0].starts,
            ends=hers[1].ends,
            version=version(roster),
            by=planner(district),
        )
    assert refused.value.data["findings"] == [
        f"one_at_a_time|{doctor}|{hers[0].key}|{other.key}|" for other in (between, hers[1])
    ]
