"""Pages of grants: a case from the applicant's portal to the payment list, as people click."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.grants.models import GrantApplication, GrantPayment, SchemeYear
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.money import Money
from tests.grant_cases import PDF, GrantPlace, client_of, made_place, submitted

pytestmark = pytest.mark.django_db
BASE = "/nb/5001/tilskudd/"


@pytest.fixture
def place() -> GrantPlace:
    return made_place()


@pytest.fixture
def year(place: GrantPlace) -> int:
    key = place.year("new_centre", year=timezone.localdate().year)
    today = timezone.localdate()
    SchemeYear.objects.filter(pk=key).update(
        opens_on=date(2026, 1, 1), deadline=today + timedelta(days=30)
    )
    return key


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\u00a0", " ")


def case_of(year: int) -> GrantApplication:
    return GrantApplication.objects.get(scheme_year=year)


def typed(row: GrantApplication, what: str, doctors: str, sought: str) -> dict[str, str]:
    return {
        "what": what,
        "version": str(row.version),
        "fact-doctors": doctors,
        "sought": sought,
        "purpose": "Nytt senter",
        "email": "",
    }


def test_centre_leader_applies_and_leader_decides_and_pays(place: GrantPlace, year: int) -> None:
    leader, chief = client_of(Role.CENTRE_LEADER, place), client_of(Role.LEADER, place)
    assert "Etableringstilskudd til nytt legesenter" in words(leader, f"{BASE}mine/")
    started = {"scheme_year": str(year), "applicant": f"centre:{place.centre}"}
    address = leader.post(f"{BASE}mine/", started).headers["Location"]

    refused = leader.post(address, typed(case_of(year), "submit", "7", "2 100 000"))
    assert refused.status_code == 422
    said = refused.content.decode().replace("\u00a0", " ")
    assert "Vedlegg mangler: Plan for senteret" in said
    assert 'value="2100000"' in said  # what was typed stays

    for kind in ("plan", "lease"):
        file = SimpleUploadedFile("vedlegg.pdf", PDF)
        answer = leader.post(address, {"what": "attach", "kind": kind, "file": file})
        assert answer.status_code == 302
    refused = leader.post(address, typed(case_of(year), "submit", "7", "2 100 000"))
    said = refused.content.decode().replace("\u00a0", " ")
    assert "Nytt legesenter med 7 leger: tilskudd for 5, kr 1 500 000." in said
    assert case_of(year).state == "draft"
    answer = leader.post(address, typed(case_of(year), "submit", "7", "1 500 000"))
    assert answer.status_code == 302
    assert "Reglene gir inntil" in words(chief, address)

    decided = {"what": "grant", "version": str(case_of(year).version), "reason": "Nytt senter."}
    assert chief.post(address, decided).status_code == 302
    page = words(leader, address)
    assert "kr 1 500 000, Innvilget" in page
    assert "Rammen har igjen" not in page  # the frame is not an applicant's concern
    letter = leader.get(f"{address}vedtak.pdf")
    assert letter.headers["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")

    payment = GrantPayment.objects.get()
    due = f"?til={payment.due_on.isoformat()}"
    assert "kr 1 500 000 skal utbetales" in words(chief, f"{BASE}utbetalinger/{due}")
    book = chief.get(f"{BASE}utbetalinger/{due}&tabell=t-payments&som=xlsx")
    assert book.content.startswith(b"PK")
    day = timezone.localdate().isoformat()
    chief.post(f"{BASE}utbetalinger/", {"payment": str(payment.pk), "paid_on": day})
    assert case_of(year).state == "paid"
    assert "Ingenting skal utbetales" in words(chief, f"{BASE}utbetalinger/")


def test_last_of_a_frame_is_told_to_who_comes_second(place: GrantPlace, year: int) -> None:
    chief = client_of(Role.LEADER, place)
    SchemeYear.objects.filter(pk=year).update(frame_oere=Money.kroner(1_000_000).oere)
    keys = [
        submitted(
            place, year, {"doctors": "3"}, "900000", centre=place.another_centre(f"Senter {number}")
        )
        for number in range(2)
    ]
    answers = []
    for key in keys:
        row = GrantApplication.objects.get(pk=key)
        body = {"what": "grant", "version": str(row.version), "reason": "Ja"}
        answers.append(chief.post(f"{BASE}saker/{key}/", body))
    assert [one.status_code for one in answers] == [302, 409]
    said = answers[1].content.decode().replace("\u00a0", " ")
    assert "Rammen har kr 100 000 igjen, som ikke dekker kr 900 000." in said
    assert ">Ja</textarea>" in said


def test_filters_stand_in_the_address_and_an_unknown_one_is_refused(
    place: GrantPlace, year: int
) -> None:
    chief = client_of(Role.LEADER, place)
    submitted(place, year, {"doctors": "3"}, "900000")
    assert "1 sak" in words(chief, f"{BASE}?status=venter&ordning=new_centre&sok=nytt")
    assert "0 saker" in words(chief, f"{BASE}?status=paid")
    assert chief.get(f"{BASE}?status=borte").status_code == 422
    assert chief.get(f"{BASE}?hva=x").status_code == 422


def test_file_of_a_case_is_saved_and_not_opened_in_place(place: GrantPlace, year: int) -> None:
    chief = client_of(Role.LEADER, place)
    key = submitted(place, year, {"doctors": "3"}, "900000")
    file = GrantApplication.objects.get(pk=key).files.all()[0]
    answer = chief.get(f"{BASE}saker/{key}/vedlegg/{file.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fil.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_round_is_ranked_and_awarded_on_its_page(place: GrantPlace) -> None:
    chief = client_of(Role.LEADER, place)
    year = place.year("legevakt", frame=Money.kroner(1_000_000))
    SchemeYear.objects.filter(pk=year).update(deadline=timezone.localdate())
    facts = {"inhabitants": "2000", "centrality_class": "6", "municipalities": "1"}
    submitted(place, year, facts, "900000", kind=ApplicantKind.MUNICIPALITY, number="1511")
    address = f"{BASE}runder/{year}/"
    assert "Runden er ikke rangert" in words(chief, address)
    chief.post(address, {"what": "rank"})
    page = words(chief, address)
    assert "1 av 1 får kr 900 000" in page
    assert "sentralitetsklasse 6" in page
    key = SchemeYear.objects.get(pk=year).rounds.all()[0].pk
    chief.post(address, {"what": "award", "round": str(key), "reason": "Runden"})
    assert "1 av 1 fikk kr 900 000" in words(chief, address)


def test_menu_leads_who_sees_cases_to_them_and_who_applies_to_her_own(place: GrantPlace) -> None:
    pages = {
        Role.LEADER: ("tilskudd/", True, False),
        Role.CENTRE_LEADER: ("tilskudd/mine/", False, True),
    }
    for role, (address, sees, applies) in pages.items():
        page = words(client_of(role, place), f"/nb/5001/{address}")
        assert (">Tilskudd</a>" in page) is sees
        assert (">Søk tilskudd</a>" in page) is applies
