"""A district is changed after it was set up: rosters that are made stay, and what is used is not removed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import DutyDistrict, DutyShift, ShiftType, Station
from hjemmel.apps.duty.seen_versions import version_of
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.selectors.set_up import agreed_limits_of, place_keys, places_of, weights_of
from hjemmel.apps.duty.services.district_changes import (
    change_district,
    change_station,
    remove_station,
    set_agreed_limits,
    set_weights,
)
from hjemmel.apps.duty.services.districts import add_shift_type, add_station
from hjemmel.apps.duty.services.member_changes import end_membership
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.apps.duty.services.shift_type_changes import (
    change_shift_type,
    end_shift_type,
    remove_shift_type,
)
from hjemmel.apps.duty.services.wishes import tell_wish
from hjemmel.apps.duty.shift_type_fields import NewShiftType
from hjemmel.apps.registry.models import Municipality
from hjemmel.domain.duty_roster import WishKind
from hjemmel.domain.shift import PayForm, Role
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.duty_district import BY, District, made_district
from tests.duty_people import FIRST, NOW, TODAY, gp, planner, published


@pytest.fixture
def district(db: None) -> District:
    return made_district(doctors=8)


def type_of(district: District, code: str = "evening") -> ShiftType:
    return ShiftType.objects.select_related("station").get(district=district.key, code=code)


def newest() -> AuditEvent:
    found = AuditEvent.objects.order_by("-pk").first()
    assert found is not None
    return found


def neighbour(district: District) -> Municipality:
    place = Municipality.objects.create(
        number="5035", name="Stjørdal", is_synthetic=True, set_up_on=date(2024, 1, 1)
    )
    change_district(
        district=district.key, municipalities=[district.host, place.pk], by=BY, today=TODAY
    )
    return place


def test_changed_type_leaves_the_shifts_of_rosters_that_are_made(district: District) -> None:
    roster = published(district)
    kept = list(DutyShift.objects.filter(roster=roster).order_by("pk").values())
    findings = roster_findings(roster, by=BY)
    station = add_station(district=district.key, code="north", name="Nord", by=BY)
    change_shift_type(
        shift_type=type_of(district).pk,
        changes={
            "name": "Kveldsvakt",
            "station": "north",
            "starts": time(17),
            "weekdays": (0, 1),
            "doctors": 2,
            "role": Role.BACK_UP,
            "pay_form": PayForm.STANDBY,
            "is_alone": True,
            "backs_up": ("night",),
            "skills": ("car",),
        },
        by=planner(district),
    )
    assert list(DutyShift.objects.filter(roster=roster).order_by("pk").values()) == kept
    assert roster_findings(roster, by=BY) == findings
    event = newest()
    assert (event.action, event.details["shift_type"]) == ("duty.change_shift_type", "evening")
    assert set(event.details["fields"]) == {
        "name", "station", "starts", "weekdays", "doctors", "role", "pay_form", "is_alone",
        "backs_up", "skills",
    }  # fmt: skip
    later = make_roster(
        district=district.key, name="Senere", first=date(2026, 11, 2), last=date(2026, 11, 9), by=BY
    )
    made = DutyShift.objects.filter(roster=later, shift_type__code="evening")
    assert {(one.day.weekday(), one.doctors, one.station_id) for one in made} == {
        (0, 2, station),
        (1, 2, station),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"doctors": 0},
        {"weekdays": ()},
        {"weekdays": (9,)},
        {"backs_up": ("evening",)},
        {"municipalities": ("0301",)},
        {"season_first": "W01-1", "season_last": "02-01"},
        {"season_first": "06-01"},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 2)},
        {"skills": ("k" * 31,)},
        {"starts": time(16, 0, 1)},
    ],
)
def test_type_cannot_become_one_that_nobody_can_hold(
    district: District, wrong: dict[str, Any]
) -> None:
    before = ShiftType.objects.filter(code="evening").values().get()
    with pytest.raises(InputError):
        change_shift_type(shift_type=type_of(district).pk, changes=wrong, by=BY)
    assert ShiftType.objects.filter(code="evening").values().get() == before


def test_second_of_two_who_change_the_same_is_told_that_it_has_changed(
    district: District,
) -> None:
    kind, station = type_of(district), Station.objects.get(district=district.key)
    place = DutyDistrict.objects.get(pk=district.key)
    seen = [version_of(one) for one in (kind, station, place)]
    change_shift_type(shift_type=kind.pk, changes={"doctors": 2}, by=BY, version=seen[0])
    change_station(station=station.pk, changes={"name": "Ny"}, by=BY, version=seen[1])
    change_district(district=place.pk, name="Ny", by=BY, today=TODAY, version=seen[2])
    with pytest.raises(ConflictError, match="has changed"):
        change_shift_type(shift_type=kind.pk, changes={"doctors": 3}, by=BY, version=seen[0])
    with pytest.raises(ConflictError, match="has changed"):
        end_shift_type(shift_type=kind.pk, valid_to=FIRST, by=BY, version=seen[0])
    with pytest.raises(ConflictError, match="has changed"):
        change_station(station=station.pk, changes={"name": "Eldre"}, by=BY, version=seen[1])
    with pytest.raises(ConflictError, match="has changed"):
        change_district(district=place.pk, name="Eldre", by=BY, today=TODAY, version=seen[2])
    with pytest.raises(ConflictError, match="has changed"):
        set_agreed_limits(district=place.pk, limits={}, by=BY, version=seen[2])
    assert type_of(district).doctors == 2


def test_what_changes_nothing_writes_nothing(district: District) -> None:
    kind, station = type_of(district), Station.objects.get(district=district.key)
    before = AuditEvent.objects.count()
    change_shift_type(shift_type=kind.pk, changes={"name": kind.name}, by=BY)
    end_shift_type(shift_type=kind.pk, valid_to=None, by=BY)
    change_station(station=station.pk, changes={"name": station.name}, by=BY)
    change_district(district=district.key, name="Legevakta", municipalities=[], by=BY, today=TODAY)
    set_agreed_limits(district=district.key, limits={"week_hours": None}, by=BY)
    assert AuditEvent.objects.count() == before


def test_ended_type_is_held_until_its_last_day_and_again_when_the_end_is_taken_away(
    district: District,
) -> None:
    roster = published(district)
    held = DutyShift.objects.filter(roster=roster).count()
    kind = type_of(district)
    end_shift_type(shift_type=kind.pk, valid_to=date(2026, 11, 4), by=planner(district))
    assert newest().details == {"shift_type": "evening", "valid_to": "2026-11-04"}
    assert DutyShift.objects.filter(roster=roster).count() == held
    later = make_roster(
        district=district.key, name="Senere", first=date(2026, 11, 2), last=date(2026, 11, 9), by=BY
    )
    made = DutyShift.objects.filter(roster=later, shift_type=kind).values_list("day", flat=True)
    assert sorted(made) == [date(2026, 11, 2), date(2026, 11, 3)]
    end_shift_type(shift_type=kind.pk, valid_to=None, by=BY)
    assert type_of(district).valid_to is None
    change_shift_type(shift_type=kind.pk, changes={"valid_from": FIRST}, by=BY)
    with pytest.raises(InputError, match="ends before it begins"):
        end_shift_type(shift_type=kind.pk, valid_to=FIRST, by=BY)


def test_type_is_removed_only_when_nothing_uses_it(district: District) -> None:
    published(district)
    with pytest.raises(ConflictError, match=r"shifts in rosters \(7\)"):
        remove_shift_type(shift_type=type_of(district).pk, by=BY)
    odd = add_shift_type(
        district=district.key,
        shift_type=NewShiftType(
            code="odd", name="Rar", station="main", starts=time(1), ends=time(4)
        ),
        by=BY,
    )
    wish = tell_wish(
        duty_doctor=district.doctors[0], kind=WishKind.OFF, first=date(2027, 1, 1),
        last=date(2027, 1, 2), shift_type="odd", by=BY, today=TODAY,
    )  # fmt: skip
    behind = add_shift_type(
        district=district.key,
        shift_type=NewShiftType(
            code="behind", name="Bak", station="main", starts=time(1), ends=time(4),
            role=Role.BACK_UP, backs_up=("odd",),
        ),
        by=BY,
    )  # fmt: skip
    cycles = [{"key": "c", "days": [["odd"], ["-"]]}]
    DutyDistrict.objects.filter(pk=district.key).update(settings={"cycles": cycles})
    with pytest.raises(ConflictError) as refused:
        remove_shift_type(shift_type=odd, by=BY)
    assert refused.value.what.nb == (
        "Vakttypen er i bruk: ønsker fra leger (1), «Bak» er bakvakt for den, en avtalt syklus."
    )
    DutyDistrict.objects.filter(pk=district.key).update(settings={})
    remove_shift_type(shift_type=behind, by=BY)
    type_of(district, "odd").district.doctors.get(pk=district.doctors[0]).wishes.filter(
        pk=wish
    ).delete()
    remove_shift_type(shift_type=odd, by=planner(district))
    assert not ShiftType.objects.filter(code__in=("odd", "behind")).exists()
    assert newest().details == {"shift_type": "odd"}
    with pytest.raises(UnknownIdError):
        remove_shift_type(shift_type=odd, by=BY)


def test_station_moves_and_rosters_stay_at_it(district: District) -> None:
    roster = published(district)
    station = Station.objects.get(district=district.key)
    change_station(
        station=station.pk,
        changes={"name": "Ny stasjon", "kind": "branch", "address": "Storgata 1", "code": "x"},
        by=planner(district),
    )
    station.refresh_from_db()
    assert (station.code, station.name, station.kind) == ("main", "Ny stasjon", "branch")
    assert DutyShift.objects.filter(roster=roster).exclude(station=station).count() == 0
    assert newest().details == {"station": "main", "fields": ["name", "kind", "address"]}
    assert "Storgata" not in str(newest().details)
    for wrong in ({"name": ""}, {"kind": "tent"}, {"address": "A" * 201}):
        with pytest.raises(InputError):
            change_station(station=station.pk, changes=wrong, by=BY)


def test_station_is_removed_only_when_nothing_uses_it(district: District) -> None:
    main = Station.objects.get(district=district.key)
    with pytest.raises(ConflictError, match="has shift types: Helgedag, Kveld, Natt"):
        remove_station(station=main.pk, by=BY)
    published(district)
    north = add_station(district=district.key, code="north", name="Nord", by=BY)
    for kind in ShiftType.objects.filter(station=main):
        change_shift_type(shift_type=kind.pk, changes={"station": "north"}, by=BY)
    with pytest.raises(ConflictError, match="shifts in rosters: 16"):
        remove_station(station=main.pk, by=BY)
    empty = add_station(district=district.key, code="empty", name="Tom", by=BY)
    her = DutyDistrict.objects.get(pk=district.key).doctors.get(pk=district.doctors[0])
    her.stations = ["empty"]
    her.save()
    with pytest.raises(ConflictError, match="bound to the station: 1"):
        remove_station(station=empty, by=BY)
    her.stations = []
    her.save()
    remove_station(station=empty, by=planner(district))
    assert set(Station.objects.values_list("pk", flat=True)) == {main.pk, north}


def test_municipality_leaves_when_no_doctor_and_no_type_of_it_is_left(
    district: District,
) -> None:
    place = neighbour(district)
    assert newest().details == {"joined": ["5035"]}
    row = DutyDistrict.objects.get(pk=district.key)
    row.doctors.filter(pk=district.doctors[0]).update(municipality=place)
    kind = type_of(district)
    change_shift_type(shift_type=kind.pk, changes={"municipalities": ("5035",)}, by=BY)

    def leave() -> None:
        change_district(district=district.key, municipalities=[], by=planner(district), today=TODAY)

    with pytest.raises(ConflictError, match="Stjørdal has doctors in the duty district: 1"):
        leave()
    end_membership(duty_doctor=district.doctors[0], member_to=TODAY, by=BY, now=NOW)
    with pytest.raises(ConflictError, match="Shift types are for doctors of Stjørdal: Kveld"):
        leave()
    change_shift_type(shift_type=kind.pk, changes={"municipalities": ()}, by=BY)
    leave()
    assert newest().details == {"left": ["5035"]}
    assert list(row.municipalities.values_list("pk", flat=True)) == [district.host]
    with pytest.raises(UnknownIdError):
        change_district(district=district.key, municipalities=[999_999], by=BY, today=TODAY)


def test_only_who_plans_there_changes_anything(district: District) -> None:
    kind, station = type_of(district), Station.objects.get(district=district.key)
    elsewhere = planner(made_district(1, number="5035"))
    before = AuditEvent.objects.count()
    for by in (gp(district, 0), elsewhere):
        for refused in (
            lambda by=by: change_district(district=district.key, name="X", by=by, today=TODAY),
            lambda by=by: change_station(station=station.pk, changes={"name": "X"}, by=by),
            lambda by=by: remove_station(station=station.pk, by=by),
            lambda by=by: change_shift_type(shift_type=kind.pk, changes={"doctors": 2}, by=by),
            lambda by=by: end_shift_type(shift_type=kind.pk, valid_to=FIRST, by=by),
            lambda by=by: remove_shift_type(shift_type=kind.pk, by=by),
            lambda by=by: set_agreed_limits(district=district.key, limits={}, by=by),
            lambda by=by: set_weights(district=district.key, weights={}, by=by),
            lambda by=by: weights_of(district.key, by=by),
            lambda by=by: agreed_limits_of(district.key, by=by, on=TODAY),
            lambda by=by: places_of(district.key, by=by),
        ):
            with pytest.raises(NotAllowedError):
                refused()
    assert AuditEvent.objects.count() == before


def test_places_are_those_that_share_the_duty_and_those_that_one_sees(district: District) -> None:
    place = neighbour(district)
    told = places_of(district.key, by=planner(district))
    assert [(one.name, one.is_member, one.is_host) for one in told] == [
        ("Stjørdal", True, False),
        ("Trondheim", True, True),
    ]
    found = place_keys(["5035"], by=planner(district), district=district.key)
    assert found == (place.pk,)
    with pytest.raises(UnknownIdError):
        place_keys(["5035"], by=planner(district))
