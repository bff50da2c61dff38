"""Plans that municipalities have written, as pages: sums that equal their rows, filters, board, money, calendar."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import icalendar
import openpyxl
import pytest
from django.test import Client
from web_page import Page, Read

from hjemmel.cases.plans import load_plan
from hjemmel.domain.measure import CostKind
from hjemmel.web.page_tables import Value, table_in

PLAN = "/nb/trondheim-2024/plan/trondheim-2024/"
PAGES = ("", "tavle/", "tiltak/22/", "indikatorer/", "indikatorer/I01/", "budsjett/", "offentlig/")
WHOLE = Decimal(17_825_000)


def cells(page: Page, table: str) -> list[list[Value]]:
    """Return the rows of a table below its heading, as values."""
    found = table_in(page.source, table)
    assert found is not None, table
    return found.values("nb")[found.heads :]


def amounts(rows: list[list[Value]], column: int = -1) -> list[Decimal]:
    """Return the amounts in a column; what is no amount is left out."""
    return [row[column] for row in rows if isinstance(row[column], Decimal)]


def test_the_answer_comes_first_with_number_of_measures_and_their_sum(read: Read) -> None:
    page = read(PLAN)
    assert page.one("h1").text == "26 tiltak til kr 17 825 000"
    assert "13 tiltak har et beløp; til sammen kr 17 825 000" in page.all("p", class_="ds-paragraph lead")[0].text.replace("\xa0", " ")  # fmt: skip


def test_sums_of_areas_and_foot_equal_their_rows(read: Read) -> None:
    *rows, foot = cells(read(PLAN), "t-measures")
    of_measures = [row for row in rows if row[0] and row[1]]
    of_areas = [row for row in rows if row not in of_measures]
    assert len(of_measures) == 26
    assert sum(amounts(of_measures)) == sum(amounts(of_areas)) == foot[-1] == WHOLE
    assert [row[-1] for row in of_areas] == [Decimal(9_850_000), "–", Decimal(7_975_000), "–"]


@pytest.mark.parametrize(
    ("query", "count", "total"),
    [
        ({"omrade": "KK"}, 7, 7_975_000),
        ({"kostnad": "yearly"}, 2, 1_800_000),
        ({"omrade": "RB", "kostnad": "once"}, 1, 2_000_000),
        ({"status": "not_started"}, 26, 17_825_000),
        ({"ansvarlig": "ELLS, sammen med legesenteret"}, 1, 0),
    ],
)
def test_filter_in_the_address_gives_the_sum_of_what_is_shown(
    client: Client, query: dict[str, str], count: int, total: int
) -> None:
    page = Page(client.get(PLAN, query))
    *rows, foot = cells(page, "t-measures")
    of_measures = [row for row in rows if row[0] and row[1]]
    assert len(of_measures) == count
    assert sum(amounts(of_measures)) == foot[-1] == total
    assert foot[0] == "Sum av det som vises"
    assert f"{count} av 26" in page.text
    chosen = {e["value"] for e in page.all("option") if "selected" in e.attributes}
    assert chosen == set(query.values())


def test_choice_that_no_measure_fits_says_so_and_leads_back(read: Read) -> None:
    page = read(PLAN, omrade="OS", kostnad="once")
    assert "Ingen tiltak passer til valget." in page.text
    assert page.all("a", href=PLAN)


@pytest.mark.parametrize("query", [{"omrade": "XX"}, {"status": "ferdig"}, {"omrad": "KK"}])
def test_choice_that_there_is_not_is_refused_in_words(
    client: Client, query: dict[str, str]
) -> None:
    response = client.get(PLAN, query)
    assert response.status_code == 422
    page = Page(response)
    assert "Planen har ikke" in page.text or "siden ikke kjenner" in page.text


def test_doubt_about_measure_22_is_said_wherever_its_amount_is(read: Read) -> None:
    said = "kan være 750 000 med et tegn tapt"
    for address in ("", "tiltak/22/", "offentlig/"):
        assert said in read(PLAN + address).text.replace("\xa0", " "), address
    assert "Da er summen kr 18 500 000" in read(f"{PLAN}budsjett/").text.replace("\xa0", " ")


def test_board_has_each_measure_in_exactly_one_column(read: Read) -> None:
    page = read(f"{PLAN}tavle/")
    cards = [e["id"] for e in page.all("li") if e.attributes.get("class") == "slip"]
    assert sorted(cards) == sorted(f"m-{number}" for number in range(1, 27))
    assert [e.text for e in page.all("h2") if e.attributes["id"].startswith("c-")] == [
        "ikke startet 26",
        "i gang 0",
        "forsinket 0",
        "gjennomført 0",
        "stoppet 0",
    ]


def test_money_by_year_area_and_kind_comes_to_the_same(read: Read) -> None:
    page = read(f"{PLAN}budsjett/")
    *years, sum_of_years = cells(page, "t-years")
    assert [row[0] for row in years] == ["2024", "2025", "2026", "2027", "2028", "ikke sagt"]
    assert sum(amounts(years, 2)) == sum_of_years[2] == WHOLE
    for table in ("t-areas", "t-kinds"):
        *rows, foot = cells(page, table)
        assert sum(amounts(rows)) == foot[-1] == WHOLE
        assert sum(amounts(rows, 1)) == foot[1] == 26
    words = {kind.label.nb for kind in CostKind}
    assert {str(row[0]) for row in cells(page, "t-kinds")[:-1]} <= words


def test_light_of_an_indicator_is_said_in_words(read: Read) -> None:
    page = read(f"{PLAN}indikatorer/")
    lights = [e for e in page.all("span") if "data-light" in e.attributes]
    followed = len(load_plan("trondheim-2024").indicators)
    assert len(lights) == 2 * followed  # a tile and a row of the table for each
    assert {e.text for e in lights} == {"ukjent"}
    assert "Mål: minst 5,0 %." in page.text.replace("\xa0", " ")
    one = read(f"{PLAN}indikatorer/I01/")
    assert "sum(maks(0, tak − lengde)) / sum(tak)" in one.text


def test_table_of_measures_comes_out_as_excel_with_numbers(read: Read, client: Client) -> None:
    response = client.get(PLAN, {"tabell": "t-measures", "som": "xlsx", "omrade": "KK"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[-1][-1] == 7_975_000
    assert [row[1] for row in rows if row[0] == 22] == [
        "Opplæring og støtte i Helseplattformen for legevaktleger Står som «75000». De andre beløpene har skilletegn; kan være 750 000 med et tegn tapt."
    ]


@pytest.mark.parametrize("address", PAGES)
def test_example_is_open_to_all_and_cannot_be_written(client: Client, address: str) -> None:
    page = Page(client.get(PLAN + address))
    assert page.response.status_code == 200
    assert "Den kan ikke endres her." in page.text
    assert not [form for form in page.all("form") if form.attributes.get("method") == "post"]


@pytest.mark.parametrize("address", ["", "tavle/", "tiltak/1/", "indikatorer/I01/", "budsjett/"])
def test_form_sent_to_an_example_is_refused(client: Client, address: str) -> None:
    assert client.post(PLAN + address, {"what": "status"}).status_code in (403, 405)


@pytest.mark.parametrize("address", PAGES)
def test_english_page_has_no_norwegian_of_its_own(client: Client, address: str) -> None:
    source = client.get(PLAN.replace("/nb/", "/en/") + address).content.decode()
    main = source.split("<main")[1].split("</main>")[0]
    without = re.sub(r'<(\w+)[^>]* lang="nb"[^>]*>.*?</\1>', "", main, flags=re.DOTALL)
    plain = re.sub(r"<[^>]+>|«[^»]*»|“[^”]*”", " ", without)
    assert not re.search(r"\b(ikke|eller|ledige|tiltak|frist|satt|skal|av)\b", plain), plain


def test_deadlines_are_a_calendar_that_can_be_read(client: Client) -> None:
    response = client.get(f"{PLAN}frister.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content.decode())
    plan = load_plan("trondheim-2024")
    expected = sorted(m.deadline for m in plan.measures if m.deadline)
    assert sorted(event.decoded("dtstart") for event in calendar.walk("VEVENT")) == expected
    assert calendar["X-WR-CALNAME"] == plan.title.nb


def test_plan_or_measure_that_is_not_there_is_told_in_words(read: Read) -> None:
    for address in ("plan/trondheim-1900/", "plan/trondheim-2024/tiltak/99/", "plan/trondheim-2024/indikatorer/I99/"):  # fmt: skip
        page = read(f"/nb/trondheim-2024/{address}", status=404)
        assert page.one("h1").text


def test_list_of_examples_leads_to_each_with_its_own_municipality(read: Read) -> None:
    page = read("/nb/bergen-synthetic-2024/plan/")
    assert page.link("Tiltaksplan for legetjenesten 2024–2028") == PLAN
    bergen = page.link("Strategi for fastlegeordningen 2024–2028")
    assert re.fullmatch(r"/nb/bergen-\d{4}/plan/bergen-2024/", bergen)
    assert read(bergen).one("h1").text == "0 av 27 tiltak er gjennomført"
