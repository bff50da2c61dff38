"""What is set up wrongly is refused in words, and nothing of it is written."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, ShiftType, Station
from hjemmel.apps.duty.services.districts import (
    add_doctor,
    add_shift_type,
    add_station,
)
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.apps.registry.models import Doctor
from hjemmel.kernel.errors import InputError
from tests.duty_district import BY, District, made_district

TYPE: dict[str, Any] = {
    "code": "late",
    "name": "Sen",
    "station": "main",
    "starts": time(16),
    "ends": time(23),
}


@pytest.fixture
def district(db: None) -> District:
    return made_district(doctors=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "S" * 101},
        {"code": "s" * 31},
        {"code": "sen vakt"},
        {"doctors": 0},
        {"doctors": 51},
        {"weekdays": (7,)},
        {"backs_up": ("nothing",)},
        {"season_first": "02-30", "season_last": "03-01"},
        {"season_first": "02-01"},
    ],
)
def test_shift_type_that_nobody_can_hold_is_refused(
    district: District, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        add_shift_type(district=district.key, shift_type=NewShiftType(**(TYPE | wrong)), by=BY)
    assert ShiftType.objects.filter(code__startswith="l").count() == 0
    add_shift_type(district=district.key, shift_type=NewShiftType(**TYPE), by=BY)


@pytest.mark.parametrize(
    "wrong", [{"name": "N" * 101}, {"code": "c" * 31}, {"address": "A" * 201}, {"kind": "tent"}]
)
def test_station_with_what_no_page_has_room_for_is_refused(
    district: District, wrong: dict[str, str]
) -> None:
    with pytest.raises(InputError):
        add_station(district=district.key, by=BY, **({"code": "north", "name": "Nord"} | wrong))
    assert Station.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"fraction": Decimal("NaN")},
        {"fraction": Decimal("Infinity")},
        {"fraction": Decimal(0)},
        {"fraction": Decimal("2.001")},
        {"email": "lege"},
        {"email": "lege@example.org\nBcc: alle@example.org"},
    ],
)
def test_doctor_with_a_wrong_share_or_address_is_refused(
    district: District, wrong: dict[str, Any]
) -> None:
    doctor = Doctor.objects.create(hpr_number="9123456", name="Ny lege", is_synthetic=True)
    with pytest.raises(InputError):
        add_doctor(
            district=district.key,
            doctor=doctor.pk,
            municipality=district.host,
            member_from=date(2026, 1, 1),
            by=BY,
            **wrong,
        )
    assert DutyDoctor.objects.count() == 1


@pytest.mark.parametrize("name", ["", " ", "V" * 101])
def test_roster_without_a_name_or_with_a_long_one_is_refused(district: District, name: str) -> None:
    with pytest.raises(InputError):
        make_roster(
            district=district.key,
            name=name,
            first=date(2026, 10, 19),
            last=date(2026, 10, 26),
            by=BY,
        )
    assert DutyRoster.objects.count() == 0
