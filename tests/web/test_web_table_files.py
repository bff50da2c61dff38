"""Every table on screen goes out as Excel and CSV, with the cells that the page shows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.test import Client
from web_addresses import PAGES
from web_page import Page

from hjemmel.apps.accounts.models import User
from hjemmel.apps.exchange.models import ImportRun, QuarantinedRow
from hjemmel.apps.registry.models import (
    AgreementTerms,
    ListReport,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.cases.synthetic import SyntheticMunicipality
from hjemmel.web.page_tables import Percent, table_in, value_of

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), _BACKEND)
    return client


def csv_rows(content: bytes, language: str = "nb") -> list[list[str]]:
    text = io.StringIO(content.decode("utf-8-sig"))
    return list(csv.reader(text, delimiter=";" if language == "nb" else ","))


def excel_rows(content: bytes) -> int:
    """Return how many rows the first sheet has."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return len(sheet.findall(".//{*}row"))


def plain(text: str) -> str:
    """Return a cell without what differs between the page and the file in how it is written."""
    for old, new in (("\u00a0", ""), (" ", ""), ("\u2212", "-"), ("+", "")):
        text = text.replace(old, new)
    return text.removeprefix("'")


def same(shown: str, sent: str, language: str) -> bool:
    """Tell whether a cell of the file says what the page does."""
    value = value_of(shown, "en" if language == "en" else "nb")
    if isinstance(value, date):
        return sent in (value.isoformat(), shown)
    if isinstance(value, Percent):
        return Decimal(sent.replace(",", ".")) == value.share
    if isinstance(value, Decimal) and plain(sent) != plain(shown):
        return Decimal(sent.replace(",", ".")) == value
    return plain(sent) == plain(shown)


def wrong_of(client: Client, address: str) -> Iterator[str]:
    """Yield what is wrong with the tables of a page and their files."""
    response = client.get(address)
    assert response.status_code == 200, address
    page = Page(response)
    language = page.one("html")["lang"]
    for element in page.all("table"):
        name = element.attributes.get("id", "")
        if not name.startswith("t-"):
            yield f"{address}: a table has no id"
            continue
        (about,) = page.all("p", data_files_of=name) or [None]
        links = [] if about is None else _links(page, name)
        if [words for words, _ in links] != ["Excel", "CSV"]:
            yield f"{address}#{name}: {links}"
            continue
        yield from _wrong_files(client, address, page, name, dict(links), language)


def _links(page: Page, name: str) -> list[tuple[str, str]]:
    """Return words and address of the links to a table's files."""
    at = page.source.index(f'data-files-of="{name}"')
    part = page.source[at : page.source.index("</p>", at)]
    shown = {a["href"].replace("&", "&amp;"): a for a in page.all("a")}
    found = [(part.index(f'"{href}"'), a) for href, a in shown.items() if f'"{href}"' in part]
    ordered = [(a.text, a["href"]) for _, a in sorted(found, key=lambda pair: pair[0])]
    return [link for link in ordered if link[0] in ("Excel", "CSV")]


def _wrong_files(
    client: Client, address: str, page: Page, name: str, links: dict[str, str], language: str
) -> Iterator[str]:
    excel, text = (client.get(links[kind]) for kind in ("Excel", "CSV"))
    for answer, kind in ((excel, _EXCEL), (text, "text/csv")):
        if answer.status_code != 200 or not answer["Content-Type"].startswith(kind):
            yield f"{address}#{name}: {answer.status_code} {answer['Content-Type']}"
            return
    if "tabell=" not in links["CSV"]:
        return  # it has a file of its own, tried elsewhere
    shown = table_in(page.source, name)
    assert shown is not None
    sent = csv_rows(text.content, language)
    if [len(row) for row in sent] != [len(row) for row in shown.rows]:
        yield f"{address}#{name}: other rows"
        return
    for screen, file in zip(shown.rows, sent, strict=True):
        for cell, told in zip(screen, file, strict=True):
            if not same(cell, told, language):
                yield f"{address}#{name}: {cell!r} is {told!r}"
    if excel_rows(excel.content) != len([row for row in sent if any(row)]):
        yield f"{address}#{name}: other rows in Excel"


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_tables_of_public_pages_go_out_as_they_are_shown(
    client: Client, page: str, language: str
) -> None:
    assert list(wrong_of(client, f"/{language}/{page}")) == []


@pytest.fixture
def addresses(small_register: SyntheticMunicipality) -> list[str]:
    """Every page of the register that has tables."""
    place = Municipality.objects.get(number="4601")
    terms = AgreementTerms.objects.filter(holder__isnull=False).order_by("pk")[0]
    row = PatientList.objects.order_by("pk")[0]
    ListReport.objects.create(patient_list=row, as_of=date(2023, 12, 1), length=900, ceiling=1000)
    resident = Resident.objects.filter(municipality=place).order_by("pk")[0]
    run = ImportRun.objects.create(
        municipality=place,
        kind="register",
        file="x.csv",
        digest="0" * 64,
        status="loaded",
        asked_by="test",
        counts={
            "read": {"lists": 3}, "accepted": {"lists": 2}, "quarantined": 1, "columns": {},
            "reasons": [], "sheets": {}, "unused": [],
        },
    )  # fmt: skip
    QuarantinedRow.objects.create(run=run, row=2, reason="wrong")
    case = "/nb/4601/"
    return [
        case,
        f"{case}?per=2024-02-01&kjent=2030-01-01",
        f"{case}behov/",
        f"{case}bydeler/460101/",
        f"{case}datakvalitet/",
        f"{case}datakvalitet/ledig-uten-utlysning/",
        f"{case}lister/",
        "/en/4601/lister/?ledig=ja",
        f"{case}lister/{row.pk}/",
        f"/en/4601/lister/{row.pk}/",
        f"{case}legesentre/{terms.centre_id}/",
        f"{case}leger/{terms.holder_id}/",
        f"{case}nokkeltall/",
        f"{case}statistikk/",
        f"{case}import/",
        f"{case}import/{run.pk}/",
        f"{case}innbyggere/{resident.pk}/",
        f"{case}innbyggere/venteliste/?hvem=uten-fastlege",
        "/nb/profil/",
    ]


def test_tables_of_the_register_go_out_as_they_are_shown(addresses: list[str]) -> None:
    leader = signed_in("leder")
    for address in addresses:
        if "/innbyggere/" in address:
            opened = leader.post(address, {"what": "open", "purpose": "question"})
            assert opened.status_code == 302
    wrong = [found for address in addresses for found in wrong_of(leader, address)]
    assert wrong == []


def test_tables_of_an_administrator_go_out_as_they_are_shown(
    small_register: SyntheticMunicipality,
) -> None:
    administrator = signed_in("administrator")
    wrong = [
        found
        for address in ("/nb/brukere/", "/nb/logg/", "/nb/logg/?hva=oppslag", "/nb/oppsett/")
        for found in wrong_of(administrator, address)
    ]
    assert wrong == []


def test_a_file_of_a_table_needs_the_roles_of_its_page(addresses: list[str]) -> None:
    address = next(a for a in addresses if "/import/" in a and not a.endswith("/import/"))
    query = "?tabell=t-tables&som=csv"
    assert signed_in("leder").get(address + query)["Content-Type"].startswith("text/csv")
    assert signed_in("leser").get(address + query).status_code == 403
    sign_in = Client().get(address + query)
    assert sign_in.status_code == 302
    assert sign_in["Location"].startswith("/konto/login/")


def test_a_table_that_is_not_there_and_a_format_there_is_none_of_are_told_of(
    client: Client,
) -> None:
    page = "/nb/bergen-2023/behov/"
    assert client.get(f"{page}?tabell=t-nope&som=csv").status_code == 404
    for query in ("?tabell=t-steps&som=pdf", "?tabell=t-steps", "?som=csv",
                  "?tabell=a&tabell=b&som=csv"):  # fmt: skip
        assert client.get(page + query).status_code == 422, query
    wrong = client.get(f"{page}?mean_list=abc&tabell=t-steps&som=csv")
    assert (wrong.status_code, wrong["Content-Type"]) == (422, "text/html; charset=utf-8")


def test_what_was_asked_of_the_page_is_asked_of_the_file(client: Client) -> None:
    page = "/nb/bergen-2023/behov/?mean_list=900"
    link = next(a["href"] for a in Page(client.get(page)).all("a") if "t-years" in a["href"])
    assert "mean_list=900" in link
    other = client.get(link).content
    assert other != client.get("/nb/bergen-2023/behov/?tabell=t-years&som=xlsx").content


def test_files_of_residents_are_no_more_kept_than_their_pages(addresses: list[str]) -> None:
    leader = signed_in("leder")
    address = next(a for a in addresses if "/innbyggere/" in a)
    leader.post(address, {"what": "open", "purpose": "question"})
    links = [a["href"] for a in Page(leader.get(address)).all("a") if "tabell=" in a["href"]]
    assert links
    assert "no-store" in leader.get(links[0])["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1\u00a0130,5", Decimal("1130.5")),
        ("1 300", Decimal(1300)),
        ("\u22122,0", Decimal("-2.0")),
        ("+12", Decimal(12)),
        ("5,25\u00a0%", Percent(Decimal("0.0525"))),
        ("29.02.2024", date(2024, 2, 29)),
        ("30.02.2024", "30.02.2024"),
        ("2024", "2024"),
        ("460101", "460101"),
        ("0123", "0123"),
        ("22 33 44 55", "22 33 44 55"),
        ("< 5", "< 5"),
        ("–", "–"),
        ("12–15", "12–15"),
        ("01.06.2024 10:15", "01.06.2024 10:15"),
        ("=1+1", "=1+1"),
        ("", ""),
    ],
)
def test_a_cell_is_a_number_or_a_day_only_if_the_page_writes_it_so(
    text: str, value: object
) -> None:
    assert value_of(text, "nb") == value


def test_english_cells_are_read_as_english() -> None:
    assert value_of("1,130.5", "en") == Decimal("1130.5")
    assert value_of("31 December 2023", "en") == date(2023, 12, 31)
    assert value_of("12.5%", "en") == Percent(Decimal("0.125"))
    assert value_of("1,13", "en") == "1,13"


def test_cells_across_and_down_keep_their_columns_and_buttons_are_no_cells() -> None:
    page = """<section aria-labelledby="h"><h2 id="h">Hva som <b>vises</b></h2><table id="t-x">
      <thead><tr><th rowspan="2">A</th><th colspan="2">B</th></tr><tr><th>b1</th><th>b2</th></tr></thead>
      <tbody><tr><th>1</th><td rowspan="2">x<br>y</td><td>2 <svg><title>no</title></svg></td></tr>
      <tr><th>3</th><td>4<button>Ta bort</button><span aria-hidden="true">!</span></td></tr></tbody>
      <tfoot><tr><th colspan="2">Sum</th><td>=6</td></tr></tfoot></table></section>"""
    table = table_in(page, "t-x")
    assert table is not None
    assert table.title == "Hva som vises"
    assert table.heads == 2
    assert table.rows == [
        ["A", "B", ""],
        ["", "b1", "b2"],
        ["1", "x y", "2"],
        ["3", "", "4"],
        ["Sum", "", "=6"],
    ]
    assert table_in(page, "t-y") is None


def test_text_that_a_spreadsheet_takes_for_a_formula_is_disarmed(
    small_register: SyntheticMunicipality,
) -> None:
    User.objects.filter(username="leser").update(full_name="=1+1")
    sent = signed_in("administrator").get("/nb/brukere/?tabell=t-users&som=csv")
    assert "'=1+1" in [cell for row in csv_rows(sent.content) for cell in row]
