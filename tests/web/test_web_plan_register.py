"""A plan of the register from start to evaluation, by forms: nothing typed is lost, and each role does what is hers."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from web_page import Page

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.models import IndicatorReading, Plan, PlanMeasure, PlanPrediction
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.plan.services.plans import make_plan
from hjemmel.apps.registry.services.places import set_up_municipality
from hjemmel.domain.tertial import Tertial

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BASE = "/nb/5001/plan/"
PLAN = f"{BASE}prove/"
BY = system("test")
TODAY = timezone.localdate()
YEAR = TODAY.year
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


@dataclass(frozen=True)
class Place:
    """A municipality with a plan like Trondheim's, and browsers for its roles."""

    key: int

    def client(self, role: Role) -> Client:
        user = User.objects.create(username=f"{role.value}-{User.objects.count()}")
        RoleGrant.objects.create(user=user, role=role.value, municipality_id=self.key)
        client = Client()
        client.force_login(user, BACKEND)
        return client


@pytest.fixture
def empty(db: None) -> Place:
    key = set_up_municipality(
        number="5001", name="Trondheim", districts={"500101": "Midtbyen"}, by=BY
    )
    return Place(key)


@pytest.fixture
def place(empty: Place) -> Place:
    fields = PlanFields(
        name="prove", title="Prøveplan", first=date(YEAR - 1, 1, 1), last=date(YEAR + 3, 1, 1)
    )
    make_from_example(municipality=empty.key, example="trondheim-2024", fields=fields, by=BY)
    return empty


@pytest.fixture
def leader(place: Place) -> Client:
    return place.client(Role.LEADER)


def measure(number: int) -> PlanMeasure:
    return PlanMeasure.objects.get(plan__name="prove", number=number)


def send(client: Client, address: str, **typed: str) -> Page | None:
    """Send a form; return the page that tells what is wrong, or nothing when it was done."""
    response = client.post(address, typed)
    if response.status_code == 302:
        return None
    page = Page(response)
    assert response.status_code in (404, 409, 422), response.status_code
    return page


def fields_of(page: Page, form_has: str) -> dict[str, str]:
    """Return what a browser would send of the fields that have a value."""
    assert f'value="{form_has}"' in page.source
    found = {
        e["name"]: e.attributes.get("value", "")
        for e in page.all("input")
        if e.attributes.get("name") and e.attributes.get("type") != "checkbox"
    }
    found |= {e["name"]: e.text for e in page.all("textarea")}
    for select in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', page.source, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', select[1])
        first = re.search(r'value="([^"]*)"', select[1])
        best = chosen or first
        found[select[0]] = best.group(1) if best else ""
    return found


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


def promise(client: Client, number: int, **changed: str) -> Page | None:
    form = {
        "what": "predict", "indicator": "I01", "baseline": "1", "expected": "5,0", "low": "4",
        "high": "6", "from_day": f"{YEAR - 1}-01-01", "by_day": f"{YEAR + 1}-12-31",
        "origin": "entered", "assumption": "Nok søkere.",
    }  # fmt: skip
    return send(client, f"{PLAN}tiltak/{number}/", **form | changed)


def test_promise_that_contradicts_itself_is_told_and_kept_in_the_form(leader: Client) -> None:
    page = promise(leader, 1, low="7")
    assert page is not None
    assert "utenfor usikkerheten" in page.alert
    assert page.one("input", id="a-low")["value"] == "7"
    assert page.one("textarea", id="a-assumption").text == "Nok søkere."
    assert not PlanPrediction.objects.exists()
    unnamed = promise(leader, 1, origin="scenario")
    assert unnamed is not None
    assert "Scenarioet er ikke oppgitt." in unnamed.alert


def enter(client: Client, day: date, value: str) -> Page | None:
    return send(
        client, f"{PLAN}indikatorer/I01/", what="enter", as_of=day.isoformat(), value=value,
        source="Månedsrapport",
    )  # fmt: skip


def test_plan_is_promised_adopted_published_evaluated_and_seen_by_everybody(
    place: Place, leader: Client
) -> None:
    change, wall = f"{PLAN}endre/", f"{PLAN}indikatorer/"
    adopt = {"what": "adopt", "adopted_on": f"{YEAR - 1}-01-15", "version": "1"}
    early = send(leader, change, **adopt)
    assert early is not None
    assert "26 tiltak har verken ventet virkning" in early.alert
    assert Client().get(f"{PLAN}offentlig/").status_code == 404
    assert promise(leader, 1) is None
    for number in range(2, 27):
        reason = "Virker sammen med de andre."
        assert send(
            leader, f"{PLAN}tiltak/{number}/", what="why-none", why_no_prediction=reason
        ) is None  # fmt: skip
    draft = Page(leader.get(f"{PLAN}tiltak/1/"))
    assert "Ventet: ledige listeplasser fra 1,0 % til 5,0 %" in draft.text.replace("\xa0", " ")
    planner = place.client(Role.PLANNER)
    version = str(Plan.objects.get(name="prove").version)
    assert planner.post(change, {**adopt, "version": version}).status_code == 403
    assert send(leader, change, **adopt | {"version": version}) is None
    assert send(leader, change, what="publish") is None

    ended = Tertial.ended_by(TODAY)
    assert enter(leader, ended.last_day, "2") is None
    done = Page(leader.post(wall, {"what": "evaluate", "tertial": str(ended)}))
    assert "1 løfter er holdt mot det som skjedde." in done.one("div", role="status").text
    shown = Page(leader.get(f"{PLAN}tiltak/1/"))
    assert "Lovet: ledige listeplasser" in shown.text
    measured = next(row.text for row in shown.all("tr") if ended.words.nb in row.text)
    assert "2,0" in measured

    public = Page(Client().get(f"{PLAN}offentlig/"))
    assert public.response.status_code == 200
    assert "Det er til enhver tid ledig plass" in public.text
    assert "ikke på mål" in public.text
    assert "Lovet: ledige listeplasser" in public.text
    assert "17 825 000" in public.text.replace("\xa0", " ")
    assert "Virker sammen med de andre." not in public.source
    listed = Page(Client().get("/nb/5001/offentlige-planer/"))
    assert listed.link("Prøveplan") == f"{PLAN}offentlig/"
    assert send(leader, change, what="withdraw") is None
    assert Client().get(f"{PLAN}offentlig/").status_code == 404
    assert "ikke offentliggjort noen plan" in Page(Client().get("/nb/5001/offentlige-planer/")).text


def test_value_is_entered_as_per_cent_corrected_and_a_day_to_come_is_refused(
    leader: Client,
) -> None:
    day = TODAY - timedelta(days=10)
    for value in ("2,5", "2,75 %"):
        assert enter(leader, day, value) is None
    standing = IndicatorReading.objects.get(code="I01", superseded_at__isnull=True)
    assert (str(standing.value), standing.as_of) == ("0.027500", day)
    page = Page(leader.get(f"{PLAN}indikatorer/I01/"))
    assert page.one("h1").text.replace("\xa0", " ") == "Ledige listeplasser: 2,8 %"
    late = enter(leader, TODAY + timedelta(days=1), "9")
    assert late is not None
    assert "Dagen har ikke vært ennå." in late.alert
    assert late.one("input", id="v-value")["value"] == "9"
    assert late.one("input", id="v-source")["value"] == "Månedsrapport"


def test_register_without_lists_says_why_nothing_can_be_computed(leader: Client) -> None:
    page = send(leader, f"{PLAN}indikatorer/", what="compute", as_of=TODAY.isoformat())
    assert page is not None
    assert "ingen lister" in page.alert
    assert page.one("input", id="c-as-of")["value"] == TODAY.isoformat()


def test_budget_lines_are_set_aside_and_taken_back_and_sums_follow(leader: Client) -> None:
    address = f"{PLAN}budsjett/"
    form = {
        "what": "add", "year": str(YEAR), "number": "1", "payer": "state",
        "amount": "400 000", "reference": "Tabell 4",
    }  # fmt: skip
    assert send(leader, address, **form) is None
    page = Page(leader.get(address))
    assert "mangler i budsjettet" in page.one("h1").text
    assert "Tabell 4" in page.text
    wrong = send(leader, address, **form | {"amount": "", "reference": "Tabell 5"})
    assert wrong is not None
    assert "Tallet mangler." in wrong.alert
    assert wrong.one("input", id="b-reference")["value"] == "Tabell 5"
    line = Plan.objects.get(name="prove").budget.get()
    assert send(leader, address, what="remove", line=str(line.pk)) is None
    assert "ingenting er satt av" in Page(leader.get(address)).one("h1").text


def test_goals_areas_decisions_and_indicators_are_added_and_removed(place: Place) -> None:
    make_plan(
        municipality=place.key,
        fields=PlanFields(
            name="tom", title="Tom plan", first=date(YEAR, 1, 1), last=date(YEAR + 1, 1, 1)
        ),
        by=BY,
    )
    client, address = place.client(Role.PLANNER), f"{BASE}tom/endre/"
    plan = Plan.objects.get(name="tom")
    assert Page(client.get(f"{BASE}tom/")).one("h1").text == "Planen har ingen tiltak ennå"
    for form in (
        {"what": "goal", "text": "Alle har fastlege.", "is_main": "1"},
        {"what": "area", "code": "RB", "title": "Rekruttere"},
        {"what": "decision", "body": "Bystyret", "day": f"{YEAR}-02-01", "case_number": "1/24",
         "adoption": "Planen vedtas.", "remark": "Følg opp."},
        {"what": "follow", "indicator": "I01", "direction": "at_least", "level": "7,5"},
        {"what": "define", "code": "L01", "title": "Åpne senger", "unit": "count",
         "frequency": "yearly", "direction": "rising"},
    ):  # fmt: skip
        assert send(client, address, **form) is None, form
    page = Page(client.get(f"{BASE}tom/"))
    for words in ("Alle har fastlege.", "Bystyret", "Planen vedtas.", "Følg opp."):
        assert words in page.text
    wall = Page(client.get(f"{BASE}tom/indikatorer/")).text.replace("\xa0", " ")
    assert "Mål: minst 7,5 %." in wall
    assert "L01 Åpne senger" in wall
    goal, area, decision = plan.goals.get(), plan.areas.get(), plan.decisions.get()
    for form in (
        {"what": "drop-goal", "key": str(goal.pk)},
        {"what": "drop-area", "key": str(area.pk)},
        {"what": "drop-decision", "key": str(decision.pk)},
        {"what": "stop-following", "indicator": "I01"},
    ):
        assert send(client, address, **form) is None, form
    assert [plan.goals.count(), plan.areas.count(), plan.decisions.count()] == [0, 0, 0]
    assert list(plan.indicators.values_list("code", flat=True)) == ["L01"]
    assert client.post(address, {"what": "remove"}).headers["Location"] == BASE
    assert not Plan.objects.filter(name="tom").exists()


def test_head_of_a_plan_is_changed_once_and_an_old_form_is_refused(leader: Client) -> None:
    address = f"{PLAN}endre/"
    form = {
        "what": "about", "version": "1", "title": "Ny tittel", "first": f"{YEAR}-01-01",
        "last": f"{YEAR + 3}-12-31", "language": "nn", "budget_reference": "HØP",
        "reminders_to": "enheten@example.no",
    }  # fmt: skip
    assert send(leader, address, **form) is None
    plan = Plan.objects.get(name="prove")
    assert (plan.title, plan.language, plan.last) == ("Ny tittel", "nn", date(YEAR + 4, 1, 1))
    shown = Page(leader.get(address))
    assert shown.one("input", id="p-reminders")["value"] == "enheten@example.no"
    old = send(leader, address, **form | {"title": "Enda nyere"})
    assert old is not None
    assert "Noen andre har endret dette" in old.alert
    assert old.one("input", id="p-title")["value"] == "Enda nyere"


def test_file_of_measures_is_previewed_taken_in_and_says_nothing_new_the_second_time(
    leader: Client,
) -> None:
    address, rows = f"{PLAN}fil/", "Nr.;Tiltak;Ansvarlig\n1;Etablering;ELLS\n;Nytt fra fil;ELLS\n"

    def preview(text: str, kind: str = "measures") -> Page:
        file = SimpleUploadedFile("tiltak.csv", text.encode("utf-8-sig"))
        return Page(leader.post(address, {"what": "preview", "kind": kind, "file": file}))

    page = preview(rows)
    assert page.one("h1").text == "1 nytt tiltak, 1 tiltak endres"
    assert not PlanMeasure.objects.filter(title="Nytt fra fil").exists()
    version = next(e["value"] for e in page.all("input", name="version"))
    assert send(leader, address, what="take", kind="measures", version=version) is None
    assert measure(27).title == "Nytt fra fil"
    assert measure(1).owner == "ELLS"
    assert preview("Nr.;Tiltak;Ansvarlig\n1;Etablering;ELLS\n").one("h1").text == "Filen endrer ingenting"  # fmt: skip
    gone = send(leader, address, what="take", kind="measures", version="99")
    assert gone is not None
    wrong = preview("Indikator;Dag;Verdi;Kilde\nI99;2020-01-01;1;x\n", "values")
    assert "Lagt til side" in wrong.text
    assert "Indikatoren «I99» finnes ikke." in wrong.text
    empty = preview("hei;du\n1;2\n")
    assert empty.response.status_code == 422
    assert empty.alert


def test_whole_plan_comes_out_as_a_workbook(place: Place) -> None:
    response = place.client(Role.READER).get(f"{PLAN}plan.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert len(book.sheetnames) >= 4
    first = list(book.worksheets[0].iter_rows(values_only=True))
    assert any("Etableringstilskudd til nye legesentre" in row for row in first)


def test_calendar_address_is_shown_once_read_without_sign_in_and_revoked(place: Place) -> None:
    reader = place.client(Role.READER)
    page = Page(reader.post(f"{PLAN}kalender/", {"what": "make"}))
    address = page.one("code").text.removeprefix("http://testserver")
    assert "BEGIN:VCALENDAR" in Client().get(address).content.decode()
    again = Page(reader.get(f"{PLAN}kalender/"))
    assert not again.all("code")
    key = again.one("input", name="feed")["value"]
    assert send(reader, f"{PLAN}kalender/", what="revoke", feed=key) is None
    assert Client().get(address).status_code == 404
    assert "slettet" in Page(reader.get(f"{PLAN}kalender/")).text


def test_plan_that_has_ended_is_read_without_forms_and_can_still_be_published(
    place: Place, leader: Client
) -> None:
    Plan.objects.filter(name="prove").update(status="adopted", adopted_on=date(YEAR, 1, 2))
    assert send(leader, f"{PLAN}endre/", what="end") is None
    for address in ("", "tavle/", "tiltak/1/", "indikatorer/", "indikatorer/I01/", "budsjett/"):
        source = leader.get(PLAN + address).content.split(b"<main")[-1]
        assert b'method="post"' not in source, address
    change = Page(leader.get(f"{PLAN}endre/"))
    assert "Planen er avsluttet og står som den er." in change.text
    assert not change.all("input", id="p-title")
    assert send(leader, f"{PLAN}endre/", what="publish") is None
    assert Client().get(f"{PLAN}offentlig/").status_code == 200


def test_menu_has_plans_for_who_sees_them_and_not_for_others(place: Place) -> None:
    def menu(role: Role) -> list[str]:
        page = Page(place.client(role).get("/nb/5001/behov/"))
        return [a["href"] for a in page.all("a") if a.text == "Plan"]

    assert menu(Role.READER) == [BASE]
    assert menu(Role.LEADER) == [BASE]
