"""Asks a running server for its main pages from many connections, and prints how long they took.

python -m tests.load.load http://127.0.0.1:8000 --concurrency 20 --requests 1000
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import queue
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("/nb/bergen-synthetic-2024/", "/en/bergen-2023/", "/nb/trondheim-synthetic-2024/"),
    "need": ("/nb/bergen-2023/behov/", "/en/bergen-synthetic-2024/behov/"),
    "need, changed": tuple(
        f"/nb/bergen-synthetic-2024/behov/?mean_list={length}&years={years}"
        for length, years in itertools.product((950, 1000, 1050, 1100), (5, 8))
    ),
    "rules": ("/nb/regelverk/", "/en/regelverk/"),
    "parameter": (
        "/nb/regelverk/gp_list.ceiling_max/",
        "/en/regelverk/planning.consultation_rates/",
    ),
    "data quality": ("/nb/bergen-2023/datakvalitet/",),
    "about": ("/nb/om/",),
    "API coverage": ("/api/v1/coverage/bergen-2023", "/api/v1/coverage/bergen-synthetic-2024"),
    "API need": ("/api/v1/need/bergen-2023", "/api/v1/need/bergen-synthetic-2024?mean_list=1050"),
}
Times = dict[str, list[float]]


def visits(count: int) -> queue.SimpleQueue[tuple[str, str]]:
    """Return ``count`` visits: the pages in turn, and the addresses of each page in turn."""
    addresses = {page: itertools.cycle(them) for page, them in PAGES.items()}
    waiting: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    for page in itertools.islice(itertools.cycle(PAGES), count):
        waiting.put((page, next(addresses[page])))
    return waiting


def ask(host: str, port: int, waiting: queue.SimpleQueue[tuple[str, str]], times: Times) -> None:
    """Take visits until there are none left, over one connection that is kept open."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    while True:
        try:
            page, address = waiting.get_nowait()
        except queue.Empty:
            return
        start = time.perf_counter()
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        times[page].append(time.perf_counter() - start)
        if response.status != 200:
            times[f"{page}: {response.status} {address}"].append(0.0)


def measure(host: str, port: int, concurrency: int, requests: int) -> tuple[Times, float]:
    """Return the seconds of each request by page, and the seconds in all."""
    times: Times = defaultdict(list)
    waiting = visits(requests)
    threads = [
        threading.Thread(target=ask, args=(host, port, waiting, times)) for _ in range(concurrency)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - start


def share(values: Sequence[float], part: float) -> float:
    """Return the value, in milliseconds, that ``part`` of the values do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Warm the pages, measure, print; return 1 when a page did not answer 200."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("server", help="http://127.0.0.1:8000")
    parser.add_argument("--concurrency", type=int, default=20)
    parser.add_argument("--requests", type=int, default=1_000)
    given = parser.parse_args(arguments)
    server = urlsplit(given.server)
    host, port = server.hostname or "127.0.0.1", server.port or 80

    addresses = sum(len(them) for them in PAGES.values())
    measure(host, port, given.concurrency, max(200, 8 * addresses))
    times, seconds = measure(host, port, given.concurrency, given.requests)

    print(f"{'page':<16}{'n':>6}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for page in PAGES:
        values = times[page]
        p50, p95, longest = (share(values, part) for part in (0.5, 0.95, 1.0))
        print(f"{page:<16}{len(values):>6}{p50:>9.0f}{p95:>9.0f}{longest:>9.0f}")
    print(f"{given.requests / seconds:.0f} requests a second")
    wrong = sorted(set(times) - set(PAGES))
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
