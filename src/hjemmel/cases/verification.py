"""Works every published figure out again and holds the result against the print and the record."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.cases.checks import Check, Values, all_checks
from hjemmel.domain.figure import Source
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One published figure, worked out again.

    Args:
        figure: Group of figures: ``F1 need``.
        name: Name, unique among all.
        label: What the figure is, for people.
        printed: The value in the document, or the golden value derived from it.
        derived: Whether the document does not print the value itself.
        computed: The value worked out, rounded as stated.
        agrees: Whether computed equals printed.
        matches_record: Whether ``agrees`` and ``computed`` are what the record says.
        note: Why they differ, or what to know; may be empty.
        source: Where the value or its inputs are printed.
    """

    figure: str
    name: str
    label: Text
    printed: Values
    derived: bool
    computed: Values
    agrees: bool
    matches_record: bool
    note: Text
    source: Source


def verify() -> tuple[Verification, ...]:
    """Work out every published figure again, in the order of the files."""
    return tuple(verify_check(check) for check in all_checks())


def verify_check(check: Check) -> Verification:
    """Work out one published figure again."""
    computed = check.work_out()
    agrees = computed == check.printed
    return Verification(
        figure=check.figure,
        name=check.name,
        label=check.label,
        printed=check.printed,
        derived=check.derived,
        computed=computed,
        agrees=agrees,
        matches_record=agrees is check.expected_agreement and computed == check.computed,
        note=check.note,
        source=check.source,
    )
