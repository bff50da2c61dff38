"""What the API answers."""

from __future__ import annotations

import pytest

from hjemmel.apps.coverage.services import store_synthetic
from hjemmel.cases.synthetic import generate, picture, read_profile
from tests.api.conftest import Get


def test_bergen_needs_280_gps_and_recruits_88(get: Get) -> None:
    answer = get("need/bergen-2023")
    assert answer["need"] == 280
    assert isinstance(answer["need"], int)
    assert (answer["target"], answer["target_by_capacity_share"]) == (294, 295)
    assert (answer["recruits"], answer["as_of"]) == (88, "2023-12-31")
    assert len(answer["receipt"]["id"]) == 12


def test_the_need_takes_other_assumptions(get: Get) -> None:
    assert get("need/bergen-2023", gps=259)["recruits"] == 85
    assert get("need/bergen-2023", reserve_of="capacity")["target"] == 295
    assert get("need/bergen-2023", reserve=0)["target"] == 280
    assert get("need/trondheim-2024", population=215_000)["waiting_reserve"]["places"] == 15_000
    assert get("need/bergen-2023", as_of="2023-12-31")["need"] == 280


def test_bergens_districts_have_their_gaps(get: Get) -> None:
    answer = get("coverage/bergen-2023")
    fana = next(d for d in answer["districts"] if d["name"] == "Fana")
    assert (fana["gps_per_1000"], fana["gap"]) == (0.701, -13.228)
    assert fana["free_places"] is None
    assert (answer["total"]["gps_per_1000"], answer["total"]["gap"]) == (0.886, -33.073)
    assert get("coverage/bergen-2023", as_of="2023-12-31") == answer


def test_the_cases_are_listed_and_shown(get: Get) -> None:
    assert {"bergen-2023", "trondheim-2024"} <= {case["id"] for case in get("cases")}
    case = get("cases/bergen-2023")
    figures = {figure["name"]: figure["value"] for figure in case["figures"]}
    assert figures["list_places"] == 295_987
    assert len(case["districts"]) == 8


def test_a_stored_synthetic_municipality_is_answered_too(get: Get) -> None:
    made = picture(generate(read_profile("bergen").scaled(residents=20_000), seed=1))
    store_synthetic(picture=made, by="test")
    assert made.id in {case["id"] for case in get("cases")}
    assert get(f"cases/{made.id}")["kind"] == "synthetic"
    assert get(f"coverage/{made.id}")["total"]["population"] == 20_000
    need = get(f"need/{made.id}")
    assert [m["status"] for m in need["methods"]] == ["computed"] * 3


def test_the_law_is_shown_on_a_day(get: Get) -> None:
    old = get("law/parameters/gp_list.ceiling_max", on="2025-12-31")
    assert (old["value"], old["source"]["paragraph"]) == (2500, "34")
    assert old["valid_until"] == "2026-01-01"
    new = get("law/parameters/gp_list.ceiling_max", on="2026-01-01")
    assert (new["value"], new["source"]["paragraph"]) == (2500, "10")
    local = get("law/parameters/gp_list.free_capacity_target", on="2024-06-01", municipality="4601")
    assert (local["value"], local["municipality"]) == (0.05, "4601")
    assert get("law/parameters/gp_list.ceiling_max")["value"] == 2500


def test_parameters_and_rules_are_listed(get: Get) -> None:
    every, area = get("law/parameters"), get("law/parameters", area="gp_list")
    assert {p["area"] for p in area} == {"gp_list"}
    assert len(area) < len(every)
    assert "list_limits.ceiling_is_allowed" in {rule["id"] for rule in get("law/rules")}
    versions = get("law/parameters/gp_list.free_capacity_target/history")["versions"]
    assert {version["municipality"] for version in versions} == {"4601", "5001"}


def test_the_published_figures_are_worked_out_again(get: Get) -> None:
    assert all(one["matches_record"] for one in get("verification"))


def test_what_does_not_fit_together_is_told(get: Get) -> None:
    answer = get("data-quality/bergen-2023")
    assert answer["notes"]
    assert all(len(note["readings"]) >= 2 for note in answer["notes"])


def test_texts_come_in_the_language_asked_for(get: Get) -> None:
    assert get("need/bergen-2023")["methods"][0]["title"] == "Listelengde"
    assert get("need/bergen-2023", language="en")["methods"][0]["title"] == "List length"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nn-NO,nn;q=0.9", "nb"),
        ("en-GB,en;q=0.9,nb;q=0.1", "en"),
        ("de,en;q=0.5", "en"),
        ("de", "nb"),
        ("", "nb"),
        ("*", "nb"),
    ],
)
def test_the_language_is_the_first_that_is_spoken(
    client: object, db: None, header: str, language: str
) -> None:
    response = client.get("/api/v1/law/rules", headers={"accept-language": header})  # type: ignore[attr-defined]
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
