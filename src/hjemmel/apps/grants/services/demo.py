"""Grants of a demo: schemes in use, and a made-up application in each state."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from hjemmel.apps.accounts.models import RoleGrant
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.apps.grants.models import GrantApplication, GrantPayment, Scheme
from hjemmel.apps.grants.recording import record_scheme
from hjemmel.apps.grants.services.appeals import register_appeal
from hjemmel.apps.grants.services.applications import (
    attach_file,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from hjemmel.apps.grants.services.cases import grant_application, refuse_application, take_case
from hjemmel.apps.grants.services.money import mark_paid, receive_report, revoke_grant
from hjemmel.apps.grants.services.rounds import rank_round
from hjemmel.apps.grants.services.schemes import adopt_scheme, open_year
from hjemmel.apps.registry.models import Centre, Municipality
from hjemmel.domain.grant_scheme import ApplicantKind
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text

_SOURCE = "Demo: rammen er funnet på"
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
_FRAMES = {"takeover": 1_500_000, "income_guarantee": 2_000_000, "legevakt": 8_000_000}
_TAKEOVERS = (
    ("granted", "200 000"),
    ("partly", "200 000"),
    ("refused", "120 000"),
    ("paid", "200 000"),
    ("reported", "190 000"),
    ("revoked", "160 000"),
    ("withdrawn", "100 000"),
    ("appealed", "140 000"),
    ("submitted", "200 000"),
    ("in_work", "180 000"),
    ("draft", "150 000"),
)
_ROUND = (
    ("Fjelldal", 1_900, 6, 1, "1 200 000"),
    ("Sundøy", 3_400, 6, 2, "1 800 000"),
    ("Vassvik", 4_950, 5, 1, "900 000"),
    ("Storneset", 5_200, 5, 1, "1 500 000"),
    ("Åsbygd", 2_700, 6, 4, "1 400 000"),
    ("Lysfjord", 1_150, 6, 1, "1 500 000"),
    ("Heimdalen", 3_900, 5, 3, "1 000 000"),
    ("Nordlia", 4_400, 3, 2, "1 300 000"),
    ("Ytterholmen", 800, 6, 2, "1 500 000"),
)


@transaction.atomic
def load_grants_demo(*, municipality: int, today: date, by: Actor) -> int:
    """Let a synthetic municipality have grant schemes and cases, unless it has; return how many cases.

    Args:
        municipality: Key of the municipality; its persons are made up.
        today: The day.
        by: Who loads it; needs all that a leader may.

    Raises:
        NotAllowedError: The roles do not open it.
        ConflictError: The persons of the municipality are not made up.
    """
    by.require(Permission.DECIDE_GRANTS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    if not place.is_synthetic:
        raise ConflictError(
            Text("Kommunen er ikke syntetisk.", "The municipality is not synthetic."),
            where="municipality",
            remedy=Text("Bruk ordningene på siden for tilskudd.", "Use the page of grants."),
        )
    if Scheme.objects.filter(municipality=place).exists():
        return 0
    years = {}
    for key, frame in _FRAMES.items():
        scheme = adopt_scheme(municipality=place.pk, scheme=key, by=by)
        years[key] = open_year(
            scheme=scheme,
            year=today.year,
            frame=Money.kroner(frame),
            source=_SOURCE,
            opens_on=today - timedelta(days=200),
            deadline=today + timedelta(days=25),
            by=by,
        )
    made = _takeovers(place, years["takeover"], today, by)
    made += _guarantee(place, years["income_guarantee"], by)
    made += _round(years["legevakt"], today, by)
    record_scheme(by, "grants.load_demo", Scheme.objects.filter(municipality=place)[0], cases=made)
    return made


def _takeovers(place: Municipality, year: int, today: date, by: Actor) -> int:
    """Let centres apply for takeovers, one in each state; the demo's own centre has several."""
    leaders = RoleGrant.objects.filter(municipality=place, role=Role.CENTRE_LEADER.value)
    own = list(leaders.values_list("centre", flat=True))
    others = Centre.objects.filter(municipality=place).exclude(pk__in=own).order_by("pk")
    centres = list(others[: len(_TAKEOVERS)])
    for number, (state, sought) in enumerate(_TAKEOVERS):
        is_own = state in ("draft", "paid", "reported") and bool(own)
        centre = own[0] if is_own else centres[number % len(centres)].pk
        case = start_application(
            scheme_year=year,
            kind=ApplicantKind.CENTRE,
            centre=centre,
            email="legesenter@example.org",
            by=by,
        )
        save_application(
            case=case,
            version=_version(case),
            typed={},
            sought=sought,
            purpose="Demo: overtakelse av en praksis som har vært lyst ut flere ganger.",
            by=by,
        )
        if state != "draft":
            attach_file(case=case, kind="agreement", name="avtale.pdf", content=_PDF, by=by)
            _bring_to(case, state, today - timedelta(days=150 - 10 * number), by)
    return len(_TAKEOVERS)


def _bring_to(case: int, state: str, day: date, by: Actor) -> None:
    """Submit a draft on a day, and let happen what gives it its state."""
    submit_application(case=case, version=_version(case), by=by, today=day)
    now = datetime.combine(day + timedelta(days=9), time(10), NORWAY)
    if state == "withdrawn":
        withdraw_application(case=case, version=_version(case), by=by)
    elif state == "in_work":
        take_case(case=case, version=_version(case), by=by)
    elif state in ("refused", "appealed"):
        reason = "Demo: praksisen er ikke vanskelig å omsette."
        refuse_application(case=case, version=_version(case), reason=reason, by=by, now=now)
    elif state != "submitted":
        reason = "Demo: praksisen har vært uten lege i over et år."
        amount = Money.kroner(150_000) if state == "partly" else None
        grant_application(
            case=case, version=_version(case), reason=reason, amount=amount, by=by, now=now
        )
    if state == "appealed":
        register_appeal(
            case=case,
            version=_version(case),
            text="Demo: vi har lyst ut tre ganger.",
            received_on=timezone.localdate(now) + timedelta(days=12),
            by=by,
        )
    if state in ("paid", "reported", "revoked"):
        payment = GrantPayment.objects.get(decision__application=case)
        mark_paid(payments=[payment.pk], paid_on=payment.due_on, reference="DEMO", by=by)
    if state == "reported":
        receive_report(
            case=case,
            version=_version(case),
            used=Money.kroner(190_000),
            text="Demo: inventar og journalsystem.",
            by=by,
            today=timezone.localdate(now) + timedelta(days=60),
        )
    if state == "revoked":
        revoke_grant(
            case=case,
            version=_version(case),
            reason="Demo: overtakelsen ble ikke noe av.",
            reclaim=Money.kroner(160_000),
            by=by,
            now=now + timedelta(days=40),
        )


def _guarantee(place: Municipality, year: int, by: Actor) -> int:
    """Leave a GP's draft of a year whose rate nobody has told."""
    gp = RoleGrant.objects.filter(municipality=place, role=Role.GP.value).first()
    if gp is None or gp.doctor_id is None:
        return 0
    case = start_application(
        scheme_year=year, kind=ApplicantKind.GP, doctor=gp.doctor_id, centre=gp.centre_id, by=by
    )
    save_application(
        case=case,
        version=_version(case),
        typed={"list_length": "450", "months": "6"},
        sought="100 000",
        by=by,
    )
    return 1


def _round(year: int, today: date, by: Actor) -> int:
    """Let made-up municipalities apply in a round, and rank them."""
    for number, (name, inhabitants, centrality, together, sought) in enumerate(_ROUND, start=1):
        case = start_application(
            scheme_year=year,
            kind=ApplicantKind.MUNICIPALITY,
            number=f"99{number:02}",
            name=f"{name} (demo)",
            by=by,
        )
        facts = {
            "inhabitants": str(inhabitants),
            "centrality_class": str(centrality),
            "municipalities": str(together),
        }
        save_application(
            case=case, version=_version(case), typed=facts, sought=sought, purpose="Demo", by=by
        )
        submit_application(
            case=case, version=_version(case), by=by, today=today - timedelta(days=20)
        )
    rank_round(scheme_year=year, by=by, now=datetime.combine(today, time(9), NORWAY))
    return len(_ROUND)


def _version(case: int) -> int:
    return GrantApplication.objects.values_list("version", flat=True).get(pk=case)
