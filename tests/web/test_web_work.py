"""Arbeid: the work list, its order, and a wish that is decided once, as a case worker meets them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web_page import Page
from work_pages import (
    CUT_OVER,
    REDUCTIONS,
    ROUNDS,
    WORK,
    grown_up,
    opened,
    signed_in,
    wish_form,
    wish_to_judge,
    with_places,
)

from hjemmel.apps.audit.models import ReadEvent
from hjemmel.apps.lists.models import (
    ChangeRequest,
    DailyRun,
    Move,
    PopulationEvent,
)
from hjemmel.apps.registry.models import (
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.time import add_years


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Client:
    return signed_in("saksbehandler")


def test_empty_work_list_says_what_to_do(worker: Client) -> None:
    page = Page(worker.get(WORK))
    assert "Ingenting venter." in page.text
    assert page.link("Gi ledige plasser til dem som venter") == ROUNDS
    assert page.link("Arbeid") == WORK


def test_work_list_warns_until_the_work_of_the_day_is_done(worker: Client) -> None:
    warning = "Dagens faste arbeid er ikke gjort i dag"
    assert warning not in Page(worker.get(WORK)).text  # nothing happens in a made-up municipality
    Municipality.objects.filter(number="4601").update(is_synthetic=False)
    page = Page(worker.get(WORK))
    assert warning in page.text
    assert "Det er aldri gjort." in page.text
    [button] = page.all("button", value="day")
    assert worker.post(WORK, {"what": button["value"]}).status_code == 302
    assert warning not in Page(worker.get(WORK)).text
    yesterday = timezone.localdate() - timedelta(days=1)
    DailyRun.objects.update(day=yesterday)
    told = Page(worker.get(WORK)).text
    assert warning in told
    assert f"Sist gjort {yesterday:%d.%m.%Y}." in told


@pytest.mark.parametrize("page", [WORK, ROUNDS, REDUCTIONS, CUT_OVER, "/nb/4601/brev/"])
def test_page_of_the_work_is_about_today_whatever_day_the_address_has(
    worker: Client, page: str
) -> None:
    plain = Page(worker.get(page))
    assert "Sidene om arbeid gjelder alltid i dag." in plain.text
    told = Page(worker.get(f"{page}?per=2023-07-01&kjent=2023-08-01"))
    assert "Adressen ba om 01.07.2023" in told.text
    own = (page, page.replace("/nb/", "/en/"))  # in the other language, and its tables as files
    for one in (plain, told):
        days = [a["href"] for a in one.all("a") if "per=" in a["href"]]
        others = [address for address in days if address.partition("?")[0] not in own]
        assert [one for one in others if "/arbeid/" in one or "/lister/" in one] == []
    assert "/nb/4601/?per=2023-07-01" in [a["href"] for a in told.all("a")]

    def rows(shown: Page) -> list[str]:
        return [row.text for row in shown.all("tr")]

    assert rows(told) == rows(plain)
    form = told.one("form", class_="day-form")
    assert form["action"] == "/nb/4601/"
    assert not [field for field in told.all("input", type="hidden") if field["name"] == "per"]


def test_menu_leads_to_the_work_without_the_day_of_the_page(worker: Client) -> None:
    page = Page(worker.get("/nb/4601/lister/?per=2024-01-01"))
    addresses = {a["href"] for a in page.all("a")}
    assert WORK in addresses
    assert "/nb/4601/innbyggere/?per=2024-01-01" in addresses
    assert f"{WORK}?per=2024-01-01" not in addresses


def test_work_is_ordered_by_what_takes_effect_first_and_filtered_in_the_address(
    worker: Client,
) -> None:
    wish = wish_to_judge()
    Move.objects.create(
        resident=grown_up(wish.wanted_list, 1),
        municipality=wish.municipality,
        from_list=PatientList.objects.order_by("pk")[3],
        effective_on=date(2024, 4, 1),
        cause="list_reduced",
        source="test",
        decided_by="test",
        decided_at=timezone.now(),
    )
    page = Page(worker.get(WORK))
    cases = [a.text for a in page.all("a") if a.text.startswith(("Ønske som", "Månedsskifte"))]
    assert [text for text in cases if "(" not in text] == [
        "Månedsskifte",
        "Månedsskifte",
        f"Ønske som må vurderes {wish.pk}",
    ]
    assert "Listetaket er ukjent den dagen" in page.text
    only = Page(worker.get(f"{WORK}?hva=onsker"))
    assert f"Ønske som må vurderes {wish.pk}" in only.text
    assert "1 flyttinger er planlagt" not in only.text
    assert worker.get(f"{WORK}?hva=x").status_code == 422


def test_persons_are_shown_only_for_a_purpose_and_each_is_logged(worker: Client) -> None:
    wish = wish_to_judge()
    person = f"/nb/4601/innbyggere/{wish.resident_id}/"
    assert person not in Page(worker.get(WORK)).source
    assert not ReadEvent.objects.exists()
    assert worker.post(WORK, {"what": "look", "purpose": ""}).status_code == 422
    assert (
        worker.post(WORK, {"what": "look", "purpose": "queue", "note": "sak 4"}).status_code == 302
    )
    assert person in Page(worker.get(WORK)).source
    assert person in Page(worker.get(f"{WORK}onsker/{wish.pk}/")).source
    assert (
        list(ReadEvent.objects.values_list("resident", "purpose", "what"))
        == [(wish.resident_id, "queue: sak 4", "work")] * 2
    )


def test_wish_of_somebody_protected_is_hidden_from_who_may_not_see_her(worker: Client) -> None:
    wish = wish_to_judge()
    Resident.objects.filter(pk=wish.resident_id).update(protection="strictly_confidential")
    leader = signed_in("leder")
    assert f"onsker/{wish.pk}/" in Page(worker.get(WORK)).source
    assert f"onsker/{wish.pk}/" not in Page(leader.get(WORK)).source
    assert leader.get(f"{WORK}onsker/{wish.pk}/").status_code == 404


def test_wish_is_decided_once_and_a_stale_page_gets_a_clear_message(worker: Client) -> None:
    wish = wish_to_judge()
    address = f"{WORK}onsker/{wish.pk}/"
    page = Page(worker.get(address))
    assert "Dette ber loven deg vurdere" in page.text
    versions = {e["value"] for e in page.all("input", name="version")}
    assert versions == {"1"}
    form = {"what": "refuse", "version": "1", "reason": " "}
    assert "Begrunnelsen mangler" in Page(worker.post(address, form)).alert
    first = worker.post(address, form | {"reason": "Listen er for liten"})
    assert (first.status_code, first.headers["Location"]) == (302, address)
    again = signed_in("leder").post(address, form | {"what": "grant", "reason": "Jo"})
    assert again.status_code == 422
    assert "endret siden siden ble vist" in Page(again).alert
    wish.refresh_from_db()
    assert (wish.state, wish.version, wish.decided_by) == ("refused", 2, "saksbehandler")
    assert not Move.objects.exists()


def test_case_worker_asks_for_a_resident_once_and_withdraws(worker: Client) -> None:
    wanted = with_places(5)
    person = grown_up(wanted)
    address = opened(worker, person)
    form = wish_form(Page(worker.get(address)), wanted)
    for _ in range(2):  # a double click
        assert worker.post(address, form).status_code == 302
    wish = ChangeRequest.objects.get()
    assert wish.state == "granted"
    page = Page(worker.get(address))
    assert "innvilget, plassen holdes av" in page.text
    assert f"Til liste {wanted.external_id}" in page.text
    assert "Bytter igjen i år: 1 av 2" in page.text
    assert "fastlegeforskriften" in page.text
    form = {"what": "withdraw_wish", "request": str(wish.pk), "version": str(wish.version)}
    assert worker.post(address, form).status_code == 302
    assert not Move.objects.filter(state="planned").exists()
    assert "Bytter igjen i år: 2 av 2" in Page(worker.get(address)).text


def test_child_welfare_services_ask_for_a_child_in_their_care(worker: Client) -> None:
    wanted = with_places(5)
    child = grown_up(wanted)
    Resident.objects.filter(pk=child.pk).update(born=add_years(timezone.localdate(), -9))
    address = opened(worker, child)
    form = wish_form(Page(worker.get(address)), wanted) | {"asked_by": "child_welfare"}
    assert worker.post(address, form | {"care": "taken"}).status_code == 302
    wish = ChangeRequest.objects.get()
    assert (wish.state, wish.asked_by) == ("granted", "child_welfare")
    page = Page(worker.get(f"{WORK}onsker/{wish.pk}/"))
    assert "Barneverntjenesten" in page.text
    assert "barneverntjenesten kan velge" in page.text


def test_full_list_puts_her_in_the_queue_only_when_asked(worker: Client) -> None:
    wanted = with_places(0)
    for at, queue in enumerate((False, True)):
        person = grown_up(wanted, at)
        address = opened(worker, person)
        form = wish_form(Page(worker.get(address)), wanted)
        worker.post(address, form | ({"queue_if_full": "1"} if queue else {}))
        state = ChangeRequest.objects.get(resident=person).state
        assert state == ("queued" if queue else "list_full")
    assert "Full liste, ikke satt i kø (1)" in Page(worker.get(WORK)).text


def test_work_of_another_municipality_is_not_found_here(worker: Client) -> None:
    wish = wish_to_judge()
    other = Municipality.objects.create(number="5001", name="Trondheim")
    ChangeRequest.objects.filter(pk=wish.pk).update(municipality=other)
    assert worker.get(f"{WORK}onsker/{wish.pk}/").status_code == 404
    assert f"onsker/{wish.pk}/" not in Page(worker.get(WORK)).source


def test_event_left_to_a_person_waits_until_it_is_settled_once(worker: Client) -> None:
    place = Municipality.objects.get(number="4601")
    child = Resident.objects.filter(municipality=place).order_by("pk")[7]
    event = PopulationEvent.objects.create(
        municipality=place,
        resident=child,
        kind="turned_16",
        happened_on=date(2024, 3, 1),
        state="needs_judgement",
        findings=[
            {
                "outcome": "needs_judgement",
                "reason": "own_say",
                "nb": "Barnet har fått egen rett til å velge.",
                "en": "The child may choose now.",
                "citations_nb": [],
                "citations_en": [],
                "unverified": False,
            }
        ],
        source="sweep",
        told_by="test",
        told_at=timezone.now(),
    )
    page = Page(worker.get(f"{WORK}?hva=hendelser"))
    assert "Fylte 16 år. Barnet har fått egen rett til å velge." in page.text
    address = f"{WORK}hendelser/{event.pk}/"
    assert page.link(f"Hendelse i folkeregisteret {event.pk}") == address
    assert worker.post(address, {"what": "settle", "note": "Brev sendt"}).status_code == 302
    again = worker.post(address, {"what": "settle", "note": ""})
    assert again.status_code == 422
    assert "ferdig behandlet" in Page(again).alert
    event.refresh_from_db()
    assert (event.state, event.note, event.settled_by) == ("applied", "Brev sendt", "saksbehandler")
    assert "Ingen saker her" in Page(worker.get(f"{WORK}?hva=hendelser")).text
    Resident.objects.filter(pk=child.pk).update(protection="confidential")
    assert signed_in("leder").get(address).status_code == 404
