"""Exemption from duty: by the rule, with the colleagues' load seen first, and no shift left in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.models import DutyDoctor, ExemptionCase
from hjemmel.apps.duty.selectors.exemptions import (
    exemption_effect,
    exemptions_in,
    exemptions_with,
    get_exemption,
)
from hjemmel.apps.duty.selectors.offers import open_shifts
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.selectors.takers import takers_of
from hjemmel.apps.duty.services.exemptions import (
    apply_for_exemption,
    grant_exemption,
    refuse_exemption,
    withdraw_exemption,
)
from hjemmel.apps.duty.services.offers import accept_offer
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.kernel.errors import ConflictError, InputError, MissingDataError, NotAllowedError
from hjemmel.law.finding import Outcome
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, TODAY, gp, leader, on, planner, published

AGE, HEALTH = ExemptionGround.AGE, ExemptionGround.HEALTH


@pytest.fixture
def district(db: None) -> District:
    made = made_district()
    for place, key in enumerate(made.doctors):
        doctor = DutyDoctor.objects.get(pk=key).doctor
        doctor.born = date(1964 + 3 * place, 10, 10)
        doctor.save()
    return made


def applied(district: District, place: int, ground: ExemptionGround, **more: Any) -> int:
    return apply_for_exemption(
        duty_doctor=district.doctors[place],
        ground=ground,
        first=more.pop("first", FIRST),
        by=more.pop("by", gp(district, place)),
        **more,
    )


def grant(district: District, case: int, **more: Any) -> Any:
    return grant_exemption(
        case=case,
        version=more.pop("version", 1),
        reason=more.pop("reason", "Vilkåret er oppfylt."),
        by=more.pop("by", leader(district)),
        now=NOW,
    )


def test_application_is_answered_by_the_rule_with_its_source_and_receipt(
    district: District,
) -> None:
    case = get_exemption(applied(district, 0, AGE), by=gp(district, 0))
    assert case.answer is not None
    assert case.answer.outcome is Outcome.MET
    assert "rett til fritak" in case.answer.sentence.nb
    assert "§ 33" in case.answer.sources[0].nb
    assert case.answer.receipt["parameters"][0]["id"] == "duty.exemption_right_age"
    young = get_exemption(applied(district, 7, AGE), by=gp(district, 7))
    assert young.answer is not None
    assert young.answer.outcome is Outcome.NOT_MET
    assert len(exemptions_in(district.key, by=planner(district))) == 2
    with pytest.raises(NotAllowedError):
        get_exemption(case.key, by=gp(district, 3))
    with pytest.raises(NotAllowedError):
        applied(district, 0, HEALTH, by=gp(district, 3))


def test_effect_on_colleagues_is_seen_before_and_kept_with_the_decision(
    district: District,
) -> None:
    roster = published(district)
    case = applied(district, 0, AGE, last=days_after(FIRST, 28))
    effect = exemption_effect(case, by=planner(district), now=NOW)
    loads = {one.doctor: one for one in effect.loads}
    mine, other = loads[district.doctors[0]], loads[district.doctors[1]]
    assert mine.hours_before > 0
    assert (mine.hours_after, mine.nights_after) == (0, 0)
    assert other.hours_after > other.hours_before
    before = sum(one.hours_before for one in effect.loads)
    after = sum(one.hours_after for one in effect.loads)
    assert abs(before - after) <= 8  # thousandths, by rounding
    assert other.nights_after == pytest.approx(28_000 / 7, abs=1)
    assert [one.key for one in effect.to_be_filled] == ["evening:2026-10-19", "evening:2026-10-23"]
    assert open_shifts(district.key, by=planner(district), now=NOW) == ()  # nothing was changed
    with pytest.raises(NotAllowedError):
        exemption_effect(case, by=gp(district, 0), now=NOW)
    done = grant(district, case)
    stored = ExemptionCase.objects.get().effect
    assert stored["loads"][0]["hours_after"] == 0
    assert [one.shift for one in done.must_be_filled] == [one.key for one in effect.to_be_filled]
    assert exemption_effect(case, by=planner(district), now=NOW).loads == effect.loads
    findings = roster_findings(roster, by=BY)
    assert {one.constraint for one in findings} == {"exemption"}
    assert len(open_shifts(district.key, by=planner(district), now=NOW)) == 2


def test_granted_exemption_takes_her_out_of_what_comes(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    roster = published(district)
    shift, giver = "evening:2026-10-21", district.doctors[4]
    before = takers_of(roster, shift, given_by=giver, by=planner(district))
    assert district.doctors[6] in {one.doctor for one in before}
    case = applied(district, 6, HEALTH, facts=ExemptionFacts(health_reason=True))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        grant(district, case)
    after = takers_of(roster, shift, given_by=giver, by=planner(district))
    assert district.doctors[6] not in {one.doctor for one in after}
    assert [one.to for one in mail.outbox] == [["lege6@example.org"]]
    assert "helse" not in mail.outbox[0].body.lower()


def test_letter_has_the_decision_the_rule_the_reason_and_the_source(district: District) -> None:
    published(district)
    done = grant(district, applied(district, 0, AGE), reason="Legen er over aldersgrensen.")
    assert "Trondheim kommune" in done.letter
    assert "Søknaden er innvilget. Du er fritatt fra legevakt fra og med 19.10.2026." in done.letter
    assert "Legen er over aldersgrensen." in done.letter
    assert "Rettslig grunnlag: fastlegeforskriften § 33 fjerde ledd bokstav a" in done.letter
    assert "påklages" in done.letter
    mine = exemptions_with(district.doctors[0], by=gp(district, 0))[0]
    assert mine.letter == done.letter
    assert exemptions_in(district.key, by=planner(district))[0].letter == ""


def test_letter_names_the_norwegian_day_of_an_application_made_late_at_night(
    district: District,
) -> None:
    case = applied(district, 0, AGE)
    late = datetime(2026, 9, 27, 22, 30, tzinfo=UTC)  # half past midnight in Norway
    ExemptionCase.objects.filter(pk=case).update(applied_at=late)
    assert "søknaden din av 28.09.2026" in grant(district, case).letter


def test_right_is_never_refused_and_what_the_rule_does_not_give_is_never_granted(
    district: District,
) -> None:
    right = applied(district, 0, AGE)
    with pytest.raises(ConflictError, match="has a right to the exemption"):
        refuse_exemption(case=right, version=1, reason="Nei", by=leader(district), now=NOW)
    none = applied(district, 7, AGE)
    with pytest.raises(ConflictError, match="rule gives no exemption"):
        grant(district, none)
    done = refuse_exemption(
        case=none, version=1, reason="Legen er for ung.", by=leader(district), now=NOW
    )
    assert "er avslått" in done.letter
    assert ExemptionCase.objects.get(pk=none).state == "refused"
    with pytest.raises(ConflictError, match="decided or withdrawn"):
        grant(district, none, version=2)


def test_only_a_leader_decides_with_a_reason_on_the_case_she_saw(district: District) -> None:
    case = applied(district, 6, HEALTH, facts=ExemptionFacts(health_reason=True))
    with pytest.raises(NotAllowedError):
        grant(district, case, by=planner(district))
    with pytest.raises(NotAllowedError):
        refuse_exemption(case=case, version=1, reason="Nei", by=gp(district, 6), now=NOW)
    with pytest.raises(InputError):
        grant(district, case, reason="  ")
    with pytest.raises(ConflictError, match="changed since"):
        grant(district, case, version=2)
    assert ExemptionCase.objects.get().state == "applied"
    grant(district, case)
    assert not AuditEvent.objects.filter(details__icontains="health").exists()


def test_ground_says_when_it_ends(district: District) -> None:
    child = ExemptionFacts(child_born=date(2026, 3, 1))
    case = applied(district, 6, ExemptionGround.BREASTFEEDING, facts=child)
    assert ExemptionCase.objects.get(pk=case).last == date(2027, 3, 1)
    with pytest.raises(InputError, match="lasts only until"):
        applied(district, 5, ExemptionGround.BREASTFEEDING, facts=child, last=date(2027, 6, 1))
    with pytest.raises(InputError):
        applied(district, 5, ExemptionGround.PREGNANCY)  # no due day
    with pytest.raises(InputError):
        applied(district, 5, HEALTH, last=FIRST)
    with pytest.raises(ConflictError, match="same ground"):
        applied(district, 6, ExemptionGround.BREASTFEEDING, facts=child)


def test_doctor_without_a_day_of_birth_is_named(district: District) -> None:
    doctor = DutyDoctor.objects.get(pk=district.doctors[0]).doctor
    doctor.born = None
    doctor.save()
    with pytest.raises(MissingDataError):
        applied(district, 0, AGE)
    assert not ExemptionCase.objects.exists()


def test_application_is_taken_back_by_the_doctor_and_an_exemption_ended_by_the_leader(
    district: District,
) -> None:
    case = applied(district, 0, AGE, first=days_after(TODAY, -10))
    given = {"case": case, "reason": "Vil gå vakt.", "today": TODAY}
    with pytest.raises(NotAllowedError):
        withdraw_exemption(**given, version=1, by=gp(district, 3))
    grant(district, case)
    with pytest.raises(NotAllowedError):
        withdraw_exemption(**given, version=2, by=gp(district, 0))
    with pytest.raises(InputError):
        withdraw_exemption(**given, version=2, by=leader(district), from_day=days_after(TODAY, -3))
    assert withdraw_exemption(**given, version=2, by=leader(district)) == 3
    row = ExemptionCase.objects.get()
    assert (row.state, row.last) == ("granted", TODAY)  # what has been stays
    other = applied(district, 1, AGE)
    withdraw_exemption(case=other, reason="Ombestemt.", today=TODAY, version=1, by=gp(district, 1))
    assert ExemptionCase.objects.get(pk=other).state == "withdrawn"
    with pytest.raises(ConflictError):
        withdraw_exemption(case=other, reason="x", today=TODAY, version=2, by=leader(district))


def test_exemption_from_nights_leaves_the_evenings(district: District) -> None:
    case = applied(
        district,
        1,
        HEALTH,
        only_nights=True,
        facts=ExemptionFacts(health_reason=True),
        last=days_after(FIRST, 28),
    )
    published(district)
    effect = exemption_effect(case, by=planner(district), now=NOW)
    mine = next(one for one in effect.loads if one.doctor == district.doctors[1])
    assert mine.nights_after == 0
    assert 0 < mine.hours_after < mine.hours_before
    assert [one.key for one in effect.to_be_filled] == ["night:2026-10-19", "night:2026-10-23"]


def test_shifts_are_hers_again_when_the_exemption_is_taken_back_in_time(
    district: District,
) -> None:
    roster = published(district)
    case = applied(district, 0, AGE)
    done = grant(district, case)
    assert len(done.must_be_filled) == 2
    accept_offer(offer=done.must_be_filled[0].offer, by=gp(district, 6), now=NOW)
    withdraw_exemption(case=case, version=2, reason="Ombestemt.", by=leader(district), today=TODAY)
    assert open_shifts(district.key, by=planner(district), now=NOW) == ()
    assert on(roster, "evening:2026-10-23") == [district.doctors[0]]
    assert on(roster, "evening:2026-10-19") == [district.doctors[6]]
    assert roster_findings(roster, by=BY) == ()
