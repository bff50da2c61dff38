"""A round as files, so that anybody can run it again without a register: the same bytes come out.

``lists.csv`` and ``applicants.csv`` hold the arrays of the inputs, ``round.json`` the day, the
municipality, the way and the seed, and ``places.csv`` who gets what and why.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from hjemmel.engines.allocation.explain import explain_many
from hjemmel.engines.allocation.inputs import NOBODY, Applicants, OpenLists, RoundInputs
from hjemmel.engines.allocation.results import Mode, RoundResult
from hjemmel.kernel.errors import DataFileError, HjemmelError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import read_day

LISTS, APPLICANTS, ROUND, PLACES = "lists.csv", "applicants.csv", "round.json", "places.csv"
_LISTS = ("key", "places", "is_open", "municipality", "district")
_APPLICANTS = ("key", "without_gp", "since", "takes_any", "municipality", "district")
_FLAGS = {"1": True, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundHead:
    """How a round was run.

    Args:
        municipality: Number of the municipality whose local choices apply; empty: none.
        as_of: The day whose law applies, year-month-day.
        mode: ``stable`` or ``most_placed``.
        seed: Published seed.
        inputs_digest: SHA-256 of the inputs.
    """

    municipality: str
    as_of: str
    mode: str
    seed: int
    inputs_digest: str


def write_inputs(inputs: RoundInputs) -> dict[str, bytes]:
    """Return the inputs as files, by name."""
    lists, applicants = inputs.lists, inputs.applicants
    width = applicants.choices.shape[1]
    names = [f"{what}_{at + 1}" for at in range(width) for what in ("choice", "precedence")]
    names += [f"never_{at + 1}" for at in range(applicants.never.shape[1])]
    keys = lists.keys.tolist()
    return {
        LISTS: _csv(
            _LISTS,
            zip(
                keys,
                lists.places.tolist(),
                _flags(lists.is_open),
                lists.municipality.tolist(),
                lists.district.tolist(),
                strict=True,
            ),
        ),
        APPLICANTS: _csv(
            (*_APPLICANTS, *names),
            (
                (*row, *_choices(chosen, first, keys), *_never(never, keys))
                for *row, chosen, first, never in zip(
                    applicants.keys.tolist(),
                    _flags(applicants.without_gp),
                    [date.fromordinal(day).isoformat() for day in applicants.since.tolist()],
                    _flags(applicants.takes_any),
                    applicants.municipality.tolist(),
                    applicants.district.tolist(),
                    applicants.choices.tolist(),
                    applicants.precedence.tolist(),
                    applicants.never.tolist(),
                    strict=True,
                )
            ),
        ),
    }


def write_head(head: RoundHead) -> bytes:
    """Return how a round was run as a file."""
    return (json.dumps(asdict(head), ensure_ascii=False, indent=1) + "\n").encode()


def write_places(result: RoundResult) -> bytes:
    """Return who gets which list and why, in serving order, as a file."""
    keys, lists = result.inputs.applicants.keys, result.inputs.lists.keys
    order = result.order.tolist()
    told = explain_many(result, [int(keys[at]) for at in order])
    return _csv(
        ("number", "key", "list", "by_choice", "why_nb", "why_en"),
        (
            (
                number,
                int(keys[at]),
                "" if result.given[at] == NOBODY else int(lists[result.given[at]]),
                int(result.choice[at] >= 0),
                " ".join(text.nb for text in why),
                " ".join(text.en for text in why),
            )
            for number, (at, why) in enumerate(zip(order, told, strict=True), start=1)
        ),
    )


def read_inputs(lists: bytes, applicants: bytes) -> RoundInputs:
    """Return the inputs that files hold.

    Raises:
        DataFileError: A file lacks a column, or a row has something else than it should.
        InputError: The rows do not make up a round.
    """
    opened = _rows(lists, LISTS)
    try:
        made = OpenLists(
            keys=_whole(opened, "key"),
            places=_small(opened, "places"),
            is_open=_true(opened, "is_open"),
            municipality=_small(opened, "municipality"),
            district=_small(opened, "district"),
        )
    except (KeyError, ValueError, OverflowError) as error:
        raise _broken(LISTS) from error
    rows = _rows(applicants, APPLICANTS)
    at = {int(key): place for place, key in enumerate(made.keys.tolist())}
    try:
        width = sum(name.startswith("choice_") for name in rows[0]) if rows else 1
        wanted = [[_list_in(row, "choice", choice, at) for choice in range(width)] for row in rows]
        lists_never = sum(name.startswith("never_") for name in rows[0]) if rows else 0
        never = [[_list_in(row, "never", one, at) for one in range(lists_never)] for row in rows]
        first = [
            [_FLAGS[row[f"precedence_{choice + 1}"] or "0"] for choice in range(width)]
            for row in rows
        ]
        return RoundInputs(
            lists=made,
            applicants=Applicants(
                keys=_whole(rows, "key"),
                without_gp=_true(rows, "without_gp"),
                since=np.array([read_day(row["since"]).toordinal() for row in rows], np.int32),
                choices=np.array(wanted, np.int32).reshape(len(rows), width),
                precedence=np.array(first, bool).reshape(len(rows), width),
                takes_any=_true(rows, "takes_any"),
                never=np.array(never, np.int32).reshape(len(rows), lists_never),
                municipality=_small(rows, "municipality"),
                district=_small(rows, "district"),
            ),
        )
    except (KeyError, ValueError, OverflowError, TypeError) as error:
        raise _broken(APPLICANTS) from error


def read_head(content: bytes) -> RoundHead:
    """Return how a round was run.

    Raises:
        DataFileError: The file is not one of a round.
    """
    try:
        plain: Any = json.loads(content.decode("utf-8-sig"))
        return RoundHead(
            municipality=str(plain["municipality"]),
            as_of=read_day(str(plain["as_of"])).isoformat(),
            mode=Mode(plain["mode"]).value,
            seed=int(plain["seed"]),
            inputs_digest=str(plain["inputs_digest"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(ROUND) from error


def _csv(names: Sequence[str], rows: Any) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()


def _choices(chosen: Sequence[int], first: Sequence[bool], keys: Sequence[int]) -> list[object]:
    return [
        value
        for wanted, goes_first in zip(chosen, first, strict=True)
        for value in (("", "") if wanted == NOBODY else (keys[wanted], int(goes_first)))
    ]


def _rows(content: bytes, name: str) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        separator = ";" if head.count(";") > head.count(",") else ","
        rows = list(csv.DictReader(io.StringIO(text), delimiter=separator, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _broken(name) from error
    if any(None in row or None in row.values() for row in rows):
        raise _broken(name)
    return rows


def _never(never: Sequence[int], keys: Sequence[int]) -> list[object]:
    return ["" if one == NOBODY else keys[one] for one in never]


def _list_in(row: Mapping[str, str], what: str, number: int, at: Mapping[int, int]) -> int:
    given = row[f"{what}_{number + 1}"]
    return at[int(given)] if given else NOBODY


def _flags(column: Any) -> list[int]:
    return [int(flag) for flag in column.tolist()]


def _whole(rows: Sequence[Mapping[str, str]], name: str) -> Any:
    return np.array([int(row[name]) for row in rows], np.int64)


def _small(rows: Sequence[Mapping[str, str]], name: str) -> Any:
    return np.array([int(row[name]) for row in rows], np.int32)


def _true(rows: Sequence[Mapping[str, str]], name: str) -> Any:
    return np.array([_FLAGS[row[name]] for row in rows], bool)


def _broken(name: str) -> HjemmelError:
    return DataFileError(
        Text("Filen holder ikke formatet.", "The file does not keep to its format."),
        where=name,
        remedy=Text(
            "Bruk filene fra «hjemmel lists round --publish», eller samme kolonner.",
            "Use the files of “hjemmel lists round --publish”, or the same columns.",
        ),
    )
