"""The lists of a year's money: chosen, sorted, shown a page at a time, and all of them as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from hjemmel.apps.registry.selectors.funding import FundedList, FundingPicture
from hjemmel.apps.registry.selectors.list_choice import in_order
from hjemmel.engines.funding import Form, FundingResult, Part
from hjemmel.engines.funding.inputs import UNKNOWN
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.web.excel import Column
from hjemmel.web.tables import FORMATS
from hjemmel.web.work.forms import page_number

ROWS_ON_A_PAGE = 50
CHOICES = ("sok", "form", "sorter")
PAGE = "side"
SORTS: Mapping[str, Text] = {
    "liste": Text("liste", "list"),
    "lege": Text("lege", "GP"),
    "senter": Text("legesenter", "centre"),
    "personer": Text("flest personer", "most persons"),
    "betalt": Text("mest betalt", "most paid"),
}
_USUAL = "liste"
_LAST = "~"  # after every letter


@dataclass(frozen=True, slots=True)
class ListMoney:
    """A list and its money in the year.

    Args:
        list: The list.
        persons: Persons on it in the last month that is known; ``None``: in no month.
        parts: The parts of the money, in the order of the page.
        paid: What was paid to its GP.
    """

    list: FundedList
    persons: int | None
    parts: tuple[Money, ...]
    paid: Money


_ORDERS: Mapping[str, Callable[[ListMoney], tuple[object, ...]]] = {
    "liste": lambda row: (in_order(row.list.external_id), row.list.key),
    "lege": lambda row: (in_order(row.list.doctor or _LAST), row.list.key),
    "senter": lambda row: (in_order(row.list.centre_name), row.list.key),
    "personer": lambda row: (-(row.persons or 0), row.list.key),
    "betalt": lambda row: (-row.paid.oere, row.list.key),
}


def rows_of(
    result: FundingResult, picture: FundingPicture, parts: Sequence[Part]
) -> tuple[ListMoney, ...]:
    """Return every list with its money, in the order of the picture."""
    paid, by_part = result.by_list(), [result.by_list(part) for part in parts]
    return tuple(
        ListMoney(
            list=row,
            persons=_last_known(result, at),
            parts=tuple(Money(int(amounts[at])) for amounts in by_part),
            paid=Money(int(paid[at])),
        )
        for at, row in enumerate(picture.rows)
    )


def chosen_of(request: HttpRequest, rows: Sequence[ListMoney]) -> tuple[ListMoney, ...]:
    """Return the lists that the address asks for, sorted.

    Raises:
        InputError: It asks for a form of post or an order that there is not.
    """
    given = request.GET
    forms = {form.name.lower(): form for form in Form}
    form, sort = given.get("form") or "", given.get("sorter") or _USUAL
    for name, value, known in (("form", form, ("", *forms)), ("sorter", sort, tuple(_ORDERS))):
        if value not in known:
            listed = ", ".join(filter(None, known))
            raise InputError(
                Text(f"Ukjent verdi «{value[:40]}».", f"Unknown value “{value[:40]}”."),
                where=name,
                remedy=Text(f"Velg blant {listed}.", f"Choose among {listed}."),
            )
    wanted = (given.get("sok") or "").strip().casefold()
    found = [
        row
        for row in rows
        if (not form or row.list.form is forms[form])
        and any(wanted in name.casefold() for name in _names(row.list))
    ]
    return tuple(sorted(found, key=_ORDERS[sort]))


def shown_lists(
    request: HttpRequest,
    rows: Sequence[ListMoney],
    kwargs: dict[str, Any],
    *,
    file_page: str,
) -> dict[str, Any]:
    """Return what the table of lists on the page of a year shows.

    Args:
        request: The request.
        rows: Every list of the year.
        kwargs: Language and municipality, for addresses.
        file_page: Name of the address of the files, without the kind of file.

    Raises:
        InputError: The address asks for a form of post or an order that there is not.
    """
    chosen = chosen_of(request, rows)
    kept = request.GET.copy()
    kept.pop(PAGE, None)
    query = kept.urlencode()
    forms = {row.list.form for row in rows}
    return {
        "page": Paginator(chosen, ROWS_ON_A_PAGE).get_page(page_number(request)),
        "found": len(chosen),
        "is_chosen": len(chosen) < len(rows),
        "found_sums": _sums([row.parts for row in chosen]),
        "found_paid": Money(sum(row.paid.oere for row in chosen)),
        "kept": query,
        "given": {name: request.GET.get(name) or "" for name in CHOICES},
        "chosen_sort": request.GET.get("sorter") or _USUAL,
        "sorts": SORTS,
        "forms": [(form.name.lower(), form.label) for form in Form if form in forms],
        "files": [
            (
                "Excel" if kind == "xlsx" else kind.upper(),
                reverse(f"{file_page}-{kind}", kwargs=kwargs) + (f"?{query}" if query else ""),
            )
            for kind in FORMATS
        ],
    }


def columns_of(parts: Sequence[Part]) -> tuple[Column, ...]:
    """Return the columns of the file."""
    return (
        (Text("Liste", "List"), "text"),
        (Text("Lege", "GP"), "text"),
        (Text("Legesenter", "Centre"), "text"),
        (Text("Avtaleform", "Form of post"), "text"),
        (Text("Personer", "Persons"), "whole"),
        *((_in_kroner(part.label), "whole") for part in parts),
        (_in_kroner(Text("Betalt", "Paid")), "whole"),
    )


def values_of(row: ListMoney) -> tuple[object, ...]:
    """Return the cells of a list in the file."""
    return (
        row.list.external_id,
        row.list.doctor,
        row.list.centre_name,
        row.list.form.label,
        row.persons,
        *(one.in_kroner for one in row.parts),
        row.paid.in_kroner,
    )


def _last_known(result: FundingResult, at: int) -> int | None:
    lengths = [int(one) for one in result.inputs.length[at] if int(one) > UNKNOWN]
    return lengths[-1] if lengths else None


def _names(row: FundedList) -> tuple[str, ...]:
    return (row.external_id, row.doctor or "", row.centre_name)


def _sums(rows: Sequence[Sequence[Money]]) -> list[Money]:
    return [Money(sum(one.oere for one in column)) for column in zip(*rows, strict=True)]


def _in_kroner(words: Text) -> Text:
    return Text(f"{words.nb}, kr", f"{words.en}, NOK")
