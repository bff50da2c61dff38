"""One request to each operation of the API that sets a duty district up or changes it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hjemmel.apps.duty.models import DutyDistrict, ShiftType, Station
from hjemmel.apps.duty.services.districts import add_doctor, add_shift_type, add_station
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.apps.registry.models import Doctor
from tests.api.example import Example
from tests.duty_district import BY, District

_AT = "/api/v1/duty"
_TYPE: dict[str, Any] = {
    "code": "late", "name": "Sen", "station": "main", "starts": "18:00", "ends": "22:00",
    "weekdays": [0, 1], "season_first": "06-01", "season_last": "08-31", "skills": ["car"],
}  # fmt: skip


def set_up_examples(district: District) -> dict[str, Example]:
    """Return an example of each change of a district, by path of the description."""
    host = DutyDistrict.objects.get(pk=district.key).host.number
    at = f"{_AT}/districts/{district.key}"
    newcomer, mistaken = (_doctor(place) for place in (1, 2))
    return {
        "/districts": Example(
            f"{_AT}/districts", 201, {"host": host, "name": "Ny", "short_name": "ny"}
        ),
        "/districts/{key}/changes": Example(
            f"{at}/changes", 204, {"name": "Ny legevakt", "municipalities": [host]}
        ),
        "/districts/{key}/pay": Example(f"{at}/pay", 204, {"duty_class": 3, "population": 60_000}),
        "/districts/{key}/limits": Example(
            f"{at}/limits", 204, {"limits": [{"name": "nights_in_a_row", "value": 3}]}
        ),
        "/districts/{key}/weights": Example(
            f"{at}/weights", 204, {"weights": [{"name": "wish", "points": 20}]}
        ),
        "/districts/{key}/stations": Example(
            f"{at}/stations", 201, {"code": "north", "name": "Nord", "kind": "satellite"}
        ),
        "/districts/{key}/shift-types": Example(f"{at}/shift-types", 201, _TYPE),
        "/districts/{key}/doctors": Example(
            f"{at}/doctors",
            201,
            {
                "doctor": newcomer,
                "municipality": host,
                "member_from": "2026-01-01",
                "fraction": 0.5,
            },
        ),
        **_of_what_is_there(district, mistaken),
    }


def _of_what_is_there(district: District, mistaken: int) -> dict[str, Example]:
    night = ShiftType.objects.get(district=district.key, code="night").pk
    main = Station.objects.get(district=district.key, code="main").pk
    unused = add_station(district=district.key, code="unused", name="Ubrukt", by=BY)
    odd = add_shift_type(
        district=district.key,
        shift_type=NewShiftType(
            code="odd", name="Rar", station="main", starts=time(1), ends=time(4)
        ),
        by=BY,
    )
    member = add_doctor(
        district=district.key,
        doctor=mistaken,
        municipality=district.host,
        member_from=date(2026, 1, 1),
        by=BY,
    )
    her = f"{_AT}/doctors/{district.doctors[7]}"
    return {
        "/stations/{key}/changes": Example(
            f"{_AT}/stations/{main}/changes", 204, {"address": "Storgata 1"}
        ),
        "/stations/{key}/removal": Example(f"{_AT}/stations/{unused}/removal", 204),
        "/shift-types/{key}/changes": Example(
            f"{_AT}/shift-types/{night}/changes", 204, {"ends": "07:00", "on_red_days": None}
        ),
        "/shift-types/{key}/ending": Example(
            f"{_AT}/shift-types/{night}/ending", 204, {"valid_to": "2030-01-01"}
        ),
        "/shift-types/{key}/removal": Example(f"{_AT}/shift-types/{odd}/removal", 204),
        "/doctors/{key}/changes": Example(
            f"{her}/changes", 200, {"fraction": 0.5, "roles": ["doctor"]}
        ),
        "/doctors/{key}/ending": Example(f"{her}/ending", 200, {"member_to": "2030-01-01"}),
        "/doctors/{key}/removal": Example(f"{_AT}/doctors/{member}/removal", 204),
    }


def _doctor(place: int) -> int:
    """Return the register's key of a doctor who takes no duty."""
    made = Doctor.objects.create(
        hpr_number=f"88990000{place}", name=f"Ny lege {place}", is_synthetic=True
    )
    return made.pk
