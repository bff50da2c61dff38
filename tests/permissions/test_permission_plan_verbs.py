"""Every verb and question about plans, and who may: one table, driven through each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from hjemmel.apps.accounts.policies import Actor, Grant
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.plan.fields import (
    AreaFields,
    BudgetFields,
    DecisionFields,
    GoalFields,
    MeasureFields,
    OwnIndicatorFields,
    ReadingFields,
    TargetFields,
)
from hjemmel.apps.plan.models import PlanPrediction
from hjemmel.apps.plan.selectors.deadlines import feeds_of, waiting_for
from hjemmel.apps.plan.selectors.plans import (
    list_plans,
    plan_in_force,
    plan_key,
    plan_picture,
    usual_day_of,
)
from hjemmel.apps.plan.services.adopting import adopt_measure, adopt_plan
from hjemmel.apps.plan.services.copying import copy_for_next_period, make_from_example
from hjemmel.apps.plan.services.daily import do_plan_day
from hjemmel.apps.plan.services.demo import load_plan_demo
from hjemmel.apps.plan.services.evaluating import evaluate
from hjemmel.apps.plan.services.feeds import make_feed, revoke_feed
from hjemmel.apps.plan.services.following import define_indicator, follow, stop_following
from hjemmel.apps.plan.services.measures import (
    add_measure,
    change_measure,
    remove_measure,
    set_status,
)
from hjemmel.apps.plan.services.parts import (
    remove_area,
    remove_budget_line,
    remove_decision,
    remove_goal,
    set_area,
    set_budget_line,
    set_decision,
    set_goal,
)
from hjemmel.apps.plan.services.plans import (
    change_plan,
    end_plan,
    make_plan,
    publish_plan,
    remove_plan,
)
from hjemmel.apps.plan.services.predictions import drop_prediction, predict, state_why_none
from hjemmel.apps.plan.services.readings import compute_values, enter_value
from hjemmel.apps.plan.services.sheets import (
    export_plan,
    import_measures,
    import_values,
    preview_measures,
    preview_values,
)
from hjemmel.domain.measure import MeasureStatus
from hjemmel.domain.plan_indicator import Direction, IndicatorUnit
from hjemmel.domain.tertial import Tertial
from hjemmel.kernel.errors import HjemmelError, NotAllowedError
from tests.municipal_plan import BY, HEAD, NOW, PREDICTION, TODAY, MadePlan, made_plan

P = Permission
NEW = replace(HEAD, name="plan-2029")
ON = date(2025, 2, 1)
Verb = Callable[[MadePlan, Path, Actor], object]
TARGET = TargetFields(direction=Direction.RISING)
OWN = OwnIndicatorFields(code="L01", title="Egen", unit=IndicatorUnit.COUNT, target=TARGET)
VALUE = ReadingFields(code="I02", as_of=ON, value=Decimal(1), source="Helfo")
FILE = "tiltak.csv"
VERBS: dict[str, tuple[Verb, Permission]] = {
    "list": (lambda p, _, by: list_plans(by=by, municipality=p.municipality), P.SEE_PLANS),
    "list all": (lambda _p, _f, by: list_plans(by=by), P.SEE_PLANS),
    "key": (lambda p, _, by: plan_key(municipality=p.municipality, name="plan-2025", by=by), P.SEE_PLANS),
    "in force": (lambda p, _, by: plan_in_force(municipality=p.municipality, day=ON, by=by), P.SEE_PLANS),
    "day": (lambda p, _, by: usual_day_of(p.key, TODAY, by=by), P.SEE_PLANS),
    "picture": (lambda p, _, by: plan_picture(p.key, by=by), P.SEE_PLANS),
    "waiting": (lambda p, _, by: waiting_for(p.key, by=by, today=TODAY), P.SEE_PLANS),
    "feeds": (lambda p, _, by: feeds_of(p.key, by=by), P.SEE_PLANS),
    "make feed": (lambda p, _, by: make_feed(plan=p.key, by=by), P.SEE_PLANS),
    "revoke feed": (lambda p, _, by: revoke_feed(feed=make_feed(plan=p.key, by=BY).key, by=by, now=NOW), P.WRITE_PLANS),
    "export": (lambda p, _, by: export_plan(plan=p.key, day=TODAY, by=by), P.SEE_PLANS),
    "make": (lambda p, _, by: make_plan(municipality=p.municipality, fields=NEW, by=by), P.WRITE_PLANS),
    "make from example": (lambda p, _, by: make_from_example(municipality=p.municipality, example="bergen-2024", fields=NEW, by=by), P.WRITE_PLANS),
    "copy": (lambda p, _, by: copy_for_next_period(plan=p.key, fields=NEW, by=by), P.WRITE_PLANS),
    "change": (lambda p, _, by: change_plan(plan=p.key, fields=HEAD, by=by), P.WRITE_PLANS),
    "remove": (lambda p, _, by: remove_plan(plan=p.key, by=by), P.WRITE_PLANS),
    "add measure": (lambda p, _, by: add_measure(plan=p.key, fields=MeasureFields(title="Ny"), by=by), P.WRITE_PLANS),
    "change measure": (lambda p, _, by: change_measure(measure=p.measures[0], fields=MeasureFields(title="Ny"), by=by), P.WRITE_PLANS),
    "remove measure": (lambda p, _, by: remove_measure(measure=p.measures[0], by=by), P.WRITE_PLANS),
    "status": (lambda p, _, by: set_status(measure=p.measures[0], status=MeasureStatus.DONE, on=ON, reason="", by=by, today=TODAY), P.WRITE_PLANS),
    "goal": (lambda p, _, by: set_goal(plan=p.key, fields=GoalFields(text="Mål"), by=by), P.WRITE_PLANS),
    "change goal": (lambda p, _, by: set_goal(plan=p.key, goal=set_goal(plan=p.key, fields=GoalFields(text="Mål"), by=BY), fields=GoalFields(text="Nytt"), by=by), P.WRITE_PLANS),
    "area": (lambda p, _, by: set_area(plan=p.key, fields=AreaFields(code="KK", title="To"), by=by), P.WRITE_PLANS),
    "decision": (lambda p, _, by: set_decision(plan=p.key, fields=DecisionFields(body="Bystyret"), by=by), P.WRITE_PLANS),
    "budget": (lambda p, _, by: set_budget_line(plan=p.key, fields=BudgetFields(year=2025, oere=1), by=by), P.WRITE_PLANS),
    "remove goal": (lambda p, _, by: remove_goal(plan=p.key, goal=set_goal(plan=p.key, fields=GoalFields(text="Mål"), by=BY), by=by), P.WRITE_PLANS),
    "remove area": (lambda p, _, by: remove_area(plan=p.key, area=set_area(plan=p.key, fields=AreaFields(code="X", title="X"), by=BY), by=by), P.WRITE_PLANS),
    "remove decision": (lambda p, _, by: remove_decision(plan=p.key, decision=set_decision(plan=p.key, fields=DecisionFields(body="B"), by=BY), by=by), P.WRITE_PLANS),
    "remove budget": (lambda p, _, by: remove_budget_line(plan=p.key, line=set_budget_line(plan=p.key, fields=BudgetFields(year=2025, oere=1), by=BY), by=by), P.WRITE_PLANS),
    "predict": (lambda p, _, by: predict(measure=p.measures[1], fields=PREDICTION, by=by), P.WRITE_PLANS),
    "drop prediction": (lambda _p, _f, by: drop_prediction(prediction=PlanPrediction.objects.get().pk, by=by), P.WRITE_PLANS),
    "why none": (lambda p, _, by: state_why_none(measure=p.measures[1], reason="Annet.", by=by), P.WRITE_PLANS),
    "follow": (lambda p, _, by: follow(plan=p.key, code="I01", by=by), P.WRITE_PLANS),
    "define": (lambda p, _, by: define_indicator(plan=p.key, fields=OWN, by=by), P.WRITE_PLANS),
    "stop following": (lambda p, _, by: (follow(plan=p.key, code="I01", by=BY), stop_following(plan=p.key, code="I01", by=by)), P.WRITE_PLANS),
    "enter": (lambda p, _, by: enter_value(plan=p.key, fields=VALUE, by=by, today=TODAY, now=NOW), P.WRITE_PLANS),
    "compute": (lambda p, _, by: compute_values(plan=p.key, as_of=ON, codes=[], by=by, now=NOW), P.WRITE_PLANS),
    "preview measures": (lambda p, f, by: preview_measures(plan=p.key, file=f / FILE, name=FILE, by=by), P.WRITE_PLANS),
    "import measures": (lambda p, f, by: import_measures(plan=p.key, file=f / FILE, name=FILE, by=by), P.WRITE_PLANS),
    "preview values": (lambda p, f, by: preview_values(plan=p.key, file=f / "v.csv", name="v.csv", by=by, today=TODAY, now=NOW), P.WRITE_PLANS),
    "import values": (lambda p, f, by: import_values(plan=p.key, file=f / "v.csv", name="v.csv", by=by, today=TODAY, now=NOW), P.WRITE_PLANS),
    "day's work": (lambda p, _, by: do_plan_day(plan=p.key, by=by, now=NOW), P.WRITE_PLANS),
    "evaluate": (lambda p, _, by: (adopt_plan(plan=p.key, on=ON, by=BY), evaluate(plan=p.key, tertial=Tertial(2025, 1), by=by, today=TODAY, now=NOW)), P.WRITE_PLANS),
    "adopt": (lambda p, _, by: adopt_plan(plan=p.key, on=ON, by=by), P.ADOPT_PLANS),
    "adopt measure": (lambda p, _, by: (adopt_plan(plan=p.key, on=ON, by=BY), adopt_measure(measure=p.measures[0], on=ON, by=by)), P.ADOPT_PLANS),
    "publish": (lambda p, _, by: (adopt_plan(plan=p.key, on=ON, by=BY), publish_plan(plan=p.key, by=by)), P.ADOPT_PLANS),
    "end": (lambda p, _, by: end_plan(plan=p.key, by=by), P.ADOPT_PLANS),
}  # fmt: skip


def outcome(verb: Verb, plan: MadePlan, folder: Path, by: Actor) -> str:
    """Do it and undo it; return whether it was done, refused for the roles, or for another reason."""
    with transaction.atomic():
        try:
            verb(plan, folder, by)
        except NotAllowedError:
            return "not allowed"
        except HjemmelError as error:
            return f"{error.code}: {error}"
        finally:
            transaction.set_rollback(True)
    return "done"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text("Nr.;Tiltak\n;Vikarpool\n", "utf-8")
    (tmp_path / "v.csv").write_text("Indikator;Dag;Verdi;Kilde\nI02;2025-04-30;1;Helfo\n", "utf-8")
    return tmp_path


@pytest.mark.django_db
def test_each_role_does_what_it_opens_and_nothing_else(folder: Path) -> None:
    plan = made_plan()
    wrong = []
    for role in Role:
        by = plan.actor(role)
        for name, (verb, needed) in VERBS.items():
            expected = "done" if needed in OPENS[role] else "not allowed"
            found = outcome(verb, plan, folder, by)
            if found != expected:
                wrong.append((role.value, name, found))
    assert wrong == []


@pytest.mark.django_db
def test_a_leader_of_another_municipality_is_refused_everything(folder: Path) -> None:
    plan = made_plan()
    elsewhere = Actor("leder", (Grant(Role.LEADER, municipality=plan.municipality + 1_000),))
    wrong = [
        name
        for name, (verb, _) in VERBS.items()
        if name != "list all" and outcome(verb, plan, folder, elsewhere) != "not allowed"
    ]
    assert wrong == []
    assert list_plans(by=elsewhere) == ()


@pytest.mark.django_db
def test_a_made_up_plan_needs_all_that_a_leader_may() -> None:
    plan = made_plan()
    for role in Role:
        if P.ADOPT_PLANS not in OPENS[role]:
            with pytest.raises(NotAllowedError):
                load_plan_demo(
                    municipality=plan.municipality, today=TODAY, now=NOW, by=plan.actor(role)
                )
