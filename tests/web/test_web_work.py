"""Arbeid: the work list, a wish decided once, rounds, reductions and the cut-over as a case worker meets them."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.audit.models import ReadEvent
from hjemmel.apps.lists.models import (
    AllocationRound,
    ChangeRequest,
    CutOver,
    DailyRun,
    Move,
    PopulationEvent,
    Reduction,
)
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.time import Month, add_years

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORK = "/nb/4601/arbeid/"
ROUNDS = f"{WORK}runder/"
REDUCTIONS = f"{WORK}reduksjoner/"
CUT_OVER = f"{WORK}manedsskifte/"
WORKER = system("test")


def signed_in(user: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=user), _BACKEND)
    return client


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Client:
    return signed_in("saksbehandler")


def next_month() -> date:
    return Month.of(timezone.localdate()).plus(1).first_day


def with_places(free: int, at: int = 0) -> PatientList:
    """A list with so many places free on the first of the next month."""
    row = PatientList.objects.order_by("pk")[at]
    members = Membership.objects.on(next_month()).filter(patient_list=row).count()
    change_ceiling(
        patient_list=row.pk,
        ceiling=members + free,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    return row


def grown_up(not_on: PatientList, at: int = 0) -> Resident:
    """A grown-up on another list."""
    return Resident.objects.filter(
        pk__in=Membership.objects.on(timezone.localdate())
        .exclude(patient_list=not_on)
        .values("resident"),
        born__lt=date(2000, 1, 1),
        basis="resident",
        protection="none",
    ).order_by("pk")[at]


def wish_to_judge() -> ChangeRequest:
    """A wish that a person must judge: a list whose ceiling is not known."""
    wanted = with_places(5)
    person = grown_up(wanted)
    ListCeiling.objects.filter(patient_list=wanted).delete()
    today = timezone.localdate()
    made = ask_for_gp(
        key="form",
        resident=person.pk,
        wanted_list=wanted.pk,
        asked_on=today,
        by=WORKER,
        today=today,
    )
    assert made.state == "needs_judgement"
    return made


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


def opened(client: Client, person: Resident) -> str:
    address = f"/nb/4601/innbyggere/{person.pk}/"
    client.post(address, {"what": "open", "purpose": "change"})
    return address


def wish_form(page: Page, wanted: PatientList) -> dict[str, str]:
    [key] = {e["value"] for e in page.all("input", name="key")}
    return {
        "what": "wish",
        "key": key,
        "list": str(wanted.pk),
        "cause": "own_wish",
        "asked_by": "self",
    }


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


@pytest.fixture
def waiting(worker: Client) -> Client:
    """Sixty have no GP, and two lists have forty places free each."""
    members = Membership.objects.on(timezone.localdate()).filter(patient_list__isnull=False)
    for member in members.select_related("resident").order_by("pk")[200:260]:
        end_from(Membership, {"resident": member.resident}, date(2024, 2, 1 + member.pk % 20))
    for at in range(PatientList.objects.count()):
        with_places(40 if at in (0, 5) else 0, at)
    return worker


def test_rounds_page_says_who_wants_a_place_and_what_is_free(waiting: Client) -> None:
    page = Page(waiting.get(ROUNDS))
    assert "Uten fastlege, personer 60" in page.text
    assert "Ledige plasser 80" in page.text
    assert f"Lister med ledig plass 2 av {PatientList.objects.count()}" in page.text
    assert "Ingen runder ennå." in page.text
    today = timezone.localdate().isoformat()
    assert page.link("60").endswith(f"/venteliste/?hvem=uten-fastlege&per={today}")
    for at in range(PatientList.objects.count()):
        with_places(0, at)
    assert "Ingen liste har plass" in Page(waiting.get(ROUNDS)).text


def proposed(client: Client, **form: str) -> tuple[str, AllocationRound]:
    answer = client.post(ROUNDS, {"what": "round", "mode": "stable", "seed": "7", **form})
    assert answer.status_code == 302
    made = AllocationRound.objects.order_by("-pk")[0]
    assert answer.headers["Location"] == f"{ROUNDS}{made.pk}/"
    return answer.headers["Location"], made


def number(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))


def cells(page: Page, table: str, client: Client, address: str) -> list[list[str]]:
    text = client.get(f"{address}?tabell={table}&som=csv").content.decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()]


def test_round_shows_its_answer_and_is_adopted_from_the_page(waiting: Client) -> None:
    address, made = proposed(waiting)
    page = Page(waiting.get(address))
    given = made.places.filter(patient_list__isnull=False).count()
    assert f"{given} av {made.places.count()} får plass" in page.one("h1").text
    lists = cells(page, "t-round-lists", waiting, address)
    assert [number(cell) for cell in lists[-1][-3:]] == [80, given, 80 - given]
    assert len(page.all("figure")) == 2
    assert not ReadEvent.objects.exists()
    assert waiting.post(address, {"what": "adopt"}).status_code == 302
    assert Move.objects.filter(state="planned", cause="allocated").count() == given
    after = waiting.post(address, {"what": "adopt"})
    assert after.status_code == 422
    assert "avgjort fra før" in Page(after).alert
    assert "adopt" not in {
        e.attributes.get("value") for e in Page(waiting.get(address)).all("button")
    }


def test_persons_of_a_round_are_masked_until_there_is_a_purpose(waiting: Client) -> None:
    address, made = proposed(waiting)
    assert re.search(r"/innbyggere/\d+/", Page(waiting.get(address)).source) is None
    waiting.post(address, {"what": "look", "purpose": "queue"})
    page = Page(waiting.get(address))
    shown = [a for a in page.all("a") if re.search(r"/innbyggere/\d+/", a["href"])]
    assert len(shown) == min(50, made.places.count())
    assert ReadEvent.objects.filter(what="round").count() == len(shown)


def test_spread_shows_its_proof_and_is_discarded(waiting: Client) -> None:
    address, made = proposed(waiting, what="distribution")
    page = Page(waiting.get(address))
    assert ("Bevist best" in page.text) == (made.result["points"] == made.result["bound"])
    assert "Standardavvik" in page.text
    assert "nærhet: avstand i kilometer" in page.text
    assert "Poeng per person: 2 per kilometer (hele poeng)" in page.text
    distance = made.result["distance"]
    for name in ("given", "before", "after"):
        assert format_number(distance[name]["kilometres"], decimals=2) in page.text
    AllocationRound.objects.filter(pk=made.pk).update(
        result={
            name: value
            for name, value in made.result.items()
            if name not in ("distance", "formula", "weights")
        }
    )
    older = Page(waiting.get(address))
    assert "Standardavvik" in older.text
    assert "km i snitt" not in older.text
    assert waiting.post(address, {"what": "discard"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "discarded"
    assert not Move.objects.exists()


@pytest.mark.parametrize("form", [{"seed": "abc"}, {"seed": "-1"}, {"mode": "x"}, {"what": "x"}])
def test_round_that_is_asked_for_wrongly_is_refused(waiting: Client, form: dict[str, str]) -> None:
    answer = waiting.post(ROUNDS, {"what": "round", "mode": "stable", "seed": "7", **form})
    assert answer.status_code == 422
    assert not AllocationRound.objects.exists()


def test_reduction_goes_from_request_to_draw_and_anyone_can_check_a_ticket(worker: Client) -> None:
    row = PatientList.objects.order_by("pk")[2]
    length = Membership.objects.on(timezone.localdate()).filter(patient_list=row).count()
    assert f"?liste={row.pk}" in Page(worker.get(f"/nb/4601/lister/{row.pk}/")).source
    form = {
        "list": str(row.pk),
        "ceiling": str(length - 40),
        "requested_on": timezone.localdate().isoformat(),
        "effective_on": "",
        "asked_by": "gp",
    }
    wrong = worker.post(REDUCTIONS, form | {"effective_on": next_month().isoformat()})
    assert wrong.status_code == 422
    assert "Varselet er 6 måneder" in Page(wrong).alert
    address = worker.post(REDUCTIONS, form).headers["Location"]
    made = Reduction.objects.get()
    assert "Neste: kunngjør trekningen" in Page(worker.get(address)).text
    assert Page(worker.get(REDUCTIONS)).link("Kunngjør trekningen") == address
    assert f"Listereduksjon {made.pk}" in Page(worker.get(WORK)).text
    worker.post(address, {"what": "announce", "as_of": timezone.localdate().isoformat()})
    made.refresh_from_db()
    assert Page(worker.get(address)).one("code", class_="digest").text == made.digest
    assert worker.post(address, {"what": "draw", "seed": " "}).status_code == 422
    worker.post(address, {"what": "draw", "seed": "lotto 4-8-15"})
    page = Page(worker.get(address))
    assert page.one("h2", id="result").text == "40 personer er trukket ut"
    of_list = Page(worker.get(f"/nb/4601/lister/{row.pk}/"))
    assert of_list.link("Reduksjonen av listen") == address
    assert "reduksjoner/?liste=" not in of_list.source
    [said] = re.findall(r"printf '%s' '([^']*)'", page.one("code", class_="command").text)
    assert hashlib.sha256(said.encode()).hexdigest() in page.text
    file = worker.get(f"{address}lodd.csv").content.decode("utf-8-sig").splitlines()[1:]
    assert len(file) == made.tickets.count()
    tickets = [line.split(";") for line in file]
    assert sum(int(ticket[2]) for ticket in tickets if ticket[4] == "ja") == 40
    assert not ReadEvent.objects.exists()
    worker.post(address, {"what": "look", "purpose": "change"})
    assert "Hvem som er trukket ut" in Page(worker.get(address)).text
    assert ReadEvent.objects.filter(what="reduction").count() == 40


def test_cut_over_is_run_as_it_was_shown_and_taken_back(worker: Client) -> None:
    wanted = with_places(5)
    person = grown_up(wanted)
    address = opened(worker, person)
    worker.post(address, wish_form(Page(worker.get(address)), wanted))
    before = Page(worker.get(CUT_OVER))
    assert "1 flytting på 2 lister." in before.text
    [digest] = {e["value"] for e in before.all("input", name="digest")}
    form = {"what": "run", "day": next_month().isoformat(), "digest": digest}
    stale = worker.post(CUT_OVER, form | {"digest": "0" * 64})
    assert stale.status_code == 422
    assert "endret siden prøvekjøringen" in Page(stale).alert
    assert worker.post(CUT_OVER, form).status_code == 302
    run = CutOver.objects.get()
    on_list = Membership.objects.on(next_month()).filter(resident=person)
    assert on_list.get().patient_list_id == wanted.pk
    assert worker.post(CUT_OVER, {"what": "reverse", "run": str(run.pk)}).status_code == 302
    assert on_list.get().patient_list_id != wanted.pk
    assert "tatt tilbake" in Page(worker.get(CUT_OVER)).text


def test_list_that_would_break_its_ceiling_is_named_and_cannot_be_run(worker: Client) -> None:
    wanted = with_places(1)
    person = grown_up(wanted)
    address = opened(worker, person)
    worker.post(address, wish_form(Page(worker.get(address)), wanted))
    with_places(0)
    page = Page(worker.get(CUT_OVER))
    assert "1 liste ville komme over taket." in page.text
    assert not page.all("input", name="digest")


def test_list_page_counts_promised_places(worker: Client) -> None:
    wanted = with_places(5)
    person = grown_up(wanted)
    address = opened(worker, person)
    worker.post(address, wish_form(Page(worker.get(address)), wanted))
    facts = Page(worker.get(f"/nb/4601/lister/{wanted.pk}/"))
    assert "Lovet bort 1 Ledige etter løfter 4" in facts.text


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
