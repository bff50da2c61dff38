"""The plan of a demo."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core import mail

from hjemmel.apps.plan.models import Plan
from hjemmel.apps.plan.selectors.plans import plan_picture, public_plan, usual_day
from hjemmel.apps.plan.services.daily import do_plan_day
from hjemmel.apps.plan.services.demo import load_plan_demo
from hjemmel.apps.registry.models import Municipality
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.domain.indicator_light import Light, light_of
from hjemmel.domain.plan import PlanStatus
from hjemmel.domain.plan_indicator import ValueOrigin
from hjemmel.domain.plan_sums import sums_of
from hjemmel.domain.prediction import Verdict
from hjemmel.kernel.errors import ConflictError
from tests.municipal_plan import BY, NOW, TODAY, municipality_key


def test_the_demo_has_a_plan_that_has_run_for_a_while(
    small_register: SyntheticMunicipality,
) -> None:
    place = Municipality.objects.get(number=small_register.profile.number)
    today = usual_day(place.pk, TODAY)
    key = load_plan_demo(municipality=place.pk, today=today, now=NOW, by=BY)
    assert load_plan_demo(municipality=place.pk, today=today, now=NOW, by=BY) == key
    plan = plan_picture(key, by=BY)
    assert (plan.status, plan.is_public, plan.is_synthetic) == (PlanStatus.ADOPTED, True, True)
    assert "syntetisk" in plan.title.nb
    assert "oppdiktet" in plan.notes[0].nb
    sums = sums_of(plan, today)
    assert (sums.measures, sums.late) == (26, 2)
    assert sums.without_year.oere == 0
    assert Counter(status.value for status, count in sums.by_status for _ in range(count)) == {
        "not_started": 8,
        "in_progress": 10,
        "delayed": 2,
        "done": 5,
        "stopped": 1,
    }
    assert {str(score.tertial) for score in plan.scores} == {f"{today.year}-T2"}
    assert {score.verdict for score in plan.scores} == {
        Verdict.AS_PREDICTED,
        Verdict.BETTER,
        Verdict.OPPOSITE,
    }
    lights = {light_of(one, today).light for one in plan.indicators}
    assert lights == {Light.GREEN, Light.YELLOW, Light.RED, Light.UNKNOWN}
    assert len(public_plan(number=plan.municipality, name=plan.id).measures) == 26


def test_a_made_up_plan_is_not_put_into_a_real_municipality(db: None) -> None:
    with pytest.raises(ConflictError, match="only a synthetic municipality"):
        load_plan_demo(municipality=municipality_key(), today=TODAY, now=NOW, by=BY)
    assert not Plan.objects.exists()


def test_the_days_work_computes_the_indicators_of_the_demo_once_and_sends_nothing(
    small_register: SyntheticMunicipality,
) -> None:
    place = Municipality.objects.get(number=small_register.profile.number)
    today = usual_day(place.pk, TODAY)
    key = load_plan_demo(municipality=place.pk, today=today, now=NOW, by=BY)
    first = do_plan_day(plan=key, by=BY, now=NOW)
    assert first.computed >= 6
    assert do_plan_day(plan=key, by=BY, now=NOW).computed == 0
    assert mail.outbox == []
    found = plan_picture(key, by=BY).indicator("I01")
    assert found is not None
    assert found.values[-1].origin is ValueOrigin.COMPUTED
    assert found.values[-1].as_of == today
