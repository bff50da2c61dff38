"""Applications for grants from draft to report: what is refused, what is told, and what stays."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.grants.models import (
    GrantApplication,
    GrantDecision,
    GrantPayment,
)
from hjemmel.apps.grants.selectors.case_views import CaseChoice
from hjemmel.apps.grants.selectors.cases import (
    cases_in,
    decision_letter,
    get_case,
    own_cases,
    read_file,
)
from hjemmel.apps.grants.selectors.payments import payments_in
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
from hjemmel.apps.grants.services.money import mark_paid, receive_report
from hjemmel.apps.grants.services.schemes import change_deadline
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
