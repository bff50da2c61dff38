"""Rounds, reductions and the cut-over as a case worker meets them."""

from __future__ import annotations

import hashlib
import re
from datetime import date

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
    next_month,
    opened,
    signed_in,
    wish_form,
    with_places,
)

from hjemmel.apps.audit.models import ReadEvent
from hjemmel.apps.lists.models import (
    AllocationRound,
    CutOver,
    Move,
    Reduction,
)
from hjemmel.apps.registry.models import (
    Membership,
    PatientList,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.kernel.numbers import format_number


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Client:
    return signed_in("saksbehandler")


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
