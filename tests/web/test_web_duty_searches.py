"""A roster's way out: searches, publication, figures, Excel and shifts that are moved."""

from __future__ import annotations

import io
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from duty_changes import change, evening, on
from duty_pages import Place, client_of, fill_roster, made_place, version
from openpyxl import load_workbook
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import DutyAssignment, DutyRoster, DutyShift, Publication, RosterRun
from hjemmel.apps.duty.services.solving import queue_run, solve_run
from hjemmel.web.duty import search_views
from tests.duty_district import BY


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def planner(place: Place) -> Client:
    return client_of(Role.PLANNER, place.district)


def test_draft_is_deleted_and_published_roster_closed(place: Place, planner: Client) -> None:
    planner.post(place.roster(place.draft), {"what": "discard", "version": version(place.draft)})
    assert not DutyRoster.objects.filter(pk=place.draft).exists()
    stale = planner.post(place.roster(place.published), {"what": "close", "version": 999})
    assert stale.status_code == 409
    planner.post(
        place.roster(place.published), {"what": "close", "version": version(place.published)}
    )
    assert DutyRoster.objects.get(pk=place.published).state == "closed"
    assert "avsluttet og kan ikke endres" in Page(planner.get(place.roster(place.published))).text


def solved(run: int, by: Any) -> threading.Thread:
    """Do what a thread would, and wait: a test has one connection."""
    solve_run(run=run, by=by)
    return threading.Thread()


def test_search_is_started_looked_at_and_taken_in(
    place: Place, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_views, "start_run", solved)
    address = place.roster(place.draft, "sok/")
    assert "Ingen søk ennå." in Page(planner.get(address)).text
    wrong = planner.post(address, {"what": "start", "seconds": "0", "seed": "1"})
    assert (wrong.status_code, "Gi 1–3600 sekunder." in Page(wrong).alert) == (422, True)
    answer = planner.post(address, {"what": "start", "seconds": "10", "seed": "7"})
    run = RosterRun.objects.get()
    assert answer["Location"] == f"{address}{run.pk}/"
    page = Page(planner.get(answer["Location"]))
    assert page.one("h1").text in (
        "Bevist best: ingen plan er bedre",
        "Gyldig plan, men det er ikke bevist at ingen er bedre",
    )
    assert page.one("table", id="t-spans")
    assert page.one("table", id="t-changes")
    taken = planner.post(answer["Location"], {"what": "take"})
    assert taken["Location"] == place.roster(place.draft)
    assert "alle vakter har lege" in Page(planner.get(taken["Location"])).one("h1").text
    again = planner.post(answer["Location"], {"what": "take"})
    assert again.status_code == 409


def test_search_that_goes_on_is_followed_and_stopped(place: Place, planner: Client) -> None:
    run = queue_run(roster=place.draft, by=BY, seconds=10)
    address = place.roster(place.draft, f"sok/{run}/")
    page = Page(planner.get(address))
    assert page.one("h1").text == "Venter på å begynne"
    assert page.one("div", id="run")["hx-get"] == address
    busy = planner.post(
        place.roster(place.draft, "sok/"), {"what": "start", "seconds": "10", "seed": "1"}
    )
    assert busy.status_code == 409
    planner.post(address, {"what": "cancel"})
    assert RosterRun.objects.get(pk=run).state == "cancelled"
    part = planner.get(address, headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"


def test_impossible_search_names_what_contradicts_and_what_to_give_up(
    place: Place, planner: Client
) -> None:
    doctors = place.district.doctors
    type(DutyAssignment.objects.all()[0].duty_doctor).objects.filter(pk__in=doctors[1:]).update(
        member_to=DutyRoster.objects.get(pk=place.draft).first
    )
    run = queue_run(roster=place.draft, by=BY, seconds=10)
    solve_run(run=run, by=BY)
    page = Page(planner.get(place.roster(place.draft, f"sok/{run}/")))
    assert page.one("h1").text == "Umulig: kravene motsier hverandre"
    assert len(page.one("section", aria_labelledby="conflict").text) > 60


def test_publication_is_stopped_by_law_and_a_leader_sets_each_breach_aside(
    place: Place, planner: Client
) -> None:
    fill_roster(place.draft)
    shift = evening(place, place.draft)
    (doctor,) = on(place.draft, shift)
    planner.post(
        place.roster(place.draft, "endre/"),
        change(place, place.draft, shift=shift, take_off=doctor),
    )
    address = place.roster(place.draft, "publisering/")
    page = Page(planner.get(address))
    assert page.one("h1").text == "1 brudd på loven stopper publiseringen"
    assert "må en leder fravike" in page.text
    form = {"what": "publish", "version": version(place.draft)}
    assert planner.post(address, form).status_code == 409
    leader = client_of(Role.LEADER, place.district)
    (reason,) = [
        one["name"]
        for one in Page(leader.get(address)).all("input")
        if one.attributes.get("name", "").startswith("reason:")
    ]
    assert planner.post(address, {**form, reason: "Ingen ledige"}).status_code == 403
    assert leader.post(address, {**form, reason: "Ingen ledige"}).status_code == 302
    assert DutyRoster.objects.get(pk=place.draft).state == "published"
    after = Page(planner.get(address))
    assert after.one("h1").text == "Ingenting nytt å publisere"
    assert "Ingen ledige" in after.text
    assert Publication.objects.get(roster=place.draft).overrides[0]["override"] == "Ingen ledige"


def test_changes_of_a_published_roster_are_published_as_a_difference(
    place: Place, planner: Client
) -> None:
    shift = f"evening:{place.first + timedelta(days=20)}"
    (old,) = on(place.published, shift)
    address = place.roster(place.published, "publisering/")
    panel = Page(planner.get(f"{place.roster(place.published)}?vakt={shift}"))
    new = next(
        int(one["value"]) for one in panel.all("input", name="put_on") if one["value"] != str(old)
    )
    planner.post(
        place.roster(place.published, "endre/"),
        change(place, place.published, shift=shift, put_on=new, take_off=old),
    )
    page = Page(planner.get(address))
    assert page.one("h1").text == "Endringene er klare til å publiseres"
    assert len(page.one("table", id="t-changes").text.split("Kveld")) == 2
    planner.post(address, {"what": "publish", "version": version(place.published)})
    assert Publication.objects.filter(roster=place.published).count() == 2
    nothing = planner.post(address, {"what": "publish", "version": version(place.published)})
    assert nothing.status_code == 409


def test_ledger_tells_spread_of_each_category_and_draws_it(place: Place, planner: Client) -> None:
    district = f"{place.base}distrikt/{place.district.key}/regnskap/"
    page = Page(planner.get(f"{district}?hva=nights"))
    assert page.one("h1").text.startswith("Nattevakter: forskjellen er")
    assert page.all("svg", class_="chart")
    assert len(page.one("table", id="t-one").text.split("Lege ")) == 10
    assert planner.get(f"{district}?hva=sleep").status_code == 422
    draft = Page(planner.get(place.roster(place.draft, "regnskap/?hva=hours")))
    assert draft.one("h1").text.startswith("Timer: forskjellen er")
    assert "ingen plan er under" in draft.text
    published = Page(planner.get(place.roster(place.published, "regnskap/?hva=nights")))
    assert re.search(r"8 leger: forskjell \d+,\d, mål 1,0, ingen plan er under", published.text)


def test_cost_names_what_is_missing_and_where_to_enter_it(place: Place, planner: Client) -> None:
    page = Page(planner.get(place.roster(place.published, "kostnad/")))
    assert page.one("h1").text == "Kostnaden kan ikke regnes ut ennå"
    assert "Vaktklassen er ikke lagt inn." in page.text
    assert page.link("Til oppsettet").endswith(f"?distrikt={place.district.key}#pay")


def test_hours_are_of_the_period_that_is_asked_for(place: Place, planner: Client) -> None:
    address = f"{place.base}distrikt/{place.district.key}/timer/"
    last = place.first + timedelta(days=6)
    page = Page(planner.get(f"{address}?fra={place.first}&til={last}"))
    # seven evenings of 7 hours, seven nights of 9, weekend days of 8 (and public holidays)
    shifts = DutyShift.objects.filter(roster=place.published, day__lte=last)
    hours = sum((one.ends - one.starts).total_seconds() for one in shifts) / 3600
    assert page.one("h1").text == f"{hours:.0f} timer på vakt"
    assert planner.get(f"{address}?fra={last}&til={place.first}").status_code == 422
    empty = Page(planner.get(f"{address}?fra=2020-01-01&til=2020-01-31"))
    assert "Ingen publiserte vakter i perioden." in empty.text


def test_what_happened_to_her_shifts_is_shown_to_the_doctor_and_the_planner(
    place: Place, planner: Client
) -> None:
    address = f"{place.base}distrikt/{place.district.key}/timer/"
    doctor = place.district.doctors[0]
    assert planner.get(address).content.decode().count(f"?lege={doctor}&amp;") == 1
    chosen = f"{address}?lege={doctor}&fra={place.first}&til={place.first + timedelta(days=27)}"
    herself = client_of(Role.GP, place.district, doctor)
    for client in (planner, herself):
        shown = Page(client.get(chosen)).one("table", id="t-history").text
        taken = DutyAssignment.objects.filter(duty_doctor=doctor, shift__roster=place.published)
        assert shown.count("fikk vakten da planen ble laget") == taken.count() > 0
    assert f"?lege={doctor}#history" in herself.get("/nb/vakt/min/").content.decode()
    other = client_of(Role.GP, place.district, place.district.doctors[1])
    assert other.get(chosen).status_code == 403
    assert planner.get(f"{address}?lege=99999").status_code == 404


def test_doctor_is_told_why_she_has_a_shift_and_not_of_others(
    place: Place, planner: Client
) -> None:
    shift = f"evening:{place.first + timedelta(days=2)}"
    (doctor,) = on(place.published, shift)
    address = place.roster(place.published, f"hvorfor/?vakt={shift}&lege={doctor}")
    full = Page(planner.get(address))
    assert "kunne hatt Kveld" in full.text
    assert full.one("table", id="t-others-1")
    herself = Page(client_of(Role.GP, place.district, doctor).get(address))
    assert "slik i regnskapet" in herself.text
    assert herself.all("table") == []
    other = next(one for one in place.district.doctors if one != doctor)
    assert client_of(Role.GP, place.district, other).get(address).status_code == 403
    assert planner.get(place.roster(place.published, "hvorfor/?vakt=nattevakt")).status_code == 404


def test_roster_goes_out_to_excel_and_a_sheet_in_after_a_preview(
    place: Place, planner: Client
) -> None:
    address = place.roster(place.draft, "fil/")
    out = planner.get(place.roster(place.draft, "vaktplan.xlsx"))
    assert out["Content-Type"].startswith("application/vnd.openxmlformats")
    assert load_workbook(io.BytesIO(out.content)).sheetnames
    shift = evening(place, place.draft)
    day = DutyShift.objects.get(roster=place.draft, key=shift).day
    rows = f"Dag;Vakt;Stasjon;Lege\n{day:%d.%m.%Y};Kveld;Legevaktstasjonen;Lege 03\n{day:%d.%m.%Y};Kveld;Legevaktstasjonen;Ukjent lege\n"
    nothing = planner.post(address, {"what": "preview"})
    assert (nothing.status_code, "Ingen fil er valgt." in Page(nothing).alert) == (422, True)
    junk = SimpleUploadedFile("plan.xlsx", b"not a workbook")
    assert planner.post(address, {"what": "preview", "file": junk}).status_code == 422
    file = SimpleUploadedFile("plan.csv", rows.encode())
    shown = planner.post(address, {"what": "preview", "file": file})
    page = Page(shown)
    assert shown.status_code == 200
    assert "Ukjent lege" in page.one("section", aria_labelledby="bad").text
    assert "Lege 03" in page.one("section", aria_labelledby="changes").text
    assert on(place.draft, shift) == []
    form = {"what": "take", "version": page.one("input", name="version")["value"]}
    assert planner.post(address, form)["Location"] == place.roster(place.draft)
    assert on(place.draft, shift) == [place.district.doctors[3]]
    again = planner.post(address, form)
    assert (again.status_code, "Filen er ikke her lenger." in Page(again).alert) == (409, True)
    assert client_of(Role.ADMINISTRATOR, place.district).get(address).status_code == 403


def test_shift_is_moved_in_time_by_a_planner(place: Place, planner: Client) -> None:
    shift = evening(place, place.draft)
    address = place.roster(place.draft, f"vakt/?vakt={shift}")
    page = Page(planner.get(address))
    starts = page.one("input", id="m-starts")["value"]
    form = {
        "kind": "move",
        "version": version(place.draft),
        "starts": starts.replace("16:00", "15:30"),
        "ends": page.one("input", id="m-ends")["value"],
    }
    assert planner.post(address, {**form, "starts": "i morgen"}).status_code == 422
    assert planner.post(address, {**form, "starts": form["ends"]}).status_code == 422
    assert planner.post(address, form).status_code == 302
    moved = DutyShift.objects.get(roster=place.draft, key=shift)
    assert (moved.ends - moved.starts) == timedelta(hours=7.5)
    assert planner.post(address, form).status_code == 409
