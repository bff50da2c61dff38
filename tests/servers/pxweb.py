"""A server on this machine that speaks PxWebApi 2 and KLASS, and can be made to fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

AGES = [*(f"{age:03}" for age in range(105)), "105+"]
Failure = tuple[int, dict[str, str], bytes]


def persons(region: str, sex: str, age: str, year: str) -> int:
    """Return made-up residents that differ from cell to cell."""
    digits = [int("".join(filter(str.isdigit, part)) or 0) for part in (region[-2:], age)]
    return sum(digits) + 2 * int(sex) + int(year[:4]) - 2000


def dimension(label: str, labels: dict[str, str]) -> dict[str, Any]:
    """Return one side of a cube."""
    return {
        "label": label,
        "category": {"index": {c: n for n, c in enumerate(labels)}, "label": labels},
    }


def same(codes: list[str]) -> dict[str, str]:
    """Return codes that are their own names."""
    return {code: code for code in codes}


TABLES: dict[str, dict[str, Any]] = {
    "07459": {
        "label": "07459: Befolkning, etter region, kjønn, alder, statistikkvariabel og år",
        "sides": {
            "Region": dimension(
                "region", {"0301": "Oslo", "1201": "Bergen", "4601": "Bergen", "5059": "Orkland"}
            ),
            "Kjonn": dimension("kjønn", {"2": "Kvinner", "1": "Menn"}),
            "Alder": dimension("alder", same(AGES)),
            "ContentsCode": dimension("statistikkvariabel", {"Personer1": "Personer"}),
            "Tid": dimension("år", same([str(y) for y in range(2010, 2025)])),
        },
    },
    "10826": {
        "label": "10826: Befolkning i bydeler",
        "sides": {
            "Region": dimension(
                "bydel", {"030101a": "Gamle Oslo", "460101": "Arna", "460102": "Bergenhus"}
            ),
            "Kjonn": dimension("kjønn", {"2": "Kvinner", "1": "Menn"}),
            "Alder": dimension("alder", same(AGES)),
            "ContentsCode": dimension("statistikkvariabel", {"Personer": "Personer"}),
            "Tid": dimension("år", same(["2023", "2024"])),
        },
    },
    "14288": {
        "label": "14288: Framskrevet folkemengde 1. januar",
        "sides": {
            "Region": dimension("region", {"4601": "Bergen"}),
            "Kjonn": dimension("kjønn", {"2": "Kvinner", "1": "Menn"}),
            "Alder": dimension("alder", same(AGES)),
            "ContentsCode": dimension(
                "statistikkvariabel",
                {"Personer": "Hovedalternativet (MMMM)", "Personer1": "Lav nasjonal vekst (LLML)"},
            ),
            "Tid": dimension("år", same(["2024", "2025", "2050"])),
        },
    },
    "12005": {
        "label": "12005: Fastlegelister og fastlegekonsultasjoner (K)",
        "sides": {
            "KOKkommuneregion0000": dimension(
                "region", {"4601": "Bergen", "EAK": "Landet", "EAKUO": "Landet uten Oslo"}
            ),
            "ContentsCode": dimension(
                "statistikkvariabel",
                {"KOSantallavtaler0001": "Avtaler", "KOSgjsnlisteleng0000": "Listelengde"},
            ),
            "Tid": dimension("år", same(["2022", "2023"])),
        },
    },
}

CHANGES = {
    "codeChanges": [
        {
            "oldCode": "1201",
            "oldName": "Bergen",
            "newCode": "4601",
            "newName": "Bergen",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "1601",
            "oldName": "Trondheim",
            "newCode": "5001",
            "newName": "Trondheim",
            "changeOccurred": "2018-01-01",
        },
        {
            "oldCode": "1662",
            "oldName": "Klæbu",
            "newCode": "5030",
            "newName": "Klæbu",
            "changeOccurred": "2018-01-01",
        },
        {
            "oldCode": "5030",
            "oldName": "Klæbu",
            "newCode": "5001",
            "newName": "Trondheim",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "5016",
            "oldName": "Agdenes",
            "newCode": "5059",
            "newName": "Orkland",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "5023",
            "oldName": "Meldal",
            "newCode": "5059",
            "newName": "Orkland",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "5024",
            "oldName": "Orkdal",
            "newCode": "5059",
            "newName": "Orkland",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "5012",
            "oldName": "Snillfjord",
            "newCode": "5059",
            "newName": "Orkland",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "5012",
            "oldName": "Snillfjord",
            "newCode": "5055",
            "newName": "Heim",
            "changeOccurred": "2020-01-01",
        },
        {
            "oldCode": "1638",
            "oldName": "Orkdal",
            "newCode": "5024",
            "newName": "Orkdal",
            "changeOccurred": "2018-01-01",
        },
    ]
}


CODES = {
    "codes": [
        {"code": "1201", "name": "Bergen", "validFromInRequestedRange": "1972-01-01"},
        {"code": "1201", "name": "Bergen", "validFromInRequestedRange": "2002-01-01"},
        {"code": "4601", "name": "Bergen", "validFromInRequestedRange": "2020-01-01"},
    ]
}


@dataclass
class Served:
    """What the server was asked, and how it shall fail: the next answers, in order."""

    address: str = ""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    most_cells: int = 800_000
    extra_tables: list[dict[str, Any]] = field(default_factory=list)

    def cells(self) -> list[int]:
        """Return how many cells each question asked for."""
        found = []
        for _, path, body in self.asked:
            if path.endswith("/data"):
                cells = 1
                for item in body["selection"]:
                    cells *= len(item["valueCodes"])
                found.append(cells)
        return found


@contextmanager
def pxweb() -> Iterator[Served]:
    """Run the server on a port of its own while the block runs."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer("POST", json.loads(self.rfile.read(length)))

        def log_message(self, *_: object) -> None:
            return

        def _answer(self, verb: str, body: Any) -> None:
            url = urlsplit(self.path)
            served.asked.append((verb, url.path, body or parse_qs(url.query)))
            status, headers, content = (
                served.failures.pop(0) if served.failures else answer(served, url.path, body)
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer(served: Served, path: str, body: Any) -> Failure:
    """Return status, headers and content for a question."""
    parts = path.strip("/").split("/")
    found: Any = None
    if parts == ["config"]:
        found = {"maxDataCells": served.most_cells, "maxCallsPerTimeWindow": 30}
    elif parts == ["tables"]:
        found = {"tables": [*listed(), *served.extra_tables]}
    elif parts[0] == "codelists":
        found = {
            "id": parts[1],
            "values": [{"code": "K-4601"}, {"code": "K-0301"}, {"code": "K-Rest"}],
        }
    elif parts[0] == "classifications":
        found = CODES if parts[-1] == "codes" else CHANGES
    elif parts[0] == "tables" and parts[1] in TABLES:
        table = TABLES[parts[1]]
        found = data(parts[1], table, body) if parts[2] == "data" else metadata(parts[1], table)
    if found is None:
        return 404, {}, b"{}"
    return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()


def listed() -> list[dict[str, Any]]:
    """Return the list of tables."""
    return [
        {
            "id": number,
            "label": table["label"],
            "updated": "2024-06-05T06:00:00Z",
            "firstPeriod": next(iter(table["sides"]["Tid"]["category"]["label"])),
            "discontinued": False,
        }
        for number, table in TABLES.items()
    ]


def metadata(number: str, table: dict[str, Any]) -> dict[str, Any]:
    """Return a table without figures."""
    sides = table["sides"]
    return {
        "version": "2.0",
        "class": "dataset",
        "label": table["label"],
        "id": list(sides),
        "size": [len(side["category"]["index"]) for side in sides.values()],
        "dimension": sides,
        "extension": {"px": {"tableid": number}},
    }


def data(number: str, table: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Return the figures asked for, in the order of the table."""
    asked = {item["variableCode"]: item["valueCodes"] for item in body["selection"]}
    sides = {
        name: dimension(
            side["label"], {code: side["category"]["label"].get(code, code) for code in asked[name]}
        )
        for name, side in table["sides"].items()
    }
    rows: list[dict[str, str]] = [{}]
    for name in sides:
        rows = [{**row, name: code} for row in rows for code in asked[name]]
    values = [figure(row) for row in rows]
    return {**metadata(number, {**table, "sides": sides}), "value": values}


def figure(row: dict[str, str]) -> float | None:
    """Return a made-up figure for a cell."""
    if "Alder" in row:
        region = row["Region"].removeprefix("K-").rstrip("a")
        if row["Tid"] < "2020" and region == "4601" and not row["Region"].startswith("K-"):
            return 0
        if row["Tid"] >= "2020" and region == "1201":
            return 0
        return persons(region, row["Kjonn"], row["Alder"], row["Tid"])
    return 256 if row["ContentsCode"] == "KOSantallavtaler0001" else 1156.25
