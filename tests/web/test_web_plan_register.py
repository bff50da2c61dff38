"""Plans of the register by forms: who opens what, a plan started, measures moved and changed, nothing typed lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from plan_pages import (
    BASE,
    BY,
    PLAN,
    TODAY,
    YEAR,
    Place,
    fields_of,
    made_empty,
    made_place,
    measure,
    send,
)
from pytest_django import DjangoAssertNumQueries
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.fields import MeasureFields
from hjemmel.apps.plan.models import Plan
from hjemmel.apps.plan.services.measures import add_measure
from hjemmel.apps.registry.services.places import set_up_municipality

SEEN = (
    "",
    "tavle/",
    "tiltak/1/",
    "indikatorer/",
    "indikatorer/I01/",
    "budsjett/",
    "frister.ics",
    "plan.xlsx",
)
WRITTEN = ("nytt-tiltak/", "endre/", "fil/")


@pytest.fixture
def empty(db: None) -> Place:
    return made_empty()


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def leader(place: Place) -> Client:
    return place.client(Role.LEADER)


@pytest.mark.parametrize("role", [Role.READER, Role.CASE_WORKER, Role.ADMINISTRATOR])
def test_who_only_sees_plans_gets_pages_without_forms(place: Place, role: Role) -> None:
    client = place.client(role)
    for address in SEEN:
        response = client.get(PLAN + address)
        assert response.status_code == 200, address
        assert b'method="post"' not in response.content.split(b"<main")[-1], address
    assert {client.get(PLAN + address).status_code for address in WRITTEN} == {403}
    sent = {"what": "status", "status": "done", "version": "1"}
    assert client.post(f"{PLAN}tiltak/1/", sent).status_code == 403
    assert not measure(1).changes.exists()


def test_who_has_nothing_to_do_with_plans_is_refused_and_a_stranger_signs_in(place: Place) -> None:
    other = set_up_municipality(number="4601", name="Bergen", districts={}, by=BY)
    stranger = Place(other).client(Role.LEADER)
    for address in (*SEEN, *WRITTEN):
        assert stranger.get(PLAN + address).status_code == 403, address
        sent_on = Client().get(PLAN + address)
        assert sent_on.headers["Location"].startswith("/konto/login/"), address
    assert stranger.get(PLAN.replace("5001", "4601")).status_code == 404


def test_empty_list_offers_a_start_and_a_plan_is_made_from_an_example(empty: Place) -> None:
    client = empty.client(Role.PLANNER)
    page = Page(client.get(BASE))
    assert page.one("h1").text == "Kommunen har ingen plan her ennå"
    form = fields_of(page, "example:trondheim-2024")
    form |= {"start_from": "example:trondheim-2024"}
    assert form["id"] == f"trondheim-{YEAR}"
    response = client.post(BASE, form)
    assert response.headers["Location"] == f"{BASE}trondheim-{YEAR}/"
    made = Plan.objects.get(name=f"trondheim-{YEAR}")
    assert (made.measures.count(), made.first, made.last) == (
        26, date(YEAR, 1, 1), date(YEAR + 4, 1, 1),
    )  # fmt: skip
    again = send(client, BASE, **form)
    assert again is not None
    assert "Kommunen har alt en plan som heter" in again.alert
    assert again.one("input", id="p-title")["value"] == form["title"]
    copied = send(client, BASE, **form | {"start_from": f"own:{made.name}", "id": "neste"})
    assert copied is None
    assert Plan.objects.get(name="neste").previous == made


def test_wrong_day_of_a_new_plan_is_told_and_nothing_typed_is_lost(empty: Place) -> None:
    client = empty.client(Role.PLANNER)
    page = send(
        client, BASE, start_from="", title="Min plan", id="min-plan", first="x", last="2030-12-31"
    )
    assert page is not None
    assert "«x» er ikke en dato." in page.alert
    assert page.one("input", id="p-title")["value"] == "Min plan"
    assert page.one("input", id="p-id")["value"] == "min-plan"
    assert not Plan.objects.exists()


def test_measure_is_moved_on_the_board_with_a_reason_and_an_old_board_is_refused(
    leader: Client,
) -> None:
    board = f"{PLAN}tavle/"
    one = measure(1)
    form = {"measure": str(one.pk), "version": "1", "status": "in_progress", "reason": "Lyst ut."}
    assert send(leader, board, **form) is None
    change = one.changes.get()
    assert (change.status, change.on, change.reason) == ("in_progress", TODAY, "Lyst ut.")
    page = Page(leader.get(board))
    columns = page.source.split("<section")
    assert 'id="m-1"' in next(part for part in columns if 'id="c-in_progress"' in part)
    old = send(leader, board, **form | {"status": "done", "reason": "Ferdig."})
    assert old is not None
    assert "Noen andre har endret dette" in old.alert
    assert old.one("input", id="r-1")["value"] == "Ferdig."
    assert one.changes.count() == 1


def test_delay_without_a_reason_is_refused_and_the_choice_is_kept(leader: Client) -> None:
    address = f"{PLAN}tiltak/3/"
    page = send(leader, address, what="status", status="delayed", on=TODAY.isoformat(), version="1")
    assert page is not None
    assert page.alert
    assert 'value="delayed" selected' in page.source
    page = send(
        leader, address, what="status", status="delayed", on=TODAY.isoformat(), version="1",
        reason="Lokalene er ikke klare.",
    )  # fmt: skip
    assert page is None
    plan = Page(leader.get(PLAN))
    assert "0 av 26 tiltak er gjennomført, 1 er forsinket" in plan.one("h1").text
    assert "er meldt forsinket." in plan.text
    history = Page(leader.get(address))
    assert "Lokalene er ikke klare." in history.one("ol").text


def test_measure_is_changed_and_what_the_form_does_not_show_stays(leader: Client) -> None:
    address = f"{PLAN}tiltak/22/"
    form = fields_of(Page(leader.get(address)), "change")
    before = measure(22)
    form |= {
        "what": "change", "owner": "Legevakten", "owner_email": "legevakten@example.no", "deadline": f"{YEAR + 1}-06-30",
        "cost_kind": "yearly", "amount": "750 000,50", "years": f"{YEAR}, {YEAR + 1}",
    }  # fmt: skip
    assert send(leader, address, **form) is None
    after = measure(22)
    assert (after.owner, after.deadline) == ("Legevakten", date(YEAR + 1, 6, 30))
    assert (after.cost_oere, after.cost_years) == (75_000_050, [YEAR, YEAR + 1])
    again = fields_of(Page(leader.get(address)), "change")
    assert again["owner_email"] == after.owner_email == "legevakten@example.no"
    assert (after.note, after.place, after.text) == (before.note, before.place, before.text)
    calendar = leader.get(f"{PLAN}frister.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{YEAR + 1}0630" in calendar


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "mye"}, "Beløp: «mye» er ikke et tall."),
        ({"years": "i fjor"}, "er ikke et årstall."),
        ({"cost_kind": "once", "amount": ""}, "Kostnaden er"),
        ({"deadline": "snart"}, "Frist: «snart» er ikke en dato."),
        ({"title": ""}, "Tittel: Teksten mangler. Skriv den."),
        ({"payer": "kongen"}, "Valget er ukjent."),
    ],
)
def test_wrong_field_of_a_measure_is_told_and_the_rest_is_kept(
    leader: Client, wrong: dict[str, str], said: str
) -> None:
    address = f"{PLAN}tiltak/1/"
    form = fields_of(Page(leader.get(address)), "change")
    form |= {"what": "change", "owner": "Ny eier", **wrong}
    page = send(leader, address, **form)
    assert page is not None
    assert said in page.alert
    assert page.one("input", id="m-owner")["value"] == "Ny eier"
    assert measure(1).owner == ""


def test_new_measure_gets_the_next_number_and_a_taken_one_is_told(leader: Client) -> None:
    address = f"{PLAN}nytt-tiltak/"
    form = fields_of(Page(leader.get(address)), "27")
    assert form["number"] == "27"
    form |= {"title": "Felles vikarordning", "focus_area": "RB"}
    assert leader.post(address, form).headers["Location"] == f"{PLAN}tiltak/27/"
    again = send(leader, address, **form)
    assert again is not None
    assert "Planen har alt et tiltak 27." in again.alert
    assert again.one("input", id="m-title")["value"] == "Felles vikarordning"


@pytest.mark.parametrize("address", ["", "tavle/", "tiltak/1/", "indikatorer/", "budsjett/"])
def test_page_of_a_plan_asks_the_database_as_little_for_many_measures_as_for_few(
    place: Place,
    leader: Client,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    leader.get(PLAN + address)
    with django_assert_max_num_queries(25) as found:
        leader.get(PLAN + address)
    few = len(found)
    for number in range(100, 140):
        fields = MeasureFields(number=number, title=f"Tiltak {number}", area="RB")
        add_measure(plan=Plan.objects.get(name="prove").pk, fields=fields, by=BY)
    with django_assert_max_num_queries(few):
        leader.get(PLAN + address)


def test_menu_has_plans_for_who_sees_them_and_not_for_others(place: Place) -> None:
    def menu(role: Role) -> list[str]:
        page = Page(place.client(role).get("/nb/5001/behov/"))
        return [a["href"] for a in page.all("a") if a.text == "Plan"]

    assert menu(Role.READER) == [BASE]
    assert menu(Role.LEADER) == [BASE]
