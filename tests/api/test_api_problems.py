"""Wrong requests: a problem with what, where and what to do, never a stack trace."""

from __future__ import annotations

import pytest
from django.test import Client

from hjemmel.kernel import errors
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.problem import status_of
from hjemmel.kernel.text import Text
from tests.api.conftest import Problem, checked

BERGEN = "need/bergen-2023"
WRONG: tuple[tuple[str, dict[str, object], int, str], ...] = (
    (BERGEN, {"as_of": "2020-01-01"}, 422, "missing-data"),
    ("coverage/bergen-2023", {"as_of": "2020-01-01"}, 422, "missing-data"),
    (BERGEN, {"as_of": "yesterday"}, 422, "invalid-input"),
    (BERGEN, {"as_of": "0"}, 422, "invalid-input"),
    (BERGEN, {"as_of": "20231231"}, 422, "invalid-input"),
    (BERGEN, {"as_of": "2023-W52-7"}, 422, "invalid-input"),
    (BERGEN, {"municipal_fte": -1}, 422, "invalid-input"),
    (BERGEN, {"as_of": "2023-13-01"}, 422, "invalid-input"),
    (BERGEN, {"mean_list": 3000}, 422, "invalid-input"),
    (BERGEN, {"mean_list": -1000}, 422, "invalid-input"),
    (BERGEN, {"mean_list": 1e-300}, 422, "invalid-input"),
    (BERGEN, {"gps": 0}, 422, "invalid-input"),
    (BERGEN, {"gps": "ten"}, 422, "invalid-input"),
    (BERGEN, {"population": 0}, 422, "invalid-input"),
    (BERGEN, {"population": "9" * 400}, 422, "invalid-input"),
    (BERGEN, {"guests": "nan"}, 422, "invalid-input"),
    (BERGEN, {"guests": "inf"}, 422, "invalid-input"),
    (BERGEN, {"reserve": 60}, 422, "invalid-input"),
    (BERGEN, {"reserve_of": "money"}, 422, "invalid-input"),
    (BERGEN, {"horizon": 1000}, 422, "invalid-input"),
    (BERGEN, {"draws": 1_000_000}, 422, "invalid-input"),
    (BERGEN, {"seed": -1}, 422, "invalid-input"),
    (BERGEN, {"meanlist": 1000}, 422, "invalid-input"),
    ("need/trondheim-2024", {}, 422, "missing-data"),
    ("need/atlantis", {}, 404, "not-found"),
    ("coverage/atlantis", {}, 404, "not-found"),
    ("cases/atlantis", {}, 404, "not-found"),
    ("data-quality/atlantis", {}, 404, "not-found"),
    ("law/parameters/nothing", {}, 404, "not-found"),
    ("law/parameters/nothing/history", {}, 404, "not-found"),
    ("law/parameters", {"area": "nothing"}, 404, "not-found"),
    ("law/parameters/gp_list.ceiling_max", {"on": "1999-01-01"}, 422, "missing-data"),
    ("law/parameters/gp_list.ceiling_max", {"on": "today"}, 422, "invalid-input"),
    ("law/parameters/gp_list.ceiling_max", {"municipality": "12"}, 422, "invalid-input"),
    ("nothing", {}, 404, "not-found"),
    ("need/", {}, 404, "not-found"),
    ("cases/a/b/c", {}, 404, "not-found"),
)


@pytest.mark.parametrize(("path", "query", "status", "code"), WRONG)
def test_a_wrong_request_is_a_problem(
    problem: Problem, path: str, query: dict[str, object], status: int, code: str
) -> None:
    body = problem(path, status=status, **query)
    assert body["code"] == code
    assert body["instance"] == f"/api/v1/{path}"
    assert body["detail"]
    assert body["remedy"]


def test_a_day_without_figures_names_the_days_there_are(problem: Problem) -> None:
    body = problem("coverage/bergen-2023", status=422, as_of="2020-01-01")
    assert body["detail"] == "Det finnes ingen tall for Bergen per 01.01.2020."
    assert body["remedy"] == "Velg en dag med tall: 31.12.2023."
    assert body["data"] == {"days": ["2023-12-31"]}


def test_a_missing_figure_names_the_parameter_that_can_give_it(problem: Problem) -> None:
    body = problem("need/trondheim-2024", status=422, language="en")
    assert "with population," in body["remedy"]
    assert (body["where"], body["data"]["figure"]) == ("population", "population")


@pytest.mark.parametrize(
    ("name", "value"),
    [("population", -5), ("reserve", 60), ("gps", 0), ("leavers", -1), ("mean_list", 3000)],
)
def test_an_error_names_the_parameter(problem: Problem, name: str, value: float) -> None:
    body = problem(BERGEN, status=422, **{name: value})
    assert (body["where"], body["data"]["field"]) == (name, name)


def test_every_parameter_that_cannot_be_read_is_named(problem: Problem) -> None:
    body = problem(BERGEN, status=422, gps="ten", as_of="yesterday")
    assert {(e["where"], e["type"]) for e in body["errors"]} == {
        ("gps", "int_parsing"),
        ("as_of", "not_a_day"),
    }
    assert body["errors"][0]["detail"].endswith(".")


def test_a_misspelt_parameter_is_not_ignored(problem: Problem) -> None:
    body = problem(BERGEN, status=422, meanlist=1000)
    assert body["where"] == "meanlist"
    assert "mean_list" in body["remedy"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["need/bergen-2023", "openapi.json", "docs", ""])
def test_only_reading_is_possible(method: str, path: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
    checked(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_an_address_says_how_it_can_be_asked(method: str) -> None:
    response = getattr(Client(), method)("/api/v1/municipalities/4601/centres")
    checked(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, POST"
    checked(getattr(Client(), method)("/api/v1/nothing"), 404)


def test_head_is_get_without_the_body(db: None, client: Client) -> None:
    response = client.head("/api/v1/need/bergen-2023")
    assert response.status_code == 200
    assert response.content == b""


def test_an_unforeseen_fault_shows_nothing_of_the_code(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("hjemmel.api.v1.law.load_law", fail)
    response = client.get("/api/v1/law/rules")
    body = checked(response, 500)
    assert "secret" not in str(body)


def test_every_error_class_has_its_status() -> None:
    classes = [
        e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, HjemmelError)
    ]
    text = Text("", "")
    status = {e.__name__: status_of(e(text, where="", remedy=text)) for e in classes}
    assert status == {
        "HjemmelError": 500,
        "InputError": 422,
        "UnknownIdError": 404,
        "MissingDataError": 422,
        "DataFileError": 500,
        "OutdatedLinkError": 409,
        "SignInNeededError": 401,
        "NotAllowedError": 403,
        "ConflictError": 409,
        "UnavailableError": 503,
        "TooManyRequestsError": 429,
        "CancelledError": 500,
    }
