"""What the tests of the work pages share: addresses, who is signed in, and cases to work with."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.utils import timezone
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import (
    ChangeRequest,
)
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import (
    ListCeiling,
    Membership,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.kernel.time import Month

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORK = "/nb/4601/arbeid/"
ROUNDS = f"{WORK}runder/"
REDUCTIONS = f"{WORK}reduksjoner/"
CUT_OVER = f"{WORK}manedsskifte/"
WORKER = system("test")


def signed_in(user: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=user), _BACKEND)
    return client


def next_month() -> date:
    return Month.of(timezone.localdate()).plus(1).first_day


def with_places(free: int, at: int = 0) -> PatientList:
    """A list with so many places free on the first of the next month."""
    row = PatientList.objects.order_by("pk")[at]
    members = Membership.objects.on(next_month()).filter(patient_list=row).count()
    change_ceiling(
        patient_list=row.pk,
        ceiling=members + free,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    return row


def grown_up(not_on: PatientList | None, at: int = 0) -> Resident:
    """A grown-up on another list."""
    return Resident.objects.filter(
        pk__in=Membership.objects.on(timezone.localdate())
        .exclude(patient_list=not_on)
        .values("resident"),
        born__lt=date(2000, 1, 1),
        basis="resident",
        protection="none",
    ).order_by("pk")[at]


def wish_to_judge() -> ChangeRequest:
    """A wish that a person must judge: a list whose ceiling is not known."""
    wanted = with_places(5)
    person = grown_up(wanted)
    ListCeiling.objects.filter(patient_list=wanted).delete()
    today = timezone.localdate()
    made = ask_for_gp(
        key="form",
        resident=person.pk,
        wanted_list=wanted.pk,
        asked_on=today,
        by=WORKER,
        today=today,
    )
    assert made.state == "needs_judgement"
    return made


def opened(client: Client, person: Resident) -> str:
    address = f"/nb/4601/innbyggere/{person.pk}/"
    client.post(address, {"what": "open", "purpose": "change"})
    return address


def wish_form(page: Page, wanted: PatientList) -> dict[str, str]:
    [key] = {e["value"] for e in page.all("input", name="key")}
    return {
        "what": "wish",
        "key": key,
        "list": str(wanted.pk),
        "cause": "own_wish",
        "asked_by": "self",
    }
