"""What a reader meets when something is wrong: what it is, what to do, and nothing of the insides."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client
from web_page import Page, Read


@pytest.mark.parametrize("page", ["", "behov/", "datakvalitet/", "behov.xlsx", "bydeler.xlsx"])
def test_day_without_figures_lists_the_days(read: Read, page: str) -> None:
    found = read(f"/nb/trondheim-2024/{page}", status=422, per="2020-01-01")
    assert "Velg en dag med tall: 31.12.2018, 01.01.2024." in found.alert


@pytest.mark.parametrize("page", ["bergen-2023/", "bergen-2023/behov/", "regelverk/"])
@pytest.mark.parametrize("day", ["abc", "2023-13-01", "0"])
def test_what_is_no_day_is_refused(read: Read, page: str, day: str) -> None:
    found = read(f"/en/{page}", status=422, per=day)
    assert f"“{day}” is not a date." in found.alert
    assert "2023-12-31" in found.alert


@pytest.mark.parametrize(
    ("url", "nearest"),
    [
        ("/nb/bergn-2023/", "bergen-2023"),
        ("/nb/bergn-2023/behov/", "bergen-2023"),
        ("/nb/regelverk/gp_list.ceiling_mx/", "gp_list.ceiling_max"),
        ("/nb/regelverk/regler/list_limits.ceiling_is_alowed/", "list_limits.ceiling_is_allowed"),
    ],
)
def test_unknown_id_suggests_the_nearest(read: Read, url: str, nearest: str) -> None:
    assert nearest in read(url, status=404).alert


@pytest.mark.parametrize("url", ["/de/", "/nb/no/such/page", "/nb/bergen%002023/", "/nb/æøå/"])
def test_address_that_does_not_exist_has_a_page(read: Read, url: str) -> None:
    page = read(url, status=404)
    assert "Denne siden finnes ikke" in page.alert
    assert page.link("Til oversikten") == "/nb/"


def test_excel_of_a_need_that_cannot_be_computed_says_why(read: Read) -> None:
    assert "innbyggertall" in read("/nb/trondheim-2024/behov.xlsx", status=422).alert
    assert "Skriv et tall" in read("/nb/bergen-2023/behov.xlsx", status=422, years="x").alert
    assert "§ 34" in read("/nb/bergen-2023/behov.xlsx", status=422, mean_list="3000").alert


def fail(*_: object, **__: object) -> None:
    raise OperationalError("secret words from the inside")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "broken",
    ["hjemmel.web.coverage.views.coverage_of", "hjemmel.apps.coverage.selectors.Snapshot.objects"],
    ids=["computation", "database"],
)
def test_unforeseen_error_gives_a_plain_page(
    monkeypatch: pytest.MonkeyPatch, language: str, broken: str
) -> None:
    monkeypatch.setattr(broken, fail)
    client = Client(raise_request_exception=False)
    response = client.get(f"/{language}/bergen-2023/")
    page = Page(response)

    assert response.status_code == 500
    assert page.one("html")["lang"] == language
    assert page.one("h1").text == {"nb": "Noe gikk galt", "en": "Something went wrong"}[language]
    assert page.alert
    for inside in ("secret", "Traceback", "OperationalError", ".py"):
        assert inside not in page.source
    assert "Content-Security-Policy" in response.headers


def test_unforeseen_error_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("hjemmel.web.coverage.views.coverage_of", fail)
    Client(raise_request_exception=False).get("/nb/bergen-2023/")
    assert "secret words" in caplog.text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/en/bergen-2023/?as_of=1999-01-01", "does not know"),
        ("/en/bergen-2023/behov/?men_list=900", "Did you mean mean_list?"),
        ("/nb/bergen-2023/behov/?mean_list=1100&mean_list=900", "flere ganger"),
        ("/nb/bergen-2023/datakvalitet/?dag=1", "ikke kjenner"),
        ("/nb/bergen-2023/bydeler.xlsx?as_of=1999-01-01", "ikke kjenner"),
    ],
)
def test_what_the_page_would_ignore_is_refused(read: Read, url: str, words: str) -> None:
    assert words in read(url, status=422).alert
