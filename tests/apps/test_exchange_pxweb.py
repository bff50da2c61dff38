"""PxWebApi 2 over real HTTP: large questions are split, a busy server is waited for, faults are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from hjemmel.apps.exchange.statistics.fetching import Source, fetch
from hjemmel.apps.exchange.statistics.http import Patience, Server
from hjemmel.apps.exchange.statistics.jsonstat import read_cube, write_cube
from hjemmel.apps.exchange.statistics.klass import read_changes
from hjemmel.apps.exchange.statistics.pxweb import PxWeb, Selection, split
from hjemmel.apps.exchange.statistics.regions import RegionMap
from hjemmel.kernel.errors import (
    CancelledError,
    InputError,
    MissingDataError,
    UnavailableError,
)
from hjemmel.kernel.text import Text
from tests.servers.pxweb import CHANGES, Served, pxweb

NAME = Text("SSB", "Statistics Norway")
QUICK = Patience(attempts=3, first_wait=0.01, longest_wait=5, connect=2, read=2)
BERGEN = RegionMap("4601", {"4601", "1201"})
TODAY = date(2026, 11, 24)


@pytest.fixture
def served() -> Iterator[Served]:
    """A server on this machine."""
    with pxweb() as running:
        yield running


class Watcher:
    """Progress that remembers what it was told, and may stop the work."""

    def __init__(self, stop_at: str = "") -> None:
        self.phases: list[str] = []
        self._stop_at = stop_at

    def start(self, label: Text, total: int) -> None:
        self.phases.append(label.en)

    def advance(self, steps: int = 1) -> None:
        if self._stop_at and self._stop_at in self.phases[-1]:
            raise CancelledError(Text("Stoppet.", "Stopped."), where="", remedy=Text("", ""))


def source(served: Served) -> Source:
    """Return the server as a source."""
    return Source(served.address, served.address, QUICK)


def test_population_is_fetched_as_the_series_that_is_put_together(served: Served) -> None:
    fetched = fetch(
        "population", regions=BERGEN, years=range(2015, 2025), source=source(served), today=TODAY
    )
    cube = read_cube(fetched.content, where=fetched.name)
    assert fetched.name == "07459-4601-2015-2024.json"
    assert cube.frame.height == 2 * 106 * 10
    assert cube.frame["Region"].unique().to_list() == ["K-4601"]
    body = served.asked[-1][2]
    assert body["selection"][0] == {
        "variableCode": "Region",
        "valueCodes": ["K-4601"],
        "codelist": "agg_KommSummer",
    }


def test_a_municipality_outside_that_series_is_asked_for_by_its_own_codes(served: Served) -> None:
    orkland = RegionMap("5059", {"5059"})
    fetch(
        "population", regions=orkland, years=range(2024, 2025), source=source(served), today=TODAY
    )
    assert served.asked[-1][2]["selection"][0] == {"variableCode": "Region", "valueCodes": ["5059"]}


def test_a_large_question_is_split_by_year_and_gives_the_same_cube(served: Served) -> None:
    whole = fetch("population", regions=BERGEN, years=None, source=source(served), today=TODAY)
    served.asked.clear()
    served.most_cells = 2 * 106 * 4
    parted = fetch("population", regions=BERGEN, years=None, source=source(served), today=TODAY)

    assert served.cells() == [848, 848, 848, 636]
    assert read_cube(parted.content, where="").frame.equals(
        read_cube(whole.content, where="").frame
    )


def test_a_question_too_large_for_one_year_is_split_by_age_too() -> None:
    asked = [
        Selection("Alder", tuple(f"{age:03}" for age in range(100))),
        Selection("Tid", ("2023", "2024")),
        Selection("Region", ("a", "b", "a")),
    ]
    pieces = list(split(asked, 90))
    cells = [len(a.codes) * len(t.codes) * len(r.codes) for a, t, r in pieces]
    assert max(cells) <= 90
    assert sum(cells) == 100 * 2 * 2


def test_a_busy_server_is_waited_for_as_long_as_it_says(served: Served) -> None:
    watch = Watcher()
    served.failures = [(429, {"Retry-After": "1"}, b"")]
    with Server(served.address, name=NAME, patience=QUICK, progress=watch) as server:
        assert PxWeb(server).tables("x")[0].id == "07459"
    assert watch.phases == ["Waiting 1 seconds for Statistics Norway"]
    assert len(served.asked) == 2


@pytest.mark.parametrize(
    "header",
    [
        ("Retry-After", format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)),
        ("x-ratelimit-reset", "0.01"),
        ("X-Rate-Limit-Reset", "2020-01-01T00:00:00Z"),
        ("x-ratelimit-reset", "1600000000"),
    ],
)
def test_every_way_to_say_when_is_understood(served: Served, header: tuple[str, str]) -> None:
    served.failures = [(429, dict([header]), b"")]
    waits: list[float] = []
    with Server(served.address, name=NAME, patience=QUICK, sleep=waits.append) as server:
        PxWeb(server).tables("x")
    assert sum(waits) <= 0.02


def test_too_long_a_wait_is_given_up_in_words(served: Served) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    served.failures = [(429, {"Retry-After": format_datetime(later, usegmt=True)}, b"")]
    with (
        Server(served.address, name=NAME, patience=QUICK) as server,
        pytest.raises(UnavailableError, match=r"asked us to wait 3[56][0-9]{2} seconds"),
    ):
        PxWeb(server).tables("x")


def test_a_wait_can_be_stopped(served: Served) -> None:
    served.failures = [(429, {"Retry-After": "4"}, b"")]
    with (
        Server(served.address, name=NAME, patience=QUICK, progress=Watcher("Waiting")) as server,
        pytest.raises(CancelledError),
    ):
        PxWeb(server).tables("x")


def test_faults_are_tried_again(served: Served) -> None:
    served.failures = [(503, {}, b"busy"), (500, {}, b"")]
    with Server(served.address, name=NAME, patience=QUICK) as server:
        assert PxWeb(server).metadata("07459")["Region"].labels["4601"] == "Bergen"
    assert len(served.asked) == 3


def test_a_server_that_stays_down_is_told_of(served: Served) -> None:
    served.failures = [(503, {}, b"")] * 3
    with (
        Server(served.address, name=NAME, patience=QUICK) as server,
        pytest.raises(UnavailableError, match="answered with a fault \\(status 503\\)"),
    ):
        PxWeb(server).tables("x")


def test_nobody_there_is_told_of(served: Served) -> None:
    with (
        Server("http://127.0.0.1:9", name=NAME, patience=QUICK) as server,
        pytest.raises(UnavailableError, match=r"does not answer\. \(127\.0\.0\.1:9\)"),
    ):
        PxWeb(server).tables("x")


def test_an_unknown_table_is_told_of_at_once(served: Served) -> None:
    with (
        Server(served.address, name=NAME, patience=QUICK) as server,
        pytest.raises(InputError, match="refused the question \\(status 404\\)"),
    ):
        PxWeb(server).metadata("99999")
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body>Vedlikehold</body></html>", "web page"),
        (b'{"id": ["Region"], "size"', "broken JSON"),
        (b"{}", "not JSON-stat 2"),
    ],
)
def test_an_answer_that_is_something_else_is_told_of(
    served: Served, content: bytes, reason: str
) -> None:
    served.failures = [(200, {}, content)]
    with (
        Server(served.address, name=NAME, patience=QUICK) as server,
        pytest.raises(UnavailableError, match=f"something else than figures.*{reason}"),
    ):
        PxWeb(server).metadata("07459")


def test_too_large_an_answer_is_refused(served: Served) -> None:
    small = Patience(attempts=1, most_bytes=10)
    with (
        Server(served.address, name=NAME, patience=small) as server,
        pytest.raises(UnavailableError, match="too large an answer"),
    ):
        PxWeb(server).metadata("07459")


def test_the_newest_projection_that_is_kept_up_is_chosen(served: Served) -> None:
    label = "14746: Framskrevet folkemengde kommuner, fylker og hele landet, etter region"
    newer = {"id": "14746", "label": label, "firstPeriod": "2026", "discontinued": True}
    served.extra_tables = [newer]
    kept_up = fetch("projection", regions=BERGEN, years=None, source=source(served), today=TODAY)
    assert kept_up.name == "14288-4601-2024-2050.json"

    served.extra_tables = [{**newer, "discontinued": False}]
    with pytest.raises(InputError, match="404"):
        fetch("projection", regions=BERGEN, years=None, source=source(served), today=TODAY)
    assert served.asked[-1][1] == "/tables/14746/metadata"


def test_districts_and_lists_are_asked_for_with_the_codes_of_the_table(served: Served) -> None:
    fetch("districts", regions=BERGEN, years=None, source=source(served), today=TODAY)
    assert served.asked[-1][2]["selection"][0]["valueCodes"] == ["460101", "460102"]
    fetch("lists", regions=BERGEN, years=None, source=source(served), today=TODAY)
    assert served.asked[-1][2]["selection"][0]["valueCodes"] == ["4601", "EAK", "EAKUO"]


def test_years_that_the_table_does_not_have_are_refused(served: Served) -> None:
    with pytest.raises(InputError, match="has the years 2010–2024"):
        fetch(
            "population",
            regions=BERGEN,
            years=range(1950, 1960),
            source=source(served),
            today=TODAY,
        )


def test_a_municipality_that_the_table_does_not_have_is_told_of(served: Served) -> None:
    with pytest.raises(MissingDataError, match="no figures of 9999"):
        fetch("lists", regions=RegionMap("9999"), years=None, source=source(served), today=TODAY)


def test_codes_come_as_klass_answers_them(served: Served) -> None:
    fetched = fetch("codes", regions=BERGEN, years=None, source=source(served), today=TODAY)
    assert len(read_changes(fetched.content, where=fetched.name)) == len(CHANGES["codeChanges"])


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="is not an address"):
        Server("data.ssb.no", name=NAME)


def test_a_cube_that_is_written_reads_the_same(served: Served) -> None:
    fetched = fetch("lists", regions=BERGEN, years=None, source=source(served), today=TODAY)
    cube = read_cube(fetched.content, where="")
    assert read_cube(write_cube(cube), where="").frame.equals(cube.frame)
