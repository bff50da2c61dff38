"""Vakt: who may open which page, the district's answer, and a district set up from nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from duty_pages import BACKEND, Place, client_of, made_place
from web_page import Page

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, DutyRoster, DutyShift
from hjemmel.apps.registry.models import (
    Agreement,
    AgreementTerms,
    Centre,
    District,
    Doctor,
    Municipality,
)
from hjemmel.cases.synthetic import SyntheticMunicipality
from tests.duty_district import District as Set
from tests.duty_district import made_district


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def planner(place: Place) -> Client:
    return client_of(Role.PLANNER, place.district)


def pages(place: Place) -> dict[str, str]:
    """The pages of a district and its rosters."""
    district = f"{place.base}distrikt/{place.district.key}/"
    day = place.first.isoformat()
    return {
        "duty": place.base,
        "district": district,
        "ledger": f"{district}regnskap/",
        "hours": f"{district}timer/",
        "setup": f"{place.base}oppsett/?distrikt={place.district.key}",
        "published": place.roster(place.published),
        "print": place.roster(place.published, "utskrift/"),
        "publication": place.roster(place.published, "publisering/"),
        "roster ledger": place.roster(place.published, "regnskap/"),
        "draft": place.roster(place.draft),
        "search": place.roster(place.draft, "sok/"),
        "cost": place.roster(place.published, "kostnad/"),
        "why": place.roster(place.published, f"hvorfor/?vakt=evening:{day}"),
    }


PLANNING = {"setup", "search", "cost", "why"}
SEEN_BY = {
    Role.PLANNER: set[str](),
    Role.LEADER: set[str](),
    Role.ADMINISTRATOR: PLANNING,
}


@pytest.mark.parametrize("role", list(SEEN_BY), ids=lambda role: role.value)
def test_each_role_opens_what_is_hers(place: Place, role: Role) -> None:
    client = client_of(role, place.district)
    answers = {name: client.get(address).status_code for name, address in pages(place).items()}
    assert answers == {name: 403 if name in SEEN_BY[role] else 200 for name in answers}


@pytest.mark.parametrize("role", [Role.READER, Role.CASE_WORKER], ids=lambda role: role.value)
def test_who_has_nothing_to_do_with_duty_sees_none_of_it(place: Place, role: Role) -> None:
    client = client_of(role, place.district)
    assert {client.get(address).status_code for address in pages(place).values()} == {403}


def test_doctor_sees_what_was_sent_out_and_no_draft(place: Place) -> None:
    client = client_of(Role.GP, place.district, place.district.doctors[0])
    answers = {name: client.get(address).status_code for name, address in pages(place).items()}
    refused = {name: status for name, status in answers.items() if status != 200}
    assert refused == {"setup": 403, "draft": 404, "search": 404, "cost": 403, "why": 403}
    page = Page(client.get(place.roster(place.published)))
    assert "Sett på" not in page.text
    assert page.one("div", id="board").attributes.get("data-edit") is None


def test_doctor_of_another_municipality_sees_the_district_where_she_takes_duty(
    place: Place,
) -> None:
    elsewhere = made_district(1, number="5035")
    client = client_of(Role.GP, elsewhere, elsewhere.doctors[0])
    assert client.get(place.roster(place.published)).status_code == 403
    her = DutyDoctor.objects.get(pk=elsewhere.doctors[0])
    DutyDoctor.objects.create(
        district_id=place.district.key,
        doctor=her.doctor,
        municipality=her.municipality,
        employment="self_employed",
        member_from=date(2024, 1, 1),
    )
    assert client.get(place.roster(place.published)).status_code == 200
    assert client.get(place.base).status_code == 200
    assert client.get(place.roster(place.draft)).status_code == 404


def test_planner_of_another_municipality_sees_nothing(place: Place) -> None:
    elsewhere = made_district(1, number="5035")
    client = client_of(Role.PLANNER, elsewhere)
    assert {client.get(address).status_code for address in pages(place).values()} == {403}
    moved = place.roster(place.published).replace("/5001/", "/5035/")
    assert client.get(moved).status_code == 403


def test_roster_is_not_found_under_another_municipality(place: Place) -> None:
    elsewhere = made_district(1, number="5035")
    client = client_of(Role.PLANNER, place.district)
    leader = User.objects.get(pk=client.session["_auth_user_id"])
    RoleGrant.objects.create(user=leader, role="planner", municipality_id=elsewhere.host)
    assert client.get("/nb/5035/vakt/").status_code == 200
    assert client.get(f"/nb/5035/vakt/planer/{place.published}/").status_code == 404


def test_resident_and_who_is_not_signed_in_are_sent_away(
    small_register: SyntheticMunicipality, client: Client
) -> None:
    answer = client.get("/nb/4601/vakt/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/konto/login/?next=%2Fnb%2F4601%2Fvakt%2F",
    )
    client.force_login(User.objects.get(username="innbygger"), BACKEND)
    assert client.get("/nb/4601/vakt/").status_code == 403


def test_district_says_first_that_the_next_roster_waits_and_for_whom(
    place: Place, planner: Client
) -> None:
    page = Page(planner.get(place.base))
    assert page.one("h1").text == "Neste vaktplan er ikke publisert"
    lead = page.one("p", class_="ds-paragraph lead").text
    shifts = DutyShift.objects.filter(roster=place.draft).count()
    assert f"{shifts} av {shifts} vakter mangler lege." in lead
    assert "Søk etter hvem som kan ta dem" in lead
    assert page.link("Søk etter leger til vaktene") == place.roster(place.draft, "sok/")
    reader = Page(client_of(Role.ADMINISTRATOR, place.district).get(place.base))
    assert "Planleggeren må fylle den og publisere den." in reader.text


def test_doctors_stand_with_share_and_what_keeps_them_from_duty(place: Place) -> None:
    DutyDoctor.objects.filter(pk=place.district.doctors[0]).update(fraction="0.5")
    page = Page(client_of(Role.PLANNER, place.district).get(place.base))
    rows = [row.text for row in page.all("tr")]
    assert "Lege 00 50 % Næringsdrivende Trondheim kan ha vakt" in rows


def form(first: date, last: date, name: str = "Vår") -> dict[str, str]:
    return {
        "what": "make",
        "name": name,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "wishes_until": "",
    }


def test_roster_is_made_and_its_page_opened(place: Place, planner: Client) -> None:
    first = place.first + timedelta(weeks=8)
    answer = planner.post(place.base, form(first, first + timedelta(days=6)))
    made = DutyRoster.objects.get(name="Vår")
    assert (made.first, made.last) == (first, first + timedelta(days=7))
    assert answer["Location"] == place.roster(made.pk)


@pytest.mark.parametrize(
    ("start", "days", "status", "said"),
    [
        (8, -1, 422, "Perioden har ingen dager."),
        (8, 1000, 422, "Perioden er lengre enn to år."),
        (3, 6, 409, "Planen «Nå» har noen av dagene"),
    ],
)
def test_impossible_period_is_told_beside_the_form_and_writes_nothing(
    place: Place, planner: Client, start: int, days: int, status: int, said: str
) -> None:
    first = place.first + timedelta(weeks=start)
    answer = planner.post(place.base, form(first, first + timedelta(days=days)))
    page = Page(answer)
    assert answer.status_code == status
    assert said in page.alert
    assert page.one("input", id="f-name")["value"] == "Vår"
    assert DutyRoster.objects.count() == 2


def test_district_is_set_up_from_nothing(db: None) -> None:
    host = Municipality.objects.create(
        number="5001", name="Trondheim", set_up_on=date(2024, 1, 1), is_synthetic=True
    )
    part = District.objects.create(municipality=host, number="500101", name="Midtbyen")
    centre = Centre.objects.create(
        municipality=host, district=part, external_id="c1", name="Senteret"
    )
    doctor = Doctor.objects.create(hpr_number="870000001", name="Syntetisk lege")
    agreement = Agreement.objects.create(municipality=host, external_id="a1")
    AgreementTerms.objects.create(
        agreement=agreement,
        centre=centre,
        holder=doctor,
        form="self_employed",
        status="held",
        valid_from=date(2020, 1, 1),
        known_from=timezone.now(),
    )
    client = client_of(Role.PLANNER, Set(0, host.pk, ()))
    empty = Page(client.get("/nb/5001/vakt/"))
    assert empty.one("h1").text == "Kommunen har ikke et vaktdistrikt her ennå"
    setup = empty.link("Sett opp vaktdistriktet")
    made = client.post(setup, {"what": "district", "name": "Legevakta", "short_name": "lv"})
    district = DutyDistrict.objects.get()
    address = f"/nb/5001/vakt/oppsett/?distrikt={district.pk}"
    assert made["Location"] == address
    assert Page(client.get(address)).one("h1").text == "Legg inn den første stasjonen"
    client.post(address, {"what": "station", "name": "Hovedstasjonen", "code": "main"})
    assert Page(client.get(address)).one("h1").text == "Legg inn vakttypene"
    shift_type = {
        "what": "type", "name": "Kveld", "code": "evening", "station": "main", "starts": "16:00",
        "ends": "23:00", "weekdays": ["0", "1"], "doctors": "1", "role": "doctor",
        "pay_form": "self_employed", "on_red_days": "",
    }  # fmt: skip
    wrong = client.post(address, {**shift_type, "starts": "kl. fire"})
    assert "ikke et klokkeslett" in Page(wrong).alert
    client.post(address, shift_type)
    assert Page(client.get(address)).one("h1").text == "Legg inn legene"
    client.post(
        address,
        {
            "what": "doctor", "doctor": f"{doctor.pk}:{host.pk}", "member_from": "2024-01-01",
            "fraction": "50", "employment": "self_employed", "email": "",
        },
    )  # fmt: skip
    assert str(DutyDoctor.objects.get().fraction) == "0.500"
    assert Page(client.get(address)).one("h1").text == "Vaktdistriktet er klart til bruk"


def test_day_of_today_is_marked(place: Place, planner: Client) -> None:
    page = Page(planner.get(place.roster(place.published)))
    (today,) = page.all("th", aria_current="date")
    assert str(timezone.localdate().day) in today.text


def test_menu_leads_to_duty_by_role(place: Place, planner: Client) -> None:
    assert Page(planner.get("/nb/om/")).link("Vakt") == place.base
    doctor = Page(client_of(Role.GP, place.district, place.district.doctors[0]).get("/en/om/"))
    assert doctor.link("My duty") == "/en/vakt/min/"
    assert doctor.link("Duty") == place.base.replace("/nb/", "/en/")
    worker = Page(client_of(Role.CASE_WORKER, place.district).get("/nb/om/"))
    assert [one.text for one in worker.all("a") if one.text in ("Vakt", "Mine vakter")] == []


def test_municipality_without_duty_of_its_own_leads_to_who_runs_it(place: Place) -> None:
    member = Municipality.objects.create(
        number="5035", name="Stjørdal", is_synthetic=True, set_up_on=date(2024, 1, 1)
    )
    client = client_of(Role.PLANNER, place.district)
    planner = User.objects.get(pk=client.session["_auth_user_id"])
    RoleGrant.objects.create(user=planner, role="planner", municipality=member)
    assert (
        "Vaktordninger som en annen kommune driver" not in Page(client.get("/nb/5035/vakt/")).text
    )
    DutyDistrict.objects.get(pk=place.district.key).municipalities.add(member)
    page = Page(client.get("/nb/5035/vakt/"))
    assert page.link("Legevakta") == f"{place.base}distrikt/{place.district.key}/"
