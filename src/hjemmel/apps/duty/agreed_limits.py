"""What a district may agree beside law and agreement: limits, and what a search weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hjemmel.domain.duty_doctor import Employment
from hjemmel.engines.rostering.terms import Level
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

REST = "rest_hours"
BY_EMPLOYMENT = (REST, "weekly_rest_hours", "week_hours", "mean_week_hours")
"""Limits in hours, which may hold for some employments only."""
IN_A_ROW = ("nights_in_a_row", "weekends_in_a_row")
"""Limits in shifts or weekends, which hold for all."""
LABELS: Mapping[str, Text] = {
    REST: Text("hvile mellom to vakter, timer", "rest between two shifts, hours"),
    "weekly_rest_hours": Text(
        "sammenhengende fri i uken, timer", "time off in one stretch a week, hours"
    ),
    "week_hours": Text("vakt i en uke, høyst timer", "duty in a week, hours at most"),
    "mean_week_hours": Text(
        "vakt i uken i snitt, høyst timer", "duty a week on average, hours at most"
    ),
    "nights_in_a_row": Text("nattevakter på rad, høyst", "night shifts in a row, at most"),
    "weekends_in_a_row": Text("helger på rad med vakt, høyst", "weekends in a row, at most"),
}
LIMIT_NAMES = tuple(LABELS)
WEIGHTS: Mapping[str, Text] = {
    "span": Text(
        "ujevn fordeling, poeng for hver vakt utover målet",
        "uneven burden, points for each shift beyond the aim",
    ),
    "target": Text(
        "målet for jevn fordeling, vakter mellom den som har mest og minst",
        "the aim of an even burden, shifts between who has most and who has least",
    ),
    "wish": Text("et ønske som ikke oppfylles, poeng", "a wish that is not met, points"),
    "change": Text(
        "en lege som tas av en publisert vakt, poeng",
        "a doctor who is taken off a published shift, points",
    ),
}
"""What a search weighs, by name; an own value goes before the usual one."""
HEAVIEST = 100_000
MOST = 10_000
_LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLimit:
    """A limit that a district has agreed.

    Args:
        value: Hours, or how many in a row.
        source: Where it is agreed.
        employments: Whom it holds for; empty: all.
        level: Who set it.
    """

    value: int
    source: str = ""
    employments: tuple[Employment, ...] = ()
    level: Level = Level.LOCAL


def read_kept(kept: object) -> AgreedLimit:
    """Return a limit as the settings of a district keep it: a number, or a table."""
    table: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {"value": kept}
    return AgreedLimit(
        value=int(table["value"]),
        source=str(table.get("source", "")),
        employments=tuple(Employment(one) for one in table.get("for", [])),
        level=Level(table.get("level", Level.LOCAL.value)),
    )


def as_kept(limit: AgreedLimit, before: object = None) -> dict[str, object]:
    """Return a limit as the settings keep it; who set it stays as it was ``before``."""
    level = limit.level if before is None else read_kept(before).level
    kept: dict[str, object] = {"value": limit.value, "level": level.value}
    if limit.source.strip():
        kept["source"] = limit.source.strip()
    if limit.employments:
        kept["for"] = sorted(one.value for one in set(limit.employments))
    return kept


def require_limit(name: str, limit: AgreedLimit | None) -> None:
    """Raise ``InputError`` unless a district may agree a limit of that name, as it is."""
    if name not in LIMIT_NAMES:
        raise InputError(
            Text(f"Grensen {name[:40]} er ukjent.", f"There is no limit {name[:40]}."),
            where="limits",
            remedy=Text(
                f"Velg blant {', '.join(LIMIT_NAMES)}.",
                f"Choose among {', '.join(LIMIT_NAMES)}.",
            ),
        )
    if limit is None:
        return
    least = 1 if name in IN_A_ROW else 0
    if not least <= limit.value <= MOST or len(limit.source) > _LONGEST_SOURCE:
        raise InputError(
            Text(
                "Grensen eller kilden går ikke an.",
                "The limit or its source is not possible.",
            ),
            where=name,
            remedy=Text(
                f"Gi et helt tall fra {least} til {MOST}, og høyst {_LONGEST_SOURCE} tegn i kilden.",
                f"Give a whole number from {least} to {MOST}, and at most {_LONGEST_SOURCE} characters "
                "for the source.",
            ),
        )
    if name == REST and not limit.source.strip():
        raise InputError(
            Text(
                "En annen hvile enn avtalens må ha en kilde.",
                "A rest other than the agreement's needs a source.",
            ),
            where=name,
            remedy=Text("Skriv hvor den er avtalt.", "Write where it is agreed."),
        )
    if limit.employments and name in IN_A_ROW:
        raise InputError(
            Text(
                "Denne grensen gjelder for alle.",
                "This limit holds for all.",
            ),
            where=name,
            remedy=Text("Velg alle leger.", "Choose all doctors."),
        )


def require_weight(name: str, value: int | None) -> None:
    """Raise ``InputError`` unless a search may weigh that, by so many points."""
    if name not in WEIGHTS or not (value is None or 0 <= value <= HEAVIEST):
        raise InputError(
            Text(
                "Et søk kan ikke legge den vekten på det.", "A search cannot weigh it by so much."
            ),
            where=name if name in WEIGHTS else "weights",
            remedy=Text(
                f"Gi et helt tall fra 0 til {HEAVIEST}.",
                f"Give a whole number from 0 to {HEAVIEST}.",
            ),
        )
