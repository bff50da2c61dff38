"""Applications for exemption from duty, ground by ground, and when a ground ends."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.kernel.errors import InputError
from hjemmel.law import LawAt, load_law
from hjemmel.law.finding import Outcome
from hjemmel.rules.exemption_application import ExemptionApplication, ends_on, judge, rights

BOOK = load_law()


def law(day: date) -> LawAt:
    return LawAt(day, book=BOOK)


def test_the_day_a_doctor_turns_60_she_has_a_right() -> None:
    application = ExemptionApplication(born=date(1966, 3, 10))
    assert rights(application, law(date(2026, 3, 9))) == ()
    assert rights(application, law(date(2026, 3, 10))) == (ExemptionGround.AGE,)


def test_at_56_with_no_other_reason_age_is_no_ground() -> None:
    application = ExemptionApplication(born=date(1970, 1, 1))
    now = law(date(2026, 3, 1))
    assert rights(application, now) == ()
    assert judge(ExemptionGround.SOCIAL, application, now).outcome is Outcome.NOT_MET


def test_in_the_first_half_of_2013_the_age_was_55() -> None:
    application = ExemptionApplication(born=date(1957, 1, 1))
    assert rights(application, law(date(2013, 6, 30))) == (ExemptionGround.AGE,)
    assert rights(application, law(date(2013, 7, 1))) == ()


def test_health_is_judged_by_the_municipality_and_age_counts() -> None:
    application = ExemptionApplication(born=date(1968, 1, 1), health_reason=True)
    finding = judge(ExemptionGround.HEALTH, application, law(date(2026, 3, 1)))
    assert (finding.outcome, finding.reason) == (Outcome.NEEDS_JUDGEMENT, "ground_and_age")


def test_pregnancy_and_breastfeeding_give_a_right_and_end_by_themselves() -> None:
    application = ExemptionApplication(
        born=date(1990, 1, 1), due=date(2026, 6, 15), child_born=date(2025, 4, 1)
    )
    assert rights(application, law(date(2026, 3, 15))) == (
        ExemptionGround.PREGNANCY,
        ExemptionGround.BREASTFEEDING,
    )
    now = law(date(2026, 3, 15))
    assert ends_on(ExemptionGround.PREGNANCY, application, now) == date(2026, 6, 15)
    assert ends_on(ExemptionGround.BREASTFEEDING, application, now) == date(2026, 4, 1)
    assert rights(application, law(date(2026, 4, 1))) == (ExemptionGround.PREGNANCY,)
    assert ends_on(ExemptionGround.AGE, application, now) is None


def test_a_promise_stands_from_2026_until_both_agree() -> None:
    promised = ExemptionApplication(born=date(1990, 1, 1), promised=True)
    ended = ExemptionApplication(born=date(1990, 1, 1), promised=True, both_agree_to_end=True)
    now = law(date(2026, 1, 1))
    assert judge(ExemptionGround.PROMISED, promised, now).is_met
    assert not judge(ExemptionGround.PROMISED, ended, now).is_met
    before = judge(ExemptionGround.PROMISED, promised, law(date(2025, 12, 31)))
    assert before.outcome is Outcome.NEEDS_JUDGEMENT


def test_a_new_gp_is_left_to_judgement_without_a_local_policy_and_ends_after_the_months() -> None:
    application = ExemptionApplication(born=date(1995, 1, 1), months=12, from_day=date(2026, 2, 1))
    now = law(date(2026, 1, 1))
    finding = judge(ExemptionGround.NEW_GP, application, now)
    assert (finding.outcome, finding.reason) == (Outcome.NEEDS_JUDGEMENT, "no_local_policy")
    assert ends_on(ExemptionGround.NEW_GP, application, now) == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("ground", "where"),
    [
        (ExemptionGround.PREGNANCY, "due"),
        (ExemptionGround.BREASTFEEDING, "child_born"),
        (ExemptionGround.NEW_GP, "months"),
    ],
)
def test_an_application_without_what_its_ground_needs_is_refused(
    ground: ExemptionGround, where: str
) -> None:
    with pytest.raises(InputError) as caught:
        judge(ground, ExemptionApplication(born=date(1990, 1, 1)), law(date(2026, 1, 1)))
    assert caught.value.where == where
