"""One request to each operation of the API about grants, with what it answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hjemmel.apps.grants.models import GrantApplication, GrantPayment, SchemeYear
from hjemmel.apps.grants.services.appeals import register_appeal
from hjemmel.apps.grants.services.applications import submit_application
from hjemmel.apps.grants.services.cases import grant_application, refuse_application
from hjemmel.apps.grants.services.money import mark_paid
from hjemmel.apps.grants.services.rounds import rank_round
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.kernel.money import Money
from tests.api.conftest import PLACE
from tests.api.example import Example
from tests.grant_cases import BY, GrantPlace, draft, made_place, version

_OF = "/municipalities/{number}/grants"


def grant_examples() -> dict[str, Example]:
    """Return an example of each operation, by verb and path of the description."""
    place = made_place("4601", "Bergen")
    today = timezone.localdate()
    year = place.year("takeover", year=today.year, frame=Money.kroner(5_000_000))
    ends = today + timedelta(days=30)
    SchemeYear.objects.filter(pk=year).update(deadline=ends, opens_on=today - timedelta(days=30))
    cases = {name: _case(place, year, name) for name in _STATES}
    legevakt = place.year("legevakt", year=today.year, frame=Money.kroner(5_000_000))
    SchemeYear.objects.filter(pk=legevakt).update(deadline=ends)
    facts = {"inhabitants": "2000", "centrality_class": "6", "municipalities": "1"}
    _submit(draft(place, legevakt, facts, "900000", kind=ApplicantKind.MUNICIPALITY, number="1511"))
    ranked = rank_round(scheme_year=legevakt, by=BY, now=timezone.now())
    return {
        **{f"GET {path}": one for path, one in _reads(cases, year, legevakt).items()},
        **{
            f"POST {path}": one
            for path, one in (
                _changes(place, cases, year, legevakt, ranked) | _changes_of_cases(cases)
            ).items()
        },
    }


_STATES = ("draft", "submitted", "granted", "refused", "appealed", "paid")


def _case(place: GrantPlace, year: int, state: str) -> int:
    """Return a case in a state, of a centre of its own."""
    now = timezone.now()
    case = draft(place, year, {}, "150000", centre=place.another_centre(f"Senter {state}"))
    if state == "draft":
        return case
    _submit(case)
    if state in ("granted", "paid"):
        grant_application(case=case, version=version(case), reason="Ja", by=BY, now=now)
    if state in ("refused", "appealed"):
        refuse_application(case=case, version=version(case), reason="Nei", by=BY, now=now)
    if state == "appealed":
        register_appeal(
            case=case,
            version=version(case),
            text="Se på det igjen.",
            received_on=timezone.localdate(),
            by=BY,
        )
    if state == "paid":
        payment = GrantPayment.objects.get(decision__application=case)
        mark_paid(payments=[payment.pk], paid_on=timezone.localdate(), by=BY)
    return case


def _submit(case: int) -> None:
    submit_application(case=case, version=version(case), by=BY, today=timezone.localdate())


def _reads(cases: dict[str, int], year: int, legevakt: int) -> dict[str, Example]:
    scheme = SchemeYear.objects.values_list("scheme", flat=True).get(pk=year)
    return {
        f"{_OF}/schemes": Example(f"{PLACE}/grants/schemes"),
        f"{_OF}/cases": Example(f"{PLACE}/grants/cases?state=paid&scheme=takeover"),
        f"{_OF}/payments": Example(f"{PLACE}/grants/payments?paid=true"),
        f"{_OF}/deadlines": Example(f"{PLACE}/grants/deadlines"),
        "/grants/schemes/{key}": Example(f"/api/v1/grants/schemes/{scheme}"),
        "/grants/years/{key}/rounds": Example(f"/api/v1/grants/years/{legevakt}/rounds"),
        "/grants/cases/{key}": Example(f"/api/v1/grants/cases/{cases['granted']}"),
        "/grants/cases/{key}/letter": Example(f"/api/v1/grants/cases/{cases['refused']}/letter"),
    }


def _changes(
    place: GrantPlace, cases: dict[str, int], year: int, legevakt: int, ranked: int
) -> dict[str, Example]:
    scheme = SchemeYear.objects.values_list("scheme", flat=True).get(pk=year)
    payment = GrantPayment.objects.get(decision__application=cases["granted"])
    source = {"frame_oere": 600_000_000, "source": "Budsjettet"}
    new = {"kind": "centre", "centre": place.another_centre("Enda et senter")}
    return {
        f"{_OF}/schemes": Example(f"{PLACE}/grants/schemes", 201, {"scheme": "alis_standard"}),
        "/grants/schemes/{key}/years": Example(
            f"/api/v1/grants/schemes/{scheme}/years", 201, {"year": 2028, **source}
        ),
        "/grants/years/{key}/frame": Example(f"/api/v1/grants/years/{year}/frame", 204, source),
        "/grants/years/{key}/applications": Example(
            f"/api/v1/grants/years/{year}/applications", 201, new
        ),
        "/grants/years/{key}/rounds": Example(f"/api/v1/grants/years/{legevakt}/rounds", 201),
        "/grants/rounds/{key}/award": Example(
            f"/api/v1/grants/rounds/{ranked}/award", 200, {"reason": "Runden"}
        ),
        "/grants/payments/paid": Example(
            "/api/v1/grants/payments/paid",
            200,
            {"payments": [payment.pk], "paid_on": "2026-11-01"},
        ),
    }


def _changes_of_cases(cases: dict[str, int]) -> dict[str, Example]:
    def of(case: str, path: str, status: int = 200, **body: Any) -> Example:
        key = cases[case]
        has = GrantApplication.objects.values_list("version", flat=True).get(pk=key)
        return Example(f"/api/v1/grants/cases/{key}/{path}", status, {"version": has, **body})

    asked = {
        "draft": of("draft", "draft", facts={}, sought="120 000"),
        "submission": of("draft", "submission"),
        "withdrawal": of("submitted", "withdrawal"),
        "work": of("submitted", "work"),
        "grant": of("submitted", "grant", reason="Ja", amount_oere=10_000_000),
        "refusal": of("submitted", "refusal", reason="Nei"),
        "appeal": of("refused", "appeal", 201, text="Nei"),
        "appeal-outcome": of("appealed", "appeal-outcome", outcome="sent_on", reason="Står"),
        "report": of("paid", "report", used_oere=15_000_000, text="Utstyr"),
        "revocation": of("granted", "revocation", reason="Ble ikke noe av"),
        "files": Example(
            f"/api/v1/grants/cases/{cases['draft']}/files", 422, {"kind": "x"}, sheet="ikke en pdf"
        ),
    }
    return {f"/grants/cases/{{key}}/{path}": one for path, one in asked.items()}
