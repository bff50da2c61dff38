"""Applications for grants from draft to report: what is refused, what is told, and what stays."""

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
from hjemmel.apps.grants.selectors.case_views import CaseChoice
from hjemmel.apps.grants.selectors.cases import (
    cases_in,
    decision_letter,
    get_case,
    own_cases,
    read_file,
    revocation_letter,
)
from hjemmel.apps.grants.selectors.payments import payments_in
from hjemmel.apps.grants.services.appeals import register_appeal, settle_appeal
from hjemmel.apps.grants.services.applications import (
    attach_file,
    detach_file,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from hjemmel.apps.grants.services.cases import (
    grant_application,
    refuse_application,
    take_case,
)
from hjemmel.apps.grants.services.money import mark_paid, receive_report, revoke_grant
from hjemmel.apps.grants.services.schemes import change_deadline, change_frame
from hjemmel.domain.grant_scheme import ApplicantKind, CaseState
from hjemmel.kernel.errors import (
    ConflictError,
    InputError,
    MissingDataError,
    NotAllowedError,
    UnknownIdError,
)
from hjemmel.kernel.money import Money
from hjemmel.law.finding import Outcome
from tests.grant_cases import (
    BY,
    NOW,
    PDF,
    TODAY,
    GrantPlace,
    draft,
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


def frame(year: int) -> tuple[int, int]:
    row = SchemeYear.objects.get(pk=year)
    return row.frame_oere, row.committed_oere


def grant(case: int, amount: Money | None = None) -> Money:
    return grant_application(
        case=case,
        version=version(case),
        reason="Oppfyller vilkårene.",
        amount=amount,
        by=BY,
        now=NOW,
    ).amount


def test_establishment_grant_runs_from_draft_to_report(place: GrantPlace) -> None:
    year = place.year("new_centre")
    assert frame(year) == (150_000_000, 0)  # the frame stands in the plan
    leader, chief = place.actor(Role.CENTRE_LEADER), place.actor(Role.LEADER)
    case = start_application(
        scheme_year=year, kind=ApplicantKind.CENTRE, centre=place.centre, by=leader
    )
    save_application(case=case, version=1, typed={"doctors": "3"}, sought="900 000", by=leader)
    for kind in ("plan", "lease"):
        attach_file(case=case, kind=kind, name="../vedlegg.exe", content=PDF, by=leader)
    submit_application(case=case, version=version(case), by=leader, today=TODAY)
    take_case(case=case, version=version(case), by=place.actor(Role.CASE_WORKER))
    seen = get_case(case, by=chief, today=TODAY)
    assert seen.entitled == GIVEN(900_000)
    assert [one.outcome for one in seen.findings] == [Outcome.MET] * 4 + [Outcome.CALCULATED]
    assert {one.citations[0].nb for one in seen.findings} == {
        "Trondheims tiltaksplan for legetjenesten kap. 4.2.1.1"
    }
    decided = grant_application(
        case=case, version=version(case), reason="Nytt senter med tre leger.", by=chief, now=NOW
    )
    assert (decided.amount, decided.left) == (GIVEN(900_000), GIVEN(600_000))
    assert decided.appeal_until == date(2026, 7, 1)  # three weeks from 10 June
    assert state(case) == "granted"
    [payment] = payments_in(place.key, by=chief)
    assert (payment.amount, payment.due_on) == (GIVEN(900_000), date(2026, 7, 10))
    paid = mark_paid(payments=[payment.key], paid_on=date(2026, 7, 3), by=chief)
    assert paid == (payment.key,)
    assert mark_paid(payments=[payment.key], paid_on=date(2026, 7, 4), by=chief) == ()
    assert payments_in(place.key, by=chief) == ()
    report = get_case(case, by=leader, today=TODAY).report
    assert report is not None
    assert report.due_on == date(2027, 7, 3)
    receive_report(
        case=case,
        version=version(case),
        used=GIVEN(900_000),
        text="Utstyr",
        by=leader,
        today=date(2027, 5, 1),
    )
    assert state(case) == "reported"
    assert [line.action for line in get_case(case, by=chief, today=TODAY).history][:3] == [
        "grants.receive_report",
        "grants.mark_paid",
        "grants.grant_application",
    ]


def test_seven_doctors_in_one_centre_are_counted_as_five_and_told_so(place: GrantPlace) -> None:
    year = place.year("new_centre")
    case = draft(place, year, {"doctors": "7"}, "2 100 000")
    with pytest.raises(InputError) as refused:
        submit_application(case=case, version=version(case), by=BY, today=TODAY)
    said = refused.value.what.nb.replace("\u00a0", " ")
    assert said.startswith("Søkt beløp kr 2 100 000 er over det ordningen kan gi, kr 1 500 000.")
    assert "Nytt legesenter med 7 leger: tilskudd for 5, kr 1 500 000." in said
    assert "Trondheims tiltaksplan for legetjenesten kap. 4.2.1.1" in said
    kept = GrantApplication.objects.get(pk=case)
    assert (kept.state, kept.typed["sought"], kept.facts) == ("draft", "2100000", {"doctors": 7})
    save_application(case=case, version=version(case), typed={}, sought="1 500 000", by=BY)
    submit_application(case=case, version=version(case), by=BY, today=TODAY)
    assert grant(case) == GIVEN(1_500_000)


def test_negative_amount_is_refused_and_stays_as_typed(place: GrantPlace) -> None:
    case = draft(place, place.year("new_centre"), {"doctors": "tre"}, "-5")
    kept = GrantApplication.objects.get(pk=case)
    assert (kept.typed, kept.sought_oere) == ({"doctors": "tre", "sought": "-5"}, None)
    problems = get_case(case, by=BY, today=TODAY).problems
    assert [one.where for one in problems] == ["doctors", "sought"]
    with pytest.raises(InputError, match="cannot be read"):
        submit_application(case=case, version=version(case), by=BY, today=TODAY)
    assert state(case) == "draft"


def test_application_after_the_deadline_is_refused_with_the_deadline_and_the_draft_stays(
    place: GrantPlace,
) -> None:
    year = place.year("new_centre")
    case = draft(place, year, {"doctors": "3"}, "900000")
    late = date(2026, 12, 2)
    with pytest.raises(ConflictError) as refused:
        submit_application(case=case, version=version(case), by=BY, today=late)
    assert refused.value.what.nb == (
        "Fristen var 01.12.2026; søknaden kom 02.12.2026. "
        "(Trondheims tiltaksplan for legetjenesten kap. 4.2.1.1)"
    )
    assert state(case) == "draft"
    change_deadline(scheme_year=year, deadline=late, by=BY)
    submit_application(case=case, version=version(case), by=BY, today=late)
    assert state(case) == "submitted"


def test_application_on_paper_counts_from_the_day_it_came_in(place: GrantPlace) -> None:
    case = draft(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    leader = place.actor(Role.CENTRE_LEADER)
    days = {"today": date(2026, 12, 5), "received_on": date(2026, 12, 1)}
    with pytest.raises(NotAllowedError):
        submit_application(case=case, version=version(case), by=leader, **days)
    submit_application(case=case, version=version(case), by=place.actor(Role.CASE_WORKER), **days)
    assert GrantApplication.objects.get(pk=case).submitted_on == date(2026, 12, 1)


def test_missing_document_is_told_by_name(place: GrantPlace) -> None:
    case = draft(place, place.year("expansion"), {"doctors": "3", "new_doctors": "2"}, "200000")
    save_application(case=case, version=version(case), typed={"has_new_premises": "ja"}, by=BY)
    [file] = get_case(case, by=BY, today=TODAY).files
    detach_file(case=case, file=file.key, by=BY)
    with pytest.raises(InputError, match="Lease of the new premises") as refused:
        submit_application(case=case, version=version(case), by=BY, today=TODAY)
    assert refused.value.where == "documents"
    attach_file(case=case, kind="lease", name="leie.pdf", content=PDF, by=BY)
    submit_application(case=case, version=version(case), by=BY, today=TODAY)


def test_expansion_in_old_premises_may_be_applied_for_and_only_refused(place: GrantPlace) -> None:
    facts = {"doctors": "3", "new_doctors": "2", "has_new_premises": "nei"}
    case = submitted(place, place.year("expansion"), facts, "200000")
    assert get_case(case, by=BY, today=TODAY).entitled == Money(0)
    with pytest.raises(ConflictError, match="The grant is given for an expansion with new doctors"):
        grant(case)
    refuse_application(
        case=case, version=version(case), reason="Lokalene er de gamle.", by=BY, now=NOW
    )
    row = GrantDecision.objects.get(application=case)
    assert (row.outcome, row.amount_oere) == ("refused", 0)
    assert row.findings[-1]["reason"] == "no_expansion_in_new_premises"
    assert not GrantPayment.objects.exists()


def test_unknown_rate_of_the_year_names_parameter_and_file_and_the_draft_stays() -> None:
    bergen = made_place("4601", "Bergen")
    year = bergen.year("income_guarantee", frame=GIVEN(1_000_000))
    case = draft(
        bergen, year, {"list_length": "450", "months": "6"}, "100000", kind=ApplicantKind.GP
    )
    with pytest.raises(MissingDataError) as refused:
        submit_application(case=case, version=version(case), by=BY, today=TODAY)
    assert refused.value.data["parameter"] == "capitation.national_average_rate"
    assert "law/data" in str(refused.value.data["file"])
    assert GrantApplication.objects.get(pk=case).facts == {"list_length": 450, "months": 6}


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


def test_files_are_told_by_what_is_in_them_and_come_back_as_they_were(place: GrantPlace) -> None:
    case = draft(place, place.year("new_centre"), {"doctors": "3"}, "900000")
    for content in (b"", b"MZ program", b"<html>", b"PK\x03\x04 not an archive"):
        with pytest.raises(InputError):
            attach_file(case=case, kind="plan", name="plan.pdf", content=content, by=BY)
    with pytest.raises(InputError, match="above 10 MB"):
        attach_file(case=case, kind="plan", name="a", content=PDF * 600_000, by=BY)
    with pytest.raises(InputError, match="no such document"):
        attach_file(case=case, kind="photo", name="a.pdf", content=PDF, by=BY)
    key = attach_file(case=case, kind="plan", name='x"\r\n../plan.PNG', content=PDF + b"2", by=BY)
    name, kind, content = read_file(case, key, by=BY)
    assert (name, kind, content) == ("plan.pdf", "application/pdf", PDF + b"2")
    assert attach_file(case=case, kind="plan", name="igjen.pdf", content=PDF + b"2", by=BY) == key


def test_applicant_sees_and_writes_only_her_own(place: GrantPlace) -> None:
    year = place.year("new_centre")
    case = draft(place, year, {"doctors": "3"}, "900000")
    elsewhere = place.actor(Role.CENTRE_LEADER, centre=place.another_centre("Annet senter"))
    for deny in (
        lambda: get_case(case, by=elsewhere, today=TODAY),
        lambda: save_application(case=case, version=version(case), typed={}, by=elsewhere),
        lambda: submit_application(case=case, version=version(case), by=elsewhere, today=TODAY),
        lambda: start_application(
            scheme_year=year, kind=ApplicantKind.CENTRE, centre=place.centre, by=elsewhere
        ),
        lambda: get_case(case, by=place.actor(Role.PLANNER), today=TODAY),  # still a draft
        lambda: cases_in(place.key, by=elsewhere),
    ):
        with pytest.raises(NotAllowedError):
            deny()
    own = place.actor(Role.CENTRE_LEADER)
    assert [row.key for row in own_cases(place.key, by=own)] == [case]
    assert own_cases(place.key, by=elsewhere) == ()
    assert cases_in(place.key, by=place.actor(Role.LEADER)) == ()
    submit_application(case=case, version=version(case), by=own, today=TODAY)
    [row] = cases_in(place.key, by=place.actor(Role.PLANNER), choice=CaseChoice(year=2026))
    assert (row.key, row.state, row.sought) == (case, CaseState.SUBMITTED, GIVEN(900_000))
    chosen = CaseChoice(states=(CaseState.PAID,))
    assert cases_in(place.key, by=place.actor(Role.LEADER), choice=chosen) == ()
    assert get_case(case, by=own, today=TODAY).frame is None


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


def test_applicant_has_one_open_case_and_one_draft_in_a_scheme(place: GrantPlace) -> None:
    year = place.year("new_centre")
    first = submitted(place, year, {"doctors": "3"}, "900000")
    second = draft(place, year, {"doctors": "3"}, "900000")
    assert draft(place, year, {"doctors": "2"}, "600000") == second
    with pytest.raises(ConflictError, match="not decided"):
        submit_application(case=second, version=version(second), by=BY, today=TODAY)
    withdraw_application(case=first, version=version(first), by=BY)
    submit_application(case=second, version=version(second), by=BY, today=TODAY)
    assert (state(first), state(second)) == ("withdrawn", "submitted")


def test_gp_does_not_apply_for_a_scheme_of_centres(place: GrantPlace) -> None:
    gp = place.actor(Role.GP)
    with pytest.raises(InputError, match="only for: Centre"):
        start_application(
            scheme_year=place.year("new_centre"),
            kind=ApplicantKind.GP,
            doctor=place.doctor,
            by=gp,
        )
    case = start_application(
        scheme_year=place.year("course_pot"),
        kind=ApplicantKind.GP,
        doctor=place.doctor,
        centre=place.centre,
        by=gp,
    )
    assert [row.key for row in own_cases(place.key, by=gp)] == [case]
    with pytest.raises(UnknownIdError):
        decision_letter(case, by=gp)


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
