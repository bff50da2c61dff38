"""A plan from promise to evaluation by forms: adopted, published, measured, paid for, in files and calendars."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from plan_pages import (
    BASE,
    BY,
    PLAN,
    TODAY,
    YEAR,
    Place,
    made_place,
    measure,
    send,
)
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.models import IndicatorReading, Plan, PlanMeasure, PlanPrediction
from hjemmel.apps.plan.services.plans import make_plan
from hjemmel.domain.tertial import Tertial


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def leader(place: Place) -> Client:
    return place.client(Role.LEADER)


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


def test_goal_is_changed_and_moved_and_an_old_form_is_refused_with_what_was_typed(
    leader: Client,
) -> None:
    address, plan = f"{PLAN}endre/", Plan.objects.get(name="prove")
    goals = list(plan.goals.all())
    last = goals[-1]
    page = Page(leader.get(address))
    assert page.one("textarea", id=f"g{last.pk}-text").text.strip() == last.text
    form = {
        "what": "change-goal", "key": str(last.pk), "version": str(plan.version),
        "text": "Trygg vakt hele døgnet.", "order": "1",
    }  # fmt: skip
    assert send(leader, address, **form) is None
    texts = list(plan.goals.values_list("text", flat=True))
    assert texts == ["Trygg vakt hele døgnet.", *(one.text for one in goals[:-1])]
    old = send(leader, address, **form | {"text": "For sent"})
    assert old is not None
    assert "Noen andre har endret dette" in old.alert
    assert old.one("textarea", id=f"g{last.pk}-text").text.strip() == "For sent"
    plan.refresh_from_db()
    far = send(leader, address, **form | {"version": str(plan.version), "order": "99"})
    assert far is not None
    assert f"Plass: Planen har {len(goals)} mål." in far.alert


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
