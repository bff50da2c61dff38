"""The published shifts that somebody has to be found for, whatever made it so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hjemmel.apps.duty.models import DutyDoctor
from hjemmel.apps.duty.selectors.to_fill import shifts_to_fill
from hjemmel.apps.duty.services.assigning import take_off
from hjemmel.apps.duty.services.illness import report_illness
from hjemmel.apps.duty.services.offers import accept_offer
from hjemmel.apps.duty.wall_clock import whole_days
from hjemmel.kernel.errors import NotAllowedError
from tests.duty_district import District, days_after, made_district
from tests.duty_people import FIRST, NOW, gp, leader, planner, published, version

EVENING = "evening:2026-10-19"


@pytest.fixture
def district(db: None) -> District:
    return made_district(9)


def test_shift_of_who_is_ill_is_to_be_filled_until_somebody_takes_it(district: District) -> None:
    published(district, doctors=8)
    assert shifts_to_fill(district.key, by=planner(district), now=NOW) == ()
    starts, ends = whole_days(FIRST, days_after(FIRST, 1))
    report_illness(
        duty_doctor=district.doctors[0], starts=starts, ends=ends, by=planner(district), now=NOW
    )
    [found] = shifts_to_fill(district.key, by=planner(district), now=NOW)
    assert (found.shift.key, found.doctor, found.name) == (EVENING, district.doctors[0], "Lege 00")
    assert "Lege 00" in found.sentences[0].nb
    assert found.offer is not None
    began = datetime(2026, 10, 19, 15, tzinfo=UTC)
    assert shifts_to_fill(district.key, by=planner(district), now=began) == ()
    accept_offer(offer=found.offer, by=gp(district, 8), now=NOW)
    assert shifts_to_fill(district.key, by=planner(district), now=NOW) == ()


def test_what_changed_in_the_register_is_found_too(district: District) -> None:
    published(district, doctors=8)
    doctor = DutyDoctor.objects.get(pk=district.doctors[1]).doctor
    doctor.competence = "neither"  # as a file of the register says
    doctor.save()
    found = shifts_to_fill(district.key, by=planner(district), now=NOW)
    assert {one.doctor for one in found} == {district.doctors[1]}
    assert [one.offer for one in found] == [None] * len(found)
    assert [one.shift.key for one in found] == ["night:2026-10-19", "night:2026-10-23"]
    with pytest.raises(NotAllowedError):
        shifts_to_fill(district.key, by=gp(district, 0), now=NOW)


def test_shift_that_lacks_a_doctor_is_to_be_filled_unless_a_leader_answers_for_it(
    district: District,
) -> None:
    roster = published(district, doctors=8)
    take_off(
        roster=roster,
        shift=EVENING,
        doctor=district.doctors[0],
        version=version(roster),
        by=leader(district),
        reason="Nabodistriktet tar kvelden.",
    )
    assert shifts_to_fill(district.key, by=planner(district), now=NOW) == ()
