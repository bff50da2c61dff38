"""Cases of grants that are decided: amounts, frames, appeals, revocations, and who may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pdf_text import text_of

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.grants.models import (
    GrantApplication,
    GrantDecision,
    GrantPayment,
    GrantRevocation,
    SchemeYear,
)
from hjemmel.apps.grants.selectors.cases import (
    decision_letter,
    get_case,
    revocation_letter,
)
from hjemmel.apps.grants.selectors.payments import payments_in
from hjemmel.apps.grants.services.appeals import register_appeal, settle_appeal
from hjemmel.apps.grants.services.applications import (
    withdraw_application,
)
from hjemmel.apps.grants.services.cases import (
    grant_application,
    refuse_application,
    take_case,
)
from hjemmel.apps.grants.services.money import mark_paid, revoke_grant
from hjemmel.apps.grants.services.schemes import change_frame
from hjemmel.kernel.errors import (
    ConflictError,
    InputError,
    NotAllowedError,
)
from hjemmel.kernel.money import Money
from tests.grant_cases import (
    BY,
    NOW,
    TODAY,
    GrantPlace,
    frame,
    grant,
    made_place,
    state,
    submitted,
    version,
)

pytestmark = pytest.mark.django_db
GIVEN = Money.kroner


@pytest.fixture
def place() -> GrantPlace:
    return made_place()


def test_partial_grant_states_what_was_sought_and_what_is_given(place: GrantPlace) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    assert grant(case, GIVEN(500_000)) == GIVEN(500_000)
    letter = text_of(decision_letter(case, by=BY)).replace("\u00a0", " ")
    assert "Søknaden er innvilget i del: kr 500 000 av kr 900 000." in letter
    for said in (
        "Vedtak om tilskudd: Etableringstilskudd til nytt legesenter",
        "Trondheim kommune",
        "Oppfyller vilkårene.",
        "forvaltningsloven §§ 28 og 29",
        "Fristen er 21 dager",
        "01.07.2026",
        "kap. 4.2.1.1",
    ):
        assert said in letter, said
    assert decision_letter(case, by=BY) == decision_letter(case, by=BY)
    assert state(case) == "partly"


def test_more_than_the_rules_give_is_not_granted(place: GrantPlace) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "2"}, "500000")
    with pytest.raises(ConflictError) as refused:
        grant(case, GIVEN(500_001))
    assert refused.value.data["entitled_oere"] == 50_000_000
    with pytest.raises(InputError):
        grant(case, Money(0))
    assert state(case) == "submitted"


def test_frame_is_not_overdrawn_and_what_remains_is_told(place: GrantPlace) -> None:
    year = place.year("new_centre")
    first = submitted(place, year, {"doctors": "4"}, "1200000")
    second = submitted(
        place, year, {"doctors": "2"}, "600000", centre=place.another_centre("Annet senter")
    )
    grant(first)
    with pytest.raises(ConflictError) as refused:
        grant(second)
    assert refused.value.what.nb.replace("\u00a0", " ") == (
        "Rammen har kr 300 000 igjen, som ikke dekker kr 600 000."
    )
    assert grant(second, GIVEN(300_000)) == GIVEN(300_000)
    assert frame(year) == (150_000_000, 150_000_000)
    with pytest.raises(ConflictError, match="is awarded already"):
        change_frame(scheme_year=year, frame=GIVEN(1_400_000), source="Kutt", by=BY)


def test_revoked_award_gives_the_frame_its_money_back_and_stops_or_reclaims_it(
    place: GrantPlace,
) -> None:
    year = place.year("new_centre")
    case = submitted(place, year, {"doctors": "3"}, "900000")
    grant(case)
    revoke_grant(case=case, version=version(case), reason="Senteret åpnet ikke.", by=BY, now=NOW)
    assert frame(year) == (150_000_000, 0)
    payment = GrantPayment.objects.get()
    assert payment.stopped_at is not None
    with pytest.raises(ConflictError, match="stopped"):
        mark_paid(payments=[payment.pk], paid_on=TODAY, by=BY)

    other = submitted(place, year, {"doctors": "3"}, "900000")
    grant(other)
    [due] = payments_in(place.key, by=BY)
    mark_paid(payments=[due.key], paid_on=date(2026, 7, 1), by=BY)
    with pytest.raises(InputError):
        revoke_grant(
            case=other,
            version=version(other),
            reason="Brukt til annet",
            reclaim=GIVEN(900_001),
            by=BY,
            now=NOW,
        )
    revoke_grant(
        case=other,
        version=version(other),
        reason="Halvparten er brukt til annet.",
        reclaim=GIVEN(450_000),
        by=BY,
        now=NOW,
    )
    revocation = get_case(other, by=BY, today=TODAY).revocation
    assert revocation is not None
    assert (revocation.revoked_oere, revocation.reclaimed_oere) == (90_000_000, 45_000_000)
    letter = text_of(revocation_letter(other, by=BY)).replace("\u00a0", " ")
    for said in (
        "Tilskuddet på kr 900 000 er trukket tilbake. kr 450 000 kreves betalt tilbake.",
        "Halvparten er brukt til annet.",
        "Trondheims tiltaksplan for legetjenesten kap. 4.2.1.1",
        "01.07.2026",
    ):
        assert said in letter, said
    for lacking in ({"findings": []}, {"citation": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GrantRevocation.objects.update(**lacking)


def test_appeal_is_in_time_for_three_weeks_and_a_late_one_needs_judgement(
    place: GrantPlace,
) -> None:
    facts = {"doctors": "4", "new_doctors": "2", "has_new_premises": "ja"}
    case = submitted(place, place.year("expansion"), facts, "200000")
    refuse_application(case=case, version=version(case), reason="For stort.", by=BY, now=NOW)
    with pytest.raises(InputError):
        register_appeal(
            case=case, version=version(case), text="Nei", received_on=date(2026, 6, 9), by=BY
        )
    register_appeal(
        case=case,
        version=version(case),
        text="Vi er tre leger.",
        received_on=date(2026, 7, 1) + timedelta(days=1),
        by=place.actor(Role.CENTRE_LEADER),
    )
    appeal = get_case(case, by=BY, today=TODAY).appeal
    assert appeal is not None
    assert appeal.findings[0]["outcome"] == "needs_judgement"
    assert appeal.findings[0]["citations_nb"] == ["forvaltningsloven § 29 første ledd"]
    settle_appeal(
        case=case,
        version=version(case),
        outcome="upheld",
        reason="Opplysningen var feil.",
        by=BY,
        today=TODAY,
    )
    assert state(case) == "in_work"
    refuse_application(case=case, version=version(case), reason="Fortsatt fire.", by=BY, now=NOW)
    seen = get_case(case, by=BY, today=TODAY)
    assert len(seen.earlier) == 1
    assert seen.appeal is None


def test_decision_without_finding_or_citation_is_refused_by_the_database(
    place: GrantPlace,
) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    whole = {
        "application_id": case,
        "outcome": "granted",
        "amount_oere": 1,
        "findings": [{"rule": "x"}],
        "citation": "§ 1",
        "reason": "Fordi",
        "decided_by": "noen",
        "decided_at": NOW,
        "appeal_until": TODAY,
    }
    for lacking in ({"findings": []}, {"citation": ""}, {"reason": ""}, {"amount_oere": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GrantDecision.objects.create(**{**whole, **lacking})
    GrantDecision.objects.create(**whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantApplication.objects.filter(pk=case).update(state="granted")
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeYear.objects.update(committed_oere=150_000_001)


def test_only_a_leader_decides_pays_and_revokes(place: GrantPlace) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    worker = place.actor(Role.CASE_WORKER)
    take_case(case=case, version=version(case), by=worker)
    for deny in (
        lambda: grant_application(
            case=case, version=version(case), reason="Ja", by=worker, now=NOW
        ),
        lambda: refuse_application(
            case=case, version=version(case), reason="Nei", by=worker, now=NOW
        ),
    ):
        with pytest.raises(NotAllowedError):
            deny()
    grant(case)
    [payment] = payments_in(place.key, by=worker)
    with pytest.raises(NotAllowedError):
        mark_paid(payments=[payment.key], paid_on=TODAY, by=worker)
    with pytest.raises(NotAllowedError):
        revoke_grant(case=case, version=version(case), reason="x", by=worker, now=NOW)


def test_case_is_decided_once_and_an_old_version_decides_nothing(place: GrantPlace) -> None:
    case = submitted(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    old = version(case)
    take_case(case=case, version=old, by=BY)
    with pytest.raises(ConflictError, match="changed since"):
        grant_application(case=case, version=old, reason="Ja", by=BY, now=NOW)
    grant(case)
    with pytest.raises(ConflictError, match="does not wait for a decision"):
        grant(case)
    with pytest.raises(ConflictError):
        withdraw_application(case=case, version=version(case), by=BY)


def test_applicant_is_told_by_mail_that_it_is_decided_and_nothing_more(
    place: GrantPlace, django_capture_on_commit_callbacks: object
) -> None:
    year = place.year("new_centre")
    case = submitted(place, year, {"doctors": "3"}, "900000", email="senter@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        grant(case)
    [message] = mail.outbox
    assert message.to == ["senter@example.org"]
    assert message.subject == "Vedtak om tilskudd"
    assert "900" not in str(message.body)
