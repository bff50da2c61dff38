"""The table of every page and endpoint, and who may open it, driven through each role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import test_permission_duty as duty
import test_permission_grants as grants
import test_permission_plan_api as plan_api
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from permission_table import BY_KEY, OPEN_TO_ALL, POSTED, PUBLIC, SIGNED_IN, TABLE
from permission_work import document_of, event_of, import_of, plan_of, work_of

from hjemmel.apps.accounts.models import User
from hjemmel.apps.accounts.policies import system
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.selectors import actor_named
from hjemmel.apps.accounts.services import DEMO_USERS
from hjemmel.apps.registry.models import AgreementTerms, Municipality, PatientList, Resident
from hjemmel.apps.registry.selectors.funding import own_centres
from hjemmel.cases.synthetic import SyntheticMunicipality
from tests.daily_operation import of_daily_operation


@pytest.fixture
def addresses(small_register: SyntheticMunicipality) -> dict[str, str]:
    """An address of each name, about things that exist."""
    place = Municipality.objects.get(number="4601")
    terms = AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")[0]
    resident = Resident.objects.filter(municipality=place).order_by("pk")[0]
    run = import_of(place)
    case, api = "/nb/4601/", "/api/v1/municipalities/4601"
    patient_list = PatientList.objects.order_by("pk")[0].pk
    user = User.objects.get(username="leser").pk
    told = event_of(place, resident)
    wish, proposed, reduction = work_of(place, resident, patient_list)
    document = document_of(plan_of(place))
    daily = of_daily_operation(place.pk, PatientList.objects.order_by("pk")[1].pk)
    return {
        "overview": case,
        "overview-excel": f"{case}bydeler.xlsx",
        "need": f"{case}behov/",
        "need-path": f"{case}behov/vei.svg",
        "need-excel": f"{case}behov.xlsx",
        "overview-csv": f"{case}bydeler.csv",
        "overview-table": f"{case}tabell/venteliste.xlsx",
        "district": f"{case}bydeler/460101/",
        "district-file": f"{case}bydeler/460101/alder.csv",
        "quality": f"{case}datakvalitet/",
        "quality-file": f"{case}datakvalitet.csv",
        "quality-rows": f"{case}datakvalitet/ledig-uten-utlysning/",
        "quality-rows-file": f"{case}datakvalitet/ledig-uten-utlysning.csv",
        "lists": f"{case}lister/",
        "lists-new": f"{case}lister/ny/",
        "lists-xlsx": f"{case}lister.xlsx",
        "lists-csv": f"{case}lister.csv",
        "lists-one": f"{case}lister/{patient_list}/",
        "lists-centre": f"{case}legesentre/{terms.centre_id}/",
        "lists-doctor": f"{case}leger/{terms.holder_id}/",
        "residents": f"{case}innbyggere/",
        "residents-one": f"{case}innbyggere/{resident.pk}/",
        "residents-waiting": f"{case}innbyggere/venteliste/",
        "residents-waiting-xlsx": f"{case}innbyggere/venteliste.xlsx",
        "residents-waiting-csv": f"{case}innbyggere/venteliste.csv",
        "residents-export": f"{case}innbyggere/{resident.pk}/innsyn.json",
        "work": f"{case}arbeid/",
        "work-request": f"{case}arbeid/onsker/{wish.pk}/",
        "work-event": f"{case}arbeid/hendelser/{told.pk}/",
        "work-rounds": f"{case}arbeid/runder/",
        "work-round": f"{case}arbeid/runder/{proposed.pk}/",
        "work-reductions": f"{case}arbeid/reduksjoner/",
        "work-reduction": f"{case}arbeid/reduksjoner/{reduction.pk}/",
        "work-reduction-file": f"{case}arbeid/reduksjoner/{reduction.pk}/lodd.csv",
        "work-cutover": f"{case}arbeid/manedsskifte/",
        "work-letters": f"{case}brev/",
        "work-letter-template": f"{case}brev/tekster/gp-ends/",
        "work-letter-file": f"{case}brev/1.pdf",
        "work-letters-batch": f"{case}brev/runde/{proposed.pk}/",
        "work-letters-file": f"{case}brev/runde/{proposed.pk}.pdf",
        "work-letters-zip-file": f"{case}brev/runde/{proposed.pk}.zip",
        "indicators": f"{case}nokkeltall/",
        "indicators-xlsx": f"{case}nokkeltall.xlsx",
        "indicators-csv": f"{case}nokkeltall.csv",
        "reconciliation": f"{case}avstemming/",
        "reconciliation-xlsx": f"{case}avstemming.xlsx",
        "reconciliation-csv": f"{case}avstemming.csv",
        "statistics": f"{case}statistikk/",
        "statistics-xlsx": f"{case}statistikk.xlsx",
        "statistics-csv": f"{case}statistikk.csv",
        "snapshots": f"{case}manedsbilder/",
        "plan": f"{case}plan/",
        "plan-one": f"{case}plan/prove/",
        "plan-board": f"{case}plan/prove/tavle/",
        "plan-measure": f"{case}plan/prove/tiltak/1/",
        "plan-new-measure": f"{case}plan/prove/nytt-tiltak/",
        "plan-indicators": f"{case}plan/prove/indikatorer/",
        "plan-indicator": f"{case}plan/prove/indikatorer/I01/",
        "plan-budget": f"{case}plan/prove/budsjett/",
        "plan-change": f"{case}plan/prove/endre/",
        "plan-deadlines-file": f"{case}plan/prove/frister.ics",
        "plan-sheet": f"{case}plan/prove/fil/",
        "plan-workbook-file": f"{case}plan/prove/plan.xlsx",
        "plan-feeds": f"{case}plan/prove/kalender/",
        "plan-documents": f"{case}plan/prove/dokumenter/",
        "plan-document-draft": f"{case}plan/prove/dokumenter/utkast/",
        "plan-document-draft-file": f"{case}plan/prove/dokumenter/utkast.html",
        "plan-all-documents": f"{case}dokumenter/",
        "plan-document": f"{case}dokumenter/{document}/",
        "plan-document-file": f"{case}dokumenter/{document}.html",
        "plan-document-text": f"{case}dokumenter/tekster/case/",
        "api-v1:show_documents": f"{api}/documents",
        "api-v1:show_document": f"{api}/documents/{document}",
        "api-v1:show_differences": f"{api}/documents/{document}/differences",
        "api-v1:show_file": f"{api}/documents/{document}/files/html",
        "api-v1:show_document_text": f"{api}/document-texts/case/nb",
        "funding": f"{case}okonomi/?ar=2024",
        "funding-list": f"{case}okonomi/lister/{patient_list}/?ar=2024",
        "funding-lists-xlsx": f"{case}okonomi/lister.xlsx?ar=2024",
        "funding-lists-csv": f"{case}okonomi/lister.csv?ar=2024",
        "funding-again": f"{case}okonomi/ny-beregning/?ar=2024",
        "funding-practice": f"{case}okonomi/praksis/",
        "my-funding": f"{case}okonomi/mine/?ar=2024",
        "my-funding-lists-xlsx": f"{case}okonomi/mine/lister.xlsx?ar=2024",
        "my-funding-lists-csv": f"{case}okonomi/mine/lister.csv?ar=2024",
        "my-funding-list": f"{case}okonomi/mine/lister/{own_list(place.pk)}/?ar=2024",
        "imports": f"{case}import/",
        "imports-run": f"{case}import/{run.pk}/",
        "imports-columns": f"{case}import/{run.pk}/kolonner/",
        "imports-xlsx": f"{case}import/{run.pk}/karantene.xlsx",
        "imports-csv": f"{case}import/{run.pk}/karantene.csv",
        "mine": "/nb/min-fastlege/",
        "mine-find": "/nb/min-fastlege/finn/",
        "mine-change": f"/nb/min-fastlege/bytt/{patient_list}/",
        "mine-queue": "/nb/min-fastlege/ko/",
        "mine-receipt": "/nb/min-fastlege/kvittering/",
        "profile": "/nb/profil/",
        "users": "/nb/brukere/",
        "users-one": f"/nb/brukere/{user}/",
        "log": "/nb/logg/",
        "log-xlsx": "/nb/logg.xlsx",
        "log-csv": "/nb/logg.csv",
        "setup": "/nb/oppsett/",
        "api-v1:show_me": "/api/v1/me",
        "api-v1:show_municipalities": "/api/v1/municipalities",
        "api-v1:show_municipality": "/api/v1/municipalities/4601",
        "api-v1:show_lists": "/api/v1/municipalities/4601/lists",
        "api-v1:show_list": f"/api/v1/municipalities/4601/lists/{patient_list}",
        "api-v1:show_coverage": "/api/v1/coverage/4601",
        "api-v1:show_need": "/api/v1/need/4601",
        "fhir-practitioner-search": "/api/fhir/Practitioner",
        "fhir-practitionerrole-search": "/api/fhir/PractitionerRole",
        "fhir-organization-search": "/api/fhir/Organization",
        "fhir-location-search": "/api/fhir/Location",
        "fhir-practitioner": f"/api/fhir/Practitioner/{terms.holder_id}",
        "fhir-practitionerrole": f"/api/fhir/PractitionerRole/{terms.agreement_id}-{terms.holder_id}",
        "fhir-organization": f"/api/fhir/Organization/{terms.centre_id}",
        "fhir-location": f"/api/fhir/Location/{terms.centre_id}",
        "api-v1:show_districts": f"{api}/districts",
        "api-v1:show_snapshots": f"{api}/snapshots",
        "api-v1:show_centres": f"{api}/centres",
        "api-v1:show_centre": f"{api}/centres/{terms.centre_id}",
        "api-v1:show_doctors": f"{api}/doctors",
        "api-v1:show_doctor": f"{api}/doctors/{terms.holder_id}",
        "api-v1:show_shortcoming": f"{api}/shortcomings/ledig-uten-utlysning",
        "api-v1:show_indicators": f"{api}/indicators",
        "api-v1:show_statistics": f"{api}/statistics",
        "api-v1:show_series": f"{api}/statistics/series",
        "api-v1:show_imports": f"{api}/imports",
        "api-v1:show_import": f"{api}/imports/{run.pk}",
        "api-v1:show_quarantine": f"{api}/imports/{run.pk}/quarantine",
        "api-v1:show_log": "/api/v1/log",
        "api-v1:show_looks": "/api/v1/log/looks",
        "api-v1:show_users": "/api/v1/users",
        "api-v1:show_user": f"/api/v1/users/{user}",
        "api-v1:show_rounds": f"{api}/rounds",
        "api-v1:show_round": f"{api}/rounds/{daily['round']}",
        "api-v1:hand_over_adopted": f"{api}/rounds/{daily['round']}/hand-over",
        "api-v1:show_reductions": f"{api}/reductions",
        "api-v1:show_reduction": f"{api}/reductions/{daily['reduction']}",
        "api-v1:show_cut_overs": f"{api}/cut-overs",
        "api-v1:show_reconciliation": f"{api}/reconciliation",
        "api-v1:hand_over_done": f"{api}/cut-overs/{daily['cut_over']}/hand-over",
        "api-v1:show_funding": f"{api}/funding?first=2024-01&months=2",
        "api-v1:show_steps": f"{api}/funding/lists/{patient_list}/2024-02",
        "api-v1:show_comparison": f"{api}/funding/comparison?first=2024-01&months=2&law_of=2023-07-01",
        "api-v1:show_practice": f"{api}/funding/practice?persons=1000&on=2022-09-01",
        "api-v1:show_letters": f"{api}/letters",
        "api-v1:show_batch": f"{api}/letter-batches/round/{daily['round']}",
        "api-v1:show_texts": f"{api}/letter-texts",
        "api-v1:show_text": f"{api}/letter-texts/gp_ends/nb",
        "api-v1:show_head": f"{api}/letter-head",
    }


def own_list(municipality: int) -> int:
    """A list at the centre of the GP and the centre leader of the demo."""
    centres = own_centres(municipality, actor_named(DEMO_USERS[Role.GP]))
    terms = AgreementTerms.objects.filter(centre__in=centres, known_to__isnull=True)
    return PatientList.objects.filter(agreement__terms__in=terms).order_by("pk")[0].pk


def allowed(role: Role, needed: Permission | str) -> bool:
    return needed in (SIGNED_IN, PUBLIC) or needed in OPENS[role]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_the_table_says_and_nothing_else(
    addresses: dict[str, str], role: Role
) -> None:
    client = Client()
    client.force_login(User.objects.get(username=DEMO_USERS[role]), _BACKEND)
    wrong = []
    for name, needed in TABLE.items():
        status = client.get(addresses[name]).status_code
        if status != (200 if allowed(role, needed) else 403):
            wrong.append((name, status))
    for name, permission in POSTED.items():
        status = client.post(addresses[name], {"purpose": "insight"}).status_code
        if (status in (200, 302)) != (permission in OPENS[role]) or status >= 500:
            wrong.append((name, status))
    assert wrong == []


def test_nobody_opens_anything_of_the_register_without_signing_in(
    addresses: dict[str, str],
) -> None:
    client = Client()
    for name in TABLE:
        response = client.get(addresses[name])
        if addresses[name].startswith("/api/"):
            assert response.status_code == 401, name
            assert response.headers["WWW-Authenticate"] == "Bearer"
        else:
            assert response.status_code == 302, name
            assert response.headers["Location"].startswith("/konto/login/?next="), name


def test_roles_in_one_municipality_open_nothing_in_another(addresses: dict[str, str]) -> None:
    from hjemmel.apps.registry.services.places import set_up_municipality

    set_up_municipality(number="5001", name="Trondheim", districts={}, by=system("test"))
    for role, username in DEMO_USERS.items():
        client = Client()
        client.force_login(User.objects.get(username=username), _BACKEND)
        for page in ("", "behov/", "lister/", "innbyggere/", "import/"):
            assert client.get(f"/nb/5001/{page}").status_code == 403, (username, page)
        assert client.get("/api/v1/municipalities/5001/lists").status_code == 403
        seen = client.get("/api/v1/municipalities").json()
        own = [] if role is Role.RESIDENT else ["4601"]
        assert [m["number"] for m in seen] == own


def test_every_address_stands_in_the_table() -> None:
    known = {*TABLE, *POSTED, *OPEN_TO_ALL, *BY_KEY, *duty.NAMES, *duty.operations()}
    known |= {*grants.NAMES, *grants.operations(), *plan_api.operations()}
    missing = [
        name
        for name in _names(get_resolver().url_patterns)
        if name not in known and not name.startswith(_SIGN_IN)
    ]
    assert missing == []


_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_SIGN_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def _names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, space)
        elif pattern.name:
            yield prefix + pattern.name
