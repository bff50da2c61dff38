"""How many questions a page of the register asks the database: bounded, and the same at any size."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster
from hjemmel.apps.duty.services.demo import load_duty_demo
from hjemmel.apps.exchange.models import ImportRun
from hjemmel.apps.lists.services.reductions import request_reduction
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.lists.services.rounds import propose_round
from hjemmel.apps.registry.models import (
    AgreementTerms,
    Membership,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.demo import load_synthetic
from hjemmel.apps.registry.services.revision import mark_changed
from hjemmel.cases.synthetic import SyntheticMunicipality, generate, read_profile
from hjemmel.engines.allocation import Mode

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIZES = {"small": (6_000, 12), "larger": (20_000, 40)}
PAGES: dict[str, tuple[str, int, int]] = {
    # address, most questions when nothing is kept, and when the page was shown before
    "overview": ("/nb/4601/", 40, 12),
    "need": ("/nb/4601/behov/", 34, 9),
    "district": ("/nb/4601/bydeler/460103/", 38, 10),
    "quality": ("/nb/4601/datakvalitet/", 40, 15),
    "quality rows": ("/nb/4601/datakvalitet/ledig-uten-utlysning/", 33, 15),
    "indicators": ("/nb/4601/nokkeltall/", 40, 22),
    "statistics": ("/nb/4601/statistikk/", 18, 16),
    "lists": ("/nb/4601/lister/", 31, 13),
    "lists of a district": ("/nb/4601/lister/?bydel=460103", 31, 13),
    "new post": ("/nb/4601/lister/ny/", 13, 11),
    "list": ("/nb/4601/lister/{list}/", 36, 18),
    "list, as known": ("/nb/4601/lister/{list}/?kjent=2030-01-01", 37, 19),
    "centre": ("/nb/4601/legesentre/{centre}/", 28, 10),
    "doctor": ("/nb/4601/leger/{doctor}/", 30, 12),
    "residents": ("/nb/4601/innbyggere/", 11, 9),
    "resident": ("/nb/4601/innbyggere/{resident}/", 46, 28),
    "work": ("/nb/4601/arbeid/", 33, 14),
    "wish": ("/nb/4601/arbeid/onsker/{wish}/", 17, 15),
    "rounds": ("/nb/4601/arbeid/runder/", 16, 14),
    "round": ("/nb/4601/arbeid/runder/{round}/", 35, 17),
    "reductions": ("/nb/4601/arbeid/reduksjoner/", 28, 10),
    "reduction": ("/nb/4601/arbeid/reduksjoner/{reduction}/", 19, 17),
    "cut-over": ("/nb/4601/arbeid/manedsskifte/", 33, 15),
    "letters": ("/nb/4601/brev/", 15, 13),
    "text of a letter": ("/nb/4601/brev/tekster/gp-ends/", 13, 11),
    "letters of a round": ("/nb/4601/brev/runde/{round}/", 13, 11),
    "reconciliation": ("/nb/4601/avstemming/", 34, 32),
    "duty": ("/nb/4601/vakt/", 33, 33),
    "duty's set-up": ("/nb/4601/vakt/oppsett/?distrikt={duty}", 20, 20),
    "duty's ledger": ("/nb/4601/vakt/distrikt/{duty}/regnskap/", 18, 18),
    "hours": ("/nb/4601/vakt/distrikt/{duty}/timer/", 18, 18),
    "away": ("/nb/4601/vakt/distrikt/{duty}/fravar/", 36, 36),
    "exemptions": ("/nb/4601/vakt/distrikt/{duty}/fritak/", 16, 16),
    "competence": ("/nb/4601/vakt/distrikt/{duty}/kompetanse/", 24, 24),
    "roster": ("/nb/4601/vakt/planer/{roster}/", 22, 22),
    "roster as a calendar": ("/nb/4601/vakt/planer/{roster}/?vis=kalender", 22, 22),
    "roster with findings": ("/nb/4601/vakt/planer/{roster}/?funn=ja", 38, 38),
    "a day of a doctor": ("/nb/4601/vakt/planer/{roster}/?lege={on_duty}&dag={day}", 45, 45),
    "print of a roster": ("/nb/4601/vakt/planer/{roster}/utskrift/", 32, 32),
    "searches": ("/nb/4601/vakt/planer/{roster}/sok/", 15, 15),
    "publication": ("/nb/4601/vakt/planer/{roster}/publisering/", 30, 30),
    "ledger of a roster": ("/nb/4601/vakt/planer/{roster}/regnskap/", 30, 30),
    "cost": ("/nb/4601/vakt/planer/{roster}/kostnad/", 14, 14),
    "swaps": ("/nb/4601/vakt/planer/{roster}/bytter/", 16, 16),
    "shift": ("/nb/4601/vakt/planer/{roster}/vakt/?vakt=evening:{day}", 18, 18),
    "import": ("/nb/4601/import/", 12, 10),
    "import run": ("/nb/4601/import/{run}/", 14, 12),
    "table as a file": ("/nb/4601/lister/{list}/?tabell=t-terms&som=csv", 36, 18),
    "profile": ("/nb/profil/", 12, 12),
    "users": ("/nb/brukere/", 10, 10),
    "user": ("/nb/brukere/{user}/", 14, 14),
    "log": ("/nb/logg/", 11, 11),
    "set-up": ("/nb/oppsett/", 9, 9),
    "API lists": ("/api/v1/municipalities/4601/lists", 30, 14),
    "API list": ("/api/v1/municipalities/4601/lists/{list}", 36, 20),
    "API coverage": ("/api/v1/coverage/4601", 41, 18),
    "FHIR roles": ("/api/fhir/PractitionerRole", 30, 14),
    "FHIR doctors": ("/api/fhir/Practitioner", 15, 15),
    "FHIR centres": ("/api/fhir/Organization", 15, 15),
}
OPEN = {"leser": 20, "saksbehandler": 32, "administrator": 35, "planlegger": 40}
"""How many of the pages each of them may open, at least."""


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def sized(request: pytest.FixtureRequest, db: None, settings: Any) -> SyntheticMunicipality:
    """A register of two sizes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    residents, lists = request.param
    made = generate(read_profile("bergen").scaled(residents=residents, lists=lists), seed=2)
    load_synthetic(made=made, by=system("test"))
    return made


def keys() -> dict[str, int | date]:
    """Return the keys that the addresses need, of things that exist."""
    place = Municipality.objects.get(number="4601")
    terms = AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")[0]
    run = ImportRun.objects.create(
        municipality=place,
        kind="register",
        file="x.csv",
        digest="0" * 64,
        status="loaded",
        asked_by="test",
        counts={
            "read": {"lists": 3}, "accepted": {"lists": 2}, "quarantined": 0, "columns": {},
            "reasons": [], "sheets": {}, "unused": [],
        },
    )  # fmt: skip
    return {
        "list": PatientList.objects.order_by("pk")[0].pk,
        "centre": terms.centre_id,
        "doctor": terms.holder_id or 0,
        "resident": Resident.objects.filter(municipality=place).order_by("pk")[0].pk,
        "user": User.objects.get(username="leser").pk,
        "run": run.pk,
        **work(place),
        **duty(place),
    }


def duty(place: Municipality) -> dict[str, int | date]:
    """A duty district with a roster, and their keys."""
    district = load_duty_demo(municipality=place.pk, today=timezone.localdate(), by=system("test"))
    roster = DutyRoster.objects.filter(district=district).order_by("first")[0]
    return {
        "duty": district,
        "roster": roster.pk,
        "on_duty": DutyDoctor.objects.filter(district=district).order_by("pk")[0].pk,
        "day": roster.first,
    }


def work(place: Municipality) -> dict[str, int]:
    """A wish, a round and a reduction, and their keys."""
    by, today = system("test"), date(2024, 3, 12)
    asks = Membership.objects.filter(patient_list__isnull=False, resident__basis="resident")
    first, second = asks.filter(resident__born__lt=date(2000, 1, 1)).order_by("pk")[:2]
    other = PatientList.objects.exclude(pk=first.patient_list_id).order_by("pk")[0]
    wish = ask_for_gp(
        key="form",
        resident=first.resident_id,
        wanted_list=other.pk,
        asked_on=today,
        by=by,
        today=today,
    )
    made = propose_round(municipality=place.pk, as_of=today, mode=Mode.STABLE, seed=1, by=by)
    shorter = request_reduction(
        patient_list=second.patient_list_id or 0,
        ceiling=Membership.objects.on(today).filter(patient_list=second.patient_list_id).count()
        - 5,
        requested_on=today,
        effective_on=date(2024, 10, 1),
        asked_by_municipality=False,
        gp_consents=True,
        shorter_notice_agreed=False,
        by=by,
    )
    return {"wish": wish.pk, "round": made.pk, "reduction": shorter.pk}


def test_each_page_asks_a_bounded_number_of_questions_for_each_role(
    sized: SyntheticMunicipality,
) -> None:
    names = keys()
    place = Municipality.objects.get(number="4601").pk
    wrong: list[tuple[str, str, str, int]] = []
    for username, least in OPEN.items():
        client = Client()
        client.force_login(User.objects.get(username=username), _BACKEND)
        client.post(
            f"/nb/4601/innbyggere/{names['resident']}/", {"what": "open", "purpose": "question"}
        )
        opened = 0
        for name, (address, *bounds) in PAGES.items():
            page = address.format(**names)
            mark_changed(place)  # nothing is kept from before
            for when, most in zip(("first", "again"), bounds, strict=True):
                with CaptureQueriesContext(connection) as asked:
                    status = client.get(page).status_code
                assert status in (200, 403), (username, page, status)
                if len(asked) > most:
                    wrong.append((username, name, when, len(asked)))
            opened += status == 200
        assert opened >= least, username
    assert wrong == []
