"""A roster's page: matrix and calendar, and changes that are judged at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from duty_changes import change, evening, on
from duty_pages import Place, client_of, made_place, version
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import DutyAssignment, DutyRoster, DutyShift


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def planner(place: Place) -> Client:
    return client_of(Role.PLANNER, place.district)


def test_matrix_and_calendar_show_the_same_duty(place: Place, planner: Client) -> None:
    matrix = Page(planner.get(f"{place.roster(place.published)}?fra={place.first}&uker=1"))
    calendar = Page(
        planner.get(f"{place.roster(place.published)}?fra={place.first}&uker=1&vis=kalender")
    )
    shifts = DutyShift.objects.filter(
        roster=place.published, day__lt=place.first + timedelta(days=7)
    )
    keys = sorted(shifts.values_list("key", flat=True))
    chips = [one["data-s"] for one in matrix.all("span") if "data-s" in one.attributes]
    lines = [one["data-s"] for one in calendar.all("li") if "data-s" in one.attributes]
    assert sorted(chips) == keys
    assert sorted(lines) == keys
    first = keys[0]
    (doctor,) = on(place.published, first)
    name = DutyAssignment.objects.filter(duty_doctor=doctor)[0].duty_doctor.doctor.name
    assert next(
        one.text for one in calendar.all("li") if one.attributes.get("data-s") == first
    ).endswith(name)


def test_week_or_four_weeks_at_a_time_and_where_earlier_and_later_lead(
    place: Place, planner: Client
) -> None:
    page = Page(planner.get(place.roster(place.published)))
    assert len({one["data-d"] for one in page.all("td") if "data-d" in one.attributes}) == 28
    week = Page(planner.get(f"{place.roster(place.published)}?uker=1&fra={place.first}"))
    assert len({one["data-d"] for one in week.all("td") if "data-d" in one.attributes}) == 7
    assert "Tidligere" not in week.text
    later = (place.first + timedelta(days=7)).isoformat()
    assert week.link("Senere →").endswith(f"?vis=matrise&fra={later}&uker=1")


@pytest.mark.parametrize(
    "query", ["vis=liste", "uker=3", "fra=i-dag", "lege=x&dag=2027-01-01", "hva=1"]
)
def test_what_the_address_says_wrongly_is_refused(
    place: Place, planner: Client, query: str
) -> None:
    assert planner.get(f"{place.roster(place.published)}?{query}").status_code == 422


def test_cell_tells_what_each_choice_would_break(place: Place, planner: Client) -> None:
    doctor = place.district.doctors[0]
    day = DutyRoster.objects.get(pk=place.draft).first
    address = f"{place.roster(place.draft)}?lege={doctor}&dag={day}"
    page = Page(planner.get(address))
    panel = page.one("section", id="panel")
    assert panel.text.startswith("Lege 00, mandag")
    assert "Kveld" in panel.text
    assert "bryter ingenting" in panel.text
    night = f"night:{day}"
    planner.post(
        place.roster(place.draft, "endre/"), change(place, place.draft, shift=night, put_on=doctor)
    )
    tomorrow = day + timedelta(days=1)
    again = Page(planner.get(f"{place.roster(place.draft)}?lege={doctor}&dag={tomorrow}"))
    assert "bryter ingenting" in again.one("section", id="panel").text
    busy = Page(planner.get(address)).one("section", id="panel").text
    assert "timer fri mellom" in busy  # the evening before the night


def test_change_is_made_without_script_and_told_at_once(place: Place, planner: Client) -> None:
    doctor, shift = place.district.doctors[0], evening(place, place.draft)
    answer = planner.post(
        place.roster(place.draft, "endre/"), change(place, place.draft, shift=shift, put_on=doctor)
    )
    page = Page(answer)
    assert answer.status_code == 200
    assert on(place.draft, shift) == [doctor]
    assert "Endret. Det bryter ikke noe nytt." in page.one("section", id="panel").text
    undone = planner.post(
        place.roster(place.draft, "endre/"),
        change(place, place.draft, shift=shift, take_off=doctor),
    )
    assert undone.status_code == 200
    assert on(place.draft, shift) == []


def test_change_with_script_is_answered_with_the_board_alone(place: Place, planner: Client) -> None:
    first, second = place.district.doctors[:2]
    shift = evening(place, place.draft)
    planner.post(
        place.roster(place.draft, "endre/"), change(place, place.draft, shift=shift, put_on=first)
    )
    answer = planner.post(
        place.roster(place.draft, f"endre/?lege={second}&dag={shift.split(':')[1]}"),
        change(place, place.draft, shift=shift, put_on=second, take_off=first),
        headers={"HX-Request": "true"},
    )
    page = Page(answer)
    assert page.all("html") == []
    assert page.one("div", id="board")["data-version"] == str(version(place.draft))
    title = page.one("h1", id="roster-title")
    shifts = DutyShift.objects.filter(roster=place.draft).count()
    assert title["hx-swap-oob"] == "true"
    assert f"{shifts - 1} av {shifts} vakter mangler lege" in title.text
    assert on(place.draft, shift) == [second]


def test_change_of_what_was_changed_meanwhile_is_refused_with_the_roster_as_it_is(
    place: Place, planner: Client
) -> None:
    first, second = place.district.doctors[:2]
    shift = evening(place, place.draft)
    old = change(place, place.draft, shift=shift, put_on=second)
    planner.post(
        place.roster(place.draft, "endre/"), change(place, place.draft, shift=shift, put_on=first)
    )
    for headers in ({}, {"HX-Request": "true"}):
        answer = planner.post(place.roster(place.draft, "endre/"), old, headers=headers)
        page = Page(answer)
        assert answer.status_code == 409
        assert "Planen er endret siden siden din ble åpnet." in page.alert
        assert page.one("div", id="board")["data-version"] == str(version(place.draft))
    assert on(place.draft, shift) == [first]


def test_doctor_is_locked_to_a_shift_and_let_go(place: Place, planner: Client) -> None:
    doctor, shift = place.district.doctors[0], evening(place, place.draft)
    address = place.roster(place.draft, "endre/")
    planner.post(address, change(place, place.draft, shift=shift, put_on=doctor))
    locked = planner.post(
        address,
        {"what": "lock", "version": version(place.draft), "shift": shift, "doctor": doctor},
    )
    assert DutyAssignment.objects.get(shift__key=shift, shift__roster=place.draft).is_fixed
    assert [one.text for one in Page(locked).all("abbr", title="låst")] == ["*"]
    planner.post(
        address,
        {"what": "unlock", "version": version(place.draft), "shift": shift, "doctor": doctor},
    )
    assert not DutyAssignment.objects.get(shift__key=shift, shift__roster=place.draft).is_fixed


def test_law_is_broken_in_a_published_roster_only_by_a_leader_with_a_reason(
    place: Place, planner: Client
) -> None:
    shift = f"evening:{place.first + timedelta(days=8)}"
    (doctor,) = on(place.published, shift)
    values = {"shift": shift, "take_off": doctor}
    address = place.roster(place.published, "endre/")
    refused = planner.post(address, change(place, place.published, **values))
    assert refused.status_code == 409
    assert "Planen ville brutt loven." in Page(refused).alert
    assert "Begrunnelse" not in Page(refused).text
    not_hers = planner.post(address, change(place, place.published, **values, reason="Krise"))
    assert not_hers.status_code == 403
    leader = client_of(Role.LEADER, place.district)
    asked = Page(leader.post(address, change(place, place.published, **values)))
    assert asked.one("textarea", id="p-reason")
    done = leader.post(address, change(place, place.published, **values, reason="Ingen andre"))
    assert done.status_code == 200
    assert on(place.published, shift) == []
    shown = Page(planner.get(f"{place.roster(place.published)}?funn=ja"))
    assert "Ingen andre" in shown.one("section", id="findings").text
    assert "Ingen andre" in Page(planner.get(place.roster(place.published, "utskrift/"))).text


def test_findings_come_after_the_page_and_without_script_by_a_link(
    place: Place, planner: Client
) -> None:
    page = Page(planner.get(place.roster(place.draft)))
    findings = page.one("section", id="findings")
    assert findings["hx-get"] == place.roster(place.draft, "funn/")
    part = Page(planner.get(findings["hx-get"], headers={"HX-Request": "true"}))
    assert part.all("html") == []
    assert "Brudd på loven stopper publisering" in part.one("section", id="findings").text
    whole = Page(planner.get(page.link("Se hva planen bryter").split("#")[0]))
    assert "Feil antall leger" in whole.one("section", id="findings").text
