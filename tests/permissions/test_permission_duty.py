"""Every page, form and operation of duty, and who may: one table, driven through each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hjemmel.api.scopes import scopes_of
from hjemmel.api.v1 import api
from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import make_token
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, RosterRun, ShiftType, Station
from hjemmel.apps.duty.services.exemptions import apply_for_exemption
from hjemmel.apps.duty.services.solving import queue_run
from hjemmel.apps.registry.models import Centre, Doctor
from hjemmel.domain.duty_doctor import ExemptionGround
from tests.api import conftest as asking
from tests.api.duty_examples import duty_examples
from tests.duty_district import BY, made_district
from tests.web.duty_pages import Place, client_of, made_place

P = Permission
PAGES: Mapping[str, tuple[str, Permission]] = {
    "duty": ("", P.SEE_ROSTERS),
    "duty-setup": ("oppsett/", P.PLAN_ROSTERS),
    "duty-setup-district": ("{district}oppsett/", P.PLAN_ROSTERS),
    "duty-setup-station": ("{district}oppsett/stasjoner/{station}/", P.PLAN_ROSTERS),
    "duty-setup-type": ("{district}oppsett/vakttyper/{kind}/", P.PLAN_ROSTERS),
    "duty-setup-doctor": ("{district}oppsett/leger/{on}/", P.PLAN_ROSTERS),
    "duty-district": ("{district}", P.SEE_ROSTERS),
    "duty-ledger": ("{district}regnskap/", P.SEE_ROSTERS),
    "duty-hours": ("{district}timer/", P.SEE_ROSTERS),
    "duty-away": ("{district}fravar/", P.PLAN_ROSTERS),
    "duty-exemptions": ("{district}fritak/", P.PLAN_ROSTERS),
    "duty-competence": ("{district}kompetanse/", P.PLAN_ROSTERS),
    "duty-exemption": ("fritak/{case}/", P.PLAN_ROSTERS),
    "duty-roster": ("{roster}", P.SEE_ROSTERS),
    "duty-roster-panel": ("{roster}rute/", P.SEE_ROSTERS),
    "duty-roster-findings": ("{roster}funn/", P.SEE_ROSTERS),
    "duty-print": ("{roster}utskrift/", P.SEE_ROSTERS),
    "duty-sheet": ("{roster}fil/", P.PLAN_ROSTERS),
    "duty-roster-excel": ("{roster}vaktplan.xlsx", P.SEE_ROSTERS),
    "duty-search": ("{draft}sok/", P.PLAN_ROSTERS),
    "duty-run": ("{draft}sok/{run}/", P.PLAN_ROSTERS),
    "duty-publish": ("{roster}publisering/", P.SEE_ROSTERS),
    "duty-roster-ledger": ("{roster}regnskap/", P.SEE_ROSTERS),
    "duty-cost": ("{roster}kostnad/", P.PLAN_ROSTERS),
    "duty-shift": ("{roster}vakt/?vakt={shift}", P.SEE_ROSTERS),
    "duty-offers": ("{roster}bytter/", P.SEE_ROSTERS),
    "duty-replan": ("{roster}omlegging/", P.PLAN_ROSTERS),
    "duty-why": ("{roster}hvorfor/?vakt={shift}", P.PLAN_ROSTERS),
}
"""Where each page is, by the name of its address, and what it needs in the host municipality."""
OWN_PAGES: Mapping[str, str] = {
    "my-duty": "/nb/vakt/min/",
    "my-wishes": "/nb/vakt/min/onsker/",
    "my-exemptions": "/nb/vakt/min/fritak/",
    "my-feeds": "/nb/vakt/min/kalender/",
}
"""A doctor's own pages: for whoever takes duty herself."""
DESCRIBED = {
    (verb.upper(), path): frozenset(Permission(scope) for scope in scopes_of(operation) or ())
    for path, verbs in api.get_openapi_schema(path_prefix="")["paths"].items()
    for verb, operation in verbs.items()
    if path.startswith("/duty/")
}
"""What each operation of the API names as its scopes, by verb and path."""
POSTED = frozenset({"duty-roster-change"})
WITH_SECRET = frozenset({"duty-feed-file"})
"""Open to whoever has the secret in the address; ``tests/apps/test_duty_feeds.py`` holds it to that."""
NAMES = {*PAGES, *OWN_PAGES, *POSTED, *WITH_SECRET}
Body = dict[str, Any]
WRITES: tuple[tuple[str, str, Body, Permission], ...] = (
    ("district", "oppsett/", {"what": "district", "name": "Ny", "short_name": "ny"}, P.PLAN_ROSTERS),
    ("name", "{district}oppsett/", {"what": "district", "name": "Ny"}, P.PLAN_ROSTERS),
    ("limits", "{district}oppsett/", {"what": "limits", "nights_in_a_row": "3"}, P.PLAN_ROSTERS),
    ("weights", "{district}oppsett/", {"what": "weights", "wish": "20"}, P.PLAN_ROSTERS),
    ("station", "{district}oppsett/stasjoner/{station}/", {"what": "change", "name": "Ny", "kind": "main"}, P.PLAN_ROSTERS),
    ("remove station", "{district}oppsett/stasjoner/{station}/", {"what": "remove"}, P.PLAN_ROSTERS),
    ("end type", "{district}oppsett/vakttyper/{kind}/", {"what": "end", "valid_to": "2031-01-06"}, P.PLAN_ROSTERS),
    ("remove type", "{district}oppsett/vakttyper/{kind}/", {"what": "remove"}, P.PLAN_ROSTERS),
    ("end doctor", "{district}oppsett/leger/{on}/", {"what": "end", "member_to": "2031-01-06"}, P.PLAN_ROSTERS),
    ("remove doctor", "{district}oppsett/leger/{on}/", {"what": "remove"}, P.PLAN_ROSTERS),
    ("roster", "", {"what": "make", "name": "Ny", "first": "2031-01-06", "last": "2031-01-12"}, P.PLAN_ROSTERS),
    ("discard", "{draft}", {"what": "discard", "version": "1"}, P.PLAN_ROSTERS),
    ("close", "{roster}", {"what": "close", "version": "{version}"}, P.PLAN_ROSTERS),
    ("change", "{roster}endre/", {"what": "change", "shift": "{shift}", "take_off": "{on}", "version": "{version}"}, P.PLAN_ROSTERS),
    ("lock", "{roster}endre/", {"what": "lock", "shift": "{shift}", "doctor": "{on}", "version": "{version}"}, P.PLAN_ROSTERS),
    ("sheet", "{roster}fil/", {"what": "take", "file": "{file}", "version": "{version}"}, P.PLAN_ROSTERS),
    ("search", "{draft}sok/", {"what": "start", "seconds": "0", "seed": "1"}, P.PLAN_ROSTERS),
    ("cancel", "{draft}sok/{run}/", {"what": "cancel"}, P.PLAN_ROSTERS),
    ("publish", "{roster}publisering/", {"what": "publish", "version": "{version}"}, P.PLAN_ROSTERS),
    ("illness", "{district}fravar/", {"what": "ill", "duty_doctor": "{on}", "first": "2031-01-06", "last": "2031-01-07"}, P.PLAN_ROSTERS),
    ("replan", "{roster}omlegging/", {"what": "search"}, P.PLAN_ROSTERS),
    ("competence", "{district}kompetanse/", {"what": "note", "duty_doctor": "{on}", "kind": "lis1_exemption", "valid_from": "2026-01-01"}, P.PLAN_ROSTERS),
    ("report", "{district}kompetanse/", {"what": "report", "year": "2025", "sent_on": "2026-02-01"}, P.DECIDE_DUTY),
    ("grant", "fritak/{case}/", {"what": "grant", "version": "1", "reason": "Ja"}, P.DECIDE_DUTY),
    ("refuse", "fritak/{case}/", {"what": "refuse", "version": "1", "reason": "Nei"}, P.DECIDE_DUTY),
    ("move", "{roster}vakt/?vakt={shift}", {"kind": "move", "version": "{version}", "starts": "2031-01-06T16:00", "ends": "2031-01-06T23:00"}, P.PLAN_ROSTERS),
    ("open shift of a colleague", "{roster}vakt/?vakt={shift}&lege={on}", {"kind": "open"}, P.PLAN_ROSTERS),
)  # fmt: skip
"""What it is called, the address, what is posted there, and what it needs in the host municipality."""

REFUSED = "Rollene dine gir ikke adgang"


@dataclass(frozen=True)
class Site:
    """A district with rosters, and what stands in braces in addresses and bodies."""

    place: Place
    given: Mapping[str, str]

    def at(self, address: str) -> str:
        """Return an address of a page of the host municipality."""
        return self.place.base + address.format_map(self.given)

    def body(self, body: Body) -> Body:
        """Return a body with what stands in braces filled in."""
        made = {name: value.format_map({**self.given, "file": ""}) for name, value in body.items()}
        if "file" in body:
            made["file"] = SimpleUploadedFile("plan.csv", b"Dag;Vakt;Lege\n")
        return made


@pytest.fixture
def site(db: None) -> Site:
    place = made_place()
    Doctor.objects.update(born=date(1980, 1, 1))
    case = apply_for_exemption(
        duty_doctor=place.district.doctors[1],
        ground=ExemptionGround.HEALTH,
        first=place.first,
        facts=ExemptionFacts(health_reason=True),
        by=BY,
    )
    shift = f"evening:{place.first}"
    on = DutyDoctor.objects.get(
        assignments__shift__roster=place.published,
        assignments__shift__key=shift,
        assignments__ended_at__isnull=True,
    )
    return Site(
        place,
        {
            "district": f"distrikt/{place.district.key}/",
            "roster": f"planer/{place.published}/",
            "draft": f"planer/{place.draft}/",
            "shift": shift,
            "station": str(Station.objects.get(district=place.district.key).pk),
            "kind": str(ShiftType.objects.get(district=place.district.key, code="night").pk),
            "on": str(on.pk),
            "version": "2",
            "case": str(case),
            "run": str(queue_run(roster=place.draft, by=BY)),
        },
    )


def operations() -> set[str]:
    """Return the names of the addresses of duty in the API: driven through each role below."""
    return {
        f"api-v1:{operation.view_func.__name__}"
        for _, router in api._routers
        for path, view in router.path_operations.items()
        if path.startswith("/duty/")
        for operation in view.operations
    }


keyed = asking.keyed
IN_THE_SERVICE = [role for role in Role if not role.is_bound_to_a_resident]


def someone(role: Role, site: Site) -> Client:
    """Return a browser of somebody with a role; a GP is the last doctor of the district."""
    doctor = site.place.district.doctors[-1] if role is Role.GP else None
    return client_of(role, site.place.district, doctor)


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_each_role_opens_the_pages_that_the_table_says_and_no_others(
    site: Site, role: Role
) -> None:
    client = someone(role, site)
    wrong = []
    for name, (address, needed) in PAGES.items():
        status = client.get(site.at(address)).status_code
        # What is a part of a page leads to the page when it is opened by itself.
        expected = (200, 302) if needed in OPENS[role] else (403, 404)
        if status not in expected:
            wrong.append((name, status))
    for name, address in OWN_PAGES.items():
        status = client.get(address).status_code
        if status != (200 if P.OWN_DUTY in OPENS[role] else 403):
            wrong.append((name, status))
    assert wrong == []


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_each_role_does_what_the_table_says_and_nothing_else(site: Site, role: Role) -> None:
    client = someone(role, site)
    wrong = []
    for name, address, body, needed in WRITES:
        before = AuditEvent.objects.count()
        with transaction.atomic():
            answer = client.post(site.at(address), site.body(body))
            is_refused = answer.status_code in (403, 404) or REFUSED in answer.content.decode()
            if is_refused == (needed in OPENS[role]) or answer.status_code >= 500:
                wrong.append((name, answer.status_code))
            if is_refused and AuditEvent.objects.count() != before:
                wrong.append((name, 0))
            transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_roles_of_another_municipality_open_and_do_nothing_here(site: Site, role: Role) -> None:
    other = made_district(number="4601", doctors=1)
    client = client_of(role, other, other.doctors[0] if role is Role.GP else None)
    for name, (address, _) in PAGES.items():
        assert client.get(site.at(address)).status_code == 403, name
    for name, address, body, _ in WRITES:
        assert client.post(site.at(address), site.body(body)).status_code == 403, name
    # Nor by way of an address of her own municipality.
    base = site.place.base.replace("/5001/", "/4601/")
    for name, (address, _) in PAGES.items():
        if "{" in address:
            status = client.get(base + address.format_map(site.given)).status_code
            assert status in (403, 404), name
    assert not RosterRun.objects.exclude(state="queued").exists()


def test_nobody_opens_anything_of_duty_without_signing_in(site: Site) -> None:
    addresses = [*(site.at(address) for address, _ in PAGES.values()), *OWN_PAGES.values()]
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/konto/login/?next="), address


@pytest.mark.parametrize("role", IN_THE_SERVICE)
def test_each_role_asks_the_api_for_what_it_opens_and_nothing_else(
    keyed: asking.Keyed, settings: Any, role: Role
) -> None:
    settings.API_RATE = ""
    asked = duty_examples()
    assert {f"{verb} {path}" for verb, path in DESCRIBED} == set(asked)
    district = DutyDistrict.objects.get(host__number="4601")
    user = User.objects.create(username="someone")
    RoleGrant.objects.create(
        user=user,
        role=role.value,
        municipality=district.host,
        centre=Centre.objects.all()[0] if role.is_bound_to_a_centre else None,
        doctor=Doctor.objects.exclude(duty__isnull=False)[0] if role is Role.GP else None,
    )
    actor = actor_named("someone")
    key = make_token(name="test", scopes=OPENS[role], by=actor) if OPENS[role] else ""
    wrong = []
    for name, example in asked.items():
        verb, path = name.split()
        needed = DESCRIBED[verb, path]
        with transaction.atomic():
            status = example.send(keyed, verb, {"Authorization": f"Bearer {key}"}).status_code
            transaction.set_rollback(True)
        if needed <= OPENS[role]:
            expected = {example.status}
            if role is Role.GP and not path.startswith("/duty/districts"):
                expected |= {404}  # a draft is not for her to see
        else:
            expected = {403, 404} if role is Role.GP else {403}
        if status not in expected:
            wrong.append((name, status))
    assert wrong == []
