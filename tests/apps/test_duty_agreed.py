"""What a district agrees beside law and agreement: limits with their source, and what a search weighs."""

from __future__ import annotations

from datetime import date

import pytest

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.duty.agreed_limits import AgreedLimit
from hjemmel.apps.duty.mapping.inputs import inputs_of
from hjemmel.apps.duty.models import DutyDistrict, DutyRoster
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.selectors.set_up import agreed_limits_of, weights_of
from hjemmel.apps.duty.services.district_changes import set_agreed_limits, set_weights
from hjemmel.apps.duty.services.rosters import make_roster
from hjemmel.domain.duty_doctor import Employment
from hjemmel.engines.rostering.terms import Prices
from hjemmel.kernel.errors import InputError
from tests.duty_district import BY, District, made_district
from tests.duty_people import TODAY, planner, published


@pytest.fixture
def district(db: None) -> District:
    return made_district(doctors=8)


def newest() -> AuditEvent:
    found = AuditEvent.objects.order_by("-pk").first()
    assert found is not None
    return found


def test_agreed_limits_stand_beside_the_agreements_own_and_are_taken_away(
    district: District,
) -> None:
    roster = published(district)
    assert roster_findings(roster, by=BY) == ()
    before = agreed_limits_of(district.key, by=planner(district), on=TODAY)
    rest = before[0]
    assert (rest.name, rest.agreed) == ("rest_hours", None)
    assert [one.hours for one in rest.own] == [8]
    assert all(one.source.nb for one in rest.own)
    assert all(one.own == () for one in before[1:])
    set_agreed_limits(
        district=district.key,
        limits={
            "rest_hours": AgreedLimit(value=400, source="Lokal avtale, punkt 2"),
            "week_hours": AgreedLimit(value=60, employments=(Employment.EMPLOYED,)),
        },
        by=planner(district),
    )
    assert newest().details == {"fields": ["rest_hours", "week_hours"]}
    now = {one.name: one.agreed for one in agreed_limits_of(district.key, by=BY, on=TODAY)}
    assert now["week_hours"] == AgreedLimit(value=60, employments=(Employment.EMPLOYED,))
    assert {one.constraint for one in roster_findings(roster, by=BY)} == {"rest"}
    set_agreed_limits(district=district.key, limits={"rest_hours": None}, by=BY)
    assert roster_findings(roster, by=BY) == ()
    kept = DutyDistrict.objects.get(pk=district.key).settings["limits"]
    assert kept == {"week_hours": {"value": 60, "level": "local", "for": ["employed"]}}


def test_weights_hold_for_searches_from_now_on_and_empty_is_the_usual(district: District) -> None:
    roster = make_roster(
        district=district.key, name="Ny", first=date(2026, 11, 2), last=date(2026, 11, 9), by=BY
    )

    def weighed() -> Prices:
        row = DutyRoster.objects.select_related("district__host").get(pk=roster)
        return inputs_of(row).prices

    by = planner(district)
    assert [(one.agreed, one.usual) for one in weights_of(district.key, by=by)] == [
        (None, 1000), (None, 1), (None, 1), (None, 200),
    ]  # fmt: skip
    set_weights(district=district.key, weights={"wish": 20, "span": 0}, by=by)
    assert newest().details == {"fields": ["weight_span", "weight_wish"]}
    assert weighed() == Prices(span=0, wish=20)
    set_weights(district=district.key, weights={"span": None, "change": None}, by=by)
    assert weighed() == Prices(wish=20)
    for wrong in ({"wish": -1}, {"wish": 100_001}, {"local": 1}):
        with pytest.raises(InputError):
            set_weights(district=district.key, weights=wrong, by=by)
    assert weighed() == Prices(wish=20)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("sleep", AgreedLimit(value=8)),
        ("rest_hours", AgreedLimit(value=8)),
        ("week_hours", AgreedLimit(value=-1)),
        ("nights_in_a_row", AgreedLimit(value=0)),
        ("nights_in_a_row", AgreedLimit(value=2, employments=(Employment.LOCUM,))),
        ("week_hours", AgreedLimit(value=10_001)),
        ("week_hours", AgreedLimit(value=40, source="k" * 201)),
    ],
)
def test_impossible_limit_is_refused_and_nothing_is_written(
    district: District, name: str, limit: AgreedLimit
) -> None:
    with pytest.raises(InputError):
        set_agreed_limits(
            district=district.key,
            limits={"mean_week_hours": AgreedLimit(value=40), name: limit},
            by=BY,
        )
    assert DutyDistrict.objects.get(pk=district.key).settings == {}
