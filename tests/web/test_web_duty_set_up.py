"""Oppsett: what was set up is changed row by row, with the fields filled in and the problem at its form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from duty_pages import Place, client_of, made_place
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, DutyShift, ShiftType, Station
from hjemmel.apps.duty.services.districts import add_doctor, add_station
from hjemmel.apps.registry.models import Doctor, Municipality
from tests.duty_district import BY


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def planner(place: Place) -> Client:
    return client_of(Role.PLANNER, place.district)


def setup(place: Place) -> str:
    return f"{place.base}oppsett/?distrikt={place.district.key}"


def under(place: Place, rest: str = "") -> str:
    return f"{place.base}distrikt/{place.district.key}/oppsett/{rest}"


def form_of(page: Page, what: str) -> dict[str, Any]:
    """Return what the form with that action would send as it stands."""
    sent: dict[str, Any] = {}
    current: dict[str, Any] = {}
    select = ""
    for one in page.elements:
        if one.tag == "form":
            current, select = {}, ""
        if one.tag == "select":
            select = one["name"]
        if one.tag == "option" and (select not in current or "selected" in one.attributes):
            current[select] = one["value"]
        if one.tag != "input" or "name" not in one.attributes or "disabled" in one.attributes:
            continue
        name, value = one["name"], one.attributes.get("value", "")
        if one.attributes.get("type") != "checkbox":
            current[name] = value
        elif "checked" in one.attributes:
            current.setdefault(name, []).append(value)
        if current.get("what") == what:
            sent = current
    assert sent["what"] == what
    return sent


def kind_of(place: Place, code: str = "evening") -> ShiftType:
    return ShiftType.objects.get(district=place.district.key, code=code)


def test_each_row_of_the_set_up_leads_to_its_change(place: Place, planner: Client) -> None:
    page = Page(planner.get(setup(place)))
    kind, station = kind_of(place), Station.objects.get()
    assert page.link("Kveld") == under(place, f"vakttyper/{kind.pk}/")
    assert page.link("Legevaktstasjonen") == under(place, f"stasjoner/{station.pk}/")
    assert page.link("Lege 00") == under(place, f"leger/{place.district.doctors[0]}/")
    assert page.link("Endre navn, kommuner og avtalte grenser") == under(place)
    DutyDoctor.objects.filter(pk=place.district.doctors[1]).update(member_from=date(2199, 1, 1))
    DutyDoctor.objects.filter(pk=place.district.doctors[2]).update(member_to=date(2025, 1, 1))
    members = Page(planner.get(setup(place))).one("table", id="t-members").text
    assert "Lege 01" in members  # who comes later
    assert "Lege 02" not in members
    seen = Page(planner.get(f"{place.base}distrikt/{place.district.key}/"))
    assert "/oppsett/vakttyper/" not in seen.source


def test_form_sent_as_it_stands_changes_nothing(place: Place, planner: Client) -> None:
    kind, station = kind_of(place), Station.objects.get()
    ShiftType.objects.filter(pk=kind.pk).update(
        season_first="06-01", season_last="08-31", skills=["car", "lis1"],
        valid_from=date(2026, 1, 1), valid_to=date(2031, 1, 1), on_red_days=False,
        backs_up=["night"], municipalities=["5001"], is_alone=True,
    )  # fmt: skip
    DutyDistrict.objects.update(
        settings={
            "limits": {
                "week_hours": {
                    "value": 48,
                    "source": "Avtale",
                    "level": "agreement",
                    "for": ["locum"],
                },
                "nights_in_a_row": 3,
            }
        }
    )
    before = AuditEvent.objects.count()
    rows = list(ShiftType.objects.values()), list(DutyDoctor.objects.values())
    for rest, what in (
        (f"vakttyper/{kind.pk}/", "change"),
        (f"vakttyper/{kind.pk}/", "end"),
        (f"stasjoner/{station.pk}/", "change"),
        (f"leger/{place.district.doctors[0]}/", "change"),
        (f"leger/{place.district.doctors[0]}/", "end"),
        ("", "district"),
    ):
        for language in ("nb", "en"):
            address = under(place, rest).replace("/nb/", f"/{language}/")
            answer = planner.post(address, form_of(Page(planner.get(address)), what))
            assert answer.status_code == 302, (rest, what, Page(answer).alert)
    assert (list(ShiftType.objects.values()), list(DutyDoctor.objects.values())) == rows
    assert AuditEvent.objects.count() == before
    planner.post(under(place), form_of(Page(planner.get(under(place))), "limits"))
    limits = DutyDistrict.objects.get().settings["limits"]
    assert limits["week_hours"] == {
        "value": 48, "source": "Avtale", "level": "agreement", "for": ["locum"],
    }  # fmt: skip
    assert limits["nights_in_a_row"] == {"value": 3, "level": "local"}


def test_shift_type_is_changed_for_rosters_to_come(place: Place, planner: Client) -> None:
    kind = kind_of(place)
    kept = list(DutyShift.objects.order_by("pk").values())
    address = under(place, f"vakttyper/{kind.pk}/")
    page = Page(planner.get(address))
    assert "Planer som er laget, beholder vaktene sine" in page.text
    sent = form_of(page, "change") | {
        "starts": "15:30", "doctors": "2", "season_first": "1.6.", "season_last": "31.8",
        "skills": ["lis1"], "other_skills": "car, båt", "valid_to": "2030-12-31",
    }  # fmt: skip
    answer = planner.post(address, sent)
    assert answer["Location"] == f"{setup(place)}#stations"
    kind.refresh_from_db()
    assert (kind.starts.isoformat(), kind.doctors, kind.skills) == (
        "15:30:00",
        2,
        ["båt", "car", "lis1"],
    )
    assert (kind.season_first, kind.season_last) == ("06-01", "08-31")
    assert kind.valid_to == date(2031, 1, 1)
    assert list(DutyShift.objects.order_by("pk").values()) == kept
    assert "til og med 31.12.2030" in Page(planner.get(setup(place))).text


def test_problem_stands_at_the_form_that_was_sent_with_what_was_typed(
    place: Place, planner: Client
) -> None:
    address = under(place, f"vakttyper/{kind_of(place).pk}/")
    sent = form_of(Page(planner.get(address)), "change") | {"name": "Sen kveld", "doctors": "mange"}
    answer = planner.post(address, sent)
    page = Page(answer)
    assert answer.status_code == 422
    assert "er ikke et helt tall" in page.alert
    assert page.one("input", id="t-name")["value"] == "Sen kveld"
    assert page.source.index('role="alert"') < page.source.index('id="end"')
    wrong = planner.post(address, sent | {"doctors": "1", "season_first": "sommer"})
    assert "er ikke en dag i året" in Page(wrong).alert
    used = planner.post(address, {"what": "remove"})
    page = Page(used)
    assert used.status_code == 409
    assert "Vakttypen er i bruk: vakter i vaktplaner" in page.alert
    assert page.source.index('role="alert"') > page.source.index('id="end"')
    assert planner.post(address, {"what": "annet"}).status_code == 422


def test_second_of_two_open_pages_is_told_and_stays_refused(place: Place, planner: Client) -> None:
    address = under(place, f"vakttyper/{kind_of(place).pk}/")
    first, second = (form_of(Page(planner.get(address)), "change") for _ in range(2))
    assert planner.post(address, first | {"doctors": "2"}).status_code == 302
    answer = planner.post(address, second | {"doctors": "3"})
    assert answer.status_code == 409
    again = form_of(Page(answer), "change")
    assert planner.post(address, again).status_code == 409
    assert kind_of(place).doctors == 2


def test_shift_type_ends_and_an_unused_station_is_removed(place: Place, planner: Client) -> None:
    kind = kind_of(place)
    address = under(place, f"vakttyper/{kind.pk}/")
    sent = form_of(Page(planner.get(address)), "end") | {"valid_to": "31.12.2030"}
    assert planner.post(address, sent).status_code == 302
    assert kind_of(place).valid_to == date(2031, 1, 1)
    station = add_station(district=place.district.key, code="tom", name="Tom", by=BY)
    gone = planner.post(under(place, f"stasjoner/{station}/"), {"what": "remove"})
    assert gone.status_code == 302
    assert not Station.objects.filter(pk=station).exists()
    assert planner.get(under(place, f"stasjoner/{station}/")).status_code == 404


def test_doctor_goes_to_half_and_one_taken_in_by_mistake_is_removed(
    place: Place, planner: Client
) -> None:
    her = place.district.doctors[0]
    address = under(place, f"leger/{her}/")
    page = Page(planner.get(address))
    assert "En publisert plan beholder fordelingen" in page.text
    sent = form_of(page, "change") | {"fraction": "50", "email": "ny@example.org"}
    assert planner.post(address, sent)["Location"] == f"{setup(place)}#doctors"
    row = DutyDoctor.objects.get(pk=her)
    assert (str(row.fraction), row.email) == ("0.500", "ny@example.org")
    assert planner.post(address, {"what": "remove"}).status_code == 409
    doctor = Doctor.objects.create(hpr_number="889900001", name="Ny lege", is_synthetic=True)
    mistaken = add_doctor(
        district=place.district.key, doctor=doctor.pk, municipality=place.district.host,
        member_from=date(2026, 1, 1), by=BY,
    )  # fmt: skip
    assert planner.post(under(place, f"leger/{mistaken}/"), {"what": "remove"}).status_code == 302
    assert not DutyDoctor.objects.filter(pk=mistaken).exists()


def test_doctor_leaves_and_the_page_tells_which_shifts_are_opened(
    place: Place, planner: Client
) -> None:
    her = place.district.doctors[0]
    address = under(place, f"leger/{her}/")
    sent = form_of(Page(planner.get(address)), "end")
    wrong = planner.post(address, sent | {"member_to": "2000-01-01"})
    assert "Legen kan ikke slutte før hun begynte." in Page(wrong).alert
    answer = planner.post(address, sent | {"member_to": place.first.isoformat()})
    page = Page(answer)
    assert "Disse vaktene kan hun ikke ha lenger, og er lagt ut:" in page.text
    again = form_of(page, "end")
    assert again["member_to"] == place.first.isoformat()
    assert planner.post(address, again | {"member_to": ""}).status_code == 302
    assert DutyDoctor.objects.get(pk=her).member_to is None


def test_page_tells_which_published_shifts_are_opened_when_a_role_goes(
    place: Place, planner: Client
) -> None:
    DutyShift.objects.filter(roster=place.published).update(role="back_up")
    her = place.district.doctors[0]
    address = under(place, f"leger/{her}/")
    sent = form_of(Page(planner.get(address)), "change") | {"roles": ["doctor"]}
    answer = planner.post(address, sent)
    page = Page(answer)
    assert answer.status_code == 200
    assert "Disse vaktene kan hun ikke ha lenger, og er lagt ut:" in page.text
    assert form_of(page, "change")["roles"] == ["doctor"]
    assert DutyDoctor.objects.get(pk=her).roles == ["doctor"]


def test_limits_are_told_with_the_agreements_own_and_set(place: Place, planner: Client) -> None:
    page = Page(planner.get(under(place)))
    assert "Uten egen avtale: 8 timer for Næringsdrivende" in page.text
    assert "Uten egen avtale gjelder ingen slik grense i planene." in page.text
    sent = form_of(page, "limits") | {"rest_hours": "11"}
    refused = planner.post(under(place), sent)
    assert "En annen hvile enn avtalens må ha en kilde." in Page(refused).alert
    assert form_of(Page(refused), "limits")["rest_hours"] == "11"
    kept = planner.post(
        under(place), sent | {"rest_hours-source": "Lokal avtale", "rest_hours-for": ["employed"]}
    )
    assert kept.status_code == 302
    assert DutyDistrict.objects.get().settings["limits"] == {
        "rest_hours": {
            "value": 11, "level": "local", "source": "Lokal avtale", "for": ["employed"],
        }
    }  # fmt: skip


def test_weights_stand_beside_the_usual_and_are_set(place: Place, planner: Client) -> None:
    page = Page(planner.get(under(place)))
    assert "Vanlig: 200" in page.text
    sent = form_of(page, "weights") | {"wish": "20"}
    refused = planner.post(under(place), sent | {"span": "1000000"})
    assert "kan ikke legge den vekten" in Page(refused).alert
    assert planner.post(under(place), sent).status_code == 302
    assert DutyDistrict.objects.get().settings["prices"] == {"wish": 20}
    assert form_of(Page(planner.get(under(place))), "weights")["wish"] == "20"


def test_municipality_with_doctors_stays_and_the_host_is_always_in(
    place: Place, planner: Client
) -> None:
    row = DutyDistrict.objects.get()
    member = Municipality.objects.create(number="5035", name="Stjørdal", is_synthetic=True)
    row.municipalities.add(member)
    row.doctors.filter(pk=place.district.doctors[0]).update(municipality=member)
    page = Page(planner.get(under(place)))
    sent = form_of(page, "district")
    assert sent["municipalities"] == [str(member.pk)]
    sent.pop("municipalities")
    refused = planner.post(under(place), sent)
    assert "Stjørdal har leger i vaktdistriktet: 1." in Page(refused).alert
    row.doctors.filter(municipality=member).update(member_to=date(2025, 1, 1))
    assert planner.post(under(place), sent | {"name": "Ny legevakt"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Ny legevakt"
    assert [one.number for one in row.municipalities.all()] == ["5001"]


def test_new_type_has_all_its_fields_from_the_first_form(place: Place, planner: Client) -> None:
    sent = form_of(Page(planner.get(setup(place))), "type") | {
        "name": "Sommer", "code": "summer", "starts": "10:00", "ends": "14:00",
        "season_first": "1.6.", "season_last": "31.8.", "valid_from": "2027-01-01",
        "valid_to": "2027-12-31", "skills": ["lis1"], "other_skills": "", "municipalities": ["5001"],
    }  # fmt: skip
    wrong = Page(planner.post(setup(place), sent | {"valid_to": "2026-12-31"}))
    assert "Vakttypen slutter før den begynner." in wrong.alert
    assert form_of(wrong, "type")["season_first"] == "1.6."
    assert planner.post(setup(place), sent).status_code == 302
    made = kind_of(place, "summer")
    assert (made.season_first, made.season_last, made.skills, made.municipalities) == (
        "06-01",
        "08-31",
        ["lis1"],
        ["5001"],
    )
    assert (made.valid_from, made.valid_to) == (date(2027, 1, 1), date(2028, 1, 1))


def test_pages_of_another_district_are_not_found_here(place: Place, planner: Client) -> None:
    other = made_place("5035", doctors=4)
    for rest in (
        f"vakttyper/{kind_of(other).pk}/",
        f"leger/{other.district.doctors[0]}/",
    ):
        assert planner.get(under(place, rest)).status_code == 404
        assert planner.post(under(place, rest), {"what": "remove"}).status_code == 404
    assert planner.get(under(other)).status_code == 403
