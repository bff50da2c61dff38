"""Asks a running server for its main pages from many connections, and prints how long they took.

python -m tests.load.load http://127.0.0.1:8000 --concurrency 20 --requests 1000
python -m tests.load.load http://127.0.0.1:8000 --as leser --as administrator --requests 500
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import queue
import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

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
Pages = Mapping[str, tuple[str, ...]]
Times = dict[str, list[float]]
_SIGN_IN = "/konto/login/"
_PASSWORD = os.environ.get("LOAD_PASSWORD", "hjemmel-demo")


class RefusedError(Exception):
    """The server did not let the user in, or has no register."""


def sign_in(host: str, port: int, username: str) -> str:
    """Sign in as a user, and return the cookies of the session as a header."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    connection.request("GET", _SIGN_IN)
    asked = connection.getresponse()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', asked.read().decode())
    if found is None:
        raise RefusedError(f"{asked.status}: no form at {_SIGN_IN}")
    cookies = _cookies(asked)
    body = {"csrfmiddlewaretoken": found[1], "login": username, "password": _PASSWORD}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": _header(cookies),
        "Referer": f"http://{host}:{port}{_SIGN_IN}",
    }
    connection.request("POST", _SIGN_IN, urlencode(body), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.client.FOUND:
        raise RefusedError(f"{answer.status}: {username} was not let in")
    return _header({**cookies, **_cookies(answer)})


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for line in response.headers.get_all("Set-Cookie", []):
        jar.load(line)
    return {name: morsel.value for name, morsel in jar.items()}


def _header(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def register_pages(host: str, port: int, cookie: str, case: str) -> Pages:
    """Return the pages of a register: the districts and lists that its own pages lead to."""
    connection = http.client.HTTPConnection(host, port, timeout=60)

    def found(page: str, pattern: str, most: int) -> tuple[str, ...]:
        connection.request("GET", page, headers={"Cookie": cookie})
        response = connection.getresponse()
        text = response.read().decode()
        addresses = tuple(dict.fromkeys(re.findall(f'href="({pattern})', text)))[:most]
        if response.status != http.client.OK or not addresses:
            raise RefusedError(f"{response.status}: {page} leads to no {pattern}")
        return addresses

    root = f"/nb/{case}/"
    districts = found(root, rf"{root}bydeler/\d+/", 8)
    return {
        "overview": (root,),
        "district": districts,
        "lists of district": tuple(
            f"{root}lister/?bydel={address.rstrip('/').rpartition('/')[2]}" for address in districts
        ),
        "list": found(f"{root}lister/", rf"{root}lister/\d+/", 20),
        "need": (f"{root}behov/",),
        "need, changed": tuple(
            f"{root}behov/?mean_list={length}" for length in (950, 1000, 1050, 1100)
        ),
    }


def visits(count: int, pages: Pages = PAGES) -> queue.SimpleQueue[tuple[str, str]]:
    """Return ``count`` visits: the pages in turn, and the addresses of each page in turn."""
    addresses = {page: itertools.cycle(them) for page, them in pages.items()}
    waiting: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    for page in itertools.islice(itertools.cycle(pages), count):
        waiting.put((page, next(addresses[page])))
    return waiting


def ask(
    host: str, port: int, waiting: queue.SimpleQueue[tuple[str, str]], times: Times, cookie: str
) -> None:
    """Take visits until there are none left, over one connection that is kept open."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
    while True:
        try:
            page, address = waiting.get_nowait()
        except queue.Empty:
            return
        start = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
        times[page].append(time.perf_counter() - start)
        if response.status != 200:
            times[f"{page}: {response.status} {address}"].append(0.0)


def measure(
    host: str, port: int, concurrency: int, requests: int, pages: Pages = PAGES, cookie: str = ""
) -> tuple[Times, float]:
    """Return the seconds of each request by page, and the seconds in all."""
    times: Times = defaultdict(list)
    waiting = visits(requests, pages)
    threads = [
        threading.Thread(target=ask, args=(host, port, waiting, times, cookie))
        for _ in range(concurrency)
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


def report(
    host: str, port: int, concurrency: int, requests: int, pages: Pages, cookie: str = ""
) -> list[str]:
    """Warm the pages, measure, print; return what did not answer 200."""
    addresses = sum(len(them) for them in pages.values())
    measure(host, port, concurrency, min(requests, max(200, 8 * addresses)), pages, cookie)
    times, seconds = measure(host, port, concurrency, requests, pages, cookie)

    print(f"{'page':<18}{'n':>6}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for page in pages:
        values = times[page]
        if values:
            p50, p95, longest = (share(values, part) for part in (0.5, 0.95, 1.0))
            print(f"{page:<18}{len(values):>6}{p50:>9.0f}{p95:>9.0f}{longest:>9.0f}")
    print(f"{requests / seconds:.0f} requests a second")
    return sorted(set(times) - set(pages))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the public pages, or those of the register as each user; 1 when one is not 200."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("server", help="http://127.0.0.1:8000")
    parser.add_argument("--concurrency", type=int, default=20)
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--as", action="append", dest="users", default=[], metavar="USER")
    parser.add_argument("--case", default="4601", help="the municipality of the register")
    given = parser.parse_args(arguments)
    server = urlsplit(given.server)
    host, port = server.hostname or "127.0.0.1", server.port or 80

    wrong: list[str] = []
    if not given.users:
        wrong = report(host, port, given.concurrency, given.requests, PAGES)
    for user in given.users:
        try:
            cookie = sign_in(host, port, user)
            pages = register_pages(host, port, cookie, given.case)
        except RefusedError as refusal:
            print(refusal, file=sys.stderr)
            return 1
        print(f"as {user}")
        wrong += report(host, port, given.concurrency, given.requests, pages, cookie)
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
