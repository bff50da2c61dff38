"""The money of the lists through the API: sums that hold, the way there, and what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import PatientList
from tests.api.conftest import PLACE, Keyed

pytestmark = pytest.mark.django_db
YEAR = f"{PLACE}/funding?first=2024-01&months=7"


def ok(response: Any, status: int = 200) -> Any:
    """Return the body of an answer."""
    assert response.status_code == status, response.content
    return response.json()


def test_the_sums_of_lists_months_and_parts_agree(keyed: Keyed) -> None:
    found = ok(keyed.get(YEAR))
    assert found["lists"] == len(found["rows"]) == 12
    assert found["paid_oere"] == sum(row["paid_oere"] for row in found["rows"])
    assert found["paid_oere"] == sum(month["paid_oere"] or 0 for month in found["by_month"])
    parts = found["parts_oere"]
    kept = parts["kept_by_municipality"] + parts["guest_settlement"]
    assert found["paid_oere"] == sum(parts.values()) - kept
    assert [one["month"] for one in found["months_missing"]] == ["2024-07"]
    assert found["months_estimated"][0] == "2024-01"


def test_the_steps_of_a_list_add_up_to_its_month(keyed: Keyed) -> None:
    key = PatientList.objects.order_by("pk")[0].pk
    row = next(row for row in ok(keyed.get(YEAR))["rows"] if row["key"] == str(key))
    steps = ok(keyed.get(f"{PLACE}/funding/lists/{key}/2024-03"))
    added = sum(
        step["amount_oere"]
        for step in steps
        if step["part"] not in (None, "kept_by_municipality", "guest_settlement")
    )
    assert added == row["months"][2]["paid_oere"]
    assert ok(keyed.get(f"{PLACE}/funding/lists/{key}/2024-13"), 422)["where"] == "month"


def test_a_comparison_tells_what_changes_for_whom(keyed: Keyed) -> None:
    asked = f"{PLACE}/funding/comparison?first=2024-01&months=7"
    change = "&parameter=capitation.national_average_rate&value=900&since=2024-03-01"
    found = ok(keyed.get(f"{asked}{change}&until=2024-04-01"))
    assert found["to_gps_oere"] == found["after_oere"] - found["before_oere"] > 0
    assert found["to_gps_oere"] == sum(row["change_oere"] for row in found["rows"])
    changed = [one["month"] for one in found["by_month"] if one["change_oere"]]
    assert changed == ["2024-03"]
    assert ok(keyed.get(asked), 422)["detail"] == "Ingenting skal endres."
    assert ok(keyed.get(f"{asked}&value=900"), 422)["where"] == "parameter"
    unknown = "&parameter=capitation.rat&value=9&since=2024-03-01"
    assert ok(keyed.get(f"{asked}{unknown}"), 404)["code"] == "not-found"


def test_a_practice_is_the_one_of_the_command_line(keyed: Keyed) -> None:
    asked = f"{PLACE}/funding/practice?persons=1100&on=2022-09-01&fixed_cost=600000&reduce_to=900"
    found = ok(keyed.get(asked))
    assert found["net_oere"]["gp"] == 62_990_000
    assert found["breaks_even_at"] == 531
    assert found["reduction"]["change_oere"]["gp"] == -21_290_000
    missing = ok(keyed.get(f"{PLACE}/funding/practice?persons=1100&on=2025-09-01"), 422)
    assert "national_average_rate.toml" in missing["remedy"]


def test_a_key_without_the_scope_sees_no_money(keyed: Keyed) -> None:
    assert keyed.get(YEAR, Permission.SEE_LISTS).status_code == 403
    assert keyed.get(YEAR, Permission.SEE_GRANTS).status_code == 200
