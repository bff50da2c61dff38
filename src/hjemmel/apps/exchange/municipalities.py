"""Which four-digit numbers are municipalities: those of the country since 2013."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

_FILE = Path(__file__).with_name("municipalities.toml")


@functools.cache
def known_numbers() -> frozenset[str]:
    """Return every number that a municipality has had since 2013.

    >>> "0301" in known_numbers(), "4600" in known_numbers()
    (True, False)
    """
    counties = tomllib.loads(_FILE.read_text("utf-8"))["numbers"]
    return frozenset(
        number for spans in counties.values() for span in spans for number in _numbers(span)
    )


def _numbers(span: str) -> Iterator[str]:
    between, _, step = span.partition("/")
    first, _, last = between.partition("-")
    for number in range(int(first), int(last or first) + 1, int(step or 1)):
        yield f"{number:04d}"
