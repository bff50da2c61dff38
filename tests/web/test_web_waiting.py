"""Venteliste: those behind the counts, for a purpose, filtered in the address, as files, each one logged."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.audit.models import ReadEvent
from hjemmel.apps.registry.models import Membership, Municipality, Resident, WaitingEntry
from hjemmel.apps.registry.selectors.person_counts import counted_persons
from hjemmel.apps.registry.selectors.places import get_municipality
from hjemmel.apps.registry.selectors.unplaced import UnplacedChoice, unplaced
from hjemmel.apps.registry.services.residents import queue_up
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.kernel.errors import InputError, NotAllowedError

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WAITING = "/nb/4601/innbyggere/venteliste/"
DAY = date(2023, 12, 31)
_PERSON = re.compile(r"^/nb/4601/innbyggere/(\d+)/$")


def signed_in(user: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=user), _BACKEND)
    return client


@pytest.fixture
def worker(small_register: SyntheticMunicipality) -> Client:
    lose_their_gp(3)
    return signed_in("saksbehandler")


def lose_their_gp(persons: int) -> None:
    """Take some residents of a district off their lists, and queue one of them."""
    rows = Resident.objects.filter(district__number="460101", waiting__isnull=True).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:persons])
    Membership.objects.filter(resident__in=keys).delete()
    mark_changed(Municipality.objects.get(number="4601").pk)
    queue_up(
        resident=keys[0],
        wanted_list=None,
        waiting_class=WaitingClass.WITHOUT_GP,
        queued_on=DAY,
        by=actor_named("saksbehandler"),
    )


def persons_on(page: Page) -> list[int]:
    """Return the keys of the residents that a page leads to."""
    found = [_PERSON.search(a["href"]) for a in page.all("a")]
    return [int(one[1]) for one in found if one]


@pytest.fixture
def opened(worker: Client) -> Client:
    """A case worker who has said what she looks at the queue for."""
    answer = worker.post(WAITING, {"purpose": "queue", "note": "sak 4"})
    assert answer.headers["Location"] == WAITING
    return worker


def linked(client: Client, address: str) -> dict[str, str]:
    """Return the text of each link of a page to the queue, by its address."""
    page = Page(client.get(address))
    return {a["href"]: a.text for a in page.all("a") if a["href"].startswith(WAITING)}


def table(client: Client, address: str) -> list[list[str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_nobody_is_shown_before_a_purpose_is_given(worker: Client) -> None:
    for address in (WAITING, "/nb/4601/innbyggere/venteliste.csv?klasse=without_gp"):
        page = Page(worker.get(address))
        assert "Hva er oppslaget til?" in page.text
        assert [f["action"] for f in page.all("form") if "action" in f.attributes][-1].startswith(
            WAITING
        )
    assert worker.post(WAITING, {"purpose": "x"}).status_code == 422
    assert not ReadEvent.objects.exists()


def test_counts_lead_to_as_many_persons(opened: Client) -> None:
    overview = linked(opened, "/nb/4601/")
    assert {f"{WAITING}?klasse={one.value}" for one in WaitingClass} <= set(overview)
    assert f"{WAITING}?hvem=uten-fastlege" in overview
    lists = {a: n for a, n in linked(opened, "/nb/4601/lister/").items() if "liste=" in a}
    assert lists
    for address, shown in [*overview.items(), *list(lists.items())[:2]]:
        query = address.removeprefix(WAITING)
        count = int("".join(c for c in shown if c.isdigit()))
        assert len(table(opened, f"/nb/4601/innbyggere/venteliste.csv{query}")) == count, address
        lead = Page(opened.get(address)).one("p", class_="ds-paragraph lead").text
        assert lead.startswith((f"{shown} venter på plass", f"{shown} har ikke fastlege"))


def test_everyone_without_a_gp_is_found_as_they_are_counted(opened: Client) -> None:
    place = Municipality.objects.get(number="4601")
    rows = table(opened, "/nb/4601/innbyggere/venteliste.csv?hvem=uten-fastlege")
    assert len(rows) == counted_persons(place.pk, DAY).without_gp == 3
    assert sorted(row[5] for row in rows) == ["", "", "Har ikke fastlege"]
    keys = {int(row[0]) for row in rows}
    assert not Membership.objects.on(DAY).filter(resident__in=keys).exists()


def test_each_person_shown_is_logged_with_the_purpose(opened: Client) -> None:
    page = Page(opened.get(f"{WAITING}?klasse=gp_elsewhere"))
    shown = persons_on(page)
    assert len(shown) == WaitingEntry.objects.filter(waiting_class="gp_elsewhere").count()
    logged = ReadEvent.objects.values_list("resident", "purpose", "what")
    assert sorted(logged) == sorted((key, "queue: sak 4", "queue") for key in shown)
    for row in Resident.objects.filter(pk__in=shown):
        assert (row.national_id or "") not in page.source


def test_pages_go_on_where_the_last_one_ended(opened: Client) -> None:
    total = WaitingEntry.objects.filter(left_on=None).count()
    assert total > 50
    found: list[int] = []
    for number in range(1, (total + 49) // 50 + 1):
        found += persons_on(Page(opened.get(f"{WAITING}?side={number}")))
    assert len(found) == len(set(found)) == total


@pytest.mark.parametrize("query", ["?hvem=x", "?klasse=x", "?liste=x", "?nope=1", "?per=abc"])
def test_unknown_choice_is_refused(opened: Client, query: str) -> None:
    assert opened.get(f"{WAITING}{query}").status_code == 422


def test_protected_are_left_out_for_who_may_not_see_them(opened: Client) -> None:
    entry = WaitingEntry.objects.filter(left_on=None).order_by("pk")[0]
    Resident.objects.filter(pk=entry.resident_id).update(protection="confidential")
    leader = signed_in("leder")
    leader.post(WAITING, {"purpose": "queue"})
    file = "/nb/4601/innbyggere/venteliste.csv"
    seen = {row[0] for row in table(opened, file)}
    hidden = {row[0] for row in table(leader, file)}
    assert seen - hidden == {str(entry.resident_id)}
    assert "De med gradert adresse er ikke med" in Page(leader.get(WAITING)).text
    assert "De med gradert adresse er ikke med" not in Page(opened.get(WAITING)).text


def test_counts_are_no_links_for_who_may_not_see_residents(
    small_register: SyntheticMunicipality,
) -> None:
    for user in ("leser", "fastlege", "planlegger"):
        client = signed_in(user)
        assert linked(client, "/nb/4601/") == {}
        assert linked(client, "/nb/4601/lister/") == {}
        assert client.get(WAITING).status_code == 403


def test_queue_is_seen_on_a_past_day_and_as_known_before(worker: Client) -> None:
    by = actor_named("saksbehandler")
    place = get_municipality("4601", by=by)
    entry = WaitingEntry.objects.filter(left_on=None, queued_on__lt=DAY).order_by("pk")[0]
    WaitingEntry.objects.filter(pk=entry.pk).update(left_on=DAY)

    def waits(day: date, known: bool = True) -> bool:
        moment = None if known else entry.known_from.replace(year=2000)
        found = unplaced(place, day, moment, by=by, purpose="queue")
        return entry.resident_id in {row.person.key for row in found.rows}

    assert waits(entry.queued_on)
    assert not waits(DAY)
    assert not waits(entry.queued_on, known=False)
    with pytest.raises(InputError, match="purpose"):
        unplaced(place, DAY, by=by, purpose=" ")
    with pytest.raises(NotAllowedError):
        unplaced(place, DAY, by=actor_named("leser"), purpose="queue")
    district = UnplacedChoice(without_gp=True, district="460101")
    rows = unplaced(place, DAY, choice=district, by=by, purpose="queue").rows
    numbers = Resident.objects.filter(pk__in=[r.person.key for r in rows])
    assert set(numbers.values_list("district__number", flat=True)) == {"460101"}
