"""The same months computed twice: with a rate corrected, or by the law of another date."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hjemmel.engines.funding.inputs import FundingInputs, Whole
from hjemmel.engines.funding.model import Missing, run
from hjemmel.engines.funding.results import FundingResult, Part
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Month
from hjemmel.law import LawAt, LawBook, Parameter, ParameterVersion
from hjemmel.law.parameters import Value


@dataclass(frozen=True, slots=True)
class Correction:
    """A value to try instead of what the law files have.

    Args:
        parameter: Id of the parameter.
        value: The value.
        valid_from: First day.
        valid_until: First day no longer; ``None``: until further notice.
    """

    parameter: str
    value: Value
    valid_from: date
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise InputError(
                Text("Rettelsen slutter før den starter.", "The correction ends before it starts."),
                where=self.parameter,
                remedy=Text("Rett dagene.", "Correct the days."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changes, in øre: after less before, over the months known both times.

    Args:
        before: As it was computed.
        after: As it is computed with the correction.
        by_list: What each list is paid more, shape (lists,).
        by_month: What all are paid more each month, shape (months,).
        by_part: What changes of each part, all lists and months.
    """

    before: FundingResult
    after: FundingResult
    by_list: Whole
    by_month: Whole
    by_part: dict[Part, Money]

    @property
    def to_gps(self) -> Money:
        """What the GPs get more, and the municipality pays more."""
        return Money(int(self.by_list.sum()))

    @property
    def to_municipality(self) -> Money:
        """What the municipality has more left: what others owe it for guests, less what it pays GPs."""
        guests = self.by_part[Part.GUEST_SETTLEMENT]
        return guests - self.to_gps

    @property
    def lists_changed(self) -> int:
        """How many lists are paid something else."""
        return int(np.count_nonzero(self.by_list))

    @property
    def months_left_out(self) -> tuple[Month, ...]:
        """Months that could not be computed both times."""
        left = set(self.before.missing) | set(self.after.missing)
        return tuple(self.before.inputs.months[place] for place in sorted(left))


def rerun(
    inputs: FundingInputs,
    law: LawAt,
    *,
    corrections: Sequence[Correction] = (),
    as_law_of: date | None = None,
    missing: Missing = "raise",
) -> Comparison:
    """Compute the months as the law files have them, and again with corrections or another date's law.

    Args:
        inputs: The lists by month.
        law: The law, with the municipality's local choices.
        corrections: Values to try instead.
        as_law_of: Read every month's rates as on this day, the second time.
        missing: As in ``run``.

    Raises:
        InputError: A correction is of another kind than the parameter, or nothing is to be changed.
        UnknownIdError: There is no such parameter.
        MissingDataError: A rate is not provided, and ``missing`` is ``raise``.
    """
    if not corrections and as_law_of is None:
        raise InputError(
            Text("Ingenting skal endres.", "Nothing is to be changed."),
            where="corrections",
            remedy=Text(
                "Gi en rettelse eller en dato å lese reglene på.",
                "Give a correction or a date to read the rules on.",
            ),
        )
    before = run(inputs, law.fresh(), missing=missing)
    book = corrected(law.book, corrections, law.municipality)
    other = LawAt(law.as_of, law.municipality, book=book)
    after = run(inputs, other, missing=missing, as_law_of=as_law_of)
    return compare(before, after)


def compare(before: FundingResult, after: FundingResult) -> Comparison:
    """Return what two results of the same lists and months differ by."""
    known = before.known & after.known
    change = np.where(known, after.paid - before.paid, 0)
    return Comparison(
        before=before,
        after=after,
        by_list=np.asarray(change.sum(axis=1), np.int64),
        by_month=np.asarray(change.sum(axis=0), np.int64),
        by_part={
            part: Money(int(np.where(known, after.parts[part] - before.parts[part], 0).sum()))
            for part in Part
        },
    )


def corrected(
    book: LawBook, corrections: Sequence[Correction], municipality: str | None = None
) -> LawBook:
    """Return the law with other values; what others have set on other days stays.

    A municipality's own choice goes before the nation's: where it has one, that is what is corrected.
    """
    parameters = dict(book.parameters)
    for one in corrections:
        found = book.parameter(one.parameter)
        parameter = parameters[found.id]
        local = None if municipality is None else parameter.local.get(municipality)
        versions = local or parameter.versions
        _require_kind(parameter, versions, one)
        replaced = tuple(_with(versions, one, parameter, municipality if local else None))
        if local and municipality is not None:
            kept = {**parameter.local, municipality: replaced}
            parameters[found.id] = dataclasses.replace(parameter, local=kept)
        else:
            parameters[found.id] = dataclasses.replace(parameter, versions=replaced)
    return dataclasses.replace(book, parameters=parameters)


def _with(
    versions: Sequence[ParameterVersion],
    one: Correction,
    parameter: Parameter,
    municipality: str | None,
) -> Iterator[ParameterVersion]:
    """Yield the versions in order of days, with the corrected one among them."""
    made: list[ParameterVersion] = []
    last = one.valid_until
    for place, version in enumerate(versions):
        after = versions[place + 1].valid_from if place + 1 < len(versions) else None
        ends = [day for day in (version.valid_until, after) if day is not None]
        end = min(ends, default=None)
        if version.valid_from < one.valid_from:
            made.append(version)
        if last is not None and (end is None or end > last):
            made.append(dataclasses.replace(version, valid_from=max(version.valid_from, last)))
    model = max(
        (version for version in versions if version.valid_from <= one.valid_from),
        key=lambda version: version.valid_from,
        default=versions[0],
    )
    made.append(
        dataclasses.replace(
            model,
            value=one.value,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            quote="",
            note=Text("Prøvd verdi, ikke i regelverket.", "A value tried, not in the rules."),
            municipality=municipality,
        )
    )
    yield from sorted(made, key=lambda version: version.valid_from)


def _require_kind(
    parameter: Parameter, versions: Sequence[ParameterVersion], one: Correction
) -> None:
    """Raise ``InputError`` when a value cannot be one of the parameter's."""
    remedy = Text("Gi en verdi av samme slag.", "Give a value of the same kind.")
    if not versions:
        raise InputError(
            Text(
                f"«{parameter.title.nb}» har ingen verdi å rette.",
                f"“{parameter.title.en}” has no value to correct.",
            ),
            where=one.parameter,
            remedy=Text("Legg verdien inn i regelfilene.", "Enter the value in the law files."),
        )
    is_flag = isinstance(versions[0].value, bool)
    if is_flag != isinstance(one.value, bool) or isinstance(one.value, str | tuple):
        raise InputError(
            Text(
                f"Verdien passer ikke for «{parameter.title.nb}».",
                f"The value does not fit “{parameter.title.en}”.",
            ),
            where=one.parameter,
            remedy=remedy,
        )
    if not is_flag and one.value < 0:
        raise InputError(
            Text("Verdien er under 0.", "The value is below 0."), where=one.parameter, remedy=remedy
        )
