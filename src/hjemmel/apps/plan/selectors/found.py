"""What was found of an indicator when it was worked out, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hjemmel.kernel.text import Text

_FINEST = Decimal("0.000001")
REGISTER = Text("Registeret i hjemmel", "The register in hjemmel")


@dataclass(frozen=True, slots=True)
class Input:
    """One number that goes into a value; ``None``: nobody knows it."""

    label: Text
    value: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an indicator is on a day.

    Args:
        code: Its id.
        as_of: The day.
        value: In its unit; ``None``: it cannot be told, and ``note`` says why.
        inputs: The numbers it was worked out from; all are known.
        source: What they were read from.
        district: Six digits; empty: the whole municipality.
        note: What a reader should know.
    """

    code: str
    as_of: date
    value: Decimal | None
    inputs: tuple[Input, ...] = ()
    source: Text = REGISTER
    district: str = ""
    note: Text | None = None


def share(
    code: str,
    day: date,
    over: Input,
    under: Input,
    *,
    source: Text = REGISTER,
    times: int = 1,
    district: str = "",
    extra: tuple[Input, ...] = (),
) -> Found:
    """Return one number divided by another, times a factor; unknown where one is, or by nought."""
    if over.value is None or under.value is None or not under.value:
        unknown = over if over.value is None else under
        why = Text(
            f"Registeret har ikke tallet: {unknown.label.nb}.",
            f"The register does not have the figure: {unknown.label.en}.",
        )
        return cannot_tell(code, day, why, district=district)
    value = (over.value * times / under.value).quantize(_FINEST, ROUND_HALF_UP)
    return Found(
        code=code,
        as_of=day,
        value=value,
        inputs=(over, under, *extra),
        source=source,
        district=district,
    )


def cannot_tell(code: str, day: date, why: Text, *, district: str = "") -> Found:
    """Return that an indicator cannot be told on a day, and why."""
    return Found(code=code, as_of=day, value=None, note=why, district=district)
