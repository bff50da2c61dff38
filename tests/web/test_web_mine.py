"""Min fastlege: a resident's own pages, and the public page of free places."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import ChangeRequest, Move
from hjemmel.apps.lists.selectors.gp_directory import GpEntry, gp_directory
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Centre,
    Doctor,
    Membership,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.selectors.own import own_day
from hjemmel.apps.registry.selectors.positions import positions_of
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.position import Distance
from hjemmel.kernel.time import Month

HOME = "/nb/min-fastlege/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _register(small_register: SyntheticMunicipality) -> None:
    """Twelve lists and 6 000 residents."""


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), _BACKEND)
    return client


def resident_of(username: str) -> Resident:
    grant = RoleGrant.objects.select_related("resident").get(user__username=username)
    return Resident.objects.select_related("municipality").get(pk=grant.resident_id or 0)


def some_list(person: Resident, *, free: int) -> PatientList:
    """A list with a doctor that the person is not on, with so many places free next month."""
    day = own_day(person)
    served = [one.places.key for one in gp_directory("4601", day).entries]
    on = Membership.objects.on(day).filter(resident=person).values("patient_list")
    row = PatientList.objects.filter(pk__in=served).exclude(pk__in=on).order_by("pk")[0]
    next_month = Month.of(day).plus(1).first_day
    change_ceiling(
        patient_list=row.pk,
        ceiling=Membership.objects.on(next_month).filter(patient_list=row).count() + free,
        valid_from=day,
        agreed_with_municipality=True,
        by=system("test"),
    )
    return row


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def read(client: Client, address: str, status: int = 200, **more: Any) -> str:
    response = client.get(address, **more)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def test_she_signs_in_to_her_own_page_and_sees_herself_and_her_children() -> None:
    client = client_of("innbygger")
    assert client.get("/").headers["Location"] == HOME
    page = read(client, HOME)
    person = resident_of("innbygger")
    children = Resident.objects.filter(mother=person) | Resident.objects.filter(father=person)
    assert page.count("Barn født") == children.count() > 0
    assert "Bytter igjen i år: 2 av 2" in re.sub(r"\s+", " ", page)
    assert "Min fastlege" in page


def test_no_address_of_her_pages_says_who_she_is() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    wanted = some_list(person, free=3)
    for address in (HOME, f"{HOME}finn/?hvem=1", f"{HOME}bytt/{wanted.pk}/?hvem=1"):
        page = read(client, address)
        main = page.split("<main")[1].split("</main>")[0]
        links = re.findall(r'(?:href|action)="([^"]*)"', main)
        said = {part for link in links for part in re.split(r"\W+", link) if part.isdecimal()}
        lists = {str(key) for key in PatientList.objects.values_list("pk", flat=True)}
        positions = {str(number) for number in range(10)}
        assert (person.national_id or "") not in page
        assert said - lists - positions - {"4601"} == set(), address


def test_she_finds_a_gp_by_what_the_address_says() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    some_list(person, free=7)
    directory = gp_directory("4601", own_day(person))
    for query, fits in (
        ("ledig=ja", lambda one: one.places.free.at_least > 0),
        ("kjonn=female", lambda one: one.sex == "female"),
        (f"bydel={directory.entries[0].places.district}",
         lambda one: one.places.district == directory.entries[0].places.district),
        (f"sok={directory.entries[0].doctor[:6]}",
         lambda one: directory.entries[0].doctor[:6].casefold()
         in (one.doctor + one.places.centre).casefold()),
        ("rullestol=ja", lambda one: one.wheelchair is True),
    ):  # fmt: skip
        page = read(client, f"{HOME}finn/?{query}")
        shown = {int(key) for key in re.findall(r"/bytt/(\d+)/", page)}
        assert shown == {one.places.key for one in directory.entries if fits(one)}, query
    assert "Ukjent verdi" in read(client, f"{HOME}finn/?kjonn=annet", 422)
    assert read(client, f"{HOME}finn/?hvem=99", 404)


def distances(page: str) -> list[str]:
    """The distances of the table, row by row."""
    table = page.split('id="t-gps"')[1].split("</table>")[0]
    rows = [re.findall(r"<td[^>]*>([^<]*)", row) for row in table.split("<tr>")[2:]]
    return [html.unescape(row[1]) for row in rows]


def seen_by(person: Resident) -> tuple[GpEntry, ...]:
    """The directory as it is seen from the middle of where she lives."""
    directory = gp_directory("4601", own_day(person))
    places = positions_of(person.municipality.pk, directory.places.effective_on)
    assert person.district is not None
    return directory.seen_from(places.districts[person.district.number]).entries


def test_she_sees_how_far_it_is_the_nearest_first() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    page = read(client, f"{HOME}finn/")
    entries = [one.places for one in seen_by(person)]
    metres = sorted(one.distance.metres for one in entries if one.distance is not None)
    assert len(metres) == len(entries)
    assert distances(page) == [Distance(one).words.nb for one in metres]
    assert "luftlinje fra midten av bydelen" in page
    assert "bydelsgrensen er ikke lest inn" in page
    by_name = read(client, f"{HOME}finn/?sorter=navn")
    assert sorted(distances(by_name)) == sorted(distances(page))
    assert distances(by_name) != distances(page)


def test_she_looks_within_some_kilometres_and_unknown_ones_are_left_out() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    limit = 7_500
    near = [
        one.places.key
        for one in seen_by(person)
        if one.places.distance is not None and one.places.distance.metres <= limit
    ]
    assert near
    for written in ("7,5", "7.5"):
        page = read(client, f"{HOME}finn/?innen={written}")
        assert {int(key) for key in re.findall(r"/bytt/(\d+)/", page)} == set(near)
        assert f'name="innen" inputmode="decimal" size="5" value="{written}"' in page
    lost = Centre.objects.exclude(district=person.district).order_by("pk")[0]
    Centre.objects.filter(pk=lost.pk).update(longitude=None, latitude=None)
    mark_changed(person.municipality.pk, people=False)
    page = read(client, f"{HOME}finn/")
    assert distances(page)[-1] == "ukjent"
    assert lost.name in page
    assert lost.name not in read(client, f"{HOME}finn/?innen=1000").split('id="t-gps"')[1]


@pytest.mark.parametrize(
    ("written", "said"),
    [("0", "over 0 km"), ("-2", "over 0 km"), ("nær", "ikke en avstand"), ("1e9", "avstand")],
)
def test_a_distance_that_is_none_is_refused(written: str, said: str) -> None:
    assert said in read(client_of("innbygger"), f"{HOME}finn/?innen={written}", 422)


def test_she_who_lives_nowhere_known_sees_that_distances_are_unknown() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    Resident.objects.filter(pk=person.pk).update(district=None)
    page = read(client, f"{HOME}finn/")
    assert set(distances(page)) == {"ukjent"}
    assert "ikke kjent hvor bydelen ligger" in page


def test_everybody_sees_how_far_it_is_from_a_district() -> None:
    client = Client()
    address = "/nb/4601/ledige-plasser/"
    assert "km</td>" not in read(client, address).replace("\xa0", "")
    page = read(client, f"{address}?fra=460103")
    table = page.split('id="t-places"')[1].split("</table>")[0].replace("\xa0", " ")
    shown = re.findall(r"<td>((?:ca\.|under) [^<]* km)</td>", table)
    assert len(shown) == len(gp_directory("4601", own_day(resident_of("innbygger"))).entries)
    assert shown[0] == "under 0,1 km"
    near = read(client, f"{address}?fra=460103&innen=1&sorter=navn")
    rows = near.split('id="t-places"')[1].split("</table>")[0].split("<tr>")[2:]
    there = AgreementTerms.objects.known().filter(centre__district__number="460103")
    assert 0 < len(rows) <= there.count()
    assert "Velg en bydel" in read(client, f"{address}?innen=5", 422)
    assert "460108" in read(client, f"{address}?fra=460199", 404)


def test_she_asks_once_sees_the_answer_and_takes_it_back() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    wanted = some_list(person, free=3)
    address = f"{HOME}bytt/{wanted.pk}/"
    page = read(client, address)
    assert "Det er ledig plass" in page
    assert "01.01.2024" in page
    assert not ChangeRequest.objects.exists()
    form = {"key": hidden(page, "key"), "person": hidden(page, "person")}
    for _ in range(2):
        answer = client.post(address, form)
        assert answer.headers["Location"] == f"{HOME}kvittering/?hvem=0"
    assert Move.objects.filter(state="planned").count() == 1
    assert "Du får ny fastlege" in read(client, f"{HOME}kvittering/?hvem=0")
    again = client.post(address, form | {"key": "another"})
    assert again.status_code == 422
    page = read(client, HOME)
    stale = {
        "what": "withdraw",
        "request": hidden(page, "request"),
        "version": hidden(page, "version"),
    }
    assert client.post(HOME, stale).status_code == 302
    assert "endret siden siden ble vist" in client.post(HOME, stale).content.decode()
    assert not Move.objects.filter(state="planned").exists()
    assert "Ønsket er trukket" in read(client, f"{HOME}kvittering/")


def test_form_about_somebody_else_than_the_page_is_refused() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    wanted = some_list(person, free=3)
    other = resident_of("innbygger2")
    for key in (str(other.pk), "", "x"):
        answer = client.post(f"{HOME}bytt/{wanted.pk}/", {"key": "a", "person": key})
        assert answer.status_code == 422
    leave = client.post(HOME, {"what": "leave", "person": str(other.pk)})
    assert leave.status_code == 422
    assert not ChangeRequest.objects.exists()
    assert other.waiting.filter(left_on=None).exists()


def test_she_joins_the_queue_of_a_full_list_and_leaves_it() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    wanted = some_list(person, free=0)
    page = read(client, f"{HOME}bytt/{wanted.pk}/")
    assert "Listen er full" in page
    assert "Still i kø" in page
    form = {name: hidden(page, name) for name in ("key", "person", "queue")}
    client.post(f"{HOME}bytt/{wanted.pk}/", form)
    assert person.waiting.get(left_on=None).wanted_list_id == wanted.pk
    page = read(client, HOME)
    assert "Plass i køen" in page
    client.post(HOME, {"what": "leave", "person": str(person.pk)})
    assert not person.waiting.filter(left_on=None).exists()


def test_who_waits_sees_her_place_and_why() -> None:
    page = re.sub(r"\s+", " ", read(client_of("innbygger2"), HOME))
    assert re.search(r"Plass i køen: <strong>\d+</strong> av \d+\.", page)
    assert "Foran står" in page or "Ingen står foran" in page


def test_confirmation_is_a_letter_to_her_and_to_nobody_else() -> None:
    client, person = client_of("innbygger"), resident_of("innbygger")
    address = f"{HOME}bytt/{some_list(person, free=3).pk}/"
    page = read(client, address)
    client.post(address, {"key": hidden(page, "key"), "person": hidden(page, "person")})
    ask = {"what": "letter", "person": str(person.pk)}
    for _ in range(2):
        assert client.post(HOME, ask).status_code == 302
    page = read(client, HOME)
    [letter] = re.findall(r'href="([^"]*brev/[^"]*)"', page)
    answer = client.get(letter)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client.get(letter.replace("hvem=0", "hvem=1")).status_code == 404
    assert client_of("innbygger2").get(letter).status_code == 404
    assert client_of("leder").get(letter).status_code == 403
    assert client_of("innbygger2").post(HOME, ask).status_code == 422


def test_pages_of_a_resident_are_hers_only() -> None:
    for username in ("saksbehandler", "administrator", "leder"):
        for page in ("", "finn/", "kvittering/"):
            assert client_of(username).get(f"{HOME}{page}").status_code == 403
    client = client_of("innbygger")
    for page in ("/nb/4601/", "/nb/4601/lister/", "/nb/4601/innbyggere/", "/nb/4601/nokkeltall/"):
        assert client.get(page).status_code == 403, page
    assert client.get(f"{HOME}bytt/999999999/").status_code == 404


def test_everybody_sees_free_places_and_no_small_count_of_who_waits() -> None:
    client = Client()
    page = read(client, "/nb/4601/ledige-plasser/")
    directory = gp_directory("4601", own_day(resident_of("innbygger")))
    for one in directory.entries:
        assert one.doctor in page
    table = page.split('id="t-places"')[1].split("</table>")[0]
    cells = re.findall(r"<td class=\"num\">([^<]*)</td>", table)
    waiting = [cell for cell in cells[1::2]]
    assert set(waiting).isdisjoint({"1", "2", "3", "4"})
    assert len(waiting) == len(directory.entries)
    for doctor in Doctor.objects.all():
        assert doctor.hpr_number not in page
        assert doctor.born is None or doctor.born.strftime("%d.%m.%Y") not in page
    assert client.get("/nb/ledige-plasser/").headers["Location"] == "/nb/4601/ledige-plasser/"
    assert client.get("/nb/5001/ledige-plasser/").status_code == 404
    assert "/nb/ledige-plasser/" in read(client, "/nb/bergen-2023/")


def test_free_places_as_a_file() -> None:
    answer = Client().get("/nb/4601/ledige-plasser/?tabell=t-districts&som=csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("username", "address", "most"),
    [
        ("innbygger", HOME, 60),
        ("innbygger", f"{HOME}finn/", 30),
        ("innbygger2", HOME, 32),
        ("", "/nb/4601/ledige-plasser/", 10),
    ],
)
def test_pages_ask_a_bounded_number_of_questions(username: str, address: str, most: int) -> None:
    client = client_of(username) if username else Client()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= most
