"""Writing a plan: made, changed without overwriting each other, adopted, published and carried on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.plan.fields import (
    AreaFields,
    BudgetFields,
    DecisionFields,
    GoalFields,
    MeasureFields,
    PlanFields,
)
from hjemmel.apps.plan.models import Plan, PlanMeasure, PlanPrediction
from hjemmel.apps.plan.selectors.plans import (
    list_plans,
    plan_in_force,
    plan_picture,
    public_plan,
    public_plans,
)
from hjemmel.apps.plan.services.adopting import adopt_measure, adopt_plan
from hjemmel.apps.plan.services.copying import copy_for_next_period, make_from_example
from hjemmel.apps.plan.services.measures import (
    add_measure,
    change_measure,
    remove_measure,
    set_status,
)
from hjemmel.apps.plan.services.parts import (
    remove_area,
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
from hjemmel.apps.plan.services.predictions import drop_prediction, predict
from hjemmel.cases.plans import load_plan
from hjemmel.domain.measure import CostKind, MeasureStatus, Payer
from hjemmel.domain.plan import DecisionLine, DecisionPart, PlanStatus
from hjemmel.domain.plan_sums import sums_of
from hjemmel.kernel.errors import ConflictError, InputError, NotAllowedError, UnknownIdError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from tests.municipal_plan import BY, HEAD, PREDICTION, TODAY, MadePlan, made_plan, municipality_key

ON = date(2025, 2, 1)
NEXT = PlanFields(
    name="plan-2029", title="Den neste planen", first=date(2029, 1, 1), last=date(2033, 1, 1)
)


@pytest.fixture
def plan(db: None) -> MadePlan:
    return made_plan()


def test_an_example_becomes_a_draft_with_the_same_sums(db: None) -> None:
    key = make_from_example(
        municipality=municipality_key(), example="trondheim-2024", fields=HEAD, by=BY
    )
    stored, shipped = plan_picture(key, by=BY), load_plan("trondheim-2024")
    assert stored.status is PlanStatus.DRAFT
    assert sums_of(stored, TODAY).stated == Money.kroner(17_825_000)
    assert sums_of(stored, TODAY).by_area == sums_of(shipped, TODAY).by_area
    assert [m.title for m in stored.measures] == [m.title for m in shipped.measures]
    assert stored.notes == shipped.notes
    assert stored.printed_sums == shipped.printed_sums
    assert stored.decisions[0].case_number == "PS 0131/19"
    assert [i.definition.id for i in stored.indicators] == [
        i.definition.id for i in shipped.indicators
    ]


def test_another_councils_decisions_do_not_come_along(db: None) -> None:
    elsewhere = municipality_key("3301")
    key = make_from_example(municipality=elsewhere, example="bergen-2024", fields=HEAD, by=BY)
    stored = plan_picture(key, by=BY)
    assert stored.decisions == ()
    assert all(m.status is MeasureStatus.NOT_STARTED for m in stored.measures)
    assert stored.source is not None


def test_two_plans_of_a_municipality_have_two_names(plan: MadePlan) -> None:
    with pytest.raises(ConflictError, match="already has a plan named plan-2025"):
        make_plan(municipality=plan.municipality, fields=HEAD, by=BY)
    with pytest.raises(InputError, match="cannot name a plan"):
        make_plan(municipality=plan.municipality, fields=replace(HEAD, name="Å"), by=BY)


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(plan: MadePlan) -> None:
    measure = plan.measures[0]
    seen = PlanMeasure.objects.get(pk=measure).version
    fields = MeasureFields(title="Den første", area="RB")
    assert change_measure(measure=measure, fields=fields, by=BY, version=seen) == seen + 1
    with pytest.raises(ConflictError, match="Somebody else has changed this"):
        change_measure(
            measure=measure, fields=MeasureFields(title="Den andre"), by=BY, version=seen
        )
    assert PlanMeasure.objects.get(pk=measure).title == "Den første"
    with pytest.raises(ConflictError):
        change_plan(plan=plan.key, fields=replace(HEAD, title="Ny"), by=BY, version=1)


def test_a_change_that_changes_nothing_writes_nothing(plan: MadePlan) -> None:
    measure = PlanMeasure.objects.get(pk=plan.measures[1])
    before = AuditEvent.objects.count()
    fields = MeasureFields(title="Dialog", cost=plan_picture(plan.key, by=BY).measures[1].cost)
    assert change_measure(measure=measure.pk, fields=fields, by=BY) == measure.version
    assert AuditEvent.objects.count() == before


def test_a_status_keeps_its_history_with_day_and_reason(plan: MadePlan) -> None:
    measure = plan.measures[0]
    set_status(
        measure=measure,
        status=MeasureStatus.IN_PROGRESS,
        on=date(2025, 3, 1),
        reason="",
        by=BY,
        today=TODAY,
    )
    with pytest.raises(InputError, match="The text is missing"):
        set_status(
            measure=measure,
            status=MeasureStatus.DELAYED,
            on=date(2025, 6, 1),
            reason=" ",
            by=BY,
            today=TODAY,
        )
    with pytest.raises(InputError, match="last changed on 1 March 2025"):
        set_status(
            measure=measure,
            status=MeasureStatus.DONE,
            on=date(2025, 2, 1),
            reason="",
            by=BY,
            today=TODAY,
        )
    with pytest.raises(InputError, match="has not come yet"):
        set_status(
            measure=measure,
            status=MeasureStatus.DONE,
            on=date(2025, 9, 16),
            reason="",
            by=BY,
            today=TODAY,
        )
    set_status(
        measure=measure,
        status=MeasureStatus.DELAYED,
        on=date(2025, 6, 1),
        reason="Lokalene er ikke klare.",
        by=BY,
        today=TODAY,
    )
    shown = plan_picture(plan.key, by=BY).measure(1)
    assert [(one.status, one.on, one.reason) for one in shown.statuses] == [
        (MeasureStatus.IN_PROGRESS, date(2025, 3, 1), ""),
        (MeasureStatus.DELAYED, date(2025, 6, 1), "Lokalene er ikke klare."),
    ]


def test_a_plan_is_adopted_only_when_each_measure_promises_or_says_why_not(plan: MadePlan) -> None:
    third = add_measure(plan=plan.key, fields=MeasureFields(title="Tredje"), by=BY)
    with pytest.raises(ConflictError, match="1 measures have neither") as refused:
        adopt_plan(plan=plan.key, on=ON, by=BY)
    assert refused.value.data["measures"] == [3]
    assert Plan.objects.get(pk=plan.key).status == "draft"
    remove_measure(measure=third, by=BY)
    assert adopt_plan(plan=plan.key, on=ON, by=BY) == 1
    picture = plan_picture(plan.key, by=BY)
    assert (picture.status, picture.adopted_on) == (PlanStatus.ADOPTED, ON)
    assert [one.locked_on for one in picture.predictions] == [ON]
    assert adopt_plan(plan=plan.key, on=ON, by=BY) == 0


def test_what_is_promised_stands_once_the_plan_is_adopted(plan: MadePlan) -> None:
    adopt_plan(plan=plan.key, on=ON, by=BY)
    with pytest.raises(ConflictError, match="what was promised stands"):
        predict(measure=plan.measures[0], fields=PREDICTION, by=BY)
    with pytest.raises(ConflictError):
        drop_prediction(prediction=PlanPrediction.objects.get().pk, by=BY)
    with pytest.raises(ConflictError, match="The measure is adopted"):
        remove_measure(measure=plan.measures[0], by=BY)


def test_a_measure_that_comes_later_is_adopted_by_itself(plan: MadePlan) -> None:
    adopt_plan(plan=plan.key, on=ON, by=BY)
    later = add_measure(plan=plan.key, fields=MeasureFields(title="Senere"), by=BY)
    with pytest.raises(ConflictError):
        adopt_measure(measure=later, on=TODAY, by=BY)
    predict(measure=later, fields=PREDICTION, by=BY)
    assert adopt_measure(measure=later, on=TODAY, by=BY) == 1
    assert plan_picture(plan.key, by=BY).measure(3).adopted_on == TODAY


def test_parts_are_added_and_a_focus_area_in_use_stays(plan: MadePlan) -> None:
    set_goal(plan=plan.key, fields=GoalFields(text="Alle har fastlege", is_main=True), by=BY)
    line = DecisionLine(DecisionPart.REMARK, Text("Bystyret ber om mer.", "More."), "8.1")
    set_decision(
        plan=plan.key,
        fields=DecisionFields(body="Bystyret", day=ON, case_number="1/25", lines=(line,)),
        by=BY,
    )
    budget = BudgetFields(
        year=2025, oere=30_000_000, payer=Payer.STATE, measure=1, reference="HØP 2025–2028 s. 12"
    )
    set_budget_line(plan=plan.key, fields=budget, by=BY)
    picture = plan_picture(plan.key, by=BY)
    assert picture.goals[0].is_main
    assert picture.decisions[0].lines == (line,)
    assert picture.budget[0].amount == Money.kroner(300_000)
    assert sums_of(picture, TODAY).by_year[0].missing == Money(0)
    with pytest.raises(ConflictError, match="has measures"):
        remove_area(plan=plan.key, area=int(picture.focus_areas[0].key), by=BY)
    with pytest.raises(ConflictError, match="already has the focus area"):
        set_area(plan=plan.key, fields=AreaFields(code="RB", title="En til"), by=BY)
    with pytest.raises(InputError, match="negative"):
        set_budget_line(plan=plan.key, fields=BudgetFields(year=2025, oere=-1), by=BY)
    with pytest.raises(UnknownIdError):
        set_budget_line(plan=plan.key, fields=replace(budget, measure=99), by=BY)


def test_a_goal_is_changed_and_moved_and_the_log_says_what_it_was(plan: MadePlan) -> None:
    first, second, third = (
        set_goal(plan=plan.key, fields=GoalFields(text=text, place="s. 4"), by=BY)
        for text in ("Alle har fastlege", "Kort vei", "God vakt")
    )
    remove_goal(plan=plan.key, goal=second, by=BY)
    seen = plan_picture(plan.key, by=BY).version
    fields = GoalFields(text="Trygg vakt", text_en="Safe duty", is_main=True, order=1)
    set_goal(plan=plan.key, goal=third, fields=fields, version=seen, by=BY)
    goals = plan_picture(plan.key, by=BY).goals
    assert [(one.number, one.key) for one in goals] == [(1, str(third)), (2, str(first))]
    assert (goals[0].text, goals[0].is_main) == (Text("Trygg vakt", "Safe duty"), True)
    assert goals[0].place == "s. 4"
    logged = AuditEvent.objects.get(action="plan.change_goal").details
    assert (logged["before"]["number"], logged["after"]["number"]) == (3, 1)
    assert (logged["before"]["text"], logged["after"]["text"]) == ("God vakt", "Trygg vakt")
    with pytest.raises(ConflictError, match="Somebody else"):
        set_goal(plan=plan.key, goal=third, fields=fields, version=seen, by=BY)
    for order in (0, 3):
        with pytest.raises(InputError, match="The plan has 2 goals"):
            set_goal(plan=plan.key, goal=third, fields=replace(fields, order=order), by=BY)
    with pytest.raises(UnknownIdError):
        set_goal(plan=plan.key, goal=second, fields=fields, by=BY)
    end_plan(plan=plan.key, by=BY)
    with pytest.raises(ConflictError, match="The plan has ended"):
        set_goal(plan=plan.key, goal=third, fields=fields, by=BY)
    assert plan_picture(plan.key, by=BY).goals[0].text.nb == "Trygg vakt"


def test_only_an_adopted_plan_is_published_and_then_without_its_inner_reasons(
    plan: MadePlan,
) -> None:
    with pytest.raises(ConflictError, match="The plan is a draft"):
        publish_plan(plan=plan.key, by=BY)
    with pytest.raises(UnknownIdError):
        public_plan(number="5001", name="plan-2025")
    adopt_plan(plan=plan.key, on=ON, by=BY)
    set_status(
        measure=plan.measures[0],
        status=MeasureStatus.STOPPED,
        on=TODAY,
        reason="Internt.",
        by=BY,
        today=TODAY,
    )
    add_measure(plan=plan.key, fields=MeasureFields(title="Ikke vedtatt"), by=BY)
    set_budget_line(plan=plan.key, fields=BudgetFields(year=2025, oere=1, measure=3), by=BY)
    set_budget_line(plan=plan.key, fields=BudgetFields(year=2025, oere=2, measure=1), by=BY)
    publish_plan(plan=plan.key, by=BY)
    shown = public_plan(number="5001", name="plan-2025")
    assert [one.number for one in shown.measures] == [1, 2]
    assert [one.amount.oere for one in shown.budget] == [2]
    assert [head.name for head in public_plans()] == ["plan-2025"]
    assert shown.measure(1).statuses[0].reason == ""
    assert shown.measure(2).why_no_prediction == ""
    assert len(shown.predictions) == 1
    publish_plan(plan=plan.key, by=BY, is_public=False)
    assert public_plans() == ()


def test_the_next_period_carries_on_what_is_not_done(plan: MadePlan) -> None:
    adopt_plan(plan=plan.key, on=ON, by=BY)
    set_status(
        measure=plan.measures[1],
        status=MeasureStatus.DONE,
        on=TODAY,
        reason="",
        by=BY,
        today=TODAY,
    )
    key = copy_for_next_period(plan=plan.key, fields=NEXT, by=BY)
    end_plan(plan=plan.key, by=BY)
    copied = plan_picture(key, by=BY)
    assert copied.previous == "plan-2025"
    assert [(m.number, m.title.nb, m.focus_area) for m in copied.measures] == [
        (1, "Nye sentre", "RB")
    ]
    assert copied.measures[0].cost.kind is CostKind.YEARLY
    assert (copied.measures[0].cost.years, copied.measures[0].deadline) == ((), None)
    assert copied.predictions == ()
    assert [one.definition.id for one in copied.indicators] == ["I02"]
    with pytest.raises(ConflictError, match="The plan has ended"):
        change_plan(plan=plan.key, fields=HEAD, by=BY)
    assert plan_in_force(municipality=plan.municipality, day=date(2030, 1, 1), by=BY) == key
    assert len(plan_picture(plan.key, by=BY).measures) == 2


def test_a_draft_can_be_deleted_and_an_adopted_plan_cannot(plan: MadePlan) -> None:
    adopt_plan(plan=plan.key, on=ON, by=BY)
    with pytest.raises(ConflictError, match="Only a draft"):
        remove_plan(plan=plan.key, by=BY)
    key = copy_for_next_period(plan=plan.key, fields=NEXT, by=BY)
    remove_plan(plan=key, by=BY)
    assert [head.key for head in list_plans(by=BY)] == [plan.key]


def test_roles_open_what_they_should(plan: MadePlan) -> None:
    reader, planner, gp = (plan.actor(role) for role in (Role.READER, Role.PLANNER, Role.GP))
    assert [head.name for head in list_plans(by=reader)] == ["plan-2025"]
    with pytest.raises(NotAllowedError):
        plan_picture(plan.key, by=gp)
    with pytest.raises(NotAllowedError):
        add_measure(plan=plan.key, fields=MeasureFields(title="Ny"), by=reader)
    with pytest.raises(NotAllowedError):
        adopt_plan(plan=plan.key, on=ON, by=planner)
    adopt_plan(plan=plan.key, on=ON, by=plan.actor(Role.LEADER))
    elsewhere = municipality_key("4601")
    with pytest.raises(NotAllowedError):
        make_plan(municipality=elsewhere, fields=HEAD, by=planner)


def test_each_write_is_in_the_log_with_who_did_it(plan: MadePlan) -> None:
    adopt_plan(plan=plan.key, on=ON, by=plan.actor(Role.LEADER))
    last = AuditEvent.objects.order_by("-pk")[0]
    assert (last.by, last.action, last.municipality) == ("leader-1", "plan.adopt", "5001")
    assert last.details == {
        "plan": "plan-2025",
        "on": "2025-02-01",
        "measures": 2,
        "predictions": 1,
    }
