"""A shift of one roster for a shift of the next: asked for by the doctor on her phone, made by who plans."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from duty_pages import Place, client_of, fill_roster, made_place, version
from web_page import Page

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.duty.models import DutyAssignment, ShiftOffer
from hjemmel.apps.duty.services.publishing import publish_roster
from tests.duty_district import BY

MINE = "/nb/vakt/min/"


@pytest.fixture
def place(db: None) -> Place:
    """Two rosters that follow each other, «Nå» and «Neste», both published."""
    found = made_place()
    fill_roster(found.draft)
    publish_roster(roster=found.draft, version=version(found.draft), by=BY, tell=False)
    return found


def last_shift(place: Place, doctor: int) -> str:
    """Return the address of the page of a doctor's last shift in the first roster."""
    row = DutyAssignment.objects.filter(
        duty_doctor=doctor,
        shift__roster=place.published,
        shift__day__gte=place.first + timedelta(weeks=2),
        ended_at__isnull=True,
    ).latest("shift__starts")
    return place.roster(place.published, f"vakt/?vakt={row.shift.key}&lege={doctor}")


def who(roster: int, shift: str) -> list[int]:
    rows = DutyAssignment.objects.filter(
        shift__roster=roster, shift__key=shift, ended_at__isnull=True
    )
    return list(rows.values_list("duty_doctor", flat=True))


def pair_of(client: Client, address: str, roster: int) -> str:
    """Return the first swap for a shift of a roster that a page shows."""
    page = Page(client.get(address))
    assert page.one("input", name="wanted_roster")["value"] == str(roster)
    section = page.source.partition(f'id="t-swaps-{roster}"')[2].partition("</table>")[0]
    return re.findall(r'name="pair" value="([^"]+)"', section)[0]


def test_doctor_asks_for_a_shift_of_the_next_roster_and_gets_it(place: Place) -> None:
    giver = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, giver)
    address = last_shift(place, giver)
    shift = address.partition("?vakt=")[2].partition("&")[0]
    page = Page(mine.get(address))
    assert "Bytt mot en vakt i Neste" in [one.text for one in page.all("h2")]
    table = page.one("table", id=f"t-swaps-{place.draft}").text
    assert "Nå: " in table
    assert "Neste: " in table
    assert "Begge planene endres." in page.text
    partner, wanted = pair_of(mine, address, place.draft).split(" ")
    form = {"kind": "swap", "pair": f"{partner} {wanted}", "wanted_roster": place.draft}
    assert mine.post(address, form)["Location"] == MINE
    offer = ShiftOffer.objects.get()
    her = client_of(Role.GP, place.district, int(partner))
    waiting = Page(her.get(MINE)).text
    assert "(Nå) mot" in waiting
    assert "(Neste)" in waiting
    assert her.post(MINE, {"what": "accept", "offer": offer.pk}).status_code == 302
    assert who(place.published, shift) == [int(partner)]
    assert who(place.draft, wanted) == [giver]
    later = Page(mine.get(place.roster(place.draft, f"vakt/?vakt={wanted}&lege={giver}")))
    assert "i Neste" in later.one("table", id="t-history").text


def test_table_of_swaps_for_the_next_roster_is_a_file_too(place: Place) -> None:
    giver = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, giver)
    page = Page(mine.get(last_shift(place, giver)))
    [address] = [
        one["href"]
        for one in page.all("a")
        if f"t-swaps-{place.draft}" in one.attributes.get("href", "") and one.text == "CSV"
    ]
    answer = mine.get(address)
    assert answer.status_code == 200
    assert "Neste: " in answer.content.decode("utf-8-sig")


def test_planner_swaps_between_two_rosters_at_once_and_sees_it_in_both(place: Place) -> None:
    planner = client_of(Role.PLANNER, place.district)
    giver = place.district.doctors[0]
    address = last_shift(place, giver)
    pair = pair_of(planner, address, place.draft)
    answer = planner.post(address, {"kind": "swap", "pair": pair, "wanted_roster": place.draft})
    assert answer["Location"] == place.roster(place.published, "bytter/")
    for roster in (place.published, place.draft):
        [row] = Page(planner.get(place.roster(roster, "bytter/"))).all("th", scope="row")
        assert "(Nå) mot" in row.text
        assert "(Neste)" in row.text
    assert who(place.draft, pair.split(" ")[1]) == [giver]


@pytest.mark.parametrize(("other", "status"), [("abc", 422), ("999999", 404), ("1" * 30, 422)])
def test_roster_that_is_not_there_is_told_and_nothing_is_offered(
    place: Place, other: str, status: int
) -> None:
    giver = place.district.doctors[0]
    mine = client_of(Role.GP, place.district, giver)
    address = last_shift(place, giver)
    pair = pair_of(mine, address, place.draft)
    answer = mine.post(address, {"kind": "swap", "pair": pair, "wanted_roster": other})
    assert (answer.status_code, bool(Page(answer).alert)) == (status, True)
    assert not ShiftOffer.objects.exists()
