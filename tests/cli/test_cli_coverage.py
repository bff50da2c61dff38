"""``hjemmel coverage``."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_bergens_districts_have_their_gaps(run: Run) -> None:
    outcome = run("coverage", "--case", "bergen-2023", "--json")
    answer = outcome.json
    assert outcome.code == 0
    assert len(answer["districts"]) == 8
    fana = next(d for d in answer["districts"] if d["name"] == "Fana")
    assert fana["number"] == "460103"
    assert (fana["gps"], fana["population"]) == (31, 44_228)
    assert (fana["gps_per_1000"], fana["gap"], fana["needed"]) == (0.701, -13.228, 44.228)
    assert fana["practices"] == 7
    assert fana["free_places"] is None
    assert answer["total"]["gps"] == 256
    assert answer["total"]["population"] == 289_073
    assert answer["total"]["gps_per_1000"] == 0.886
    assert answer["total"]["gap"] == -33.073
    assert answer["as_of"] == "2023-12-31"
    assert len(answer["receipt"]["id"]) == 12
    assert answer["source"]["document"].startswith("Strategi for fastlegeordningen i Bergen")


def test_the_promises_say_whether_they_are_kept(run: Run) -> None:
    promises = run("coverage", "--case", "bergen-2023", "--json").json["promises"]
    assert {p["id"]: p["status"] for p in promises} == {
        "gp_for_all": "kept",
        "free_place_everywhere": "unknown",
        "free_capacity": "broken",
        "gps_per_1000": "broken",
    }


def test_what_nobody_has_published_is_unknown_and_not_0(run: Run) -> None:
    total = run("coverage", "--case", "trondheim-2024", "--json").json["total"]
    assert total["gps"] == 200
    assert total["population"] is None
    assert total["gps_per_1000"] is None
    assert total["gap"] is None
    assert "folketallet" in run("coverage", "--case", "trondheim-2024").out


def test_people_get_a_sentence_and_a_table(run: Run) -> None:
    out = run("coverage", "--case", "bergen-2023").out
    assert out.startswith(
        "Bergen har 256 fastleger på 289\u00a0073 innbyggere: 0,886 per 1 000, −33,1 mot normen.\n"
    )
    assert "Fyllingsdalen" in out
    assert "−13,2" in out


def test_the_day_may_be_named(run: Run) -> None:
    for day in ("2023-12-31", "31.12.2023"):
        assert run("coverage", "--case", "bergen-2023", "--as-of", day, "--json").code == 0
