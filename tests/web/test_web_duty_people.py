"""A doctor's own duty on her phone, swaps and open shifts, illness, exemptions, competence, calendar."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from duty_pages import Place, client_of, made_place
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import (
    CalendarFeed,
    Competence,
    DutyAbsence,
    DutyAssignment,
    DutyDoctor,
    DutyWish,
    ExemptionCase,
    RosterRun,
    ShiftOffer,
)
from hjemmel.apps.duty.services.solving import solve_run
from hjemmel.apps.registry.models import Doctor
from hjemmel.web.duty import feed_views
from tests.duty_district import BY, made_district

MINE = "/nb/vakt/min/"


@pytest.fixture
def place(db: None) -> Place:
    return made_place()


@pytest.fixture
def planner(place: Place) -> Client:
    return client_of(Role.PLANNER, place.district)


def next_shift(place: Place, doctor: int) -> DutyAssignment:
    """Return a doctor's first shift from the second week on."""
    return DutyAssignment.objects.filter(
        duty_doctor=doctor,
        shift__roster=place.published,
        shift__day__gte=place.first + timedelta(days=8),
        ended_at__isnull=True,
    ).order_by("shift__starts")[0]


def shift_page(place: Place, doctor: int) -> tuple[str, str]:
    """Return the address of the page of a doctor's next shift, and the shift."""
    shift = next_shift(place, doctor).shift.key
    return place.roster(place.published, f"vakt/?vakt={shift}&lege={doctor}"), shift


def who(place: Place, shift: str) -> list[int]:
    rows = DutyAssignment.objects.filter(
        shift__roster=place.published, shift__key=shift, ended_at__isnull=True
    )
    return list(rows.values_list("duty_doctor", flat=True))


def test_own_page_needs_a_doctor(place: Place, planner: Client, client: Client) -> None:
    doctor = client_of(Role.GP, place.district, place.district.doctors[0])
    for rest in ("", "onsker/", "fritak/", "kalender/"):
        assert client.get(MINE + rest).status_code == 302
        assert planner.get(MINE + rest).status_code == 403
        assert doctor.get(MINE + rest).status_code == 200
        assert doctor.get(f"{MINE}{rest}?sted=999").status_code == 404


def test_doctor_who_takes_no_duty_is_told_so(place: Place) -> None:
    doctor = place.district.doctors[0]
    client = client_of(Role.GP, place.district, doctor)
    DutyDoctor.objects.filter(pk=doctor).update(member_to=timezone.localdate())
    assert Page(client.get(MINE)).one("h1").text == "Du er ikke med i en vaktordning"


def test_next_shift_is_first_with_the_ledger_beside_the_average(place: Place) -> None:
    doctor = place.district.doctors[0]
    client = client_of(Role.GP, place.district, doctor)
    coming = DutyAssignment.objects.filter(
        duty_doctor=doctor,
        shift__roster=place.published,
        shift__ends__gt=timezone.now(),
        ended_at__isnull=True,
    ).order_by("shift__starts")
    page = Page(client.get(MINE))
    assert page.one("h1").text.startswith(f"Neste vakt: {coming[0].shift.shift_type.name} ")
    mine = page.one("ol", class_="week")
    assert len(re.findall(r"\d\d\.\d\d–", mine.text)) == coming.count()
    assert page.one("table", id="t-ledger").text.startswith(
        "Slag Bærer Tatt Snitt Min andel Vakter"
    )
    assert [one["href"] for one in page.all("a") if one.text == "Mine vakter"] == [MINE, MINE]


def test_give_away_is_offered_accepted_and_told_in_the_shifts_history(place: Place) -> None:
    giver = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, giver)
    address, shift = shift_page(place, giver)
    page = Page(mine.get(address))
    takers = [one["value"] for one in page.all("button", name="pair") if " " not in one["value"]]
    taker = int(takers[0])
    assert mine.post(address, {"kind": "give_away", "pair": str(taker)})["Location"] == MINE
    assert who(place, shift) == [giver]
    her = client_of(Role.GP, place.district, taker)
    waiting = Page(her.get(MINE))
    assert "Tilbud som venter på svar" in waiting.text
    offer = ShiftOffer.objects.get()
    other = next(one for one in place.district.doctors if one not in (giver, taker))
    stranger = client_of(Role.GP, place.district, other)
    assert stranger.post(MINE, {"what": "accept", "offer": offer.pk}).status_code in (403, 404)
    assert her.post(MINE, {"what": "accept", "offer": offer.pk}).status_code == 302
    assert who(place, shift) == [taker]
    again = her.post(MINE, {"what": "accept", "offer": offer.pk})
    assert (again.status_code, "fra før" in Page(again).alert) == (409, True)
    history = Page(her.get(place.roster(place.published, f"vakt/?vakt={shift}&lege={taker}")))
    assert len(history.one("table", id="t-history").text) > 40


def test_swap_is_asked_for_only_with_lawful_partners_and_its_ledger_shown(place: Place) -> None:
    giver = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, giver)
    address, shift = shift_page(place, giver)
    page = Page(mine.get(address))
    pair = next(one["value"] for one in page.all("button", name="pair") if " " in one["value"])
    partner, wanted = pair.split(" ")
    assert "→" in page.one("table", id="t-swaps").text
    mine.post(address, {"kind": "swap", "pair": pair})
    her = client_of(Role.GP, place.district, int(partner))
    assert (
        her.post(MINE, {"what": "refuse", "offer": ShiftOffer.objects.get().pk}).status_code == 302
    )
    assert who(place, shift) == [giver]
    mine.post(address, {"kind": "swap", "pair": pair})
    offer = ShiftOffer.objects.get(state="open")
    her.post(MINE, {"what": "accept", "offer": offer.pk})
    assert (who(place, shift), who(place, wanted)) == ([int(partner)], [giver])


def test_open_shift_is_taken_by_who_lawfully_may(place: Place, planner: Client) -> None:
    giver = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, giver)
    address, shift = shift_page(place, giver)
    assert mine.post(address, {"kind": "open", "reason": "Barnedåp"}).status_code == 302
    offer = ShiftOffer.objects.get()
    offers = Page(planner.get(place.roster(place.published, "bytter/")))
    assert offers.one("h1").text == "1 tilbud venter på svar"
    assert "Barnedåp" in offers.text
    shown = {
        doctor: "Ta vakten" in Page(client_of(Role.GP, place.district, doctor).get(MINE)).text
        for doctor in place.district.doctors[1:]
    }
    assert any(shown.values())
    choose = offers.link("Velg hvem som tar den")
    choices = [
        int(one["value"])
        for one in Page(planner.get(choose)).all("button", name="pair")
        if " " not in one["value"]
    ]
    taker = choices[0]
    assert shown[taker]
    given = planner.post(choose, {"kind": "taken", "offer": offer.pk, "pair": taker})
    assert given["Location"] == place.roster(place.published, "bytter/")
    assert who(place, shift) == [taker]
    closed = Page(planner.get(place.roster(place.published, "bytter/?status=accepted")))
    assert "godtatt" in closed.one("table", id="t-offers").text
    assert planner.get(place.roster(place.published, "bytter/?status=x")).status_code == 422


def test_planner_swaps_for_both_at_once(place: Place, planner: Client) -> None:
    giver = place.district.doctors[0]
    address, shift = shift_page(place, giver)
    page = Page(planner.get(address))
    taker = next(one["value"] for one in page.all("button", name="pair") if " " not in one["value"])
    answer = planner.post(address, {"kind": "give_away", "pair": taker})
    assert answer["Location"] == place.roster(place.published, "bytter/")
    assert who(place, shift) == [int(taker)]


def test_doctor_gives_away_nobody_elses_shift(place: Place) -> None:
    giver, other = place.district.doctors[:2]
    address, _ = shift_page(place, giver)
    client = client_of(Role.GP, place.district, other)
    assert Page(client.get(address)).all("button", name="pair") == []
    assert client.post(address, {"kind": "open"}).status_code == 403
    assert not ShiftOffer.objects.exists()


def test_wish_and_absence_are_told_in_time_and_withdrawn(place: Place) -> None:
    doctor = place.district.doctors[0]
    client = client_of(Role.GP, place.district, doctor)
    first = place.first + timedelta(weeks=5)
    address = f"{MINE}onsker/"
    wish = {
        "what": "wish", "kind": "off", "first": first.isoformat(), "last": first.isoformat(),
        "shift_type": "", "weight": "4",
    }  # fmt: skip
    assert client.post(address, wish).status_code == 302
    made = DutyWish.objects.get()
    assert (made.first, made.last, made.weight) == (first, first + timedelta(days=1), 4)
    late = client.post(
        address, {**wish, "first": place.first.isoformat(), "last": place.first.isoformat()}
    )
    assert (late.status_code, "er publisert" in Page(late).alert) == (409, True)
    heavy = client.post(address, {**wish, "weight": "99"})
    assert heavy.status_code == 422
    away = first + timedelta(days=3)
    client.post(
        address,
        {"what": "absence", "first": away.isoformat(), "last": away.isoformat(), "cause": "Kurs"},
    )
    page = Page(client.get(address))
    assert page.one("h1").text == "1 ønske, 1 fravær"
    assert "Kurs" in page.text
    client.post(address, {"what": "withdraw-wish", "wish": made.pk})
    client.post(address, {"what": "withdraw-absence", "absence": DutyAbsence.objects.get().pk})
    assert Page(client.get(address)).one("h1").text == "0 ønsker, 0 fravær"
    cell = Page(client_of(Role.PLANNER, place.district).get(place.roster(place.draft)))
    assert cell.one("table", id="t-matrix")


def test_marks_of_wishes_and_absences_are_for_planners(place: Place, planner: Client) -> None:
    doctor = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, doctor)
    first = place.first + timedelta(weeks=4)
    mine.post(
        f"{MINE}onsker/",
        {"what": "wish", "kind": "off", "first": first.isoformat(), "last": first.isoformat(),
         "shift_type": "", "weight": "4"},
    )  # fmt: skip
    marks = Page(planner.get(place.roster(place.draft))).all("abbr", class_="mark")
    assert [one["title"] for one in marks] == ["ønsker fri"]
    reader = client_of(Role.ADMINISTRATOR, place.district)
    assert Page(reader.get(place.roster(place.draft))).all("abbr", class_="mark") == []


def test_illness_opens_the_shifts_and_the_planner_takes_a_proposal(
    place: Place, planner: Client
) -> None:
    ill = place.district.doctors[0]
    coming = next_shift(place, ill)
    address = f"{place.base}distrikt/{place.district.key}/fravar/"
    empty = Page(planner.get(address))
    assert empty.one("h1").text == "Alle publiserte vakter er fylt"
    day = coming.shift.day.isoformat()
    answer = planner.post(
        address,
        {"what": "ill", "duty_doctor": ill, "first": day, "last": day, "cause": ""},
    )
    assert answer.status_code == 302
    page = Page(planner.get(address))
    assert page.one("h1").text == "1 publisert vakt må fylles"
    assert "lagt ut" in page.one("section", aria_labelledby="fill").text
    replan = place.roster(place.published, "omlegging/")
    assert planner.get(replan).status_code == 200
    vacant = Page(planner.get(replan))
    assert vacant.one("h1").text == "1 vakt må fylles"
    assert vacant.one("section", aria_labelledby="v-1").text.count("Lege") > 1
    assert planner.post(replan, {"what": "take"}).status_code == 422
    begun = planner.post(replan, {"what": "search"})
    run = RosterRun.objects.get()
    assert begun["Location"] == place.roster(place.published, f"sok/{run.pk}/")
    assert "Følg søket" in Page(planner.get(replan)).text
    assert planner.post(replan, {"what": "search"}).status_code == 409
    RosterRun.objects.update(seconds=2)
    solve_run(run=run.pk, by=BY)
    assert "Se hva det fant" in Page(planner.get(replan)).text
    found = Page(planner.get(begun["Location"]))
    assert found.one("h1").text == "Færrest mulig endringer"
    assert "1 vakt skifter leger" in found.one("section", aria_labelledby="take").text
    taken = planner.post(begun["Location"], {"what": "take"})
    assert taken["Location"] == place.roster(place.published)
    assert ill not in who(place, coming.shift.key)
    assert planner.post(begun["Location"], {"what": "take"}).status_code == 409
    assert Page(planner.get(replan)).one("h1").text == "Ingenting må endres"
    assert client_of(Role.GP, place.district, ill).get(address).status_code == 403


def test_exemption_is_applied_for_judged_by_the_rule_and_decided_by_a_leader(
    place: Place, planner: Client
) -> None:
    doctor = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, doctor)
    Doctor.objects.filter(duty__pk=doctor).update(born=date(1985, 5, 5))
    first = place.first + timedelta(weeks=8)
    address = f"{MINE}fritak/"
    wrong = mine.post(address, {"what": "apply", "ground": "tired", "first": first.isoformat()})
    assert wrong.status_code == 422
    sent = mine.post(
        address,
        {"what": "apply", "ground": "social", "first": first.isoformat(),
         "last": (first + timedelta(weeks=8)).isoformat()},
    )  # fmt: skip
    assert sent.status_code == 302
    case = ExemptionCase.objects.get()
    assert "Vektige sosiale grunner" in Page(mine.get(address)).text
    listed = Page(planner.get(f"{place.base}distrikt/{place.district.key}/fritak/"))
    assert listed.one("h1").text == "1 søknad om fritak venter"
    page_address = f"{place.base}fritak/{case.pk}/"
    seen = Page(planner.get(page_address))
    assert "Innvilg" not in seen.text
    assert (
        planner.post(page_address, {"what": "grant", "version": 1, "reason": "Ja"}).status_code
        == 403
    )
    leader = client_of(Role.LEADER, place.district)
    asked = Page(leader.get(page_address))
    assert asked.one("table", id="t-effect")
    assert "Krever skjønn" in asked.text
    empty = leader.post(page_address, {"what": "grant", "version": case.version, "reason": " "})
    assert empty.status_code == 422
    granted = leader.post(
        page_address, {"what": "grant", "version": case.version, "reason": "Omsorg for barn."}
    )
    assert granted.status_code == 302
    letter = Page(mine.get(address))
    assert "innvilget" in letter.text
    assert "Omsorg for barn." in letter.text
    assert planner.get(page_address).status_code == 200
    outsider = client_of(Role.PLANNER, made_district(1, number="5035"))
    assert outsider.get(page_address).status_code == 403


def test_competence_that_ends_is_warned_of_and_shifts_are_opened(
    place: Place, planner: Client
) -> None:
    address = f"{place.base}distrikt/{place.district.key}/kompetanse/"
    doctor = place.district.doctors[0]
    page = Page(planner.get(address))
    assert page.one("h1").text == "Ingen kompetanse løper snart ut"
    note = {
        "what": "note", "duty_doctor": doctor, "kind": "lis1", "valid_from": "2020-01-01",
        "valid_to": "", "evidence": "Diplom",
    }  # fmt: skip
    known = [one["value"] for one in page.all("option") if one.text]
    kind = next(one for one in known if one not in ("", *map(str, place.district.doctors)))
    assert planner.post(address, {**note, "kind": "nothing"}).status_code in (404, 422)
    assert planner.post(address, {**note, "kind": kind}).status_code == 302
    noted = Competence.objects.get(kind=kind, evidence="Diplom")
    back = planner.post(address, {"what": "take_back", "competence": noted.pk, "valid_to": ""})
    assert back.status_code in (200, 302)
    assert not Competence.objects.filter(pk=noted.pk).exists()
    course = Competence.objects.filter(doctor__duty__pk=doctor, kind="course_emergency_medicine")[0]
    soon = timezone.localdate() + timedelta(days=20)
    planner.post(address, {"what": "end", "competence": course.pk, "valid_to": soon.isoformat()})
    assert "løper snart ut" in Page(planner.get(address)).one("h1").text
    assert client_of(Role.GP, place.district, doctor).get(address).status_code == 403


def test_calendar_address_is_shown_once_read_without_sign_in_and_revoked(
    place: Place, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, doctor)
    page = Page(mine.post(f"{MINE}kalender/", {"what": "make"}))
    address = page.one("code", class_="secret").text.removeprefix("http://testserver")
    again = Page(mine.get(f"{MINE}kalender/"))
    assert again.all("code", class_="secret") == []
    with caplog.at_level(logging.DEBUG):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.content.decode().startswith("BEGIN:VCALENDAR")
        assert "Legevakta" in answer.content.decode()
        assert client.get(address.replace(".ics", "x.ics")).status_code == 404

        def fails(**_: object) -> str:
            raise RuntimeError(address)

        monkeypatch.setattr(feed_views, "feed_text", fails)
        assert client.get(address).status_code == 503
        monkeypatch.undo()
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    told = [
        one.getMessage()
        for one in caplog.records
        if one.name.startswith(("hjemmel", "django.server"))
    ]
    assert not [line for line in told if secret in line]
    feed = CalendarFeed.objects.get()
    mine.post(f"{MINE}kalender/", {"what": "revoke", "feed": feed.pk})
    assert client.get(address).status_code == 404
