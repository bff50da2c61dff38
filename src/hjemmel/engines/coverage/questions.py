"""What a door may change in the need: one name per assumption, for options and queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hjemmel.kernel.errors import HjemmelError, InputError, MissingDataError
from hjemmel.kernel.text import Text

_LARGEST = 1e9


@dataclass(frozen=True, slots=True)
class Question:
    """One assumption that a planner may give.

    Args:
        name: Name of the query parameter; on the command line with hyphens.
        field: Field of ``NeedInputs``.
        label: What it is, with its unit; ``None`` for a choice of how to compute.
        is_percent: Whether it is given as per cent of a share.
        least: Smallest number that can be computed with; the engine draws the finer limits.
    """

    name: str
    field: str
    label: Text | None = None
    is_percent: bool = False
    least: float = -_LARGEST


QUESTIONS: tuple[Question, ...] = (
    Question(
        "population",
        "population_target",
        Text("Innbyggere i målåret", "Residents in the target year"),
    ),
    Question("target_year", "target_year", Text("Målår", "Target year")),
    Question("guests", "guests", Text("Gjestepasienter, netto", "Net guest patients")),
    Question("mean_list", "mean_list", Text("Planlagt listelengde", "Planned mean list length")),
    Question(
        "reserve",
        "reserve_share",
        Text("Ledig kapasitet (andel)", "Free capacity (share)"),
        is_percent=True,
    ),
    Question("reserve_of", "reserve_of"),
    Question("gps", "gps_today", Text("Fastleger i dag", "GPs today")),
    Question("leavers", "leavers_per_year", Text("Avgang per år", "Leavers a year")),
    Question("years", "years", Text("Antall år å rekruttere over", "Years to recruit over")),
    Question("horizon", "horizon"),
    Question("demand_index", "demand_index"),
    Question(
        "municipal_fte",
        "municipal_fte",
        Text(
            "Kommunale årsverk utført av fastlegene",
            "Municipal full-time equivalents worked by the GPs",
        ),
        least=0,
    ),
    Question("draws", "draws"),
    Question("seed", "seed", least=0),
)


def changes_from(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes to a municipality's assumptions; what is ``None`` was not asked for.

    Raises:
        InputError: A number is not finite, or beyond anything that can be counted.

    >>> changes_from({"population": 300_000, "reserve": 10, "guests": None})
    {'population_target': 300000, 'reserve_share': 0.1}
    """
    changes: dict[str, Any] = {}
    for question in QUESTIONS:
        value = answers.get(question.name)
        if value is None:
            continue
        if isinstance(value, int | float):
            _require_countable(question, value)
        changes[question.field] = value / 100 if question.is_percent else value
    return changes


def _require_countable(question: Question, value: float) -> None:
    """Refuse what would overflow; a number that is not one (NaN) fails every comparison."""
    if question.least <= value <= _LARGEST:
        return
    written = str(value)[:24]
    raise InputError(
        Text(
            f"{written} er ikke et tall det går an å regne med her.",
            f"{written} is not a number that can be computed with here.",
        ),
        where=question.name,
        remedy=Text("Oppgi et vanlig tall.", "Give an ordinary number."),
        field=question.name,
    )


def name_the_question(error: HjemmelError, written: Callable[[str], str]) -> HjemmelError:
    """Return the error with the name that the asker knows in place of the calculation's own.

    Args:
        error: What ``changes_from``, ``assume`` or the engine raised.
        written: How the door writes the name of a question.
    """
    named = {key: error.data[key] for key in ("field", "figure") if key in error.data}
    name = next((q.name for q in QUESTIONS if {q.name, q.field} & {*named.values()}), None)
    if name is None:
        return error
    given = written(name)
    remedy = error.remedy
    if isinstance(error, MissingDataError):
        remedy = Text(
            f"Oppgi tallet med {given}, eller legg det inn i datasettet.",
            f"Give the figure with {given}, or enter it in the data set.",
        )
    data = error.data | dict.fromkeys(named, given)
    return type(error)(error.what, where=given, remedy=remedy, **data)
