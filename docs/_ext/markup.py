"""Small pieces of Markdown for the generated pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from hjemmel.kernel.numbers import format_date, format_number, format_percent
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law.parameters import Value

_GROUPED_FROM = 1_000
_CODE = re.compile(r"``([^`]+)``")
_SIGNS = re.compile(r"([\\`*_\[\]<>|$#])")


def cell(text: object) -> str:
    """Return text for a cell or a line, with Markdown's own signs escaped; ``code`` stays code."""
    parts = _CODE.split(" ".join(str(text).split()))
    return "".join(
        code(part) if i % 2 else _SIGNS.sub(r"\\\1", part) for i, part in enumerate(parts)
    )


def code(text: object) -> str:
    """Return text as code that also fits in a table."""
    return f"`{' '.join(str(text).split()).replace('|', '/')}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are Markdown already."""
    lines = [list(head), ["---"] * len(head), *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def section(level: int, title: str, target: str, *parts: str) -> str:
    """Return a heading with a target that other pages can link to, and what stands below it."""
    heading = f"({target})=\n{'#' * level} {title}\n"
    return "\n".join([heading, *(part for part in parts if part)])


def target(kind: str, name: str) -> str:
    """Return the name of a link target: ``parameter-gp_list-ceiling_max``."""
    return f"{kind}-{name.replace('.', '-')}"


def link(kind: str, name: str) -> str:
    """Return a link to where ``name`` is described."""
    return f"[{code(name)}](#{target(kind, name)})"


def both(text: Text) -> str:
    """Return the English text with the Norwegian in parentheses."""
    return f"{cell(text.en)} ({cell(text.nb)})" if text.en != text.nb else cell(text.en)


def days(period: Period) -> str:
    """Return the days of a period in words; the end is the last day inside."""
    start = format_date(period.start, "en")
    if period.end is None:
        return f"from {start}"
    last = date.fromordinal(period.end.toordinal() - 1)
    return f"{start} – {format_date(last, 'en')}"


def value(given: Value, unit: str) -> str:
    """Return a parameter's value as people read it."""
    match given:
        case bool():
            return "yes" if given else "no"
        case tuple():
            return ", ".join(map(_item, given)) or "none"
        case str():
            return link("table", given) if unit == "table" else cell(given)
    if unit == "share":
        return format_percent(given, "en", decimals=_decimals(Decimal(given) * 100))
    return _number(given)


def _item(item: Value) -> str:
    return ", ".join(map(_item, item)) if isinstance(item, tuple) else code(item)


def _number(number: int | Decimal) -> str:
    if -_GROUPED_FROM < number < _GROUPED_FROM:
        return str(number).replace("-", "−")
    return format_number(number, "en", decimals=_decimals(Decimal(number)))


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
