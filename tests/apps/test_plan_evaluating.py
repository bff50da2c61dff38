"""Values of indicators, and a tertial's evaluation: what happened against what was promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.plan.fields import OwnIndicatorFields, ReadingFields, TargetFields
from hjemmel.apps.plan.models import IndicatorReading, PlanEvaluation, PlanScore
from hjemmel.apps.plan.selectors.plans import plan_picture
from hjemmel.apps.plan.services.adopting import adopt_plan
from hjemmel.apps.plan.services.evaluating import evaluate
from hjemmel.apps.plan.services.following import define_indicator, follow, stop_following
from hjemmel.apps.plan.services.measures import set_status
from hjemmel.apps.plan.services.plans import make_plan
from hjemmel.apps.plan.services.readings import compute_values, enter_value
from hjemmel.apps.registry.models import Municipality
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.indicator_light import Light, light_of
from hjemmel.domain.measure import MeasureStatus
from hjemmel.domain.plan_indicator import Direction, IndicatorUnit, ValueOrigin
from hjemmel.domain.prediction import Verdict
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from tests.municipal_plan import BY, HEAD, NOW, TODAY, MadePlan, made_plan

ON = date(2025, 2, 1)
T1, T2 = Tertial(2025, 1), Tertial(2025, 2)


@pytest.fixture
def plan(db: None) -> MadePlan:
    return made_plan()


@pytest.fixture
def adopted(plan: MadePlan) -> MadePlan:
    adopt_plan(plan=plan.key, on=ON, by=BY)
    return plan


def reading(day: date, value: str | None, code: str = "I02", **more: str) -> ReadingFields:
    number = None if value is None else Decimal(value)
    return ReadingFields(code=code, as_of=day, value=number, source="Helfo", **more)


def enter(plan: MadePlan, fields: ReadingFields) -> int:
    return enter_value(plan=plan.key, fields=fields, by=BY, today=TODAY, now=NOW)


def test_a_value_entered_again_corrects_the_first_which_stays(plan: MadePlan) -> None:
    first = enter(plan, reading(date(2025, 4, 30), "3900"))
    second = enter(plan, reading(date(2025, 4, 30), "3850"))
    stored = {row.pk: row for row in IndicatorReading.objects.all()}
    assert stored[first].superseded_at == NOW
    assert stored[second].superseded_at is None
    values = plan_picture(plan.key, by=BY).indicators[0].values
    assert [(v.as_of, v.value, v.origin) for v in values] == [
        (date(2025, 4, 30), Decimal(3850), ValueOrigin.ENTERED)
    ]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (reading(date(2025, 9, 16), "1"), InputError),
        (reading(date(2025, 4, 30), "-1"), InputError),
        (reading(date(2025, 4, 30), "80", "I11"), InputError),
        (reading(date(2025, 4, 30), "1", "I99"), UnknownIdError),
        (reading(date(2025, 4, 30), "1", district="500199"), UnknownIdError),
        (reading(date(2025, 4, 30), None), InputError),
        (replace(reading(date(2025, 4, 30), "1"), source=" "), InputError),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    plan: MadePlan, fields: ReadingFields, error: type[Exception]
) -> None:
    with pytest.raises(error):
        enter(plan, fields)
    assert not IndicatorReading.objects.exists()


def test_that_a_value_cannot_be_told_is_stored_with_its_reason(plan: MadePlan) -> None:
    enter(plan, reading(date(2025, 4, 30), None, note="Rapporten kom ikke."))
    indicator = plan_picture(plan.key, by=BY).indicators[0]
    shown = light_of(indicator, TODAY)
    assert (shown.light, shown.text.nb) == (Light.UNKNOWN, "Rapporten kom ikke.")


def test_a_tertial_is_scored_against_what_was_promised_by_then(adopted: MadePlan) -> None:
    enter(adopted, reading(date(2025, 4, 30), "3700"))
    done = evaluate(plan=adopted.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    assert (done.scored, done.scored_before, done.is_new) == (1, 0, True)
    assert done.missing is not None  # this municipality has no lists in the register
    given = plan_picture(adopted.key, by=BY).scores[0]
    assert (given.tertial, given.verdict, given.happened) == (
        T1,
        Verdict.AS_PREDICTED,
        Decimal(3700),
    )
    assert given.expected.quantize(Decimal(1)) == 3671
    assert given.achieved == Decimal("0.15")


def test_an_evaluation_done_again_doubles_nothing(adopted: MadePlan) -> None:
    enter(adopted, reading(date(2025, 4, 30), "3800"))
    first = evaluate(plan=adopted.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    again = evaluate(plan=adopted.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    assert (again.key, again.digest) == (first.key, first.digest)
    assert (again.scored, again.scored_before, again.is_new) == (0, 1, False)
    assert (PlanEvaluation.objects.count(), PlanScore.objects.count()) == (1, 1)


def test_what_is_frozen_stands_and_later_values_do_not_change_the_score(adopted: MadePlan) -> None:
    enter(adopted, reading(date(2025, 4, 30), "3800"))
    evaluate(plan=adopted.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    with pytest.raises(ConflictError, match="frozen in the evaluation of 2025-T1"):
        enter(adopted, reading(date(2025, 4, 30), "2000"))
    enter(adopted, reading(date(2025, 4, 29), "2000"))
    evaluate(plan=adopted.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    assert plan_picture(adopted.key, by=BY).scores[0].happened == Decimal(3800)
    kept = PlanEvaluation.objects.get().readings
    assert [one["value"] for one in kept] == [3800]


def test_a_tertial_without_a_value_is_unknown_and_the_next_is_scored(adopted: MadePlan) -> None:
    evaluate(plan=adopted.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    enter(adopted, reading(date(2025, 8, 31), "3900"))
    evaluate(plan=adopted.key, tertial=T2, by=BY, today=TODAY, now=NOW)
    scores = plan_picture(adopted.key, by=BY).scores
    assert [(str(one.tertial), one.verdict) for one in scores] == [
        ("2025-T1", Verdict.UNKNOWN),
        ("2025-T2", Verdict.LESS),
    ]


def test_only_ended_tertials_of_an_adopted_plans_period_are_evaluated(plan: MadePlan) -> None:
    with pytest.raises(ConflictError, match="nothing is promised yet"):
        evaluate(plan=plan.key, tertial=T1, by=BY, today=TODAY, now=NOW)
    adopt_plan(plan=plan.key, on=ON, by=BY)
    with pytest.raises(InputError, match="ends on 31 December 2025"):
        evaluate(plan=plan.key, tertial=Tertial(2025, 3), by=BY, today=TODAY, now=NOW)
    with pytest.raises(InputError, match="outside the plan's period"):
        evaluate(plan=plan.key, tertial=Tertial(2024, 3), by=BY, today=TODAY, now=NOW)
    with pytest.raises(NotAllowedError):
        evaluate(plan=plan.key, tertial=T1, by=plan.actor(Role.READER), today=TODAY, now=NOW)


def test_a_plan_has_targets_and_indicators_of_its_own(plan: MadePlan) -> None:
    follow(
        plan=plan.key,
        code="I04",
        target=TargetFields(direction=Direction.AT_MOST, level=Decimal(1000), words="Høyst 1 000"),
        by=BY,
    )
    target = TargetFields(direction=Direction.AT_LEAST, level=Decimal(5))
    own = OwnIndicatorFields(
        code="l01", title="Møter med sentrene", unit=IndicatorUnit.COUNT, target=target
    )
    define_indicator(plan=plan.key, fields=own, by=BY)
    enter(plan, reading(date(2025, 4, 30), "4", "L01"))
    enter(plan, reading(date(2025, 4, 30), "1050", "I04"))
    lights = {
        one.definition.id: light_of(one, TODAY).light
        for one in plan_picture(plan.key, by=BY).indicators
    }
    assert lights == {"I02": Light.UNKNOWN, "I04": Light.RED, "L01": Light.RED}
    with pytest.raises(ConflictError, match="comes along"):
        define_indicator(plan=plan.key, fields=replace(own, code="I01"), by=BY)
    with pytest.raises(ConflictError, match="predicted to have an effect"):
        stop_following(plan=plan.key, code="I02", by=BY)
    stop_following(plan=plan.key, code="L01", by=BY)
    with pytest.raises(InputError, match="lacks or has a level"):
        follow(plan=plan.key, code="I04", target=TargetFields(direction=Direction.AT_MOST), by=BY)


def test_the_share_of_measures_done_is_worked_out_from_the_plan(plan: MadePlan) -> None:
    follow(plan=plan.key, code="I21", by=BY)
    set_status(
        measure=plan.measures[0],
        status=MeasureStatus.DONE,
        on=date(2025, 5, 1),
        reason="",
        by=BY,
        today=TODAY,
    )
    for day in (date(2025, 4, 30), date(2025, 8, 31)):
        compute_values(plan=plan.key, as_of=day, codes=["I21"], by=BY, now=NOW)
    values = plan_picture(plan.key, by=BY).indicator("I21").values  # type: ignore[union-attr]
    assert [one.value for one in values] == [Decimal(0), Decimal("0.5")]


def test_what_the_register_tells_is_what_its_own_pages_tell(
    small_register: SyntheticMunicipality,
) -> None:
    row = Municipality.objects.get(number=small_register.profile.number)
    day = small_register.profile.as_of
    head = replace(HEAD, first=date(day.year, 1, 1), last=date(day.year + 4, 1, 1))
    plan = make_plan(municipality=row.pk, fields=head, by=BY)
    codes = ["I01", "I02", "I03", "I04", "I05", "I07", "I08", "I09", "I13", "I14", "I17", "I31"]
    for code in codes:
        follow(plan=plan, code=code, by=BY)
    done = compute_values(plan=plan, as_of=day, by=BY, now=NOW)
    picture = register_picture(view_of(row), day, by=BY)
    figures = {name: Decimal(one.value) for name, one in picture.figures.items()}
    found = {one.definition.id: one for one in plan_picture(plan, by=BY).indicators}
    value = {code: one.values[-1].value for code, one in found.items() if one.values}
    assert value["I02"] == figures["waiting"]
    assert value["I03"] == figures["without_gp"]
    assert value["I07"] == figures["lists_without_doctor"]
    assert value["I01"] == round(figures["free_places"] / figures["list_places"], 6)
    assert value["I04"] == round(figures["listed"] / figures["gps"], 6)
    assert value["I05"] == round(figures["gps"] * 1000 / figures["population"], 6)
    assert {one.district for one in found["I01"].in_districts} == {
        one.number for one in picture.districts if one.list_places
    }
    unknown = dict(done.unknown)
    assert "vaktplan" in unknown["I13"].nb
    assert set(unknown) | set(value) == set(codes)
    first = found["I01"].values[-1]
    assert first.origin is ValueOrigin.COMPUTED
    assert [one.value for one in first.inputs] == [figures["free_places"], figures["list_places"]]
    again = compute_values(plan=plan, as_of=day, by=BY, now=NOW)
    assert (again.stored, IndicatorReading.objects.filter(superseded_at__isnull=False).count()) == (
        (),
        0,
    )


def test_what_people_wrote_down_is_not_worked_out_over(
    small_register: SyntheticMunicipality,
) -> None:
    row = Municipality.objects.get(number=small_register.profile.number)
    day = small_register.profile.as_of
    head = replace(HEAD, first=date(day.year, 1, 1), last=date(day.year + 4, 1, 1))
    plan = make_plan(municipality=row.pk, fields=head, by=BY)
    follow(plan=plan, code="I02", by=BY)
    enter_value(plan=plan, fields=reading(day, "77"), by=BY, today=day, now=NOW)
    done = compute_values(plan=plan, as_of=day, by=BY, now=NOW)
    assert (done.stored, done.entered) == ((), ("I02",))
    assert plan_picture(plan, by=BY).indicators[0].values[-1].value == 77
