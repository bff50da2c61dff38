"""A municipality with a plan like Trondheim's, its users, and what a browser sends, for the tests of its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.test import Client
from django.utils import timezone
from web_page import Page

from hjemmel.apps.accounts.models import RoleGrant, User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.models import PlanMeasure
from hjemmel.apps.plan.services.copying import make_from_example
from hjemmel.apps.registry.services.places import set_up_municipality

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BASE = "/nb/5001/plan/"
PLAN = f"{BASE}prove/"
BY = system("test")
TODAY = timezone.localdate()
YEAR = TODAY.year


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


def made_empty() -> Place:
    """Make a municipality without a plan."""
    return Place(
        set_up_municipality(
            number="5001", name="Trondheim", districts={"500101": "Midtbyen"}, by=BY
        )
    )


def made_place() -> Place:
    """Make a municipality with a draft of 26 measures."""
    place = made_empty()
    fields = PlanFields(
        name="prove", title="Prøveplan", first=date(YEAR - 1, 1, 1), last=date(YEAR + 3, 1, 1)
    )
    make_from_example(municipality=place.key, example="trondheim-2024", fields=fields, by=BY)
    return place


def measure(number: int) -> PlanMeasure:
    """Return a measure of the plan as it is stored."""
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
